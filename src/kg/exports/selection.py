"""What of the graph is exported: the same choices for every format where they make sense."""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

from kg.model import EventType, PartialDate


class QuadClass(StrEnum):
    """PLOVER's four kinds of events, and statements beside them."""

    VERBAL_COOPERATION = "verbal-cooperation"
    MATERIAL_COOPERATION = "material-cooperation"
    VERBAL_CONFLICT = "verbal-conflict"
    MATERIAL_CONFLICT = "material-conflict"
    STATEMENT = "statement"


COOPERATION = frozenset({QuadClass.VERBAL_COOPERATION, QuadClass.MATERIAL_COOPERATION})
CONFLICT = frozenset({QuadClass.VERBAL_CONFLICT, QuadClass.MATERIAL_CONFLICT})


class View(StrEnum):
    """Which network is drawn of the graph."""

    ACTORS = "actors"
    """Who deals with whom: deeds and statements."""
    STATEMENTS = "statements"
    """Who speaks of whom and to whom."""
    EVENTS = "events"
    """Two kinds of nodes: actors, and the events they take part in."""
    COOPERATION = "cooperation"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Selection:
    """Choices; what is left empty chooses all."""

    view: View = View.ACTORS
    since: datetime.date | None = None
    """The first day: of an event, of a statement, of an article's issue. What has no date is left out."""
    until: datetime.date | None = None
    """The last day, likewise."""
    types: frozenset[EventType] = field(default=frozenset())
    quad_classes: frozenset[QuadClass] = field(default=frozenset())
    min_weight: int = 1
    """How many events or statements an edge of a network must have at least."""

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"nothing lies between {self.since} and {self.until}: the first day is after the last")
        if self.min_weight < 1:
            raise ValueError(f"the least weight is {self.min_weight}; it must be 1 or more")

    @property
    def is_dated(self) -> bool:
        """Is something left out because of its date?"""
        return self.since is not None or self.until is not None

    def has_time(self, start: PartialDate | None, end: PartialDate | None = None) -> bool:
        """Does a time share a day with the chosen ones? A month or a year stands for all of its days."""
        if not self.is_dated:
            return True
        if start is None:
            return False
        last = (end or start).last_day
        return (self.until is None or start.first_day <= self.until) and (self.since is None or last >= self.since)

    def has_event(self, kind: EventType, quad_class: QuadClass) -> bool:
        """Is an event of this type chosen?"""
        allowed = {View.STATEMENTS: frozenset[QuadClass](), View.COOPERATION: COOPERATION, View.CONFLICT: CONFLICT}
        return (
            quad_class in allowed.get(self.view, COOPERATION | CONFLICT)
            and (not self.types or kind in self.types)
            and (not self.quad_classes or quad_class in self.quad_classes)
        )

    @property
    def has_statements(self) -> bool:
        """Are statements chosen? Not where event types are asked for."""
        return (
            self.view in {View.ACTORS, View.STATEMENTS}
            and not self.types
            and (not self.quad_classes or QuadClass.STATEMENT in self.quad_classes)
        )


ALL = Selection()
DATES = frozenset({"since", "until"})
EVENTS = frozenset({"types", "quad_classes"})
FILTERS = frozenset({"view", "min_weight"}) | DATES | EVENTS
"""Names of all choices; each format says which of them it takes."""
