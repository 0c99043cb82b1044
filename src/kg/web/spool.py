"""An answer on its way from the engine that writes it to the client that reads it.

The engine never waits for the client: what the client has not taken stays in memory while it is little, and goes to a
temporary file when it is much. So a slow client keeps neither a process nor a turn from the others, and the server's
memory does not grow with the answer.
"""

import asyncio
import tempfile
from collections import deque
from collections.abc import Callable
from typing import IO

from kg.web.jobs import OverloadError, QueryTooLargeError
from kg.web.wire import PIECE

_IN_MEMORY = 16 * PIECE


class Space:
    """The disk space that all answers together may take."""

    def __init__(self, size: int) -> None:
        self._left = size

    def take(self, size: int) -> bool:
        """Takes some, or says that there is not so much left."""
        if size > self._left:
            return False
        self._left -= size
        return True

    def give_back(self, size: int) -> None:
        """What was taken is free again."""
        self._left += size


class Spool:
    """One answer. For the thread of the event loop; only ``unwanted`` may be read by others."""

    def __init__(self, limit: int, space: Space) -> None:
        """Takes the bytes that the answer may have, and the disk space that it shares."""
        self.media_type = ""
        self.unwanted = False
        """Is the rest of the answer for nobody?"""
        self._limit = limit
        self._size = 0
        self._pieces: deque[bytes] = deque()
        self._overflow = _Overflow(space)
        self._begun = False
        self._ended = False
        self._failure: Exception | None = None
        self._reader: asyncio.Future[None] | None = None
        self._on_abandon: Callable[[], object] | None = None

    def start(self, media_type: str) -> None:
        """Says in which format the answer comes."""
        self.media_type = media_type

    def on_abandon(self, callback: Callable[[], object]) -> None:
        """Has the engine told when nobody reads any more before the answer has ended."""
        self._on_abandon = callback

    def put(self, piece: bytes) -> None:
        """Takes a piece of the answer. If it is too much, the answer fails and the engine is told to stop."""
        if self.unwanted or self._ended:
            return
        self._size += len(piece)
        if self._size > self._limit:
            self._break_off(QueryTooLargeError())
        elif self._overflow.holds or len(self._pieces) * PIECE >= _IN_MEMORY:
            if not self._overflow.put(piece):
                self._break_off(OverloadError())
        else:
            self._pieces.append(piece)
            self._wake()

    def finish(self) -> None:
        """The answer is whole."""
        self._ended = True
        self._wake()

    def fail(self, error: Exception) -> None:
        """There will be no more of the answer. What has ended already stays as it is."""
        if not self._ended:
            self._ended = True
            self._failure = error
            self._wake()

    async def next(self) -> tuple[bytes, bool]:
        """The next piece, and whether it is the last. Raises what the answer failed with."""
        while not (self._pieces or self._overflow.holds or self._ended):
            self._reader = asyncio.get_running_loop().create_future()
            await self._reader
        if self._failure is not None and not (self._begun and (self._pieces or self._overflow.holds)):
            raise self._failure
        self._begun = True
        piece = self._pieces.popleft() if self._pieces else self._overflow.next()
        return piece, self._ended and self._failure is None and not (self._pieces or self._overflow.holds)

    def abandon(self) -> None:
        """Nobody reads any more, or all is read."""
        self._pieces.clear()
        self._overflow.close()
        if not self._ended:
            self._stop()

    def _break_off(self, error: Exception) -> None:
        self.fail(error)
        self._stop()

    def _stop(self) -> None:
        self.unwanted = True
        if self._on_abandon is not None:
            self._on_abandon()

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)


class _Overflow:
    """The part of an answer that waits in a file."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._file: IO[bytes] | None = None
        self._read = self._written = 0

    @property
    def holds(self) -> bool:
        """Is there something to read?"""
        return self._read < self._written

    def put(self, piece: bytes) -> bool:
        """Takes a piece; False where there is no room for it."""
        if not self._space.take(len(piece)):
            return False
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="kg-answer-")  # noqa: SIM115 - closed in close()
            self._file.seek(self._written)
            self._file.write(piece)
        except OSError:
            self._space.give_back(len(piece))
            return False
        self._written += len(piece)
        return True

    def next(self) -> bytes:
        """A piece; empty where there is none."""
        if self._file is None:
            return b""
        self._file.seek(self._read)
        piece = self._file.read(PIECE)
        self._read += len(piece)
        if not self.holds:
            self.close()
        return piece

    def close(self) -> None:
        """Removes the file and gives its space back."""
        if self._file is not None:
            self._file.close()
            self._file = None
        self._space.give_back(self._written)
        self._read = self._written = 0
