"""The events stage: from triggers, cast, claims and dates to events."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from kg.extract.cast import Cast
from kg.extract.dates import TimeExpression, date_for
from kg.extract.events import syntax
from kg.extract.events.contexts import contexts
from kg.extract.events.matching import Match, matches
from kg.extract.events.merging import merge
from kg.extract.events.parties import Parties, parties
from kg.extract.events.places import place
from kg.extract.events.speakers import with_first_persons
from kg.extract.events.status import is_intended, status
from kg.extract.events.triggers import classes
from kg.identifiers import event_id
from kg.language import Parse, Sentence, Token
from kg.model import ActorType, Claim, Event, EventType, Span, Status

_COOPERATIVE = frozenset({EventType.CONSULT, EventType.SUPPORT, EventType.COOPERATE, EventType.AID})
_ENCLOSING = frozenset({EventType.AGREE, EventType.REQUEST, EventType.REJECT, EventType.THREATEN, EventType.CONCEDE})
"""Types whose content is not done yet: what one asks, promises, refuses or threatens is no event of its own."""
_LIKENESS = 0.5
"""The share of the shorter sentence's words that the other has, from which they tell the same."""
_CONTENT = frozenset({"xcomp", "obj", "iobj", "obl", "nmod", "ccomp", "conj", "acl"})


def find_events(
    parse: Parse,
    cast: Cast,
    claims: Sequence[Claim],
    times: Sequence[TimeExpression],
    article_id: str,
    published: date | None,
) -> tuple[Event, ...]:
    """The events of an article, each once, in the order of the text.

    Args:
        parse: the article's sentences.
        cast: who and what its words refer to.
        claims: an event told inside one bears its id.
        times: the article's time expressions, as :func:`kg.extract.dates.find_times` gives them.
        article_id: the article's local id, from which an event that is not known well enough has its own.
        published: the publication date, by which a status can be told from a date.
    """
    cast = with_first_persons(cast, parse, claims)
    found: list[Event] = []
    for sentence in parse.sentences:
        told = list(_told(sentence, cast))
        enclosing = _enclosing(sentence) if told else set()
        for match, who in told:
            meant = status(match)
            if meant is not None and not _is_content(match, enclosing):
                found.append(_event(match, who, meant, parse, cast, claims, times, published))
    return tuple(_named(event, article_id) for event in merge(found, partial(_is_person, cast), partial(_alike, parse)))


def _is_person(cast: Cast, ref: str) -> bool:
    actor = cast.actor(ref)
    return actor is not None and actor.type is ActorType.PERSON


def _alike(parse: Parse, one: Event, other: Event) -> bool:
    """Do the sentences of two events share most of their words, as a headline does with what it is taken from?"""
    ours, theirs = _content_words(parse, one), _content_words(parse, other)
    return len(ours & theirs) >= _LIKENESS * min(len(ours), len(theirs))


def _content_words(parse: Parse, event: Event) -> frozenset[str]:
    sentence = parse.sentence_at(event.span.start)
    tokens = sentence.tokens if sentence is not None else ()
    return frozenset(token.lemma for token in tokens if token.pos in {"NOUN", "PROPN", "VERB", "ADJ"})


def _told(sentence: Sentence, cast: Cast) -> Iterator[tuple[Match, Parties]]:
    """The triggers of a sentence whose parties are known; none in a sentence about sport or an accident."""
    if any(token.lemma in classes()["sport"] | classes()["accident"] for token in sentence.tokens):
        return
    for token in sentence.tokens:
        yield from _of_word(sentence, token, cast)


def _of_word(sentence: Sentence, token: Token, cast: Cast) -> Iterator[tuple[Match, Parties]]:
    """What one word tells of: the most specific line of the lexicon whose parties are known, and others as specific
    that give it another type (a conviction is a sanction and an arrest).
    """
    types: set[EventType] = set()
    most = 0
    for match in matches(sentence, token):
        specific = len(match.trigger.conditions)
        if types and (specific < most or match.trigger.type in types):
            continue
        who = parties(match, cast)
        if who is not None:
            most = specific
            types.add(match.trigger.type)
            yield match, who


