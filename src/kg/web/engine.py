"""Who answers queries and makes changes: threads of this process, or processes that can be killed.

Over a folder, one process writes and others read copies that it publishes (:mod:`kg.stores.snapshots`). A change is
answered when it is committed; the first query after it has it published, so every query sees every change that was
answered before it was asked, and changes that follow each other cost no copies.
"""

import queue
import signal
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Connection, Pipe
from typing import TYPE_CHECKING, Protocol

from kg.stores.base import Store
from kg.web.jobs import (
    Change,
    Effect,
    Job,
    Output,
    QueryError,
    QueryForbiddenError,
    QueryMemoryError,
    QueryTimeoutError,
    ReaderGoneError,
    evaluate,
    perform,
)
from kg.web.worker import Message

if TYPE_CHECKING:
    Changes = Connection[Change, Effect | QueryError]
    Control = Connection[None, QueryError | None]

_PATIENCE = 20.0
"""Seconds that a change which is being made may hold up the server's end."""
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

    def write(self, change: Change, limit: float) -> Effect:
        """Makes a change; blocks until it is made. Queries that come after see it. One change is made at a time.

        Args:
            change: the update, or what is to be done to a graph.
            limit: the seconds that it may take.

        Raises:
            QueryError: or one of its kinds; then nothing was changed.
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
        self._writing = threading.Lock()

    def run(self, job: Job, output: Output, limit: float) -> None:
        """See Engine; the limit is kept by whoever waits."""
        evaluate(self._store, job, output)

    def write(self, change: Change, limit: float) -> Effect:
        """See Engine; the limit is the store's to keep."""
        with self._writing:
            return perform(self._store, change)

    def close(self) -> None:
        """Nothing to stop: the store belongs to whoever opened it."""


class ProcessEngine:
    """Answers in processes that each have the store's folder open for reading; another one writes.

    A process whose work takes too long, or whose reader has gone, is killed, which frees its memory and its core, and
    another takes its place.
    """

    def __init__(self, location: str, size: int, *, writable: bool = False, memory: int = 0) -> None:
        """Starts the processes; they open the store while the first requests are still on their way.

        Args:
            location: the store's folder.
            size: how many processes answer queries.
            writable: is there one that writes, too? It keeps all other writers out.
            memory: bytes that a process which answers queries may take; 0 for any.
        """
        self.size = size
        self._location = location
        self._memory = memory
        self._closed = False
        self._writer = _Writer(location) if writable else None
        self._workers = {self._start() for _ in range(size)}
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def run(self, job: Job, output: Output, limit: float) -> None:
        """See Engine."""
        if self._writer is not None:
            self._writer.publish(limit)
        worker = self._idle.get()
        try:
            failure = worker.run(job, output, limit)
        except (EOFError, OSError) as error:
            reason = worker.obituary()
            worker = self._replace(worker)
            raise reason from error
        except BaseException:
            worker = self._replace(worker)
            raise
        finally:
            self._idle.put(worker)
        if failure is not None:
            raise failure

    def write(self, change: Change, limit: float) -> Effect:
        """See Engine."""
        if self._writer is None:
            raise QueryForbiddenError("the server was started without a token for changes; start it anew to take them")
        return self._writer.write(change, limit)

    def close(self) -> None:
        """Lets the writer end what it does, within some seconds, and kills the other processes."""
        self._closed = True
        if self._writer is not None:
            self._writer.close()
        for worker in list(self._workers):
            worker.kill()

    def _replace(self, worker: "_Worker") -> "_Worker":
        worker.kill()
        if self._closed:
            return worker
        self._workers.discard(worker)
        new = self._start()
        self._workers.add(new)
        return new

    def _start(self) -> "_Worker":
        return _Worker(self._location, self._memory)


class _Writer:
    """The process that writes, and the pipes to it."""

    def __init__(self, location: str) -> None:
        self._location = location
        self._writing = threading.Lock()
        self._publishing = threading.Lock()
        self._unpublished = True  # the process may yet have to make the store, or to catch up with a killed writer
        self._start()

    def write(self, change: Change, limit: float) -> Effect:
        """Makes a change. Raises QueryError."""
        with self._writing:
            try:
                self._changes.send(change)
                if not self._changes.poll(limit):
                    self._restart()
                    raise QueryTimeoutError
                answer = self._changes.recv()
            except (EOFError, OSError) as error:
                self._restart()
                raise QueryError(
                    "the process that writes ended; whether the change was made must be looked up"
                ) from error
            finally:
                self._unpublished = True
        if isinstance(answer, QueryError):
            raise answer
        return answer

    def publish(self, limit: float) -> None:
        """Has queries from now on see all changes made so far. Raises QueryError."""
        if not self._unpublished:
            return
        with self._publishing:
            if not self._unpublished:
                return
            self._unpublished = False
            failure: QueryError | None = QueryError("the process that writes is being started anew; ask again")
            try:
                self._control.send(None)
                if self._control.poll(limit):
                    failure = self._control.recv()
            except (EOFError, OSError):
                pass
            if failure is not None:
                self._unpublished = True
                raise failure

    def close(self) -> None:
        """Ends the process, which first publishes what it has written."""
        self._changes.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._kill()

    def _start(self) -> None:
        self._changes: Changes
        self._control: Control
        self._changes, changes = Pipe()
        self._control, control = Pipe()
        with changes, control:
            descriptors = (changes.fileno(), control.fileno())
            self._process = _spawn("kg.web.writer", descriptors, *map(str, descriptors), self._location)

    def _restart(self) -> None:
        self._kill()
        with self._publishing:
            self._control.close()
            self._changes.close()
            self._start()

    def _kill(self) -> None:
        self._process.kill()
        self._process.wait()


def _spawn(module: str, descriptors: tuple[int, ...], *arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        pass_fds=descriptors,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the server, which then ends its processes itself
    )


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, location: str, memory: int) -> None:
        self._pipe, theirs = Pipe()
        with theirs:
            descriptor = theirs.fileno()
            self._process = _spawn("kg.web.worker", (descriptor,), str(descriptor), location, str(memory))

    def obituary(self) -> QueryError:
        """Why the process has ended by itself."""
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:
            code = 0
        # Rust and C++ abort where an allocation fails; the system kills where memory runs out.
        if code in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV):
            return QueryMemoryError("the process that answered the query ended: it needed more memory than there is")
        return QueryError("the process that answered the query ended")

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
