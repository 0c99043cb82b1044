"""``/api/v1/network``: who has to do with whom, as nodes and edges that can be drawn.

Only what is told as a fact (status *actual*) is an edge, as in the exports (:mod:`kg.exports.network`); two actors have
an edge for each kind of dealing, with its count by month.
"""

import asyncio
import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Literal

import numpy as np
from fastapi import APIRouter, Query, Request, Response
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from kg.model import QUAD_CLASS_OF, EventType, PartialDate, QuadClass, types_within
from kg.rdf.vocabulary import KG, PLOVER
from kg.web.api import answers
from kg.web.api.described import href, page
from kg.web.api.listing import Listing
from kg.web.api.lists import Api
from kg.web.api.models import Network, NetworkEdge, NetworkNode
from kg.web.api.questions import DateText, Ids, of_outlets

SAID_ABOUT = "said about"
KINDS = (*EventType, SAID_ABOUT)
MOST_NODES = 5_000
_MOST_EDGES = 50_000
_DEFAULT_NODES = 500
_Integers = NDArray[np.int64]


class NetworkQuery(BaseModel):
    """Which part of the network."""

    model_config = ConfigDict(extra="forbid")

    actor: Annotated[Ids, Field(description="These, those who deal with them, and all ties among these.")] = []
    kind: Annotated[
        list[Literal["event", "claim"]], Field(max_length=2, description="Deeds, statements, or (left out) both.")
    ] = []
    type: Annotated[list[EventType], Field(max_length=16, description="Of events; leaves out statements.")] = []
    quad_class: Annotated[list[QuadClass], Field(max_length=4, description="Of events; leaves out statements.")] = []
    since: Annotated[DateText | None, Field(description="First day.", examples=["2022-04-25"])] = None
    until: Annotated[DateText | None, Field(description="Last day.", examples=["2022-04"])] = None
    outlet: Annotated[Ids, Field(description="The publishers of the articles.")] = []
    min_weight: Annotated[int, Field(ge=1, description="Events or statements that two actors have at least.")] = 1
    limit: Annotated[int, Field(ge=1, le=MOST_NODES, description="Actors at most: those with the most dealings.")] = (
        _DEFAULT_NODES
    )

    @property
    def limits(self) -> tuple[PartialDate | None, PartialDate | None]:
        """The first and the last day."""
        since, until = (PartialDate.parse(value) if value else None for value in (self.since, self.until))
        return since, until

    @property
    def has_events(self) -> bool:
        """Are events asked for?"""
        return not self.kind or "event" in self.kind

    @property
    def has_claims(self) -> bool:
        """Are statements asked for?"""
        return (not self.kind or "claim" in self.kind) and not self.type and not self.quad_class

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of edges that are asked for."""
        events = types_within(self.type, self.quad_class)
        return frozenset({*(events if self.has_events else ()), *([SAID_ABOUT] if self.has_claims else ())})


@dataclass(frozen=True, slots=True)
class Ties:
    """Who has how many dealings of which kind with whom, in columns: a row for each pair and kind, in a fixed order."""

    actors: tuple[str, ...]
    """IRIs, which the columns count from 0."""
    source: _Integers
    target: _Integers
    kind: _Integers
    """Place in :data:`KINDS`."""
    mutual: NDArray[np.bool_]
    weight: _Integers
    months: tuple[tuple[tuple[str, int], ...], ...]
    """How many in which month."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What of the ties is shown."""

    nodes: tuple[int, ...]
    """Actors, those with the most dealings first."""
    rows: tuple[int, ...]
    """Of the ties, those of the pairs with the most dealings first."""
    nodes_left_out: int
    edges_left_out: int


async def find(api: Api, query: NetworkQuery) -> Network:
    """The part that is asked for. Raises ProblemError."""
    actors = frozenset(await api.resolver.nodes(query.actor, "actor"))
    ties = await _ties(api, query)
    drawn = await asyncio.to_thread(draw, ties, actors, query.kinds, query.min_weight, query.limit)
    return await _described(api, ties, drawn)


