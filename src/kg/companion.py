"""SQLite files beside a store that follow what it holds: the text index, the counts and the catalogue.

Such a file is true of a published copy of the store (:mod:`kg.stores.snapshots`), which has a number. Whoever writes to
the store notes, before a copy is published, the graphs that may differ in it (:meth:`Companion.note`); whoever asks
first, or the server's process for that, brings the file up to the copy that it reads (:meth:`Companion.catch_up`), by
looking at these graphs alone. So nothing that writes must know what is kept of it, a file that is missing is made anew
like one that lacks everything, and a process killed at any moment leaves work for the next rather than a wrong file.

A file that is broken, or of another version, is removed, and another made in its place: nothing is in it that is not in
the store. Those that have the old one open see that it is not there any more, and open the new one.
"""

import json
import math
import os
import sqlite3
import threading
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from kg.closing import Closing
from kg.errors import KgError
from kg.exclusion import alone

EVERYTHING = "*"
"""In the table of stale graphs, in the place of a graph's name: any may differ."""
DEFAULT = ""
"""There, and wherever a companion names graphs: the default graph."""
_PATIENCE = 60.0
"""Seconds to wait for another process that writes to the file."""
_SCHEMA = """
CREATE TABLE about (version TEXT NOT NULL);
CREATE TABLE stale (snapshot INTEGER NOT NULL, graph TEXT NOT NULL, PRIMARY KEY (graph, snapshot));
"""

Graph = NamedNode | DefaultGraph


class Readable(Protocol):
    """What is asked of a store."""

    def quads_for_pattern(
        self, subject: None, predicate: NamedNode | None, object: None, graph_name: Graph | None
    ) -> Iterator[Quad]:
        """The quads with a predicate, or with any (None), in a graph or in all."""

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        """The names of the graphs; those that are empty may be among them."""


class CompanionError(KgError):
    """The file can't be read or written; the message says what to do."""


class CompanionBehindError(CompanionError):
    """Another process brings the file up to the store; it can be asked in a while."""


@dataclass(frozen=True, slots=True)
class Design:
    """What a companion is, and how its file is laid out."""

    name: str
    """For messages: the text index."""
    version: str
    """Of the tables and of what is in them; a file of another version is made anew."""
    schema: str
    """SQL statements that make the tables."""


