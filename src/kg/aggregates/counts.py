"""Who is quoted most, who meets whom, who does what to whom in a month: counted beforehand, in an SQLite file.

They follow the store as a :mod:`kg.companion` does: a graph that may differ is read again, and the counts of those who
occur in it are made anew.
"""

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pyoxigraph import NamedNode

from kg.aggregates.facts import Facts, facts
from kg.companion import EVERYTHING, Companion, Design, Readable

_BATCH = 500
"""Graphs whose facts are in memory, and written, at once."""
_MANY = 2000
"""Counts to be made anew from which on it is faster to make all of them."""

_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """How often an actor is quoted. Days as in the graph: 2022-04-25, 2022-04 or 2022."""

    speaker: str
    """IRI."""
    statements: int
    direct: int
    """Of the statements, those word for word."""
    articles: int
    first_day: str | None
    last_day: str | None


@dataclass(frozen=True, slots=True)
class Meetings:
    """How often two actors take part in the same meetings, visits, talks and calls (PLOVER's CONSULT)."""

    one: str
    """IRI; the smaller of the two."""
    other: str
    meetings: int
    articles: int
    first_day: str | None
    last_day: str | None


@dataclass(frozen=True, slots=True)
class Dyad:
    """How many events of a type there are from one actor to another in a month, of those that are said to be actual."""

    month: str
    """As 2022-04, or 2022 where no more is known; empty where nothing is."""
    initiator: str
    recipient: str
    type: str
    """PLOVER's, as CONSULT."""
    events: int
    articles: int


@dataclass(frozen=True, slots=True)
class _Kind:
    """A table of facts, and the table of the counts over them."""

    facts: str
    columns: tuple[str, ...]
    """Of the facts, after the graph and the thing."""
    counts: str
    keys: dict[str, str]
    """What is counted for: columns of the counts, and what they are of the facts."""
    measures: dict[str, str]

    @property
    def schema(self) -> str:
        names = ", ".join(f"{name} TEXT" for name in self.columns)
        keys = ", ".join(f"{key} TEXT" for key in self.keys)
        return (
            f"CREATE TABLE {self.facts} (graph TEXT, thing TEXT, {names});"
            f"CREATE INDEX {self.facts}_by_graph ON {self.facts} (graph);"
            f"CREATE INDEX {self.facts}_by_key ON {self.facts} ({', '.join(self.keys.values())});"
            f"CREATE TABLE {self.counts} ({keys}, {', '.join(self.measures)}, "
            f"PRIMARY KEY ({', '.join(self.keys)})) WITHOUT ROWID;"
            f"CREATE INDEX {self.counts}_by_number ON {self.counts} ({next(iter(self.measures))} DESC);"
        )

    def recount(self, database: sqlite3.Connection, keys: Collection[_Key] | None) -> None:
        """Makes the counts for these keys anew, or all (None)."""
        what = ", ".join([*self.keys.values(), *self.measures.values()])
        grouped = f"FROM {self.facts} {{}} GROUP BY {', '.join(self.keys.values())}"
        insert = f"INSERT INTO {self.counts} SELECT {what} {grouped}"
        if keys is None or len(keys) > _MANY:
            database.execute(f"DELETE FROM {self.counts}")
            database.execute(insert.format(""))
            return
        mine = " AND ".join(f"{key} = ?" for key in self.keys)
        theirs = " AND ".join(f"{key} = ?" for key in self.keys.values())
        database.executemany(f"DELETE FROM {self.counts} WHERE {mine}", keys)
        database.executemany(insert.format(f"WHERE {theirs}"), keys)


_DAYS = {"first_day": "MIN(day)", "last_day": "MAX(day)"}
_QUOTED = _Kind(
    "statement",
    ("speaker", "direct", "day"),
    "quoted",
    {"speaker": "speaker"},
    {
        "statements": "COUNT(DISTINCT thing)",
        "direct": "COUNT(DISTINCT CASE direct WHEN '1' THEN thing END)",
        "articles": "COUNT(DISTINCT graph)",
    }
    | _DAYS,
)
_MEETINGS = _Kind(
    "meeting",
    ("one", "other", "day"),
    "meetings",
    {"one": "one", "other": "other"},
    {"number": "COUNT(DISTINCT thing)", "articles": "COUNT(DISTINCT graph)"} | _DAYS,
)
_DYADS = _Kind(
    "deed",
    ("initiator", "recipient", "type", "month"),
    "dyads",
    {"month": "month", "initiator": "initiator", "recipient": "recipient", "type": "type"},
    {"events": "COUNT(DISTINCT thing)", "articles": "COUNT(DISTINCT graph)"},
)
_KINDS = (_QUOTED, _MEETINGS, _DYADS)
_SCHEMA = (
    "".join(kind.schema for kind in _KINDS) + "CREATE INDEX statement_by_day ON statement (day);"
    "CREATE INDEX meetings_by_other ON meetings (other);"
    "CREATE INDEX dyads_by_initiator ON dyads (initiator);"
    "CREATE INDEX dyads_by_recipient ON dyads (recipient);"
)