async def questions(api: Api, query: NetworkQuery) -> tuple[str, str]:
    """What the graph is asked for all ties by events, and by statements, of the dates and outlets that are asked for.

    Raises ProblemError.
    """
    outlets = of_outlets("g", await api.resolver.nodes(query.outlet, "actor")).with_values()
    since, until = query.limits

    def limits(subject: str, date: object) -> str:
        conditions = Listing(KG.Event, KG.startDate, (), since, until).limits("STR(?d)")
        dated = f"?{subject} {date} ?d ."
        return f"{dated} FILTER({conditions})" if conditions else f"OPTIONAL {{ {dated} }}"

    return (
        _EVENTS.format(outlets=outlets, dated=limits("event", KG.startDate)),
        _CLAIMS.format(outlets=outlets, dated=limits("claim", KG.statedOn)),
    )


async def _ties(api: Api, query: NetworkQuery) -> Ties:
    """Between all, of the dates and outlets that are asked for; of all dates and outlets, as of some seconds ago."""
    asked = await questions(api, query)

    async def ask() -> Ties:
        return await asyncio.to_thread(read, *await asyncio.gather(*map(api.graph.csv, asked)))

    narrowed = query.outlet or query.since or query.until
    return await ask() if narrowed else await api.graph.kept("network", ask)


# What has a day in one article and none, or another, in the next counts once, by the latest.
_EVENTS = f"""SELECT ?source ?target ?kind ?mutual ?month (COUNT(*) AS ?n) WHERE {{{{
  SELECT ?event ?source ?target ?kind ?mutual (MAX(?m) AS ?month) WHERE {{{{
    GRAPH ?g {{{{
      {{outlets}} ?event {KG.eventType} ?kind ; {KG.status} ?status . FILTER(?status = {KG.Actual})
      {{{{ ?event {KG.initiator} ?source ; {KG.recipient} ?target . FILTER(?source != ?target) }}}}
      UNION
      {{{{ ?event {KG.initiator} ?source , ?target . FILTER(STR(?source) < STR(?target))
         FILTER NOT EXISTS {{{{ ?event {KG.recipient} ?none }}}} BIND(1 AS ?mutual) }}}}
      {{dated}}
    }}}}
    BIND(COALESCE(SUBSTR(STR(?d), 1, 7), "") AS ?m)
  }}}} GROUP BY ?event ?source ?target ?kind ?mutual
}}}} GROUP BY ?source ?target ?kind ?mutual ?month"""
_CLAIMS = f"""SELECT ?source ?target ("" AS ?kind) ("" AS ?mutual) ?month (COUNT(*) AS ?n) WHERE {{{{
  SELECT ?claim ?source ?target (MAX(?m) AS ?month) WHERE {{{{
    GRAPH ?g {{{{
      {{outlets}} ?claim {KG.speaker} ?source ; {KG.about} ?target . FILTER(?source != ?target) {{dated}}
    }}}}
    BIND(COALESCE(SUBSTR(STR(?d), 1, 7), "") AS ?m)
  }}}} GROUP BY ?claim ?source ?target
}}}} GROUP BY ?source ?target ?month"""


def read(*answers: bytes) -> Ties:
    """The ties that the queries above give, as CSV."""
    months: defaultdict[tuple[str, str, int, bool], list[tuple[str, int]]] = defaultdict(list)
    place = {kind: number for number, kind in enumerate(KINDS)}
    known: dict[str, str] = {}  # each month once in memory
    for answer in answers:
        for source, target, kind, mutual, month, number in islice(csv.reader(answer.decode().splitlines()), 1, None):
            key = (source, target, place[kind.removeprefix(PLOVER) or SAID_ABOUT], bool(mutual))
            months[key].append((known.setdefault(month, month), int(number)))
    keys = sorted(months)
    actors = sorted({actor for key in keys for actor in key[:2]})
    number_of = {actor: number for number, actor in enumerate(actors)}
    return Ties(
        tuple(actors),
        np.array([number_of[key[0]] for key in keys], dtype=np.int64),
        np.array([number_of[key[1]] for key in keys], dtype=np.int64),
        np.array([key[2] for key in keys], dtype=np.int64),
        np.array([key[3] for key in keys], dtype=np.bool_),
        np.array([sum(number for _, number in months[key]) for key in keys], dtype=np.int64),
        tuple(tuple(sorted(months[key])) for key in keys),
    )


