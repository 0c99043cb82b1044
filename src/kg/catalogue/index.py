"""What is listed, in an SQLite file beside the store: lists by date and counts, for which SPARQL would look at much.

It follows the store as a :mod:`kg.companion` does: a graph that may differ is read again. IRIs are numbers there. A
thing that several articles date differently stands at its latest date, which each of its facts bears too, so that the
things with some value come out of an index in the order of their dates.
"""

import json
import math
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from pyoxigraph import NamedNode

from kg.catalogue.answering import Row, answered
from kg.catalogue.facts import Told, told
from kg.catalogue.nodes import numbered, of_kind
from kg.catalogue.questions import Question, Words
from kg.companion import EVERYTHING, Companion, Design, Readable, is_behind

_BATCH = 500
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

    def _follow(self, store: Readable, snapshot: int, but: Collection[str]) -> None:
        if self.is_behind(snapshot, EVERYTHING):
            self._note_each(store, snapshot)
        while names := self._noted(snapshot, _BATCH, but):
            found = {name: list(told(store, NamedNode(name))) for name in names if name}
            with self._writing() as database:
                _replace(database, found)
                self._settle(database, snapshot, names)
            if time.monotonic() > self._deadline and self.is_behind(snapshot):
                raise self._behind()

    def _note_each(self, store: Readable, snapshot: int) -> None:
        """Puts, in the place of the note that any graph may differ, a note of each."""
        names = {graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)}
        with self._writing() as database:
            known = "SELECT DISTINCT iri FROM told JOIN node ON node.id = told.graph"
            names |= {name for (name,) in database.execute(known)}
            database.executemany("REPLACE INTO stale VALUES (?, ?)", [(snapshot, name) for name in names])
            database.execute("DELETE FROM stale WHERE graph = ? AND snapshot <= ?", (EVERYTHING, snapshot))


def _replace(database: sqlite3.Connection, found: Mapping[str, Sequence[Told]]) -> None:
    """Puts what some graphs tell in the place of what was known of them.

    Rows go in sorted, so that neighbours come to lie on one page of the file.
    """
    ids = numbered(database, _iris(found))
    touched = {ids[one.thing] for some in found.values() for one in some} | _forget(database, map(ids.get, found))
    database.executemany(
        "INSERT INTO told VALUES (?, ?, ?, ?)",
        sorted((ids[name], ids[one.thing], ids[one.kind], one.date) for name, some in found.items() for one in some),
    )
    dates = _redate(database, touched)
    facts = (
        (ids[of_kind(one.kind, name)], ids[value], dates[ids[one.thing]], ids[one.thing], ids[graph])
        for graph, some in found.items()
        for one in some
        for name, value in one.values
    )
    database.executemany("INSERT INTO fact VALUES (?, ?, ?, ?, ?)", sorted(facts))


def _forget(database: sqlite3.Connection, graphs: Iterable[int | None]) -> set[int]:
    """Takes away what was known of some graphs; the things that they told of."""
    query = "SELECT graph, thing FROM json_each(?) AS given CROSS JOIN told ON told.graph = given.value"
    before = database.execute(query, (json.dumps(list(graphs)),)).fetchall()
    database.executemany("DELETE FROM fact WHERE graph = ? AND thing = ?", before)
    database.executemany("DELETE FROM told WHERE graph = ? AND thing = ?", before)
    return {thing for _, thing in before}


def _redate(database: sqlite3.Connection, things: Iterable[int]) -> dict[int, int]:
    """Puts things, and their facts, at their latest dates; removes those of which nothing tells any more."""
    given = json.dumps(sorted(things))
    # The class is that of the row with the latest date: https://sqlite.org/lang_select.html#bareagg
    now: dict[int, tuple[int, int]] = {
        thing: (kind, date)
        for thing, kind, date in database.execute(
            "SELECT thing, kind, MAX(date) FROM json_each(?) AS given CROSS JOIN told ON thing = given.value "
            "GROUP BY thing",
            (given,),
        )
    }
    before: dict[int, tuple[int, int]] = {
        thing: (kind, date)
        for thing, kind, date in database.execute(
            "SELECT thing.id, kind, date FROM json_each(?) AS given CROSS JOIN thing ON thing.id = given.value",
            (given,),
        )
    }
    changed = {thing: one for thing, one in now.items() if before.get(thing) != one}
    database.executemany("DELETE FROM thing WHERE id = ?", [(thing,) for thing in before.keys() - now.keys()])
    database.executemany("REPLACE INTO thing VALUES (?, ?, ?)", [(thing, *one) for thing, one in changed.items()])
    database.executemany(
        "UPDATE fact SET date = ? WHERE thing = ?",
        [(date, thing) for thing, (_, date) in changed.items() if thing in before],
    )
    return {thing: date for thing, (_, date) in now.items()}


def _iris(found: Mapping[str, Sequence[Told]]) -> Iterator[str]:
    for graph, some in found.items():
        yield graph
        for one in some:
            yield from (one.thing, one.kind)
            for name, value in one.values:
                yield from (of_kind(one.kind, name), value)
