"""The page of a search."""

import asyncio

from fastapi import APIRouter, Request, Response

from kg.web.api import search
from kg.web.api.lists import Api
from kg.web.api.search import SearchQuery
from kg.web.rendering import Renderer
from kg.web.views.lists import read

_EACH = 10


def router(render: Renderer, api: Api) -> APIRouter:
    """The route."""
    routes = APIRouter(include_in_schema=False, route_class=render.route_class())

    @routes.get("/search")
    async def results(request: Request) -> Response:
        if len(request.query_params.get("q", "").strip()) < 2:
            return render(request, "search.html", q=request.query_params.get("q", ""), groups=None)
        query = read(SearchQuery, request)
        kinds = ("actor", "place", "article", "claim")
        parts = await asyncio.gather(
            *(search.find(api, query.model_copy(update={"kind": [kind], "limit": _EACH})) for kind in kinds)
        )
        groups = [(kind, part.items, part.cursor) for kind, part in zip(kinds, parts, strict=True) if part.items]
        return render(request, "search.html", q=query.q, groups=groups)

    return routes
