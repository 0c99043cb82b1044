"""A process that reads: what runs in it, and how it is asked.

It works on what it is sent until its end of the pipe is closed, so it never outlives for long the process that it works
for, however that ends.
"""

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from typing import Generic, TypeVar

from kg.errors import KgError
from kg.model import Document
from kg.reading.limits import Death, Limits, death, limit_memory, out_of_memory, peak_memory, start_clock, stop_clock
from kg.sources import Refusal

T = TypeVar("T")

Work = Callable[[Iterable[Document]], Iterator[T]]
"""What is made of documents: one thing of each, in their order."""


class DeathError(Exception):
    """The process has ended over its work."""

    def __init__(self, death: Death) -> None:
        super().__init__(death.cause)
        self.death = death


class Worker(Generic[T]):
    """One process that reads. It is asked by one thread at a time."""

    def __init__(self, context: ForkServerContext, work: Work[T], limits: Limits) -> None:
        """Starts it and waits until it has loaded what it works with.

        Raises:
            DeathError: where it does not come to that.
            KgError: where a file of the user's that goes with the reading is wrong.
        """
        self._limits = limits
        self._peak = 0
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, work, limits), daemon=True)
        self._process.start()
        theirs.close()
        self._answer()

    def read(self, documents: Sequence[Document]) -> list[T | Refusal]:
        """What is made of each document; a refusal of one at which the work fails.

        Raises:
            DeathError: where the process does not survive it.
        """
        try:
            self._pipe.send(documents)
        except OSError as error:
            raise DeathError(self._death()) from error
        return self._answer()

    @property
    def has_enough(self) -> bool:
        """Has the process had so much in memory that another should take its place?"""
        return self._peak > self._limits.enough

    def kill(self) -> None:
        """Ends the process, whatever it is at; another thread may be waiting for its answer."""
        self._process.kill()

    def close(self) -> None:
        """Lets go of a process that has ended."""
        self._process.join()
        self._pipe.close()

    def _answer(self) -> list[T | Refusal]:
        try:
            answer, self._peak = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise DeathError(self._death()) from error
        if isinstance(answer, KgError):
            raise answer
        assert isinstance(answer, list)
        return answer

    def _death(self) -> Death:
        self._process.join()
        return death(self._process.exitcode, self._limits)


def _serve(pipe: Connection, work: Work[T], limits: Limits) -> None:
    """Runs in the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of Ctrl-C, which all processes get, the first makes the best
    limit_memory(limits)
    with suppress(EOFError, OSError):  # nobody asks any more
        pipe.send((_done(work, []), peak_memory()))
        while True:
            documents = pipe.recv()
            start_clock(limits)
            answer = _done(work, documents)
            stop_clock()
            pipe.send((answer, peak_memory()))


def _done(work: Work[T], documents: Sequence[Document]) -> "list[T | Refusal] | KgError":
    try:
        return do(work, documents)
    except KgError as error:
        return error
    except MemoryError:
        out_of_memory()


def do(work: Work[T], documents: Sequence[Document]) -> list[T | Refusal]:
    """The work, in this process. Where documents together make it fail, each is tried alone, to find the one at fault.

    Raises:
        KgError: for a file of the user's that goes with the reading, not for a document.
        MemoryError: where there is too little.
    """
    try:
        return list(work(documents))
    except (KgError, MemoryError):
        raise
    except Exception as error:
        if len(documents) == 1:
            reason = f"can't be read: {type(error).__name__}: {error}; please report it with the text"
            return [Refusal(documents[0].name, reason)]
        return [done for document in documents for done in do(work, [document])]
