"""What a network's nodes and edges tell of themselves: the same columns in GEXF, GraphML and the tables."""

from collections.abc import Callable, Mapping

from kg.exports.network import Days, Edge, Node
from kg.exports.selection import QuadClass
from kg.identifiers import digest

# Colours that people with colour blindness tell apart (Okabe and Ito, Color Universal Design, 2008).
NODE_COLOURS: Mapping[str, tuple[int, int, int]] = {
    "State": (0, 114, 178),
    "Person": (230, 159, 0),
    "Organisation": (0, 158, 115),
    "Event": (204, 121, 167),
}
EDGE_COLOURS: Mapping[QuadClass, tuple[int, int, int]] = {
    QuadClass.VERBAL_COOPERATION: (86, 180, 233),
    QuadClass.MATERIAL_COOPERATION: (0, 114, 178),
    QuadClass.VERBAL_CONFLICT: (230, 159, 0),
    QuadClass.MATERIAL_CONFLICT: (213, 94, 0),
    QuadClass.STATEMENT: (150, 150, 150),
}


def _first_day(days: Days | None) -> str:
    return days[0].isoformat() if days else ""


def _last_day(days: Days | None) -> str:
    return days[1].isoformat() if days else ""


NODE_COLUMNS: Mapping[str, tuple[str, Callable[[Node], str | int]]] = {
    "type": ("string", lambda node: node.type),
    "iri": ("anyURI", lambda node: node.iri),
    "wikidata": ("string", lambda node: node.wikidata),
    "iso_code": ("string", lambda node: node.iso_code),
    "state": ("string", lambda node: node.state),
    "event_type": ("string", lambda node: node.event_type),
    "quad_class": ("string", lambda node: node.quad_class),
    "claims_made": ("integer", lambda node: node.claims_made),
    "claims_received": ("integer", lambda node: node.claims_received),
    "neighbours": ("integer", lambda node: node.neighbours),
    "first_day": ("string", lambda node: _first_day(node.days)),
    "last_day": ("string", lambda node: _last_day(node.days)),
}
"""Name → type, and how it is read from a node. Types are named as GEXF names them."""

EDGE_COLUMNS: Mapping[str, tuple[str, Callable[[Edge], str | int]]] = {
    "kind": ("string", lambda edge: edge.kind),
    "quad_class": ("string", lambda edge: edge.quad_class.value),
    "mutual": ("boolean", lambda edge: "true" if edge.mutual else "false"),
    "count": ("integer", lambda edge: edge.weight),
    "articles": ("integer", lambda edge: edge.articles),
    "evidence": ("integer", lambda edge: edge.evidence),
    "first_day": ("string", lambda edge: _first_day(edge.days)),
    "last_day": ("string", lambda edge: _last_day(edge.days)),
}
"""Likewise of an edge, beside its label and weight."""


def edge_id(edge: Edge) -> str:
    """Made from what the edge is, so that the same edge has the same id in every export."""
    return digest(edge.source, edge.kind, edge.target, str(edge.mutual))
