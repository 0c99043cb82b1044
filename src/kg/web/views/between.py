"""The page of two actors: what is between them, over time."""

from fastapi import APIRouter, Request, Response

from kg.web.api import actors, claims, counting, events
from kg.web.api.claims import ClaimQuery
from kg.web.api.events import EventQuery
from kg.web.api.lists import Api, firsts
from kg.web.rendering import Renderer
from kg.web.views import asking
from kg.web.views.plots import CLASSES, CONFLICT, COOPERATION, over_time

_SHOWN = 8


def router(render: Renderer, api: Api) -> APIRouter:
    """The route."""
    routes = APIRouter(include_in_schema=False, route_class=render.route_class())

    @routes.get("/between")
    async def between(request: Request, a: str = "", b: str = "", alone: bool = False) -> Response:
        if not a.strip() or not b.strip():
            return render(request, "between_form.html", a=a, b=b)
        one, other = [
            await actors.one_actor(api, (await api.resolver.nodes([name], "actor"))[0].rpartition("/")[2])
            for name in (a, b)
        ]
        # Who deals with a state deals with its bodies and those who hold its offices.
        wide = not alone and "State" in (one.type, other.type)
        sides = [await api.resolver.actors([actor.id], with_bodies=wide) for actor in (one, other)]
        asked = asking.months_of_events(*sides)
        months, classes = await counting.rows(api.graph, [asked, asking.classes_of_events(*sides)])
        said = [
            ClaimQuery(speaker=[speaker.id], about=[about.id], with_bodies=wide)
            for speaker, about in ((one, other), (other, one))
        ]
        events_between = EventQuery(actor=[one.id], counterpart=[other.id], with_bodies=wide)
        done, forth, back = await firsts(
            api,
            [
                (await events.listing(api, events_between), _SHOWN),
                *[(await claims.listing(api, query), _SHOWN) for query in said],
            ],
        )
        return render(
            request,
            "between.html",
            one=one,
            other=other,
            plot=over_time(asking.by_class(months), COOPERATION, CONFLICT),
            totals=dict.fromkeys(CLASSES, 0) | {one.kind: one.number for one in asking.by_class(classes)},
            events=done,
            forth=forth,
            back=back,
            wide=wide,
            states="State" in (one.type, other.type),
            query=asking.short(asked.query),
        )

    return routes
