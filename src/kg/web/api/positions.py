"""``/api/v1/positions``: who is said to hold which office."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from kg.rdf.vocabulary import DCTERMS, KG
from kg.web.api import answers, described, lists
from kg.web.api.listing import Facet, Listing, having, joined
from kg.web.api.lists import Api, Part, counted, part
from kg.web.api.models import Page, Position
from kg.web.api.questions import DatedQuery, FormatWanted, Ids, any_of, in_articles, of_outlets

FACETS: dict[str, Facet] = {
    "holder": having("thing", KG.holder),
    "of": having("thing", KG.of),
    "outlet": having("g", DCTERMS.publisher),
}


class PositionQuery(DatedQuery):
    """Which positions. A position's date is the last day on which an article attests it."""

    holder: Ids = []
    of: Annotated[Ids, Field(description="States or organisations.")] = []
    outlet: Annotated[Ids, Field(description="The publishers of the articles.")] = []
    article: Ids = []
    q: Annotated[str | None, Field(max_length=200, description="Words of the title.", examples=["министр"])] = None
    facets: Annotated[list[Literal["holder", "of", "outlet"]], Field(description="Counts that are wanted.")] = []


async def listing(api: Api, query: PositionQuery) -> Listing:
    """What a query asks for. Raises ProblemError."""
    nodes = api.resolver.nodes
    patterns = [
        any_of("thing", KG.holder, await nodes(query.holder, "actor"), "holder"),
        any_of("thing", KG.of, await nodes(query.of, "actor"), "body"),
        of_outlets("g", await nodes(query.outlet, "actor")),
        in_articles("g", await nodes(query.article, "article")),
        await api.texts.containing("thing", KG.title, query.q),
    ]
    since, until = query.limits
    return Listing(KG.Position, KG.attestedOn, joined(patterns), since, until, query.sort == "date")


async def find(api: Api, query: PositionQuery) -> Part[Position]:
    """The positions that a query asks for. Raises ProblemError."""
    return await part(api, await listing(api, query), query, described.positions)


def router(api: Api) -> APIRouter:
    """The routes."""
    routes = APIRouter(tags=["Positions"])

    @routes.get("/positions", response_model=Page[Position], responses=answers.LISTED)
    async def positions(request: Request, query: Annotated[PositionQuery, Query()]) -> Response:
        """Who is said to hold which office, the latest attested first."""
        asked = await listing(api, query)
        page = await counted(request, api, asked, query, described.positions, facets=query.facets, patterns=FACETS)
        return await answers.listed(request, api.graph, page, Position, query.format)

    @routes.get("/positions/{id}", response_model=Position, responses=answers.LISTED)
    async def position(
        request: Request,
        id: Annotated[str, Path(examples=["0c1d2e3f4a5b6c7d"])],
        format: FormatWanted = None,
    ) -> Response:
        """One position."""
        return await answers.single(request, api.graph, await one(api, id), format)

    return routes


async def one(api: Api, local: str) -> Position:
    """The position with an id. Raises ProblemError where there is none."""
    return await lists.one(api, "position", local, described.positions)
