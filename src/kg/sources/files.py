"""Walks over files, folders and standard input, and hands each to what reads inputs."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from kg.sources.base import Found, Options, Refusal
from kg.sources.formats import SUFFIXES
from kg.sources.inputs import read_input
from kg.sources.streams import input_of

STANDARD_INPUT = "-"


def read_documents(paths: Iterable[Path | str], options: Options | None = None) -> Iterator[Found]:
    """What the files hold, one after the other, in the order given.

    Args:
        paths: files; folders, which are read with all below them in the order of the names, without what is hidden
            (``.name``) and without stores; ``"-"`` for standard input. What a file is, its content tells; a file
            that is named itself may have any name, one that is found in a folder is refused if its suffix is none of a
            known format.
        options: how they are read.

    Yields:
        A document for each text; a refusal for each input that cannot be read. Nothing is raised.
    """
    options = options or Options()
    for path in paths:
        if str(path) == STANDARD_INPUT:
            yield from _read_stream(STANDARD_INPUT, sys.stdin.buffer, options)
        else:
            yield from _read_path(Path(path), options)


def file_of(place: str) -> Path | None:
    """The file that a document was read from, given its :attr:`~kg.model.Document.place`; None if it is gone."""
    path = Path(place)
    while not path.is_file():
        before, mark, _ = str(path).rpartition("#")
        if not mark:
            return None
        path = Path(before)
    return path


def _read_path(path: Path, options: Options) -> Iterator[Found]:
    try:
        is_folder = path.is_dir()
    except OSError as error:
        yield _refusal(path, error)
        return
    if is_folder:
        yield from _read_folder(path, options)
    else:
        yield from _read_file(path, options)


def _read_folder(folder: Path, options: Options) -> Iterator[Found]:
    for path in files_in(folder):
        if isinstance(path, Refusal):
            yield path
        else:
            yield from _read_file(path, options)


def files_in(folder: Path) -> Iterator[Path | Refusal]:
    """The files of a folder and of those below it, in the order of their names, without hidden ones and without
    stores; a refusal for each that is not read.
    """
    try:
        inside = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        yield _refusal(folder, error)
        return
    for path in inside:
        if path.is_dir():
            if not path.is_symlink() and not _is_store(path):  # a link could lead back to a folder above
                yield from files_in(path)
        elif not path.is_file():
            yield Refusal(str(path), "is no ordinary file (a broken link or a device); remove it from the folder")
        elif path.suffix.lower() not in SUFFIXES:
            known = ", ".join(sorted(filter(None, SUFFIXES)))
            remedy = "name the file itself if it is one of these"
            yield Refusal(str(path), f"of the files in folders only {known} are read, not {path.suffix}; {remedy}")
        else:
            yield path


def _is_store(folder: Path) -> bool:
    from kg.stores.mark import MARK  # noqa: PLC0415 - stores take long to load, and few folders hold others

    return (folder / MARK).exists()


def _read_file(path: Path, options: Options) -> Iterator[Found]:
    try:
        with path.open("rb") as stream:
            yield from read_input(input_of(str(path), stream), options)
    except OSError as error:
        yield _refusal(path, error)


def _read_stream(name: str, stream: BinaryIO, options: Options) -> Iterator[Found]:
    try:
        yield from read_input(input_of(name, stream), options)
    except OSError as error:
        yield Refusal(name, f"cannot be read ({error.strerror or error}); check what writes it")


def _refusal(path: Path, error: OSError) -> Refusal:
    if isinstance(error, FileNotFoundError):
        return Refusal(str(path), "is not there; check the path")
    if isinstance(error, PermissionError):
        return Refusal(str(path), "may not be read; give yourself the right to read it (chmod +r)")
    return Refusal(str(path), f"cannot be read ({error.strerror or error}); check the disk or the path")
