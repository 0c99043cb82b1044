"""GEXF 1.3 for Gephi: the network of :mod:`kg.exports.network`, with colours, sizes and days.

Written after the Relax NG schema of GEXF 1.3, its normative form, and as Gephi writes it itself: what is seen (colour,
size) stands in the namespace ``viz``. (The XSD that is derived from it puts those elements into the main namespace,
where networkx and graphology would not find them.)
"""

import math
import re
from collections.abc import Mapping
from typing import BinaryIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from kg import __version__
from kg.exports.base import Exporter
from kg.exports.network import STATEMENT, Edge, Network, Node, read_network
from kg.identifiers import digest
from kg.model import ActorType
from kg.stores import Store

GEXF = "http://gexf.net/1.3"
VIZ = "http://gexf.net/1.3/viz"

# Colours that people with colour blindness tell apart (Okabe and Ito, Color Universal Design, 2008).
_NODE_COLOURS: Mapping[ActorType, tuple[int, int, int]] = {
    ActorType.STATE: (0, 114, 178),
    ActorType.PERSON: (230, 159, 0),
    ActorType.ORGANISATION: (0, 158, 115),
}
_EDGE_COLOURS: Mapping[str, tuple[int, int, int]] = {
    "verbal-cooperation": (86, 180, 233),
    "material-cooperation": (0, 114, 178),
    "verbal-conflict": (230, 159, 0),
    "material-conflict": (213, 94, 0),
    STATEMENT: (150, 150, 150),
}

_NODE_ATTRIBUTES = {
    "type": "string",
    "iri": "anyURI",
    "wikidata": "string",
    "iso_code": "string",
    "state": "string",
    "claims_made": "integer",
    "claims_about": "integer",
    "neighbours": "integer",
}
_EDGE_ATTRIBUTES = {
    "kind": "string",
    "quad_class": "string",
    "mutual": "boolean",
    "count": "integer",
    "articles": "integer",
    "first_day": "string",
    "last_day": "string",
}


class GexfExporter(Exporter):
    """Actors as nodes, events and statements as weighted edges."""

    name = "gexf"
    title = "GEXF 1.3 (Gephi)"
    media_type = "application/gexf+xml"
    suffix = ".gexf"

    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """See :meth:`kg.exports.base.Exporter.write`."""
        network = read_network(store, self.base)
        _Writer(target).network(network)
        return {"nodes": len(network.nodes), "edges": len(network.edges)}


class _Writer:
    """Writes element by element, so that the document is never held whole."""

    def __init__(self, target: BinaryIO) -> None:
        # XMLGenerator leaves a binary stream open, unlike a TextIOWrapper around it.
        self._xml = XMLGenerator(target, encoding="utf-8", short_empty_elements=True)

    def network(self, network: Network) -> None:
        self._xml.startDocument()
        self._start("gexf", {"xmlns": GEXF, "xmlns:viz": VIZ, "version": "1.3"})
        self._start("meta", {})
        self._text("creator", f"newskg {__version__}")
        self._text("description", "Who does what to whom and who says what about whom, as the news tells it")
        self._end("meta")
        self._start("graph", {"defaultedgetype": "directed", "mode": "dynamic", "timeformat": "date"})
        self._attributes("node", _NODE_ATTRIBUTES)
        self._attributes("edge", _EDGE_ATTRIBUTES)
        self._start("nodes", {"count": str(len(network.nodes))})
        for node in network.nodes:
            self._node(node)
        self._end("nodes")
        self._start("edges", {"count": str(len(network.edges))})
        for edge in network.edges:
            self._edge(edge)
        self._end("edges")
        self._end("graph")
        self._end("gexf")
        self._xml.endDocument()

    def _node(self, node: Node) -> None:
        self._start("node", {"id": node.id, "label": node.label})
        self._values({name: getattr(node, name) for name in _NODE_ATTRIBUTES})
        self._colour(_NODE_COLOURS[node.type])
        # The area of the disc, not its diameter, grows with the degree.
        self._empty("viz:size", {"value": f"{5 + 5 * math.sqrt(node.neighbours):.2f}"})
        self._end("node")

    def _edge(self, edge: Edge) -> None:
        days = {"start": edge.first_day, "end": edge.last_day}
        self._start(
            "edge",
            {
                "id": digest(edge.source, edge.kind, edge.target, str(edge.mutual)),
                "source": edge.source,
                "target": edge.target,
                "kind": edge.kind,
                "label": edge.kind,
                "weight": str(edge.weight),
                **{name: day for name, day in days.items() if day},
            },
        )
        values = {name: getattr(edge, name) for name in _EDGE_ATTRIBUTES if name != "count"}
        self._values({**values, "count": edge.weight})
        self._colour(_EDGE_COLOURS[edge.quad_class])
        self._end("edge")

    def _attributes(self, kind: str, attributes: Mapping[str, str]) -> None:
        self._start("attributes", {"class": kind})
        for name, type_ in attributes.items():
            self._empty("attribute", {"id": name, "title": name, "type": type_})
        self._end("attributes")

    def _values(self, values: Mapping[str, object]) -> None:
        self._start("attvalues", {})
        for name, value in values.items():
            if value != "":
                shown = str(value).lower() if isinstance(value, bool) else str(value)
                self._empty("attvalue", {"for": name, "value": shown})
        self._end("attvalues")

    def _colour(self, colour: tuple[int, int, int]) -> None:
        red, green, blue = colour
        self._empty("viz:color", {"r": str(red), "g": str(green), "b": str(blue)})

    def _text(self, name: str, text: str) -> None:
        self._start(name, {})
        self._xml.characters(_clean(text))
        self._end(name)

    def _empty(self, name: str, attributes: Mapping[str, str]) -> None:
        self._start(name, attributes)
        self._end(name)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._xml.startElement(name, AttributesImpl({key: _clean(value) for key, value in attributes.items()}))

    def _end(self, name: str) -> None:
        self._xml.endElement(name)


def _clean(text: str) -> str:
    """Without the control characters and surrogates that no XML may hold."""
    return re.sub(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]", "", text)
