"""Who is quoted most, who meets whom, who does what to whom in a month: counted beforehand, in an SQLite file.

The counts are true of a published copy of the store (:mod:`kg.stores.snapshots`), as the text index is
(:mod:`kg.textsearch.index`): whoever writes notes, before a copy is published, the graphs that may differ in it;
whoever asks first has these read again, and the counts of those who occur in them made anew. A file that is missing
is made from the whole store.
"""

import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from kg.aggregates.facts import Facts, Readable, facts
from kg.errors import KgError
from kg.exclusion import alone

_FORMAT = 1
_PATIENCE = 60.0
"""Seconds to wait for another process that brings the counts up."""
_EVERYTHING = "*"
"""In the place of a graph's name: any may differ."""
_BATCH = 500
"""Graphs whose facts are written at once."""
_MANY = 2000
"""Counts to be made anew from which on it is faster to make all of them."""

_Key = tuple[object, ...]


class AggregatesError(KgError):
    """The counts can't be read or written; the message says what to do."""


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
    "CREATE TABLE about (format INTEGER);"
    "CREATE TABLE stale (snapshot INTEGER, graph TEXT, PRIMARY KEY (graph, snapshot));"
    + "".join(kind.schema for kind in _KINDS)
    + "CREATE INDEX statement_by_day ON statement (day);"
    "CREATE INDEX meetings_by_other ON meetings (other);"
    "CREATE INDEX dyads_by_initiator ON dyads (initiator);"
    "CREATE INDEX dyads_by_recipient ON dyads (recipient);"
)


class Aggregates:
    """The counts in a file. Several processes and threads may use it."""

    def __init__(self, path: Path) -> None:
        """Takes the file's path; it is made, or made anew where another version made it, when it is first used."""
        self._path = path
        self._lock = threading.RLock()
        self._database: sqlite3.Connection | None = None

    def note(self, graphs: Iterable[str] | None, snapshot: int) -> None:
        """Notes that these graphs, or any (None), may differ in the copy with this number, which is not out yet."""
        with self._transaction() as database:
            names = [_EVERYTHING] if graphs is None else graphs
            database.executemany("REPLACE INTO stale VALUES (?, ?)", [(snapshot, name) for name in names])

    def catch_up(self, store: Readable, snapshot: int) -> None:
        """Makes the counts true of the copy with this number, which the store reads. Raises AggregatesError.

        One does so at a time, among all processes; meanwhile others may note what they change.
        """
        if not self._noted(snapshot):
            return
        with self._alone():
            noted = self._noted(snapshot)
            if _EVERYTHING in noted:
                self._make_anew(facts(store, None), snapshot)
            elif noted:
                self._bring_up({name: facts(store, NamedNode(name)).get(name, Facts()) for name in noted}, snapshot)

    def _noted(self, snapshot: int) -> set[str]:
        return {name for (name,) in self._all("SELECT graph FROM stale WHERE snapshot <= ?", snapshot)}

    def _bring_up(self, told: dict[str, Facts], snapshot: int) -> None:
        changed: dict[str, set[_Key]] = {kind.facts: set() for kind in _KINDS}
        with self._transaction() as database:
            for name, found in told.items():
                _replace(database, name, found, changed)
            for kind in _KINDS:
                kind.recount(database, changed[kind.facts])
            database.execute("DELETE FROM stale WHERE snapshot <= ?", (snapshot,))

    def _make_anew(self, told: dict[str, Facts], snapshot: int) -> None:
        with self._transaction() as database:
            for kind in _KINDS:
                database.execute(f"DELETE FROM {kind.facts}")
                database.execute(f"DELETE FROM {kind.counts}")
        # Piece by piece, so that nobody who notes a change waits long; it is begun anew if it is broken off.
        names = list(told)
        for start in range(0, len(names), _BATCH):
            with self._transaction() as database:
                for name in names[start : start + _BATCH]:
                    _replace(database, name, told[name], {kind.facts: set() for kind in _KINDS})
        with self._transaction() as database:
            for kind in _KINDS:
                kind.recount(database, None)
            database.execute("DELETE FROM stale WHERE snapshot <= ?", (snapshot,))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with ExitStack() as stack:
            try:
                stack.enter_context(alone(self._path.with_suffix(".lock")))
            except OSError as error:
                raise AggregatesError(
                    f"{self._path}: the counts can't be brought up: {error.strerror}; run `kg store optimize` as one "
                    "who may write there"
                ) from error
            yield

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

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock, self._failures():
            return self._open().execute(query, values).fetchall()

    def _open(self) -> sqlite3.Connection:
        if self._database is None:
            database = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
            try:
                _prepare(database)
            except BaseException:
                database.close()
                raise
            self._database = database
        return self._database

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._failures():
            database = self._open()
            database.execute("BEGIN IMMEDIATE")
            try:
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise AggregatesError(
                f"{self._path}: the counts can't be used: {error}; delete the file if it stays like this, it is made "
                "anew"
            ) from error


def _prepare(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("BEGIN IMMEDIATE")
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "about" not in tables or database.execute("SELECT format FROM about").fetchall() != [(_FORMAT,)]:
        for table in tables:
            database.execute(f"DROP TABLE {table}")
        for statement in _SCHEMA.split(";")[:-1]:
            database.execute(statement)
        database.execute("INSERT INTO about VALUES (?)", (_FORMAT,))
        database.execute("INSERT INTO stale VALUES (0, ?)", (_EVERYTHING,))
    database.execute("COMMIT")


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
