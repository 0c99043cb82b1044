"""How much is in the graph, counted now and then."""

import asyncio
import json
import time
from dataclasses import dataclass

from kg.identifiers import DEFAULT_BASE
from kg.rdf.vocabulary import KG
from kg.web.executor import Executor
from kg.web.jobs import Job, OverloadError, QueryError

_QUADS = "SELECT (COUNT(*) AS ?n) WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
_CLASSES = (
    ("articles", KG.Article),
    ("persons", KG.Person),
    ("states", KG.State),
    ("organisations", KG.Organisation),
    ("places", KG.Place),
    ("claims", KG.Claim),
    ("events", KG.Event),
    ("positions", KG.Position),
)
_MEMBERS = (
    "SELECT ?class (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ VALUES ?class {{ {} }} ?thing a ?class }} GROUP BY ?class"
)


@dataclass(frozen=True, slots=True)
class Totals:
    """What there is."""

    quads: int
    things: tuple[tuple[str, int], ...]
    """The classes' names and how many members each has."""


class Census:
    """Counts when asked, and again when the answer is old; counting never takes more than a fiftieth of the time."""

    def __init__(self, executor: Executor, keep: float = 30.0) -> None:
        self._executor = executor
        self._keep = keep
        self._due = 0.0
        self._totals: Totals | None = None
        self._version: str | None = None
        self._counting: asyncio.Task[None] | None = None

    @property
    def latest(self) -> Totals | None:
        """What there was when last counted."""
        return self._totals

    async def totals(self, patience: float = 0.5) -> Totals | None:
        """What there is, or was a while ago: a count that takes longer than some seconds goes on without being waited
        for. None where it was never counted.
        """
        version = self._executor.version()
        unchanged = self._totals is not None and version is not None and version == self._version
        if self._counting is None and time.monotonic() >= self._due and not unchanged:
            self._counting = asyncio.create_task(self._recount())
        if self._counting is not None and self._totals is None:
            await asyncio.wait({self._counting}, timeout=patience)
        return self._totals

    async def _recount(self) -> None:
        began, version = time.monotonic(), self._executor.version()
        try:
            self._totals, self._version = await self._count(), version
        except (QueryError, OverloadError):
            pass  # the next question starts it again, in a while
        finally:
            took = time.monotonic() - began
            self._due = time.monotonic() + max(self._keep, 50 * took)
            self._counting = None

    async def _count(self) -> Totals:
        quads = await self._rows(Job(_QUADS, "json", None, DEFAULT_BASE, union=False))
        members = await self._rows(
            Job(_MEMBERS.format(" ".join(str(node) for _, node in _CLASSES)), "json", None, DEFAULT_BASE)
        )
        counts = {row["class"]["value"]: int(row["n"]["value"]) for row in members}
        things = tuple((name, counts.get(node.value, 0)) for name, node in _CLASSES)
        return Totals(int(quads[0]["n"]["value"]), things)

    async def _rows(self, job: Job) -> list[dict[str, dict[str, str]]]:
        rows: list[dict[str, dict[str, str]]] = json.loads(await self._executor.text(job))["results"]["bindings"]
        return rows
