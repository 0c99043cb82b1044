"""Who held which office from when to when."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.knowledge.tables import Row, rows
from kg.model import PartialDate

COLUMNS = ("id", "name", "title", "of", "start", "end", "as of")


@dataclass(frozen=True, slots=True)
class Office:
    """A term of office."""

    wikidata: str | None
    """The holder's id (Q7747), where one is confirmed."""
    name: str
    """The holder's name: in Russian, or in English where the table has no other."""
    title: str
    """In Russian: президент, министр обороны."""
    of: str
    """The state's code, or an international body's short name."""
    start: PartialDate | None
    end: PartialDate | None
    as_of: PartialDate | None
    """Of a term without an end: when it was last known to go on."""

    def held(self, on: datetime.date) -> bool:
        """Is the office known to have been held on this day? A year or a month is taken as a whole."""
        last = self.end or self.as_of
        return (self.start is None or self.start.first_day <= on) and (last is None or on <= last.last_day)


def read_offices(path: Path) -> Iterator[Office]:
    """The terms in a table of offices.

    Raises:
        TableError: for a file that cannot be read, naming the line.
    """
    for row in rows(path, COLUMNS, required=("name", "title", "of")):
        wikidata, name, title, of = row.fields[:4]
        yield Office(wikidata or None, name, title, of, _date(row, 4), _date(row, 5), _date(row, 6))


def _date(row: Row, number: int) -> PartialDate | None:
    written = row.field(number)
    try:
        return PartialDate.parse(written) if written else None
    except (TypeError, ValueError):
        raise row.error(f"{written!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD") from None
