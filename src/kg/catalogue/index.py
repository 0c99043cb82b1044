"""What is listed, in an SQLite file beside the store: lists by date and counts, for which SPARQL would look at much.

It follows the store as a :mod:`kg.companion` does: a graph that may differ is read again. IRIs are numbers there. A
thing that several articles date differently stands at its latest date, which each of its facts bears too, so that the
things with some value come out of an index in the order of their dates.
"""

import itertools
import json
import math
import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kg.catalogue.facts import QUAD_CLASS, Told, date_of, number_of, told
from kg.catalogue.questions import MONTH, Condition, Pairs, Question, Selection, Tally, Things
from kg.companion import EVERYTHING, Companion, Design, Readable, is_behind, name_of
from kg.rdf.vocabulary import KG, RDF

_BATCH = 100
"""Graphs whose facts are written at once."""
_AT_ONCE = 1.5
"""Seconds that one who only asks spends on bringing the file up; what is left is for the one who follows the store."""
_PATIENCE = 0.3
"""Seconds that one who only asks waits for another who brings it up."""
_BROAD = 2_000
"""Facts: what meets a condition so often is looked for among all things, by date, rather than sorted."""
_SCHEMA = """
CREATE TABLE node (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE);
CREATE TABLE told (graph INTEGER, thing INTEGER, kind INTEGER, date INTEGER, PRIMARY KEY (graph, thing)) WITHOUT ROWID;
CREATE INDEX told_by_thing ON told (thing, date);
CREATE TABLE thing (id INTEGER PRIMARY KEY, kind INTEGER, date INTEGER);
CREATE INDEX thing_by_date ON thing (kind, date, id);
CREATE TABLE fact (
  property INTEGER, value INTEGER, date INTEGER, thing INTEGER, graph INTEGER,
  PRIMARY KEY (property, value, date, thing, graph)
) WITHOUT ROWID;
CREATE INDEX fact_by_thing ON fact (thing, property, value, graph);
CREATE INDEX fact_by_graph ON fact (graph);
"""

Row = list[str | int]


@dataclass(slots=True)
class _Plan:
    """How the things of a selection are found: pieces of SQL, with what stands for their question marks."""

    thing: str
    date: str
    graph: str | None
    """The column of the article; None where there is none yet."""
    tables: list[str]
    where: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def add(self, condition: str, *values: object) -> None:
        self.where.append(condition)
        self.values += values

    def join(self, alias: str, properties: Sequence[int], values: Sequence[int] | None) -> None:
        """Adds a fact of the same thing, in the same article."""
        self.tables.append(f"fact AS {alias} INDEXED BY fact_by_thing")
        self.add(f"{alias}.thing = {self.thing} AND {alias}.property IN ({_numbers(properties)})")
        if values is not None:
            self.add(f"{alias}.value IN ({_numbers(values)})")
        if self.graph is not None:
            self.add(f"{alias}.graph = {self.graph}")
        self.graph = self.graph or f"{alias}.graph"

    def select(self, what: str, rest: str = "") -> str:
        where = f"WHERE {' AND '.join(self.where)}" if self.where else ""
        # CROSS JOIN keeps SQLite to the order in which the tables stand.
        return f"SELECT {what} FROM {' CROSS JOIN '.join(self.tables)} {where} {rest}"


