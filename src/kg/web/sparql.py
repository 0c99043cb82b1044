"""``/sparql``: the SPARQL 1.1 Protocol and the service description."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.stores.dataset import is_federated
from kg.web import description, protocol
from kg.web.access import Scope as Right
from kg.web.access import authorise
from kg.web.answers import AnswerResponse, ClientGoneError, Presence, etag
from kg.web.cache import ByteCache
from kg.web.executor import Executor
from kg.web.federation import Federation
from kg.web.formats import GRAPH_FORMATS, SOLUTION_FORMATS, best, content_type, named, preferred
from kg.web.jobs import (
    GraphConflictError,
    Job,
    OverloadError,
    QueryConflictError,
    QueryError,
    QueryForbiddenError,
    QueryMemoryError,
    QueryNotAcceptableError,
    QueryNotReadyError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooLargeError,
    UpdateJob,
)
from kg.web.problems import MEDIA_TYPE as PROBLEM
from kg.web.problems import SCHEMA, ProblemError, respond
from kg.web.settings import DefaultGraph, Settings

PATH = "/sparql"
_POSITION = re.compile(r"error at (\d+):(\d+)")
_LETTERS = re.compile(r"\['A' ?\.\.= ?'Z'[^]]*\]")
"""How the parser writes that it expected a letter: as a list of ranges of Unicode, five lines long."""
_EXAMPLE = "SELECT ?speaker ?text WHERE { ?claim kg:speaker ?speaker ; kg:text ?text } LIMIT 10"
_PARAMETERS = [
    ("query", "A SPARQL 1.1 query. Without it, the service description is returned.", False),
    ("default-graph-uri", "A graph that the query sees as its default graph.", True),
    ("named-graph-uri", "A graph that the query may name with GRAPH.", True),
    ("format", "The answer's format, in the place of Accept: json, xml, csv, tsv, ttl, jsonld, nt, rdf.", False),
]
_SCHEMAS = {
    name: {"type": "array", "items": {"type": "string", "format": "iri"}} if many else {"type": "string"}
    for name, _, many in _PARAMETERS
}
_PREFIXED = f"PREFIX kg: <https://w3id.org/newskg/ontology#>\n{_EXAMPLE}"
_GET_DOCS = {
    "parameters": [
        {"name": name, "in": "query", "description": text, "schema": _SCHEMAS[name]}
        | ({"example": _PREFIXED} if name == "query" else {})
        for name, text, _ in _PARAMETERS
    ]
}
_POST_DOCS = {
    "parameters": _GET_DOCS["parameters"][1:],
    "security": [{}, {"token": []}],
    "requestBody": {
        "required": True,
        "content": {
            protocol.QUERY: {"schema": {"type": "string"}, "example": _PREFIXED},
            protocol.UPDATE: {"schema": {"type": "string"}, "example": "CLEAR SILENT GRAPH <urn:g>"},
            protocol.FORM: {
                "schema": {
                    "type": "object",
                    "properties": _SCHEMAS
                    | {"update": {"type": "string"}}
                    | dict.fromkeys(("using-graph-uri", "using-named-graph-uri"), _SCHEMAS["default-graph-uri"]),
                },
                "example": {"query": _PREFIXED},
            },
        },
    },
}


def problem_docs(*statuses: HTTPStatus) -> dict[int | str, dict[str, object]]:
    """How OpenAPI shows the problems that a route may answer."""
    example = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "error at 1:8: expected …"}
    places = {"line": {"type": "integer"}, "column": {"type": "integer"}}
    schema = {**SCHEMA, "properties": SCHEMA["properties"] | places}
    return {
        int(status): {
            "description": status.phrase,
            "content": {PROBLEM: {"schema": schema, "example": example | {"title": status.phrase, "status": status}}},
        }
        for status in statuses
    }


_RESPONSES: dict[int | str, dict[str, object]] = {
    200: {
        "description": "The answer, in a format that Accept or `format` names.",
        "content": {form.media_type: {} for form in (*SOLUTION_FORMATS, *GRAPH_FORMATS)},
    },
    **problem_docs(
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_ACCEPTABLE,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.SERVICE_UNAVAILABLE,
    ),
}


class Endpoint:
    """Answers requests by the protocol."""

    def __init__(self, executor: Executor, settings: Settings) -> None:
        self._executor = executor
        self._settings = settings
        self._federation = Federation(settings)
        self._compressed: ByteCache[bytes] = ByteCache(settings.max_cache_bytes // 4)

    async def close(self) -> None:
        """Closes the connections to other servers."""
        await self._federation.close()

    async def respond(self, request: Request) -> Response:
        """The response to GET, HEAD or POST. Raises ProblemError."""
        if request.method == "POST":
            body = await protocol.read_body(request, self._settings.max_request_bytes, self._settings.reader_timeout)
            asked = protocol.read(
                "POST", request.scope["query_string"].decode("ascii"), request.headers.get("content-type"), body
            )
        else:
            asked = protocol.read_query_string(request.scope["query_string"])
        if asked is None:
            return self._describe(request)
        if isinstance(asked, protocol.UpdateRequest):
            authorise(request, self._settings.bearers, Right.UPDATE)
            return await self._change(asked)
        query = await self._federation.resolve(asked.query)
        if query is not asked.query:
            asked = replace(asked, query=query)
        return await self.answer(request, job(asked, request.headers.get("accept"), self._settings))

    async def answer(self, request: Request, asked: Job) -> Response:
        """The response to a query; raises ProblemError where there is none."""
        known = request.headers.get("if-none-match")
        try:
            with problems(asked.query, self._settings):
                if (
                    known is not None
                    and (tag := await self._executor.tag(asked))
                    and (etag(tag) in known or known == "*")
                ):
                    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag(tag)})
                async with Presence(request.receive):
                    found = await self._executor.run(asked)
        except ClientGoneError:
            raise ProblemError(HTTPStatus.BAD_REQUEST, "the client has gone") from None
        return AnswerResponse(found, self._compressed, self._settings.reader_timeout)

    async def _change(self, asked: protocol.UpdateRequest) -> Response:
        if is_federated(asked.update):
            raise _service_is_off()
        settings = self._settings
        with problems(asked.update, settings, settings.update_timeout):
            await self._executor.write(
                UpdateJob(asked.update, settings.base, asked.using_graphs, asked.using_named_graphs)
            )
        return Response(status_code=HTTPStatus.NO_CONTENT)

    def _describe(self, request: Request) -> Response:
        accept = request.headers.get("accept")
        graph_types = [form.media_type for form in GRAPH_FORMATS]
        if accept and preferred([*graph_types, "text/html"], accept) == "text/html":
            return RedirectResponse("/query", HTTPStatus.SEE_OTHER, {"Vary": "Accept"})
        form = best(GRAPH_FORMATS, accept)
        if form is None:
            raise not_acceptable("the service description is written as " + ", ".join(graph_types))
        text = description.service(str(request.url.replace(query="")), self._settings, form)
        return Response(text, headers={"Vary": "Accept"}, media_type=content_type(form.media_type))


class ShortCut:
    """ASGI middleware that answers queries at once, past the routing and the middleware that they do not need."""

    def __init__(self, app: ASGIApp, endpoint: Endpoint) -> None:
        self._app = app
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request, or passes it on."""
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] not in ("GET", "HEAD", "POST"):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await self._endpoint.respond(request)
        except ProblemError as problem:
            response = respond(problem, request.headers.get("accept"))
        await response(scope, receive, send)


