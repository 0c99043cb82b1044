"""``/api/v1/timeline``: what an actor did and said, and what was done to it and said of it, in the order of time."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from kg.model import PartialDate
from kg.web.api import answers, claims, described, events, positions
from kg.web.api.claims import ClaimQuery
from kg.web.api.events import EventQuery
from kg.web.api.listing import several
from kg.web.api.lists import Api, Part, cut, whole
from kg.web.api.models import Claim, Entry, Event, Page, Position
from kg.web.api.paging import Cursor, decode
from kg.web.api.positions import PositionQuery
from kg.web.api.questions import DatedQuery

_Kind = Literal["claim", "event", "position"]
_Role = Literal["speaker", "addressee", "about", "initiator", "recipient", "holder"]


class TimelineQuery(DatedQuery):
    """Whose timeline, and what of it."""

    actor: Annotated[str, Field(min_length=1, max_length=300, description="An id, IRI or name.", examples=["Q148"])]
    kind: Annotated[list[_Kind], Field(max_length=3, description="Only these.")] = []


async def find(api: Api, query: TimelineQuery) -> Part[Entry]:
    """The part that is asked for. Raises ProblemError."""
    actors = await api.resolver.nodes([query.actor], "actor")
    wanted: tuple[_Kind, ...] = tuple(dict.fromkeys(query.kind)) or ("claim", "event", "position")
    listings = {
        "claim": await claims.listing(
            api, ClaimQuery(actor=actors, since=query.since, until=query.until, sort=query.sort)
        ),
        "event": await events.listing(
            api, EventQuery(actor=actors, since=query.since, until=query.until, sort=query.sort)
        ),
        "position": await positions.listing(
            api, PositionQuery(holder=actors, since=query.since, until=query.until, sort=query.sort)
        ),
    }
    cursor = decode(query.cursor, query.sort)
    found = await several(api.graph, [(listings[kind], query.limit + 1) for kind in wanted], cursor)
    merged = sorted(
        (one for some in found for one in some),
        key=lambda one: (one.key, one.id),
        reverse=query.sort == "-date",
    )
    shown, following = cut(merged, query.limit, query.sort)
    return Part(await _entries(api, shown, set(actors)), following)


async def _entries(api: Api, shown: list[Cursor], actors: set[str]) -> list[Entry]:
    nodes = [one.id for one in shown]
    known = await described.statements(api.graph, nodes)
    entries = []
    for item in (known[node] for node in nodes if node in known):
        kind, role, date = _part_in(item, actors)
        entries.append(Entry(date=date, kind=kind, role=role, item=item))
    return entries


def _part_in(item: Claim | Event | Position, actors: set[str]) -> tuple[_Kind, _Role, str | None]:
    if isinstance(item, Claim):
        if item.speaker is not None and item.speaker.id in actors:
            return "claim", "speaker", item.stated_on
        told = any(one.id in actors for one in item.addressees)
        return "claim", "addressee" if told else "about", item.stated_on
    if isinstance(item, Event):
        did = any(one.id in actors for one in item.initiators)
        return "event", "initiator" if did else "recipient", item.start_date
    return "position", "holder", max(item.attested_on, default=None, key=_last_day)


def _last_day(date: str) -> str:
    return PartialDate.parse(date).last_day.isoformat()


def router(api: Api) -> APIRouter:
    """The routes."""
    routes = APIRouter(tags=["Timeline"])

    @routes.get("/timeline", response_model=Page[Entry], responses=answers.LISTED)
    async def timeline(request: Request, query: Annotated[TimelineQuery, Query()]) -> Response:
        """What an actor did and said, what was done to it and said of it, and its offices, the newest first."""
        page = whole(request, await find(api, query))
        return await answers.listed(request, api.graph, page, Entry, query.format)

    return routes
