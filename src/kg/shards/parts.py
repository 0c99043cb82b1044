"""Cuts a build into parts: which inputs are read together, on whichever machine.

Parts depend on nothing but the inputs and what reads them, so a build that is started again knows what it has done.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.extras import require
from kg.sources import Refusal
from kg.sources.files import files_in

MOST_INPUTS = 256
"""Of a part, if nobody says otherwise."""
_MOST_BYTES = 16_000_000
"""Of a part; a single input that is larger is a part of its own."""


@dataclass(frozen=True, slots=True)
class Given:
    """An input by its name."""

    name: str
    """A path, or an address such as ``s3://bucket/news.jsonl.gz``; every machine must be able to open it."""
    state: str
    """What changes when its content does: size and time, or what an object store says of it."""
    size: int
    """In bytes; 0 where nobody knows."""


@dataclass(frozen=True, slots=True)
class Part:
    """Inputs that are read together."""

    id: str
    names: tuple[str, ...]


def parts(given: Iterable[Given], version: str, base: str, *, text: bool, most: int = MOST_INPUTS) -> Iterator[Part]:
    """Cuts inputs into parts, in their order.

    Args:
        given: the inputs.
        version: what reads them; the same inputs are other parts for another version.
        base: the base IRI.
        text: are the articles' texts stored too?
        most: inputs of a part.
    """
    for some in _grouped(given, most):
        told = json.dumps([version, base, text, [(one.name, one.state) for one in some]], ensure_ascii=False)
        yield Part(hashlib.sha256(told.encode()).hexdigest()[:16], tuple(one.name for one in some))


def inputs(names: Iterable[str]) -> Iterator[Given | Refusal]:
    """The inputs that names stand for: files, folders with all below them, addresses, addresses that hold others.

    Raises:
        MissingPackageError: for an address, where fsspec is not installed.
    """
    for name in names:
        if "://" in name:
            yield from _at(name)
            continue
        path = Path(name).resolve()
        for file in files_in(path) if path.is_dir() else (path,):
            yield file if isinstance(file, Refusal) else _file(file)


def _file(path: Path) -> Given | Refusal:
    try:
        told = path.stat()
    except OSError as error:
        return Refusal(str(path), f"cannot be read ({error.strerror}); check the path")
    return Given(str(path), f"{told.st_size} {told.st_mtime_ns}", told.st_size)


def _at(address: str) -> Iterator[Given | Refusal]:
    if address.startswith(("http://", "https://")):
        yield Given(address, "", 0)
        return
    require("fsspec", "cluster", address)
    import fsspec  # noqa: PLC0415 - only addresses need it

    try:
        system, root = fsspec.core.url_to_fs(address)
        found: dict[str, dict[str, Any]] = system.find(root, detail=True)
    except Exception as error:  # each kind of address raises errors of its own
        yield Refusal(address, f"can't be read ({type(error).__name__}: {error}); check the address and your rights")
        return
    if not found:
        yield Refusal(address, "has nothing in it; check the address")
    for path in sorted(found):
        told = found[path]
        state = " ".join(str(told[key]) for key in ("size", "ETag", "LastModified", "mtime") if key in told)
        yield Given(system.unstrip_protocol(path), state, int(told.get("size") or 0))


def _grouped(given: Iterable[Given], most: int) -> Iterator[list[Given]]:
    some: list[Given] = []
    size = 0
    for one in given:
        if some and (len(some) == most or size + one.size > _MOST_BYTES):
            yield some
            some, size = [], 0
        some.append(one)
        size += one.size
    if some:
        yield some
