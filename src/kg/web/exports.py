"""Exports over HTTP: ``GET /export`` lists the formats, ``GET /export/{format}`` streams the graph in one of them."""

import asyncio
import datetime
import queue
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import Annotated, BinaryIO, cast

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from kg.errors import KgError
from kg.exports import EXPORTERS, Exporter, ExportError, MissingPackageError, QuadClass, Selection, View
from kg.model import EventType
from kg.stores import Store
from kg.web.problems import ProblemError
from kg.web.settings import Settings

_PIECE = 65_536
_PIECES_AHEAD = 16
_AT_ONCE = 1
"""Exports that may run at the same time: each reads the whole graph."""


class ExportFormat(BaseModel):
    """A format that the graph can be exported in."""

    name: Annotated[str, Field(description="What stands in the path: `/export/{name}`.", examples=["gexf"])]
    title: Annotated[str, Field(examples=["GEXF 1.3 (Gephi)"])]
    media_type: Annotated[str, Field(examples=["application/gexf+xml"])]
    filters: Annotated[list[str], Field(description="The query parameters that it takes.")]


class _ReaderGoneError(Exception):
    """Nobody wants the export any more."""


class _Pipe:
    """Hands what a thread writes to the event loop, and holds the thread back when the reader is slow."""

    def __init__(self, reader_timeout: float) -> None:
        self._pieces: queue.Queue[bytes | Exception | None] = queue.Queue(_PIECES_AHEAD)
        self._buffer = bytearray()
        self._gone = threading.Event()
        self._reader_timeout = reader_timeout

    def write(self, data: bytes) -> int:
        self._buffer += data
        if len(self._buffer) >= _PIECE:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Part of what a file can do; does nothing that matters."""

    def end(self, failure: Exception | None) -> None:
        if failure is None and self._buffer:
            self._send()
        self._put(failure)

    def _send(self) -> None:
        self._put(bytes(self._buffer))
        self._buffer.clear()

    def abandon(self) -> None:
        """Nobody will read any more."""
        self._gone.set()

    def next(self) -> bytes | Exception | None:
        """The next piece, waited for; an exception where the export failed, None at its end."""
        while True:
            try:
                return self._pieces.get(timeout=0.5)
            except queue.Empty:
                if self._gone.is_set():
                    return _ReaderGoneError("the reader was too slow")

    def _put(self, piece: bytes | Exception | None) -> None:
        waited = 0.0
        while not self._gone.is_set() and waited < self._reader_timeout:
            try:
                self._pieces.put(piece, timeout=0.5)
            except queue.Full:
                waited += 0.5
            else:
                return
        self.abandon()
        raise _ReaderGoneError


def _work(exporter: Exporter, store: Store, pipe: _Pipe, on_end: Callable[[], object]) -> None:
    try:
        exporter.write(store, cast(BinaryIO, pipe))  # which is only written to and flushed
        pipe.end(None)
    except _ReaderGoneError:
        pass
    except Exception as error:  # whatever it is, the one who waits has to learn of it
        with suppress(_ReaderGoneError):
            pipe.end(error)
    finally:
        with suppress(RuntimeError):  # the event loop has ended before
            on_end()


def router(store: Store, settings: Settings) -> APIRouter:
    """The routes of the exports of a store."""
    routes = APIRouter(tags=["Export"])
    turns = asyncio.Semaphore(_AT_ONCE)

    @routes.get("/export")
    async def formats() -> list[ExportFormat]:
        """The formats that the graph can be exported in."""
        return [
            ExportFormat(
                name=name,
                title=exporter.title,
                media_type=exporter.media_type,
                filters=sorted(map(_public, exporter.filters)),
            )
            for name, exporter in EXPORTERS.items()
        ]

    @routes.get("/export/{format}", response_class=StreamingResponse)
    async def export(
        format: str,
        view: Annotated[View, Query(description="Which network; for formats of networks.")] = View.ACTORS,
        since: Annotated[datetime.date | None, Query(description="The first day.")] = None,
        until: Annotated[datetime.date | None, Query(description="The last day.")] = None,
        type: Annotated[list[EventType] | None, Query(description="Event types; may be repeated.")] = None,
        quad_class: Annotated[list[QuadClass] | None, Query(description="May be repeated.")] = None,
        min_weight: Annotated[int, Query(ge=1, description="Events or statements that an edge has at least.")] = 1,
    ) -> StreamingResponse:
        """The graph in a format, filtered; what a format can't be filtered by is refused."""
        kind = EXPORTERS.get(format)
        if kind is None:
            raise ProblemError(
                HTTPStatus.NOT_FOUND, f"there is no export to {format!r}; there are {', '.join(EXPORTERS)}"
            )
        try:
            selection = Selection(view, since, until, frozenset(type or ()), frozenset(quad_class or ()), min_weight)
            exporter = kind(settings.base, selection)
        except MissingPackageError as error:
            raise ProblemError(HTTPStatus.NOT_IMPLEMENTED, str(error)) from None
        except (ValueError, ExportError) as error:
            raise ProblemError(HTTPStatus.BAD_REQUEST, str(error)) from None
        try:
            async with asyncio.timeout(settings.waiting_timeout):
                await turns.acquire()
        except TimeoutError:
            raise ProblemError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "another export is under way; try again later",
                headers={"Retry-After": "30"},
            ) from None
        pipe = _Pipe(settings.reader_timeout)
        release = partial(asyncio.get_running_loop().call_soon_threadsafe, turns.release)
        threading.Thread(target=_work, args=(exporter, store, pipe, release), name="export", daemon=True).start()
        try:
            first = await asyncio.to_thread(pipe.next)
        except BaseException:
            pipe.abandon()
            raise
        if isinstance(first, KgError):
            raise ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, str(first))
        if isinstance(first, Exception):
            raise first
        name = f"newskg{exporter.suffix}"
        return StreamingResponse(
            _pieces(first, pipe),
            media_type=exporter.media_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )

    return routes


async def _pieces(first: bytes | None, pipe: _Pipe) -> AsyncIterator[bytes]:
    try:
        piece: bytes | Exception | None = first
        while piece is not None:
            if isinstance(piece, Exception):
                raise piece
            yield piece
            piece = await asyncio.to_thread(pipe.next)
    finally:
        pipe.abandon()


def _public(choice: str) -> str:
    """The name of a query parameter."""
    return {"types": "type", "quad_classes": "quad_class"}.get(choice, choice)
