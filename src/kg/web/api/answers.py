"""How an answer of the API is written: JSON, JSON-LD, Turtle or CSV, with a tag by which clients can ask again."""

import csv
import hashlib
import io
import types
import typing
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any, Literal, get_args, get_origin

import pyoxigraph
from fastapi import Request, Response
from pydantic import BaseModel
from pyoxigraph import RdfFormat

from kg.rdf.vocabulary import KG, NIF, PREFIXES
from kg.web.api.graph import Graph, chunks
from kg.web.api.models import Page
from kg.web.formats import GRAPH_FORMATS, content_type, preferred
from kg.web.problems import MEDIA_TYPE, SCHEMA, ProblemError
from kg.web.sparql import not_acceptable

_JSON, _CSV = "application/json", "text/csv"
MEDIA_TYPES = {"json": _JSON, "jsonld": "application/ld+json", "ttl": "text/turtle", "csv": _CSV}
_WRITERS = {form.name: form.writer for form in GRAPH_FORMATS}
_SEPARATOR = " | "
_LEFT_OUT = frozenset({"href", "page"})
_PROBLEM = {
    "description": "Why there is no answer, and what to do (RFC 9457).",
    "content": {
        MEDIA_TYPE: {
            "schema": SCHEMA,
            "example": {
                "type": "about:blank",
                "title": "Bad Request",
                "status": 400,
                "detail": "query.since: no date; write 2022-04-25, 2022-04 or 2022",
            },
        }
    },
}
_STRING = {"schema": {"type": "string"}}
PROBLEMS: dict[int | str, dict[str, Any]] = {"4XX": _PROBLEM, "5XX": _PROBLEM}
LISTED: dict[int | str, dict[str, Any]] = {
    200: {
        "headers": {
            "ETag": {"description": "For If-None-Match.", **_STRING},
            "Link": {"description": "The next part, and the other formats.", **_STRING},
        },
        "content": {"application/ld+json": {}, "text/turtle": _STRING, "text/csv": _STRING},
    },
    304: {"description": "It is as it was (If-None-Match)."},
    **PROBLEMS,
}
"""How OpenAPI shows an answer in all formats."""
PLAIN: dict[int | str, dict[str, Any]] = {
    200: {"headers": LISTED[200]["headers"], "content": {"text/csv": _STRING}},
    304: LISTED[304],
    **PROBLEMS,
}
"""How OpenAPI shows an answer that is no RDF: counts."""


async def listed(
    request: Request, graph: Graph, page: Page[Any], item: type[BaseModel], format: str | None, *, rdf: bool = True
) -> Response:
    """A part of a list in the format that the client prefers.

    Args:
        request: what was asked.
        graph: is asked for the triples.
        page: the answer.
        item: the class of the items, for the columns of a table.
        format: the format that the address names, if it does.
        rdf: can it be written as RDF?

    Raises:
        ProblemError: where the client takes none of the formats.
    """
    chosen = choose(request, format, ("json", "jsonld", "ttl", "csv") if rdf else ("json", "csv"))
    links = {"next": page.next} if page.next else {}
    match chosen:
        case "json":
            body = page.model_dump_json().encode()
        case "csv":
            body = as_csv(page.items, item)
        case _:
            body = await as_rdf(graph, [_subject(one) for one in page.items], chosen)
    return tagged(request, body, MEDIA_TYPES[chosen], links)


async def single(request: Request, graph: Graph, item: BaseModel, format: str | None) -> Response:
    """One thing in the format that the client prefers. Raises ProblemError."""
    chosen = choose(request, format, ("json", "jsonld", "ttl", "csv"))
    match chosen:
        case "json":
            body = item.model_dump_json().encode()
        case "csv":
            body = as_csv([item], type(item))
        case _:
            body = await as_rdf(graph, [_subject(item)], chosen)
    return tagged(request, body, MEDIA_TYPES[chosen], {})


