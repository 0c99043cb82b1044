"""Whom an act of words is meant for where its own clause does not say, but what stands before it does."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extract.cast import Cast
from kg.extract.events import syntax
from kg.extract.events.matching import Match
from kg.extract.events.parties import recipient_tokens, resolve
from kg.extract.events.triggers import classes
from kg.extract.events.unnamed import only_assembly
from kg.language import Parse, Sentence, Token
from kg.model import ActorType, Event, EventType

_DEMONSTRATIVES = frozenset({"этот", "такой", "подобный", "данный", "это"})
_JUDGED = frozenset({EventType.REJECT, EventType.ACCUSE, EventType.SUPPORT})
_ADDRESSED = _JUDGED | {EventType.REQUEST, EventType.AGREE}
_OPPOSED = frozenset({EventType.REQUEST, EventType.AGREE})
_IN_THE_STREETS = frozenset({"demo", "riot"})
_MEMORY = 3
"""So many sentences before may say whose a thing is."""
_BEFORE = 2
"""So many sentences before, in the same paragraph, may name the relation of which something is said."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An event and the trigger that tells of it."""

    match: Match
    event: Event

    @property
    def is_open(self) -> bool:
        """Is it not said to whom it is done? Of a protest it need not even be said whose it is."""
        return not self.event.recipients and (bool(self.event.actors) or self.event.type is EventType.PROTEST)


@dataclass(frozen=True, slots=True)
class _Context:
    parse: Parse
    cast: Cast
    states: Mapping[str, str]
    """Id of an actor → id of the state that it speaks for."""
    home: str | None
    """Id of the state that the article is about."""

    def states_of(self, refs: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.states[ref] for ref in refs if ref in self.states))


Rule = Callable[[Draft, Sequence[Draft], _Context], tuple[str, ...]]


def with_counterparts(
    drafts: Sequence[Draft], parse: Parse, cast: Cast, states: Mapping[str, str], home: str | None
) -> list[Draft]:
    """The events of an article, with the recipients that only the context gives.

    Args:
        drafts: in the order of the text.
        parse: the article's sentences.
        cast: who is who.
        states: id of an actor → id of the state that it speaks for.
        home: id of the state that the article is about, if there is one.
    """
    context = _Context(parse, cast, states, home)
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


def _same_thing(draft: Draft, beside: Sequence[Draft], context: _Context) -> tuple[str, ...]:
    """Who judges a thing that was somebody's when it was last told of judges him: "реформа, начатую Ветровым … X назвал
    реформу ошибкой".
    """
    if draft.event.type not in _JUDGED:
        return ()
    number = context.parse.sentence_index(draft.match.sentence.start) or 0
    own = {*draft.event.actors, *context.states_of(draft.event.actors)}
    for token in _judged(draft.match):
        if token.pos != "NOUN" or token.has(Animacy="Anim") or token.lemma in classes()["forces"]:
            continue
        for sentence in reversed(context.parse.sentences[max(0, number - _MEMORY) : number]):
            for other in sentence.tokens:
                owners = resolve(sentence, other, context.cast, acting=False) if other.lemma == token.lemma else ()
                if len(owners) == 1 and not own & set(owners):
                    return owners
    return ()


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


def _accuser(draft: Draft, beside: Sequence[Draft], context: _Context) -> tuple[str, ...]:
    """Who rejects an accusation rejects that of whoever has just accused him: "Лондон обвинил Москву … Москва обвинения
    отвергает".
    """
    if draft.event.type is not EventType.REJECT or not any(t.lemma == "обвинение" for t in _judged(draft.match)):
        return ()
    own = {*draft.event.actors, *context.states_of(draft.event.actors)}
    for other in reversed(beside):
        before = other.event.span.end <= draft.event.span.start
        if before and other.event.type is EventType.ACCUSE and own & set(other.event.recipients):
            return other.event.actors
    return ()


def _asked(draft: Draft, beside: Sequence[Draft], context: _Context) -> tuple[str, ...]:
    """Whoever does something "по просьбе X", "по требованию X" was asked by X to do it."""
    match = draft.match
    noun = match.head
    if draft.event.type is not EventType.REQUEST or match.trigger.part != "N":
        return ()
    if syntax.preposition(match.sentence, noun) != "по":
        return ()
    done = match.sentence.head(noun)
    for other in beside:
        if other.match.head == done or done in other.match.parts:
            return other.event.actors
    found = syntax.actors_of(match.sentence, done) if done is not None and syntax.is_verb(done) else ()
    return tuple(ref for token in found for ref in resolve(match.sentence, token, context.cast, acting=True))


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


