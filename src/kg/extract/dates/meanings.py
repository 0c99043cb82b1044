"""What a time expression means, before and after it is resolved."""

from dataclasses import dataclass

from kg.model import PartialDate, Span, containing


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when, and what they mean."""

    span: Span
    start: PartialDate
    end: PartialDate | None
    """Where it lasts longer than ``start`` says; else None."""
    rule: str
    """What found it."""

    @property
    def date(self) -> PartialDate:
        """The exactest single date that holds all of it, as :func:`containing` says."""
        return containing(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Point:
    """A date of which some is left open."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    years_on: int | None = None
    """The year, counted from that of publication."""
    weeks_on: int | None = None
    """With a weekday: the last (-1) or the next (1), not the day of publication itself."""


@dataclass(frozen=True, slots=True)
class Distance:
    """So many units from the publication, or from the day last told of."""

    unit: str
    count: int
    from_narrated: bool = False


Simple = Point | Distance
Meaning = Simple | tuple[Simple, Simple]
"""What a match means before it is resolved; a pair is an interval."""


@dataclass(frozen=True, slots=True)
class Found:
    """A match, not yet resolved."""

    span: Span
    meaning: Meaning
    rule: str
    future: bool | None
    """Does the clause tell of what is to come (True) or of what has been (False)?"""
