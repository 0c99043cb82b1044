"""Resources at their own addresses: ``{base}actor/Q148`` is answered at ``/actor/Q148``, whatever the host."""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from functools import cache
from http import HTTPStatus
from typing import Annotated, NoReturn

import pyoxigraph
from fastapi import APIRouter, Path, Request, Response
from pyoxigraph import NamedNode, RdfFormat

from kg import resources
from kg.identifiers import iri
from kg.rdf.vocabulary import PREFIXES
from kg.web.api import Api
from kg.web.api.answers import tagged
from kg.web.api.one import DESCRIBED, described
from kg.web.executor import Executor
from kg.web.formats import GRAPH_FORMATS, GraphFormat, preferred
from kg.web.jobs import Job
from kg.web.pages import Pages
from kg.web.problems import ProblemError
from kg.web.settings import Settings
from kg.web.sparql import not_acceptable, problem_docs, problems

_HTML, _JSON = "text/html", "application/json"
_TABLES = ("json", "csv")
"""Suffixes that are answered as the API does."""
_SUFFIXES = {form.name: form for form in GRAPH_FORMATS}


class Kind(StrEnum):
    """What has an address of its own: the first part of its path."""

    ACTOR = "actor"
    ARTICLE = "article"
    ATTITUDE = "attitude"
    CLAIM = "claim"
    EVENT = "event"
    PLACE = "place"
    POSITION = "position"
    GRAPH = "graph"


_Local = Annotated[str, Path(description="Its id, with or without a suffix.", examples=["Q148", "Q148.ttl"])]
_ABOUT_GRAPH = "All that its named graph holds."
_ABOUT_THING = "What the graph says of it, with its evidence."
_NAMED_GRAPHS = (Kind.ARTICLE, Kind.GRAPH)
_GRAPH = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {node} {{ ?s ?p ?o }} }}"
_DESCRIPTION = """\
PREFIX kg: <https://w3id.org/newskg/ontology#>
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ BIND({node} AS ?s) ?s ?p ?o }}
  UNION {{ {node} kg:evidence ?s . ?s ?p ?o }}
  UNION {{ {node} ?p1 ?s . FILTER(isBlank(?s)) ?s ?p ?o }}
  UNION {{ {node} ?p1 ?b . FILTER(isBlank(?b)) ?b ?p2 ?s . FILTER(isBlank(?s)) ?s ?p ?o }}
}}"""


def description_query(kind: Kind, node: NamedNode) -> str:
    """The query for what is said of a resource.

    Of an article or a graph: all that its named graph holds. Of others: the triples that begin with it or with a blank
    node that it leads to (two deep), and its evidence, so that every statement leads back to the words it stands in.
    """
    return (_GRAPH if kind in _NAMED_GRAPHS else _DESCRIPTION).format(node=node)


