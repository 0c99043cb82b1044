"""Pajek's NET: the same network as in GEXF, for Pajek and what reads its files. It knows neither colours nor days.

networkx writes it, which is not installed with newskg itself: few ask for this format.
"""

from collections import Counter
from typing import BinaryIO

from kg.exports.base import Exporter, write_lines
from kg.exports.network import Network, read_network
from kg.exports.selection import FILTERS
from kg.stores import Store


class PajekExporter(Exporter):
    """Actors as vertices, events and statements as arcs; an arc's relation is its kind."""

    name = "pajek"
    package = "networkx"
    title = "Pajek NET"
    media_type = "text/x-pajek"
    suffix = ".net"
    filters = FILTERS

    def write(self, store: Store, target: BinaryIO) -> dict[str, int]:
        """See :meth:`kg.exports.base.Exporter.write`."""
        import networkx  # noqa: PLC0415 - only this format needs it

        network = read_network(store, self.base, self.selection)
        labels = _labels(network)
        graph = networkx.MultiDiGraph()
        for node in network.nodes:
            x, y = node.place or (0.0, 0.0)
            graph.add_node(labels[node.id], x=round(x, 2), y=round(y, 2), type=node.type, iri=node.iri)
        for edge in network.edges:
            graph.add_edge(
                labels[edge.source], labels[edge.target], weight=edge.weight, l=edge.label, quad_class=edge.quad_class
            )
        write_lines((line + "\n" for line in networkx.generate_pajek(graph)), target)
        return {"nodes": len(network.nodes), "edges": len(network.edges)}


def _labels(network: Network) -> dict[str, str]:
    """A label for each node, no two the same: two of one name have their ids added. Quotation marks end a label."""
    shown = {node.id: " ".join(node.label.replace('"', "'").split()) for node in network.nodes}
    times = Counter(shown.values())
    return {id_: label if times[label] == 1 else f"{label} ({id_})" for id_, label in shown.items()}
