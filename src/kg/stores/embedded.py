"""Oxigraph in a folder: RocksDB on disk, in this process.

What makes a write whole: Oxigraph runs each ``Store.update`` and each ``Store.extend`` in one RocksDB transaction,
which goes to the write-ahead log in one piece, so a reader sees all of it or nothing and a process killed at any moment
leaves all of it or nothing. (``bulk_extend``, ``clear_graph`` followed by ``extend`` and the like are not one
transaction.) So a new graph is one ``extend``, and an old one is replaced by one SPARQL update that drops it and
inserts the new quads. The log survives the process, not a power cut, until :meth:`EmbeddedStore.flush`.

What keeps readers sound: they open copies that the writer publishes (:mod:`kg.stores.snapshots`), never the folder that
is being written to.
"""

import math
import os
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.aggregates import Aggregates
from kg.catalogue import ASKED, Catalogue, Question, Row, Words
from kg.closing import Closing
from kg.stores.base import GraphName, QueryResult, StoreError, Subject, Term
from kg.stores.complaints import failures, is_locked
from kg.stores.dataset import is_federated, names_dataset
from kg.stores.fresh import Fresh
from kg.stores.loading import Loading
from kg.stores.mark import CATALOGUE, COUNTS, TEXTS, Mark, make
from kg.stores.publishing import Publisher
from kg.stores.snapshots import Reading, Snapshots
from kg.stores.updates import REFUSED_SCHEME, LoadError, graphs_changed, with_using, without_loads, without_searches
from kg.textsearch import Hit, Kind, Search, SearchError
from kg.textsearch.index import PROPERTIES, TextIndex, properties_of
from kg.textsearch.rewriting import Pattern, PatternError, mentions, rewrite

if TYPE_CHECKING:
    from rdflib import Dataset

_PATIENCE = 1.0
"""Seconds that a writer waits for another: a reader that publishes for a killed writer is done sooner."""
_PATIENCE_FOR_TEXTS = 5.0
"""Seconds that a search waits for a process that brings the text index up: as long as many articles take."""
_FEW = 400_000
"""Bytes of N-Quads, some six articles: fewer go faster into the store in a transaction than by its loader."""


