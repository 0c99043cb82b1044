"""Reading texts for clients: in a process of its own, so that the server goes on answering."""

import asyncio
import datetime
import hashlib
import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.model import Document
from kg.web.problems import ProblemError

if TYPE_CHECKING:
    from kg.knowledge import Gazetteer

MAX_TEXT = 200_000
"""Code points of a text that is read."""
_AT_ONCE = 4
"""Texts that may wait for the process."""
_TIMEOUT = 60.0
"""Seconds that one text may take; the first takes longer, while the models are loaded."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a text."""

    contract: dict[str, Any]
    """As ``kg extract`` prints it."""
    findings: list[dict[str, Any]]
    """What was found, and by what rule: layer, start, end, words, meaning, rule."""
    article: str
    """The IRI of the article's graph."""
    quads: bytes
    """The article's graph, as N-Triples; empty where it breaks the shapes."""
    actors: bytes
    """What is known of its actors, as N-Triples."""
    violations: tuple[str, ...]
    """Why something, or all, was left out of the graph."""


class Reader:
    """Reads one text at a time."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._turns = asyncio.Semaphore(1)
        self._waiting = 0
        self._pool: ProcessPoolExecutor | None = None
        self._opening = threading.Lock()

    async def read(self, sent: Document) -> Reading:
        """What a text says.

        Raises:
            ProblemError: where it can't be read, takes too long, or too many wait already.
        """
        if self._waiting >= _AT_ONCE:
            raise ProblemError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "other texts are being read; send it again in a moment",
                headers={"Retry-After": "5"},
            )
        self._waiting += 1
        try:
            async with self._turns:
                return await self._read(sent)
        finally:
            self._waiting -= 1

    def warm_up(self) -> None:
        """Has the models loaded, if they are not yet: somebody is about to send a text."""
        with self._opening:
            cold = self._pool is None
        if cold:
            self._process().submit(_read, document("Китай."), self._base)

    async def _read(self, sent: Document) -> Reading:
        work = asyncio.get_running_loop().run_in_executor(self._process(), _read, sent, self._base)
        try:
            async with asyncio.timeout(_TIMEOUT):
                found = await work
        except TimeoutError:
            self.close()
            raise ProblemError(
                HTTPStatus.SERVICE_UNAVAILABLE, f"reading it took longer than {_TIMEOUT:g} seconds; send a shorter text"
            ) from None
        except BrokenProcessPool:
            self.close()
            raise ProblemError(
                HTTPStatus.SERVICE_UNAVAILABLE, "the process that reads texts has ended (out of memory?); send it again"
            ) from None
        if isinstance(found, str):
            raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, f"the text {found}")
        return found

    def _process(self) -> ProcessPoolExecutor:
        with self._opening:
            if self._pool is None:
                # Spawned, not forked: the server has threads.
                self._pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
            return self._pool

    def close(self) -> None:
        """Ends the process, whatever it does."""
        with self._opening:
            pool, self._pool = self._pool, None
        if pool is not None:
            for process in list((pool._processes or {}).values()):
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)


def document(
    text: str,
    url: str | None = None,
    title: str | None = None,
    published: datetime.date | None = None,
    publisher: str | None = None,
) -> Document:
    """A text that a client sent, with what the client knows of it."""
    return Document(
        name=url or "text",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        url=url,
        title=title,
        published=published,
        publisher=publisher,
    )


def _read(sent: Document, base: str) -> Reading | str:
    """In the other process: the reading, or why there is none."""
    from kg.contract import as_json  # noqa: PLC0415 -- the models are for this process only
    from kg.explain import findings  # noqa: PLC0415
    from kg.extract.pipeline import read  # noqa: PLC0415
    from kg.sources.language import not_russian  # noqa: PLC0415

    reason = not_russian(sent.text)
    if reason is not None:
        return f"{reason}; give a text in Russian"
    extraction = next(iter(read([sent])))
    found = findings(extraction, _gazetteer())
    article, quads, actors, violations = _graphs(extraction, base)
    return Reading(
        as_json(extraction, base),
        [
            {
                "layer": one.layer.value,
                "start": one.span.start,
                "end": one.span.end,
                "words": one.words,
                "meaning": one.meaning,
                "rule": one.rule,
            }
            for one in found
        ],
        article,
        quads,
        actors,
        violations,
    )


def _graphs(extraction: Any, base: str) -> tuple[str, bytes, bytes, tuple[str, ...]]:
    import pyoxigraph  # noqa: PLC0415

    from kg.build import valid_quads  # noqa: PLC0415
    from kg.rdf import actor_quads, article_graph, article_quads  # noqa: PLC0415

    graph = article_graph(extraction, base)
    now = datetime.datetime.now(datetime.UTC)
    try:
        quads, violations = valid_quads(list(article_quads(extraction, base, read_at=now, version=__version__)), graph)
        actors, more = valid_quads(list(actor_quads(extraction, base)), graph)
    except ValueError as error:
        return graph.value, b"", b"", (f"it can't be written as RDF: {error}",)

    def written(some: list[pyoxigraph.Quad]) -> bytes:
        return pyoxigraph.serialize((quad.triple for quad in some), format=pyoxigraph.RdfFormat.N_TRIPLES) or b""

    messages = dict.fromkeys(one.message for one in (*violations, *more))
    return graph.value, written(quads), written(actors), tuple(messages)


@cache
def _gazetteer() -> "Gazetteer":
    from kg.knowledge import Gazetteer  # noqa: PLC0415

    return Gazetteer.load()
