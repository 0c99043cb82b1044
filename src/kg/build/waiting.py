"""New articles that wait to be stored together."""

import time
from dataclasses import dataclass

from kg.build.preparation import Prepared
from kg.duplicates import Fingerprint, Recent


@dataclass(frozen=True, slots=True)
class Pace:
    """How many may wait, and how long, before they are stored; a build that is killed reads those again.

    The store merges every second load with all that it has, so what it costs to store an article stays the same only
    where loads grow with the store.
    """

    articles: int = 100
    """So many wait at least, if the rest allows it."""
    share: float = 0.1
    """And so many of those that are in the store."""
    bytes: int = 64 << 20
    """Of N-Quads; the store takes some six times as much memory to load them."""
    seconds: float = 20.0
    """Since the first of them came."""


class Waiting:
    """Articles, each of them once, in the order in which they came."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._articles: dict[str, Prepared] = {}
        self._sources: set[str] = set()
        self._contents: dict[str, Prepared] = {}
        self._texts: dict[str, Prepared] = {}
        self._fingerprints = Recent[Prepared]()
        self._bytes = 0
        self._since = 0.0

    def add(self, prepared: Prepared) -> None:
        """One more."""
        if not self._articles:
            self._since = time.monotonic()
        self._articles[prepared.article] = prepared
        self._sources.add(prepared.source)
        if prepared.content is not None:
            self._contents.setdefault(prepared.content, prepared)
            self._texts.setdefault(prepared.content.partition(".")[0], prepared)
        if prepared.fingerprint is not None:
            self._fingerprints.add(prepared.article, prepared.fingerprint, prepared)
        self._bytes += len(prepared.written)

    def concerns(self, prepared: Prepared) -> bool:
        """Does this article wait, or another one of its source?"""
        return prepared.article in self._articles or prepared.source in self._sources

    def with_content(self, content: str) -> Prepared | None:
        """The first article that waits of which the same is read (:func:`kg.duplicates.content_key`)."""
        return self._contents.get(content)

    def with_text(self, text: str) -> Prepared | None:
        """The first article that waits with the same text, title and day (:func:`kg.duplicates.text_key`)."""
        return self._texts.get(text)

    def like(self, found: Fingerprint) -> list[Prepared]:
        """Those that wait, of whatever day, with nearly the same words."""
        return [prepared for _, prepared in self._fingerprints.like(found)]

    def is_full(self, stored: int) -> bool:
        """Have enough waited, or long enough, for a store with so many articles?"""
        return bool(self._articles) and (
            len(self._articles) >= max(self._pace.articles, self._pace.share * stored)
            or self._bytes >= self._pace.bytes
            or time.monotonic() - self._since >= self._pace.seconds
        )

    def take(self) -> list[Prepared]:
        """All of them; they wait no more."""
        taken = list(self._articles.values())
        self._articles.clear()
        self._sources.clear()
        self._contents.clear()
        self._texts.clear()
        self._fingerprints.clear()
        self._bytes = 0
        return taken