class Catalogue(Companion):
    """The file. Properties are of a class there: what is asked of claims is found among claims."""

    design = Design(name="the catalogue", version="1", schema=_SCHEMA)
    _deadline = math.inf

    def catch_up_soon(self, store: Readable, snapshot: int) -> None:
        """As :meth:`catch_up`, but leaves what takes long to whoever follows the store.

        Raises:
            CompanionBehindError: where something is left.
            CompanionError: where the file can't be used.
        """
        with self._lock:
            self._deadline = time.monotonic() + _AT_ONCE
            try:
                self.catch_up(store, snapshot, _PATIENCE)
            finally:
                self._deadline = math.inf

    def answer(self, question: Question, snapshot: int, things: Sequence[str] | None = None) -> list[Row]:
        """What the copy of the store with this number holds.

        Args:
            question: see there for its answer.
            snapshot: the copy.
            things: IRIs of what the words of the selection have found, if it has any.

        Raises:
            CompanionBehindError: where the file is not brought up to this copy, or not any more.
        """
        with self._reading() as database:
            if is_behind(database, snapshot):
                raise self._behind()
            match question:
                case Things():
                    return _things(database, question, things)
                case Tally():
                    return _tally(database, question, things)
                case Pairs():
                    return _pairs(database, question, things)

    def _follow(self, store: Readable, snapshot: int) -> None:
        if self.is_behind(snapshot, EVERYTHING):
            self._note_each(store, snapshot)
        while names := self._noted(snapshot):
            found = {name: list(told(store, NamedNode(name))) for name in names if name}
            with self._writing() as database:
                for name, some in found.items():
                    _replace(database, name, some)
                marks = [(name, snapshot) for name in names]
                database.executemany("DELETE FROM stale WHERE graph = ? AND snapshot <= ?", marks)
            if time.monotonic() > self._deadline and self.is_behind(snapshot):
                raise self._behind()

    def _note_each(self, store: Readable, snapshot: int) -> None:
        """Puts, in the place of the note that any graph may differ, a note of each."""
        names = {name_of(quad.graph_name) for quad in store.quads_for_pattern(None, RDF.type, None, None)} - {""}
        with self._writing() as database:
            known = "SELECT DISTINCT iri FROM told JOIN node ON node.id = told.graph"
            names |= {name for (name,) in database.execute(known)}
            database.executemany("REPLACE INTO stale VALUES (?, ?)", [(snapshot, name) for name in names])
            database.execute("DELETE FROM stale WHERE graph = ? AND snapshot <= ?", (EVERYTHING, snapshot))

    def _noted(self, snapshot: int) -> list[str]:
        with self._reading() as database:
            query = "SELECT DISTINCT graph FROM stale WHERE snapshot <= ? LIMIT ?"
            return [name for (name,) in database.execute(query, (snapshot, _BATCH))]


def _replace(database: sqlite3.Connection, graph: str, found: Sequence[Told]) -> None:
    """Puts what a graph tells in the place of what was known of it."""
    ids = _ids(database, [graph, *_iris(found)])
    number = ids[graph]
    before = {thing for (thing,) in database.execute("SELECT thing FROM told WHERE graph = ?", (number,))}
    if before:
        database.execute("DELETE FROM fact WHERE graph = ?", (number,))
        database.execute("DELETE FROM told WHERE graph = ?", (number,))
    database.executemany(
        "REPLACE INTO told VALUES (?, ?, ?, ?)",
        [(number, ids[one.thing], ids[one.kind], one.date) for one in found],
    )
    dates = {thing: _redate(database, thing) for thing in before | {ids[one.thing] for one in found}}
    database.executemany(
        "INSERT OR IGNORE INTO fact VALUES (?, ?, ?, ?, ?)",
        [
            (ids[_of_kind(one.kind, name)], ids[value], dates[ids[one.thing]], ids[one.thing], number)
            for one in found
            for name, value in one.values
        ],
    )


def _redate(database: sqlite3.Connection, thing: int) -> int:
    """Puts a thing, and its facts, at its latest date; removes it where nothing tells of it any more."""
    query = "SELECT kind, date FROM told WHERE thing = ? ORDER BY date DESC LIMIT 1"
    now: tuple[int, int] | None = database.execute(query, (thing,)).fetchone()
    if now is None:
        database.execute("DELETE FROM thing WHERE id = ?", (thing,))
        return 0
    before = database.execute("SELECT kind, date FROM thing WHERE id = ?", (thing,)).fetchone()
    if before != now:
        database.execute("REPLACE INTO thing VALUES (?, ?, ?)", (thing, *now))
        if before is not None:
            database.execute("UPDATE fact SET date = ? WHERE thing = ?", (now[1], thing))
    return now[1]


def _iris(found: Iterable[Told]) -> list[str]:
    iris: dict[str, None] = {}
    for one in found:
        iris |= dict.fromkeys((one.thing, one.kind))
        for name, value in one.values:
            iris |= dict.fromkeys((_of_kind(one.kind, name), value))
    return list(iris)


def _ids(database: sqlite3.Connection, iris: Sequence[str]) -> dict[str, int]:
    """The numbers of IRIs, new ones where they have none."""
    database.executemany("INSERT OR IGNORE INTO node (iri) VALUES (?)", [(iri,) for iri in iris])
    return _known(database, iris)


