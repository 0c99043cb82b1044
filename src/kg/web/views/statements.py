"""The pages of a claim, an event, a place and a position."""

import asyncio

from fastapi import Request, Response

from kg.web.api import actors, articles, claims, described, events, positions
from kg.web.api.articles import ArticleQuery
from kg.web.api.claims import ClaimQuery
from kg.web.api.events import EventQuery
from kg.web.api.lists import Api
from kg.web.api.models import Claim
from kg.web.rendering import Renderer
from kg.web.views.maps import map_of

_ALIKE = 5
_SHOWN = 10


async def claim_page(request: Request, render: Renderer, api: Api, local: str, query: str) -> Response:
    """A claim, what it tells of, and what others said of the same. Raises ProblemError where there is none."""
    claim = await claims.one(api, local)
    told, others = await asyncio.gather(
        described.events(api.graph, claim.asserts),
        _said_of_the_same(api, [one.id for one in claim.about], claim.id, claim.stated_on),
    )
    return render(request, "claim.html", claim=claim, told=told, others=others, query=query)


async def _said_of_the_same(api: Api, about: list[str], but: str, until: str | None) -> list[Claim]:
    """What was last said of the first of these before a day, by whomever."""
    if not about:
        return []
    found = await claims.find(api, ClaimQuery(about=about[:1], until=until, limit=_ALIKE + 1))
    return [one for one in found.items if one.id != but][:_ALIKE]


async def event_page(request: Request, render: Renderer, api: Api, local: str, query: str) -> Response:
    """An event and every report of it. Raises ProblemError where there is none."""
    event = await events.one(api, local)
    telling, where = await asyncio.gather(
        described.claims(api.graph, event.claims), map_of(api.graph, [event.place] if event.place else [])
    )
    return render(request, "event.html", event=event, telling=telling, map=where, query=query)


async def place_page(request: Request, render: Renderer, api: Api, local: str, query: str) -> Response:
    """A place, and what happened there. Raises ProblemError where there is none."""
    place = await actors.one_place(api, local)
    reference = described.reference(api.graph, place.id, place.name, "Place")
    here, naming, where = await asyncio.gather(
        events.find(api, EventQuery(place=[place.id], limit=_SHOWN)),
        articles.find(api, ArticleQuery(place=[place.id], limit=_SHOWN)),
        map_of(api.graph, [reference]),
    )
    return render(request, "place.html", place=place, events=here.items, articles=naming.items, map=where, query=query)


async def position_page(request: Request, render: Renderer, api: Api, local: str, query: str) -> Response:
    """A position and where it is told. Raises ProblemError where there is none."""
    position = await positions.one(api, local)
    return render(request, "position.html", position=position, query=query)