class Companion(Closing, ABC):
    """A file that follows a store. Several processes and threads may use it."""

    design: Design

    def __init__(self, path: Path) -> None:
        """Takes the file's path; it is made, lacking everything, when it is first used."""
        self._path = path
        self._lock = threading.RLock()
        self._database: sqlite3.Connection | None = None
        self._opened: os.stat_result | None = None

    def note(self, graphs: Iterable[Graph] | None, snapshot: int) -> None:
        """Notes that these graphs, or any (None), may differ in the copy with this number, which is not out yet."""
        names = [EVERYTHING] if graphs is None else [name_of(graph) for graph in graphs]
        noted = False
        while not noted:
            with self._writing() as database:
                database.executemany("REPLACE INTO stale VALUES (?, ?)", [(snapshot, name) for name in names])
            noted = self._is_in_place()  # else a note in a file that is gone: who made the new one may not know of it

    def is_behind(self, snapshot: int, graph: str | None = None) -> bool:
        """May it, or one graph in it, differ from the copy with this number?"""
        with self._lock, self._failures():
            return is_behind(self._open(), snapshot, graph)

    def catch_up(
        self, store: Readable, snapshot: int, patience: float = math.inf, *, but: Collection[Graph] = ()
    ) -> None:
        """Makes the file true of the copy with this number.

        One does so at a time, among all processes; meanwhile others may note what they change.

        Args:
            store: reads the copy.
            snapshot: its number.
            patience: seconds to wait for another process that does so.
            but: graphs that may be left to the next who does so.

        Raises:
            CompanionBehindError: where that takes longer.
            CompanionError: where the file can't be used.
        """
        if not self.is_behind(snapshot):
            return
        with self._alone(patience):
            self._follow(store, snapshot, {name_of(graph) for graph in but})

    @abstractmethod
    def _follow(self, store: Readable, snapshot: int, but: Collection[str]) -> None:
        """Makes the file true of the copy with this number, some graphs aside, and removes the notes up to it."""

    def _noted(self, snapshot: int, most: int, but: Collection[str]) -> list[str]:
        """Some of the graphs that may differ from the copy with this number; none where none is left."""
        query = (
            "SELECT DISTINCT graph FROM stale WHERE snapshot <= ? "
            "AND graph NOT IN (SELECT value FROM json_each(?)) LIMIT ?"
        )
        with self._reading() as database:
            return [name for (name,) in database.execute(query, (snapshot, json.dumps(list(but)), most))]

    @staticmethod
    def _settle(database: sqlite3.Connection, snapshot: int, graphs: Iterable[str]) -> None:
        """Removes the notes of these graphs up to the copy with this number, in the transaction that brings them up."""
        marks = [(name, snapshot) for name in graphs]
        database.executemany("DELETE FROM stale WHERE graph = ? AND snapshot <= ?", marks)

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _behind(self) -> CompanionBehindError:
        return CompanionBehindError(
            f"{self._path}: {self.design.name} is being brought up to the store; ask again in a while"
        )

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A transaction that sees the file as it is at one moment."""
        with self._transaction("BEGIN", "ROLLBACK") as database:
            yield database

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that writes, one at a time among all processes."""
        with self._transaction("BEGIN IMMEDIATE", "COMMIT") as database:
            yield database

    @contextmanager
    def _transaction(self, begin: str, end: str) -> Iterator[sqlite3.Connection]:
        with self._lock, self._failures():
            database = self._open()
            database.execute(begin)
            try:
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute(end)

    @contextmanager
    def _alone(self, patience: float) -> Iterator[None]:
        with ExitStack() as stack:
            try:
                stack.enter_context(alone(self._path.with_suffix(".lock"), patience))
            except TimeoutError:
                raise self._behind() from None
            except OSError as error:
                raise CompanionError(
                    f"{self._path}: {self.design.name} can't be brought up to the store: {error.strerror}; run "
                    "`kg store optimize` once as one who may write there"
                ) from error
            yield

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Turns what SQLite complains of into errors that say what to do."""
        try:
            yield
        except sqlite3.Error as error:
            raise CompanionError(
                f"{self._path}: {self.design.name} can't be used: {error}; {_remedy(str(error))}"
            ) from error

    def _is_in_place(self) -> bool:
        """Is the file that is open still the one at the path?"""
        try:
            return self._opened is not None and os.path.samestat(self._opened, self._path.stat())
        except FileNotFoundError:
            return False

    def _open(self) -> sqlite3.Connection:
        while self._database is None or not self._is_in_place():
            self.close()
            self._database = self._connect()
        return self._database

    def _connect(self) -> sqlite3.Connection:
        try:
            database = self._make()
            if database is not None:
                return database
        except sqlite3.OperationalError:
            if os.access(self._path.parent, os.W_OK):
                raise
            # A file in WAL mode needs others beside it, even to be read; nobody can write here, so nothing changes.
            return sqlite3.connect(f"{self._path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False)
        except sqlite3.DatabaseError:
            pass
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        database = self._make()
        assert database is not None, f"{self._path} is made by another version at the same time"
        return database

    def _make(self) -> sqlite3.Connection | None:
        """The file, its tables made where there are none; None where they are another version's."""
        with suppress(OSError):  # SQLite tells why it can't be opened
            self._path.touch()
            self._opened = self._path.stat()
        database = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute("PRAGMA cache_size = -32000")
            version = _version(database)
            if version is None:
                database.execute("PRAGMA journal_mode = WAL")
                database.execute("BEGIN IMMEDIATE")
                version = _version(database)  # by another process meanwhile?
                if version is None:
                    self._fill(database)
                    version = self.design.version
                database.execute("COMMIT")
        except BaseException:
            database.close()
            raise
        if version == self.design.version:
            return database
        database.close()
        return None

    def _fill(self, database: sqlite3.Connection) -> None:
        for statement in (_SCHEMA + self.design.schema).split(";"):
            database.execute(statement)
        database.execute("INSERT INTO about VALUES (?)", (self.design.version,))
        database.execute("INSERT INTO stale VALUES (0, ?)", (EVERYTHING,))


def is_behind(database: sqlite3.Connection, snapshot: int, graph: str | None = None) -> bool:
    """Is it noted in the file that it, or a graph in it, may differ from the copy with this number?"""
    query = "SELECT 1 FROM stale WHERE snapshot <= ?1 AND (?2 IS NULL OR graph = ?2) LIMIT 1"
    return database.execute(query, (snapshot, graph)).fetchone() is not None


def name_of(graph: object) -> str:
    """What a companion calls a graph."""
    return graph.value if isinstance(graph, NamedNode) else DEFAULT


def graph_of(name: str) -> Graph:
    """The graph that a companion calls so."""
    return NamedNode(name) if name else DefaultGraph()


def _version(database: sqlite3.Connection) -> str | None:
    """Of the file's tables; empty where they are none of ours, None where there are none."""
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return None
    if "about" not in tables or "stale" not in tables:
        return ""
    told = database.execute("SELECT * FROM about").fetchone()
    return str(told[0]) if told else ""


def _remedy(complaint: str) -> str:
    if "readonly" in complaint or "unable to open" in complaint:
        return "it must be brought up to the store once: run `kg store optimize` as one who may write there"
    if "full" in complaint or "disk I/O" in complaint:
        return "make room on the disk and do it again"
    if "locked" in complaint:
        return "another process brings it up to the store: ask again in a while"
    return "delete the file and run `kg store optimize`, which makes it anew"