def _known(database: sqlite3.Connection, iris: Iterable[str]) -> dict[str, int]:
    query = "SELECT node.iri, node.id FROM json_each(?) AS given CROSS JOIN node ON node.iri = given.value"
    return dict(database.execute(query, (json.dumps(list(iris)),)))


def _of_kind(kind: str, name: str) -> str:
    return f"{kind} {name}"


def _plan(database: sqlite3.Connection, selection: Selection, things: Sequence[str] | None) -> _Plan | None:
    """How the things of a selection are found; None where there can't be any."""
    conditions = [_Looked.of(database, selection.kind, one) for one in selection.conditions]
    kind = _known(database, [selection.kind])
    if not kind or any(not one.properties or not one.values for one in conditions):
        return None
    conditions.sort(key=lambda one: one.size)
    if things is not None:
        plan = _Plan("t.id", "t.date", None, ["json_each(?) AS found", "thing AS t"])
        plan.values.append(json.dumps(list(_known(database, things).values())))
        plan.add("t.id = found.value AND t.kind = ?", kind[selection.kind])
    elif not conditions or (conditions[0].size >= _BROAD and not conditions[0].is_single):
        plan = _Plan("t.id", "t.date", None, ["thing AS t INDEXED BY thing_by_date"])
        plan.add("t.kind = ?", kind[selection.kind])
    else:
        first = conditions.pop(0)
        plan = _Plan("a.thing", "a.date", "a.graph", ["fact AS a"])
        plan.add(f"a.property IN ({_numbers(first.properties)}) AND a.value IN ({_numbers(first.values)})")
    for number, one in enumerate(conditions):
        plan.join(f"c{number}", one.properties, one.values)
    _limit(plan, selection)
    return plan


@dataclass(frozen=True, slots=True)
class _Looked:
    """A condition in numbers."""

    properties: list[int]
    values: list[int]
    size: int
    """How many facts meet it; _BROAD stands for more, too."""

    @classmethod
    def of(cls, database: sqlite3.Connection, kind: str, condition: Condition) -> "_Looked":
        properties = list(_known(database, (_of_kind(kind, name) for name in condition.properties)).values())
        values = list(_known(database, condition.values).values())
        count = (
            f"SELECT COUNT(*) FROM (SELECT 1 FROM fact WHERE property IN ({_numbers(properties)}) "
            f"AND value IN ({_numbers(values)}) LIMIT {_BROAD})"
        )
        return cls(properties, values, database.execute(count).fetchone()[0])

    @property
    def is_single(self) -> bool:
        """Do the facts that meet it come in the order of their dates?"""
        return len(self.properties) == len(self.values) == 1


def _limit(plan: _Plan, selection: Selection) -> None:
    """Keeps a plan to the days of a selection."""
    date = plan.date
    if selection.since:
        day = number_of(selection.since)
        year, month = day // 10_000 * 10_000, day // 100 * 100
        plan.add(
            f"{date} >= ? AND ({date} >= ? OR {date} % 10000 = 0 OR ({date} % 100 = 0 AND {date} >= ?))",
            year, day, month,
        )  # fmt: skip
    if selection.until:
        plan.add(f"{date} > 0 AND {date} <= ?", number_of(selection.until))


def _things(database: sqlite3.Connection, question: Things, things: Sequence[str] | None) -> list[Row]:
    plan = _plan(database, question.selection, things)
    if plan is None:
        return []
    sign, direction = (">", "ASC") if question.ascending else ("<", "DESC")
    plan.tables.append("node AS n")
    plan.add(f"n.id = {plan.thing}")
    if question.after is not None:
        day, node = number_of(question.after[0]), question.after[1]
        plan.add(f"{plan.date} {sign}= ? AND ({plan.date} {sign} ? OR n.iri {sign} ?)", day, day, node)
    query = plan.select(
        f"DISTINCT {plan.date}, n.iri", f"ORDER BY {plan.date} {direction}, n.iri {direction} LIMIT {question.limit:d}"
    )
    return [[date_of(date), node] for date, node in database.execute(query, plan.values)]


