"""To whom it is said no by who contests a charge, a verdict or his extradition: to those who try or want him."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.extract.cast import Cast
from kg.extract.events import syntax
from kg.extract.events.counterparts import Draft
from kg.extract.events.triggers import classes
from kg.model import ActorType, Event, EventType

_PROCEEDINGS = (EventType.ACCUSE, EventType.SANCTION, EventType.COERCE)
"""What is contested, that by which it is known best who did it first."""


def with_contested(drafts: Sequence[Draft], cast: Cast, states: Mapping[str, str]) -> list[Draft]:
    """The events of an article, in which a person's refusal of a charge or a verdict without a word on whose it is is
    meant for whoever has charged, convicted or held him, as far as that is one.

    Args:
        drafts: what the article tells, with its doers.
        cast: who is who.
        states: id of an actor → id of the state that it speaks for.
    """
    events = [draft.event for draft in drafts]
    return [
        replace(draft, event=_contested(draft.event, events, states)) if _is_contest(draft, cast) else draft
        for draft in drafts
    ]


def _is_contest(draft: Draft, cast: Cast) -> bool:
    """Does a person refuse what is done to him by law, and nobody says whose it is?"""
    event, match = draft.event, draft.match
    if event.type is not EventType.REJECT or event.recipients:
        return False
    persons = all((actor := cast.actor(ref)) and actor.type is ActorType.PERSON for ref in event.actors)
    words = (match.head, *match.parts, *syntax.objects_of(match.sentence, match.head))
    return persons and any(word.lemma in classes()["proceedings"] for word in words)


def _contested(event: Event, events: Sequence[Event], states: Mapping[str, str]) -> Event:
    own = {*event.actors, *(states[actor] for actor in event.actors if actor in states)}
    for kind in _PROCEEDINGS:
        against = [other for other in events if other.type is kind and own & set(other.recipients)]
        others = {actor for other in against for actor in other.actors} - own
        if others:
            return replace(event, recipients=tuple(others)) if len(others) == 1 else event
    return event
