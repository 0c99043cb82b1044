"""What a watch remembers: an SQLite file beside the store's journal. Each change is whole on disk, or absent."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from kg.stores.beside import FileBeside

FILE = "watch.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feed (
    url TEXT PRIMARY KEY, etag TEXT, modified TEXT, due REAL NOT NULL, failures INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS item (
    feed TEXT, id TEXT, fingerprint TEXT NOT NULL, entry TEXT, due REAL NOT NULL, failures INTEGER NOT NULL,
    PRIMARY KEY (feed, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS waiting ON item (due) WHERE entry IS NOT NULL;
CREATE TABLE IF NOT EXISTS host (origin TEXT PRIMARY KEY, robots TEXT, asked REAL, due REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class FeedState:
    """When and how a feed is to be asked. Times are in seconds since 1970."""

    etag: str | None = None
    modified: str | None = None
    """The ``Last-Modified`` that the server sent."""
    due: float = 0.0
    failures: int = 0
    """In a row."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a feed that is still to be read."""

    feed: str
    id: str
    entry: str
    """As :mod:`kg.watch.feeds` writes it."""
    failures: int = 0


@dataclass(frozen=True, slots=True)
class HostState:
    """What is known of a server."""

    robots: str | None = None
    """Its robots.txt; None where it was not asked for."""
    asked: float = 0.0
    due: float = 0.0
    """Not to be asked before, as it told."""


class State(FileBeside):
    """The memory of a watch."""

    def __init__(self, path: Path) -> None:
        """Opens the file, or makes one.

        Raises:
            StoreError: where that can't be, or it is no such file.
        """
        remedy = "delete it, and what feeds still have is looked at again"
        super().__init__(path, _SCHEMA, "the memory of the watch", remedy)

    def feed(self, url: str) -> FeedState:
        """What is known of a feed."""
        found = self._one("SELECT etag, modified, due, failures FROM feed WHERE url = ?", url)
        return FeedState(*found) if found else FeedState()

    def record_feed(self, url: str, known: FeedState, items: Iterable[tuple[str, str, str]] = ()) -> int:
        """Notes that a feed was asked, and its entries that are new or changed as still to be read, all in one.

        Args:
            url: of the feed.
            known: what to remember of it.
            items: id, fingerprint and words of each entry.

        Returns:
            How many of the entries are new or changed.
        """
        new = 0
        with self._writing():
            self._database.execute(
                "REPLACE INTO feed VALUES (?, ?, ?, ?, ?)", (url, known.etag, known.modified, known.due, known.failures)
            )
            for identifier, fingerprint, entry in items:
                new += self._database.execute(
                    "INSERT INTO item VALUES (?1, ?2, ?3, ?4, 0, 0) ON CONFLICT (feed, id) DO UPDATE SET "
                    "fingerprint = ?3, entry = ?4, due = 0, failures = 0 WHERE fingerprint <> ?3",
                    (url, identifier, fingerprint, entry),
                ).rowcount
        return new

    def waiting(self, now: float, limit: int) -> list[Item]:
        """Entries that are to be read by now, the longest waiting first."""
        found = self._database.execute(
            "SELECT feed, id, entry, failures FROM item WHERE entry IS NOT NULL AND due <= ? ORDER BY due LIMIT ?",
            (now, limit),
        )
        return [Item(*row) for row in found]

    def next_due(self) -> float | None:
        """When the next entry is to be read; None where none waits."""
        found = self._one("SELECT MIN(due) FROM item WHERE entry IS NOT NULL")
        return None if found is None else found[0]

    def complete(self, item: Item, entry: str) -> Item:
        """An entry has got the words of its page."""
        statement = "UPDATE item SET entry = ? WHERE feed = ? AND id = ? AND entry = ?"
        with self._writing():
            self._database.execute(statement, (entry, item.feed, item.id, item.entry))
        return replace(item, entry=entry)

    def postpone(self, item: Item, due: float, *, failed: bool) -> None:
        """An entry is to be read later."""
        statement = "UPDATE item SET due = ?, failures = failures + ? WHERE feed = ? AND id = ?"
        with self._writing():
            self._database.execute(statement, (due, failed, item.feed, item.id))

    def record(self, items: Iterable[Item], files: Iterable[tuple[str, str]]) -> None:
        """Entries were read, and files as they were when they had these stamps."""
        with self._writing():
            self._database.executemany(
                "UPDATE item SET entry = NULL WHERE feed = ? AND id = ? AND entry = ?",
                ((item.feed, item.id, item.entry) for item in items),
            )
            self._database.executemany("REPLACE INTO file VALUES (?, ?)", files)

    def stamp(self, path: str) -> str | None:
        """The stamp that a file had when it was last read."""
        found = self._one("SELECT stamp FROM file WHERE path = ?", path)
        return None if found is None else found[0]

    def host(self, origin: str) -> HostState:
        """What is known of a server."""
        found = self._one("SELECT robots, asked, due FROM host WHERE origin = ?", origin)
        return HostState(*found) if found else HostState()

    def record_host(self, origin: str, known: HostState) -> None:
        """Notes what is known of a server."""
        statement = "REPLACE INTO host VALUES (?, ?, ?, ?)"
        with self._writing():
            self._database.execute(statement, (origin, known.robots, known.asked, known.due))

    def _one(self, query: str, *values: object) -> tuple | None:  # type: ignore[type-arg]
        found = self._database.execute(query, values).fetchone()
        return None if found is None else tuple(found)
