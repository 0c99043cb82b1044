"""What the catalogue can be asked. Questions are plain values, so that they can be sent to another process."""

from dataclasses import dataclass

MONTH = "month"
"""In the place of properties to count by: the month of the date, as 2022-04, or the year where no more is known."""


@dataclass(frozen=True, slots=True)
class Condition:
    """That a thing has one of some values for one of some properties."""

    properties: tuple[str, ...]
    """IRIs."""
    values: tuple[str, ...]
    """IRIs, or what stands for them (:mod:`kg.catalogue.facts`)."""


@dataclass(frozen=True, slots=True)
class Words:
    """That a text of a thing is among those that fit some words best."""

    property: str
    """Of the text: an IRI."""
    words: str
    """See :meth:`kg.textsearch.words.Search.parse`."""
    most: int


@dataclass(frozen=True, slots=True)
class Selection:
    """Which things are meant. The conditions hold together in one article."""

    kind: str
    """Their class: an IRI."""
    conditions: tuple[Condition, ...] = ()
    words: Words | None = None
    since: str | None = None
    """First day, as 2022-04-25; what is dated less exactly is within if a day of it is."""
    until: str | None = None
    """Last day."""


@dataclass(frozen=True, slots=True)
class Things:
    """A part of the list of things by date. The answer has [date, IRI] of each."""

    selection: Selection
    limit: int
    after: tuple[str, str] | None = None
    """Date and IRI of the thing after which the part begins."""
    ascending: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things have which values.

    The answer has [value, ..., number of things] for each combination of values, the commonest first.
    """

    selection: Selection
    by: tuple[tuple[str, ...], ...] = ()
    """For each value the properties that may have it, or MONTH; without any, all things are counted."""
    but: str | None = None
    """A value that is passed over."""
    limit: int = 1_000
    newest: int | None = None
    """Only so many of the newest are counted, if there are more."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """From whom to whom events go, by month and quad class.

    An event without a recipient goes between each two of its initiators. The answer has [month, initiator, recipient,
    quad class, number of events, number of articles].
    """

    selection: Selection
    """Of events."""


Question = Things | Tally | Pairs
