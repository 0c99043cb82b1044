"""Exports over HTTP: ``GET /export`` lists the formats, ``GET /export/{format}`` streams the graph in one of them, and
``GET /export/{format}/manifest`` says what one gets there.

An export is ``kg export`` in a process of its own, so that it takes no time and no memory from the queries, and ends
at once when its reader goes.
"""

import asyncio
import datetime
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from kg.exports import ALL, EXPORTERS, Exporter, ExportError, QuadClass, Selection, View
from kg.exports.manifest import stream_manifest
from kg.extras import MissingPackageError
from kg.model import EventType
from kg.web.problems import ProblemError
from kg.web.settings import Settings
from kg.web.sparql import problem_docs

_PROBLEMS = problem_docs(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE)
_PIECE = 65_536
_MESSAGE = 10_000
_AT_ONCE = 1
"""Exports that may run at the same time: each reads the whole graph."""

_OPTIONS = {
    "view": "--view",
    "since": "--since",
    "until": "--until",
    "types": "--type",
    "quad_classes": "--quad-class",
    "min_weight": "--min-weight",
}
"""How ``kg export`` calls the choices of a selection."""


class ExportFormat(BaseModel):
    """A format that the graph can be exported in."""

    name: Annotated[str, Field(description="What stands in the path: `/export/{name}`.", examples=["gexf"])]
    title: Annotated[str, Field(examples=["GEXF 1.3 (Gephi)"])]
    media_type: Annotated[str, Field(examples=["application/gexf+xml"])]
    filters: Annotated[list[str], Field(description="The query parameters that it takes.")]


def router(location: str, settings: Settings, *, published: Callable[[], Awaitable[None]]) -> APIRouter:
    """The routes of the exports of a store.

    Args:
        location: the store's folder or address.
        settings: the server's.
        published: is awaited before the store is read; after it, readers see all changes that were answered.
    """
    routes = APIRouter(tags=["Export"])
    turns = asyncio.Semaphore(_AT_ONCE)

    def chosen(
        format: str,
        view: Annotated[View, Query(description="Which network; for formats of networks.")] = View.ACTORS,
        since: Annotated[datetime.date | None, Query(description="The first day.")] = None,
        until: Annotated[datetime.date | None, Query(description="The last day.")] = None,
        type: Annotated[list[EventType] | None, Query(description="Event types; may be repeated.")] = None,
        quad_class: Annotated[list[QuadClass] | None, Query(description="May be repeated.")] = None,
        min_weight: Annotated[int, Query(ge=1, description="Events or statements that an edge has at least.")] = 1,
    ) -> Exporter:
        kind = EXPORTERS.get(format)
        if kind is None:
            raise ProblemError(
                HTTPStatus.NOT_FOUND, f"there is no export to {format!r}; there are {', '.join(EXPORTERS)}"
            )
        try:
            selection = Selection(view, since, until, frozenset(type or ()), frozenset(quad_class or ()), min_weight)
            return kind(settings.base, selection)
        except MissingPackageError as error:
            raise ProblemError(HTTPStatus.NOT_IMPLEMENTED, str(error)) from None
        except (ValueError, ExportError) as error:
            raise ProblemError(HTTPStatus.BAD_REQUEST, str(error)) from None

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

    @routes.get(
        "/export/{format}/manifest",
        response_class=Response,
        responses={
            200: {"content": {"text/turtle": {}}},
            **_PROBLEMS,
        },
    )
    async def manifest(request: Request, exporter: Annotated[Exporter, Depends(chosen)]) -> Response:
        """What `/export/{format}` gives with the same parameters, in DCAT and VoID."""
        address = request.url.replace(path=request.url.path.removesuffix("/manifest"))
        now = datetime.datetime.now(datetime.UTC)
        described = stream_manifest(exporter, str(address), now=now, title=settings.title, licence=settings.licence)
        return Response(described, media_type="text/turtle")

    @routes.get(
        "/export/{format}",
        response_class=StreamingResponse,
        responses=_PROBLEMS,
    )
    async def export(request: Request, exporter: Annotated[Exporter, Depends(chosen)]) -> StreamingResponse:
        """The graph in a format, filtered; what a format can't be filtered by is refused."""
        try:
            async with asyncio.timeout(settings.waiting_timeout):
                await turns.acquire()
        except TimeoutError:
            raise ProblemError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "another export is under way; try again later",
                headers={"Retry-After": "30"},
            ) from None
        try:
            await published()
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "kg", "export", exporter.name),
                *("--store", location, "--base", settings.base, *_arguments(exporter.selection)),
                stdin=DEVNULL,
                stdout=PIPE,
                stderr=PIPE,
                start_new_session=True,  # Ctrl-C is for the server, which then ends the export itself
            )
        except BaseException:
            turns.release()
            raise
        running = _Running(process, settings.reader_timeout, turns.release)
        pieces = running.pieces()
        first = await anext(pieces, b"")
        query = f"?{request.url.query}" if request.url.query else ""
        return StreamingResponse(
            _chained(first, pieces),
            media_type=exporter.media_type,
            headers={
                "Content-Disposition": f'attachment; filename="newskg{exporter.suffix}"',
                "Cache-Control": "no-store",
                "Link": f'<{request.url.path}/manifest{query}>; rel="describedby"; type="text/turtle"',
            },
        )

    return routes


class _Running:
    """An export under way. It is killed where its reader goes, or takes nothing for too long."""

    def __init__(self, process: Process, patience: float, on_end: Callable[[], None]) -> None:
        self._process = process
        self._patience = patience
        self._ended = asyncio.create_task(self._watch(on_end))

    async def _watch(self, on_end: Callable[[], None]) -> str:
        """Waits for the end; what the process complained of."""
        assert self._process.stderr is not None
        try:
            said = b""
            while piece := await self._process.stderr.read(_PIECE):
                said = (said + piece)[-_MESSAGE:]
            await self._process.wait()
            return said.decode(errors="replace").strip().removeprefix("kg: ")
        finally:
            on_end()

    async def pieces(self) -> AsyncIterator[bytes]:
        """What it writes. Raises ProblemError where it fails: then what was written is not the whole."""
        assert self._process.stdout is not None
        loop = asyncio.get_running_loop()
        try:
            while piece := await self._process.stdout.read(_PIECE):
                slow = loop.call_later(self._patience, self._kill)
                yield piece
                slow.cancel()
            message = await self._ended
            if self._process.returncode:
                raise ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, message or "the export was broken off")
        finally:
            self._kill()

    def _kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()


async def _chained(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece


def _arguments(selection: Selection) -> Iterator[str]:
    """What ``kg export`` has to be told to choose the same."""
    for choice, option in _OPTIONS.items():
        value = getattr(selection, choice)
        if value != getattr(ALL, choice):
            for one in sorted(value) if isinstance(value, frozenset) else [value]:
                yield from (option, str(one))


def _public(choice: str) -> str:
    """The name of a query parameter."""
    return {"types": "type", "quad_classes": "quad_class"}.get(choice, choice)
