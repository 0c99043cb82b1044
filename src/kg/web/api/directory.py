"""Who and what has a name in the graph: actors and places, kept in memory for completion, ranking and look-up.

A store would read all names for each question. They are asked for as a whole, now and then, and answered from here.
"""

import asyncio
import bisect
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.rdf.vocabulary import KG, RDF, RDFS, SKOS
from kg.web.api.graph import Graph, Row

_MOST_FORMS = 40
_TYPES = (KG.Person, KG.State, KG.Organisation, KG.Place)


@dataclass(frozen=True, slots=True)
class Entry:
    """Someone or something that has a name."""

    id: str
    """Its IRI."""
    type: str
    """Person, State, Organisation or Place."""
    name: str
    forms: tuple[str, ...]
    """Other names."""
    articles: int
    """How many articles name it."""


@dataclass(frozen=True, slots=True)
class _Names:
    by_id: dict[str, Entry]
    by_name: list[Entry]
    by_articles: list[Entry]
    keys: list[tuple[str, str]]
    """Each name from each of its words on, folded, with the IRI: what a prefix is looked up in."""
    called: dict[str, list[Entry]] = field(default_factory=dict)


class Directory:
    """The names, asked for when they are first needed and again when they are old."""

    def __init__(self, graph: Graph, keep: float = 60.0) -> None:
        self._graph = graph
        self._keep = keep
        self._due = 0.0
        self._generation = -1
        self._version: str | None = None
        self._names: _Names | None = None
        self._loading: asyncio.Task[_Names] | None = None

    async def by_name(self) -> list[Entry]:
        """All, in the order of their names."""
        return (await self._get()).by_name

    async def by_articles(self) -> list[Entry]:
        """All, the most often named first."""
        return (await self._get()).by_articles

    async def entry(self, node: str) -> Entry | None:
        """The one with an IRI."""
        return (await self._get()).by_id.get(node)

    async def called(self, name: str, *, place: bool = False) -> list[Entry]:
        """Those that have a name or form, capitals and the dots of ё aside: actors, or places."""
        return [one for one in (await self._get()).called.get(fold(name), []) if (one.type == "Place") == place]

    async def complete(self, text: str, limit: int, types: frozenset[str] | None = None) -> list[Entry]:
        """Those that have a name in which the text stands at the beginning of a word, the most often named first."""
        names, wanted = await self._get(), fold(text)
        if not wanted:
            return []
        found: dict[str, bool] = {}
        for number in range(bisect.bisect_left(names.keys, (wanted, "")), len(names.keys)):
            key, node = names.keys[number]
            if not key.startswith(wanted):
                break
            found[node] = found.get(node, False) or key == wanted
        entries = (names.by_id[node] for node in found)
        kept = [entry for entry in entries if types is None or entry.type in types]
        return sorted(kept, key=lambda one: (not found[one.id], -one.articles, one.name, one.id))[:limit]

    async def _get(self) -> _Names:
        stale = self._generation != self._graph.generation
        if self._loading is None and (stale or (time.monotonic() >= self._due and self._is_outdated())):
            self._loading = asyncio.create_task(self._load())
        if self._loading is not None and (self._names is None or stale):
            return await asyncio.shield(self._loading)
        assert self._names is not None
        return self._names

    def _is_outdated(self) -> bool:
        """May the graph have changed since the names were asked for?"""
        return self._version is None or self._version != self._graph.version

    async def _load(self) -> _Names:
        began, generation, version = time.monotonic(), self._graph.generation, self._graph.version
        try:
            classes = " ".join(str(kind) for kind in _TYPES)
            # One after the other: the pages that wait meanwhile need the other processes.
            members = await self._graph.rows(
                f"SELECT ?s ?kind (COUNT(*) AS ?n) WHERE {{ VALUES ?kind {{ {classes} }} GRAPH ?g {{ ?s a ?kind }} }} "
                "GROUP BY ?s ?kind"
            )
            known = await self._graph.rows(
                f"SELECT DISTINCT ?s WHERE {{ GRAPH <{self._graph.base}graph/actors> {{ ?s {RDF.type} ?kind }} }}"
            )
            labels = await self._graph.rows(f"SELECT DISTINCT ?s ?n WHERE {{ GRAPH ?g {{ ?s {RDFS.label} ?n }} }}")
            forms = await self._graph.rows(f"SELECT DISTINCT ?s ?n WHERE {{ GRAPH ?g {{ ?s {SKOS.altLabel} ?n }} }}")
            self._names = _read(members, {row["s"] for row in known}, labels, forms)
            self._generation, self._version = generation, version
            return self._names
        finally:
            self._due = time.monotonic() + max(self._keep, 30 * (time.monotonic() - began))
            self._loading = None


def fold(name: str) -> str:
    """A name without capitals, the dots of ё and what is no letter or digit."""
    return " ".join(re.findall(r"\w+", name.lower().replace("ё", "е")))


def _read(members: list[Row], known: set[str], labels: list[Row], forms: list[Row]) -> _Names:
    names: dict[str, str] = {}
    for row in labels:
        names[row["s"]] = min(names.get(row["s"], row["n"]), row["n"])
    others: dict[str, list[str]] = defaultdict(list)
    for row in forms:
        others[row["s"]].append(row["n"])
    by_id: dict[str, Entry] = {}
    for row in members:
        node = row["s"]
        if node not in names:
            continue
        # One of the graphs that name it is no article's.
        articles = int(row["n"]) - (node in known)
        type_ = row["kind"].removeprefix(KG.namespace)
        by_id[node] = Entry(node, type_, names[node], tuple(sorted(others[node])[:_MOST_FORMS]), articles)
    called: dict[str, list[Entry]] = defaultdict(list)
    keys: set[tuple[str, str]] = set()
    for entry in by_id.values():
        for folded in {fold(name) for name in (entry.name, *entry.forms)} - {""}:
            called[folded].append(entry)
            keys.update((key, entry.id) for key in _word_starts(folded))
    return _Names(
        by_id,
        sorted(by_id.values(), key=lambda one: (one.name, one.id)),
        sorted(by_id.values(), key=lambda one: (-one.articles, one.id)),
        sorted(keys),
        dict(called),
    )


def _word_starts(folded: str) -> Iterator[str]:
    words = folded.split(" ")
    return (" ".join(words[number:]) for number in range(len(words)))
