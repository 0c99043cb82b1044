"""What is listed, in an SQLite file beside the store: lists by date and counts, for which SPARQL would look at much.

It follows the store as a :mod:`kg.companion` does: a graph that may differ is read again. IRIs are numbers there. A
thing that several articles date differently stands at its latest date, which each of its facts bears too, so that the
things with some value come out of an index in the order of their dates.
"""

import math
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import NamedNode

from kg.catalogue.answering import Row, answered
from kg.catalogue.facts import Told, told
from kg.catalogue.nodes import numbered, of_kind
from kg.catalogue.questions import Question, Words
from kg.companion import EVERYTHING, Companion, Design, Readable, is_behind, name_of
from kg.rdf.vocabulary import RDF

_BATCH = 100
"""Graphs whose facts are written at once."""
_AT_ONCE = 1.5
"""Seconds that one who only asks spends on bringing the file up; what is left is for the one who follows the store."""
_PATIENCE = 0.3
"""Seconds that one who only asks waits for another who brings it up."""
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


class Catalogue(Companion):
    """The file. Properties are of a class there: what is asked of claims is found among claims."""

    design = Design(name="the catalogue", version="2", schema=_SCHEMA)
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

    def answer(
        self, questions: Sequence[Question], snapshot: int, found: Mapping[Words, Sequence[str]]
    ) -> list[list[Row]]:
        """What the copy of the store with this number holds.

        Args:
            questions: see there for their answers.
            snapshot: the copy.
            found: IRIs of what the words in the questions have found.

        Raises:
            CompanionBehindError: where the file is not brought up to this copy, or not any more.
        """
        with self._reading() as database:
            if is_behind(database, snapshot):
                raise self._behind()
            return answered(database, questions, found)

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
    ids = numbered(database, [graph, *_iris(found)])
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
            (ids[of_kind(one.kind, name)], ids[value], dates[ids[one.thing]], ids[one.thing], number)
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
            iris |= dict.fromkeys((of_kind(one.kind, name), value))
    return list(iris)
