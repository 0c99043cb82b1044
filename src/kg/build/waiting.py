"""New articles that wait to be stored together."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.build.kept import Kept
from kg.build.preparation import Prepared
from kg.duplicates import Fingerprint, Recent
from kg.stores import StoreError


@dataclass(frozen=True, slots=True)
class Pace:
    """How many may wait, and how long, before they are stored; a build that is killed reads those again.

    The store merges what every second storing brings with all that it has, so what it costs to store an article stays
    the same only where as many more wait as more are stored.
    """

    articles: int = 100
    """So many wait at least, if the rest allows it."""
    share: float = 0.1
    """And so many of those that are in the store."""
    bytes: int = 64 << 20
    """Of N-Quads, on the disk; the store takes some four times as much memory to load them."""
    seconds: float = 20.0
    """Since the first of them came."""
    seconds_each: float = 0.002
    """And so many more for each that is in the store: two processors read that share of them in this time."""


class Waiting:
    """Articles, each of them once, in the order in which they came; their quads wait on the disk."""

    def __init__(self, pace: Pace, folder: Path | None = None) -> None:
        """None waits yet; the file of their quads will be in a folder, or in the system's for such files."""
        self._pace = pace
        self._articles: dict[str, Prepared] = {}
        """Without their quads."""
        self._quads = Kept[tuple[bytes, bytes]](folder)
        self._places: dict[str, int] = {}
        self._sources: set[str] = set()
        self._contents: dict[str, Prepared] = {}
        self._texts: dict[str, Prepared] = {}
        self._fingerprints = Recent[Prepared]()
        self._bytes = 0
        self._since = 0.0

    def add(self, prepared: Prepared) -> None:
        """One more.

        Raises:
            StoreError: where there is no room for it on the disk.
        """
        if not self._articles:
            self._since = time.monotonic()
        try:
            self._places[prepared.article] = self._quads.append((prepared.written, prepared.known))
        except OSError as error:
            raise StoreError(
                f"{prepared.name}: there is no room for what waits to be stored ({error}); "
                "make room on the disk and do it again: what was stored before is whole"
            ) from error
        self._bytes += len(prepared.written) + len(prepared.known)
        light = replace(prepared, written=b"", known=b"")
        self._articles[light.article] = light
        self._sources.add(light.source)
        if light.content is not None:
            self._contents.setdefault(light.content, light)
            self._texts.setdefault(light.content.partition(".")[0], light)
        if light.fingerprint is not None:
            self._fingerprints.add(light.article, light.fingerprint, light)

    def concerns(self, prepared: Prepared) -> bool:
        """Does this article wait, or another one of its source?"""
        return prepared.article in self._articles or prepared.source in self._sources

    def with_content(self, content: str) -> Prepared | None:
        """The first article that waits of which the same is read (:func:`kg.duplicates.content_key`)."""
        return self._whole(self._contents.get(content))

    def with_text(self, text: str) -> Prepared | None:
        """The first article that waits with the same text, title and day (:func:`kg.duplicates.text_key`)."""
        return self._whole(self._texts.get(text))

    def has_like(self, found: Fingerprint) -> bool:
        """Does one wait, of whatever day, with nearly the same words?"""
        return bool(self._fingerprints.like(found))

    def copies(self, found: Fingerprint) -> Iterator[Prepared]:
        """Those that wait, of the same day, with nearly the same words."""
        for _, light in self._fingerprints.like(found):
            if light.fingerprint is not None and light.fingerprint.day == found.day:
                yield self._with_quads(light)

    def is_full(self, stored: int) -> bool:
        """Have enough waited, or long enough, for a store with so many articles?"""
        return bool(self._articles) and (
            len(self._articles) >= max(self._pace.articles, self._pace.share * stored)
            or self._bytes >= self._pace.bytes
            or time.monotonic() - self._since >= self._pace.seconds + self._pace.seconds_each * stored
        )

    def articles(self) -> list[Prepared]:
        """All of them, without their quads."""
        return list(self._articles.values())

    def pieces(self) -> Iterator[bytes]:
        """The N-Quads of each."""
        return (written + known for written, known in self._quads)

    def clear(self) -> None:
        """They wait no more."""
        self._articles.clear()
        self._quads.clear()
        self._places.clear()
        self._sources.clear()
        self._contents.clear()
        self._texts.clear()
        self._fingerprints.clear()
        self._bytes = 0

    def _whole(self, light: Prepared | None) -> Prepared | None:
        return None if light is None else self._with_quads(light)

    def _with_quads(self, light: Prepared) -> Prepared:
        written, known = self._quads.at(self._places[light.article])
        return replace(light, written=written, known=known)
