"""Says of the copies in a store what they are copies of, in the graph ``graph/copies``.

A copy points at the first of the articles that are like it: the one published first, of several on a day the one whose
IRI comes first. That follows from the set of articles alone, so it does not matter in which order they came, and on how
many machines. Where an article comes that was published before the others, they point at it from then on.
"""

import datetime
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from kg.duplicates.fingerprint import fingerprint
from kg.duplicates.index import CopyIndex
from kg.model import Span
from kg.rdf import derived_graph
from kg.rdf.vocabulary import DCTERMS, KG, NIF, RDF
from kg.stores import Store

GRAPH = "copies"
"""What the graph of the copies is called, behind ``graph/``."""


class CopyLinker:
    """Keeps the graph of copies as the index has it."""

    def __init__(self, store: Store, index: CopyIndex, base: str) -> None:
        self._store = store
        self._index = index
        self._graph = derived_graph(base, GRAPH)

    def catch_up(self) -> None:
        """Fills an index that is new from what is in the store, as far as the articles' texts are there."""
        if self._index.is_empty:
            for graph in self._store.graphs():
                self._index_stored(graph)

    def link(self) -> int:
        """Draws the consequences of what has changed in the index. Killed in the middle, it can be done again.

        Returns:
            How many of the articles that were pending are copies.
        """
        pending = self._index.pending()
        for article in pending:
            if not self._store.has_graph(NamedNode(article)):  # its writer was killed before it came to that
                self._index.forget(article)
        known = [article for article in pending if self._index.knows(article)]
        # Those that are like a new one may have their original in it.
        changed = sorted({*known, *(other.article for article in known for other in self._index.like(article))})
        new = {quad for article in changed for quad in self._links(article)}
        old = {quad for article in changed for quad in self._stored(NamedNode(article))}
        self._store.add(new - old)
        self._store.remove(old - new)
        self._index.settle(known)
        copies = {quad.subject for quad in new}
        return sum(NamedNode(article) in copies for article in known)

    def unlink(self, article: str) -> None:
        """To be called before an article is taken out of the store."""
        self._index.forget(article)
        node = NamedNode(article)
        self._store.remove([*self._stored(node), *self._store.matching(None, KG.copyOf, node, self._graph)])

    def _links(self, article: str) -> Iterator[Quad]:
        own, others = self._index.entry(article), self._index.like(article)
        if own is not None and others and others[0] < own:
            yield Quad(NamedNode(article), KG.copyOf, NamedNode(others[0].article), self._graph)

    def _stored(self, article: NamedNode) -> Iterator[Quad]:
        return self._store.matching(article, KG.copyOf, None, self._graph)

    def _index_stored(self, article: NamedNode) -> None:
        text = self._literal(article, NIF.isString)
        if text is None or next(self._store.matching(article, RDF.type, KG.Article, article), None) is None:
            return
        issued = self._literal(article, DCTERMS.issued)
        found = self._store.query(
            f"SELECT ?begin ?end WHERE {{ GRAPH {article} {{ {article} {KG.boilerplate} ?span . "
            f"?span {NIF.beginIndex} ?begin ; {NIF.endIndex} ?end }} }}"
        )
        assert isinstance(found, QuerySolutions)
        spans = [Span(int(row["begin"].value), int(row["end"].value)) for row in found]
        day = None if issued is None else datetime.date.fromisoformat(issued)
        self._index.put([(article.value, fingerprint(text, spans, day), None)])

    def _literal(self, article: NamedNode, predicate: NamedNode) -> str | None:
        values = (quad.object for quad in self._store.matching(article, predicate, None, article))
        return next((value.value for value in values if isinstance(value, Literal)), None)
