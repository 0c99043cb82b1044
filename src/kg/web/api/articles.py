"""``/api/v1/articles``: what was read, and all that was read from it."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from kg.catalogue import NAMED_ACTOR
from kg.rdf.vocabulary import DCTERMS, ITSRDF, KG, NIF, RDF
from kg.web.api import answers, described
from kg.web.api.described import Triples, href, named, page
from kg.web.api.graph import Graph, chunks
from kg.web.api.listing import Facet, Listing, by_month, having, joined
from kg.web.api.lists import Api, Part, counted, part
from kg.web.api.models import Article, Claim, Event, FullArticle, Mention, Page, Position
from kg.web.api.problems import unknown
from kg.web.api.questions import DatedQuery, FormatWanted, Ids, any_of

FACETS: dict[str, Facet] = {
    "outlet": having("thing", DCTERMS.publisher),
    "actor": Facet(f"?mention {ITSRDF.taIdentRef} ?value . ?value a {KG.Actor} .", (NAMED_ACTOR,)),
    "month": by_month(DCTERMS.issued),
}


class ArticleQuery(DatedQuery):
    """Which articles."""

    actor: Annotated[Ids, Field(description="Whom they name.")] = []
    place: Annotated[Ids, Field(description="What place they name.")] = []
    outlet: Annotated[Ids, Field(description="Who published them.")] = []
    q: Annotated[str | None, Field(max_length=200, description="Words of the title.", examples=["мост"])] = None
    facets: Annotated[list[Literal["outlet", "actor", "month"]], Field(description="Counts that are wanted.")] = []


async def listing(api: Api, query: ArticleQuery) -> Listing:
    """What a query asks for. Raises ProblemError."""
    nodes = api.resolver.nodes
    patterns = [
        any_of("actorMention", ITSRDF.taIdentRef, await nodes(query.actor, "actor"), "actor"),
        any_of("placeMention", ITSRDF.taIdentRef, await nodes(query.place, "place"), "place"),
        any_of("thing", DCTERMS.publisher, await nodes(query.outlet, "actor"), "outlet"),
        await api.texts.containing("thing", DCTERMS.title, query.q),
    ]
    since, until = query.limits
    return Listing(KG.Article, DCTERMS.issued, joined(patterns), since, until, query.sort == "date")


async def find(api: Api, query: ArticleQuery) -> Part[Article]:
    """The articles that a query asks for. Raises ProblemError."""
    return await part(api, await listing(api, query), query, frames)


async def frames(graph: Graph, nodes: Sequence[str]) -> list[Article]:
    """The frames of the articles of these IRIs, in their order."""
    wanted = ", ".join(map(str, (DCTERMS.title, DCTERMS.issued, DCTERMS.publisher, DCTERMS.source, DCTERMS.language)))
    rows = []
    for some in chunks(nodes):
        these = " ".join(f"<{node}>" for node in some)
        rows += await graph.rows(
            f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {these} }} GRAPH ?s {{ ?s ?p ?o FILTER(?p IN ({wanted})) }} }}"
        )
    triples = Triples(rows)
    publishers = await named(graph, {row["o"] for row in rows if row["p"] == DCTERMS.publisher.value})
    return [
        Article(
            id=node,
            href=href(graph, node),
            page=page(graph, node),
            title=triples.one(node, DCTERMS.title) or "",
            published=triples.one(node, DCTERMS.issued),
            publisher=publishers.get(triples.one(node, DCTERMS.publisher) or ""),
            url=triples.one(node, DCTERMS.source),
            language=triples.one(node, DCTERMS.language) or "ru",
        )
        for node in nodes
        if node in triples
    ]


async def full(api: Api, local: str) -> FullArticle:
    """An article with all that was read from it. Raises ProblemError where there is none."""
    graph = api.graph
    node = graph.node(f"article/{local}").value
    rows = await graph.rows(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{node}> {{ ?s ?p ?o }} }}")
    triples = Triples(rows)
    if KG.Article.value not in triples.all(node, RDF.type):
        unknown("article", local)
    frame = (await frames(graph, [node]))[0]
    listed = {KG.Claim.value, KG.Event.value, KG.Position.value}
    members = [one for one in triples.subjects() if listed.intersection(triples.all(one, RDF.type))]
    found = (await described.statements(graph, members)).values()
    naming = [(one, ref) for one in triples.subjects() for ref in triples.all(one, ITSRDF.taIdentRef)]
    references = described.names_of(graph, triples, {ref for _, ref in naming})
    mentions = [
        Mention(
            start=int(triples.one(one, NIF.beginIndex) or 0),
            end=int(triples.one(one, NIF.endIndex) or 0),
            text=triples.one(one, NIF.anchorOf) or "",
            ref=references[ref],
        )
        for one, ref in naming
    ]
    spans = triples.all(node, KG.boilerplate)

    def place(one: described.Statement) -> tuple[int, str]:
        return min((told.start for told in one.evidence if told.article.id == node), default=0), one.id

    return FullArticle(
        **dict(frame),
        text=triples.one(node, NIF.isString),
        boilerplate=sorted(
            (int(triples.one(span, NIF.beginIndex) or 0), int(triples.one(span, NIF.endIndex) or 0)) for span in spans
        ),
        mentions=sorted(mentions, key=lambda one: (one.start, one.end)),
        claims=sorted((one for one in found if isinstance(one, Claim)), key=place),
        events=sorted((one for one in found if isinstance(one, Event)), key=place),
        positions=sorted((one for one in found if isinstance(one, Position)), key=place),
    )


def router(api: Api) -> APIRouter:
    """The routes."""
    routes = APIRouter(tags=["Articles"])

    @routes.get("/articles", response_model=Page[Article], responses=answers.LISTED)
    async def articles(request: Request, query: Annotated[ArticleQuery, Query()]) -> Response:
        """What was read, the newest first."""
        asked = await listing(api, query)
        page = await counted(request, api, asked, query, frames, facets=query.facets, patterns=FACETS)
        return await answers.listed(request, api.graph, page, Article, query.format)

    @routes.get("/articles/{id}", response_model=FullArticle, responses=answers.LISTED)
    async def article(
        request: Request,
        id: Annotated[str, Path(examples=["8d3a0f5b7c21e694"])],
        format: FormatWanted = None,
    ) -> Response:
        """One article: its text, and the mentions, claims, events and positions that were read from it."""
        return await answers.single(request, api.graph, await full(api, id), format)

    return routes
