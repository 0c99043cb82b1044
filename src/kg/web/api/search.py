"""``/api/v1/search`` and ``/api/v1/complete``: what is meant by some words."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from kg.web.api import answers, articles, claims
from kg.web.api.articles import ArticleQuery
from kg.web.api.claims import ClaimQuery
from kg.web.api.described import reference
from kg.web.api.directory import Entry
from kg.web.api.lists import Api, Part, whole
from kg.web.api.models import Article, Claim, Hit, Page, Reference
from kg.web.api.questions import ListQuery

_Kind = Literal["actor", "place", "article", "claim"]
_KINDS: tuple[_Kind, ...] = ("actor", "place", "article", "claim")


class SearchQuery(ListQuery):
    """What is looked for."""

    q: Annotated[str, Field(min_length=2, max_length=200, description="Words, in any form.", examples=["Токаева"])]
    kind: Annotated[
        list[_Kind], Field(max_length=4, description="Only these. The answer has further parts where it is one.")
    ] = []


class CompleteQuery(BaseModel):
    """The beginning of a name."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, Field(min_length=1, max_length=100, examples=["тока"])]
    limit: Annotated[int, Field(ge=1, le=50)] = 10
    kind: Annotated[list[Literal["actor", "place"]], Field(max_length=2)] = []


async def find(api: Api, query: SearchQuery) -> Part[Hit]:
    """What is found: of each kind so many, actors first. Raises ProblemError."""
    kinds = [kind for kind in _KINDS if not query.kind or kind in query.kind]
    if len(kinds) == 1:
        return await _of(api, query, kinds[0])
    unpaged = query.model_copy(update={"cursor": None, "limit": max(1, query.limit // len(kinds))})
    parts = await asyncio.gather(*(_of(api, unpaged, kind) for kind in kinds))
    return Part([hit for part in parts for hit in part.items], None)


async def _of(api: Api, query: SearchQuery, kind: _Kind) -> Part[Hit]:
    match kind:
        case "claim":
            claims_ = await claims.find(api, ClaimQuery(q=query.q, limit=query.limit, cursor=query.cursor))
            return Part([_claim(one) for one in claims_.items], claims_.cursor)
        case "article":
            articles_ = await articles.find(api, ArticleQuery(q=query.q, limit=query.limit, cursor=query.cursor))
            return Part([_article(one) for one in articles_.items], articles_.cursor)
        case _:
            types = frozenset({"Place"} if kind == "place" else {"Person", "State", "Organisation"})
            entries = await api.directory.complete(query.q, query.limit, types)
            return Part([_named(api, one, kind) for one in entries], None)


def _claim(claim: Claim) -> Hit:
    name = claim.text if len(claim.text) <= 200 else claim.text[:199] + "…"
    sentence = claim.evidence[0].sentence if claim.evidence else None
    ref = Reference(id=claim.id, type="Claim", name=name, href=claim.href, page=claim.page)
    return Hit(kind="claim", ref=ref, date=claim.stated_on, snippet=sentence)


def _article(article: Article) -> Hit:
    ref = Reference(id=article.id, type="Article", name=article.title, href=article.href, page=article.page)
    return Hit(kind="article", ref=ref, date=article.published, snippet=None)


def _named(api: Api, entry: Entry, kind: Literal["actor", "place"]) -> Hit:
    forms = ", ".join(form for form in entry.forms[:8] if form != entry.name)
    return Hit(kind=kind, ref=reference(api.graph, entry.id, entry.name, entry.type), date=None, snippet=forms or None)


def router(api: Api) -> APIRouter:
    """The routes."""
    routes = APIRouter(tags=["Search"])

    @routes.get("/search", response_model=Page[Hit], responses=answers.LISTED)
    async def search(request: Request, query: Annotated[SearchQuery, Query()]) -> Response:
        """Actors and places by name, articles by title, claims by what they say."""
        page = whole(request, await find(api, query))
        return await answers.listed(request, api.graph, page, Hit, query.format)

    @routes.get("/complete", response_model=list[Reference], responses=answers.PROBLEMS)
    async def complete(query: Annotated[CompleteQuery, Query()]) -> list[Reference]:
        """Actors and places of whose names a word begins so, those first that most articles name."""
        types = frozenset({"Place"} if query.kind == ["place"] else {"Person", "State", "Organisation"})
        chosen = None if len(set(query.kind)) != 1 else types
        entries = await api.directory.complete(query.q, query.limit, chosen)
        return [reference(api.graph, one.id, one.name, one.type) for one in entries]

    return routes
