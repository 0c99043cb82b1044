"""What the server says of itself to machines: SPARQL 1.1 Service Description and VoID."""

from collections.abc import Iterator

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.rdf import vocabulary
from kg.textsearch.rewriting import TEXT_MATCH
from kg.web.formats import GRAPH_FORMATS, SOLUTION_FORMATS, GraphFormat
from kg.web.settings import DefaultGraph, Settings

PREFIXES = {
    **vocabulary.PREFIXES,
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
}
_FORMATS = "http://www.w3.org/ns/formats/"
_UNIQUE_FORMATS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
}


def service(endpoint: str, settings: Settings, form: GraphFormat) -> bytes:
    """The service description of an endpoint at the given address."""
    return _write(_service(endpoint, settings), form)


def dataset(root: str, settings: Settings, size: int | None, form: GraphFormat) -> bytes:
    """The VoID description of the graph.

    Args:
        root: the server's address, with a slash at the end.
        settings: for the title and the base IRI.
        size: how many quads there are, where that is known.
        form: of the description.
    """
    this = NamedNode(f"{root}.well-known/void#dataset")
    triples = [
        Triple(this, _term("rdf:type"), _term("void:Dataset")),
        Triple(this, _term("dcterms:title"), Literal(settings.title)),
        Triple(this, _term("void:sparqlEndpoint"), NamedNode(f"{root}sparql")),
        Triple(this, _term("void:uriSpace"), Literal(settings.base)),
        *([] if size is None else [Triple(this, _term("void:triples"), Literal(size))]),
        *(
            Triple(this, _term("void:vocabulary"), NamedNode(PREFIXES[name]))
            for name in ("kg", "plover", "nif", "prov")
        ),
        *(
            Triple(this, _term("void:feature"), NamedNode(_FORMATS + _UNIQUE_FORMATS[known.name]))
            for known in GRAPH_FORMATS
        ),
    ]
    return _write(iter(triples), form)


def _service(endpoint: str, settings: Settings) -> Iterator[Triple]:
    this, whole, default = NamedNode(endpoint), BlankNode(), BlankNode()
    yield Triple(this, _term("rdf:type"), _term("sd:Service"))
    yield Triple(this, _term("sd:endpoint"), this)
    yield Triple(this, _term("rdfs:label"), Literal(settings.title))
    yield Triple(this, _term("sd:supportedLanguage"), _term("sd:SPARQL11Query"))
    if settings.writable:
        yield Triple(this, _term("sd:supportedLanguage"), _term("sd:SPARQL11Update"))
    yield Triple(this, _term("sd:feature"), _term("sd:EmptyGraphs"))
    if settings.default_graph is DefaultGraph.UNION:
        yield Triple(this, _term("sd:feature"), _term("sd:UnionDefaultGraph"))
    if settings.services:
        yield Triple(this, _term("sd:feature"), _term("sd:BasicFederatedQuery"))
    if settings.text_search:
        yield Triple(this, _term("sd:propertyFeature"), NamedNode(TEXT_MATCH))
    for form in (*SOLUTION_FORMATS, *GRAPH_FORMATS):
        yield Triple(this, _term("sd:resultFormat"), NamedNode(_FORMATS + _UNIQUE_FORMATS[form.name]))
    yield Triple(this, _term("sd:defaultDataset"), whole)
    yield Triple(whole, _term("rdf:type"), _term("sd:Dataset"))
    yield Triple(whole, _term("sd:defaultGraph"), default)
    yield Triple(default, _term("rdf:type"), _term("sd:Graph"))


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def _write(triples: Iterator[Triple], form: GraphFormat) -> bytes:
    return pyoxigraph.serialize(triples, format=form.writer, prefixes=PREFIXES) or b""
