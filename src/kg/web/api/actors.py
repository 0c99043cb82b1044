"""``/api/v1/actors`` and ``/api/v1/places``: who and what is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field
from pyoxigraph import NamedNode

from kg.model import ActorType
from kg.rdf.vocabulary import KG, OWL, RDF, RDFS, SKOS
from kg.web.api import answers
from kg.web.api.described import Triples, href, kind_of, named, page
from kg.web.api.directory import Entry
from kg.web.api.graph import Row, chunks
from kg.web.api.lists import Api, Part, whole
from kg.web.api.models import Actor, FacetValue, Page, Place, Reference
from kg.web.api.paging import Cursor, decode, encode
from kg.web.api.problems import unknown
from kg.web.api.questions import FormatWanted, ListQuery
from kg.web.problems import ProblemError

_MOST_FOUND = 1_000
_ActorTypes = Literal["Person", "State", "Organisation"]


class ActorQuery(ListQuery):
    """Which actors."""

    type: Annotated[list[ActorType], Field(max_length=3)] = []
    q: Annotated[
        str | None,
        Field(max_length=200, description="The beginning of a word of a name, in any form that articles use."),
    ] = None
    sort: Annotated[
        Literal["-articles", "name"], Field(description="`-articles` begins with those that most articles name.")
    ] = "-articles"
    facets: Annotated[list[Literal["type"]], Field(description="Counts that are wanted.")] = []


class PlaceQuery(ListQuery):
    """Which places."""

    q: Annotated[str | None, Field(max_length=200, description="The beginning of a word of a name.")] = None
    sort: Literal["-articles", "name"] = "-articles"


async def find(api: Api, query: ActorQuery | PlaceQuery) -> tuple[Part[Entry], list[Entry]]:
    """The part that is asked for, and all that the query finds. Raises ProblemError."""
    if isinstance(query, ActorQuery):
        types = frozenset(map(str, query.type)) or frozenset(get_args(_ActorTypes))
    else:
        types = frozenset({"Place"})
    cursor = decode(query.cursor, query.sort)
    ordered = await (api.directory.by_name() if query.sort == "name" else api.directory.by_articles())
    if query.q:
        wanted = {one.id for one in await api.directory.complete(query.q, _MOST_FOUND, types)}
        every = [one for one in ordered if one.id in wanted]
    else:
        every = [one for one in ordered if one.type in types]

    def order(entry: Entry) -> tuple[str | int, str]:
        return (entry.name, entry.id) if query.sort == "name" else (-entry.articles, entry.id)

    rest = every
    if cursor is not None:
        after = (cursor.key, cursor.id) if query.sort == "name" else (_number(cursor.key), cursor.id)
        rest = [one for one in every if order(one) > after]
    shown = rest[: query.limit]
    if len(rest) <= query.limit:
        return Part(shown, None), every
    key, node = order(shown[-1])
    return Part(shown, encode(Cursor(str(key), node), query.sort)), every


def _number(key: str) -> int:
    try:
        return int(key)
    except ValueError:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST, "the cursor is none of this list's; begin again without it"
        ) from None


@dataclass(frozen=True, slots=True)
class _Profile:
    """What is known of an actor or a place."""

    type: str
    name: str
    forms: list[str]
    same_as: list[str]
    iso_code: str | None
    state: Reference | None
    articles: int | None


async def _profiles(api: Api, nodes: Sequence[str]) -> dict[str, _Profile]:
    """What is known of those of these nodes that the graph knows.

    Each article's graph repeats names, so the directory, which has read them once, tells these where it can.
    """
    entries = {node: await api.directory.entry(node) for node in nodes}
    triples = Triples(
        await _said(api, [node for node in nodes if entries[node]], f"<{api.graph.base}graph/actors>", _KNOWN)
        + await _said(api, [node for node in nodes if not entries[node]], "?g", (*_KNOWN, *_NAMING))
    )
    states = await named(api.graph, {state for node in nodes if (state := triples.one(node, KG.state))})
    found = {}
    for node in nodes:
        entry = entries[node]
        if entry is None and node not in triples:
            continue
        name = entry.name if entry else triples.one(node, RDFS.label) or api.graph.local(node)
        forms = entry.forms if entry else triples.all(node, SKOS.altLabel)
        found[node] = _Profile(
            entry.type if entry else kind_of(triples, node),
            name,
            [form for form in forms if form != name],
            triples.all(node, OWL.sameAs),
            triples.one(node, KG.isoCode),
            states.get(triples.one(node, KG.state) or ""),
            entry.articles if entry else None,
        )
    return found


async def _said(api: Api, nodes: Sequence[str], place: str, properties: Sequence[NamedNode]) -> list[Row]:
    rows: list[Row] = []
    wanted = ", ".join(map(str, properties))
    for some in chunks(nodes):
        these = " ".join(f"<{node}>" for node in some)
        rows += await api.graph.rows(
            f"SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?s {{ {these} }} "
            f"GRAPH {place} {{ ?s ?p ?o FILTER(?p IN ({wanted})) }} }}"
        )
    return rows


_NAMING = (RDF.type, RDFS.label, SKOS.altLabel)
_KNOWN = (OWL.sameAs, KG.isoCode, KG.state)
"""What stands in the graph of what the gazetteer knows."""


async def actors(api: Api, nodes: Sequence[str]) -> list[Actor]:
    """The actors of these IRIs, in their order; those that the graph does not know are left out."""
    known = await _profiles(api, nodes)
    return [
        Actor(
            id=node,
            href=href(api.graph, node),
            page=page(api.graph, node),
            type=profile.type,  # type: ignore[arg-type]
            name=profile.name,
            forms=profile.forms,
            same_as=profile.same_as,
            iso_code=profile.iso_code,
            state=profile.state,
            articles=profile.articles,
        )
        for node in nodes
        if (profile := known.get(node)) and profile.type in get_args(_ActorTypes)
    ]


async def places(api: Api, nodes: Sequence[str]) -> list[Place]:
    """As :func:`actors`, for places."""
    known = await _profiles(api, nodes)
    return [
        Place(
            id=node,
            href=href(api.graph, node),
            page=page(api.graph, node),
            name=profile.name,
            forms=profile.forms,
            same_as=profile.same_as,
            state=profile.state,
            articles=profile.articles,
        )
        for node in nodes
        if (profile := known.get(node)) and profile.type == "Place"
    ]


async def one_actor(api: Api, local: str) -> Actor:
    """The actor with an id. Raises ProblemError where there is none."""
    found = await actors(api, [api.graph.node(f"actor/{local}").value])
    return found[0] if found else unknown("actor", local)


async def one_place(api: Api, local: str) -> Place:
    """The place with an id. Raises ProblemError where there is none."""
    found = await places(api, [api.graph.node(f"place/{local}").value])
    return found[0] if found else unknown("place", local)


def router(api: Api) -> APIRouter:
    """The routes."""
    routes = APIRouter()

    @routes.get("/actors", tags=["Actors"], response_model=Page[Actor], responses=answers.LISTED)
    async def list_actors(request: Request, query: Annotated[ActorQuery, Query()]) -> Response:
        """Persons, states and organisations, those first that most articles name."""
        part, every = await find(api, query)
        found = await actors(api, [entry.id for entry in part.items])
        answer = whole(request, Part(found, part.cursor))
        if query.facets:
            kinds = [(kind, sum(entry.type == kind for entry in every)) for kind in get_args(_ActorTypes)]
            facet = [FacetValue(value=kind, name=kind, count=count) for kind, count in kinds if count]
            answer = answer.model_copy(update={"facets": {"type": facet}, "total": len(every)})
        return await answers.listed(request, api.graph, answer, Actor, query.format)

    @routes.get("/actors/{id}", tags=["Actors"], response_model=Actor, responses=answers.LISTED)
    async def get_actor(
        request: Request,
        id: Annotated[str, Path(examples=["Q148"])],
        format: FormatWanted = None,
    ) -> Response:
        """One actor."""
        return await answers.single(request, api.graph, await one_actor(api, id), format)

    @routes.get("/places", tags=["Places"], response_model=Page[Place], responses=answers.LISTED)
    async def list_places(request: Request, query: Annotated[PlaceQuery, Query()]) -> Response:
        """Places, those first that most articles name."""
        part, _ = await find(api, query)
        found = await places(api, [entry.id for entry in part.items])
        answer = whole(request, Part(found, part.cursor))
        return await answers.listed(request, api.graph, answer, Place, query.format)

    @routes.get("/places/{id}", tags=["Places"], response_model=Place, responses=answers.LISTED)
    async def get_place(
        request: Request,
        id: Annotated[str, Path(examples=["Q1520"])],
        format: FormatWanted = None,
    ) -> Response:
        """One place."""
        return await answers.single(request, api.graph, await one_place(api, id), format)

    return routes