def router(endpoint: Endpoint) -> APIRouter:
    """The routes."""
    routes = APIRouter(tags=["SPARQL"])

    @routes.get(PATH, summary="Ask a query", openapi_extra=_GET_DOCS, responses=_RESPONSES, response_class=Response)
    async def get_query(request: Request) -> Response:
        """SPARQL 1.1 Protocol, query by GET. Without a query it answers with the service description."""
        return await endpoint.respond(request)

    routes.head(PATH, include_in_schema=False)(get_query)

    @routes.post(
        PATH,
        summary="Ask a query, or change the graph",
        openapi_extra=_POST_DOCS,
        responses=_RESPONSES
        | {204: {"description": "The update is made."}}
        | problem_docs(
            HTTPStatus.UNAUTHORIZED,
            HTTPStatus.REQUEST_TIMEOUT,
            HTTPStatus.CONFLICT,
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        ),
        response_class=Response,
    )
    async def post_query(request: Request) -> Response:
        """SPARQL 1.1 Protocol, query by POST, as a form or directly as the body; and updates, which need a token."""
        return await endpoint.respond(request)

    @routes.options(PATH, include_in_schema=False)
    async def options() -> Response:
        headers = {
            "Allow": "GET, HEAD, OPTIONS, POST",
            "Accept-Post": f"{protocol.QUERY}, {protocol.UPDATE}, {protocol.FORM}",
        }
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)

    return routes