class EmbeddedStore(Closing):
    """A :class:`kg.stores.base.Store` in a folder. One process may write to it at a time."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        """Opens the store in a folder, or makes one there.

        Args:
            folder: need not exist; if it does, it is empty or a store.
            read_only: the store must exist; any number of processes may have it open like this, beside one that
                writes, and each sees what was published (:meth:`flush`, :meth:`close`) when it opened it.

        Raises:
            StoreError: where the folder is no store, is of another format, or is in use.
        """
        self._folder = folder
        self._read_only = read_only
        self._snapshots = Snapshots(folder)
        self._loading = Loading(folder)
        self._reading: Reading | None = None
        self._store: pyoxigraph.Store | None = None
        self._texts = TextIndex(folder / TEXTS)
        self._counts = Aggregates(folder / COUNTS)
        self._catalogue = Catalogue(folder / CATALOGUE)
        self._found: tuple[tuple[Words, int] | None, list[str]] = (None, [])
        self._fresh = Fresh((*PROPERTIES, *ASKED))
        self._publisher = Publisher(self._snapshots, (self._texts, self._counts, self._catalogue))
        if not read_only:
            make(folder)
        self.mark = Mark.read(folder)
        with self._failures("open"):
            self._store = self._open_to_read() if read_only else self._open_to_write()

    @property
    def is_outdated(self) -> bool:
        """Has something been published since the store was opened for reading?"""
        return self._reading is not None and self._snapshots.newest() != self._reading.copy

    @property
    def location(self) -> str:
        """The folder."""
        return str(self._folder)

    def replace(self, graph: GraphName, quads: Iterable[Quad], *, keep_empty: bool = False) -> None:
        """See :meth:`kg.stores.base.Store.replace`."""
        new = list(dict.fromkeys(quads))
        for quad in new:
            if quad.graph_name != graph:
                raise ValueError(f"{quad} is not of the graph {graph}")
        named = isinstance(graph, NamedNode)
        with self._writing({graph}) as store:
            exists = store.contains_named_graph(graph) if named else True
            if not exists and new:
                store.extend(new)
                return
            if exists and set(store.quads_for_pattern(None, None, None, graph)) == set(new) and (new or keep_empty):
                return
            # str() of a term is N-Triples, escapes included.
            triples = "\n".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in new)
            operations = [f"DROP SILENT GRAPH {graph}" if named else "DROP DEFAULT"]
            if triples:
                operations.append(
                    f"INSERT DATA {{ GRAPH {graph} {{ {triples} }} }}" if named else f"INSERT DATA {{ {triples} }}"
                )
            elif keep_empty and named:
                operations.append(f"CREATE GRAPH {graph}")
            store.update(" ; ".join(operations))

    def add(self, quads: Iterable[Quad]) -> None:
        """See :meth:`kg.stores.base.Store.add`."""
        given = list(quads)
        with self._writing({quad.graph_name for quad in given if isinstance(quad.graph_name, GraphName)}) as store:
            new = [quad for quad in given if quad not in store]
            if new:
                store.extend(new)

    def load(self, pieces: Iterable[bytes], graphs: Collection[NamedNode], others: Collection[GraphName] = ()) -> None:
        """See :meth:`kg.stores.base.Store.load`."""
        with self._writing({*graphs, *others}) as store:
            coming = self._fresh.keeping(pieces, graphs)  # the frame has forgotten what was known of them
            with self._loading.written(coming) as path:
                if path.stat().st_size < _FEW:
                    store.extend(parse(path=str(path), format=RdfFormat.N_QUADS))
                    return
                with self._loading.noted(graphs, store):
                    store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)

    def load_file(
        self, path: Path, format: RdfFormat, graphs: Collection[NamedNode], others: Collection[GraphName] = ()
    ) -> None:
        """As :meth:`load`, of a file of N-Quads or TriG that can be read to its end."""
        with self._writing({*graphs, *others}) as store, self._loading.noted(graphs, store):
            store.bulk_load(path=str(path), format=format)

    def remove(self, quads: Iterable[Quad]) -> None:
        """See :meth:`kg.stores.base.Store.remove`."""
        given = list(quads)
        with self._writing({quad.graph_name for quad in given if isinstance(quad.graph_name, GraphName)}) as store:
            for quad in given:  # not one transaction, which the binding has none of for this
                store.remove(quad)

    def graphs(self) -> Iterator[NamedNode]:
        """See :meth:`kg.stores.base.Store.graphs`."""
        return (name for name in self._open().named_graphs() if isinstance(name, NamedNode))

    def has_graph(self, graph: NamedNode) -> bool:
        """See :meth:`kg.stores.base.Store.has_graph`; empty graphs are known."""
        return self._open().contains_named_graph(graph)

    def quads(self, graph: GraphName | None = None) -> Iterator[Quad]:
        """See :meth:`kg.stores.base.Store.quads`."""
        return self._open().quads_for_pattern(None, None, None, graph)

    def matching(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        object: Term | None,
        graph: GraphName | None = None,
    ) -> Iterator[Quad]:
        """See :meth:`kg.stores.base.Store.matching`."""
        return self._open().quads_for_pattern(subject, predicate, object, graph)

    def dump(self, target: IO[bytes], format: RdfFormat) -> None:
        """See :meth:`kg.stores.base.Store.dump`."""
        self._open().dump(target, format)

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
        if not mentions(query):
            return self._ask(query, union, default_graphs, named_graphs)
        with_texts = self._with_texts(query, union, default_graphs, named_graphs)
        try:
            return self._ask(with_texts, union, default_graphs, named_graphs)
        except SyntaxError:
            self._ask(query, union, default_graphs, named_graphs)  # tells where it breaks as it was sent
            raise

    def update(
        self,
        update: str,
        *,
        using_graphs: Iterable[NamedNode] = (),
        using_named_graphs: Iterable[NamedNode] = (),
    ) -> None:
        """See :meth:`kg.stores.base.Store.update`."""
        if is_federated(update):
            raise StoreError(f"{self._folder}: SERVICE is off, so an update can't ask other endpoints; leave it out")
        without_searches(update)
        try:
            text = with_using(without_loads(update), using_graphs, using_named_graphs)
            with self._writing(graphs_changed(text)) as store:
                store.update(text)
        except (LoadError, StoreError) as error:
            if isinstance(error, LoadError) or REFUSED_SCHEME in str(error):
                raise StoreError(f"{self._folder}: LOAD is off, nothing is fetched; send the data itself") from error
            raise

    def search(self, words: str, *, kinds: Collection[Kind] = (), limit: int = 20) -> list[Hit]:
        """See :meth:`kg.stores.base.Store.search`."""
        search = Search.parse(words)
        self.index_texts(_PATIENCE_FOR_TEXTS)
        with self._failures("answer"):
            return self._texts.search(search, self._number(), properties=properties_of(kinds), limit=limit)

    def aggregates(self) -> Aggregates:
        """The counts, true of what was published; takes long only where much has changed, or they are new."""
        store = self._open()
        if not self._read_only:
            self.publish()
        with self._failures("answer"):
            self._counts.catch_up(store, self._number())
        return self._counts

    def catalogue(self) -> None:
        """Brings the catalogue up to what was published, as :meth:`index_texts` does the text index."""
        store = self._open()
        if not self._read_only:
            self.publish()
        with self._failures("answer"):
            self._catalogue.catch_up(store, self._number())

    def look_up(self, questions: Sequence[Question]) -> list[list[Row]]:
        """See :meth:`kg.stores.base.Store.look_up`."""
        store = self._open()
        if not self._read_only:
            self.publish()
        with self._failures("answer"):
            self._catalogue.catch_up_soon(store, self._number())
            words = {question.selection.words for question in questions} - {None}
            found = {one: self._having(one) for one in words if one is not None}
            return self._catalogue.answer(questions, self._number(), found)

    def _having(self, words: Words) -> list[str]:
        """What has a text in which words stand; kept, as a page asks for a list and then for its counts."""
        key = (words, self._number())
        if self._found[0] != key:
            search = Search.parse(words.words)
            self.index_texts(_PATIENCE_FOR_TEXTS)
            hits = self._texts.search(search, key[1], properties=(NamedNode(words.property),), limit=words.most)
            self._found = (key, [hit.subject for hit in hits])
        return self._found[1]

    def _number(self) -> int:
        """Of the copy that is read, or of the newest."""
        copy = self._reading.copy if self._reading is not None else self._snapshots.newest()
        return int(copy.name) if copy is not None else 0

    def index_texts(self, patience: float = math.inf) -> None:
        """Brings the text index up to what was published; takes long only where much has changed, or it is new.

        Args:
            patience: seconds to wait for another process that brings it up.

        Raises:
            NotReadyError: where that takes longer.
        """
        store = self._open()
        if not self._read_only:
            self.publish()
        with self._failures("answer"):
            self._texts.catch_up(store, self._number(), patience)

    def keep_up(self, but: Collection[GraphName] = ()) -> None:
        """See :meth:`kg.stores.base.Store.keep_up`. Of graphs that another thread replaces, they may have more than was
        published: what is published next is noted, and looked at again.
        """
        store = self._open()
        fresh = self._fresh.graphs
        with self._failures("answer"):
            for companion in (self._texts, self._catalogue):
                companion.catch_up(self._fresh.over(store), self._number(), but=but)
        self._fresh.forget(fresh)

    @property
    def texts_are_behind(self) -> bool:
        """Has the text index to be brought up to what was published?"""
        with self._failures("answer"):
            return self._texts.is_behind(self._number())

    @property
    def counts_are_behind(self) -> bool:
        """Have the counts to be brought up to what was published?"""
        with self._failures("answer"):
            return self._counts.is_behind(self._number())

    @property
    def catalogue_is_behind(self) -> bool:
        """Has the catalogue to be brought up to what was published?"""
        with self._failures("answer"):
            return self._catalogue.is_behind(self._number())

    def graph(self, *, writable: bool = False) -> "Dataset":
        """See :meth:`kg.stores.base.Store.graph`."""
        from kg.stores.rdflib_face import dataset  # noqa: PLC0415 - most do without rdflib

        return dataset(self, writable=writable and not self._read_only)

    def optimise(self) -> None:
        """Rewrites the files, so that they are small and fast; takes a while, and room for both."""
        with self._failures("write"):
            self._writable().optimize()
        self._snapshots.fall_behind()  # so that the copy takes the new files, and the old ones go
        self.flush()
        self.index_texts()
        self.aggregates()
        self.catalogue()
        with self._failures("write"):
            self._texts.optimise()

    def flush(self) -> None:
        """See :meth:`kg.stores.base.Store.flush`."""
        with self._failures("write"):
            store = self._writable()
            store.flush()
            self._publisher.publish(store)

    def publish(self) -> None:
        """Lets those that open the store for reading from now on see what was written; may run beside a write."""
        with self._failures("write"):
            self._publisher.publish(self._open())

    def __len__(self) -> int:
        return len(self._open())

    def close(self) -> None:
        """Lets go of the folder, as soon as no result or iterator of the store is held any more."""
        if self._store is not None and not self._read_only:
            self.flush()
        self._store = None
        self._texts.close()
        self._counts.close()
        self._catalogue.close()
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def _open(self) -> pyoxigraph.Store:
        if self._store is None:
            raise StoreError(f"{self._folder}: the store is closed; open it again")
        return self._store

    def _writable(self) -> pyoxigraph.Store:
        if self._read_only:
            raise StoreError(f"{self._folder}: the store is open for reading only; open it for writing")
        return self._open()

    def _ask(
        self,
        query: str,
        union: bool,
        default_graphs: Iterable[NamedNode] | None,
        named_graphs: Iterable[NamedNode] | None,
    ) -> QueryResult:
        store = self._open()
        with self._failures("answer"):
            if default_graphs is not None or named_graphs is not None:
                return store.query(
                    query,
                    default_graph=list(default_graphs or ()),
                    named_graphs=list(named_graphs or ()),
                )
            union = union and not names_dataset(query)
            return store.query(query, use_default_graph_as_union=union)

    def _with_texts(
        self,
        query: str,
        union: bool,
        default_graphs: Iterable[NamedNode] | None,
        named_graphs: Iterable[NamedNode] | None,
    ) -> str:
        """The query with what the text index finds in the place of ``kg:textMatch``."""

        def find(pattern: Pattern) -> list[Hit]:
            search = Search.parse(pattern.words)
            self.index_texts(_PATIENCE_FOR_TEXTS)
            return self._texts.search(
                search,
                self._number(),
                properties=pattern.properties,
                limit=pattern.limit,
                graphs=pattern.graphs,
                each_graph=pattern.each_graph,
            )

        try:
            with self._failures("answer"):
                return rewrite(query, find, union=union, default_graphs=default_graphs, named_graphs=named_graphs)
        except (PatternError, SearchError) as error:
            raise SyntaxError(str(error)) from error

    @contextmanager
    def _writing(self, graphs: Iterable[GraphName] | None) -> Iterator[pyoxigraph.Store]:
        """Frames a write to these graphs, or to nobody knows which (None)."""
        store = self._writable()
        self._fresh.forget(graphs)
        with self._publisher.writing(graphs), self._failures("write"):
            try:
                yield store
            except BaseException:
                self._fresh.forget(graphs)
                raise

    def _open_to_write(self) -> pyoxigraph.Store:
        given_up = time.monotonic() + _PATIENCE
        while True:
            try:
                store = pyoxigraph.Store(str(self._folder))
                break
            except OSError as error:
                if not is_locked(error) or time.monotonic() > given_up:
                    raise
                time.sleep(0.05)
        self._loading.undo(store)
        if self._snapshots.is_behind:  # the store is new, or its last writer was killed
            self._publisher.publish_unknown(store)
        return store

    def _open_to_read(self) -> pyoxigraph.Store:
        if self._snapshots.is_behind:
            self._catch_up()
        while (copy := self._snapshots.newest()) is not None:
            try:
                self._reading = Reading(copy)
            except FileNotFoundError:
                continue  # a newer one has taken its place
            return pyoxigraph.Store.read_only(str(copy))
        return pyoxigraph.Store.read_only(str(self._folder))  # nobody can write here: not even a copy can be made

    def _catch_up(self) -> None:
        """Publishes what a writer that was killed has left, unless one is at work, or nothing can be written here."""
        try:
            store = pyoxigraph.Store(str(self._folder))
            self._loading.undo(store)
            self._publisher.publish_unknown(store)
        except OSError as error:
            if os.access(self._folder, os.W_OK) and not is_locked(error):
                raise

    def _failures(self, what: str) -> AbstractContextManager[None]:
        return failures(self._folder, what, self.mark.made_by)
