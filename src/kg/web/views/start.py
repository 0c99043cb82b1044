"""The start page: what is in the graph, and what is new."""

import asyncio
import datetime

from fastapi import APIRouter, Request, Response

from kg.web.api import articles, claims, events
from kg.web.api.articles import ArticleQuery
from kg.web.api.claims import ClaimQuery
from kg.web.api.events import EventQuery
from kg.web.api.lists import Api
from kg.web.census import Census
from kg.web.rendering import Renderer
from kg.web.views.query import examples

_NEWEST = 6
_ACTIVE = 12
_LISTS = {
    "articles": "/articles",
    "persons": "/actors?type=Person",
    "states": "/actors?type=State",
    "organisations": "/actors?type=Organisation",
    "places": "/places",
    "claims": "/claims",
    "events": "/events",
    "positions": "/positions",
}
"""Where the things are listed that are counted."""


def router(render: Renderer, api: Api, census: Census) -> APIRouter:
    """The route."""
    routes = APIRouter(include_in_schema=False, route_class=render.route_class())

    @routes.head("/")
    @routes.get("/", name="start_page")
    async def start(request: Request) -> Response:
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        totals, newest, latest, said, active = await asyncio.gather(
            census.totals(),
            articles.find(api, ArticleQuery(limit=_NEWEST)),
            events.find(api, EventQuery(limit=_NEWEST, until=today)),
            claims.find(api, ClaimQuery(limit=_NEWEST // 2)),
            api.directory.by_articles(),
        )
        people = [(one, "/" + api.graph.local(one.id)) for one in active if one.type != "Place"][:_ACTIVE]
        return render(
            request,
            "start.html",
            totals=totals,
            lists=_LISTS,
            articles=newest.items,
            events=latest.items,
            claims=said.items,
            active=people,
            most=people[0][0].articles if people else 0,
            examples=examples(render.settings),
        )

    return routes
