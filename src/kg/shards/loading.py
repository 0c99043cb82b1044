"""Shards → a store: what a build of the same inputs would have put there.

Articles that the store does not have go in together, as fast as the store can; those that it has are written one by
one, as a build does (:class:`kg.build.writer.Writer`). Which shards have been taken in is noted beside the store, so
that a load that was broken off goes on. One that is killed while articles go in together may leave them in part; they
are noted as partial, and the next load or build writes each of them anew.
"""

import gzip
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from kg.build import Prepared, Status
from kg.build.writer import Writer
from kg.shards.entries import Contained, Entry, Manifest, ShardError, digest
from kg.shards.places import Place, place
from kg.sources import Refusal
from kg.stores import Store
from kg.stores.journal import Journal

_FLUSH_EVERY = 50
"""Shards."""


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
    counts = dict.fromkeys(("found", Status.STORED, Status.REPLACED, Status.UNCHANGED, "quads"), 0)
    refused = []
    with Journal.beside(store.location) as journal:
        writer = Writer(store, journal, base, manifest.version)
        for number, part in enumerate(manifest.parts, start=1):
            try:
                entry, lines = _read(shards, part)
            except ShardError as error:
                refused.append(Refusal(address, str(error)))
                continue
            if not again and journal.is_loaded(entry.sha256):
                counts["found"] += 1
            else:
                for status, quads in _load(entry, lines, writer):
                    counts[status] += 1
                    counts["quads"] += quads
                journal.record_load(entry.sha256)
            if on_progress is not None:
                on_progress(entry)
            if number % _FLUSH_EVERY == 0:
                writer.flush()
        writer.flush()
        store.index_texts()
    return Loaded(
        len(manifest.parts) - len(refused),
        counts["found"],
        counts[Status.STORED],
        counts[Status.REPLACED],
        counts[Status.UNCHANGED],
        counts["quads"],
        tuple(refused),
    )


def _read(shards: Place, part: str) -> tuple[Entry, io.BytesIO]:
    """A shard with its lines.

    Raises:
        ShardError: where it is missing or damaged.
    """
    try:
        entry = Entry.read(shards, part)
        packed = shards.read(entry.shard)
    except FileNotFoundError as error:
        raise ShardError(f"part {part}: a file of it is missing ({error}); build the shards again") from error
    if digest([packed]) != entry.sha256:
        raise ShardError(f"{entry.shard}: is damaged; delete it and build the shards again")
    return entry, io.BytesIO(gzip.decompress(packed))


def _load(entry: Entry, lines: io.BytesIO, writer: Writer) -> Iterator[tuple[Status, int]]:
    """Takes a shard in: what became of each article, and how many quads it has."""
    new: dict[str, Prepared] = {}
    for article in entry.articles:
        prepared = _prepared(article, lines)
        if article.article not in new and writer.is_new(prepared):
            new[article.article] = prepared
            yield Status.STORED, article.quads
            continue
        if article.article in new:  # a second source of it, which may be another reading
            writer.write_new(new)
            new = {}
        if writer.has(prepared):
            yield Status.UNCHANGED, 0
        else:
            yield writer.write(prepared).status, article.quads
    writer.write_new(new)


def _prepared(article: Contained, lines: io.BytesIO) -> Prepared:
    """The article whose lines come next."""
    written, known = (b"".join(islice(lines, count)) for count in (article.quads, article.known))
    return Prepared(article.name, article.sha256, article.article, written, known, (), ())
