"""New articles that wait to be stored together."""

import time
from dataclasses import dataclass

from kg.build.preparation import Prepared


@dataclass(frozen=True, slots=True)
class Pace:
    """How many may wait, and how long, before they are stored; a build that is killed reads those again."""

    articles: int = 100
    bytes: int = 16 << 20
    seconds: float = 2.0
    """Since the first of them came."""
    flush: float = 500
    """Articles after which all that was stored is made safe from a power cut."""


class Waiting:
    """Articles, each of them once, in the order in which they came."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._articles: dict[str, Prepared] = {}
        self._sources: set[str] = set()
        self._contents: set[str | None] = set()
        self._bytes = 0
        self._since = 0.0

    def add(self, prepared: Prepared) -> None:
        """One more."""
        if not self._articles:
            self._since = time.monotonic()
        self._articles[prepared.article] = prepared
        self._sources.add(prepared.source)
        self._contents.add(prepared.content)
        self._bytes += len(prepared.written)

    def concerns(self, prepared: Prepared) -> bool:
        """Does this article wait, or another one of its source?"""
        return prepared.article in self._articles or prepared.source in self._sources

    def has_content(self, content: str) -> bool:
        """Does an article wait of which the same is read (:func:`kg.duplicates.content_key`)?"""
        return content in self._contents

    @property
    def is_full(self) -> bool:
        """Have enough waited, or long enough?"""
        return bool(self._articles) and (
            len(self._articles) >= self._pace.articles
            or self._bytes >= self._pace.bytes
            or time.monotonic() - self._since >= self._pace.seconds
        )

    def take(self) -> list[Prepared]:
        """All of them; they wait no more."""
        taken = list(self._articles.values())
        self._articles.clear()
        self._sources.clear()
        self._contents.clear()
        self._bytes = 0
        return taken
