"""``/graph-store``: the SPARQL 1.1 Graph Store HTTP Protocol.

A graph is named by ``?graph=IRI``, the default graph by ``?default`` (the store's own, whatever a query sees as its
default graph), and a graph whose IRI begins with this server's ``/graph-store/`` by its own address.
"""

import email
import email.policy
import uuid
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response, Security
from pyoxigraph import NamedNode

from kg.web.access import BEARER, Scope, authorise
from kg.web.executor import Executor
from kg.web.formats import GRAPH_FORMATS, GraphFormat, best
from kg.web.jobs import Effect, GraphAction, GraphJob, Job
from kg.web.problems import ProblemError
from kg.web.protocol import media_type_of, read_body, read_parameters, unsupported
from kg.web.settings import Settings
from kg.web.sparql import Endpoint, not_acceptable, problem_docs, problems

PATH = "/graph-store"
_MULTIPART = "multipart/form-data"
_TYPES = [form.media_type for form in GRAPH_FORMATS]
_PARAMETERS = [
    {"name": "graph", "in": "query", "description": "The graph's IRI.", "schema": {"type": "string", "format": "iri"}},
    {"name": "default", "in": "query", "description": "The default graph, in its place.", "schema": {"type": "string"}},
]
_BODY = {"required": True, "content": {media_type: {"schema": {"type": "string"}} for media_type in _TYPES}}
_TOKEN = [Security(BEARER)]
"""Documents that a token is needed; :func:`kg.web.access.authorise` asks for it."""
_WRITING = problem_docs(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.SERVICE_UNAVAILABLE,
)


def router(executor: Executor, endpoint: Endpoint, settings: Settings) -> APIRouter:
    """The routes."""
    routes = APIRouter(tags=["Graph store"])

    async def exists(graph: NamedNode) -> bool:
        # An empty graph is asked for in a way that servers which know none answer with no; it is slower, so it is last.
        for pattern in (f"GRAPH {graph} {{ ?s ?p ?o }}", f"GRAPH ?g {{}} FILTER(?g = {graph})"):
            asked = Job(f"SELECT (1 AS ?yes) WHERE {{ {pattern} }} LIMIT 1", "tsv", None, settings.base, union=False)
            with problems("", settings):
                if len((await executor.text(asked)).splitlines()) > 1:
                    return True
        return False

    async def read(request: Request) -> Response:
        name = _graph(request)
        form = best(GRAPH_FORMATS, request.headers.get("accept"))
        if form is None:
            raise not_acceptable("a graph is written as " + ", ".join(_TYPES))
        if name is None:
            query = "CONSTRUCT WHERE { ?s ?p ?o }"
        else:
            node = NamedNode(name)
            if not await exists(node):
                raise _missing(name)
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {node} {{ ?s ?p ?o }} }}"
        return await endpoint.answer(request, Job(query, None, form.name, settings.base, union=False))

    async def write(request: Request, action: GraphAction) -> Response:
        authorise(request, settings.bearers, Scope.GRAPH_STORE)
        made = action is GraphAction.MERGE and request.url.path == PATH and not request.url.query
        name = f"{_address(request)}/{uuid.uuid4()}" if made else _graph(request)
        documents: tuple[tuple[str, bytes], ...] = ()
        if action is not GraphAction.DELETE:
            body = await read_body(request, settings.max_upload_bytes, settings.reader_timeout)
            documents = _documents(request.headers.get("content-type"), body)
        base = name or settings.base
        with problems("", settings, settings.update_timeout):
            effect = await executor.write(GraphJob(action, name, base, documents))
        if effect is Effect.MISSING:
            raise _missing(name or "")
        if effect is Effect.CHANGED:
            return Response(status_code=HTTPStatus.NO_CONTENT)
        return Response(status_code=HTTPStatus.CREATED, headers={"Location": name} if made and name else {})

    for path, shown in ((PATH, True), (f"{PATH}/{{rest:path}}", False)):
        alike: dict[str, Any] = {
            "include_in_schema": shown,
            "response_class": Response,
            "openapi_extra": {"parameters": _PARAMETERS},
        }
        writing = alike | {"dependencies": _TOKEN, "status_code": HTTPStatus.NO_CONTENT}
        sending = writing | {
            "openapi_extra": {"parameters": _PARAMETERS, "requestBody": _BODY},
            "response_description": "The graph has what it should.",
        }

        @routes.get(
            path,
            summary="Read a graph",
            name="read_graph",
            responses={
                200: {"description": "The graph.", "content": {media_type: {} for media_type in _TYPES}},
                **problem_docs(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.NOT_ACCEPTABLE),
            },
            **alike,
        )
        async def get(request: Request) -> Response:
            """The triples of a graph."""
            return await read(request)

        routes.head(path, include_in_schema=False)(get)

        @routes.put(
            path,
            summary="Replace a graph",
            name="replace_graph",
            responses={201: {"description": "The graph is new."}, **_WRITING},
            **sending,
        )
        async def put(request: Request) -> Response:
            """Puts triples in the place of what the graph holds."""
            return await write(request, GraphAction.REPLACE)

        @routes.post(
            path,
            summary="Add to a graph",
            name="merge_graph",
            responses={201: {"description": "The graph is new; Location names one without a name."}, **_WRITING},
            **sending,
        )
        async def post(request: Request) -> Response:
            """Adds triples to a graph; without a name, to a new one."""
            return await write(request, GraphAction.MERGE)

        @routes.delete(
            path,
            summary="Delete a graph",
            name="delete_graph",
            response_description="The graph is gone.",
            responses=_WRITING | problem_docs(HTTPStatus.NOT_FOUND),
            **writing,
        )
        async def delete(request: Request) -> Response:
            """Removes a graph, or empties the default graph."""
            return await write(request, GraphAction.DELETE)

        @routes.options(path, include_in_schema=False)
        async def options() -> Response:
            headers = {
                "Allow": "DELETE, GET, HEAD, OPTIONS, POST, PUT",
                "Accept-Post": ", ".join([*_TYPES, _MULTIPART]),
            }
            return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)

    return routes


