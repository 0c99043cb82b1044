"""The ontology's terms, event types and shapes, from their Turtle files."""

from collections.abc import Iterable, Iterator

from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, Node, URIRef
from rdflib.collection import Collection

from kg import resources


def terms_page() -> str:
    """The classes and properties of ``kg.ttl``, in Markdown."""
    graph = _read("ontology", "kg.ttl")
    properties = [*_instances(graph, OWL.ObjectProperty), *_instances(graph, OWL.DatatypeProperty)]
    classes = list(_instances(graph, OWL.Class))
    named = {
        kind
        for kind in graph.objects(None, RDF.type)
        if isinstance(kind, URIRef) and kind in classes and kind != OWL.Class
    }
    lines = ["# Terms of the ontology", "", f"{_told(graph, _ontology(graph))}", "", "## Classes", ""]
    for term in classes:
        lines += [*_term(graph, term), *_facts(graph, term, {"subclass of": RDFS.subClassOf})]
        values = sorted(_name(graph, value) for value in graph.subjects(RDF.type, term)) if term in named else []
        lines += [f"- values: {', '.join(values)}"] if values else []
        lines.append("")
    lines += ["## Properties", ""]
    for term in properties:
        facts = {"subproperty of": RDFS.subPropertyOf, "on": RDFS.domain, "value": RDFS.range, "inverse": OWL.inverseOf}
        lines += [*_term(graph, term), *_facts(graph, term, facts), ""]
    return "\n".join(lines)


def event_types_page() -> str:
    """PLOVER's quad classes, event types, modes and contexts, as ``plover.ttl`` has them, in Markdown."""
    graph = _read("ontology", "plover.ttl")
    lines = ["# Event types", ""]
    for collection in _instances(graph, SKOS.Collection):
        lines += [f"## {_english(graph, collection, SKOS.prefLabel).capitalize()}", ""]
        lines += [_english(graph, collection, SKOS.definition), "", "| | по-русски | meaning |", "| --- | --- | --- |"]
        for member in graph.objects(collection, SKOS.member):
            told = _english(graph, member, SKOS.definition)
            lines.append(f"| {_name(graph, member)} | {_russian(graph, member, SKOS.prefLabel)} | {told} |")
        lines.append("")
    return "\n".join(lines)


def shapes_page() -> str:
    """What a graph must satisfy to be stored, shape by shape, as ``shapes/kg.ttl`` says it, in Markdown."""
    graph = _read("shapes", "kg.ttl")
    lines = ["# Shapes", "", "What a graph must satisfy to be stored; `kg validate` checks it.", ""]
    lines += ["| shape | on | what it asks |", "| --- | --- | --- |"]
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in _instances(graph, kind):
            targets = [
                _name(graph, target)
                for relation in (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
                for target in graph.objects(shape, relation)
            ]
            messages = [
                _english(graph, place, SH.message)
                for place in (shape, *graph.objects(shape, SH.sparql), *graph.objects(shape, SH.property))
            ]
            lines.append(f"| {_name(graph, shape)} | {', '.join(targets)} | {' '.join(filter(None, messages))} |")
    return "\n".join(lines)


def _read(folder: str, file: str) -> Graph:
    return Graph().parse(resources.folder(folder) / file)


def _ontology(graph: Graph) -> Node:
    return next(graph.subjects(RDF.type, OWL.Ontology))


def _instances(graph: Graph, kind: Node) -> Iterator[URIRef]:
    """The named things of a kind, in the file's order."""
    yield from (one for one in graph.subjects(RDF.type, kind) if isinstance(one, URIRef))


def _term(graph: Graph, term: URIRef) -> list[str]:
    anchor = term.fragment
    russian = _russian(graph, term, RDFS.label)
    return [f"### `{graph.qname(term)}` {{ #{anchor} }}", "", f"{_told(graph, term)} ({russian})", ""]


def _told(graph: Graph, term: Node) -> str:
    return _english(graph, term, RDFS.comment) or _english(graph, term, URIRef("http://purl.org/dc/terms/description"))


def _facts(graph: Graph, term: Node, relations: dict[str, URIRef]) -> Iterator[str]:
    for name, relation in relations.items():
        found = [_shown(graph, value) for value in graph.objects(term, relation)]
        if found:
            yield f"- {name}: {', '.join(found)}"


def _shown(graph: Graph, value: Node) -> str:
    if isinstance(value, BNode):
        union = next(graph.objects(value, OWL.unionOf), None)
        return _any(graph, Collection(graph, union)) if union is not None else "…"
    return _name(graph, value)


def _any(graph: Graph, values: Iterable[Node]) -> str:
    return " or ".join(_name(graph, value) for value in values)


def _name(graph: Graph, term: Node) -> str:
    return f"`{graph.qname(term)}`" if isinstance(term, URIRef) else str(term)


def _english(graph: Graph, term: Node, relation: URIRef) -> str:
    return _in(graph, term, relation, "en")


def _russian(graph: Graph, term: Node, relation: URIRef) -> str:
    return _in(graph, term, relation, "ru")


def _in(graph: Graph, term: Node, relation: URIRef, language: str) -> str:
    texts = (text for text in graph.objects(term, relation) if isinstance(text, Literal) and text.language == language)
    return next((str(text).replace("|", "\\|") for text in texts), "")