def _host_of_meeting(draft: Draft, beside: Sequence[Draft], context: _Context) -> tuple[str, ...]:
    """Who promises to come to a meeting, or refuses to, does so towards the state in which it is to be: "отказался от
    участия в саммите в США"; the meeting may have been told of before.
    """
    match = draft.match
    if draft.event.type not in (EventType.AGREE, EventType.REJECT) or not _is_of_meeting(match):
        return ()
    own = {*draft.event.actors, *context.states_of(draft.event.actors)}
    number = context.parse.sentence_index(match.sentence.start) or 0
    for sentence in reversed(context.parse.sentences[max(0, number - _BEFORE) : number + 1]):
        for noun in sentence.tokens:
            if noun.lemma in classes()["meetings"]:
                hosts = _where(sentence, noun, context.cast)
                if hosts:
                    return tuple(host for host in hosts if host not in own)
    return ()


def _is_of_meeting(match: Match) -> bool:
    words = syntax.clause(match.sentence, match.head)
    return match.trigger.mode == "meet" or any(
        word.lemma in classes()["meetings"] or word.lemma in {"участие", "участвовать", "присутствовать"}
        for word in words
    )


def _where(sentence: Sentence, noun: Token, cast: Cast) -> tuple[str, ...]:
    """The state in which something is."""
    for place in syntax.prepositional(sentence, noun, "в", "loc"):
        states = _only_states(resolve(sentence, place, cast, acting=True), cast)
        if states:
            return states
    return ()


def _only_states(refs: Iterable[str], cast: Cast) -> tuple[str, ...]:
    return tuple(ref for ref in refs if (actor := cast.actor(ref)) is not None and actor.type is ActorType.STATE)


def _assembly_of_bill(draft: Draft, beside: Sequence[Draft], context: _Context) -> tuple[str, ...]:
    """Who rejects a bill rejects it to the parliament, if the article speaks of one."""
    if draft.event.type is not EventType.REJECT or not any(t.lemma in classes()["bills"] for t in _judged(draft.match)):
        return ()
    assembly = only_assembly(context.cast)
    return (assembly,) if assembly is not None and draft.match.head.lemma not in classes()["voted"] else ()


def _those_in_power(draft: Draft, beside: Sequence[Draft], context: _Context) -> tuple[str, ...]:
    """Whoever of abroad deals with the state that the article is about, without a word on whom he means, means that
    state, above all where it judges what only those in power do ("осудил приговор"); so does an opposition that asks
    or offers something.
    """
    event, home = draft.event, context.home
    if home is None or event.type not in _ADDRESSED or len(event.actors) > 1:
        return ()
    if event.mode is not None and not any(t.lemma in classes()["deeds_of_power"] for t in _judged(draft.match)):
        return ()
    if any(token.has(Animacy="Anim") for token in recipient_tokens(draft.match)):
        return ()
    own = context.states_of(event.actors)
    abroad = own or all(_is_international(ref, context.cast) for ref in event.actors)
    if home in own or (event.type not in _OPPOSED and not abroad):
        return ()
    if not own and draft.match.head.lemma in classes()["begging"]:
        return ()  # what a private person asks for is not asked of the state
    if draft.match.trigger.type is EventType.CONSULT:
        return ()
    return (home,)


def _is_international(ref: str, cast: Cast) -> bool:
    """Does the name of a body say that it is several states'?"""
    actor = cast.actor(ref)
    words = actor.name.casefold().split() if actor is not None and actor.type is ActorType.ORGANISATION else ()
    return not classes()["international"].isdisjoint(words)


def _named_below(word: Token, draft: Draft, context: _Context) -> Iterator[str]:
    """The states that a demand names: "с требованиями разорвать договор с Израилем"."""
    for token in draft.match.sentence.subtree(word):
        yield from _only_states(context.cast.refers(token), context.cast)


def _protested_against(draft: Draft, beside: Sequence[Draft], context: _Context) -> tuple[str, ...]:
    """Whoever takes to the streets, without a word on against whom, does so against the state in which it is."""
    match, event = draft.match, draft.event
    if event.type is not EventType.PROTEST or event.mode not in _IN_THE_STREETS:
        return ()
    words = syntax.clause(match.sentence, match.head)
    told = match.trigger.part == "V" or match.happening_verb is not None or match.light_verb is not None
    if not told or any(word.lemma in classes()["rallies_for"] for word in words):
        return ()
    demands = (word for word in words if word.lemma in classes()["demands"])
    demanded = {state for word in demands for state in _named_below(word, draft, context)}
    if demanded:
        return tuple(demanded) if len(demanded) == 1 else ()
    states = {place.id: place.state for place in context.cast.places}
    state = states.get(event.place or "") or context.home
    actor = context.cast.actor(state) if state is not None else None
    return (actor.id,) if actor is not None else ()


_RULES: tuple[Rule, ...] = (
    _protested_against,
    _act_spoken_of,
    _answered,
    _accuser,
    _asked,
    _same_thing,
    _partner,
    _host,
    _host_of_meeting,
    _assembly_of_bill,
    _those_in_power,
)
