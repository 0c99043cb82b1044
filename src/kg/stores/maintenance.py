"""What the one who looks after a store in a folder does with it: back it up, restore it, make it smaller, measure it.

A backup is a folder of its own that any command can open. It is made from a published copy (:mod:`kg.stores.snapshots`)
while others read and write; its large files are hard links where the file system allows, since RocksDB never changes
them.
"""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph

from kg.stores.base import StoreError
from kg.stores.embedded import EmbeddedStore
from kg.stores.mark import COMPANIONS, JOURNAL, MARK, TEXTS
from kg.stores.snapshots import Reading, Snapshots

_UNCHANGING = {".sst", ".blob"}
"""Suffixes of the files that RocksDB writes once and never changes."""
_PATIENCE = 3.0
"""Seconds to wait for a writer at work to publish what it has written; a server does within one."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What was backed up."""

    folder: Path
    size: int
    """Bytes of its files, of which the store shares most."""
    is_behind: bool
    """Was something written meanwhile, or by a build that has not published it yet, which the backup lacks?"""


@dataclass(frozen=True, slots=True)
class Statistics:
    """How large a store in a folder is."""

    quads: int
    graphs: int
    made_by: str
    """The version of the program that made it."""
    format: int
    quad_bytes: int
    """On the disk, without the copies."""
    copy_bytes: int
    """What published copies that are still read hold beside that."""
    text_bytes: int
    """Of the text index."""
    copies: int


def backup(folder: Path, target: Path) -> Backup:
    """Backs a store up while it may be served and written to.

    Args:
        folder: of the store.
        target: a folder that is not there yet.

    Raises:
        StoreError: where there is no store, or something is at the target already.
    """
    _check_free(target)
    EmbeddedStore(folder, read_only=True).close()  # publishes what a killed writer has left; tells what is wrong
    copies = Snapshots(folder)
    given_up = time.monotonic() + _PATIENCE
    while copies.is_behind and time.monotonic() < given_up:
        time.sleep(0.02)
    is_behind = copies.is_behind
    draft = target.with_name(target.name + ".part")
    with _told(target):
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        with closing(_claim(copies, folder)) as reading:
            _link(reading.copy, draft)
        _copy_journal(folder / JOURNAL, draft / JOURNAL)
        shutil.copyfile(folder / MARK, draft / MARK)
        pyoxigraph.Store.read_only(str(draft))  # it can be opened, so it is whole
        draft.rename(target)
        size = sum(size for _, size in _files(target).values())
    return Backup(target, size, is_behind)


def restore(source: Path, folder: Path, *, replace: bool = False) -> int:
    """Makes a store of a backup, which stays as it is.

    Args:
        source: the backup.
        folder: of the store; not there yet, unless it is to be replaced.
        replace: may a store in the folder be given up? Nothing may read or write it then.

    Returns:
        How many quads there are.

    Raises:
        StoreError: where the source is no backup, or the folder is not free, or in use.
    """
    if not source.is_dir() or folder.resolve() == source.resolve():
        raise StoreError(f"{source}: there is no backup; name the folder that `kg store backup` made")
    with EmbeddedStore(source, read_only=True) as store:
        size = len(store)
    if not replace:
        _check_free(folder)
    elif folder.exists():
        EmbeddedStore(folder).close()  # whoever writes to it keeps this out
    draft, old = folder.with_name(folder.name + ".part"), folder.with_name(folder.name + ".old")
    with _told(folder):
        for left in (draft, old):
            shutil.rmtree(left, ignore_errors=True)
        draft.mkdir(parents=True)
        copies = Snapshots(source)
        if copies.newest() is None:
            _link(source, draft)
        else:  # the backup was opened, and perhaps written to: its newest copy is what is in it
            with closing(_claim(copies, source)) as reading:
                _link(reading.copy, draft)
        for name in (MARK, JOURNAL):
            with suppress(FileNotFoundError):
                shutil.copyfile(source / name, draft / name)
        if folder.exists():
            folder.rename(old)
        draft.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    return size


def statistics(folder: Path) -> Statistics:
    """Measures a store. Raises StoreError where there is none."""
    with EmbeddedStore(folder, read_only=True) as store:
        quads, graphs = len(store), sum(1 for _ in store.graphs())
        mark = store.mark
    copies = Snapshots(folder).all()
    own = _files(folder)
    beside = {told for copy in copies for told in _files(copy).values()} - set(own.values())
    return Statistics(
        quads=quads,
        graphs=graphs,
        made_by=mark.made_by,
        format=mark.format,
        quad_bytes=sum(size for path, (_, size) in own.items() if not path.name.startswith(COMPANIONS)),
        copy_bytes=sum(size for _, size in beside),
        text_bytes=sum(size for path, (_, size) in own.items() if path.name.startswith(TEXTS)),
        copies=len(copies),
    )


def _files(folder: Path) -> dict[Path, tuple[int, int]]:
    """The files in a folder, each with its inode and its size."""
    found = {}
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # RocksDB removes files at any time
            if path.is_file():
                told = path.stat()
                found[path] = told.st_ino, told.st_size
    return found


def _claim(copies: Snapshots, folder: Path) -> Reading:
    while (copy := copies.newest()) is not None:
        with suppress(FileNotFoundError):  # a newer one has just taken its place
            return Reading(copy)
    raise StoreError(f"{folder}: nothing of the store was published; open it once as one who may write there")


def _link(source: Path, target: Path) -> None:
    """Copies RocksDB's files, by hard links where that can be done."""
    for path in source.iterdir():
        if not path.is_file() or path.name == "LOCK" or path.name.startswith((*COMPANIONS, JOURNAL)):
            continue
        if path.suffix in _UNCHANGING:
            with suppress(OSError):  # another file system, or one without hard links
                os.link(path, target / path.name)
                continue
        shutil.copyfile(path, target / path.name)


def _copy_journal(source: Path, target: Path) -> None:
    """Copies the journal of sources as it is now, also while a build writes to it."""
    if source.exists():
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as given,
            closing(sqlite3.connect(target)) as taken,
        ):
            given.backup(taken)


def _check_free(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder}: there is something already; name another folder")


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Turns what the file system complains of into an error that names the folder."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{folder}: it can't be written ({error.strerror or error}); see that there is room and that you may write"
        ) from error
