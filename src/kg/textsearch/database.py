"""The SQLite file of a text index: its tables, how it is opened, and what is told where it can't be."""

import importlib.metadata
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from kg.errors import KgError

FORMAT = 1
_PATIENCE = 20.0
"""Seconds to wait for another process that brings the index up."""


class Kind(StrEnum):
    """What a text is."""

    CLAIM = "claim"
    NAME = "name"
    """Of an actor, a place or anything else: labels and alternative labels."""
    TITLE = "title"
    """Of an article or a position."""
    ARTICLE = "article"
    """The text of an article."""


COLUMNS = ("claim", "label", "alternative", "title", "position", "article")
"""Of the table of words: one for each property whose texts are indexed."""
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS about (lexicon TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS graph (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT, digest BLOB NOT NULL UNIQUE,
  subject TEXT NOT NULL, property TEXT NOT NULL, text TEXT NOT NULL, language TEXT, datatype TEXT
);
CREATE TABLE IF NOT EXISTS standing (graph INTEGER, entry INTEGER, PRIMARY KEY (graph, entry)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS standing_by_entry ON standing (entry);
CREATE TABLE IF NOT EXISTS stale (snapshot INTEGER NOT NULL, graph TEXT NOT NULL, PRIMARY KEY (graph, snapshot));
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
  {", ".join(COLUMNS)}, content='', tokenize='unicode61 remove_diacritics 0'
);
"""
EVERYTHING = "*"
"""In the table of stale graphs: any may differ."""


class TextIndexError(KgError):
    """The index can't be read or written; the message says what to do."""


class TextIndexBehindError(TextIndexError):
    """The index is being brought up to the store, by another process; it can be searched in a while."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: the text index is being brought up to the store; ask again in a while")


def opened(path: Path) -> sqlite3.Connection:
    """The file, made new where there is none, or one that is broken or of another version: it then lacks everything.

    Raises:
        sqlite3.Error: where it can't be.
    """
    try:
        return _connect(path)
    except sqlite3.OperationalError:
        if os.access(path.parent, os.W_OK):
            raise
        # A file in WAL mode needs others beside it, even to be read; nobody can write here, so nothing changes.
        return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False)
    except sqlite3.DatabaseError:
        for suffix in ("", "-wal", "-shm"):  # nothing is in it that is not elsewhere
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return _connect(path)


@contextmanager
def failures(path: Path) -> Iterator[None]:
    """Turns what SQLite complains of into errors that say what to do."""
    try:
        yield
    except sqlite3.Error as error:
        remedy = "delete the file and run `kg store optimize`, which makes it anew"
        if "readonly" in str(error) or "unable to open" in str(error):
            remedy = "it must be brought up to the store once: run `kg store optimize` as one who may write there"
        elif "full" in str(error) or "disk I/O" in str(error):
            remedy = "make room on the disk and do it again"
        elif "locked" in str(error):
            remedy = "another process brings it up to the store: ask again in a while"
        raise TextIndexError(f"{path}: the text index can't be used: {error}; {remedy}") from error


def _connect(path: Path) -> sqlite3.Connection:
    lexicon = f"{FORMAT} {importlib.metadata.version('pymorphy3-dicts-ru')}"
    database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("PRAGMA cache_size = -32000")
        if _is_made(database, lexicon):
            return database
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("BEGIN IMMEDIATE")
        if _is_made(database, lexicon):  # by another process meanwhile
            database.execute("COMMIT")
            return database
        for table in ("about", "graph", "entry", "standing", "stale", "words"):
            database.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in _SCHEMA.split(";\n")[:-1]:
            database.execute(statement)
        database.execute("INSERT INTO about VALUES (?)", (lexicon,))
        database.execute("INSERT INTO stale VALUES (0, ?)", (EVERYTHING,))
        database.execute("COMMIT")
    except BaseException:
        database.close()
        raise
    return database


def _is_made(database: sqlite3.Connection, lexicon: str) -> bool:
    """Are the tables there, and of this version?"""
    try:
        return database.execute("SELECT lexicon FROM about").fetchall() == [(lexicon,)]
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error):
            raise
        return False
