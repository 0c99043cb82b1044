"""Whom an act of words is meant for where its own clause does not say, but what stands before it does."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.cast import Cast
from kg.extract.events import syntax
from kg.extract.events.matching import Match
from kg.extract.events.parties import recipient_tokens, resolve
from kg.extract.events.triggers import classes
from kg.language import Parse, Sentence, Token
from kg.model import ActorType, Event, EventType

_DEMONSTRATIVES = frozenset({"этот", "такой", "подобный", "данный", "это"})
_JUDGED = frozenset({EventType.REJECT, EventType.ACCUSE, EventType.SUPPORT})
_BEFORE = 2
"""So many sentences before, in the same paragraph, may name the relation of which something is said."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event and the trigger that tells of it."""

    match: Match
    event: Event

    @property
    def is_open(self) -> bool:
        """Is it not said to whom it is done?"""
        return bool(self.event.actors) and not self.event.recipients


@dataclass(frozen=True, slots=True)
class _Context:
    parse: Parse
    cast: Cast
    states: Mapping[str, str]
    """Id of an actor → id of the state that it speaks for."""

    def states_of(self, refs: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.states[ref] for ref in refs if ref in self.states))


Rule = Callable[[Draft, Sequence[Draft], _Context], tuple[str, ...]]


def with_counterparts(drafts: Sequence[Draft], parse: Parse, cast: Cast, states: Mapping[str, str]) -> list[Draft]:
    """The events of an article, with the recipients that only the context gives.

    Args:
        drafts: in the order of the text.
        parse: the article's sentences.
        cast: who is who.
        states: id of an actor → id of the state that it speaks for.
    """
    context = _Context(parse, cast, states)
    found: list[Draft] = []
    for number, draft in enumerate(drafts):
        beside = [*found[-_NEAR:], *drafts[number + 1 : number + 1 + _NEAR]]
        recipients = _recipients(draft, beside, context) if draft.is_open else ()
        event = replace(draft.event, recipients=recipients) if recipients else draft.event
        found.append(replace(draft, event=event))
    return found


_NEAR = 6
"""So many events before and after are looked at."""


def _recipients(draft: Draft, beside: Sequence[Draft], context: _Context) -> tuple[str, ...]:
    for rule in _RULES:
        found = tuple(ref for ref in rule(draft, beside, context) if ref not in draft.event.actors)
        if found:
            return found
    return ()


def _act_spoken_of(draft: Draft, beside: Sequence[Draft], context: _Context) -> tuple[str, ...]:
    """ "X назвал этот шаг эскалацией", "отвергают подобный шаг": whoever has done what was told of last."""
    if draft.event.type not in _JUDGED or not any(_is_anaphoric(draft.match.sentence, t) for t in _judged(draft.match)):
        return ()
    here = context.parse.sentence_index(draft.event.span.start) or 0
    for other in reversed(beside):
        near = (context.parse.sentence_index(other.event.span.start) or 0) >= here - 1
        before = other.event.span.end <= draft.event.span.start
        if near and before and other.event.actors and not set(other.event.actors) & set(draft.event.actors):
            return other.event.actors
    return ()


def _judged(match: Match) -> tuple[Token, ...]:
    return (*recipient_tokens(match), *syntax.objects_of(match.sentence, match.head))


def _is_anaphoric(sentence: Sentence, token: Token) -> bool:
    if token.lemma == "это":
        return True
    pointed = any(child.lemma in _DEMONSTRATIVES for child in sentence.children(token, "det", "amod"))
    return pointed and token.lemma in classes()["acts"]


def _answered(draft: Draft, beside: Sequence[Draft], context: _Context) -> tuple[str, ...]:
    """A refusal answers a request, and a request that is refused was made to whoever refuses: "X потребовал …, но Y
    отказал"; two that refuse each other: "X отказывается …, поскольку Y отказывается …".
    """
    event = draft.event
    if event.type not in (EventType.REJECT, EventType.REQUEST):
        return ()
    for other in reversed(beside):
        apart = other.event.span.start - event.span.start
        refused = event.type is EventType.REJECT and (other.event.type is EventType.REJECT or apart < 0)
        answers = other.event.type is EventType.REQUEST if refused and apart < 0 else False
        answers = answers or (other.event.type is EventType.REJECT and (refused or apart > 0))
        if answers and _in_one_sentence(draft, other) and not set(other.event.actors) & set(event.actors):
            meant = set(other.event.recipients)
            if not meant or meant & {*event.actors, *context.states_of(event.actors)}:
                return _as_level(event.actors, other.event.actors, context)
    return ()


def _in_one_sentence(one: Draft, other: Draft) -> bool:
    return one.match.sentence.start == other.match.sentence.start


def _as_level(actors: Sequence[str], others: tuple[str, ...], context: _Context) -> tuple[str, ...]:
    """Who of the other side deals with these: of a state, the other's state."""
    if all(context.states.get(ref) == ref for ref in actors):
        return context.states_of(others) or others
    return others


def _partner(draft: Draft, beside: Sequence[Draft], context: _Context) -> tuple[str, ...]:
    """Who offers to cooperate, or asks for it, while relations with one other are spoken of, offers it to that one:
    "развитие отношений с Китаем – приоритет. Казахстан готов к углублению сотрудничества".
    """
    match = draft.match
    if draft.event.type not in (EventType.AGREE, EventType.REQUEST) or not _is_cooperative(match):
        return ()
    number = context.parse.sentence_index(match.sentence.start) or 0
    own = {*draft.event.actors, *context.states_of(draft.event.actors)}
    for sentence in reversed(context.parse.sentences[max(0, number - _BEFORE) : number + 1]):
        if sentence.paragraph != match.sentence.paragraph:
            break
        partners = {ref for noun in sentence.tokens for ref in _related(sentence, noun, context.cast)}
        others = tuple(sorted(partners - own))
        if partners:
            return others if len(others) == 1 else ()
    return ()


def _host(draft: Draft, beside: Sequence[Draft], context: _Context) -> tuple[str, ...]:
    """Whose guest is who, on a visit, meets people of one other state."""
    if draft.event.mode != "visit":
        return ()
    own = {*draft.event.actors, *context.states_of(draft.event.actors)}
    met = {
        state
        for other in beside
        if other.event.type is EventType.CONSULT and set(other.event.actors) & set(draft.event.actors)
        for state in context.states_of((*other.event.actors, *other.event.recipients))
    } - own
    return tuple(met) if len(met) == 1 else ()


def _is_cooperative(match: Match) -> bool:
    words = [*match.parts, *syntax.complement(match.sentence, match.head)]
    return any(word.lemma in classes()["cooperation"] for word in words)


def _related(sentence: Sentence, noun: Token, cast: Cast) -> Iterator[str]:
    """The states between which a noun says there are relations."""
    if noun.lemma not in classes()["relations"]:
        return
    for token in (
        *syntax.prepositional(sentence, noun, "с", "ins"),
        *syntax.prepositional(sentence, noun, "между", "ins"),
        *syntax.adjectives(sentence, noun),
    ):
        for ref in resolve(sentence, token, cast, acting=True):
            actor = cast.actor(ref)
            if actor is not None and actor.type is ActorType.STATE:
                yield ref


_RULES: tuple[Rule, ...] = (_act_spoken_of, _answered, _partner, _host)
