"""An engine of processes that can be killed: for a store in a folder.

One process writes, others read copies that it publishes (:mod:`kg.stores.snapshots`). A change is answered when it is
committed; the first query after it has it published, so every query sees every change that was answered before it was
asked, and changes that follow each other cost no copies.
"""

import asyncio
import signal
import socket
import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from kg.stores.snapshots import Snapshots
from kg.web.jobs import Asked, Change, Effect, QueryError, QueryForbiddenError, QueryMemoryError, QueryTimeoutError
from kg.web.spool import Spool
from kg.web.wire import DATA, END, START, WHOLE, Frames, job_frame, read_failure
from kg.web.writing import Writer, WriterProcess, spawn

_PATIENCE = 0.1
"""Seconds that a process has to end a query that nobody waits for any more, before it is killed."""
_PAUSE = 1.0
"""Seconds between two looks for processes that have ended though they had nothing to do."""


class ProcessEngine:
    """Answers in processes that each have the store's folder open for reading. See :class:`kg.web.engine.Engine`.

    A process whose work takes too long, or whose reader has gone, is killed, which frees its memory and its core, and
    another takes its place.
    """

    def __init__(
        self, location: str, size: int, *, writable: bool = False, memory: int = 0, writer: Writer | None = None
    ) -> None:
        """Starts the processes; they open the store while the first requests are still on their way.

        Args:
            location: the store's folder.
            size: how many processes answer queries.
            writable: is there one that writes, too? It keeps all other writers out.
            memory: bytes that each of the processes may take; 0 for any.
            writer: asks the one process that writes, where this engine is one of several that share it.
        """
        self.size = size
        self._location = location
        self._memory = memory
        self._closed = False
        self._snapshots = Snapshots(Path(location))
        self._own_writer = WriterProcess(location, memory) if writable and writer is None else None
        if self._own_writer is not None:
            threading.Thread(target=self._own_writer.keep, daemon=True).start()
            writer = Writer(self._own_writer.address, self._own_writer.ledger)
        self._writer = writer
        self._changes = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._publisher = ThreadPoolExecutor(1, thread_name_prefix="publish")
        self._workers = [_Worker(location, memory) for _ in range(size)]
        self._idle = list(self._workers)
        self._look: asyncio.TimerHandle | None = None

    @property
    def generation(self) -> int:
        """See Engine."""
        return self._writer.ledger.written if self._writer is not None else 0

    async def publish(self, limit: float) -> None:
        """See Engine."""
        if self._writer is not None and self._writer.has_unpublished:
            await asyncio.get_running_loop().run_in_executor(self._publisher, self._writer.publish, limit)

    def version(self) -> str | None:
        """See Engine."""
        return self._snapshots.version()

    def start(self, job: Asked, answer: Spool, limit: float, done: Callable[[], None]) -> None:
        """See Engine."""
        if self._look is None:
            self._look_again()
        if self._idle[-1].has_ended:
            self._idle[-1] = self._replace(self._idle[-1])
        worker = self._idle.pop()

        def end(*, usable: bool) -> None:
            try:
                if usable:
                    self._idle.append(worker)
                elif not self._closed:
                    # The new process needs some time until it can answer, so the others come first. If it cannot be
                    # started now, the place stays to be looked at again.
                    self._idle.insert(0, worker)
                    self._idle[0] = self._replace(worker)
            finally:
                done()

        worker.start(job, answer, limit, end)

    async def write(self, change: Change, limit: float) -> Effect:
        """See Engine."""
        if self._writer is None:
            raise QueryForbiddenError("the server was started without a token for changes; start it anew to take them")
        return await asyncio.get_running_loop().run_in_executor(self._changes, self._writer.write, change, limit)

    def close(self) -> None:
        """Lets the writer end what it does, within some seconds, and kills the other processes."""
        self._closed = True
        if self._look is not None:
            self._look.cancel()
        self._changes.shutdown(wait=False, cancel_futures=True)
        self._publisher.shutdown(wait=False, cancel_futures=True)
        if self._writer is not None:
            self._writer.close()
        if self._own_writer is not None:
            self._own_writer.close()
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            worker.wait()

    def _look_again(self) -> None:
        """Replaces those that have ended while they waited, from now on, so that no query waits for a process to start.

        At its own pace, because what cannot start must not take all cores; one that cannot be started now, for want of
        memory or of descriptors, is tried again at the next look.
        """
        self._look = asyncio.get_running_loop().call_later(_PAUSE, self._look_again)
        for place, worker in enumerate(self._idle):
            if worker.has_ended:
                self._idle[place] = self._replace(worker)

    def _replace(self, worker: "_Worker") -> "_Worker":
        new = _Worker(self._location, self._memory)
        self._workers[self._workers.index(worker)] = new
        # Freeing its memory may take a while.
        asyncio.get_running_loop().run_in_executor(None, worker.wait)
        return new