def job(asked: protocol.QueryRequest, accept: str | None, settings: Settings) -> Job:
    """The query with the formats that the client takes.

    Raises:
        ProblemError: where it takes none, or the query may not be run.
    """
    if is_federated(asked.query):
        raise _service_is_off()
    if asked.format is not None:
        solutions, graph = named(SOLUTION_FORMATS, asked.format), named(GRAPH_FORMATS, asked.format)
        if solutions is None and graph is None:
            names = ", ".join(form.name for form in (*SOLUTION_FORMATS, *GRAPH_FORMATS))
            raise ProblemError(HTTPStatus.BAD_REQUEST, f"the format {asked.format!r} is unknown; there are {names}")
    else:
        solutions, graph = best(SOLUTION_FORMATS, accept), best(GRAPH_FORMATS, accept)
        if solutions is None and graph is None:
            types = ", ".join(form.media_type for form in (*SOLUTION_FORMATS, *GRAPH_FORMATS))
            raise not_acceptable(f"the answer is written as {types}")
    return Job(
        asked.query,
        solutions.name if solutions else None,
        graph.name if graph else None,
        settings.base,
        settings.default_graph is DefaultGraph.UNION,
        asked.default_graphs,
        asked.named_graphs,
    )


def _service_is_off() -> ProblemError:
    return ProblemError(
        HTTPStatus.FORBIDDEN,
        "SERVICE is off: this server asks no other server; leave the clause out, also in comments",
    )


def not_acceptable(detail: str) -> ProblemError:
    """The problem of a client that takes nothing of what there is."""
    return ProblemError(HTTPStatus.NOT_ACCEPTABLE, f"{detail}; name one of these in Accept")


@contextmanager
def problems(query: str, settings: Settings, limit: float | None = None) -> Iterator[None]:
    """Turns the failures of a query into what the client is told of them."""
    busy = {"Retry-After": "5"}
    try:
        yield
    except QuerySyntaxError as error:
        raise syntax_problem(query, str(error)) from None
    except QueryRefusedError as error:
        raise ProblemError(HTTPStatus.NOT_IMPLEMENTED, str(error)) from None
    except QueryNotAcceptableError as error:
        raise not_acceptable(str(error)) from None
    except QueryTimeoutError:
        raise ProblemError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            f"it took longer than {limit or settings.query_timeout:g} seconds and was stopped; "
            "ask for less (LIMIT, a narrower pattern)",
        ) from None
    except QueryNotReadyError as error:
        raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, str(error), headers=busy) from None
    except QueryMemoryError:
        raise ProblemError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "the query needed more memory than it may take and was stopped; ask for less (a narrower pattern, no ORDER "
            "BY or GROUP BY over much)",
        ) from None
    except QueryForbiddenError as error:
        raise ProblemError(HTTPStatus.FORBIDDEN, str(error)) from None
    except QueryConflictError as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, str(error)) from None
    except GraphConflictError as error:
        raise ProblemError(HTTPStatus.CONFLICT, f"{error}; nothing was changed (SILENT passes over it)") from None
    except QueryTooLargeError:
        raise ProblemError(
            HTTPStatus.FORBIDDEN,
            f"the answer is larger than {settings.max_result_bytes:,} bytes; ask for less with LIMIT and OFFSET",
        ) from None
    except OverloadError:
        raise ProblemError(
            HTTPStatus.SERVICE_UNAVAILABLE, "too many queries wait already; ask again in a moment", headers=busy
        ) from None
    except QueryError as error:
        raise ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, f"the store can't answer: {error}") from None


def syntax_problem(query: str, message: str) -> ProblemError:
    """The parser's message with the line that it means and a mark under the place."""
    message = _LETTERS.sub("a letter", message)
    found = _POSITION.match(message)
    if found is None:
        return ProblemError(HTTPStatus.BAD_REQUEST, message)
    line, column = int(found[1]), int(found[2])
    lines = query.split("\n")
    source = lines[line - 1] if line <= len(lines) else ""
    start = max(0, column - 60)
    excerpt = source[start : column + 40]
    marked = f"{message}\n{excerpt}\n{' ' * (column - 1 - start)}^"
    return ProblemError(HTTPStatus.BAD_REQUEST, marked, line=line, column=column)
