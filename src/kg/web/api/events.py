"""``/api/v1/events``: who did what to or with whom, when and where."""

import dataclasses
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from kg.catalogue import QUAD_CLASS, Condition
from kg.model import EventType, QuadClass, Status, types_within
from kg.rdf.vocabulary import DCTERMS, KG, PLOVER, STATUSES, event_type
from kg.web.api import answers, described, lists
from kg.web.api.listing import Facet, Listing, Pattern, by_month, having, joined
from kg.web.api.lists import Api, Part, counted, part
from kg.web.api.models import Event, Page
from kg.web.api.questions import DatedQuery, FormatWanted, Ids, WithBodies, any_of, in_articles, of_outlets

PARTIES = (KG.initiator, KG.recipient)
FacetName = Literal["type", "mode", "context", "status", "actor", "initiator", "recipient", "place", "outlet", "month"]
FACETS: dict[str, Facet] = {
    "type": having("thing", KG.eventType),
    "mode": having("thing", KG.mode),
    "context": having("thing", KG.context),
    "status": having("thing", KG.status),
    "actor": having("thing", PARTIES),
    "initiator": having("thing", KG.initiator),
    "recipient": having("thing", KG.recipient),
    "place": having("thing", KG.place),
    "outlet": having("g", DCTERMS.publisher),
    "month": by_month(KG.startDate),
}


class EventQuery(DatedQuery):
    """Which events."""

    actor: Annotated[Ids, Field(description="Who takes part, on either side.")] = []
    counterpart: Annotated[Ids, Field(description="Who takes part beside `actor`.")] = []
    initiator: Ids = []
    recipient: Ids = []
    place: Ids = []
    outlet: Annotated[Ids, Field(description="The publishers of the articles.")] = []
    article: Ids = []
    type: Annotated[list[EventType], Field(max_length=16)] = []
    mode: Annotated[list[str], Field(description="As `visit`, with `type`.", max_length=50, examples=[["visit"]])] = []
    context: Annotated[list[str], Field(max_length=50, examples=[["military"]])] = []
    quad_class: Annotated[list[QuadClass], Field(max_length=4)] = []
    status: Annotated[list[Status], Field(max_length=4)] = []
    with_bodies: WithBodies = False
    facets: Annotated[list[FacetName], Field(description="Counts that are wanted.", examples=[["type"]])] = []


async def listing(api: Api, query: EventQuery) -> Listing:
    """What a query asks for. Raises ProblemError."""
    nodes = api.resolver.nodes

    async def parties(values: list[str]) -> list[str]:
        return await api.resolver.actors(values, with_bodies=query.with_bodies)

    types = types_within(query.type, query.quad_class)
    chosen = [event_type(kind).value for kind in types] if query.type or query.quad_class else []
    if (query.type or query.quad_class) and not chosen:
        chosen = [f"{PLOVER}none"]  # a type outside the quad classes asked for: nothing is both
    modes = [api.graph.node(f"{PLOVER}{kind}-{mode}").value for mode in query.mode for kind in query.type or EventType]
    contexts = [api.graph.node(f"{PLOVER}{context}").value for context in query.context]
    patterns = [
        any_of("thing", PARTIES, await parties(query.actor), "actor"),
        any_of("thing", PARTIES, await parties(query.counterpart), "counterpart"),
        any_of("thing", KG.initiator, await parties(query.initiator), "initiator"),
        any_of("thing", KG.recipient, await parties(query.recipient), "recipient"),
        any_of("thing", KG.place, await nodes(query.place, "place"), "place"),
        _of_types(chosen, query),
        any_of("thing", KG.mode, modes, "mode"),
        any_of("thing", KG.context, contexts, "context", broad=True),
        any_of("thing", KG.status, [STATUSES[status].value for status in query.status], "status", broad=True),
        of_outlets("g", await nodes(query.outlet, "actor")),
        in_articles("g", await nodes(query.article, "article")),
    ]
    since, until = query.limits
    return Listing(KG.Event, KG.startDate, joined(patterns), since, until, query.sort == "date")


def _of_types(chosen: list[str], query: EventQuery) -> Pattern:
    """That the event has one of the types; the catalogue looks for a quad class rather than for each of its types."""
    pattern = any_of("thing", KG.eventType, chosen, "type", broad=True)
    if query.type or not query.quad_class:
        return pattern
    return dataclasses.replace(pattern, condition=Condition((QUAD_CLASS,), tuple(query.quad_class)))


async def find(api: Api, query: EventQuery) -> Part[Event]:
    """The events that a query asks for. Raises ProblemError."""
    return await part(api, await listing(api, query), query, described.events)


def router(api: Api) -> APIRouter:
    """The routes."""
    routes = APIRouter(tags=["Events"])

    @routes.get("/events", response_model=Page[Event], responses=answers.LISTED)
    async def events(request: Request, query: Annotated[EventQuery, Query()]) -> Response:
        """Who did what to or with whom, the newest first, each event with the words it was read from."""
        asked = await listing(api, query)
        page = await counted(request, api, asked, query, described.events, facets=query.facets, patterns=FACETS)
        return await answers.listed(request, api.graph, page, Event, query.format)

    @routes.get("/events/{id}", response_model=Event, responses=answers.LISTED)
    async def event(
        request: Request,
        id: Annotated[str, Path(examples=["c01e4926f041b8d4"])],
        format: FormatWanted = None,
    ) -> Response:
        """One event, with every report of it."""
        return await answers.single(request, api.graph, await one(api, id), format)

    return routes


async def one(api: Api, local: str) -> Event:
    """The event with an id. Raises ProblemError where there is none."""
    return await lists.one(api, "event", local, described.events)