def _enclosing(sentence: Sentence) -> set[Token]:
    """The words that ask for, promise, refuse or threaten something, whoever does it."""
    found: set[Token] = set()
    for token in sentence.tokens:
        for match in matches(sentence, token):
            if match.trigger.type in _ENCLOSING:
                found |= {match.head, *match.parts}
    return found


def _is_content(match: Match, enclosing: set[Token]) -> bool:
    """Does the trigger belong to what another asks for, promises, refuses or threatens?"""
    sentence = match.sentence
    if match.trigger.type in _ENCLOSING and match.head not in {p for p in enclosing if p != match.head}:
        own = {match.head, *match.parts}
    else:
        own = {match.head}
    token = match.head
    for head in sentence.ancestors(match.head):
        if token.rel not in _CONTENT or token.lemma in classes()["times"]:
            return False
        if token.rel in {"obl", "nmod"} and _is_circumstance(sentence, token):
            return False
        if head in enclosing and head not in own:
            return token.rel != "conj"
        token = head
    return False


def _is_circumstance(sentence: Sentence, token: Token) -> bool:
    preposition = syntax.preposition(sentence, token)
    return preposition in {
        "после",
        "перед",
        "до",
        "накануне",
        "из-за",
        "во_время",
        "в_ходе",
        "благодаря",
        "вопреки",
    } or (preposition == "на" and token.has(Case="Loc"))


def _event(
    match: Match,
    who: Parties,
    meant: Status,
    parse: Parse,
    cast: Cast,
    claims: Sequence[Claim],
    times: Sequence[TimeExpression],
    published: date | None,
) -> Event:
    dated = date_for(parse, times, match.sentence, match.head)
    trigger = match.trigger
    start = dated.start if dated else None
    if meant is Status.ACTUAL and start is not None and published is not None and start.first_day > published:
        meant = Status.FUTURE
    kind, mode, meant = _as_plover_says(match, meant)
    if kind is EventType.REJECT and trigger.type is EventType.CONSULT:
        # who would not meet the others refuses them
        who = Parties(who.actors[:1], (*who.actors[1:], *who.recipients))
    span = _span(match)
    return Event(
        id="",
        type=kind,
        span=span,
        trigger=span.of(parse.text),
        actors=who.actors,
        recipients=who.recipients,
        mode=mode,
        contexts=contexts(match.sentence),
        start=start,
        end=dated.end if dated else None,
        place=place(match, cast),
        status=meant,
        claim=_claim(match.head.span, claims),
        rule=trigger.name,
    )


def _as_plover_says(match: Match, meant: Status) -> tuple[EventType, str | None, Status]:
    """PLOVER's rules on what is to come: cooperation is AGREE, cooperation refused is REJECT, a withdrawal CONCEDE."""
    trigger = match.trigger
    if trigger.type in _COOPERATIVE:
        if meant is Status.FUTURE:
            return EventType.AGREE, None, meant
        if meant is Status.NEGATED and is_intended(match):
            return EventType.REJECT, None, Status.ACTUAL
    if trigger.type is EventType.AGREE and meant is Status.NEGATED:
        return EventType.REJECT, None, Status.ACTUAL
    if trigger.type is EventType.RETREAT and trigger.mode == "withdraw" and meant is Status.FUTURE:
        return EventType.CONCEDE, None, meant
    return trigger.type, trigger.mode, meant


def _span(match: Match) -> Span:
    """The head and, of the words that go with it, those that stand beside it; of an infinitive's complement up to the
    word that was asked for.
    """
    first = last = match.head.index
    wanted = {part.index for part in match.parts}
    named = {part.index for part in match.parts if any(c.met_by(part.lemma) for c in match.trigger.conditions)}
    while last + 1 in wanted:
        last += 1
    while last > match.head.index and last not in named:
        last -= 1
    while first - 1 in wanted:
        first -= 1
    return Span(match.sentence.tokens[first].start, match.sentence.tokens[last].end)


def _claim(trigger: Span, claims: Sequence[Claim]) -> str | None:
    """The innermost claim that tells of the event."""
    around = [claim for claim in claims if trigger in claim.span]
    return min(around, key=lambda claim: claim.span.end - claim.span.start).id if around else None


def _named(event: Event, article_id: str) -> Event:
    return replace(event, id=event_id(event.type, event.actors, event.recipients, event.start, article_id, event.span))
