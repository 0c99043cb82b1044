"""Graphs that were loaded a moment ago, kept in memory until what follows the store has looked at them.

To look for each of their quads in the store takes three times as long as to parse again what they were loaded from.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.companion import Graph, Readable
from kg.stores.base import GraphName

_MOST = 32 << 20
"""Bytes of N-Quads that are kept; graphs beyond are looked for in the store. Some thousand articles."""


@dataclass(slots=True)
class _Kept:
    size: int = 0
    """Of the lines, in bytes."""
    lines: dict[bytes, list[bytes]] = field(default_factory=dict)
    """Quads as lines of N-Quads, by their predicates."""


class Fresh:
    """The quads of such graphs with some predicates. One thread may load while another reads."""

    def __init__(self, predicates: Iterable[NamedNode]) -> None:
        """Keeps nothing yet; only quads with these predicates are kept."""
        self._predicates = {predicate: str(predicate).encode() for predicate in predicates}
        self._wanted = set(self._predicates.values())
        self._kept: dict[GraphName, _Kept] = {}

    def keeping(self, pieces: Iterable[bytes], graphs: Collection[NamedNode]) -> Iterator[bytes]:
        """Hands pieces on, and keeps of them what is of these graphs, as :meth:`kg.stores.base.Store.load` has them."""
        names = {str(graph).encode(): graph for graph in graphs}
        room = _MOST - sum(kept.size for kept in list(self._kept.values()))
        for piece in pieces:
            if room > 0:
                found = self._found(piece, names)
                room -= sum(kept.size for kept in found.values())
                self._kept |= found
            yield piece

    def _found(self, piece: bytes, graphs: Mapping[bytes, NamedNode]) -> dict[GraphName, _Kept]:
        found: dict[GraphName, _Kept] = {}
        for line in piece.splitlines():
            predicate = line.split(b" ", 2)[1]
            if predicate not in self._wanted:
                continue
            graph = graphs.get(line[line.rfind(b" ", 0, -2) + 1 : -2])  # before " ."
            if graph is not None:
                kept = found.setdefault(graph, _Kept())
                kept.lines.setdefault(predicate, []).append(line)
                kept.size += len(line)
        return found

    def forget(self, graphs: Iterable[GraphName] | None) -> None:
        """Keeps these graphs no more, or none at all (None)."""
        for graph in self.graphs if graphs is None else graphs:
            self._kept.pop(graph, None)

    @property
    def graphs(self) -> frozenset[GraphName]:
        """Those that are kept."""
        return frozenset(self._kept)

    def over(self, store: Readable) -> Readable:
        """The store, of which these graphs are looked for here."""
        return _Over(self, store)

    def quads(self, graph: GraphName | None, predicate: NamedNode | None) -> Iterator[Quad] | None:
        """The quads of a graph with a predicate; None where they are not kept."""
        kept = None if graph is None else self._kept.get(graph)
        name = None if predicate is None else self._predicates.get(predicate)
        if kept is None or name is None:
            return None
        return parse(b"\n".join(kept.lines.get(name, ())), format=RdfFormat.N_QUADS)


class _Over:
    def __init__(self, fresh: Fresh, store: Readable) -> None:
        self._fresh = fresh
        self._store = store
        self.named_graphs = store.named_graphs

    def quads_for_pattern(
        self, subject: None, predicate: NamedNode | None, object: None, graph_name: Graph | None
    ) -> Iterator[Quad]:
        """See :class:`kg.companion.Readable`."""
        kept = self._fresh.quads(graph_name, predicate)
        return self._store.quads_for_pattern(None, predicate, None, graph_name) if kept is None else kept
