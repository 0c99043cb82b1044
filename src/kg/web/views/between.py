"""The page of two actors: what is between them, over time."""

import asyncio

from fastapi import APIRouter, Request, Response

from kg.web.api import actors, claims, events
from kg.web.api.claims import ClaimQuery
from kg.web.api.events import EventQuery
from kg.web.api.lists import Api
from kg.web.rendering import Renderer
from kg.web.views import asking
from kg.web.views.plots import CLASSES, CONFLICT, COOPERATION, over_time

_SHOWN = 8


def router(render: Renderer, api: Api) -> APIRouter:
    """The route."""
    routes = APIRouter(include_in_schema=False, route_class=render.route_class())

    @routes.get("/between")
    async def between(request: Request, a: str = "", b: str = "") -> Response:
        if not a.strip() or not b.strip():
            return render(request, "between_form.html", a=a, b=b)
        (first, *_), (second, *_) = await asyncio.gather(
            api.resolver.nodes([a], "actor"), api.resolver.nodes([b], "actor")
        )
        one, other = await asyncio.gather(*(actors.one_actor(api, node.rpartition("/")[2]) for node in (first, second)))
        counting = asking.months_of_events(one.id, other.id)
        months, done, forth, back = await asyncio.gather(
            counting.rows(api.graph),
            events.find(api, EventQuery(actor=[one.id], counterpart=[other.id], limit=_SHOWN)),
            claims.find(api, ClaimQuery(speaker=[one.id], about=[other.id], limit=_SHOWN)),
            claims.find(api, ClaimQuery(speaker=[other.id], about=[one.id], limit=_SHOWN)),
        )
        counts = asking.by_class(months)
        return render(
            request,
            "between.html",
            one=one,
            other=other,
            plot=over_time(counts, COOPERATION, CONFLICT),
            totals={kind: sum(count.number for count in counts if count.kind == kind) for kind in CLASSES},
            events=done.items,
            forth=forth.items,
            back=back.items,
            query=asking.short(counting.query),
        )

    return routes
