"""A store as an rdflib ``Dataset``, for scripts and notebooks, whether it is in a folder or on a server.

It is `oxrdflib <https://github.com/oxigraph/oxrdflib>`_ over a guard in the place of the Oxigraph store: what holds for
the store holds here (nothing is fetched elsewhere, ``kg:textMatch`` finds texts, what is written is seen by readers),
and a store on a server is asked as ``kg query`` asks it, credentials included. rdflib's own ``SPARQLStore`` asks for a
graph ``__UNION__`` where all graphs are meant.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import pyoxigraph
from oxrdflib.store import OxigraphStore
from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions
from rdflib import Dataset, Graph
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql.sparql import Query, Update
from rdflib.query import Result

from kg.rdf.vocabulary import PREFIXES
from kg.stores.base import QueryResult, Store, StoreError

_UNION = "__UNION__"
"""How rdflib names the union of all graphs."""


def dataset(store: Store, *, writable: bool) -> Dataset:
    """The dataset of a store, all graphs together as its default graph, with the usual prefixes bound."""
    found = Dataset(_Face(store, writable=writable), default_union=True)
    for prefix, namespace in PREFIXES.items():
        found.bind(prefix, namespace)
    return found


class _Face(OxigraphStore):
    """oxrdflib's store, but for what it leaves to rdflib, and for the variables that rdflib binds beforehand."""

    def __init__(self, store: Store, *, writable: bool) -> None:
        super().__init__(store=cast("pyoxigraph.Store", _Guarded(store, writable=writable)))
        self._asked = store

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, Any],  # noqa: N803 - rdflib's names
        initBindings: Mapping[str, Any],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **kwargs: object,
    ) -> Result:
        """Answers a query; one that rdflib has parsed itself is left to it."""
        if isinstance(query, str) and initBindings:
            names = " ".join(f"?{name}" for name in initBindings)
            terms = " ".join(term.n3() for term in initBindings.values())
            query = f"{query}\nVALUES ({names}) {{ ({terms}) }}"
        return super().query(query, initNs, {}, queryGraph, **kwargs)

    def update(
        self,
        update: Update | str,
        initNs: Mapping[str, Any],  # noqa: N803
        initBindings: Mapping[str, Any],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **kwargs: object,
    ) -> None:
        """Runs an update of the whole dataset. rdflib would run what is left to it itself, and fetch for LOAD."""
        if not isinstance(update, str) or initBindings or queryGraph not in (_UNION, DATASET_DEFAULT_GRAPH_ID):
            raise StoreError(
                f"{self._asked.location}: an update is given to the dataset as text, without initBindings; name its "
                "graphs with GRAPH or WITH"
            )
        super().update(update, initNs, {}, DATASET_DEFAULT_GRAPH_ID, **kwargs)

    def __len__(self, context: Graph | None = None) -> int:
        graph = "" if context is None or str(context.identifier) == _UNION else f"FROM {context.identifier.n3()}"
        found = self._asked.query(f"SELECT (COUNT(*) AS ?n) {graph} {{ SELECT DISTINCT ?s ?p ?o {{ ?s ?p ?o }} }}")
        assert isinstance(found, QuerySolutions)
        return int(str(next(found)["n"].value))


class _Guarded:
    """What oxrdflib takes for a :class:`pyoxigraph.Store`."""

    def __init__(self, store: Store, *, writable: bool) -> None:
        self._store = store
        self._writable = writable

    def query(
        self,
        query: str,
        *,
        use_default_graph_as_union: bool,
        default_graph: object,
        prefixes: Mapping[str, str],
        substitutions: Mapping[object, object],
    ) -> QueryResult:
        graphs = [default_graph] if isinstance(default_graph, NamedNode) else None
        return self._store.query(_prologue(prefixes) + query, union=use_default_graph_as_union, default_graphs=graphs)

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, graph: Any = None) -> Iterator[Quad]:
        return self._store.matching(subject, predicate, object, graph)

    def named_graphs(self) -> Iterator[NamedNode]:
        return self._store.graphs()

    def add(self, quad: Quad) -> None:
        self.extend([quad])

    def extend(self, quads: Iterable[Quad]) -> None:
        self._check_writable()
        self._store.add(quads)

    def remove(self, quad: Quad) -> None:
        self._check_writable()
        self._store.remove([quad])

    def update(self, update: str, *, prefixes: Mapping[str, str]) -> None:
        self._check_writable()
        self._store.update(_prologue(prefixes) + update)

    def add_graph(self, graph: object) -> None:
        """Nothing: rdflib calls it for every graph that is looked at, and an empty graph says nothing."""

    def remove_graph(self, graph: NamedNode | DefaultGraph) -> None:
        self._check_writable()
        self._store.replace(graph, [])

    def _check_writable(self) -> None:
        if not self._writable:
            raise StoreError(
                f"{self._store.location}: this dataset is for reading only; write with graph(writable=True) of a store "
                "that is open for writing"
            )


def _prologue(prefixes: Mapping[str, str]) -> str:
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in prefixes.items())
