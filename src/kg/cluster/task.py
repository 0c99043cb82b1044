"""What a machine of the cluster does: reads the inputs of a part and writes its shard."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Self

from kg import __version__
from kg.build import Preparation, Prepared
from kg.errors import KgError
from kg.extract import PRELOAD
from kg.extract.reader import Reader
from kg.model import Document
from kg.reading import Limits, read_all
from kg.shards.entries import Entry
from kg.shards.parts import Part
from kg.shards.places import place
from kg.shards.writing import write_shard
from kg.sources import Options, Refusal, read_documents
from kg.sources.inputs import read_input
from kg.sources.streams import input_of


class ClusterError(KgError):
    """The cluster can't do the work; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of the user's (a gazetteer, decisions) that travels with the work."""

    name: str
    data: bytes

    @classmethod
    def of(cls, path: Path) -> Self:
        """The file at a path. Raises OSError."""
        return cls(path.name, path.read_bytes())


@dataclass(frozen=True, slots=True)
class Reading:
    """How parts are read, the same on every machine."""

    target: str
    """Where shards go: a folder that all machines share, or an address (``s3://bucket/news``)."""
    version: str
    """Of the program and its files (:func:`kg.versions.reading_version`)."""
    base: str
    text: bool = True
    """Are the articles' texts stored too?"""
    gazetteers: tuple[Attached, ...] = ()
    decisions: tuple[Attached, ...] = ()
    options: Options = field(default_factory=Options)
    limits: Limits = field(default_factory=Limits)
    """What one article may take."""


def read_part(part: Part, reading: Reading) -> Entry:
    """Reads the inputs of a part in a process of its own, so that no article can take the machine with it.

    Raises:
        ClusterError: where this machine has another version of the program.
        PlaceError: where the shard can't be written.
        KgError: where a file that goes with the reading is wrong.
    """
    wanted = reading.version.partition("+")[0]
    if wanted != __version__:
        raise ClusterError(
            f"a machine of the cluster has newskg {__version__}, and {wanted} is wanted; install the same on all"
        )
    prepare = Preparation(
        Reader(_files(reading.gazetteers), _files(reading.decisions)),
        reading.base,
        reading.text,
        reading.version,
    )
    prepared: Iterator[Prepared | Refusal] = read_all(
        _documents(part.names, reading.options), prepare, workers=1, limits=reading.limits, preload=PRELOAD
    )
    return write_shard(part.id, prepared, place(reading.target))


def _documents(names: Iterable[str], options: Options) -> Iterator[Document | Refusal]:
    for name in names:
        yield from _at(name, options) if "://" in name else read_documents([name], options)


def _at(address: str, options: Options) -> Iterator[Document | Refusal]:
    import fsspec  # noqa: PLC0415 - only addresses need it

    try:
        with fsspec.open(address, "rb") as stream:
            yield from read_input(input_of(address, stream), options)
    except Exception as error:  # each kind of address raises errors of its own
        yield Refusal(address, f"can't be read ({type(error).__name__}: {error}); check the address and your rights")


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """A folder of this process, which goes with it."""
    return tempfile.TemporaryDirectory(prefix="newskg-")


@cache
def _files(attached: tuple[Attached, ...]) -> tuple[Path, ...]:
    """The files, as they are on this machine while the process runs."""
    paths = tuple(Path(_folder().name) / f"{sha256(file.data).hexdigest()[:16]}-{file.name}" for file in attached)
    for path, file in zip(paths, attached, strict=True):
        path.write_bytes(file.data)
    return paths
