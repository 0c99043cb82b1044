"""What readers of a store's folder open: consistent copies that its one writer publishes, made of hard links.

RocksDB calls it undefined behaviour to open a folder for reading while another process writes to it. So readers never
open it: the writer puts a copy (``backup()``: a checkpoint, which shares all its files with the store) under
``snapshots/NUMBER``, whole before it takes its name, and readers open the newest. A reader holds a shared lock on the
folder of its copy, which the system drops when it ends, however it ends; the writer removes the older copies that
nobody holds. ``snapshots/behind`` stands there while the newest copy lacks something that was written.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

_TICKS = 100_000_000
"""Nanoseconds that are more than a tick of any clock by which files are dated."""


class Snapshots:
    """The published copies of the store in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "snapshots"
        self._behind = self._folder / "behind"
        self._looked: tuple[int, Path | None] = (-1, None)
        self._versioned: tuple[Path | None, str | None] = (None, None)

    @property
    def is_behind(self) -> bool:
        """Does the newest copy lack something, or is there none? Also where a writer was killed."""
        return self._behind.exists() or self.newest() is None

    def newest(self) -> Path | None:
        """The newest copy. Asked before each query, so the folder is read only where it has changed."""
        try:
            changed = self._folder.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        if changed == self._looked[0]:
            return self._looked[1]
        found = max(self.all(), key=lambda copy: int(copy.name), default=None)
        # Times are as coarse as the system's clock ticks: what has changed just now may change again unnoticed.
        self._looked = (changed if time.time_ns() - changed > _TICKS else -1, found)
        return found

    def all(self) -> list[Path]:
        """The copies: the newest, and those that are read or were not yet removed."""
        try:
            return [self._folder / entry.name for entry in os.scandir(self._folder) if entry.name.isdecimal()]
        except FileNotFoundError:
            return []

    def version(self) -> str | None:
        """A name of what readers see, which nothing else ever bears: neither an older copy nor another store's."""
        copy = self.newest()
        if copy is None:
            return None
        if copy != self._versioned[0]:
            try:
                self._versioned = (copy, f"{copy.name}-{copy.stat().st_mtime_ns}")
            except FileNotFoundError:  # a newer one has taken its place
                return None
        return self._versioned[1]

    def fall_behind(self) -> None:
        """To be called before the store is written to."""
        if not self._behind.exists():
            self._folder.mkdir(exist_ok=True)
            self._behind.touch()

    def catch_up(self) -> None:
        """To be called when the newest copy has all that was written."""
        self._behind.unlink(missing_ok=True)

    def publish(self, backup: Callable[[str], None]) -> None:
        """Makes a new copy and removes those that nobody reads; only for the one that has the store open for writing.

        Args:
            backup: copies the store into a folder that is not there yet.
        """
        self._folder.mkdir(exist_ok=True)
        draft = self._folder / "new"
        shutil.rmtree(draft, ignore_errors=True)
        before = self.newest()
        backup(str(draft))
        copy = self._folder / str(int(before.name) + 1 if before else 1)
        draft.rename(copy)
        for old in self._folder.iterdir():
            if old.name.isdecimal() and old != copy:
                _remove_unread(old)


class Reading:
    """A claim on a copy, which stays where it is until the claim is closed."""

    def __init__(self, copy: Path) -> None:
        """Raises FileNotFoundError where the copy has just been removed."""
        self.copy = copy
        self._lock: int | None = os.open(copy, os.O_RDONLY)
        fcntl.flock(self._lock, fcntl.LOCK_SH)
        if not (copy / "CURRENT").exists():
            self.close()
            raise FileNotFoundError(copy)

    def close(self) -> None:
        """Gives the copy free."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _remove_unread(copy: Path) -> None:
    lock = os.open(copy, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    else:
        shutil.rmtree(copy)
    finally:
        os.close(lock)
