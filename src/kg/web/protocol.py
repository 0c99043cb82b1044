"""The SPARQL 1.1 Protocol's query operation: from an HTTP request to what it asks for."""

from collections import defaultdict
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

from fastapi import Request
from pyoxigraph import NamedNode

from kg.web.problems import ProblemError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """What the protocol's parameters say."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None
    """Of the answer, in the place of the Accept header."""


def read(method: str, query_string: str, content_type: str | None = None, body: bytes = b"") -> QueryRequest | None:
    """Reads a request.

    Returns:
        The query; None where a GET has no parameters that the protocol knows.

    Raises:
        ProblemError: where the request breaks the protocol, or asks for an update.
    """
    parameters = _parameters(query_string)
    media_type = (content_type or "").partition(";")[0].strip().lower()
    if method == "POST":
        if media_type == UPDATE:
            raise _read_only()
        if media_type == FORM:
            for name, values in _parameters(_text(body)).items():
                parameters[name].extend(values)
        elif media_type == QUERY:
            if "query" in parameters:
                raise _bad("the query stands both in the address and in the body; send one")
            parameters["query"] = [_text(body)]
        else:
            raise ProblemError(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                f"a body of type {media_type or '(none given)'} can't be read; send {QUERY} or {FORM}",
                headers={"Accept-Post": f"{QUERY}, {FORM}"},
            )
    if "update" in parameters:
        if "query" in parameters:
            raise _bad("there are a query and an update; send one of them")
        if method == "POST":
            raise _read_only()
        raise _bad("an update can't be sent with GET; and this server is read only")
    queries = parameters.get("query", [])
    if not queries:
        if method != "POST" and not parameters:
            return None
        raise _bad("there is no query; send it as the parameter query, or with POST as the body")
    if len(queries) > 1:
        raise _bad(f"there are {len(queries)} queries; send one")
    formats = parameters.get("format") or parameters.get("output")
    return QueryRequest(
        queries[0],
        _iris("default-graph-uri", parameters),
        _iris("named-graph-uri", parameters),
        formats[0] if formats else None,
    )


async def read_body(request: Request, limit: int) -> bytes:
    """The request's body; raises ProblemError where it is longer than the limit, without reading on."""
    too_large = ProblemError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the request is longer than {limit:,} bytes, which this server takes"
    )
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        raise too_large
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise too_large
    return bytes(body)


def _parameters(encoded: str) -> defaultdict[str, list[str]]:
    parameters = defaultdict(list)
    try:
        for name, value in parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=1000):
            parameters[name].append(value)
    except UnicodeDecodeError:
        raise _bad("the parameters are not UTF-8") from None
    except ValueError:
        raise _bad("there are more than 1,000 parameters") from None
    return parameters


def _iris(name: str, parameters: dict[str, list[str]]) -> tuple[str, ...]:
    values = parameters.get(name, [])
    for value in values:
        try:
            NamedNode(value)
        except ValueError as error:
            raise _bad(f"{name} {value!r} is no absolute IRI: {error}") from None
    return tuple(values)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise _bad("the body is not UTF-8") from None


def _bad(detail: str) -> ProblemError:
    return ProblemError(HTTPStatus.BAD_REQUEST, detail)


def _read_only() -> ProblemError:
    return ProblemError(HTTPStatus.FORBIDDEN, "this server is read only: the graph is changed with `kg build`")
