"""From frames, cast, claims and events to attitudes."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations, product

from kg.extract.attitudes.denial import is_denied, is_supposed
from kg.extract.attitudes.finding import Match, matches
from kg.extract.attitudes.frames import word_classes
from kg.extract.attitudes.nations import with_nations
from kg.extract.cast import Cast
from kg.extract.events.parties import resolve
from kg.extract.events.speakers import states_spoken_for, with_first_persons
from kg.extract.events.triggers import classes
from kg.extract.events.unnamed import Nation
from kg.extract.nesting import innermost_claim
from kg.identifiers import attitude_id
from kg.language import Parse, Sentence, Token
from kg.model import QUAD_CLASS_OF, ActorType, Attitude, Claim, Event, EventType, Polarity, Span, Status

_SHOWING_NOTHING = frozenset({EventType.CONSULT, EventType.REQUEST, EventType.RETREAT})
"""What friends do, and foes do."""
_OF_EVENTS = {
    kind: Polarity.SUPPORT if quad_class.endswith("cooperation") else Polarity.OPPOSE
    for kind, quad_class in QUAD_CLASS_OF.items()
    if kind not in _SHOWING_NOTHING
}
_TOGETHER = frozenset({EventType.AGREE, EventType.COOPERATE})
"""What several do with each other; what they support or accuse together is another's."""
_PUBLIC = ("officials", "forces", "organs", "home_bodies", "delegations", "members", "public_posts")
"""Classes of event_words.tsv: who acts for a state or a body."""
_SIDE_BY_SIDE = frozenset({"вместе", "совместно", "сообща"})
_DESCRIBING = frozenset({"parataxis", "appos"})
_DONE = frozenset({Status.ACTUAL, Status.FUTURE})
_PAIR = 2


def find_attitudes(
    parse: Parse, cast: Cast, claims: Sequence[Claim], events: Sequence[Event], article_id: str, nation: Nation
) -> tuple[Attitude, ...]:
    """The attitudes of an article, in the order of the text: of two that the same sentence shows alike, the first.

    Args:
        parse: the article's sentences.
        cast: who and what its words refer to.
        claims: an attitude told inside one bears its id.
        events: what is done; what does not show how one stands to another (CONSULT, REQUEST, RETREAT) says nothing.
        article_id: the local id of an article with this text, from which an attitude has its own.
        nation: gives the id of the state of an adjective ("российский").
    """
    cast = with_nations(with_first_persons(cast, parse, claims, states_spoken_for(cast, parse)), parse, nation)
    told = [*_of_words(parse, cast), *_of_events(events)]
    found: dict[tuple[object, ...], Attitude] = {}
    for holder, target, polarity, span, rule in sorted(told, key=lambda one: one[3]):
        key = (holder, target, polarity, parse.sentence_index(span.start))
        if key not in found:
            claim = innermost_claim(span, claims)
            found[key] = Attitude(
                id=attitude_id(article_id, holder, target, polarity),
                holder=holder,
                target=target,
                polarity=polarity,
                span=span,
                claim=None if claim is None else claim.id,
                rule=rule,
            )
    return tuple(found.values())


_Told = tuple[str, str, Polarity, Span, str]
"""Holder, target, polarity, evidence and rule."""


def _of_words(parse: Parse, cast: Cast) -> Iterator[_Told]:
    for sentence in parse.sentences:
        if not _names_two(sentence, cast) or not sentence.lemmas.isdisjoint(classes()["sport"]):
            continue
        names = [
            mention.span
            for mention in cast.mentions_in(sentence.span)
            if mention.type == ActorType.ORGANISATION and " " in mention.text
        ]
        for of_word, fitting in matches(sentence):
            if of_word.pos != "NOUN" or not any(of_word.span in name for name in names):  # "Северный альянс"
                yield from _of_word(fitting, cast)


def _names_two(sentence: Sentence, cast: Cast) -> bool:
    """Does a sentence speak of two actors at all? Most need not be looked at further."""
    named = {mention.ref for mention in cast.mentions_in(sentence.span)}
    for token in sentence.tokens if len(named) < _PAIR else ():
        named.update(cast.refers(token))
    return len(named) >= _PAIR