def _tally(database: sqlite3.Connection, question: Tally, things: Sequence[str] | None) -> list[Row]:
    plan = _plan(database, question.selection, things)
    if plan is None:
        return [] if question.by else [[0]]
    if question.newest is not None:
        plan = _newest(plan, question.newest)
    columns = []
    for number, properties in enumerate(question.by):
        if MONTH in properties:
            columns.append(f"{plan.date} / 100")
            plan.add(f"{plan.date} > 0")
            continue
        wanted = list(_known(database, (_of_kind(question.selection.kind, name) for name in properties)).values())
        _count_by(plan, f"b{number}", wanted)
        if question.but is not None:
            plan.add(f"b{number}.value <> ?", _known(database, [question.but]).get(question.but, -1))
        columns.append(f"b{number}.value")
    count = f"COUNT(DISTINCT {plan.thing})"
    if not columns:
        return [list(database.execute(plan.select(count), plan.values).fetchone())]
    grouped = f"GROUP BY {', '.join(columns)} ORDER BY {count} DESC LIMIT {question.limit:d}"
    rows = database.execute(plan.select(", ".join([*columns, count]), grouped), plan.values).fetchall()
    return _spelt(database, rows, {number for number, by in enumerate(question.by) if MONTH in by}, len(columns))


def _count_by(plan: _Plan, alias: str, properties: Sequence[int]) -> None:
    """Joins the values of properties. Where all things of a class are meant, these need not be looked at."""
    if plan.tables == ["thing AS t INDEXED BY thing_by_date"]:
        plan.tables = [f"fact AS {alias}"]
        # What limits the dates stays; the class is told by the properties.
        del plan.where[0], plan.values[0]
        plan.where = [one.replace("t.date", f"{alias}.date") for one in plan.where]
        plan.add(f"{alias}.property IN ({_numbers(properties)})")
        plan.thing, plan.date, plan.graph = f"{alias}.thing", f"{alias}.date", f"{alias}.graph"
    else:
        plan.join(alias, properties, None)


def _newest(plan: _Plan, number: int) -> _Plan:
    """The plan that finds only so many of the newest things."""
    graph = f", {plan.graph} AS graph" if plan.graph else ""
    newest = plan.select(
        f"DISTINCT {plan.thing} AS thing, {plan.date} AS date{graph}", f"ORDER BY {plan.date} DESC LIMIT {number:d}"
    )
    return _Plan("m.thing", "m.date", "m.graph" if graph else None, [f"({newest}) AS m"], values=plan.values)


def _pairs(database: sqlite3.Connection, question: Pairs, things: Sequence[str] | None) -> list[Row]:
    kind = question.selection.kind
    names = (KG.initiator.value, KG.recipient.value, QUAD_CLASS)
    known = _known(database, (_of_kind(kind, name) for name in names))
    initiator, recipient, quad_class = (known.get(_of_kind(kind, name), -1) for name in names)
    events, values = [], list[object]()
    for other in (recipient, initiator):
        plan = _plan(database, question.selection, things)
        if plan is None:
            return []
        plan.join("i", [initiator], None)
        plan.join("r", [other], None)
        plan.join("q", [quad_class], None)
        if other == initiator:
            alone = f"SELECT 1 FROM fact WHERE thing = {plan.thing} AND property = ? AND graph = {plan.graph}"
            plan.add(f"r.value <> i.value AND NOT EXISTS ({alone})", recipient)
        what = f"{plan.date} / 100 AS month, i.value AS one, r.value AS other, q.value AS class"
        events.append(plan.select(f"{what}, {plan.thing} AS thing, {plan.graph} AS graph"))
        values += plan.values
    query = (
        "SELECT month, one, other, class, COUNT(DISTINCT thing), COUNT(DISTINCT graph) "
        f"FROM ({' UNION ALL '.join(events)}) GROUP BY month, one, other, class"
    )
    return _spelt(database, database.execute(query, values).fetchall(), {0}, 4)


def _spelt(database: sqlite3.Connection, rows: Sequence[Sequence[int]], months: set[int], columns: int) -> list[Row]:
    """Rows with words in the place of numbers in the first columns: months in some, IRIs in the others."""
    numbers = {row[place] for row in rows for place in range(columns) if place not in months}
    query = "SELECT node.id, node.iri FROM json_each(?) AS given CROSS JOIN node ON node.id = given.value"
    iris = dict(database.execute(query, (json.dumps(sorted(numbers)),)))
    return [
        [
            *(date_of(row[place] * 100) if place in months else iris[row[place]] for place in range(columns)),
            *itertools.islice(row, columns, None),
        ]
        for row in rows
    ]


def _numbers(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))
