"""The formats of RDF that Oxigraph writes as a stream: in constant memory, however large the store is."""

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

from kg.exports.base import Exporter
from kg.rdf.vocabulary import PREFIXES
from kg.stores import Store


class Counted:
    """Counts what goes through."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """The same quads."""
        for quad in quads:
            self.number += 1
            yield quad


class NQuadsExporter(Exporter):
    """A quad a line: the form to move graphs with, to merge and to compare."""

    name = "nquads"
    title = "N-Quads"
    media_type = "application/n-quads"
    suffix = ".nq"

    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """See :meth:`kg.exports.base.Exporter.write`."""
        counted = Counted()
        pyoxigraph.serialize(counted(store.quads()), target, RdfFormat.N_QUADS)
        return {"quads": counted.number}


class TrigExporter(Exporter):
    """Graph by graph, with prefixes: the form to read."""

    name = "trig"
    title = "TriG"
    media_type = "application/trig"
    suffix = ".trig"

    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """See :meth:`kg.exports.base.Exporter.write`."""
        counted = Counted()
        pyoxigraph.serialize(counted(store.quads()), target, RdfFormat.TRIG, prefixes=dict(PREFIXES))
        return {"quads": counted.number}


class TurtleExporter(Exporter):
    """All graphs as one, without their names: for tools that know no named graphs. What two articles say stands twice
    in the file, which means the same as once.
    """

    name = "turtle"
    title = "Turtle"
    media_type = "text/turtle"
    suffix = ".ttl"

    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """See :meth:`kg.exports.base.Exporter.write`."""
        counted = Counted()
        triples: Iterator[Triple] = (quad.triple for quad in counted(store.quads()))
        pyoxigraph.serialize(triples, target, RdfFormat.TURTLE, prefixes=dict(PREFIXES))
        return {"triples": counted.number}
