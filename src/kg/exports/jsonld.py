"""JSON-LD with the project's context, an object for each named graph: for programs that read JSON.

Each graph is framed: the article holds what it reports (``reports``), each of these the words it was read from
(``evidence``), and the article the other mentions (``mentions``), so that a program can walk the tree without looking
ids up. Actors and places stand beside it. What the words mean says the context at the head of the file, so that nothing
has to be fetched, and a JSON-LD processor reads the same quads from it.

The terms are put in by hand after JSON-LD 1.1's rules for compaction, since general processors take a minute for what
is written here in seconds, and hold all of it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any, BinaryIO

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.exports.base import Exporter, ExportError
from kg.exports.quads import chosen_quads
from kg.exports.selection import DATES
from kg.rdf.vocabulary import KG, NIF, PROV, RDF, XSD
from kg.resources import folder
from kg.stores import Store

_Node = NamedNode | BlankNode
_Value = NamedNode | BlankNode | Literal
_Properties = dict[str, list[_Value]]

_REVERSE: Mapping[str, str] = {"reports": KG.reportedIn.value, "mentions": NIF.referenceContext.value}
"""Terms of the frame that the project's context does not have: an article holds what points to it."""
_EMBEDDED = tuple(
    node.value
    for node in (KG.evidence, KG.stance, KG.boilerplate, PROV.wasGeneratedBy, PROV.used, PROV.wasAssociatedWith)
)
"""What these point to stands in the place of its id."""


class JsonLdExporter(Exporter):
    """Holds one graph in memory at a time."""

    name = "jsonld"
    title = "JSON-LD"
    media_type = "application/ld+json"
    suffix = ".jsonld"
    filters = DATES

    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """See :meth:`kg.exports.base.Exporter.write`."""
        document = json.loads((folder("ontology") / "context.jsonld").read_text(encoding="utf-8"))
        context = {
            **document["@context"],
            **{term: {"@reverse": of, "@type": "@id", "@container": "@set"} for term, of in _REVERSE.items()},
        }
        terms = _Terms(context)
        counts = {"quads": 0, "graphs": 0}
        target.write(f'{{"@context": {_json(context)},\n"@graph": ['.encode())
        for name, quads in groupby(chosen_quads(store, self.selection, self.base), key=attrgetter("graph_name")):
            frame = _Frame(quads, terms)
            nodes = list(frame.nodes())
            graph = {"@graph": nodes} if isinstance(name, DefaultGraph) else {"id": _name(name), "@graph": nodes}
            target.write(f"{',' if counts['graphs'] else ''}\n{_json(graph)}".encode())
            counts["graphs"] += 1
            counts["quads"] += frame.size
        target.write(b"\n]}\n")
        return counts


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class _Term:
    """What the context says of a property."""

    name: str
    type: str = ""
    """``@id``, ``@vocab`` or a datatype's IRI."""
    language: str = ""
    is_set: bool = False


