"""One event told several times in an article is one event, kept where the text says most of it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain

from kg.extract.events.triggers import any_of, triggers
from kg.model import Event, EventType, PartialDate, Status

_STANCES = frozenset({EventType.AGREE, EventType.SUPPORT, EventType.ACCUSE, EventType.REQUEST, EventType.REJECT})
"""What one says of another can be said twice of different things."""
_WISHES = frozenset({EventType.AGREE, EventType.REQUEST})
"""What one offers or asks can be many things, one after the other: the same is only what is told in like words."""
_PROCEEDINGS = frozenset({"allege", "investigate"})
"""Accusations that are proceedings: where only one telling says by whom, it may well be the same."""
_SENTENCING = frozenset({"приговорить", "осудить", "получить", "отбывать"})
_DEEDS = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.RETREAT, EventType.AID})
"""What is done to somebody: where all that is told is which state did it, or to which, they may well be two."""


def merge(
    events: Sequence[Event], is_person: Callable[[str], bool], alike: Callable[[Event, Event], bool]
) -> tuple[Event, ...]:
    """The events of an article, each once, in the order of the text.

    Args:
        events: what was found, in any order.
        is_person: tells whether an actor's id is a person's.
        alike: tells whether two events are told in like words.
    """
    kept: dict[EventType, list[Event]] = defaultdict(list)
    for event in sorted(events, key=_weight, reverse=True):
        alternatives = kept[event.type]
        for number, other in enumerate(alternatives):
            if same(event, other, is_person, alike):
                alternatives[number] = _completed(other, event)
                break
        else:
            alternatives.append(event)
    return tuple(sorted(chain.from_iterable(kept.values()), key=lambda event: (event.span, event.type)))


def _completed(event: Event, other: Event) -> Event:
    """An event with what only the other telling says of its day and its place."""
    if event.start is None:
        event = replace(event, start=other.start, end=other.end)
    return replace(event, place=event.place or other.place)


def same(one: Event, other: Event, is_person: Callable[[str], bool], alike: Callable[[Event, Event], bool]) -> bool:
    """Can two tellings be of one event? The arguments are those of :func:`merge`."""
    if one.type != other.type or not _dates_agree(one.start, other.start):
        return False
    if one.mode != other.mode and ((one.mode and other.mode) or "visit" in (one.mode, other.mode)):
        return False
    if one.status is not other.status and not (
        one.mode == "resign" and Status.NEGATED not in (one.status, other.status)
    ):
        return False
    if one.type is EventType.COERCE and _is_sentence(one) != _is_sentence(other):
        return False  # who was arrested is sent to prison by another act
    if one.span.overlaps(other.span):
        return True
    if one.type is EventType.SUPPORT and _is_election(one) and _is_election(other):
        return _nested(set(one.recipients), set(other.recipients)) and _nested(set(one.actors), set(other.actors))
    if one.type in _STANCES and one.mode not in _PROCEEDINGS:
        same_parties = one.actors == other.actors and one.recipients == other.recipients
        return same_parties and (alike(one, other) or (one.type not in _WISHES and one.rule == other.rule))
    if one.type in _DEEDS:
        known = {*one.actors, *other.actors}, {*one.recipients, *other.recipients}
        named = any(is_person(party) for side in known for party in side)
        told_again = one.type is EventType.ASSAULT and known[1] and not known[0] and (_is_noun(one) or _is_noun(other))
        if not named and not alike(one, other) and not (all(known) and one.start == other.start) and not told_again:
            return False  # "убиты двое полицейских", and others later; but "нападение" goes back to what was told
        if bool(one.recipients) != bool(other.recipients) and one.actors and other.actors and not alike(one, other):
            return False  # "арестовали троих" besides the one who is named
    actors, others = set(one.actors), set(other.actors)
    recipients, targets = set(one.recipients), set(other.recipients)
    share_a_side = bool(actors & others or recipients & targets)
    return share_a_side and _nested(actors, others) and _nested(recipients, targets)


def _is_sentence(event: Event) -> bool:
    """Is it the prison to which somebody is sentenced, rather than his arrest?"""
    return not _SENTENCING.isdisjoint(event.rule.partition(" ")[0].split("/"))


def _is_election(event: Event) -> bool:
    """Is somebody given an office, which is told of again and again?"""
    words = set(event.rule.partition(" ")[0].split("/"))
    return not words.isdisjoint(any_of("electing", "appointing"))


def _is_noun(event: Event) -> bool:
    """Is the event told of by a noun?"""
    first = event.rule.partition(" ")[0].split("/")[0]
    return any(trigger.part == "N" and trigger.name == event.rule for trigger in triggers().get(first, ()))


def _nested(one: set[str], other: set[str]) -> bool:
    return one <= other or other <= one


def _dates_agree(one: PartialDate | None, other: PartialDate | None) -> bool:
    if one is None or other is None:
        return True
    return all(
        ours is None or theirs is None or ours == theirs
        for ours, theirs in ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    )


def _weight(event: Event) -> tuple[int, int, int, int, int]:
    """How much a telling says: both sides, more parties, a date, a place; of equal ones the first."""
    return (
        bool(event.actors) + bool(event.recipients),
        len(event.actors) + len(event.recipients),
        event.start is not None,
        event.place is not None,
        -event.span.start,
    )
