"""Supplies what a time expression leaves open."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.extract.dates.meanings import Distance, Meaning, Point, Simple
from kg.model import PartialDate


@dataclass(frozen=True, slots=True)
class Context:
    """What an open date is resolved against."""

    published: date | None
    reported: date | None
    """The day of the news, where the lead gives it whole."""
    anchor: PartialDate | None
    """The last day or month told of, nearby."""
    narrated: date | None
    """The day last told of, nearby."""
    future: bool | None
    """Does the clause tell of what is to come (True) or of what has been (False)?"""


Interval = tuple[PartialDate, PartialDate | None]


def resolve(meaning: Meaning, context: Context) -> Interval | None:
    """The days, months or years that a meaning stands for; None where the context does not tell surely.

    Args:
        meaning: of a match.
        context: what an open date is resolved against.
    """
    try:
        if not isinstance(meaning, tuple):
            return _resolve_one(meaning, context)
        last = _resolve_one(meaning[1], context)
        if last is None:
            return None
        if isinstance(meaning[0], Point) and meaning[0].weekday is not None:
            return _weekdays(meaning[0], last[0])
        year = last[0].year
        first = _resolve_one(_with_year(meaning[0], year), context)
        if first is not None and first[0].first_day > last[0].last_day:
            first = _resolve_one(_with_year(meaning[0], year - 1), context)  # с 28 декабря по 3 января
    except (ValueError, OverflowError):  # 31 февраля, or before the year 1
        return None
    return None if first is None else (first[0], last[1] or last[0])


def _weekdays(first: Point, last: PartialDate) -> Interval | None:
    """From the weekday that was last before another: "с понедельника по среду"."""
    before = (last.first_day.weekday() - (first.weekday or 0)) % 7
    return PartialDate.of(last.first_day - timedelta(days=before)), last


def _with_year(meaning: Simple, year: int) -> Simple:
    return replace(meaning, year=year) if isinstance(meaning, Point) and meaning.year is None else meaning


def _resolve_one(meaning: Simple, context: Context) -> Interval | None:
    if isinstance(meaning, Distance):
        return _at_distance(meaning, context)
    if meaning.year is not None:
        return PartialDate(meaning.year, meaning.month, meaning.day), None
    base = context.published or context.reported
    if meaning.years_on is not None:
        return None if base is None else (PartialDate(base.year + meaning.years_on, meaning.month, meaning.day), None)
    if meaning.month is not None:
        return _in_a_year(meaning, context)
    if meaning.weekday is not None and context.published is not None:
        return PartialDate.of(_nearest_weekday(meaning, context.published, context.future)), None
    if context.reported is not None and meaning.weekday == context.reported.weekday() and meaning.weeks_on is None:
        return PartialDate.of(context.reported), None
    return None


def _in_a_year(meaning: Point, context: Context) -> Interval | None:
    """A day or month without a year: the last one before the publication, or the next one where the clause tells of the
    future; without a publication date, the one nearest to the date that the text gives. A weekday beside it must agree.
    """
    day = context.published or context.reported
    base = context.anchor if day is None else PartialDate.of(day)
    if base is None or meaning.month is None:
        return None
    near = base.first_day if meaning.day is not None else base.first_day.replace(day=1)
    best: tuple[int, PartialDate] | None = None
    for year in (base.year - 1, base.year, base.year + 1):
        with suppress(ValueError):  # 29 февраля
            candidate = PartialDate(year, meaning.month, meaning.day)
            distance = (candidate.first_day - near).days
            directed = context.published is not None and context.future is not None and distance != 0
            if directed and context.future != (distance > 0):
                continue
            if meaning.weekday is not None and candidate.first_day.weekday() != meaning.weekday:
                continue
            if best is None or abs(distance) < best[0]:
                best = abs(distance), candidate
    return None if best is None else (best[1], None)


def _nearest_weekday(meaning: Point, published: date, future: bool | None) -> date:
    """The last one up to the publication day; the next one, from that day on, where the clause tells of the future."""
    behind = (published.weekday() - (meaning.weekday or 0)) % 7
    if meaning.weeks_on is not None and meaning.weeks_on < 0:
        return published - timedelta(days=behind or 7)
    if future or (meaning.weeks_on or 0) > 0:
        return published + timedelta(days=(-behind) % 7 or (7 if meaning.weeks_on else 0))
    return published - timedelta(days=behind)


def _at_distance(meaning: Distance, context: Context) -> Interval | None:
    base = context.published
    if base is None and meaning.unit != "day":
        base = context.reported
    if meaning.from_narrated and not (meaning.count > 0 and context.future):  # "через неделю он посетит": from now
        base = context.narrated or (base if meaning.count < 0 else None)
    if base is None:
        return None
    if meaning.unit == "day":
        return PartialDate.of(base + timedelta(days=meaning.count)), None
    if meaning.unit == "week":
        monday = base - timedelta(days=base.weekday()) + timedelta(weeks=meaning.count)
        return PartialDate.of(monday), PartialDate.of(monday + timedelta(days=6))
    if meaning.unit == "month":
        months = base.year * 12 + base.month - 1 + meaning.count
        return PartialDate(months // 12, months % 12 + 1), None
    return PartialDate(base.year + meaning.count), None