def choose(request: Request, format: str | None, formats: Sequence[str]) -> str:
    """Which of the formats is wanted. Raises ProblemError where none of them is."""
    if format is not None:
        if format not in formats:
            raise not_acceptable(f"this is written as {', '.join(formats)}")
        return format
    accept = request.headers.get("accept")
    if not accept or not accept.strip():
        return formats[0]
    wanted = preferred([MEDIA_TYPES[name] for name in formats], accept)
    if wanted is None:
        raise not_acceptable(f"this is written as {', '.join(MEDIA_TYPES[name] for name in formats)}")
    return next(name for name in formats if MEDIA_TYPES[name] == wanted)


def tagged(request: Request, body: bytes, media_type: str, links: dict[str, str]) -> Response:
    """The body with its tag (RFC 9110, 8.8.3); without the body, where the client has it already."""
    # Weak, because the server may compress it.
    tag = f'W/"{hashlib.sha256(body + media_type.encode()).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
    if links:
        headers["Link"] = ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links.items())
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if known & {"*", tag.removeprefix("W/")}:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, headers=headers, media_type=content_type(media_type))


async def as_rdf(graph: Graph, nodes: Sequence[str], format: str) -> bytes:
    """What is said of things, of their evidence and stances; of articles, their frames."""
    lines: set[bytes] = set()
    for some in chunks(nodes):
        these = f"VALUES ?t {{ {' '.join(f'<{node}>' for node in some)} }}"
        for pattern in (
            f"GRAPH ?g {{ ?t ?p ?o }} BIND(?t AS ?s) FILTER(?p NOT IN ({NIF.isString}, {KG.boilerplate}))",
            f"GRAPH ?g {{ ?t {KG.evidence}|({KG.stance}/{KG.evidence}) ?s . ?s ?p ?o }}",
            f"GRAPH ?g {{ ?t {KG.stance} ?s . ?s ?p ?o }}",
        ):
            found = await graph.triples(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {these} {pattern} }}")
            lines.update(found.splitlines())
    triples = b"\n".join(sorted(lines))
    used = {name: space for name, space in PREFIXES.items() if space.encode() in triples}
    parsed = (quad.triple for quad in pyoxigraph.parse(triples, RdfFormat.N_TRIPLES))
    return pyoxigraph.serialize(parsed, format=_WRITERS[format], prefixes=used) or b""


def as_csv(items: Iterable[BaseModel], item: type[BaseModel]) -> bytes:
    """A table (RFC 4180): a column for each value; where there are several, they stand in one cell."""
    columns = list(_columns(item, ""))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    for one in items:
        dumped = one.model_dump(mode="json")
        writer.writerow([_SEPARATOR.join(_cells(dumped, column.split("."))) for column in columns])
    return text.getvalue().encode()


def _columns(model: type[BaseModel], prefix: str) -> Iterable[str]:
    for name, field in model.model_fields.items():
        if name in _LEFT_OUT and prefix:
            continue
        models = _models(field.annotation)
        if not models:
            yield f"{prefix}{name}"
        yield from dict.fromkeys(column for one in models for column in _columns(one, f"{prefix}{name}."))


def _models(annotation: object) -> list[type[BaseModel]]:
    """The models in an annotation: of an optional one, of a list's items, of each of a union."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (list, types.UnionType, typing.Union, tuple) and get_origin(annotation) is not Literal:
        return [model for part in get_args(annotation) for model in _models(part)]
    return []


def _cells(value: object, path: list[str]) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list):
        return [cell for one in value for cell in _cells(one, path)]
    if path:
        return _cells(value.get(path[0]), path[1:]) if isinstance(value, dict) else []
    return [str(value)]


def _subject(item: BaseModel) -> str:
    """The IRI of what an item tells of."""
    for name in ("id", "item", "ref"):
        found = getattr(item, name, None)
        if isinstance(found, str):
            return found
        if isinstance(found, BaseModel):
            return _subject(found)
    raise ProblemError(HTTPStatus.NOT_ACCEPTABLE, "this is written as JSON or CSV")