class Aggregates(Companion):
    """The counts in a file."""

    design = Design(name="the file of counts", version="2", schema=_SCHEMA)

    def _follow(self, store: Readable, snapshot: int, but: Collection[str]) -> None:
        noted = {name for (name,) in self._all("SELECT graph FROM stale WHERE snapshot <= ?", snapshot)}
        if EVERYTHING in noted:
            self._empty()
            graphs = (graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
            self._make_anew(store, graphs, snapshot)
        elif len(noted) > _BATCH:
            self._make_anew(store, noted, snapshot)
        elif noted:
            self._bring_up({name: _facts(store, name) for name in noted}, snapshot)

    def _bring_up(self, told: dict[str, Facts], snapshot: int) -> None:
        changed: dict[str, set[_Key]] = {kind.facts: set() for kind in _KINDS}
        with self._writing() as database:
            for name, found in told.items():
                _replace(database, name, found, changed)
            for kind in _KINDS:
                kind.recount(database, changed[kind.facts])
            database.execute("DELETE FROM stale WHERE snapshot <= ?", (snapshot,))

    def _empty(self) -> None:
        with self._writing() as database:
            for kind in _KINDS:
                database.execute(f"DELETE FROM {kind.facts}")
                database.execute(f"DELETE FROM {kind.counts}")

    def _make_anew(self, store: Readable, graphs: Iterable[str], snapshot: int) -> None:
        """Reads graphs and counts all that is known.

        Piece by piece, so that it takes little memory and nobody who notes a change waits long. Where it is broken off
        the notes are still there, and the counts, which are made last, are made by who comes next.
        """
        rest = iter(graphs)
        while names := list(islice(rest, _BATCH)):
            told = {name: _facts(store, name) for name in names}
            with self._writing() as database:
                for name, found in told.items():
                    _replace(database, name, found, {kind.facts: set() for kind in _KINDS})
        with self._writing() as database:
            for kind in _KINDS:
                kind.recount(database, None)
            database.execute("DELETE FROM stale WHERE snapshot <= ?", (snapshot,))

    def most_quoted(self, *, since: str | None = None, until: str | None = None, limit: int = 50) -> list[Quoted]:
        """The actors by the number of their statements, most first.

        Args:
            since: the first day, as 2022-04-25, 2022-04 or 2022; a statement that is dated to a month is within if a
                day of it is.
            until: the last, likewise.
            limit: the most actors.
        """
        table = _QUOTED.counts
        values: list[object] = []
        if since or until:
            what = ", ".join([*_QUOTED.keys, *(f"{value} AS {name}" for name, value in _QUOTED.measures.items())])
            where = "day >= ? AND SUBSTR(?, 1, LENGTH(day)) <= day AND day <= ?"
            table = f"(SELECT {what} FROM statement WHERE {where} GROUP BY speaker)"
            values = [(since or "")[:4], since or "", until or "9999"]
        query = f"SELECT * FROM {table} ORDER BY statements DESC, speaker LIMIT ?"
        return [Quoted(*row) for row in self._all(query, *values, limit)]

    def meetings(self, *, actor: str | None = None, limit: int = 50) -> list[Meetings]:
        """Who meets whom, the most frequent first; of all, or of one actor, whose IRI is given."""
        table = "meetings"
        values: tuple[object, ...] = ()
        if actor is not None:
            table = "(SELECT * FROM meetings WHERE one = ?1 UNION ALL SELECT * FROM meetings WHERE other = ?1)"
            values = (actor,)
        query = f"SELECT * FROM {table} ORDER BY number DESC, one, other LIMIT {int(limit)}"
        return [Meetings(*row) for row in self._all(query, *values)]

    def dyads(
        self,
        *,
        initiator: str | None = None,
        recipient: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int = 10_000,
    ) -> list[Dyad]:
        """Who does what to whom, by month, oldest first.

        Args:
            initiator: IRI of the one who acts; anybody where None.
            recipient: IRI of the one whom it is done to; likewise.
            since: the first month, as 2022-04.
            until: the last, likewise.
            limit: the most counts.
        """
        given = {"initiator = ?": initiator, "recipient = ?": recipient, "month >= ?": since, "month <= ?": until}
        conditions = {condition: value for condition, value in given.items() if value is not None}
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        query = f"SELECT * FROM dyads {where} ORDER BY month, initiator, recipient, type LIMIT ?"
        return [Dyad(*row) for row in self._all(query, *conditions.values(), limit)]

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock, self._failures():
            return self._open().execute(query, values).fetchall()


def _facts(store: Readable, graph: str) -> Facts:
    """What a graph tells; the default graph tells nothing that is counted."""
    return facts(store, NamedNode(graph)) if graph else Facts()


def _replace(database: sqlite3.Connection, graph: str, found: Facts, changed: dict[str, set[_Key]]) -> None:
    """Puts the facts of a graph in the place of those that were known of it, and notes what is to be counted anew."""
    rows: dict[str, list[_Key]] = {
        "statement": [(one.claim, one.speaker, "1" if one.direct else "0", one.day) for one in found.statements],
        "meeting": [(one.event, one.one, one.other, one.day) for one in found.meetings],
        "deed": [(one.event, one.initiator, one.recipient, one.type, (one.day or "")[:7]) for one in found.deeds],
    }
    for kind in _KINDS:
        keys = ", ".join(kind.keys.values())
        before = database.execute(f"SELECT {keys} FROM {kind.facts} WHERE graph = ?", (graph,)).fetchall()
        if before:
            database.execute(f"DELETE FROM {kind.facts} WHERE graph = ?", (graph,))
        places = [kind.columns.index(name) + 1 for name in kind.keys.values()]
        now = (tuple(row[place] for place in places) for row in rows[kind.facts])
        changed[kind.facts].update(before, now)
        marks = ", ".join("?" * (len(kind.columns) + 1))
        values = [(graph, *row) for row in rows[kind.facts]]
        database.executemany(f"INSERT INTO {kind.facts} VALUES (?, {marks})", values)
