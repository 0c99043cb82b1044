"""The pages of lists: the API's lists, with their filters as a form and their facets as links."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar, get_origin

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ValidationError

from kg.model import ActorType, EventType, Polarity, Status
from kg.queries import QUAD_CLASSES
from kg.web.api import actors, articles, claims, described, events, positions
from kg.web.api.actors import ActorQuery, PlaceQuery
from kg.web.api.articles import ArticleQuery
from kg.web.api.claims import ClaimQuery
from kg.web.api.described import named
from kg.web.api.events import EventQuery
from kg.web.api.listing import Counts, Facet, Listing
from kg.web.api.lists import Api, Describe, counts, part
from kg.web.api.positions import PositionQuery
from kg.web.api.questions import DatedQuery
from kg.web.problems import ProblemError
from kg.web.rendering import Renderer
from kg.web.views import asking

Query = TypeVar("Query", bound=BaseModel)
Dated = TypeVar("Dated", bound=DatedQuery)
_COUNTED = 2_000
"""Things by which facets are counted, where there are more: the newest."""
_OFFERED = {
    "claims": ("quotation_type", "stance", "speaker", "about", "outlet"),
    "events": ("type", "status", "actor", "outlet"),
    "articles": ("outlet", "month"),
    "positions": ("of", "holder", "outlet"),
}
_FIELDS = {
    "claims": ("speaker", "about", "target", "outlet"),
    "events": ("actor", "counterpart", "place", "outlet"),
    "articles": ("actor", "place", "outlet"),
    "positions": ("holder", "of", "outlet"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A list as a page shows it."""

    items: list[Any]
    cursor: str | None
    counts: Counts
    exact: bool
    """Is all of the list counted?"""
    query: str


def router(render: Renderer, api: Api) -> APIRouter:
    """The routes."""
    routes = APIRouter(include_in_schema=False, route_class=render.route_class())

    async def respond(request: Request, kind: str, query: DatedQuery, shown: Shown) -> Response:
        given = query.model_dump(exclude_defaults=True, mode="json")
        names = {
            node: ref.name
            for field in _FIELDS[kind]
            for node, ref in (await named(api.graph, await _nodes(api, query, field))).items()
        }
        texts = {field: [names.get(node, node) for node in await _nodes(api, query, field)] for field in _FIELDS[kind]}
        return render(
            request,
            "list.html",
            kind=kind,
            asked=query,
            texts=texts,
            given=given,
            shown=shown,
            facets=shown.counts.values,
            total=shown.counts.total,
            partly=shown.counts.total == _COUNTED and not shown.exact,
            fields=_FIELDS[kind],
            types=list(EventType),
            quad_classes=QUAD_CLASSES,
            statuses=list(Status),
            stances=list(Polarity),
            here=f"/{kind}",
        )

    async def listed(
        request: Request,
        kind: str,
        model: type[Dated],
        listing: Callable[[Api, Dated], Awaitable[Listing]],
        describe: Describe[Any],
        facets: Callable[[Dated], Mapping[str, Facet]],
    ) -> Response:
        query = read(model, request)
        shown = await _shown(api, kind, query, await listing(api, query), describe, facets(query))
        return await respond(request, kind, query, shown)

    @routes.get("/claims")
    async def list_claims(request: Request) -> Response:
        return await listed(request, "claims", ClaimQuery, claims.listing, described.claims, claims.facets_of)

    @routes.get("/events")
    async def list_events(request: Request) -> Response:
        return await listed(request, "events", EventQuery, events.listing, described.events, lambda _: events.FACETS)

    @routes.get("/articles")
    async def list_articles(request: Request) -> Response:
        return await listed(
            request, "articles", ArticleQuery, articles.listing, articles.frames, lambda _: articles.FACETS
        )

    @routes.get("/positions")
    async def list_positions(request: Request) -> Response:
        return await listed(
            request, "positions", PositionQuery, positions.listing, described.positions, lambda _: positions.FACETS
        )

    @routes.get("/actors")
    async def list_actors(request: Request) -> Response:
        return await respond_with_names(request, "actors", read(ActorQuery, request))

    @routes.get("/places")
    async def list_places(request: Request) -> Response:
        return await respond_with_names(request, "places", read(PlaceQuery, request))

    async def respond_with_names(request: Request, kind: str, query: ActorQuery | PlaceQuery) -> Response:
        part, every = await actors.find(api, query)
        return render(
            request,
            "names.html",
            kind=kind,
            asked=query,
            entries=[(entry, "/" + api.graph.local(entry.id)) for entry in part.items],
            total=len(every),
            cursor=part.cursor,
            types=list(ActorType),
            given=query.model_dump(exclude_defaults=True, mode="json"),
        )

    return routes


async def _nodes(api: Api, query: DatedQuery, field: str) -> list[str]:
    return await api.resolver.nodes(getattr(query, field), "place" if field == "place" else "actor")


async def _shown(
    api: Api,
    kind: str,
    query: DatedQuery,
    listing: Listing,
    describe: Describe[Any],
    patterns: Mapping[str, Facet],
) -> Shown:
    found = await part(api, listing, query, describe)
    offered = {name: patterns[name] for name in _OFFERED[kind]}
    whole = not (listing.patterns or listing.since or listing.until)
    counted = await counts(api, listing, offered, None if whole else _COUNTED)
    return Shown(found.items, found.cursor, counted, whole, asking.short(listing.query()))


def read(model: type[Query], request: Request) -> Query:
    """The query of an address; parameters without a value, as forms send them, are passed over.

    Raises:
        ProblemError: where it says what can't be asked.
    """
    values: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if name == "lang" or not value.strip():
            continue
        field = model.model_fields.get(name)
        if field is not None and get_origin(field.annotation) is list:
            values.setdefault(name, []).append(value)
        else:
            values[name] = value
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ProblemError(HTTPStatus.BAD_REQUEST, f"{where}: {first['msg']}") from None