def _of_word(fitting: Iterable[Match], cast: Cast) -> Iterator[_Told]:
    """What one word tells: by the most specific frames whose parties are known."""
    most = -1
    for match in fitting:
        specific = len(match.frame.conditions)
        if specific < most:
            return
        polarity = _polarity(match)
        if polarity is None:
            continue
        for holder, target in _pairs(match, cast):
            most = specific
            yield holder, target, polarity, match.word.span, match.frame.name


def _polarity(match: Match) -> Polarity | None:
    if is_supposed(match):
        return None
    if not is_denied(match):
        return match.frame.polarity
    return Polarity.OPPOSE if match.frame.polarity is Polarity.SUPPORT and match.frame.part in "VA" else None


def _pairs(match: Match, cast: Cast) -> list[tuple[str, str]]:
    """Who stands to whom; several that one phrase names stand to each other where the frame is of each."""
    holders = _refs(match, match.holders(), cast, acting=True)
    targets = _refs(match, match.targets(), cast, acting=False)
    if match.frame.sides == "each" and not targets:
        return [] if _together(match) else list(permutations(_named(match, cast), 2))
    pairs = [(one, other) for one, other in product(holders, targets) if one != other]
    return [*pairs, *((other, one) for one, other in pairs)] if match.frame.sides != "one" else pairs


def _together(match: Match) -> bool:
    """Do they do it side by side, and not with each other: "вместе спорили"?"""
    return any(child.lemma in _SIDE_BY_SIDE for child in match.sentence.children(match.head, "advmod"))


def _named(match: Match, cast: Cast) -> tuple[str, ...]:
    """The holders that the slots name themselves, not by what is theirs: of "противостояние агрессии Дании и Швеции"
    they are no sides.
    """
    tokens = (token for group in match.holders() for token in group)
    refs = (ref for token in tokens for ref in resolve(match.sentence, token, cast, acting=True))
    return tuple(dict.fromkeys(refs))


def _refs(match: Match, groups: Iterator[tuple[Token, ...]], cast: Cast, *, acting: bool) -> tuple[str, ...]:
    """The actors for which the first group stands that stands for any."""
    for tokens in groups:
        refs = (
            ref
            for token in tokens
            if not (acting and _are_private(token, cast))
            for ref in _resolved(match.sentence, token, cast)
        )
        if found := tuple(dict.fromkeys(refs)):
            return found
    return ()


def _resolved(sentence: Sentence, token: Token, cast: Cast) -> tuple[str, ...]:
    """The actors for which a phrase stands; of what only describes a name, that name's: "ИГИЛ (организация, …)"."""
    if token.lemma in word_classes()["named_after"]:
        return ()
    found = resolve(sentence, token, cast, acting=False)
    named = sentence.head(token) if token.rel in _DESCRIBING else None
    return found if found or named is None else cast.refers(named)


def _are_private(token: Token, cast: Cast) -> bool:
    """Are they people who do not speak for the body or the state to which they belong: "украинские олигархи"?"""
    if not token.has(Animacy="Anim") or token.pos != "NOUN" or cast.refers(token):
        return False
    return not any(token.lemma in classes()[name] for name in _PUBLIC)


def _of_events(events: Sequence[Event]) -> Iterator[_Told]:
    for event in events:
        polarity = _OF_EVENTS.get(event.type)
        if polarity is None or event.status not in _DONE or _is_meeting(event):
            continue
        together = () if event.recipients or event.type not in _TOGETHER else permutations(event.actors, 2)
        for holder, target in (*product(event.actors, event.recipients), *together):
            yield holder, target, polarity, event.span, f"{event.type} event"


def _is_meeting(event: Event) -> bool:
    """Is it a meeting to come, which PLOVER counts as AGREE? Friends meet, and foes do. The rule ends with what the
    trigger tells of.
    """
    return event.type is EventType.AGREE and event.rule.endswith(EventType.CONSULT)
