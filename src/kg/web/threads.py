"""An engine of threads: for stores in memory and on other servers."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from kg.stores.base import Store
from kg.web.jobs import Asked, Change, Effect, QueryTimeoutError, ReaderGoneError, evaluate, perform
from kg.web.spool import Spool
from kg.web.wire import PIECE


class ThreadEngine:
    """Answers in threads of this process. See :class:`kg.web.engine.Engine`.

    A query that takes too long is not stopped (Oxigraph's binding has no way to), only no longer waited for: it keeps
    its core and its turn until it ends. For a folder see :class:`kg.web.processes.ProcessEngine`.
    """

    def __init__(self, store: Store, size: int) -> None:
        """Takes a store, which stays open when the engine is closed, and how many queries run at the same time."""
        self.size = size
        self.generation = 0
        self._store = store
        self._writing = threading.Lock()
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="query")

    async def publish(self, limit: float) -> None:
        """Nothing to do: all see the same store."""

    def version(self) -> str | None:
        """Unknown: others may write to the store."""
        return None

    def start(self, job: Asked, answer: Spool, limit: float, done: Callable[[], None]) -> None:
        """See Engine."""
        loop = asyncio.get_running_loop()
        timer = loop.call_later(limit, answer.fail, QueryTimeoutError())

        def end(work: Future[None]) -> None:
            with contextlib.suppress(RuntimeError):  # the event loop has ended before
                loop.call_soon_threadsafe(timer.cancel)
                loop.call_soon_threadsafe(done)

        self._threads.submit(_work, self._store, job, _Output(loop, answer)).add_done_callback(end)

    async def write(self, change: Change, limit: float) -> Effect:
        """See Engine; the limit is the store's to keep."""
        return await asyncio.to_thread(self._perform, change)

    def close(self) -> None:
        """Begins nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _perform(self, change: Change) -> Effect:
        with self._writing:
            try:
                return perform(self._store, change)
            finally:
                self.generation += 1


class _Output:
    """Hands what a thread writes to the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, answer: Spool) -> None:
        self._loop = loop
        self._answer = answer
        self._buffer = bytearray()

    def start(self, media_type: str) -> None:
        self._loop.call_soon_threadsafe(self._answer.start, media_type)

    def write(self, data: bytes) -> int:
        self._buffer += data
        if len(self._buffer) >= PIECE:
            if self._answer.unwanted:
                raise ReaderGoneError
            self._send()
        return len(data)

    def flush(self) -> None:
        pass

    def end(self, failure: Exception | None) -> None:
        if failure is not None:
            self._loop.call_soon_threadsafe(self._answer.fail, failure)
            return
        self._send()
        self._loop.call_soon_threadsafe(self._answer.finish)

    def _send(self) -> None:
        self._loop.call_soon_threadsafe(self._answer.put, bytes(self._buffer))
        self._buffer.clear()


def _work(store: Store, job: Asked, output: _Output) -> None:
    failure: Exception | None = None
    try:
        evaluate(store, job, output)
    except ReaderGoneError:
        return
    except Exception as error:  # whatever it is, the one who waits has to learn of it
        failure = error
    with contextlib.suppress(RuntimeError):  # the event loop has ended before
        output.end(failure)