class _Terms:
    """The context, from the IRIs' side."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self._prefixes = {
            name: value
            for name, value in context.items()
            if isinstance(value, str) and value.endswith(("#", "/")) and not name.startswith("@")
        }
        self._properties: dict[str, _Term] = {}
        self._words: dict[str, str] = {}
        for name, value in context.items():
            definition = {"@id": value} if isinstance(value, str) else value
            if name in self._prefixes or not isinstance(definition, dict) or "@id" not in definition:
                continue
            address = self._expanded(definition["@id"])
            if address.startswith("@"):
                continue
            kind = definition.get("@type", "")
            self._words[address] = name
            self._properties[address] = _Term(
                name,
                kind if kind.startswith("@") else self._expanded(kind),
                definition.get("@language", ""),
                definition.get("@container") == "@set",
            )
        self.compact = lru_cache(maxsize=10_000)(self._compact)

    def property(self, address: str) -> _Term:
        return self._properties.get(address) or _Term(self.compact(address))

    def word(self, address: str) -> str:
        """The term for a class or an individual."""
        return self._words.get(address) or self.compact(address)

    def _expanded(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return self._prefixes[prefix] + local if colon and prefix in self._prefixes else name

    def _compact(self, address: str) -> str:
        for prefix, namespace in self._prefixes.items():
            local = address.removeprefix(namespace)
            if local != address and local and not local.startswith("//"):
                return f"{prefix}:{local}"
        return address


@dataclass(slots=True)
class _Frame:
    """The nodes of one graph, framed."""

    quads: Iterable[Quad]
    terms: _Terms
    size: int = 0
    _nodes: dict[_Node, _Properties] = field(default_factory=dict)
    _done: set[_Node] = field(default_factory=set)

    def __post_init__(self) -> None:
        for quad in self.quads:
            subject, value = quad.subject, quad.object
            if isinstance(subject, Triple) or isinstance(value, Triple):
                raise ExportError(
                    f"JSON-LD knows no triples within triples, such as {quad}; export N-Quads or TriG instead"
                )
            self._nodes.setdefault(subject, {}).setdefault(quad.predicate.value, []).append(value)
            self.size += 1

    def nodes(self) -> Iterator[dict[str, Any]]:
        """The articles first, then what stands in none of them."""
        articles = [node for node, properties in self._nodes.items() if KG.Article in properties.get(_TYPE, ())]
        for node in (*sorted(articles, key=_name), *sorted(self._nodes, key=_name)):
            if node not in self._done:
                yield self._framed(node)

    def _framed(self, node: _Node) -> dict[str, Any]:
        self._done.add(node)
        properties = self._nodes[node]
        found: dict[str, Any] = {"id": _name(node)}
        types = sorted(self.terms.word(kind.value) for kind in properties.get(_TYPE, ()))
        if types:
            found["type"] = types if len(types) > 1 else types[0]
        for address in sorted(properties.keys() - {_TYPE}):
            term = self.terms.property(address)
            values = [self._value(value, address, term) for value in sorted(properties[address], key=str)]
            found[term.name] = values if term.is_set or len(values) > 1 else values[0]
        if KG.Article in properties.get(_TYPE, ()):
            for name, address in _REVERSE.items():
                held = [self._held(other, address, node) for other in self._pointing(address, node)]
                if held:
                    found[name] = held
        return found

    def _pointing(self, address: str, node: _Node) -> Sequence[_Node]:
        """Those not shown yet that point to a node and to nothing else by this property."""
        return sorted(
            (
                other
                for other, properties in self._nodes.items()
                if other not in self._done and properties.get(address) == [node]
            ),
            key=_name,
        )

    def _held(self, other: _Node, address: str, holder: _Node) -> dict[str, Any]:
        if other in self._done:  # shown meanwhile, within another
            return {"id": _name(other)}
        del self._nodes[other][address]  # says the holder
        return self._framed(other)

    def _value(self, value: _Value, address: str, term: _Term) -> Any:
        if isinstance(value, Literal):
            return _literal(value, term, self.terms)
        if address in _EMBEDDED and value in self._nodes and value not in self._done:
            return self._framed(value)
        name = _name(value)
        if term.type == "@vocab":
            return self.terms.word(name)
        if term.type == "@id":
            return self.terms.compact(name)
        return {"id": self.terms.compact(name)}


_TYPE = RDF.type.value
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def _literal(value: Literal, term: _Term, terms: _Terms) -> Any:
    text, datatype = value.value, value.datatype.value
    if value.language:
        return text if value.language == term.language else {"@value": text, "@language": value.language}
    if datatype == term.type:
        # A JSON number is written back as the shortest form of the integer: only that may be one.
        return int(text) if datatype == XSD.integer.value and text.isdecimal() and str(int(text)) == text else text
    if datatype == _STRING:
        return text if not (term.type or term.language) else {"@value": text}
    return {"@value": text, "@type": terms.compact(datatype)}


def _name(node: _Node) -> str:
    return f"_:{node.value}" if isinstance(node, BlankNode) else node.value
