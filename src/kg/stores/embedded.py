"""Oxigraph in a folder: RocksDB on disk, in this process.

What makes a write whole: Oxigraph runs each ``Store.update`` and each ``Store.extend`` in one RocksDB transaction,
which goes to the write-ahead log in one piece, so a reader sees all of it or nothing and a process killed at any moment
leaves all of it or nothing. (``bulk_extend``, ``clear_graph`` followed by ``extend`` and the like are not one
transaction.) So a new graph is one ``extend``, and an old one is replaced by one SPARQL update that drops it and
inserts the new quads. The log survives the process, not a power cut, until :meth:`EmbeddedStore.flush`.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph
from pyoxigraph import NamedNode, Quad

from kg import __version__
from kg.stores.base import QueryResult, StoreError
from kg.stores.dataset import is_federated, names_dataset

FORMAT = 1
"""Of the quads in the folder and of the folder itself; a store of another format has to be built anew."""
_MARK = "kg-store.json"


class EmbeddedStore:
    """A :class:`kg.stores.base.Store` in a folder. One process may write to it at a time."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        """Opens the store in a folder, or makes one there.

        Args:
            folder: need not exist; if it does, it is empty or a store.
            read_only: the store must exist; several processes may have it open like this, and each sees the store as
                it was at that moment.

        Raises:
            StoreError: where the folder is no store, is of another format, or is in use.
        """
        self._folder = folder
        self._read_only = read_only
        if not read_only:
            self._make()
        self._check_format()
        with self._failures("open"):
            opener: Callable[[str], pyoxigraph.Store] = pyoxigraph.Store.read_only if read_only else pyoxigraph.Store
            self._store: pyoxigraph.Store | None = opener(str(folder))

    @property
    def location(self) -> str:
        """The folder."""
        return str(self._folder)

    def replace(self, graph: NamedNode, quads: Iterable[Quad]) -> None:
        """See :meth:`kg.stores.base.Store.replace`."""
        new = list(dict.fromkeys(quads))
        for quad in new:
            if quad.graph_name != graph:
                raise ValueError(f"{quad} is not of the graph {graph}")
        store = self._writable()
        with self._failures("write"):
            if not store.contains_named_graph(graph):
                store.extend(new)
                return
            if set(store.quads_for_pattern(None, None, None, graph)) == set(new):
                return
            drop = f"DROP SILENT GRAPH {graph}"
            # str() of a term is N-Triples, escapes included.
            triples = "\n".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in new)
            store.update(f"{drop} ; INSERT DATA {{ GRAPH {graph} {{ {triples} }} }}" if new else drop)

    def add(self, quads: Iterable[Quad]) -> None:
        """See :meth:`kg.stores.base.Store.add`."""
        given = list(quads)
        store = self._writable()
        with self._failures("write"):
            new = [quad for quad in given if quad not in store]
            if new:
                store.extend(new)

    def graphs(self) -> Iterator[NamedNode]:
        """See :meth:`kg.stores.base.Store.graphs`."""
        return (name for name in self._open().named_graphs() if isinstance(name, NamedNode))

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """See :meth:`kg.stores.base.Store.quads`."""
        return self._open().quads_for_pattern(None, None, None, graph)

    def query(
        self,
        query: str,
        *,
        union: bool = True,
        default_graphs: Iterable[NamedNode] | None = None,
        named_graphs: Iterable[NamedNode] | None = None,
    ) -> QueryResult:
        """See :meth:`kg.stores.base.Store.query`. A query with SERVICE is refused: nothing is fetched elsewhere."""
        if is_federated(query):
            raise StoreError(f"{self._folder}: SERVICE is off, so a query can't ask other endpoints; leave it out")
        store = self._open()
        with self._failures("answer"):
            if default_graphs is not None or named_graphs is not None:
                return store.query(
                    query, default_graph=list(default_graphs or ()), named_graphs=list(named_graphs or ())
                )
            return store.query(query, use_default_graph_as_union=union and not names_dataset(query))

    def flush(self) -> None:
        """See :meth:`kg.stores.base.Store.flush`."""
        with self._failures("write"):
            self._writable().flush()

    def __len__(self) -> int:
        return len(self._open())

    def close(self) -> None:
        """Lets go of the folder, as soon as no result or iterator of the store is held any more."""
        if self._store is not None and not self._read_only:
            self.flush()
        self._store = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self) -> pyoxigraph.Store:
        if self._store is None:
            raise StoreError(f"{self._folder}: the store is closed; open it again")
        return self._store

    def _writable(self) -> pyoxigraph.Store:
        if self._read_only:
            raise StoreError(f"{self._folder}: the store is open for reading only; open it for writing")
        return self._open()

    def _make(self) -> None:
        """Makes an empty store, whose mark is there before anything else is, so that no half-made one can be left."""
        mark = self._folder / _MARK
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = mark.with_suffix(".new")
            if {path.name for path in self._folder.iterdir()} <= {draft.name}:
                draft.write_text(json.dumps({"format": FORMAT, "made_by": f"newskg {__version__}"}) + "\n")
                draft.replace(mark)
        except OSError as error:
            raise StoreError(
                f"{self._folder}: a store can't be made here ({error.strerror}); name another folder"
            ) from error

    def _check_format(self) -> None:
        mark = self._folder / _MARK
        if not self._folder.exists():
            raise StoreError(
                f"{self._folder}: there is no store; make one with `kg build PATH... --store {self._folder}`"
            )
        try:
            found = json.loads(mark.read_text())["format"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"{self._folder}: this is no store of kg (it has no readable {_MARK}); name another folder"
            ) from error
        if found != FORMAT:
            raise StoreError(
                f"{self._folder}: the store has format {found}, this version of kg writes format {FORMAT}; "
                "build it anew in another folder"
            )

    @contextmanager
    def _failures(self, what: str) -> Iterator[None]:
        """Turns what RocksDB and Oxigraph complain of into errors that say what to do."""
        try:
            yield
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self._folder}: the store can't {what}: {error}; {self._remedy(error)}") from error

    def _remedy(self, error: Exception) -> str:
        text = str(error)
        if "LOCK" in text:
            return "another program has it open for writing (kg build, kg serve?): wait for it or stop it"
        if "No space left" in text or "File too large" in text or "quota" in text:
            return "make room on the disk and do it again: what was stored before is whole"
        if isinstance(error, PermissionError) or "Permission denied" in text:
            return "see that you may read and write there"
        if "not supported" in text:
            return "change the query"
        if "CURRENT" in text:
            return "nothing was ever stored in it: run `kg build` first"
        return "if it stays like this, the folder is damaged: build the store anew in another folder"
