"""JSON-LD with the project's context, an object for each named graph: for programs that read JSON."""

import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any, BinaryIO

import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.exports.base import Exporter, ExportError
from kg.resources import folder
from kg.stores import Store


class JsonLdExporter(Exporter):
    """Holds one graph in memory at a time; the context stands in the file, so that nothing has to be fetched."""

    name = "jsonld"
    title = "JSON-LD"
    media_type = "application/ld+json"
    suffix = ".jsonld"

    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """See :meth:`kg.exports.base.Exporter.write`."""
        document = json.loads((folder("ontology") / "context.jsonld").read_text(encoding="utf-8"))
        context = document["@context"]
        counts = {"quads": 0, "graphs": 0}
        target.write(f'{{"@context": {_json(context)},\n"@graph": ['.encode())
        for name, quads in groupby(store.quads(), key=attrgetter("graph_name")):
            held = list(quads)
            separator = ",\n" if counts["graphs"] else "\n"
            target.write(f"{separator}{_json(_graph_object(name, held, context))}".encode())
            counts["graphs"] += 1
            counts["quads"] += len(held)
        target.write(b"\n]}\n")
        return counts


def _graph_object(name: NamedNode | BlankNode | DefaultGraph, quads: Iterable[Quad], context: Any) -> dict[str, Any]:
    graph = rdflib.Graph(bind_namespaces="none")
    for quad in quads:
        graph.add((_rdflib_term(quad.subject), _rdflib_term(quad.predicate), _rdflib_term(quad.object)))
    compacted = json.loads(graph.serialize(format="json-ld", context=context))
    del compacted["@context"]
    # rdflib leaves @graph out where there is one node only.
    nodes = compacted.get("@graph", [compacted])
    nodes.sort(key=lambda node: str(node.get("id", "")))
    return {"@graph": nodes} if isinstance(name, DefaultGraph) else {"id": str(_rdflib_term(name)), "@graph": nodes}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _rdflib_term(term: NamedNode | BlankNode | Literal | Triple) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    match term:
        case NamedNode():
            return rdflib.URIRef(term.value)
        case BlankNode():
            return rdflib.BNode(term.value)
        case Literal(language=str(language)):
            return rdflib.Literal(term.value, lang=language)
        case Literal():
            return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
        case _:
            raise ExportError(
                f"JSON-LD knows no triples within triples, such as {term}; export N-Quads or TriG instead"
            )
