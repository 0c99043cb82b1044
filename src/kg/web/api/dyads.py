"""``/api/v1/dyads``: how often one actor deals with another, month by month."""

from collections.abc import AsyncIterator
from itertools import groupby
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from kg.model import EventType
from kg.rdf.vocabulary import KG, event_type
from kg.web.api import answers
from kg.web.api.described import QUAD_CLASS_OF, named
from kg.web.api.events import PARTY
from kg.web.api.graph import Row
from kg.web.api.listing import Listing, dates, days, joined
from kg.web.api.lists import Api, Part, whole
from kg.web.api.models import Dyad, Page, QuadClass
from kg.web.api.paging import Cursor, decode, encode
from kg.web.api.questions import DatedQuery, Ids, any_of

_PAIR = (
    f"{{ ?event {KG.initiator} ?initiator ; {KG.recipient} ?recipient }} UNION "
    f"{{ ?event {KG.initiator} ?initiator , ?recipient . FILTER(?initiator != ?recipient) "
    f"FILTER NOT EXISTS {{ ?event {KG.recipient} ?none }} }}"
)


class DyadQuery(DatedQuery):
    """Which dyads. Only events that happened are counted."""

    actor: Annotated[Ids, Field(description="On either side.")] = []
    counterpart: Annotated[Ids, Field(description="On the other side of `actor`.")] = []
    initiator: Ids = []
    recipient: Ids = []
    type: Annotated[list[EventType], Field(max_length=16)] = []
    quad_class: Annotated[list[QuadClass], Field(max_length=4)] = []


async def find(api: Api, query: DyadQuery) -> Part[Dyad]:
    """The part that is asked for. Raises ProblemError."""
    cursor = decode(query.cursor, query.sort)
    rows: list[tuple[Cursor, Row]] = []
    async for month in _months(api, query, cursor):
        some = [(Cursor(row.get("month", ""), _pair(row)), row) for row in month if "initiator" in row]
        some.sort(key=lambda one: (one[0].key, one[0].id), reverse=query.sort == "-date")
        rows += [one for one in some if cursor is None or _is_after(one[0], cursor, query.sort)]
        if len(rows) > query.limit:
            break
    shown = rows[: query.limit]
    following = encode(shown[-1][0], query.sort) if len(rows) > query.limit else None
    return Part(await _dyads(api, [row for _, row in shown], query), following)


async def _months(api: Api, query: DyadQuery, cursor: Cursor | None) -> AsyncIterator[list[Row]]:
    """The counts: all at once where actors are given, whose events are few; else a month at a time."""
    nodes = api.resolver.nodes
    patterns = [
        any_of("event", PARTY, await nodes(query.actor, "actor"), "actor"),
        any_of("event", PARTY, await nodes(query.counterpart, "actor"), "counterpart"),
        any_of("event", KG.initiator, await nodes(query.initiator, "actor"), "givenInitiator"),
        any_of("event", KG.recipient, await nodes(query.recipient, "actor"), "givenRecipient"),
    ]
    fixed = " ".join(one.with_values() for one in joined(patterns))
    sides = await _sides(api, query)
    since, until = query.limits
    listing = Listing(KG.Event, KG.startDate, (), since, until)
    if fixed:
        limits = listing.limits("STR(?d)")
        dated = f"OPTIONAL {{ ?event {KG.startDate} ?d }} {f'FILTER({limits})' if limits else ''}"
        yield await api.graph.rows(_counts(f"{fixed} {dated}", sides, query))
        return
    known = [key for key, _ in await days(api.graph, KG.startDate) if listing.within(key)]
    months = [(month, list(keys)) for month, keys in groupby(known, key=lambda key: key[:7])]
    for month, keys in months if query.sort == "date" else reversed(months):
        if cursor is None or (month >= cursor.key if query.sort == "date" else month <= cursor.key):
            yield await api.graph.kept_rows(
                _counts(f"VALUES ?d {{ {dates(keys)} }} ?event {KG.startDate} ?d .", sides, query)
            )


async def _sides(api: Api, query: DyadQuery) -> str:
    """Which pairs of an event are meant: those of the actors that are asked for."""
    nodes = api.resolver.nodes
    conditions = []
    for values, expression in (
        (query.actor, "(?initiator IN ({0}) || ?recipient IN ({0}))"),
        (query.counterpart, "(?initiator IN ({0}) || ?recipient IN ({0}))"),
        (query.initiator, "?initiator IN ({0})"),
        (query.recipient, "?recipient IN ({0})"),
    ):
        if values:
            conditions.append(expression.format(", ".join(f"<{node}>" for node in await nodes(values, "actor"))))
    return f"FILTER({' && '.join(conditions)})" if conditions else ""


def _counts(dated: str, sides: str, query: DyadQuery) -> str:
    kinds = " ".join(
        f'({event_type(kind)} "{QUAD_CLASS_OF[kind]}")'
        for kind in query.type or EventType
        if not query.quad_class or QUAD_CLASS_OF[kind] in query.quad_class
    )
    return (
        "SELECT ?month ?initiator ?recipient ?class (COUNT(DISTINCT ?event) AS ?events) "
        f"(COUNT(DISTINCT ?g) AS ?articles) WHERE {{ GRAPH ?g {{ {dated} "
        f"?event {KG.eventType} ?kind ; {KG.status} ?status . FILTER(?status = {KG.Actual}) {_PAIR} }} "
        f"VALUES (?kind ?class) {{ {kinds} }} "
        f"{sides} BIND(SUBSTR(STR(?d), 1, 7) AS ?month) }} GROUP BY ?month ?initiator ?recipient ?class"
    )


async def _dyads(api: Api, rows: list[Row], query: DyadQuery) -> list[Dyad]:
    names = await named(api.graph, {row[side] for row in rows for side in ("initiator", "recipient")})
    found = []
    for row in rows:
        month = row.get("month", "")
        asked = [
            ("actor", api.graph.local(row["initiator"])),
            ("counterpart", api.graph.local(row["recipient"])),
            ("quad_class", row["class"]),
            ("status", "actual"),
            *([("since", month), ("until", month)] if month else []),
        ]
        found.append(
            Dyad(
                month=month,
                initiator=names[row["initiator"]],
                recipient=names[row["recipient"]],
                quad_class=row["class"],  # type: ignore[arg-type]
                events=int(row["events"]),
                articles=int(row["articles"]),
                href=f"/api/v1/events?{urlencode(asked)}",
            )
        )
    return found


def _pair(row: Row) -> str:
    return f"{row['initiator']} {row['recipient']} {row['class']}"


def _is_after(one: Cursor, cursor: Cursor, sort: str) -> bool:
    here, there = (one.key, one.id), (cursor.key, cursor.id)
    return here < there if sort == "-date" else here > there


def router(api: Api) -> APIRouter:
    """The routes."""
    routes = APIRouter(tags=["Dyads"])

    @routes.get("/dyads", response_model=Page[Dyad], responses=answers.PLAIN)
    async def dyads(request: Request, query: Annotated[DyadQuery, Query()]) -> Response:
        """How many events there are from one actor to another in a month, by quad class, the newest first.

        An event without a recipient (a meeting) counts between each two of its initiators.
        """
        page = whole(request, await find(api, query))
        return await answers.listed(request, api.graph, page, Dyad, query.format, rdf=False)

    return routes
