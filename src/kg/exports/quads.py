"""The formats of RDF that Oxigraph writes as a stream: in constant memory, however large the store is."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import IO, BinaryIO, cast

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from kg.exports.base import Exporter
from kg.exports.records import Records
from kg.exports.selection import DATES, Selection
from kg.identifiers import iri
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


class _Lines:
    """Counts the lines that go through."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self.number = 0

    def write(self, data: bytes) -> int:
        self.number += data.count(b"\n")
        return self._target.write(data)

    def flush(self) -> None:
        self._target.flush()


def chosen_quads(store: Store, selection: Selection, base: str) -> Iterator[Quad]:
    """All quads; or, where days are chosen, the graphs of the articles issued then, and what is known of actors."""
    if not selection.is_dated:
        return store.quads()
    articles = (article.id for article in Records(store, base).articles() if selection.has_time(article.issued))
    graphs = ("graph/actors", *articles)
    return chain.from_iterable(store.quads(NamedNode(iri(base, graph))) for graph in graphs)


class NQuadsExporter(Exporter):
    """A quad a line: the form to move graphs with, to merge and to compare."""

    name = "nquads"
    title = "N-Quads"
    media_type = "application/n-quads"
    suffix = ".nq"
    filters = DATES

    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """See :meth:`kg.exports.base.Exporter.write`."""
        if not self.selection.is_dated:
            lines = _Lines(target)  # a quad a line
            store.dump(cast("IO[bytes]", lines), RdfFormat.N_QUADS)  # which only writes and flushes
            return {"quads": lines.number}
        counted = Counted()
        pyoxigraph.serialize(counted(chosen_quads(store, self.selection, self.base)), target, RdfFormat.N_QUADS)
        return {"quads": counted.number}


class TrigExporter(Exporter):
    """Graph by graph, with prefixes: the form to read."""

    name = "trig"
    title = "TriG"
    media_type = "application/trig"
    suffix = ".trig"
    filters = DATES

    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """See :meth:`kg.exports.base.Exporter.write`."""
        counted = Counted()
        quads = counted(chosen_quads(store, self.selection, self.base))
        pyoxigraph.serialize(quads, target, RdfFormat.TRIG, prefixes=dict(PREFIXES))
        return {"quads": counted.number}


class TurtleExporter(Exporter):
    """All graphs as one, without their names: for tools that know no named graphs. What two articles say stands twice
    in the file, which means the same as once.
    """

    name = "turtle"
    title = "Turtle"
    media_type = "text/turtle"
    suffix = ".ttl"
    filters = DATES

    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """See :meth:`kg.exports.base.Exporter.write`."""
        counted = Counted()
        quads = counted(chosen_quads(store, self.selection, self.base))
        triples: Iterator[Triple] = (quad.triple for quad in quads)
        pyoxigraph.serialize(triples, target, RdfFormat.TURTLE, prefixes=dict(PREFIXES))
        return {"triples": counted.number}
