"""Small SQLite files that lie beside a store's graph: what is kept of it on this machine and is no part of it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.closing import Closing
from kg.stores.base import StoreError, is_remote

_PATIENCE = 30.0
"""Seconds to wait for another process that writes to the file."""


class FileBeside(Closing):
    """An open file. Each statement is whole on disk, or absent, when the process is killed."""

    def __init__(self, path: Path | None, schema: str, what: str, remedy: str, format: int = 0) -> None:
        """Opens the file, or makes one; without a path it is forgotten afterwards.

        Args:
            path: of the file.
            schema: SQL that makes its tables where they are not there.
            what: it is, for messages.
            remedy: what to do where it can't be opened.
            format: of the tables; those of another format are made anew.

        Raises:
            StoreError: where the file can't be opened or is something else.
        """
        self._path = path
        self._what = what
        try:
            self._database = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=_PATIENCE)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._drop_others_than(format)
            self._database.executescript(schema)
            self._database.execute(f"PRAGMA user_version = {format:d}")
        except sqlite3.Error as error:
            raise StoreError(f"{path}: {what} can't be opened ({error}); {remedy}") from error

    def _drop_others_than(self, format: int) -> None:
        (found,) = self._database.execute("PRAGMA user_version").fetchone()
        if found != format:
            tables = self._database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (name,) in tables:
                self._database.execute(f'DROP TABLE "{name}"')

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """All of what is done in it is on disk afterwards, or nothing.

        Raises:
            StoreError: where the file can't be written.
        """
        with self._failures():
            try:
                self._database.execute("BEGIN IMMEDIATE")
                yield
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.rollback()
                raise

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """What SQLite can't write in it is a StoreError."""
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(
                f"{self._path}: {self._what} can't be written ({error}); make room on the disk and do it again"
            ) from error

    def close(self) -> None:
        """Lets go of the file."""
        self._database.close()


def path_beside(location: str, name: str) -> Path | None:
    """Where a file of that name lies beside the store at a location; None for one on a server, which has no folder."""
    return None if is_remote(location) else Path(location) / name
