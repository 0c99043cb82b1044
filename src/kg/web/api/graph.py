"""The graph as the API asks it: SPARQL through the server's executor, whichever store stands behind it."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeVar, cast

from pyoxigraph import NamedNode

from kg.catalogue import Question
from kg.identifiers import iri
from kg.rdf.vocabulary import PREFIXES
from kg.web.executor import Executor
from kg.web.jobs import Job, LookUp, QueryNotReadyError, QueryRefusedError
from kg.web.problems import ProblemError
from kg.web.settings import Settings
from kg.web.sparql import problems

Row = Mapping[str, str]
"""A solution: the variables that are bound, each with its IRI or its text."""

_KEEP = 30.0
"""Seconds that an answer which many requests need is kept; while it is asked for anew, the old one is given."""
_MOST_KEPT = 500

PROLOGUE = "".join(f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items())


Found = Sequence[Sequence[str | int]]
"""What the catalogue answers."""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Kept:
    answer: object
    generation: int
    at: float


class Graph:
    """Answers the API's queries."""

    def __init__(self, executor: Executor, settings: Settings) -> None:
        self._executor = executor
        self._settings = settings
        self._kept: dict[object, _Kept] = {}
        self._refreshing: dict[object, asyncio.Task[object]] = {}
        self._has_catalogue = True

    @property
    def base(self) -> str:
        """The base IRI of the things in the graph."""
        return self._settings.base

    @property
    def generation(self) -> int:
        """Grows with each change that is made through this server."""
        return self._executor.generation

    @property
    def version(self) -> str | None:
        """Names what is answered from now; None where nobody knows when it changes."""
        return self._executor.version()

    async def rows(self, query: str) -> list[Row]:
        """The solutions of a SELECT, which needs no prologue. Raises ProblemError."""
        asked = Job(PROLOGUE + query, "json", None, self.base)
        with problems(query, self._settings):
            answer = json.loads(await self._executor.text(asked))
        return [
            {name: term["value"] for name, term in binding.items() if term["type"] != "triple"}
            for binding in answer["results"]["bindings"]
        ]

    async def looked_up(self, *questions: Question) -> list[Found] | None:
        """What the catalogue beside the store answers to each question; None where there is none, or it is being made:
        SPARQL tells the same then, but slower. Raises ProblemError.
        """
        if not self._has_catalogue:
            return None
        with problems("", self._settings):
            try:
                found: list[Found] = json.loads(await self._executor.text(LookUp(questions)))
            except QueryRefusedError:
                self._has_catalogue = False
                return None
            except QueryNotReadyError:
                return None
        return found

    async def kept_rows(self, query: str) -> list[Row]:
        """As :meth:`rows`, for what is too slow to ask each time: see :meth:`kept`."""
        return await self.kept(query, lambda: self.rows(query))

    async def kept(self, key: object, ask: Callable[[], Awaitable[_T]], *, stale: bool = False) -> _T:
        """An answer as of some seconds ago, where nothing was changed through this server since.

        Args:
            key: names the question among all.
            ask: asks it.
            stale: will an answer of before a change do, too?
        """
        kept, generation = self._kept.get(key), self._executor.generation
        fresh = kept is not None and time.monotonic() - kept.at < _KEEP
        if kept is not None and kept.generation == generation and fresh:
            return cast(_T, kept.answer)
        refresh = self._refreshing.get(key)
        if refresh is None:
            refresh = self._refreshing[key] = asyncio.create_task(self._refresh(key, ask, generation))
        if kept is not None and (stale or kept.generation == generation):
            return cast(_T, kept.answer)
        return cast(_T, await asyncio.shield(refresh))

    async def _refresh(self, key: object, ask: Callable[[], Awaitable[_T]], generation: int) -> object:
        try:
            began = time.monotonic()
            answer = await ask()
            while len(self._kept) >= _MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            # What took long is kept longer, so that asking anew never takes much of the server's time.
            at = time.monotonic() + 20 * (time.monotonic() - began)
            self._kept[key] = _Kept(answer, generation, at)
            return answer
        finally:
            del self._refreshing[key]

    async def all(self, *queries: str) -> list[list[Row]]:
        """The solutions of several SELECTs, asked at the same time."""
        return await asyncio.gather(*(self.rows(query) for query in queries))

    async def csv(self, query: str) -> bytes:
        """The solutions of a SELECT as CSV, for those that are many. Raises ProblemError."""
        with problems(query, self._settings):
            return await self._executor.text(Job(PROLOGUE + query, "csv", None, self.base))

    async def triples(self, query: str) -> bytes:
        """The answer to a CONSTRUCT, as N-Triples. Raises ProblemError."""
        with problems(query, self._settings):
            return await self._executor.text(Job(PROLOGUE + query, None, "nt", self.base))

    def node(self, local: str) -> NamedNode:
        """The node of a local id (``actor/Q148``) or of an IRI.

        Raises:
            ProblemError: where it can't be an IRI.
        """
        try:
            return NamedNode(local if "://" in local else iri(self.base, local))
        except ValueError:
            raise ProblemError(HTTPStatus.BAD_REQUEST, f"{local!r} is no id; ids look like actor/Q148") from None

    def local(self, node: str) -> str:
        """The local id of an IRI below the base; others are left as they are."""
        return node.removeprefix(self.base)


def chunks(sequence: Sequence[_T], size: int = 200) -> Iterable[Sequence[_T]]:
    """What is in a sequence, so much at a time."""
    return (sequence[start : start + size] for start in range(0, len(sequence), size))
