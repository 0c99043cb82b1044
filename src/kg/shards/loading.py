"""Shards → a store: what a build of the same inputs would have put there.

Articles that the store does not have go in together, as fast as the store can; those that it has are written one by
one, as in a build (:class:`kg.build.writer.Writer`). Which shards have been taken in is noted beside the store, so
that a load that was broken off goes on.
"""

import gzip
import io
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from kg.build import Outcome, Prepared, Status
from kg.build.waiting import Pace
from kg.build.writer import Writer
from kg.duplicates import CopyIndex
from kg.shards.entries import Contained, Entry, Manifest, ShardError, entry_name
from kg.shards.places import Place, place
from kg.sources import Refusal
from kg.stores import Store
from kg.stores.journal import Journal

_FLUSH_EVERY = 50
"""Shards."""
_PACE = Pace(articles=5_000, seconds=math.inf)
"""A shard is taken in again as a whole, so nothing is lost by waiting."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did."""

    shards: int
    found: int
    """Shards that an earlier load had taken in."""
    stored: int
    """Articles, as all that follow."""
    replaced: int
    unchanged: int
    quads: int
    refused: tuple[Refusal, ...]
    """Shards that are damaged."""


def load_shards(
    address: str, store: Store, *, base: str, again: bool = False, on_progress: Callable[[Entry], None] | None = None
) -> Loaded:
    """Takes the shards of a build into a store, in the build's order.

    Args:
        address: the folder, or the address, that the shards were written to.
        store: open for writing.
        base: the base IRI of the store's graph, which must be that of the shards.
        again: are shards that were taken in before taken in again?
        on_progress: is told of each shard that was dealt with.

    Raises:
        ShardError: where there are no shards, or those of another base IRI.
        PlaceError: where they can't be read.
        StoreError: where the store fails.
    """
    shards = place(address)
    manifest = Manifest.read(shards, address)
    if manifest.base != base:
        raise ShardError(f"{address}: was built with the base IRI {manifest.base}; give it with --base")
    counts: Counter[str] = Counter()
    refused = []

    def count(outcome: Outcome) -> None:
        counts[outcome.status] += 1
        counts["quads"] += dict(outcome.counts).get("quads", 0)

    with Journal.beside(store.location) as journal, CopyIndex.beside(store.location) as copies:
        writer = Writer(store, journal, copies, base, manifest.version, again=again, tell=count, pace=_PACE)
        taken: list[str] = []
        for part in manifest.parts:
            try:
                entry = _entry(shards, part)
                if not again and journal.is_loaded(entry.sha256):
                    counts["found"] += 1
                else:
                    lines = _lines(shards, entry)
                    for article in entry.articles:
                        writer.write(_prepared(article, lines))
                    taken.append(entry.sha256)
            except ShardError as error:
                refused.append(Refusal(address, str(error)))
                continue
            if on_progress is not None:
                on_progress(entry)
            if len(taken) == _FLUSH_EVERY:
                _settle(writer, journal, taken)
        _settle(writer, journal, taken)
        store.keep_up()
    return Loaded(
        len(manifest.parts) - len(refused),
        counts["found"],
        counts[Status.STORED],
        counts[Status.REPLACED],
        counts[Status.UNCHANGED],
        counts["quads"],
        tuple(refused),
    )


def _settle(writer: Writer, journal: Journal, taken: list[str]) -> None:
    """Notes shards as taken in once what they brought is safe."""
    writer.flush()
    for shard in taken:
        journal.record_load(shard)
    journal.flush()
    taken.clear()


def _entry(shards: Place, part: str) -> Entry:
    try:
        return Entry.read(shards, part)
    except FileNotFoundError:
        raise ShardError(f"{entry_name(part)}: is missing; build the shards again") from None


def _lines(shards: Place, entry: Entry) -> io.BytesIO:
    """The N-Quads of a shard. Raises ShardError where it is missing or damaged."""
    try:
        packed = shards.read(entry.shard)
    except FileNotFoundError:
        raise ShardError(f"{entry.shard}: is missing; build the shards again") from None
    if sha256(packed).hexdigest() != entry.sha256:
        raise ShardError(f"{entry.shard}: is damaged; delete it and build the shards again")
    return io.BytesIO(gzip.decompress(packed))


def _prepared(article: Contained, lines: io.BytesIO) -> Prepared:
    """The article whose lines come next."""
    written, known = (b"".join(islice(lines, count)) for count in (article.quads, article.known))
    return Prepared(
        article.name,
        article.source,
        article.sha256,
        article.article,
        written,
        known,
        violations=(),
        counts=(("quads", article.quads),),
        fingerprint=article.fingerprint,
        content=article.content,
    )
