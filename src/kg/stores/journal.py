"""Which article was read from which source: kept beside the graph, not in it.

A path tells of the machine, and two machines that read the same article write the same quads; but only the path tells
that a changed file replaces what was read from it before.
"""

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.stores.base import StoreError
from kg.stores.mark import JOURNAL

_SCHEMA = """
CREATE TABLE IF NOT EXISTS reading (source TEXT PRIMARY KEY, sha256 TEXT NOT NULL, article TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reading_by_article ON reading (article);
CREATE TABLE IF NOT EXISTS shard (sha256 TEXT PRIMARY KEY, whole INTEGER NOT NULL) WITHOUT ROWID;
"""


class Journal:
    """An SQLite file with the last reading of each source. Without it, a build still recognises what is unchanged."""

    def __init__(self, path: Path | None) -> None:
        """Opens the journal, or makes one; without a path it is forgotten afterwards.

        Raises:
            StoreError: where the file can't be opened or is no journal.
        """
        try:
            self._database = sqlite3.connect(path or ":memory:", isolation_level=None)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise StoreError(
                f"{path}: the journal can't be opened ({error}); delete it, a build makes it anew"
            ) from error

    @classmethod
    def beside(cls, location: str) -> "Journal":
        """The journal of the store in a folder; of a store on a server there is none that lasts."""
        return cls(None if location.startswith(("http://", "https://")) else Path(location) / JOURNAL)

    def reading(self, source: str) -> tuple[str, str] | None:
        """SHA-256 and article of what was last read from a source."""
        found = self._database.execute("SELECT sha256, article FROM reading WHERE source = ?", (source,)).fetchone()
        return None if found is None else (found[0], found[1])

    def outdated(self, source: str, article: str) -> str | None:
        """The article that the source gave before, where it gives another now and no other source gives the old one."""
        before = self.reading(source)
        if before is None or before[1] == article:
            return None
        others = "SELECT 1 FROM reading WHERE article = ? AND source <> ?"
        shared = self._database.execute(others, (before[1], source)).fetchone()
        return before[1] if shared is None else None

    def sources(self, article: str) -> tuple[str, ...]:
        """The sources that gave an article."""
        found = self._database.execute("SELECT source FROM reading WHERE article = ? ORDER BY source", (article,))
        return tuple(source for (source,) in found)

    def record(self, source: str, sha256: str, article: str) -> None:
        """Notes what was read from a source, in the place of what was noted before."""
        if self.reading(source) != (sha256, article):
            self._write("REPLACE INTO reading VALUES (?, ?, ?)", (source, sha256, article))

    def is_loaded(self, shard: str) -> bool | None:
        """Was a shard, given its SHA-256, loaded whole? None where its loading was never begun."""
        found = self._database.execute("SELECT whole FROM shard WHERE sha256 = ?", (shard,)).fetchone()
        return None if found is None else bool(found[0])

    def record_load(self, shard: str, *, whole: bool) -> None:
        """Notes that the loading of a shard has begun, or that it is whole."""
        self._write("REPLACE INTO shard VALUES (?, ?)", (shard, whole))

    def close(self) -> None:
        """Lets go of the file."""
        self._database.close()

    def _write(self, statement: str, values: tuple[str | bool, ...]) -> None:
        try:
            self._database.execute(statement, values)
        except sqlite3.Error as error:
            raise StoreError(
                f"the journal of the store can't be written ({error}); see that the disk has room"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
