"""By whom a person was arrested, convicted, released or dismissed, where the sentence does not say it but the article
leaves no doubt.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.extract.cast import Cast
from kg.model import ActorType, Event, EventType

_CUSTODY = frozenset(
    {
        (EventType.COERCE, "arrest"),
        (EventType.COERCE, "deport"),
        (EventType.SANCTION, "convict"),
        (EventType.RETREAT, "release"),
    }
)


def with_custodians(events: Sequence[Event], cast: Cast, states: Mapping[str, str]) -> list[Event]:
    """The events of an article with these doers: who holds somebody tries and frees him, as far as one state or body
    does; an official is dismissed by the state that he stands for.
    """
    custodians: dict[str, set[str]] = defaultdict(set)
    for event in events:
        if _is_custody(event):
            for person in _persons(event, cast):
                custodians[person] |= set(event.actors)
    return [_completed(event, custodians, cast, states) for event in events]


def _completed(event: Event, custodians: Mapping[str, set[str]], cast: Cast, states: Mapping[str, str]) -> Event:
    if event.actors or not (_is_custody(event) or event.mode == "resign"):
        return event
    if event.mode == "resign":
        employers = {states.get(person) for person in _persons(event, cast)} - {None}
        return replace(event, actors=tuple(filter(None, employers))) if len(employers) == 1 else event
    known = {actor for person in _persons(event, cast) for actor in custodians.get(person, ())}
    return replace(event, actors=tuple(known)) if len(known) == 1 else event


def _is_custody(event: Event) -> bool:
    return (event.type, event.mode) in _CUSTODY


def _persons(event: Event, cast: Cast) -> list[str]:
    return [ref for ref in event.recipients if (actor := cast.actor(ref)) and actor.type is ActorType.PERSON]