class _End(Protocol):
    def __call__(self, *, usable: bool) -> None:
        """The query has ended; can the process answer another?"""


@dataclass(frozen=True, slots=True)
class _Task:
    job: Asked
    answer: Spool
    timer: asyncio.TimerHandle
    end: _End


class _Worker(asyncio.Protocol):
    """One process and the socket to it."""

    def __init__(self, location: str, memory: int) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            descriptor = theirs.fileno()
            self._process = spawn("kg.web.worker", (descriptor,), str(descriptor), location, str(memory))
        self._transport: asyncio.Transport | None = None
        self._connecting: asyncio.Task[object] | None = None
        self._frames = Frames()
        self._task: _Task | None = None
        self._given_up = False

    @property
    def has_ended(self) -> bool:
        """Is there no process any more that could answer?"""
        return self._given_up or self._process.poll() is not None

    def start(self, job: Asked, answer: Spool, limit: float, end: _End) -> None:
        """Has the process answer a query; it must have none to answer."""
        loop = asyncio.get_running_loop()
        self._task = _Task(job, answer, loop.call_later(limit, self._stop, QueryTimeoutError()), end)
        answer.on_abandon(lambda: loop.call_later(_PATIENCE, self._stop_if_at, answer))
        if self._transport is not None:
            self._transport.write(job_frame(job))
        else:
            self._connecting = loop.create_task(loop.create_unix_connection(lambda: self, sock=self._socket))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Part of asyncio.Protocol."""
        self._transport = cast(asyncio.Transport, transport)
        if self._task is not None:
            self._transport.write(job_frame(self._task.job))

    def data_received(self, data: bytes) -> None:
        """Part of asyncio.Protocol."""
        for kind, content in self._frames.feed(data):
            task = self._task
            if task is None:
                return
            if kind == WHOLE:
                media_type, _, body = content.partition(b"\n")
                task.answer.start(media_type.decode("ascii"))
                task.answer.put(body)
                self._end(None, usable=True)
            elif kind == DATA:
                task.answer.put(content)
            elif kind == START:
                task.answer.start(content.decode("ascii"))
            elif kind == END:
                self._end(None, usable=True)
            else:
                self._end(read_failure(content), usable=True)

    def connection_lost(self, error: Exception | None) -> None:
        """Part of asyncio.Protocol."""
        self._transport = None
        self._given_up = True
        self._end(self._obituary(), usable=False)

    def kill(self) -> None:
        """Ends the process at once."""
        self._process.kill()
        self._given_up = True
        if self._connecting is not None:
            self._connecting.cancel()
        if self._transport is not None:
            self._transport.abort()
        else:
            self._socket.close()

    def wait(self) -> None:
        """Until the process has ended; blocks."""
        self._process.wait()

    def _stop(self, reason: QueryError) -> None:
        self.kill()
        self._end(reason, usable=False)

    def _stop_if_at(self, answer: Spool) -> None:
        if self._task is not None and self._task.answer is answer:
            self._stop(QueryError("nobody waits for the answer any more"))

    def _end(self, failure: QueryError | None, *, usable: bool) -> None:
        task, self._task = self._task, None
        if task is None:
            return
        task.timer.cancel()
        if failure is None:
            task.answer.finish()
        else:
            task.answer.fail(failure)
        task.end(usable=usable)

    def _obituary(self) -> QueryError:
        """Why the process has ended by itself."""
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:
            code = 0
        # Rust and C++ abort where an allocation fails; the system kills where memory runs out.
        if code in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV):
            return QueryMemoryError("the process that answered the query ended: it needed more memory than there is")
        return QueryError("the process that answered the query ended")
