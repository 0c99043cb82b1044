"""Queries off the event loop: turns, time limits, and answers that stream.

An engine's blocking work runs in a thread; its output passes through a :class:`_Channel`, which hands pieces to the
event loop and holds the engine back when the reader is slow.
"""

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from kg.web.engine import Engine
from kg.web.jobs import Change, Effect, Job, QueryTimeoutError, QueryTooLargeError, ReaderGoneError
from kg.web.settings import Settings

_PIECE = 65_536
_PIECES_AHEAD = 8
_GRACE = 0.25
"""Seconds that an engine has to end a query by itself before it is no longer waited for."""


class OverloadError(Exception):
    """Too many queries wait already, or this one waited too long."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, whole where it is short, else in pieces as they come."""

    media_type: str
    body: bytes | AsyncIterator[bytes]


class Executor:
    """Runs queries, so many at once, and changes, one at a time."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings
        self._turns = asyncio.Semaphore(engine.size)
        self._write_turns = asyncio.Semaphore(1)
        self._waiting = 0
        self.generation = 0
        """Grows with each change that is made here, so that who keeps answers knows when they may be outdated."""
        self._threads = ThreadPoolExecutor(engine.size, thread_name_prefix="query")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="write")

    async def run(self, job: Job) -> Answer:
        """The answer to a query.

        Raises:
            QueryError: or one of its kinds, where it fails before the first piece; a failure after that ends the
                iteration over the pieces with the same exception.
            OverloadError: where it does not get its turn.
        """
        await self._turn(self._turns)
        loop = asyncio.get_running_loop()
        channel = _Channel(loop, self._settings)
        work = loop.run_in_executor(self._threads, self._work, job, channel)
        work.add_done_callback(lambda _: self._turns.release())
        try:
            async with asyncio.timeout(self._settings.query_timeout + _GRACE):
                piece, last = await channel.next()
        except TimeoutError:
            channel.abandon()
            raise QueryTimeoutError from None
        except BaseException:
            channel.abandon()
            raise
        return Answer(channel.media_type, piece if last else self._pieces(piece, channel))

    async def write(self, change: Change) -> Effect:
        """Makes a change, which goes on even where the one who asked for it no longer waits.

        Raises:
            QueryError: or one of its kinds; nothing was changed.
            OverloadError: where it does not get its turn.
        """
        await self._turn(self._write_turns)
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._writer, self._engine.write, change, self._settings.update_timeout)
        work.add_done_callback(self._written)
        return await asyncio.shield(work)

    def _written(self, _: object) -> None:
        self.generation += 1
        self._write_turns.release()

    async def text(self, job: Job) -> bytes:
        """The whole answer."""
        answer = await self.run(job)
        if isinstance(answer.body, bytes):
            return answer.body
        return b"".join([piece async for piece in answer.body])

    def close(self) -> None:
        """Stops what can be stopped."""
        self._engine.close()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._writer.shutdown(wait=False, cancel_futures=True)

    async def _turn(self, turns: asyncio.Semaphore) -> None:
        if turns.locked() and self._waiting >= self._settings.max_waiting:
            raise OverloadError
        self._waiting += 1
        try:
            async with asyncio.timeout(self._settings.waiting_timeout):
                await turns.acquire()
        except TimeoutError:
            raise OverloadError from None
        finally:
            self._waiting -= 1

    def _work(self, job: Job, channel: "_Channel") -> None:
        try:
            self._engine.run(job, channel, self._settings.query_timeout)
        except ReaderGoneError:
            pass
        except Exception as error:  # whatever it is, the one who waits has to learn of it
            channel.fail(error)
        else:
            channel.finish()

    async def _pieces(self, first: bytes, channel: "_Channel") -> AsyncIterator[bytes]:
        try:
            piece, last = first, False
            yield piece
            while not last:
                async with asyncio.timeout(self._settings.query_timeout + _GRACE):
                    piece, last = await channel.next()
                yield piece
        except TimeoutError:
            raise QueryTimeoutError from None
        finally:
            channel.abandon()


class _Channel:
    """The way of an answer's pieces from the engine's thread to the event loop. An Output on the thread's side."""

    def __init__(self, loop: asyncio.AbstractEventLoop, settings: Settings) -> None:
        self.media_type = ""
        self.waited = 0.0
        self._loop = loop
        self._settings = settings
        self._queue: asyncio.Queue[tuple[bytes, bool] | Exception] = asyncio.Queue()
        self._room = threading.Semaphore(_PIECES_AHEAD)
        self.gone = False
        self._buffer = bytearray()
        self._size = 0

    def start(self, media_type: str) -> None:
        self.media_type = media_type

    def write(self, data: bytes) -> int:
        self._size += len(data)
        if self._size > self._settings.max_result_bytes:
            raise QueryTooLargeError
        self._buffer += data
        if len(self._buffer) >= _PIECE:
            self._put((bytes(self._buffer), False))
            self._buffer.clear()
        return len(data)

    def flush(self) -> None:
        pass

    def finish(self) -> None:
        """The answer is whole."""
        self._put((bytes(self._buffer), True))

    def fail(self, error: Exception) -> None:
        """There will be no (whole) answer."""
        self._put(error)

    async def next(self) -> tuple[bytes, bool]:
        """The next piece, and whether it is the last. Raises what the engine raised."""
        item = await self._queue.get()
        self._room.release()
        if isinstance(item, Exception):
            raise item
        return item

    def abandon(self) -> None:
        """Nobody reads any more: the engine ends its work when it next looks."""
        self.gone = True
        self._room.release()

    def _put(self, item: tuple[bytes, bool] | Exception) -> None:
        if not self._room.acquire(blocking=False):
            began = time.monotonic()
            in_time = self._room.acquire(timeout=self._settings.reader_timeout)
            self.waited += time.monotonic() - began
            if not in_time:
                raise ReaderGoneError
        if self.gone:
            raise ReaderGoneError
        self._loop.call_soon_threadsafe(self._queue.put_nowait, item)
