"""A build on many machines: each part of the inputs is read on one of them, which writes its shard.

What is there already is not read again, so a build that was broken off goes on; what a machine that dies was reading,
another reads. :func:`build_shards` runs on a Ray cluster, or in this process where none is named.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self

from kg.cluster.ray import read_on_ray
from kg.cluster.task import Attached, Reading, read_part
from kg.shards.entries import Entry, Manifest, entry_name, shard_name
from kg.shards.parts import MOST_INPUTS, Given, Part, inputs, parts
from kg.shards.places import place
from kg.sources import Refusal

__all__ = ["Attached", "Reading", "Shards", "build_shards"]


@dataclass(frozen=True, slots=True)
class Shards:
    """What a build of shards did."""

    parts: int
    found: int
    """Of them, those that an earlier build had written."""
    articles: int = 0
    quads: int = 0
    refused: tuple[Refusal, ...] = ()
    left_out: int = 0
    """Things that break a shape, in articles that were taken."""

    def with_entry(self, entry: Entry) -> Self:
        """With what one more shard says."""
        return replace(
            self,
            articles=self.articles + len(entry.articles),
            quads=self.quads + entry.quads,
            refused=self.refused + entry.refused,
            left_out=self.left_out + entry.left_out,
        )


def build_shards(
    names: Iterable[str],
    reading: Reading,
    *,
    on: str | None = None,
    most: int = MOST_INPUTS,
    on_progress: Callable[[Entry], None] | None = None,
) -> Shards:
    """Reads inputs and writes what they say as shards with a manifest.

    Args:
        names: files, folders, addresses; on several machines, all of them must find them under these names.
        reading: how they are read, and where the shards go.
        on: the address of a Ray cluster (:func:`kg.cluster.ray.read_on_ray`); without one, this process reads.
        most: inputs that are read together, and so make one shard.
        on_progress: is told of each shard that is written.

    Raises:
        ClusterError: where the cluster can't be reached, or a machine of it can't do the work.
        PlaceError: where shards can't be written.
        MissingPackageError: where Ray is named and not installed, or an address and no fsspec.
    """
    refused: list[Refusal] = []
    cut = tuple(parts(_given(names, refused), reading.version, reading.base, text=reading.text, most=most))
    target = place(reading.target)
    there = target.names()
    done: list[Part] = []
    to_read: list[Part] = []
    for part in cut:
        (done if {entry_name(part.id), shard_name(part.id)} <= there else to_read).append(part)
    shards = Shards(len(cut), found=len(done), refused=tuple(refused))
    for part in done:
        shards = shards.with_entry(Entry.read(target, part.id))
    for entry in read_on_ray(to_read, reading, on) if on else _read_here(to_read, reading):
        shards = shards.with_entry(entry)
        if on_progress is not None:
            on_progress(entry)
    Manifest(reading.version, reading.base, tuple(part.id for part in cut), tuple(refused)).write(target)
    return shards


def _given(names: Iterable[str], refused: list[Refusal]) -> Iterator[Given]:
    for one in inputs(names):
        if isinstance(one, Refusal):
            refused.append(one)
        else:
            yield one


def _read_here(to_read: Iterable[Part], reading: Reading) -> Iterator[Entry]:
    return (read_part(part, reading) for part in to_read)
