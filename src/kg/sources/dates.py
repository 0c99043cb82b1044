"""Days as data, feeds and pages write them → dates. The day is the one that the writer's clock showed."""

import datetime
import re
from contextlib import suppress
from email.utils import parsedate_to_datetime

_EARLIEST = 1900
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?")
_MILLISECONDS = re.compile(r"\d{12,13}")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4,6}Z?)?")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")


class DateError(ValueError):
    """What is given is no day."""


def day_of(value: object) -> datetime.date | None:
    """The day that a value names; None for a value that is empty.

    Args:
        value: a date or a time, seconds or milliseconds since 1970 (in UTC), or a text: ISO 8601, RFC 2822 (as in
            feeds), ``25.04.2022``, ``25 апреля 2022, 12:05`` (dateparser).

    Raises:
        DateError: for anything else, and for days before 1900 or after tomorrow.
    """
    if value is None or (isinstance(value, str) and not value.strip()) or value != value:  # noqa: PLR0124 (a NaN)
        return None
    day = _day_of(value)
    tomorrow = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1)
    if day is None or not day.year >= _EARLIEST or day > tomorrow:
        raise DateError(f"{str(value)[:60]!r} is no day on which something can have been published")
    return day


def _day_of(value: object) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _since_1970(value)
    return _written(value.strip()) if isinstance(value, str) else None


def _since_1970(number: float) -> datetime.date | None:
    seconds = number / 1000 if number > 1e11 else number
    with suppress(OverflowError, ValueError, OSError):
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()
    return None


def _written(text: str) -> datetime.date | None:
    if _MILLISECONDS.fullmatch(text) or _SECONDS.fullmatch(text):
        return _since_1970(float(text))
    with suppress(ValueError):
        if match := _ISO.match(text) or _COMPACT.fullmatch(text):
            return datetime.date(*map(int, match.groups()))
        return datetime.date.fromisoformat(text)
    with suppress(ValueError, TypeError, IndexError):
        if re.search(r"[A-Za-z]{3}", text):
            return parsedate_to_datetime(text).date()
    return _in_words(text) if len(text) < 100 else None


def _in_words(text: str) -> datetime.date | None:
    import dateparser  # noqa: PLC0415 (slow to load, and seldom needed)

    with suppress(ValueError, OverflowError, RecursionError):
        found = dateparser.parse(
            text,
            languages=["ru", "en"],
            settings={
                "DATE_ORDER": "DMY",
                "REQUIRE_PARTS": ["day", "month", "year"],
                "PARSERS": ["absolute-time"],  # "вчера" says nothing without its day
            },
        )
        return None if found is None else found.date()
    return None
