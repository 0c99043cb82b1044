"""What a SPARQL server answers, read: solutions and triples, in whichever format it gives."""

import json
import re

import pyoxigraph
from pyoxigraph import Literal, QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat

from kg.stores.base import QueryResult

_SOLUTIONS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
}
_TRIPLES = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
_BLANK = re.compile(rb'("type": "bnode", "value": ")nodeID://')
"""Virtuoso's labels of blank nodes, which are none elsewhere. In a literal the quotes are escaped."""


def accept(query_form: str | None) -> str:
    """The Accept header for a query of this form (SELECT, ASK, CONSTRUCT, DESCRIBE; None where unknown)."""
    types = list(_TRIPLES if _gives_triples(query_form) else _SOLUTIONS)
    return ", ".join(f"{media_type};q={1 - place / 10:.1f}" for place, media_type in enumerate(types))


def read_answer(content: bytes, media_type: str, query_form: str | None) -> QueryResult | None:
    """The answer to a query of this form; None where answers to such queries are not of this media type.

    Raises:
        SyntaxError: or ValueError, where it is not what its media type says.
    """
    if _gives_triples(query_form):
        return _triples(content, _TRIPLES[media_type]) if media_type in _TRIPLES else None
    if media_type not in _SOLUTIONS:
        return None
    found = pyoxigraph.parse_query_results(_BLANK.sub(rb"\1", content), _SOLUTIONS[media_type])
    return _as_boolean(found) if query_form == "ASK" else found


def _gives_triples(query_form: str | None) -> bool:
    return query_form in ("CONSTRUCT", "DESCRIBE")


def _triples(content: bytes, form: RdfFormat) -> QueryTriples:
    memory = pyoxigraph.Store()
    memory.extend(pyoxigraph.parse(content, form))
    triples = memory.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(triples, QueryTriples)
    return triples


def _as_boolean(found: QuerySolutions | QueryBoolean) -> QueryBoolean:
    """Virtuoso's answer to ASK is a table: with one row that says 1, or with none."""
    if isinstance(found, QueryBoolean):
        return found
    yes = any(isinstance(row[0], Literal) and row[0].value in ("1", "true") for row in found)
    answer = pyoxigraph.parse_query_results(json.dumps({"head": {}, "boolean": yes}), QueryResultsFormat.JSON)
    assert isinstance(answer, QueryBoolean)
    return answer
