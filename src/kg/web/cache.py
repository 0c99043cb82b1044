"""Answers that are kept for those who ask the same again."""

from collections import OrderedDict
from collections.abc import Hashable, Sized
from typing import Generic, TypeVar

_Value = TypeVar("_Value", bound=Sized)
_OVERHEAD = 1000
"""Bytes that are counted for the key and for keeping it."""


class ByteCache(Generic[_Value]):
    """Keeps what was asked for last, as far as it fits."""

    def __init__(self, size: int) -> None:
        """Takes the bytes that all of it may have; 0 keeps nothing."""
        self._left = size
        self.largest = size // 8
        """Bytes that one value may have."""
        self._values: OrderedDict[Hashable, tuple[_Value, int]] = OrderedDict()

    def get(self, key: Hashable) -> _Value | None:
        """What was kept under a key."""
        found = self._values.get(key)
        if found is None:
            return None
        self._values.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, value: _Value, key_size: int = 0) -> None:
        """Keeps a value, in the place of others if need be; one that is too large is not kept."""
        size = len(value) + key_size + _OVERHEAD
        if size > self.largest:
            return
        if key in self._values:
            self._left += self._values.pop(key)[1]
        while self._left < size:
            _, (_, freed) = self._values.popitem(last=False)
            self._left += freed
        self._values[key] = (value, size)
        self._left -= size
