"""By whom a person was arrested, convicted or released, where the sentence does not say it but the article leaves no
doubt.
"""

from collections import defaultdict
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import replace

from kg.extract.cast import Cast
from kg.extract.events import syntax
from kg.extract.events.counterparts import Draft
from kg.extract.events.matching import Match, filling
from kg.extract.events.parties import recipient_tokens, resolve
from kg.extract.events.people import ACTS_OF_LAW, is_done_to_unnamed
from kg.extract.events.scene import nearest_state
from kg.extract.events.triggers import classes
from kg.model import ActorType, Event, EventType

_CUSTODY = ACTS_OF_LAW - {(EventType.ACCUSE, "allege")}
"""What is done to whom one holds; accuse him others may, too."""
_OF_STATES = frozenset(
    {
        (EventType.COERCE, "arrest"),
        (EventType.SANCTION, "convict"),
        (EventType.ACCUSE, "allege"),
        (EventType.ACCUSE, "investigate"),
        (EventType.COERCE, "restrict"),
        (EventType.MOBILIZE, "police"),
        (EventType.THREATEN, "arrest"),
    }
)
"""What only a state does, whoever does it for it."""
_OF_PERSONS = frozenset({"arrest", "convict", "allege", "investigate"})
"""Of these, what is done to persons."""
_PROCEEDINGS = frozenset({"allege", "investigate"})
_Custodians = Mapping[str, MutableMapping[EventType, set[str]]]
"""Id of a person → type of what was done to him → ids of those who did it."""


def with_custodians(drafts: Sequence[Draft], cast: Cast, states: Mapping[str, str], home: str | None) -> list[Draft]:
    """What an article tells, with these doers: who holds somebody tries and frees him, as far as one state or body
    does. Where nobody is known to, the state in which it was done did it, or the one that the article is about.

    Args:
        drafts: what the article tells, with the triggers.
        cast: who is who.
        states: id of an actor → id of the state that it speaks for.
        home: id of the state that the article is about, if there is one.
    """
    custodians: _Custodians = defaultdict(lambda: defaultdict(set))
    located = [_located(draft, cast) for draft in drafts]
    for event in located:
        if _is_custody(event):
            for person in _persons(event, cast):
                custodians[person][event.type] |= set(event.actors)
    holding = {states.get(actor, actor) for person in custodians for actor in _holders(custodians, person)}
    holding -= _all_persons(cast)
    located = [_handed_over(event, draft.match, custodians, cast) for event, draft in zip(located, drafts, strict=True)]
    holder = next(iter(holding)) if len(holding) == 1 else None
    held_by, accused_by = holder or home, home or holder  # who is charged may be held abroad
    return [
        replace(
            draft,
            event=_at_home(
                _completed(event, draft.match, custodians, cast),
                draft.match,
                cast,
                _own_state(event, cast, states)
                or (accused_by if event.type is EventType.ACCUSE else held_by)
                or _last_spoken_of(draft, cast, states),
            ),
        )
        for event, draft in zip(located, drafts, strict=True)
    ]


def _holders(custodians: _Custodians, person: str) -> set[str]:
    """Whoever has held, tried or freed a person, as far as the article says."""
    return {holder for known in custodians[person].values() for holder in known} if person in custodians else set()


def _handed_over(event: Event, match: Match, custodians: _Custodians, cast: Cast) -> Event:
    """Who hands a person over is the state that has held him, to whom is the other; and of whoever holds somebody it is
    asked that he be handed over or freed.
    """
    words = (match.head, *match.parts)
    if not any(word.lemma in classes()["handing_over"] for word in words):
        return event
    persons = {ref for word in syntax.clause(match.sentence, match.head) for ref in cast.refers(word)}
    holders = {holder for person in persons for holder in _holders(custodians, person)}
    holders = holders or {holder for person in custodians for holder in _holders(custodians, person)}
    others = {ref for ref in holders if (actor := cast.actor(ref)) and actor.type is ActorType.STATE}
    others -= {*event.actors, *event.recipients}
    if len(others) != 1:
        return event
    if event.type is EventType.COOPERATE and event.recipients and not event.actors:
        return replace(event, actors=tuple(others))
    if event.actors and not event.recipients and event.type in (EventType.COOPERATE, EventType.REQUEST):
        return replace(event, recipients=tuple(others))
    return event


def _located(draft: Draft, cast: Cast) -> Event:
    """An act of the law is the state's in which the clause says that it was done: "арестован в Стамбуле"."""
    event, match = draft.event, draft.match
    if not _is_by_law(event, match, cast):
        return event
    named = (
        ref
        for token in filling(match.sentence, match.head, "в+loc")
        for ref in resolve(match.sentence, token, cast, acting=True)
        if (actor := cast.actor(ref)) is not None and actor.type is ActorType.STATE
    )
    state = next(named, None) or {place.id: place.state for place in cast.places}.get(event.place or "")
    return _by(state, event, cast)