def router(executor: Executor, settings: Settings, pages: Pages, api: Api) -> APIRouter:
    """The routes."""
    routes = APIRouter(tags=["Resources"])
    types: dict[str, object] = {name: {} for name in (*(form.media_type for form in GRAPH_FORMATS), _HTML, _JSON)}
    errors = problem_docs(HTTPStatus.NOT_FOUND, HTTPStatus.NOT_ACCEPTABLE)
    written: dict[int | str, dict[str, object]] = {
        200: {"description": "By Accept, or by a suffix: .ttl, .jsonld, .nt, .rdf", "content": types}
    }

    async def respond(request: Request, kind: Kind, local: str) -> Response:
        stem, _, suffix = local.rpartition(".")
        form = _SUFFIXES.get(suffix) if stem else None
        table = suffix if stem and suffix in _TABLES and kind in DESCRIBED else None
        name = stem if form or table else local
        try:
            node = NamedNode(iri(settings.base, f"{kind}/{name}"))
        except ValueError:
            raise _unknown(request) from None
        if table is not None:
            return await described(request, api, kind, name, "csv" if table == "csv" else "json")
        chosen = form or _choose(request, html=True)
        if chosen is not None and form is None and kind in DESCRIBED and _wants_json(request):
            return await described(request, api, kind, name)
        query = description_query(kind, node)

        async def ask() -> bytes:
            with problems(query, settings):
                found = await executor.text(Job(query, None, "nt", settings.base))
            return found or _raise(_unknown(request))

        if chosen is None:
            page = pages.resource(request, kind, node, ask, query)
            return await pages.guarded(request, page)
        triples = await ask()
        return _respond(request, _write(triples, chosen), chosen, f"/{kind}/{name}")

    def route(kind: Kind) -> Callable[[Request, str], Awaitable[Response]]:
        async def resource(request: Request, local: _Local) -> Response:
            return await respond(request, kind, local)

        return resource

    for kind in Kind:
        for method in (routes.get, routes.head):
            method(
                f"/{kind}/{{local}}",
                name=kind,
                summary=f"One {kind}",
                description=_ABOUT_GRAPH if kind in _NAMED_GRAPHS else _ABOUT_THING,
                responses={**written, **errors},
                response_class=Response,
                include_in_schema=method == routes.get,
            )(route(kind))

    def vocabulary_route(name: str, file: str) -> Callable[[Request], Awaitable[Response]]:
        async def vocabulary(request: Request) -> Response:
            suffix = request.url.path.rpartition(".")[2]
            form = _SUFFIXES.get(suffix) or _choose(request, html=False) or GRAPH_FORMATS[0]
            return _respond(request, _write(_vocabulary(file), form), form, f"/{name}")

        return vocabulary

    for name, file in (("ontology", "kg"), ("plover", "plover")):
        for path in (f"/{name}", *(f"/{name}.{suffix}" for suffix in _SUFFIXES)):
            for method in (routes.get, routes.head):
                method(
                    path,
                    name=name,
                    summary=f"The vocabulary {name}",
                    description="The terms that the graph is made of, with what they mean.",
                    responses={**written, **errors},
                    response_class=Response,
                    include_in_schema=path == f"/{name}" and method == routes.get,
                )(vocabulary_route(name, file))
    return routes


def _choose(request: Request, *, html: bool) -> GraphFormat | None:
    """The format that the client prefers; None for HTML. Raises ProblemError where it takes nothing that there is."""
    accept = request.headers.get("accept")
    if not accept:
        return GRAPH_FORMATS[0]
    by_type = {media_type: form for form in GRAPH_FORMATS for media_type in (form.media_type, *form.aliases)}
    wanted = preferred([*by_type, *([_HTML] if html else [])], accept)
    if wanted is None:
        raise not_acceptable("the resource is written as " + ", ".join(form.media_type for form in GRAPH_FORMATS))
    return by_type.get(wanted)


def _wants_json(request: Request) -> bool:
    """Is the API's JSON preferred to JSON-LD, for which plain JSON can stand, too?"""
    types = [form.media_type for form in GRAPH_FORMATS]
    return preferred([*types, _HTML, _JSON], request.headers.get("accept", "")) == _JSON


def _raise(problem: ProblemError) -> NoReturn:
    raise problem


def _respond(request: Request, body: bytes, form: GraphFormat, path: str) -> Response:
    response = tagged(request, body, form.media_type, {})
    others = (f'<{path}.{other.name}>; rel="alternate"; type="{other.media_type}"' for other in GRAPH_FORMATS)
    response.headers.update({"Content-Location": f"{path}.{form.name}", "Link": ", ".join(others)})
    return response


def _parse(triples: bytes) -> list[pyoxigraph.Triple]:
    return [quad.triple for quad in pyoxigraph.parse(triples, RdfFormat.N_TRIPLES)]


def _write(triples: bytes, form: GraphFormat) -> bytes:
    # Sorted, so that all that is said of one subject stands together.
    ordered = sorted(_parse(triples), key=str)
    used = {name: space for name, space in PREFIXES.items() if space.encode() in triples}
    return pyoxigraph.serialize(ordered, format=form.writer, prefixes=used) or b""


@cache
def _vocabulary(file: str) -> bytes:
    path = resources.folder("ontology") / f"{file}.ttl"
    triples = (quad.triple for quad in pyoxigraph.parse(path=str(path), format=RdfFormat.TURTLE))
    return pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def _unknown(request: Request) -> ProblemError:
    return ProblemError(HTTPStatus.NOT_FOUND, f"the graph says nothing of {request.url.path}")
