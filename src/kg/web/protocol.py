"""The SPARQL 1.1 Protocol: from an HTTP request to what it asks for."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import parse_qsl

from fastapi import Request
from pyoxigraph import NamedNode

from kg.web.complexity import too_involved
from kg.web.problems import ProblemError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
_QUERY_ONLY = ("default-graph-uri", "named-graph-uri")
_SLOWEST = 10_000
"""Bytes a second of a request's body."""
_UPDATE_ONLY = ("using-graph-uri", "using-named-graph-uri")


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """What the protocol's parameters say."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None
    """Of the answer, in the place of the Accept header."""


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """What the protocol's parameters say of an update."""

    update: str
    using_graphs: tuple[str, ...] = ()
    using_named_graphs: tuple[str, ...] = ()


def read(
    method: str, query_string: str, content_type: str | None = None, body: bytes = b""
) -> QueryRequest | UpdateRequest | None:
    """Reads a request.

    Returns:
        The query or update; None where a GET has no parameters.

    Raises:
        ProblemError: where the request breaks the protocol.
    """
    parameters = read_parameters(query_string)
    media_type = media_type_of(content_type)
    if method == "POST":
        _check_charset(content_type)
        if media_type == FORM:
            for name, values in read_parameters(_text(body)).items():
                parameters[name].extend(values)
        elif media_type in (QUERY, UPDATE):
            name = "query" if media_type == QUERY else "update"
            if name in parameters:
                raise _bad(f"the {name} stands both in the address and in the body; send one")
            parameters[name] = [_text(body)]
        else:
            raise unsupported(media_type, QUERY, UPDATE, FORM)
    if "update" in parameters:
        if "query" in parameters:
            raise _bad("there are a query and an update; send one of them")
        if method != "POST":
            raise _bad("an update can't be sent with GET; send it with POST")
        _refuse(parameters, "an update", _QUERY_ONLY)
        return UpdateRequest(
            _only("update", parameters),
            _iris("using-graph-uri", parameters),
            _iris("using-named-graph-uri", parameters),
        )
    if "query" not in parameters:
        if method != "POST" and not parameters:
            return None
        raise _bad("there is no query; send it as the parameter query, or with POST as the body")
    _refuse(parameters, "a query", _UPDATE_ONLY)
    formats = parameters.get("format") or parameters.get("output")
    return QueryRequest(
        _only("query", parameters),
        _iris("default-graph-uri", parameters),
        _iris("named-graph-uri", parameters),
        formats[0] if formats else None,
    )


@lru_cache(maxsize=128)
def read_query_string(query_string: bytes) -> QueryRequest | UpdateRequest | None:
    """Reads a GET request, or remembers how it was read; see :func:`read`."""
    return read("GET", query_string.decode("ascii"))


async def read_body(request: Request, limit: int, patience: float) -> bytes:
    """The request's body.

    Args:
        request: whose body it is.
        limit: bytes that it may have.
        patience: seconds that may pass without anything of it coming; and, beside a second for every 10,000 bytes,
            until all of it has come.

    Raises:
        ProblemError: where it is longer, without reading on (413), or does not come (408).
    """
    too_large = ProblemError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the request is longer than {limit:,} bytes, which this server takes"
    )
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        raise too_large
    body = bytearray()
    pieces = request.stream()
    began = asyncio.get_running_loop().time()
    try:
        while True:
            now = asyncio.get_running_loop().time()
            in_all = began + patience + len(body) / _SLOWEST
            async with asyncio.timeout_at(min(now + patience, in_all)):
                body += await anext(pieces)
            if len(body) > limit:
                raise too_large
    except StopAsyncIteration:
        return bytes(body)
    except TimeoutError:
        raise ProblemError(
            HTTPStatus.REQUEST_TIMEOUT,
            f"nothing of the request came for {patience:g} seconds, or too little; send it again",
            headers={"Connection": "close"},
        ) from None


def media_type_of(content_type: str | None) -> str:
    """The media type in a Content-Type header, without its parameters."""
    return (content_type or "").partition(";")[0].strip().lower()


def _check_charset(content_type: str | None) -> None:
    found = _CHARSET.search(content_type or "")
    if found and found[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise ProblemError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"the charset {found[1]} can't be read; send UTF-8")


def unsupported(media_type: str, *taken: str) -> ProblemError:
    """The problem of a body that can't be read."""
    return ProblemError(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        f"a body of type {media_type or '(none given)'} can't be read; send {' or '.join(taken)}",
        headers={"Accept-Post": ", ".join(taken)},
    )


def _only(name: str, parameters: Mapping[str, list[str]]) -> str:
    values = parameters[name]
    if len(values) > 1:
        raise _bad(f"there are {len(values)} {name.replace('query', 'querie')}s; send one")
    if (much := too_involved(values[0])) is not None:
        raise _bad(f"the {name} {much}")
    return values[0]


def _refuse(parameters: Mapping[str, list[str]], what: str, names: tuple[str, ...]) -> None:
    for name in names:
        if name in parameters:
            raise _bad(f"{name} is no parameter of {what}")


def read_parameters(encoded: str) -> defaultdict[str, list[str]]:
    """The parameters of an address or a form, each with its values; raises ProblemError where they can't be read."""
    parameters = defaultdict(list)
    try:
        for name, value in parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=1000):
            parameters[name].append(value)
    except UnicodeDecodeError:
        raise _bad("the parameters are not UTF-8") from None
    except ValueError:
        raise _bad("there are more than 1,000 parameters") from None
    return parameters


def _iris(name: str, parameters: Mapping[str, list[str]]) -> tuple[str, ...]:
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
