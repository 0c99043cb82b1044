"""Which article was read from which source: kept beside the graph, not in it.

A path tells of the machine, and two machines that read the same article write the same quads; but only the path tells
that a changed file replaces what was read from it before.
"""

from collections.abc import Iterable
from pathlib import Path

from kg.stores.beside import FileBeside, path_beside
from kg.stores.mark import JOURNAL

_SCHEMA = """
CREATE TABLE IF NOT EXISTS reading (
    source TEXT PRIMARY KEY, sha256 TEXT NOT NULL, article TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reading_by_article ON reading (article);
CREATE TABLE IF NOT EXISTS begun (source TEXT, article TEXT NOT NULL, PRIMARY KEY (source, article)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shard (sha256 TEXT PRIMARY KEY) WITHOUT ROWID;
"""


class Journal(FileBeside):
    """An SQLite file with the last reading of each source. Without it, a build still recognises what is unchanged."""

    def __init__(self, path: Path | None) -> None:
        """Opens the journal, or makes one; without a path it is forgotten afterwards.

        Raises:
            StoreError: where the file can't be opened or is no journal.
        """
        super().__init__(path, _SCHEMA, "the journal", "delete it, a build makes it anew")

    @classmethod
    def beside(cls, location: str) -> "Journal":
        """The journal of the store in a folder; of a store on a server there is none that lasts."""
        return cls(path_beside(location, JOURNAL))

    def reading(self, source: str) -> tuple[str, str] | None:
        """SHA-256 and article of what was last read from a source."""
        found = self._database.execute("SELECT sha256, article FROM reading WHERE source = ?", (source,)).fetchone()
        return None if found is None else (found[0], found[1])

    def knows(self, source: str) -> bool:
        """Was anything read from a source, or was it about to be stored?"""
        query = (
            "SELECT EXISTS (SELECT 1 FROM reading WHERE source = ?1 UNION ALL SELECT 1 FROM begun WHERE source = ?1)"
        )
        return bool(self._database.execute(query, (source,)).fetchone()[0])

    def begin(self, articles: Iterable[tuple[str, str]]) -> None:
        """Notes that articles are about to be stored, each with its source before it. Who is killed before
        :meth:`record` finds them.
        """
        with self._writing():
            self._database.executemany("INSERT OR IGNORE INTO begun VALUES (?, ?)", articles)

    def is_loaded(self, shard: str) -> bool:
        """Was a shard, given its SHA-256, taken in?"""
        return self._database.execute("SELECT 1 FROM shard WHERE sha256 = ?", (shard,)).fetchone() is not None

    def record_load(self, shard: str) -> None:
        """Notes that a shard was taken in."""
        with self._writing():
            self._database.execute("INSERT OR IGNORE INTO shard VALUES (?)", (shard,))

    def outdated(self, source: str, article: str) -> tuple[str, ...]:
        """The articles that the source gave before, where it gives another now, and that no other source gives."""
        found = self._database.execute(
            """SELECT article FROM reading WHERE source = :source UNION SELECT article FROM begun WHERE source = :source
            EXCEPT SELECT article FROM reading WHERE source <> :source
            EXCEPT SELECT article FROM begun WHERE source <> :source""",
            {"source": source},
        )
        return tuple(before for (before,) in found if before != article)

    def sources(self, article: str) -> tuple[str, ...]:
        """The sources that gave an article."""
        found = self._database.execute("SELECT source FROM reading WHERE article = ? ORDER BY source", (article,))
        return tuple(source for (source,) in found)

    def record(self, readings: Iterable[tuple[str, str, str]]) -> None:
        """Notes what was read, in the place of what was noted of the source before: source, SHA-256 and article."""
        noted = list(readings)
        changed = [one for one in noted if self.reading(one[0]) != one[1:]]
        with self._writing():
            self._database.executemany("REPLACE INTO reading VALUES (?, ?, ?)", changed)
            self._database.executemany("DELETE FROM begun WHERE source = ?", [(source,) for source, *_ in noted])

    def flush(self) -> None:
        """What was noted is safe from now on even from a power cut.

        Raises:
            StoreError: where the file can't be written.
        """
        with self._failures():
            self._database.execute("PRAGMA wal_checkpoint(FULL)")
