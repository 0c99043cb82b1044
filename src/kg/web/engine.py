"""Who answers queries: threads of this process, or processes that can be killed."""

import queue
import subprocess
import sys
import time
from multiprocessing.connection import Pipe
from typing import Protocol

from kg.stores.base import Store
from kg.web.jobs import Job, Output, QueryError, QueryTimeoutError, ReaderGoneError, evaluate
from kg.web.worker import Message

_LOOK = 0.05
"""Seconds between two looks whether a query has had its time or lost its reader."""


class Engine(Protocol):
    """Answers queries."""

    size: int
    """How many at the same time."""

    def run(self, job: Job, output: Output, limit: float) -> None:
        """Writes the answer; blocks until it is whole.

        Args:
            job: the query.
            output: where the answer goes.
            limit: the seconds that it may take, without those in which the reader is slow.

        Raises:
            QueryError: or one of its kinds.
            ReaderGoneError: as the output says.
        """

    def close(self) -> None:
        """Stops all that runs, as far as it can be stopped."""


class ThreadEngine:
    """Answers in the calling thread.

    A query that takes too long is not stopped (Oxigraph's binding has no way to), only no longer waited for: it keeps
    its core and its turn until it ends. For stores in memory and on other servers; for a folder see ProcessEngine.
    """

    def __init__(self, store: Store, size: int) -> None:
        self.size = size
        self._store = store

    def run(self, job: Job, output: Output, limit: float) -> None:
        """See Engine; the limit is kept by whoever waits."""
        evaluate(self._store, job, output)

    def close(self) -> None:
        """Nothing to stop: the store belongs to whoever opened it."""


class ProcessEngine:
    """Answers in processes that each have the store's folder open for reading.

    A process whose query takes too long, or whose reader has gone, is killed, which frees its memory and its core, and
    another takes its place.
    """

    def __init__(self, location: str, size: int) -> None:
        """Starts the processes; they open the store while the first requests are still on their way."""
        self.size = size
        self._location = location
        self._closed = False
        self._workers = {_Worker(location) for _ in range(size)}
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def run(self, job: Job, output: Output, limit: float) -> None:
        """See Engine."""
        worker = self._idle.get()
        try:
            failure = worker.run(job, output, limit)
        except BaseException as error:
            worker = self._replace(worker)
            if isinstance(error, EOFError | OSError):
                raise QueryError("the process that answered the query ended (out of memory?)") from error
            raise
        finally:
            self._idle.put(worker)
        if failure is not None:
            raise failure

    def close(self) -> None:
        """Kills the processes."""
        self._closed = True
        for worker in list(self._workers):
            worker.kill()

    def _replace(self, worker: "_Worker") -> "_Worker":
        worker.kill()
        if self._closed:
            return worker
        self._workers.discard(worker)
        new = _Worker(self._location)
        self._workers.add(new)
        return new


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, location: str) -> None:
        self._pipe, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kg.web.worker", str(theirs.fileno()), location],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the server, which then ends its workers itself
            )

    def run(self, job: Job, output: Output, limit: float) -> QueryError | None:
        """Writes the answer, or returns the failure that the process reports; the process is ready for the next job.

        After any exception it is not, and has to be killed.
        """
        began = time.monotonic()
        self._pipe.send(job)
        while True:
            while not self._pipe.poll(_LOOK):
                if output.gone:
                    raise ReaderGoneError
                if time.monotonic() - began > limit + output.waited:
                    raise QueryTimeoutError
            message: Message = self._pipe.recv()
            match message:
                case bytes():
                    output.write(message)
                case str():
                    output.start(message)
                case _:
                    return message

    def kill(self) -> None:
        """Ends the process at once."""
        self._process.kill()
        self._process.wait()
        self._pipe.close()
