"""The formats that answers are written in, and the choice among them (RFC 9110, 12.5.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import mimeparse
from pyoxigraph import QueryResultsFormat, RdfFormat


@dataclass(frozen=True, slots=True)
class Format:
    """A format and what it is called."""

    name: str
    """Short: for ``?format=`` and as a resource's suffix."""
    media_type: str
    aliases: tuple[str, ...]
    """Other media types under which clients ask for it."""


@dataclass(frozen=True, slots=True)
class SolutionFormat(Format):
    """A format for the answers of SELECT and ASK."""

    writer: QueryResultsFormat


@dataclass(frozen=True, slots=True)
class GraphFormat(Format):
    """A format for triples: the answers of CONSTRUCT and DESCRIBE, and resources."""

    writer: RdfFormat


_Format = TypeVar("_Format", bound=Format)

_XML = ("application/xml", "text/xml")

SOLUTION_FORMATS = (
    SolutionFormat("json", "application/sparql-results+json", ("application/json",), QueryResultsFormat.JSON),
    SolutionFormat("xml", "application/sparql-results+xml", _XML, QueryResultsFormat.XML),
    SolutionFormat("csv", "text/csv", (), QueryResultsFormat.CSV),
    SolutionFormat("tsv", "text/tab-separated-values", (), QueryResultsFormat.TSV),
)
"""The most wanted first: it is taken where the client has no preference."""

GRAPH_FORMATS = (
    GraphFormat("ttl", "text/turtle", ("application/turtle", "application/x-turtle"), RdfFormat.TURTLE),
    GraphFormat("jsonld", "application/ld+json", ("application/json",), RdfFormat.JSON_LD),
    GraphFormat("nt", "application/n-triples", ("text/plain",), RdfFormat.N_TRIPLES),
    GraphFormat("rdf", "application/rdf+xml", _XML, RdfFormat.RDF_XML),
)
"""The most wanted first."""

_NAMES = {"turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf", "json-ld": "jsonld"}


@lru_cache(maxsize=128)
def best(formats: tuple[_Format, ...], accept: str | None) -> _Format | None:
    """The format that an Accept header prefers; the first where it has no preference, None where it wants none."""
    if accept is None or not accept.strip():
        return formats[0]
    by_type: dict[str, _Format] = {}
    for candidate in formats:
        by_type.update(dict.fromkeys((candidate.media_type, *candidate.aliases), candidate))
    chosen = preferred(list(by_type), accept)
    return by_type[chosen] if chosen else None


def preferred(media_types: Sequence[str], accept: str) -> str | None:
    """Which of the media types, the most wanted first, an Accept header prefers; None where it wants none of them.

    Parts of the header that are no media range are passed over.
    """
    ranges = ",".join(part for part in accept.lower().split(",") if _is_range(part))
    # mimeparse takes the last of equals.
    return (mimeparse.best_match(list(reversed(media_types)), ranges) or None) if ranges else None


def named(formats: Iterable[_Format], name: str) -> _Format | None:
    """The format with a short name or a media type; None where there is none."""
    wanted = _NAMES.get(name.lower(), name.lower())
    for candidate in formats:
        if wanted in (candidate.name, candidate.media_type, *candidate.aliases):
            return candidate
    return None


def content_type(media_type: str) -> str:
    """The value of the Content-Type header."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _is_range(part: str) -> bool:
    try:
        mimeparse.parse_media_range(part)
    except mimeparse.MimeTypeParseException:
        return False
    return True
