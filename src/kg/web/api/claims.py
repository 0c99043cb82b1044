"""``/api/v1/claims``: who said what, of whom, to whom and when."""

import dataclasses
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from kg.catalogue import Condition, stance
from kg.model import Polarity, QuotationType
from kg.rdf.vocabulary import DCTERMS, KG, POLARITIES, QUOTATION_TYPES
from kg.web.api import answers, described, lists
from kg.web.api.listing import Facet, Listing, Pattern, by_month, having, joined
from kg.web.api.lists import Api, Part, counted, part
from kg.web.api.models import Claim, Page
from kg.web.api.questions import DatedQuery, FormatWanted, Ids, WithBodies, any_of, in_articles, of_outlets

FacetName = Literal["speaker", "about", "addressee", "outlet", "quotation_type", "stance", "month"]
_STANCE = f"?thing {KG.stance} ?stance . ?stance {KG.polarity} ?value ."
"""The variable is that of the filters, so that only stances towards the targets that are asked for count."""
FACETS: dict[str, Facet] = {
    "speaker": having("thing", KG.speaker),
    "about": having("thing", KG.about),
    "addressee": having("thing", KG.addressee),
    "outlet": having("g", DCTERMS.publisher),
    "quotation_type": having("thing", KG.quotationType),
    "stance": Facet(_STANCE, (KG.polarity.value,)),
    "month": by_month(KG.statedOn),
}

_WAYS = tuple(node.value for node in POLARITIES.values())


class ClaimQuery(DatedQuery):
    """Which claims."""

    speaker: Ids = []
    addressee: Ids = []
    about: Ids = []
    actor: Annotated[Ids, Field(description="As speaker, addressee or one that is spoken of.")] = []
    target: Annotated[Ids, Field(description="Towards whom the speaker takes a stance.")] = []
    stance: Annotated[
        list[Polarity], Field(max_length=3, description="Which way: towards `target`, or without it towards anyone.")
    ] = []
    outlet: Annotated[Ids, Field(description="The publishers of the articles.")] = []
    article: Ids = []
    event: Annotated[list[str], Field(description="Claims that tell of these events.", max_length=50)] = []
    quotation_type: Annotated[list[QuotationType], Field(max_length=3)] = []
    q: Annotated[
        str | None, Field(max_length=200, description="Words of the claim, in any form.", examples=["мост"])
    ] = None
    with_bodies: WithBodies = False
    facets: Annotated[list[FacetName], Field(description="Counts that are wanted.", examples=[["speaker"]])] = []


async def listing(api: Api, query: ClaimQuery) -> Listing:
    """What a query asks for. Raises ProblemError."""
    nodes = api.resolver.nodes

    async def parties(values: list[str]) -> list[str]:
        return await api.resolver.actors(values, with_bodies=query.with_bodies)

    patterns = [
        any_of("thing", KG.speaker, await parties(query.speaker), "speaker"),
        any_of("thing", KG.addressee, await parties(query.addressee), "addressee"),
        any_of("thing", KG.about, await parties(query.about), "subject"),
        any_of("thing", (KG.speaker, KG.addressee, KG.about), await parties(query.actor), "actor"),
        *_stances(await nodes(query.target, "actor"), query.stance),
        any_of("thing", KG.asserts, await nodes(query.event, "event"), "event"),
        any_of(
            "thing", KG.quotationType, [QUOTATION_TYPES[one].value for one in query.quotation_type], "kind", broad=True
        ),
        of_outlets("g", await nodes(query.outlet, "actor")),
        in_articles("g", await nodes(query.article, "article")),
        await api.texts.containing("thing", KG.text, query.q),
    ]
    since, until = query.limits
    return Listing(KG.Claim, KG.statedOn, joined(patterns), since, until, query.sort == "date")


def _stances(targets: list[str], polarities: list[Polarity]) -> list[Pattern]:
    """That one stance of the claim is towards one of the targets and has one of the polarities."""
    if not targets and not polarities:
        return []
    ways = [POLARITIES[one].value for one in polarities]
    condition = Condition((KG.polarity.value,), tuple(ways))
    if targets:
        both = tuple(stance(way, target) for way in ways or _WAYS for target in targets)
        condition = Condition((KG.stance.value,), both)
    patterns = [
        any_of("stance", KG.target, targets, "target"),
        any_of("stance", KG.polarity, ways, "polarity", broad=True),
    ]
    return [
        Pattern(f"?thing {KG.stance} ?stance .", broad=True, condition=condition),
        *(dataclasses.replace(one, condition=None) for one in patterns),
    ]


def facets_of(query: ClaimQuery) -> dict[str, Facet]:
    """What the claims of a query can be counted by.

    Stances towards some targets only are counted by SPARQL.
    """
    return {**FACETS, "stance": Facet(_STANCE)} if query.target else FACETS


async def find(api: Api, query: ClaimQuery) -> Part[Claim]:
    """The claims that a query asks for. Raises ProblemError."""
    return await part(api, await listing(api, query), query, described.claims)


def router(api: Api) -> APIRouter:
    """The routes."""
    routes = APIRouter(tags=["Claims"])

    @routes.get("/claims", response_model=Page[Claim], responses=answers.LISTED)
    async def claims(request: Request, query: Annotated[ClaimQuery, Query()]) -> Response:
        """Who said what, the newest first, each claim with the words it was read from."""
        asked = await listing(api, query)
        page = await counted(
            request, api, asked, query, described.claims, facets=query.facets, patterns=facets_of(query)
        )
        return await answers.listed(request, api.graph, page, Claim, query.format)

    @routes.get("/claims/{id}", response_model=Claim, responses=answers.LISTED)
    async def claim(
        request: Request,
        id: Annotated[str, Path(examples=["5f0c2d9a1b3e4f60"])],
        format: FormatWanted = None,
    ) -> Response:
        """One claim."""
        return await answers.single(request, api.graph, await one(api, id), format)

    return routes


async def one(api: Api, local: str) -> Claim:
    """The claim with an id. Raises ProblemError where there is none."""
    return await lists.one(api, "claim", local, described.claims)