def _at_home(event: Event, match: Match, cast: Cast, home: str | None) -> Event:
    return _by(home, event, cast) if _is_by_law(event, match, cast) else event


def _by(state: str | None, event: Event, cast: Cast) -> Event:
    known = state is not None and cast.actor(state) is not None and state not in event.recipients
    return replace(event, actors=(state,)) if state is not None and known else event


def _is_by_law(event: Event, match: Match, cast: Cast) -> bool:
    """Is somebody held or tried, or some body's people or work stopped, and no word says by whom?"""
    freed = event.mode == "release" and _is_freed_by_law(match)
    if event.actors or not (freed or (event.type, event.mode) in _OF_STATES):
        return False
    if not event.recipients and not (_leaves_open(match) or is_done_to_unnamed(match, recipient_tokens(match))):
        return False
    if any((actor := cast.actor(ref)) and actor.type is ActorType.STATE for ref in event.recipients):
        return False
    if event.mode == "allege" and _is_told_in_passing(match):
        return False
    if not syntax.is_verb(match.head):
        return True
    doers = syntax.actors_of(match.sentence, match.head)
    return not any(token.start not in _suffering(match) for token in doers)


def _is_told_in_passing(match: Match) -> bool:
    """Is a charge only gone back to, which need not be the law's: "выдвинутые против него обвинения"? A trial is."""
    predicate = syntax.is_verb(match.head) and not syntax.is_participle(match.head)
    return not predicate and match.head.lemma not in classes()["trials"]


def _leaves_open(match: Match) -> bool:
    """Need nobody be named? "Арестованные студенты" have been told of before."""
    return not match.trigger.least and not syntax.is_participle(match.head)


def _is_freed_by_law(match: Match) -> bool:
    """ "освобождён из тюрьмы", "вышел под залог"; whom others held may have been freed by anybody."""
    words = (match.head, *syntax.clause(match.sentence, match.head))
    return any(word.lemma in classes()["by_law"] for word in words)


def _suffering(match: Match) -> set[int]:
    return {token.start for token in recipient_tokens(match)}


def _completed(event: Event, match: Match, custodians: _Custodians, cast: Cast) -> Event:
    proceedings = event.mode in _PROCEEDINGS and _is_by_law(event, match, cast)
    if event.actors or not (_is_custody(event) or proceedings) or _has_named_doer(match):
        return event
    persons = [person for person in _persons(event, cast) if person in custodians]
    if proceedings:  # who has convicted him has charged him; who only holds him may hand him over
        judges = {actor for person in persons for actor in custodians[person].get(EventType.SANCTION, ())}
        return replace(event, actors=tuple(judges)) if len(judges) == 1 else event
    # who has arrested him rather than the court that lets him go
    alike = {actor for person in persons for actor in custodians[person].get(event.type, ())}
    # a judge or a minister does one thing to him, all the rest his state does
    known = alike or {actor for person in persons for actor in _holders(custodians, person)} - _all_persons(cast)
    return replace(event, actors=tuple(known)) if len(known) == 1 else event


def _is_custody(event: Event) -> bool:
    return (event.type, event.mode) in _CUSTODY


def _persons(event: Event, cast: Cast) -> list[str]:
    return [ref for ref in event.recipients if (actor := cast.actor(ref)) and actor.type is ActorType.PERSON]


def _has_named_doer(match: Match) -> bool:
    """Does the clause name who does it, though nobody knows him: "Гаагский трибунал приговорил"?"""
    if not syntax.is_verb(match.head):
        return False
    doers = (token for token in syntax.actors_of(match.sentence, match.head) if token.start not in _suffering(match))
    names = (word for doer in doers for word in (doer, *match.sentence.children(doer, "amod", "appos", "flat:name")))
    return any(word.text[:1].isupper() and word.index > 0 for word in names)


def _own_state(event: Event, cast: Cast, states: Mapping[str, str]) -> str | None:
    found = {states.get(person) for person in _persons(event, cast)} - {None}
    return next(iter(found)) if len(found) == 1 else None


def _all_persons(cast: Cast) -> set[str]:
    return {actor.id for actor in cast.actors if actor.type is ActorType.PERSON}


def _last_spoken_of(draft: Draft, cast: Cast, states: Mapping[str, str]) -> str | None:
    """The state of which the text has spoken last when it tells that a person is held or tried."""
    if draft.event.mode not in _OF_PERSONS:
        return None
    end = draft.match.sentence.tokens[-1].end
    return nearest_state(cast, states, end, without=draft.event.recipients)
