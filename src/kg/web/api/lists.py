"""What all lists by date do alike."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from fastapi import Request

from kg.rdf.vocabulary import KG, PLOVER
from kg.web.api import listing as listing_
from kg.web.api.described import Statement, named, statements
from kg.web.api.directory import Directory
from kg.web.api.graph import Graph
from kg.web.api.listing import Counts, Facet, Listing, several, things
from kg.web.api.models import FacetValue, Page
from kg.web.api.paging import Cursor, decode, encode
from kg.web.api.problems import unknown
from kg.web.api.questions import DatedQuery, Resolver
from kg.web.api.text import Texts

Item = TypeVar("Item")
Describe = Callable[[Graph, Sequence[str]], Awaitable[list[Item]]]
"""Tells of the things with these IRIs, in their order."""


@dataclass(frozen=True, slots=True)
class Api:
    """What the resources of the API ask."""

    graph: Graph
    directory: Directory
    texts: Texts

    @property
    def resolver(self) -> Resolver:
        """Turns names and ids into nodes."""
        return Resolver(self.graph, self.directory)


@dataclass(frozen=True, slots=True)
class Part(Generic[Item]):
    """A part of a list."""

    items: list[Item]
    cursor: str | None
    """Where the next part begins; None at the end."""


async def part(
    api: Api,
    listing: Listing,
    query: DatedQuery,
    describe: Describe[Item],
) -> Part[Item]:
    """The part of a list that is asked for. Raises ProblemError."""
    found = await things(api.graph, listing, query.limit + 1, decode(query.cursor, query.sort))
    shown, cursor = cut(found, query.limit, query.sort)
    return Part(await describe(api.graph, [one.id for one in shown]), cursor)


def cut(found: list[Cursor], limit: int, sort: str) -> tuple[list[Cursor], str | None]:
    """As many as are wanted, and the cursor to the rest, if there is any."""
    return found[:limit], encode(found[limit - 1], sort) if len(found) > limit else None


async def counts(api: Api, listing: Listing, wanted: Mapping[str, Facet], newest: int | None = None) -> Counts:
    """As :func:`kg.web.api.listing.counts`, with the values as people and parameters call them."""
    found = await listing_.counts(api.graph, listing, wanted, newest)
    things_ = {one.value for some in found.values.values() for one in some if one.value.startswith(api.graph.base)}
    vocabulary = (KG.namespace, PLOVER)
    names = await named(api.graph, (node for node in things_ if not node.startswith(vocabulary)))

    def called(one: FacetValue) -> FacetValue:
        if one.value in names:
            return one.model_copy(update={"name": names[one.value].name})
        short = one.value.removeprefix(PLOVER)
        if one.value.startswith(KG.namespace):
            short = one.value.removeprefix(KG.namespace).lower()
        return FacetValue(value=short, name=short, count=one.count)

    return Counts(found.total, {name: [called(one) for one in some] for name, some in found.values.items()})


async def firsts(api: Api, lists: Sequence[tuple[Listing, int]]) -> list[list[Statement]]:
    """The first so many of each of several lists of claims, events or positions. Raises ProblemError."""
    found = await several(api.graph, lists)
    known = await statements(api.graph, list(dict.fromkeys(one.id for some in found for one in some)))
    return [[known[one.id] for one in some if one.id in known] for some in found]


async def counted(
    request: Request,
    api: Api,
    listing: Listing,
    query: DatedQuery,
    describe: Describe[Item],
    *,
    facets: Sequence[str],
    patterns: Mapping[str, Facet],
) -> Page[Item]:
    """The part of a list that is asked for with its address, and with the counts where these are wanted.

    Args:
        request: what was asked.
        api: is asked.
        listing: of all that the query asks for.
        query: which part.
        describe: tells of the things.
        facets: the counts that are wanted.
        patterns: what can be counted by, by name.

    Raises:
        ProblemError: for a cursor that is none.
    """
    page = whole(request, await part(api, listing, query, describe))
    if not facets:
        return page
    found = await counts(api, listing, {name: patterns[name] for name in dict.fromkeys(facets)})
    return page.model_copy(update={"total": found.total, "facets": dict(found.values)})


def whole(request: Request, part: Part[Item]) -> Page[Item]:
    """A part of a list with its address."""
    return Page(items=part.items, next=next_address(request, part.cursor))


async def one(api: Api, kind: str, local: str, describe: Describe[Item]) -> Item:
    """The thing of a kind with an id. Raises ProblemError where there is none."""
    found = await describe(api.graph, [api.graph.node(f"{kind}/{local}").value])
    return found[0] if found else unknown(kind, local)


def next_address(request: Request, cursor: str | None) -> str | None:
    """The address of the next part."""
    if cursor is None:
        return None
    return f"{request.url.path}?{request.url.include_query_params(cursor=cursor).query}"
