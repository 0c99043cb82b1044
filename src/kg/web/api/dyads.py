"""``/api/v1/dyads``: how often one actor deals with another, month by month."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from kg.catalogue import MONTH, Pairs, Tally
from kg.model import QUAD_CLASS_OF, EventType, PartialDate, QuadClass, types_within
from kg.rdf.vocabulary import KG, event_type
from kg.web.api import answers, counting
from kg.web.api.counting import Counting
from kg.web.api.described import named
from kg.web.api.events import PARTIES
from kg.web.api.graph import Graph, Row
from kg.web.api.listing import Listing, dates, days, joined
from kg.web.api.lists import Api, Part, whole
from kg.web.api.models import Dyad, Page
from kg.web.api.paging import Cursor, decode, encode
from kg.web.api.questions import DatedQuery, Ids, any_of

_PAIR = (
    f"{{ ?thing {KG.initiator} ?initiator ; {KG.recipient} ?recipient }} UNION "
    f"{{ ?thing {KG.initiator} ?initiator , ?recipient . FILTER(?initiator != ?recipient) "
    f"FILTER NOT EXISTS {{ ?thing {KG.recipient} ?none }} }}"
)
_COLUMNS = ("month", "initiator", "recipient", "class", "events", "articles")


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
    async for month in _months(api.graph, await _Wanted.of(api, query), query, cursor):
        some = [(Cursor(row.get("month", ""), _pair(row)), row) for row in month]
        some.sort(key=lambda one: (one[0].key, one[0].id), reverse=query.sort == "-date")
        rows += [one for one in some if cursor is None or _is_after(one[0], cursor, query.sort)]
        if len(rows) > query.limit:
            break
    shown = rows[: query.limit]
    following = encode(shown[-1][0], query.sort) if len(rows) > query.limit else None
    return Part(await _dyads(api, [row for _, row in shown], query), following)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a query asks for, with nodes for names."""

    listing: Listing
    """Of the events."""
    either: tuple[frozenset[str], ...]
    """On one side or the other stands one of each of these."""
    initiators: frozenset[str]
    """Empty for any."""
    recipients: frozenset[str]

    @classmethod
    async def of(cls, api: Api, query: DyadQuery) -> "_Wanted":
        """Raises ProblemError."""
        given = {
            name: await api.resolver.nodes(getattr(query, name), "actor")
            for name in ("actor", "counterpart", "initiator", "recipient")
        }
        kinds = [kind for kind in types_within(query.type, query.quad_class) if query.type or query.quad_class]
        patterns = [
            any_of("thing", PARTIES, given["actor"], "actor"),
            any_of("thing", PARTIES, given["counterpart"], "counterpart"),
            any_of("thing", KG.initiator, given["initiator"], "givenInitiator"),
            any_of("thing", KG.recipient, given["recipient"], "givenRecipient"),
            any_of("thing", KG.eventType, [event_type(kind).value for kind in kinds], "type", broad=True),
            any_of("thing", KG.status, [KG.Actual.value], "status", broad=True),
        ]
        return cls(
            Listing(KG.Event, KG.startDate, joined(patterns), *query.limits),
            tuple(frozenset(given[name]) for name in ("actor", "counterpart") if given[name]),
            frozenset(given["initiator"]),
            frozenset(given["recipient"]),
        )

    @property
    def names_actors(self) -> bool:
        """Are the events of some actors meant? They are few then."""
        return bool(self.either or self.initiators or self.recipients)

    async def rows(self, graph: Graph, listing: Listing, dated: str) -> list[Row]:
        """The pairs that are meant, of the events of a list.

        Args:
            graph: is asked.
            listing: of the events.
            dated: finds these by SPARQL, with ``?d``, their date.
        """
        asked = Counting(_counts(dated), (counting.Part(Pairs(listing.selection), _COLUMNS),))
        (found,) = await counting.rows(graph, [asked])
        return [row for row in found if "initiator" in row and self._is_meant(row)]

    def _is_meant(self, row: Row) -> bool:
        one, other = row["initiator"], row["recipient"]
        return (
            all(one in some or other in some for some in self.either)
            and (not self.initiators or one in self.initiators)
            and (not self.recipients or other in self.recipients)
        )


async def _months(graph: Graph, wanted: _Wanted, query: DyadQuery, cursor: Cursor | None) -> AsyncIterator[list[Row]]:
    """The counts: all at once where actors are given; else a month at a time."""
    listing = wanted.listing
    if not types_within(query.type, query.quad_class):
        return
    if wanted.names_actors:
        limits = listing.limits("STR(?d)")
        dated = f"OPTIONAL {{ ?thing {KG.startDate} ?d }} {f'FILTER({limits})' if limits else ''}"
        yield await wanted.rows(graph, listing, f"{listing.where} {dated}")
        return
    months = await _known_months(graph, listing)
    for month in sorted(months, reverse=query.sort == "-date"):
        if cursor is None or (month >= cursor.key if query.sort == "date" else month <= cursor.key):
            dated = f"VALUES ?d {{ {dates(months[month])} }} ?thing {KG.startDate} ?d . {listing.compared}"
            rows = await wanted.rows(graph, _within(listing, month), dated)
            yield [row for row in rows if row["month"] == month]


async def _known_months(graph: Graph, listing: Listing) -> dict[str, list[str]]:
    """The months in which there are events, with the dates in each where SPARQL has to look for these."""
    tally = Tally(Listing(listing.kind, listing.date).selection, ((MONTH,),))
    known = await graph.kept(tally, lambda: graph.looked_up(tally))
    found: dict[str, list[str]] = {}
    if known is not None:
        return {str(month): [] for month, _ in known[0] if listing.within(str(month))}
    for key, _ in await days(graph, listing.date):
        if listing.within(key):
            found.setdefault(key[:7], []).append(key)
    return found


def _within(listing: Listing, month: str) -> Listing:
    """What is listed of a month, or of what is dated to no more than a year."""
    whole = PartialDate.parse(month)
    first, last = whole.first_day, whole.last_day if len(month) > len("2022") else whole.first_day
    if listing.since and whole.first_day < listing.since.first_day <= last:
        first = listing.since.first_day
    if listing.until:
        last = min(last, listing.until.last_day)
    return replace(listing, since=PartialDate.of(first), until=PartialDate.of(last))


def _counts(dated: str) -> str:
    kinds = " ".join(f'({event_type(kind)} "{QUAD_CLASS_OF[kind]}")' for kind in EventType)
    return (
        "SELECT ?month ?initiator ?recipient ?class (COUNT(DISTINCT ?thing) AS ?events) "
        f"(COUNT(DISTINCT ?g) AS ?articles) WHERE {{ GRAPH ?g {{ {dated} ?thing {KG.eventType} ?kind . {_PAIR} }} "
        f"VALUES (?kind ?class) {{ {kinds} }} "
        f"BIND(SUBSTR(STR(?d), 1, 7) AS ?month) }} GROUP BY ?month ?initiator ?recipient ?class"
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