def draw(ties: Ties, actors: frozenset[str], kinds: frozenset[str], min_weight: int, limit: int) -> Drawn:
    """Of all ties those that are shown.

    Args:
        ties: all.
        actors: IRIs of those around whom it is drawn; everybody where there are none.
        kinds: of the edges.
        min_weight: how many dealings a pair has at least.
        limit: how many nodes there are at most.
    """
    number = len(ties.actors)
    rows = np.flatnonzero(np.isin(ties.kind, [place for place, kind in enumerate(KINDS) if kind in kinds]))
    low = np.minimum(ties.source[rows], ties.target[rows])
    high = np.maximum(ties.source[rows], ties.target[rows])
    pairs, pair_of = np.unique(low * number + high, return_inverse=True)
    weights = np.bincount(pair_of, ties.weight[rows], len(pairs))
    one, other = pairs // max(number, 1), pairs % max(number, 1)
    wanted = weights >= min_weight
    central = np.isin(np.arange(number), [place for place, actor in enumerate(ties.actors) if actor in actors])
    if actors:
        touching = wanted & (central[one] | central[other])
        near = central.copy()
        near[one[touching]] = near[other[touching]] = True
        wanted &= near[one] & near[other]
    dealings = np.bincount(one[wanted], weights[wanted], number) + np.bincount(other[wanted], weights[wanted], number)
    ranked = np.lexsort((np.arange(number), -dealings, ~central))
    ranked = ranked[dealings[ranked] > 0]
    shown = np.zeros(number, dtype=np.bool_)
    shown[ranked[:limit]] = True
    candidates = np.flatnonzero(wanted[pair_of])
    inside = candidates[(shown[one] & shown[other])[pair_of[candidates]]]
    # Rows of equal weight stay in their order.
    kept = rows[inside[np.argsort(-weights[pair_of[inside]], kind="stable")]][:_MOST_EDGES]
    tied = np.zeros(number, dtype=np.bool_)
    tied[ties.source[kept]] = tied[ties.target[kept]] = True
    nodes = ranked[tied[ranked]]
    return Drawn(tuple(nodes.tolist()), tuple(kept.tolist()), len(ranked) - len(nodes), len(candidates) - len(kept))


async def _described(api: Api, ties: Ties, drawn: Drawn) -> Network:
    graph = api.graph
    local = {number: graph.local(ties.actors[number]) for number in drawn.nodes}
    nodes = []
    for number in drawn.nodes:
        node = ties.actors[number]
        entry = await api.directory.entry(node)
        nodes.append(
            NetworkNode(
                id=local[number],
                type=entry.type if entry else "Organisation",
                name=entry.name if entry else local[number],
                articles=entry.articles if entry else 0,
                href=href(graph, node),
                page=page(graph, node),
            )
        )

    edges = await asyncio.to_thread(_edges, ties, drawn, local)
    return Network(nodes=nodes, edges=edges, nodes_left_out=drawn.nodes_left_out, edges_left_out=drawn.edges_left_out)


def _edges(ties: Ties, drawn: Drawn, local: Mapping[int, str]) -> list[NetworkEdge]:
    rows = np.array(drawn.rows, dtype=np.int64)
    columns = (ties.source, ties.target, ties.kind, ties.mutual, ties.weight)
    classes = [*(QUAD_CLASS_OF[kind] for kind in EventType), None]
    return [
        NetworkEdge(
            source=local[source],
            target=local[target],
            kind=KINDS[kind],
            quad_class=classes[kind],
            mutual=mutual,
            weight=weight,
            months=dict(ties.months[row]),
        )
        for row, source, target, kind, mutual, weight in zip(
            drawn.rows, *(column[rows].tolist() for column in columns), strict=True
        )
    ]


def router(api: Api) -> APIRouter:
    """The routes."""
    routes = APIRouter(tags=["Network"])

    @routes.get("/network", response_model=Network, responses=answers.PLAIN)
    async def network(request: Request, query: Annotated[NetworkQuery, Query()]) -> Response:
        """Who has to do with whom: actors, and what they do to each other and say of each other, counted by month.

        The same for Gephi and other tools, of the whole graph: `/export/gexf`.
        """
        answers.choose(request, None, ("json",))
        found = await find(api, query)
        body = await asyncio.to_thread(lambda: found.model_dump_json().encode())
        return answers.tagged(request, body, answers.MEDIA_TYPES["json"], {})

    return routes
