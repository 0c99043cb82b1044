"""What a store of quads can do, whichever it is."""

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Protocol, Self

from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples

QueryResult = QuerySolutions | QueryBoolean | QueryTriples


class StoreError(Exception):
    """The store cannot do what it is asked; the message names the store and the remedy."""


class Store(Protocol):
    """A set of quads in named graphs."""

    def replace(self, graph: NamedNode, quads: Iterable[Quad]) -> None:
        """Puts these quads, all of this graph, in the place of what the graph holds: all or, on an error, none."""

    def add(self, quads: Iterable[Quad]) -> None:
        """Adds quads, all or none; those that are there already are left as they are."""

    def graphs(self) -> Iterator[NamedNode]:
        """The named graphs."""

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """All quads, or those of one graph."""

    def query(
        self,
        query: str,
        *,
        union: bool = True,
        default_graphs: Iterable[NamedNode] | None = None,
        named_graphs: Iterable[NamedNode] | None = None,
    ) -> QueryResult:
        """The answer to a SPARQL 1.1 query.

        Args:
            query: SELECT, ASK, CONSTRUCT or DESCRIBE.
            union: without a dataset of its own, does the query see all named graphs as its default graph?
            default_graphs: the protocol's default-graph-uri.
            named_graphs: the protocol's named-graph-uri.

        Raises:
            SyntaxError: where the query is none; the message says where it breaks.
            StoreError: where the store fails.
        """

    def __len__(self) -> int:
        """How many quads there are."""

    def close(self) -> None:
        """Lets go of files and connections; the store can't be used any more."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
