"""What a build keeps without filling the memory: of a crawl of millions, very many may be refused."""

import pickle
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Generic, TypeVar

_T = TypeVar("_T")
_IN_MEMORY = 1 << 20
"""Bytes."""


class Kept(Generic[_T]):
    """Records in the order in which they came; many of them lie in a temporary file, which goes with the object."""

    def __init__(self, folder: Path | None = None) -> None:
        """Keeps nothing yet; the file will be in a folder, or in the system's for such files."""
        place = None if folder is None else str(folder)
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=place)  # noqa: SIM115 - it lives as long as this
        self._size = 0

    def append(self, record: _T) -> int:
        """One more; its place, for :meth:`at`.

        Raises:
            OSError: where the disk is full.
        """
        place = self._file.seek(0, 2)
        pickle.dump(record, self._file)
        self._size += 1
        return place

    def at(self, place: int) -> _T:
        """The record that :meth:`append` has put there."""
        self._file.seek(place)
        record: _T = pickle.load(self._file)
        return record

    def clear(self) -> None:
        """Forgets them all, and gives the room on the disk free."""
        self._file.seek(0)
        self._file.truncate()
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[_T]:
        self._file.seek(0)
        for _ in range(self._size):
            record: _T = pickle.load(self._file)
            yield record
