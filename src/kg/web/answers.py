"""Answers as responses: their headers, compressed for those who want that, broken off when the client has gone."""

import asyncio
import contextlib
import zlib
from collections.abc import AsyncGenerator, AsyncIterator
from types import TracebackType
from typing import Self

from fastapi import Response
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from kg.web.cache import ByteCache
from kg.web.executor import Answer
from kg.web.formats import content_type
from kg.web.jobs import OverloadError, QueryError

_LOOK = 0.25
"""Seconds after which it is watched whether the client is still there: most answers have been given by then."""
_WORTH_IT = 1024
"""Bytes from which on an answer is compressed."""
_AT_ONCE = 262_144
"""Bytes that are compressed at once; longer answers go piece by piece, so that others get their turn in between."""
_LEVEL = 1
"""Of the compression: the next ones take twice the time and more for answers a tenth shorter."""
_GZIP = 31
"""The window of zlib with the head and the end of gzip."""


class ClientGoneError(Exception):
    """The client has gone."""


class Presence:
    """``async with``: the block is cancelled when the client goes, with ClientGoneError."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._gone = False
        self._listener: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        task = asyncio.current_task()
        assert task is not None
        self._task = task
        self._timer = task.get_loop().call_later(_LOOK, self._look)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self._listener is not None:
            self._listener.cancel()
        if self._gone and self._task.uncancel() == 0:
            raise ClientGoneError from None

    def _look(self) -> None:
        self._listener = asyncio.get_running_loop().create_task(self._listen())

    async def _listen(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._gone = True
        self._task.cancel()


class AnswerResponse(Response):
    """The response to a query."""

    def __init__(self, answer: Answer, compressed: ByteCache[bytes], reader_timeout: float) -> None:
        """Takes the answer, where compressed answers are kept, and how long the client may take nothing."""
        self.status_code = 200
        self.background = None
        self._answer = answer
        self._compressed = compressed
        self._reader_timeout = reader_timeout
        self.raw_headers = [
            (b"content-type", content_type(answer.media_type).encode("ascii")),
            (b"vary", b"Accept, Accept-Encoding"),
        ]
        if answer.tag is not None:
            self.raw_headers += [(b"etag", etag(answer.tag).encode("ascii")), (b"cache-control", b"no-cache")]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends it; breaks it off, so that its body is incomplete, where it fails or the client takes nothing more."""
        body = self._answer.body
        zipped = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        if isinstance(body, bytes) and not (zipped and len(body) > _AT_ONCE):
            if zipped and len(body) >= _WORTH_IT:
                body = self._zip(body)
                self.raw_headers.append((b"content-encoding", b"gzip"))
            self.raw_headers.append((b"content-length", b"%d" % len(body)))
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            await send({"type": "http.response.body", "body": body})
            return
        pieces = _split(body) if isinstance(body, bytes) else body
        if zipped:
            pieces = _zip_pieces(pieces)
            self.raw_headers.append((b"content-encoding", b"gzip"))
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body"})
            await _close(pieces)
            return
        with contextlib.suppress(ClientGoneError, TimeoutError, QueryError, OverloadError):
            async with Presence(receive):
                await self._stream(pieces, send)

    async def _stream(self, pieces: AsyncIterator[bytes], send: Send) -> None:
        try:
            async for piece in pieces:
                async with asyncio.timeout(self._reader_timeout):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body"})
        finally:
            await _close(pieces)

    def _zip(self, body: bytes) -> bytes:
        tag = self._answer.tag
        kept = self._compressed.get(tag) if tag else None
        if kept is not None:
            return kept
        zipped = zlib.compress(body, _LEVEL, _GZIP)
        if tag:
            self._compressed.put(tag, zipped)
        return zipped


def etag(tag: str) -> str:
    """The header's value; weak, since the answer may come compressed or not."""
    return f'W/"{tag}"'


async def _split(body: bytes) -> AsyncGenerator[bytes, None]:
    for start in range(0, len(body), _AT_ONCE):
        yield body[start : start + _AT_ONCE]


async def _zip_pieces(pieces: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    try:
        async for piece in pieces:
            if zipped := compressor.compress(piece):
                yield zipped
        yield compressor.flush()
    finally:
        await _close(pieces)


async def _close(pieces: AsyncIterator[bytes]) -> None:
    if isinstance(pieces, AsyncGenerator):
        await pieces.aclose()
