"""By whom a person was arrested, convicted, released or dismissed, where the sentence does not say it but the article
leaves no doubt.
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
from kg.extract.events.unnamed import only_assembly
from kg.model import ActorType, Event, EventType, Status

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
    }
)
"""What only a state does, whoever does it for it."""
_OF_PERSONS = frozenset({"arrest", "convict", "allege", "investigate"})
"""Of these, what is done to persons."""
_GOVERNMENTS = frozenset({"правительство", "кабинет", "администрация"})
_Custodians = Mapping[str, MutableMapping[EventType, set[str]]]
"""Id of a person → type of what was done to him → ids of those who did it."""


def with_custodians(drafts: Sequence[Draft], cast: Cast, states: Mapping[str, str], home: str | None) -> list[Draft]:
    """What an article tells, with these doers: who holds somebody tries and frees him, as far as one state or body
    does; an official is dismissed by the state that he stands for. Where nobody is known to, the state in which it
    was done did it, or the one that the article is about.

    Args:
        drafts: what the article tells, with the triggers.
        cast: who is who.
        states: id of an actor → id of the state that it speaks for.
        home: id of the state that the article is about, if there is one.
    """
    custodians: _Custodians = defaultdict(lambda: defaultdict(set))
    assembly = only_assembly(cast)
    located = [_elected(_located(draft, cast), draft.match, cast, assembly) for draft in drafts]
    for event in located:
        if _is_custody(event):
            for person in _persons(event, cast):
                custodians[person][event.type] |= set(event.actors)
    holding = {states.get(actor, actor) for person in custodians for actor in _holders(custodians, person)}
    located = [_handed_over(event, draft.match, custodians, cast) for event, draft in zip(located, drafts, strict=True)]
    holder = next(iter(holding)) if len(holding) == 1 else None
    employer = _only_employer(located, [draft.match for draft in drafts], cast)
    held_by, accused_by = holder or home, home or holder  # who is charged may be held abroad
    return [
        replace(
            draft,
            event=_at_home(
                _completed(event, draft.match, custodians, employer, cast, states),
                draft.match,
                cast,
                (accused_by if event.type is EventType.ACCUSE else held_by) or _last_spoken_of(draft, cast, states),
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


def _elected(event: Event, match: Match, cast: Cast, assembly: str | None) -> Event:
    """Who is elected, and not by voters, is elected by the parliament of which the article speaks."""
    if event.type is not EventType.SUPPORT or event.actors or not _persons(event, cast):
        return event
    words = {word.lemma for word in syntax.clause(match.sentence, match.head)}
    appointed = _is_appointment(match) and words.isdisjoint(classes()["chosen_by_assembly"])
    if appointed or words & classes()["voted"] or classes()["electing"].isdisjoint(match.trigger.words):
        return event
    return _by(assembly, event, cast)


def _is_appointment(match: Match) -> bool:
    """Is an office given to somebody, and not by election?"""
    return not classes()["appointing"].isdisjoint(match.trigger.words)


def _is_of_public_post(match: Match) -> bool:
    """Is the office one of the state: "уволен с поста министра"?"""
    words = (match.head, *syntax.clause(match.sentence, match.head))
    return any(word.lemma in classes()["public_posts"] for word in words)


def _at_home(event: Event, match: Match, cast: Cast, home: str | None) -> Event:
    given_up = not event.actors and event.recipients and _is_of_office(event, match)
    given_up = given_up and not (_is_appointment(match) and syntax.is_passive(match.sentence, match.head))
    if _is_by_law(event, match, cast) or (given_up and _is_of_public_post(match)):
        return _by(home, event, cast)
    return event


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
    if not syntax.is_verb(match.head):
        return True
    doers = syntax.actors_of(match.sentence, match.head)
    return not any(token.start not in _suffering(match) for token in doers)


def _leaves_open(match: Match) -> bool:
    """Need nobody be named? "Арестованные студенты" have been told of before."""
    return not match.trigger.least and not syntax.is_participle(match.head)


def _is_freed_by_law(match: Match) -> bool:
    """ "освобождён из тюрьмы", "вышел под залог"; whom others held may have been freed by anybody."""
    words = (match.head, *syntax.clause(match.sentence, match.head))
    return any(word.lemma in classes()["by_law"] for word in words)


def _suffering(match: Match) -> set[int]:
    return {token.start for token in recipient_tokens(match)}


def _only_employer(events: Sequence[Event], matches: Sequence[Match], cast: Cast) -> str | None:
    """Who gives and takes all the offices of which an article says who does: "Президент произвёл перестановки. В
    частности, освобождён от должности начальник ПВО".
    """
    found = {
        actor
        for event, match in zip(events, matches, strict=True)
        if _is_of_office(event, match) and event.status is Status.ACTUAL and _persons(event, cast)
        for actor in event.actors
    }
    return next(iter(found)) if len(found) == 1 else None


def _is_of_office(event: Event, match: Match) -> bool:
    """Is an office given to somebody, or taken?"""
    return event.mode == "resign" or _is_appointment(match)


def _completed(
    event: Event,
    match: Match,
    custodians: _Custodians,
    employer: str | None,
    cast: Cast,
    states: Mapping[str, str],
) -> Event:
    of_office = _is_of_office(event, match)
    if event.actors or not (of_office or _is_custody(event)):
        return event
    if of_office:
        if employer is not None and employer not in event.recipients and syntax.is_verb(match.head):
            return replace(event, actors=(employer,))
        employers = {_state_of_office(match, cast)} - {None}
        if not (_is_appointment(match) and syntax.is_passive(match.sentence, match.head)):
            employers = employers or {states.get(person) for person in _persons(event, cast)} - {None}
        return replace(event, actors=tuple(filter(None, employers))) if len(employers) == 1 else event
    persons = [person for person in _persons(event, cast) if person in custodians]
    # who has arrested him rather than the court that lets him go
    alike = {actor for person in persons for actor in custodians[person].get(event.type, ())}
    known = alike or {actor for person in persons for actor in _holders(custodians, person)}
    return replace(event, actors=tuple(known)) if len(known) == 1 else event


def _state_of_office(match: Match, cast: Cast) -> str | None:
    """The state whose office is given or taken, or to which the body belongs: "назначен директором Роскосмоса"."""
    sentence = match.sentence
    for word in syntax.clause(sentence, match.head):
        of_government = word.lemma in _GOVERNMENTS and syntax.preposition(sentence, word) == "в"
        if word.pos == "NOUN" and (word.has(Case="Ins") or word.lemma in {"пост", "должность"} or of_government):
            refs = (
                ref
                for owner in syntax.genitives(sentence, word)
                for ref in resolve(sentence, owner, cast, acting=False)
            )
            bodies = [actor for ref in refs if (actor := cast.actor(ref)) and actor.type is not ActorType.PERSON]
            state = next((body.id if body.type is ActorType.STATE else body.state for body in bodies), None)
            if state is not None:
                return state
    return None


def _is_custody(event: Event) -> bool:
    return (event.type, event.mode) in _CUSTODY


def _persons(event: Event, cast: Cast) -> list[str]:
    return [ref for ref in event.recipients if (actor := cast.actor(ref)) and actor.type is ActorType.PERSON]


def _last_spoken_of(draft: Draft, cast: Cast, states: Mapping[str, str]) -> str | None:
    """The state of which the text has spoken last when it tells that a person is held or tried."""
    if draft.event.mode not in _OF_PERSONS:
        return None
    end = draft.match.sentence.tokens[-1].end
    return nearest_state(cast, states, end, without=draft.event.recipients)
