"""How the things of a selection are found in the file: pieces of SQL."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.catalogue.facts import number_of
from kg.catalogue.nodes import known, of_kind
from kg.catalogue.questions import Condition, Selection

_ENOUGH = 20_000
"""Facts: how many more meet a condition is not counted."""
_SORTED = 5_000
"""Facts: so many are sorted by date in no time; more are rather looked for among all things, by date."""
_LAST = 99_999_999


@dataclass(slots=True)
class Plan:
    """Tables and conditions, with what stands for their question marks."""

    thing: str
    date: str
    graph: str | None
    """The column of the article; None where there is none yet."""
    tables: list[str]
    where: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def add(self, condition: str, *values: object) -> None:
        """Adds a condition."""
        self.where.append(condition)
        self.values += values

    def join(self, alias: str, properties: Sequence[int], values: Sequence[int] | None = None) -> None:
        """Adds a fact of the same thing, in the same article."""
        self.tables.append(f"fact AS {alias} INDEXED BY fact_by_thing")
        self.add(f"{alias}.thing = {self.thing} AND {alias}.property IN ({numbers(properties)})")
        if values is not None:
            # A thing has few values: with +, SQLite compares these rather than looks each wanted one up.
            self.add(f"+{alias}.value IN ({numbers(values)})")
        if self.graph is not None:
            self.add(f"{alias}.graph = {self.graph}")
        self.graph = self.graph or f"{alias}.graph"

    def limit(self, spans: Iterable[tuple[int, int]]) -> None:
        """Adds that the date is in one of some spans."""
        parts = [f"{self.date} BETWEEN {first:d} AND {last:d}" for first, last in spans]
        self.add(f"({' OR '.join(parts) or 'FALSE'})")

    def select(self, what: str, rest: str = "") -> str:
        """The query."""
        where = f"WHERE {' AND '.join(self.where)}" if self.where else ""
        # CROSS JOIN keeps SQLite to the order in which the tables stand.
        return f"SELECT {what} FROM {' CROSS JOIN '.join(self.tables)} {where} {rest}"


def plan_of(
    database: sqlite3.Connection, selection: Selection, found: Sequence[str] | None, *, by_date: bool
) -> Plan | None:
    """How the things of a selection are found, whatever their dates; None where there can't be any.

    Args:
        database: the file.
        selection: the things.
        found: IRIs of what its words have found, if it has any.
        by_date: are the first few wanted in the order of their dates, or all in any order?
    """
    conditions = [_Looked.of(database, selection.kind, one) for one in selection.conditions]
    kind = known(database, [selection.kind])
    if not kind or any(not one.properties or not one.values for one in conditions):
        return None
    conditions.sort(key=lambda one: one.size)
    if found is not None:
        plan = Plan("t.id", "t.date", None, ["json_each(?) AS found", "thing AS t"])
        plan.values.append(json.dumps(list(known(database, found).values())))
        plan.add("t.id = found.value AND t.kind = ?", kind[selection.kind])
    elif not conditions or (by_date and not conditions[0].comes_by_date and conditions[0].size > _SORTED):
        plan = Plan("t.id", "t.date", None, ["thing AS t INDEXED BY thing_by_date"])
        plan.add("t.kind = ?", kind[selection.kind])
    else:
        first = conditions.pop(0)
        plan = Plan("a.thing", "a.date", "a.graph", ["fact AS a"])
        plan.add(f"a.property IN ({numbers(first.properties)}) AND a.value IN ({numbers(first.values)})")
    for number, one in enumerate(conditions):
        plan.join(f"c{number}", one.properties, one.values)
    return plan


def facts_of(database: sqlite3.Connection, selection: Selection, properties: Sequence[str]) -> Plan:
    """All facts of some properties: how the things of a class are counted, of which no conditions are asked."""
    plan = Plan("a.thing", "a.date", "a.graph", ["fact AS a"])
    plan.add(f"a.property IN ({numbers(known_properties(database, selection.kind, properties))})")
    return plan


def known_properties(database: sqlite3.Connection, kind: str, properties: Iterable[str]) -> list[int]:
    """The numbers of the properties of a class."""
    return list(known(database, (of_kind(kind, name) for name in properties)).values())


def spans_of(selection: Selection) -> list[tuple[int, int]]:
    """The dates of a selection, oldest first: what is dated less exactly is within where a day of it is."""
    last = number_of(selection.until) if selection.until else _LAST
    if not selection.since:
        return [(1 if selection.until else 0, last)]
    day = number_of(selection.since)
    begins = [(first, first) for first in (day // 10_000 * 10_000, day // 100 * 100)]
    return [(first, min(end, last)) for first, end in (*begins, (day, _LAST)) if first <= last]


def numbers(some: Iterable[int]) -> str:
    """A list as SQL has it."""
    return ", ".join(map(str, some))


@dataclass(frozen=True, slots=True)
class _Looked:
    """A condition in numbers."""

    properties: list[int]
    values: list[int]
    size: int
    """How many facts meet it; not more than are counted."""

    @classmethod
    def of(cls, database: sqlite3.Connection, kind: str, condition: Condition) -> "_Looked":
        properties = known_properties(database, kind, condition.properties)
        values = list(known(database, condition.values).values())
        count = (
            f"SELECT COUNT(*) FROM (SELECT 1 FROM fact WHERE property IN ({numbers(properties)}) "
            f"AND value IN ({numbers(values)}) LIMIT {_ENOUGH})"
        )
        return cls(properties, values, database.execute(count).fetchone()[0])

    @property
    def comes_by_date(self) -> bool:
        """Do the facts that meet it stand in the order of their dates?"""
        return len(self.properties) == len(self.values) == 1
