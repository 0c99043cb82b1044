"""What a store of quads can do, whichever it is."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Protocol, Self

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
)

from kg.catalogue import Question, Row
from kg.errors import KgError
from kg.textsearch import Hit, Kind

if TYPE_CHECKING:
    from rdflib import Dataset

QueryResult = QuerySolutions | QueryBoolean | QueryTriples
GraphName = NamedNode | DefaultGraph
Subject = NamedNode | BlankNode | Triple
Term = NamedNode | BlankNode | Literal | Triple


def is_remote(location: str | Path) -> bool:
    """Is this the address of a server, not a folder?"""
    return str(location).startswith(("http://", "https://"))


class StoreError(KgError):
    """The store cannot do what it is asked; the message names the store and the remedy."""


class NotReadyError(StoreError):
    """The store can't do it yet, but will in a while."""


class Store(Protocol):
    """A set of quads in named graphs."""

    @property
    def location(self) -> str:
        """The folder or address that the store was opened at, for messages."""

    def replace(self, graph: GraphName, quads: Iterable[Quad], *, keep_empty: bool = False) -> None:
        """Puts these quads, all of this graph, in the place of what the graph holds: all or, on an error, none.

        Without quads the graph is gone, unless an empty one is to be kept. Raises ValueError where a quad belongs to
        another graph.
        """

    def add(self, quads: Iterable[Quad]) -> None:
        """Adds quads, all or none; those that are there already are left as they are."""

    def load(self, pieces: Iterable[bytes], graphs: Collection[NamedNode], others: Collection[GraphName] = ()) -> None:
        """Adds quads as fast as the store can.

        Args:
            pieces: N-Quads as pyoxigraph writes them, each of them all that there is of some of the graphs.
            graphs: those that the store has not. Where the process fails or is killed, each is whole or not there.
            others: further graphs to which some of the quads belong; what these got stays.
        """

    def remove(self, quads: Iterable[Quad]) -> None:
        """Takes quads away; those that are not there are passed over."""

    def graphs(self) -> Iterator[NamedNode]:
        """The named graphs."""

    def has_graph(self, graph: NamedNode) -> bool:
        """Is there such a named graph? A store may or may not know of graphs that are empty."""

    def quads(self, graph: GraphName | None = None) -> Iterator[Quad]:
        """All quads, or those of one graph. The quads of a graph follow each other, those of a subject too."""

    def matching(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        object: Term | None,
        graph: GraphName | None = None,
    ) -> Iterator[Quad]:
        """The quads with these terms; None stands for any."""

    def dump(self, target: IO[bytes], format: RdfFormat) -> None:
        """Writes all quads as N-Quads or TriG, as fast as the store can; the target is not closed."""

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
            union: where neither the request nor the query names a dataset, is the default graph all named graphs
                together (True), or the store's own (False)?
            default_graphs: the protocol's default-graph-uri. Together with ``named_graphs`` it replaces the dataset
                that the query names (SPARQL 1.1 Protocol, 2.1.4).
            named_graphs: the protocol's named-graph-uri.

        Raises:
            SyntaxError: where the query is none; the message says where it breaks.
            StoreError: where the store fails.
        """

    def update(
        self,
        update: str,
        *,
        using_graphs: Iterable[NamedNode] = (),
        using_named_graphs: Iterable[NamedNode] = (),
    ) -> None:
        """Runs a SPARQL 1.1 update, all of it or, on an error, nothing.

        Args:
            update: its operations. LOAD and SERVICE are refused: nothing is fetched elsewhere.
            using_graphs: the protocol's using-graph-uri.
            using_named_graphs: the protocol's using-named-graph-uri.

        Raises:
            SyntaxError: where the update is none, the message says where it breaks; or where ``kg:textMatch`` is used
                in it, which is for queries.
            UsingConflictError: where both the arguments and the update name a dataset.
            StoreError: where the store refuses it or fails.
        """

    def search(self, words: str, *, kinds: Collection[Kind] = (), limit: int = 20) -> list[Hit]:
        """The texts in which words stand, in any form of theirs, the best first.

        Args:
            words: what is searched for (:meth:`kg.textsearch.words.Search.parse`).
            kinds: of the texts; any where empty.
            limit: the most texts.

        Raises:
            SearchError: where there is no word in it.
            StoreError: where the store has no text index.
        """

    def look_up(self, questions: Sequence[Question]) -> list[list[Row]]:
        """What the catalogue beside the store answers to each question; see there for what that is.

        Raises:
            SearchError: for words that can't be looked for.
            NotReadyError: where the catalogue lacks much of the store yet.
            StoreError: where the store has none.
        """

    def graph(self, *, writable: bool = False) -> "Dataset":
        """The store as an rdflib ``Dataset``, the union of the graphs as its default; see :mod:`kg.stores.rdflib_face`.

        Args:
            writable: may it be written to, where the store is open for writing?
        """

    def index_texts(self) -> None:
        """Prepares the text index for what was written, so that the next search need not; may take a while."""

    def catalogue(self) -> None:
        """Prepares the catalogue for what was written, likewise."""

    def keep_up(self, but: Collection[GraphName] = ()) -> None:
        """Brings the text index and the catalogue up to what was flushed last; another thread may write meanwhile.

        Args:
            but: graphs that may be left to the next time, since they change again and again.
        """

    def flush(self) -> None:
        """What was written before is safe from now on even from a power cut, and seen by those that open the store."""

    def __len__(self) -> int:
        """How many quads there are."""

    def close(self) -> None:
        """Lets go of files and connections; the store can't be used any more."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
