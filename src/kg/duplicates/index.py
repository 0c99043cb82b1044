"""The fingerprints of a store's articles, on the disk beside it: to find an article's copies is to look up a few rows.

The index can be made anew from the store at any time, so it is left out of backups.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rensa import RMinHash

from kg.duplicates.fingerprint import Fingerprint
from kg.stores.beside import FileBeside, path_beside
from kg.stores.mark import COPIES

_FORMAT = RMinHash.ALGORITHM_VERSION * 100 + 2
"""Of the fingerprints: those of another format can't be compared and are made anew."""
_DAYS = 7
"""Copies are published within so many days of each other; what comes later with the same words tells of something else.
"""
_NO_DAY = -1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS article (
    id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, day INTEGER NOT NULL, signature BLOB NOT NULL,
    numbers TEXT NOT NULL, content TEXT, pending INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS article_content ON article (content);
CREATE INDEX IF NOT EXISTS article_pending ON article (iri) WHERE pending;
CREATE TABLE IF NOT EXISTS band (
    hash INTEGER NOT NULL, day INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (hash, day, article)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, order=True)
class Indexed:
    """An article of the index. What is published first comes first; what has no day comes last."""

    day: datetime.date
    """``datetime.date.max`` where it is unknown."""
    article: str
    """Its IRI."""


class CopyIndex(FileBeside):
    """An SQLite file. What changes in it is *pending* until somebody has drawn the consequences."""

    def __init__(self, path: Path | None) -> None:
        """Opens the index, or makes one; without a path it is forgotten afterwards.

        Raises:
            StoreError: where the file can't be opened or is no index.
        """
        super().__init__(path, _SCHEMA, "the index of copies", "delete it, a build makes it anew", _FORMAT)

    @classmethod
    def beside(cls, location: str) -> "CopyIndex":
        """The index of the store in a folder; of a store on a server there is none that lasts."""
        return cls(path_beside(location, COPIES))

    @property
    def is_empty(self) -> bool:
        """Is there no article in it, because it is new?"""
        return self._database.execute("SELECT 1 FROM article LIMIT 1").fetchone() is None

    @property
    def size(self) -> int:
        """How many articles are in it, or were at most: to count them would take long."""
        (most,) = self._database.execute("SELECT MAX(id) FROM article").fetchone()
        return most or 0

    def knows(self, article: str) -> bool:
        """Is the article in it?"""
        return self._database.execute("SELECT 1 FROM article WHERE iri = ?", (article,)).fetchone() is not None

    def put(self, articles: Iterable[tuple[str, Fingerprint, str | None]]) -> None:
        """Adds articles, in the place of what was known of them; they are then pending, with those that were like them.

        Args:
            articles: IRI, fingerprint, and the :func:`~kg.duplicates.fingerprint.content_key` where it is known.
        """
        with self._writing():
            for one in articles:
                self._put(*one)

    def forget(self, article: str) -> None:
        """Takes an article away; those that were like it are then pending."""
        with self._writing():
            self._forget(article)

    def like(self, article: str) -> list[Indexed]:
        """The copies of an article, in the order of their publication; without itself."""
        own = self._get(article)
        return [] if own is None else sorted(found for found in self._like(own) if found.article != article)

    def copies(self, found: Fingerprint) -> list[str]:
        """The articles of the same day with nearly the same words as one that need not be in the index; in the order of
        their IRIs.
        """
        return sorted(other.article for other in self._like(found) if other.day == (found.day or datetime.date.max))

    def has_like(self, found: Fingerprint) -> bool:
        """Are there articles that one with this fingerprint would be a copy of, or they of it?"""
        return next(self._like(found), None) is not None

    def with_content(self, content: str) -> list[str]:
        """The articles of which everything is read alike."""
        found = self._database.execute("SELECT iri FROM article WHERE content = ? ORDER BY iri", (content,))
        return [iri for (iri,) in found]

    def with_text(self, text: str) -> list[str]:
        """The articles with the same text, title and day (:func:`~kg.duplicates.fingerprint.text_key`)."""
        after = f"{text}/"  # what follows the dot among characters
        query = "SELECT iri FROM article WHERE content >= ? AND content < ? ORDER BY iri"
        return [iri for (iri,) in self._database.execute(query, (f"{text}.", after))]

    def fingerprint(self, article: str) -> Fingerprint | None:
        """The fingerprint of an article of the index."""
        return self._get(article)

    def entry(self, article: str) -> Indexed | None:
        """An article of the index."""
        own = self._get(article)
        return None if own is None else Indexed(own.day or datetime.date.max, article)

    def pending(self) -> list[str]:
        """The articles of which it is to be said anew whose copies they are."""
        return [iri for (iri,) in self._database.execute("SELECT iri FROM article WHERE pending ORDER BY iri")]

    def settle(self, articles: Iterable[str]) -> None:
        """It has been said of these."""
        with self._writing():
            self._database.executemany("UPDATE article SET pending = 0 WHERE iri = ?", ((iri,) for iri in articles))

    def _put(self, article: str, found: Fingerprint, content: str | None) -> None:
        if self._get(article) == found:
            return
        self._forget(article)
        day = _NO_DAY if found.day is None else found.day.toordinal()
        row = (article, day, found.signature, found.numbers, content)
        added = self._database.execute("INSERT INTO article VALUES (NULL, ?, ?, ?, ?, ?, 1)", row)
        bands = ((hash_, day, added.lastrowid) for hash_ in found.bands())
        self._database.executemany("INSERT OR IGNORE INTO band VALUES (?, ?, ?)", bands)

    def _get(self, article: str) -> Fingerprint | None:
        statement = "SELECT signature, numbers, day FROM article WHERE iri = ?"
        row = self._database.execute(statement, (article,)).fetchone()
        return None if row is None else _fingerprint(*row)

    def _like(self, own: Fingerprint) -> Iterator[Indexed]:
        hashes = own.bands()
        places = ", ".join("?" * len(hashes))
        near, days = "", list[int]()  # without a day, it may be a copy of one of any day
        if own.day is not None:
            near = f"AND (day BETWEEN ? AND ? OR day = {_NO_DAY})"
            days = [own.day.toordinal() - _DAYS, own.day.toordinal() + _DAYS]
        for iri, signature, numbers, day in self._database.execute(
            f"""SELECT iri, signature, numbers, day FROM article
            WHERE id IN (SELECT article FROM band WHERE hash IN ({places}) {near})""",
            (*hashes, *days),
        ):
            other = _fingerprint(signature, numbers, day)
            if own.is_like(other):
                yield Indexed(other.day or datetime.date.max, iri)

    def _forget(self, article: str) -> None:
        own = self._get(article)
        if own is None:
            return
        self._database.executemany(
            "UPDATE article SET pending = 1 WHERE iri = ?", [(other.article,) for other in self._like(own)]
        )
        (number,) = self._database.execute("SELECT id FROM article WHERE iri = ?", (article,)).fetchone()
        day = _NO_DAY if own.day is None else own.day.toordinal()
        bands = ((hash_, day, number) for hash_ in own.bands())
        self._database.executemany("DELETE FROM band WHERE hash = ? AND day = ? AND article = ?", bands)
        self._database.execute("DELETE FROM article WHERE id = ?", (number,))


def _fingerprint(signature: bytes, numbers: str, day: int) -> Fingerprint:
    return Fingerprint(signature, numbers, None if day == _NO_DAY else datetime.date.fromordinal(day))
