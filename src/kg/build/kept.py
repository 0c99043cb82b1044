"""What is kept to the end of a build without filling the memory: of a crawl of millions, very many may be refused."""

import pickle
import tempfile
from collections.abc import Iterator
from typing import Generic, TypeVar

_T = TypeVar("_T")
_IN_MEMORY = 1 << 20
"""Bytes."""


class Kept(Generic[_T]):
    """Records in the order in which they came; many of them lie in a temporary file, which goes with the object."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it lives as long as this
        self._size = 0

    def append(self, record: _T) -> None:
        """One more."""
        self._file.seek(0, 2)
        pickle.dump(record, self._file)
        self._size += 1

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[_T]:
        self._file.seek(0)
        for _ in range(self._size):
            record: _T = pickle.load(self._file)
            yield record
