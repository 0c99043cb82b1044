"""What several server processes know together, in memory that they share."""

import mmap
import os
import struct
import tempfile
import time
from dataclasses import dataclass, field
from typing import Self

_COUNT = struct.calcsize("Q")
_SLOTS = 16_384


class Ledger:
    """How many changes were made, and how many of them the newest copy has; whoever changes it is the one writer."""

    def __init__(self, descriptor: int) -> None:
        """Takes a file that others have open, too (:meth:`new`)."""
        self.descriptor = descriptor
        self._counts = memoryview(mmap.mmap(descriptor, 2 * _COUNT)).cast("Q")

    @classmethod
    def new(cls) -> Self:
        """One of a store of which nothing is known: the writer has yet to open it, and so perhaps to publish."""
        with tempfile.TemporaryFile(prefix="kg-") as file:
            file.truncate(2 * _COUNT)
            ledger = cls(os.dup(file.fileno()))
        ledger.written = 1
        return ledger

    @property
    def written(self) -> int:
        """Changes made; the start of a writer counts as one."""
        return self._counts[0]

    @written.setter
    def written(self, number: int) -> None:
        self._counts[0] = number

    @property
    def published(self) -> int:
        """What ``written`` was when the newest copy was begun."""
        return self._counts[1]

    @published.setter
    def published(self, number: int) -> None:
        self._counts[1] = number

    def close(self) -> None:
        """Lets go of the file; the memory stays as long as somebody has it."""
        os.close(self.descriptor)


class UnderWay:
    """How many requests of each client are being answered, by all server processes. Each counts in a row of its own, so
    none waits for another; a few clients may share a place, and are then counted as one.
    """

    def __init__(self, processes: int = 1) -> None:
        """Made before the processes are forked."""
        self._rows = memoryview(mmap.mmap(-1, processes * _SLOTS * 2)).cast("H", (processes, _SLOTS))
        self._processes = range(processes)

    def of(self, client: str) -> int:
        """How many there are."""
        slot = hash(client) % _SLOTS
        return sum(self._rows[row, slot] for row in self._processes)

    def begin(self, process: int, client: str) -> None:
        """One more is answered by this process."""
        self._rows[process, hash(client) % _SLOTS] += 1

    def end(self, process: int, client: str) -> None:
        """One of them is answered."""
        self._rows[process, hash(client) % _SLOTS] -= 1

    def forget(self, process: int) -> None:
        """The process has ended, and what it did with it."""
        for slot in range(_SLOTS):
            self._rows[process, slot] = 0


@dataclass(frozen=True, slots=True)
class Share:
    """What a server process has of all that is shared; by default it is the only one."""

    process: int = 0
    """Its number."""
    under_way: UnderWay = field(default_factory=UnderWay)
    started: float = field(default_factory=time.time)
    """When the server was started, in Unix time."""
