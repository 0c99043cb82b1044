"""The network: an interactive picture, which the front end draws of what the API gives, and the same as a table."""

from collections import defaultdict
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from kg.exports.selection import View
from kg.model import EventType
from kg.queries import QUAD_CLASSES
from kg.web.api import network
from kg.web.api.described import named
from kg.web.api.lists import Api
from kg.web.api.models import Network, NetworkNode
from kg.web.api.network import MOST_NODES, NetworkQuery
from kg.web.languages import Speech, language_of
from kg.web.rendering import Renderer, address
from kg.web.views import asking
from kg.web.views.lists import read

_ROWS = 200
_LIMITS = (100, 200, 500, 1_000, 2_000, MOST_NODES)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors and how often they have to do with each other."""

    one: NetworkNode
    other: NetworkNode
    by_class: dict[str, int]
    """How many events of each quad class, and how many statements (``claims``)."""

    @property
    def weight(self) -> int:
        """All together."""
        return sum(self.by_class.values())


def router(render: Renderer, api: Api) -> APIRouter:
    """The routes."""
    routes = APIRouter(include_in_schema=False, route_class=render.route_class())

    async def respond(request: Request, query: NetworkQuery, pairs: list[Pair] | None, left_out: int = 0) -> Response:
        speech = Speech(language_of(request))
        given = query.model_dump(exclude_defaults=True, mode="json")
        texts = {}
        for field in ("actor", "outlet"):
            nodes = await api.resolver.nodes(getattr(query, field), "actor")
            names = await named(api.graph, nodes)
            texts[field] = [names[node].name for node in nodes]
        events, claims = await network.questions(api, query)
        return render(
            request,
            "graph.html",
            asked=query,
            given=given,
            texts=texts,
            pairs=pairs,
            left_out=left_out,
            words=_words(speech),
            network=address("/api/v1/network", given),
            whole=address("/export/gexf", _exported(query)),
            limits=_LIMITS,
            types=list(EventType),
            quad_classes=QUAD_CLASSES,
            queries={"events": asking.short(events), "claims": asking.short(claims)},
        )

    @routes.get("/graph")
    async def picture(request: Request) -> Response:
        return await respond(request, read(NetworkQuery, request), None)

    @routes.get("/graph/table")
    async def table(request: Request) -> Response:
        query = read(NetworkQuery, request)
        pairs = strongest(await network.find(api, query))
        return await respond(request, query, pairs[:_ROWS], max(0, len(pairs) - _ROWS))

    return routes


def strongest(found: Network) -> list[Pair]:
    """The pairs of a network, those with the most dealings first."""
    nodes = {node.id: node for node in found.nodes}
    by_class: defaultdict[tuple[str, str], defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for edge in found.edges:
        pair = min(edge.source, edge.target), max(edge.source, edge.target)
        by_class[pair][edge.quad_class or "claims"] += edge.weight
    pairs = [Pair(nodes[one], nodes[other], dict(counts)) for (one, other), counts in by_class.items()]
    return sorted(pairs, key=lambda pair: (-pair.weight, pair.one.name, pair.other.name))


def _exported(query: NetworkQuery) -> dict[str, object]:
    """What ``/export/gexf`` takes of the choices."""
    given = query.model_dump(exclude_defaults=True, mode="json")
    kept: dict[str, object] = {name: given[name] for name in ("type", "quad_class", "min_weight") if name in given}
    if query.kind == ["claim"]:
        kept["view"] = View.STATEMENTS.value
    since, until = query.limits
    if since:
        kept["since"] = since.first_day
    if until:
        kept["until"] = until.last_day
    return kept


def _words(speech: Speech) -> dict[str, object]:
    """What the front end says."""
    months = speech("months.alone")

    def graph(*keys: str) -> dict[str, object]:
        return {key: speech(f"graph.{key}") for key in keys}

    return {
        **graph("shown", "left_out", "nothing", "failed", "no_webgl", "arranging"),
        "panel": {
            **graph("hint", "page", "around", "ties", "close", "events", "statements", "all", "between", "said"),
            "loading": speech("graph.reading"),
            "failed": speech("graph.unread"),
            "types": {kind.value: speech.concept(kind.value) for kind in EventType},
        },
        "slider": {**graph("from", "to", "play", "pause"), "all": speech("graph.alltime"), "months": months},
    }
