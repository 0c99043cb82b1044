"""Walks over files, folders and standard input, and hands each to the reader of its format."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from kg.model import Document
from kg.sources.base import Limits, Reader, Refusal
from kg.sources.text import read_text

READERS: Mapping[str, Reader] = MappingProxyType({".txt": read_text, ".text": read_text, "": read_text})
"""Suffix of a file, in lower case → what reads it."""

STANDARD_INPUT = "-"


def read_documents(paths: Iterable[Path | str], limits: Limits | None = None) -> Iterator[Document | Refusal]:
    """What the files hold, one after the other, in the order given.

    Args:
        paths: files; folders, which are read with all below them in the order of the names, without what is hidden
            (``.name``); ``"-"`` for standard input. A file that is named itself is read as plain text if its suffix is
            unknown; one found in a folder is then refused.
        limits: how large an input may be.

    Yields:
        A document for each text; a refusal for each input that cannot be read. Nothing is raised.
    """
    limits = limits or Limits()
    for path in paths:
        if str(path) == STANDARD_INPUT:
            yield from read_text(STANDARD_INPUT, sys.stdin.buffer, limits)
        else:
            yield from _read_path(Path(path), limits)


def _read_path(path: Path, limits: Limits) -> Iterator[Document | Refusal]:
    try:
        is_folder = path.is_dir()
    except OSError as error:
        yield _refusal(path, error)
        return
    if is_folder:
        yield from _read_folder(path, limits)
    else:
        yield from _read_file(path, READERS.get(path.suffix.lower(), read_text), limits)


def _read_folder(folder: Path, limits: Limits) -> Iterator[Document | Refusal]:
    try:
        inside = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        yield _refusal(folder, error)
        return
    for path in inside:
        reader = READERS.get(path.suffix.lower())
        if path.is_dir():
            if not path.is_symlink():  # a link could lead back to a folder above
                yield from _read_folder(path, limits)
        elif not path.is_file():
            yield Refusal(str(path), "is no ordinary file (a broken link or a device); remove it from the folder")
        elif reader is None:
            known = ", ".join(suffix for suffix in READERS if suffix)
            remedy = "name the file itself if it is plain text"
            yield Refusal(str(path), f"of the files in folders only {known} are read, not {path.suffix}; {remedy}")
        else:
            yield from _read_file(path, reader, limits)


def _read_file(path: Path, reader: Reader, limits: Limits) -> Iterator[Document | Refusal]:
    try:
        with path.open("rb") as stream:
            yield from reader(str(path), stream, limits)
    except OSError as error:
        yield _refusal(path, error)


def _refusal(path: Path, error: OSError) -> Refusal:
    if isinstance(error, FileNotFoundError):
        return Refusal(str(path), "is not there; check the path")
    if isinstance(error, PermissionError):
        return Refusal(str(path), "may not be read; give yourself the right to read it (chmod +r)")
    return Refusal(str(path), f"cannot be read ({error.strerror or error}); check the disk or the path")
