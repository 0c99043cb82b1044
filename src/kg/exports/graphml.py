"""GraphML: the same network as in GEXF, for igraph, networkx, yEd, Cytoscape and R. It knows no days but as columns."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO

from kg.exports.base import Exporter, write_lines
from kg.exports.columns import EDGE_COLOURS, EDGE_COLUMNS, NODE_COLOURS, NODE_COLUMNS, edge_id
from kg.exports.network import Edge, Node, read_network
from kg.exports.selection import FILTERS
from kg.exports.xml import escaped, quoted
from kg.stores import Store

_TYPES = {"integer": "int", "boolean": "boolean", "float": "double"}
_Value = str | int | float

# Gephi takes these names for its own: what is seen.
_NODE_KEYS: Mapping[str, tuple[str, Callable[[Node], _Value]]] = {
    "label": ("string", lambda node: node.label),
    **NODE_COLUMNS,
    "x": ("float", lambda node: round(node.place[0], 2) if node.place else ""),
    "y": ("float", lambda node: round(node.place[1], 2) if node.place else ""),
    "size": ("float", lambda node: round(node.size, 2)),
    "r": ("integer", lambda node: NODE_COLOURS[node.type][0]),
    "g": ("integer", lambda node: NODE_COLOURS[node.type][1]),
    "b": ("integer", lambda node: NODE_COLOURS[node.type][2]),
}
_EDGE_KEYS: Mapping[str, tuple[str, Callable[[Edge], _Value]]] = {
    "label": ("string", lambda edge: edge.label),
    "weight": ("float", lambda edge: float(edge.weight)),
    **EDGE_COLUMNS,
    "r": ("integer", lambda edge: EDGE_COLOURS[edge.quad_class][0]),
    "g": ("integer", lambda edge: EDGE_COLOURS[edge.quad_class][1]),
    "b": ("integer", lambda edge: EDGE_COLOURS[edge.quad_class][2]),
}


class GraphMlExporter(Exporter):
    """Actors as nodes, events and statements as weighted edges."""

    name = "graphml"
    title = "GraphML"
    media_type = "application/graphml+xml"
    suffix = ".graphml"
    filters = FILTERS

    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """See :meth:`kg.exports.base.Exporter.write`."""
        network = read_network(store, self.base, self.selection)
        write_lines(_lines(network.nodes, network.edges), target)
        return {"nodes": len(network.nodes), "edges": len(network.edges)}


def _lines(nodes: Iterable[Node], edges: Iterable[Edge]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for kind, types in (
        ("node", {name: type_ for name, (type_, _) in _NODE_KEYS.items()}),
        ("edge", {name: type_ for name, (type_, _) in _EDGE_KEYS.items()}),
    ):
        for name, type_ in types.items():
            shown = _TYPES.get(type_, "string")
            yield f'<key id="{kind}_{name}" for="{kind}" attr.name="{name}" attr.type="{shown}"/>\n'
    yield '<graph edgedefault="directed">\n'
    for node in nodes:
        values = _data("node", ((name, value(node)) for name, (_, value) in _NODE_KEYS.items()))
        yield f"<node id={quoted(node.id)}>{values}</node>\n"
    for edge in edges:
        values = _data("edge", ((name, value(edge)) for name, (_, value) in _EDGE_KEYS.items()))
        yield (
            f'<edge id="{edge_id(edge)}" source={quoted(edge.source)} target={quoted(edge.target)}>{values}</edge>\n'
        )
    yield "</graph>\n</graphml>\n"


def _data(kind: str, values: Iterable[tuple[str, _Value]]) -> str:
    return "".join(f'<data key="{kind}_{name}">{escaped(str(value))}</data>' for name, value in values if value != "")
