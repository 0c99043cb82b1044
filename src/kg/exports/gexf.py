"""GEXF 1.3 for Gephi: the network of :mod:`kg.exports.network`, with places, colours, sizes and days.

What is seen (colour, size, place) stands in the namespace ``viz``, as the Relax NG schema of GEXF 1.3, its normative
form, has it, as Gephi writes it, and as networkx reads it. The XSD that was derived from that schema puts those
elements into the main namespace instead, and no file that has them can be valid against both. For those who must
validate against the XSD, :attr:`GexfExporter.xsd` binds the prefix ``viz`` to the main namespace: graphology reads that
as well, networkx reads it without colours and places; it has not been tried in Gephi.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from kg import __version__
from kg.exports.base import Exporter, write_lines
from kg.exports.columns import EDGE_COLOURS, EDGE_COLUMNS, NODE_COLOURS, NODE_COLUMNS, edge_id
from kg.exports.network import Days, Edge, Node, read_network
from kg.exports.selection import FILTERS
from kg.exports.xml import quoted
from kg.stores import Store

GEXF = "http://gexf.net/1.3"
VIZ = "http://gexf.net/1.3/viz"


class GexfExporter(Exporter):
    """Actors as nodes, events and statements as weighted edges."""

    name = "gexf"
    title = "GEXF 1.3 (Gephi)"
    media_type = "application/gexf+xml"
    suffix = ".gexf"
    filters = FILTERS
    xsd = False
    """Is the file to be valid against the XSD, not against the Relax NG schema?"""

    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """See :meth:`kg.exports.base.Exporter.write`."""
        network = read_network(store, self.base, self.selection)
        write_gexf(network.nodes, network.edges, target, xsd=self.xsd)
        return {"nodes": len(network.nodes), "edges": len(network.edges)}


class GexfXsdExporter(GexfExporter):
    """For those who validate with the XSD."""

    name = "gexf-xsd"
    title = "GEXF 1.3, valid against its XSD"
    xsd = True


def write_gexf(nodes: Iterable[Node], edges: Iterable[Edge], target: BinaryIO, *, xsd: bool = False) -> None:
    """Writes node by node and edge by edge; nothing of the file is held.

    Args:
        nodes: those with a place get one.
        edges: between these nodes.
        target: gets the bytes; is not closed.
        xsd: see :class:`GexfExporter`.
    """
    write_lines(_lines(nodes, edges, GEXF if xsd else VIZ), target)


def _lines(nodes: Iterable[Node], edges: Iterable[Edge], viz: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<gexf xmlns="{GEXF}" xmlns:viz="{viz}" version="1.3">\n'
    yield f"<meta><creator>newskg {__version__}</creator>"
    yield "<description>Who does what to whom and who says what about whom, as the news tells it</description></meta>\n"
    yield '<graph defaultedgetype="directed" mode="dynamic" timeformat="date">\n'
    for kind, attributes in (("node", NODE_COLUMNS), ("edge", EDGE_COLUMNS)):
        yield f'<attributes class="{kind}">'
        yield from (
            f'<attribute id="{name}" title="{name}" type="{type_}"/>' for name, (type_, _) in attributes.items()
        )
        yield "</attributes>\n"
    yield "<nodes>\n"
    yield from map(_node, nodes)
    yield "</nodes>\n<edges>\n"
    yield from map(_edge, edges)
    yield "</edges>\n</graph>\n</gexf>\n"


def _node(node: Node) -> str:
    place = "" if node.place is None else f'<viz:position x="{node.place[0]:.2f}" y="{node.place[1]:.2f}" z="0"/>'
    return (
        f"<node id={quoted(node.id)} label={quoted(' '.join(node.label.split()))}>"
        f"{_values((name, value(node)) for name, (_, value) in NODE_COLUMNS.items())}"
        f"{_spells([node.days] if node.days else [])}"
        f'{_colour(NODE_COLOURS[node.type])}<viz:size value="{node.size:.2f}"/>{place}</node>\n'
    )


def _edge(edge: Edge) -> str:
    return (
        f'<edge id="{edge_id(edge)}" source={quoted(edge.source)} target={quoted(edge.target)} kind="{edge.kind}" '
        f'label="{edge.label}" weight="{edge.weight}">'
        f"{_values((name, value(edge)) for name, (_, value) in EDGE_COLUMNS.items())}"
        f"{_spells(edge.spells)}{_colour(EDGE_COLOURS[edge.quad_class])}</edge>\n"
    )


def _values(values: Iterable[tuple[str, str | int]]) -> str:
    shown = (f'<attvalue for="{name}" value={quoted(str(value))}/>' for name, value in values if value != "")
    return f"<attvalues>{''.join(shown)}</attvalues>"


def _spells(spells: Iterable[Days]) -> str:
    shown = "".join(f'<spell start="{first}" end="{last}"/>' for first, last in spells)
    return f"<spells>{shown}</spells>" if shown else ""


def _colour(colour: tuple[int, int, int]) -> str:
    red, green, blue = colour
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'