def _graph(request: Request) -> str | None:
    """The IRI of the graph that a request names; None for the default graph.

    Raises:
        ProblemError: where it names none, or several.
    """
    given = read_parameters(request.url.query)
    names = given.get("graph", [])
    direct = request.url.path != PATH
    if len(names) + ("default" in given) + direct != 1:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            f"name one graph: {PATH}?graph=IRI, {PATH}?default, or its own address under {PATH}/",
        )
    if "default" in given:
        return None
    rest = request.scope["raw_path"].decode("ascii").removeprefix(PATH)
    name = f"{_address(request)}{rest}" if direct else names[0]
    try:
        NamedNode(name)
    except ValueError as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, f"graph {name!r} is no absolute IRI: {error}") from None
    return name


def _address(request: Request) -> str:
    return str(request.url.replace(path=PATH, query="", fragment=""))


def _documents(content_type: str | None, body: bytes) -> tuple[tuple[str, bytes], ...]:
    """What a body holds: a document, or, as a form, several. Raises ProblemError where it can't be read."""
    media_type = media_type_of(content_type)
    if media_type != _MULTIPART:
        return ((_format(media_type).name, body),)
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1")
    message = email.message_from_bytes(head + body, policy=email.policy.HTTP)
    documents = []
    for part in message.iter_parts():
        data = part.get_payload(decode=True)
        assert isinstance(data, bytes)
        documents.append((_format(part.get_content_type()).name, data))
    if not documents:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "the form has no parts; send each graph as a part with its type")
    return tuple(documents)


def _format(media_type: str) -> GraphFormat:
    for form in GRAPH_FORMATS:
        if media_type in (form.media_type, *form.aliases):
            return form
    raise unsupported(media_type, *_TYPES, _MULTIPART)


def _missing(graph: str) -> ProblemError:
    return ProblemError(HTTPStatus.NOT_FOUND, f"there is no graph {graph}")
