"""Puts articles into the store, so that each is whole or absent whenever the process ends.

Articles that are new wait for each other and are stored together, which costs a third of what it costs one by one;
those that take the place of others are stored at once. Either way, the journal is told which article is about to be
stored for which source, and the index of copies what it is like; the article's graph is stored whole; older readings of
the source are taken away after that; then the source is noted as read; from time to time what is a copy is linked. Each
of these can be done again without harm.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Quad, QuerySolutions

from kg.build.outcome import Outcome, Status
from kg.build.preparation import Preparation, Prepared, source_of
from kg.build.reprints import KnowsBodies, Reprint
from kg.build.shortened import text_in
from kg.build.waiting import Pace, Waiting
from kg.duplicates import CopyIndex, CopyLinker, Fingerprint, Shortening, content_key, text_key
from kg.identifiers import article_id, iri
from kg.model import Body, Document
from kg.rdf.graph import actors_graph
from kg.rdf.vocabulary import PROV, SCHEMA
from kg.stores import Store
from kg.stores.beside import path_beside
from kg.stores.journal import Journal

_AT_ONCE = 500
"""Articles that take the place of others, after which what was written is made safe."""


class Writer:
    """Puts what was read into the store."""

    def __init__(
        self,
        store: Store,
        journal: Journal,
        copies: CopyIndex,
        base: str,
        version: str,
        *,
        again: bool,
        tell: Callable[[Outcome], None],
        on_flush: Callable[[], None] = lambda: None,
        pace: Pace | None = None,
    ) -> None:
        """Takes what it writes to.

        Args:
            store: open for writing.
            journal: which source gave which article.
            copies: the index by which copies are found.
            base: the base IRI of all that is stored.
            version: of the program that has read the articles.
            again: is what is unchanged stored again?
            tell: is told of each article when it is stored, or not to be stored.
            on_flush: is called when what was written is safe, and seen by those that open the store.
            pace: when new articles that wait for each other are stored.
        """
        self._store = store
        self._journal = journal
        self._copies = copies
        self._linker = CopyLinker(store, copies, base)
        self._linker.catch_up()
        self._base = base
        self._version = version
        self._again = again
        self._tell = tell
        self._on_flush = on_flush
        self._pace = pace or Pace()
        self._waiting = Waiting(self._pace, path_beside(store.location, ""))
        self._at_once = 0
        self.copies = 0
        """How many copies were found; known after :meth:`flush`."""

    def is_unchanged(self, document: Document) -> bool:
        """Is this very file already in the store, read by this version? Then an older reading of it is taken away, if
        the build that stored it was killed before it came to that.
        """
        source = source_of(document)
        noted = self._journal.reading(source)
        if noted is not None and noted[0] == document.sha256 and noted[1].startswith(self._base):
            article = noted[1]
            known = self._reading(article)
            unchanged = known is not None and known.version == self._version
        else:
            article = iri(self._base, article_id(document.text, document.url))
            unchanged = self._reading(article) == _Reading(document.sha256, self._version)
        if unchanged:
            self._settle(source, document.sha256, article)
        return unchanged

    def write(self, prepared: Prepared) -> None:
        """Stores an article, without what breaks a shape; a new one when it has waited for others."""
        if prepared.refusal:
            self._tell(Outcome(prepared.name, Status.REFUSED, prepared.refusal, prepared.violations))
            return
        if self._waiting.concerns(prepared):
            self._store_waiting()
        if not self._is_new(prepared):
            self._tell(self._write_at_once(prepared))
            if self._at_once >= _AT_ONCE:
                self.flush()
            return
        self._waiting.add(prepared)
        if self._waiting.is_full(self._copies.size):
            self.flush()

    def under_another_address(self, document: Document, prepare: Preparation) -> Prepared | None:
        """The article made ready without reading it: the same text, title, day and outlet are in the store already, at
        another address, as this version reads them. None where that is not so.
        """
        content = content_key(document)
        copy = iri(self._base, article_id(document.text, document.url))
        waiting = self._waiting.with_content(content)
        if waiting is not None and waiting.article != copy:
            prepared = prepare.copied(document, NamedNode(waiting.article), waiting.quads())
            if prepared is not None:
                return replace(prepared, fingerprint=waiting.fingerprint, content=content)
        for original in self._copies.with_content(content):
            known = self._reading(original)
            if original == copy or known is None or known.version != self._version:
                continue
            prepared = prepare.copied(document, NamedNode(original), self._store.quads(NamedNode(original)))
            if prepared is not None:
                return replace(prepared, fingerprint=self._copies.fingerprint(original), content=content)
        return None

    def as_reprint(self, document: Document) -> Reprint | None:
        """The document with an article of another outlet that has its text, as this version reads it; None where there
        is none.
        """
        if document.publisher is None:  # the text itself must tell the outlet
            return None
        text = text_key(document)
        waiting = self._waiting.with_text(text)
        if waiting is not None:
            return Reprint.of(document, waiting.article, waiting.quads(), waiting.fingerprint)
        for original in self._copies.with_text(text):
            known = self._reading(original)
            if known is not None and known.version == self._version:
                quads = self._store.quads(NamedNode(original))
                return Reprint.of(document, original, quads, self._copies.fingerprint(original))
        return None

    def has_like(self, found: Fingerprint) -> bool:
        """Are there articles with nearly the same words?"""
        return self._waiting.has_like(found) or self._copies.has_like(found)

    def as_shortened(self, document: Document, body: Body, found: Fingerprint, reader: KnowsBodies) -> Reprint | None:
        """The document with an article that says the same, or goes on where it ends, as this version has read it; None
        where there is none.

        Args:
            document: which no article of :meth:`under_another_address` and :meth:`as_reprint` is.
            body: what would be read of it.
            found: its fingerprint.
            reader: tells what was read of the articles.
        """
        own = iri(self._base, article_id(document.text, document.url))
        for original, quads in self._copies_of(found):
            text = text_in(quads, NamedNode(original))
            if original == own or text is None or any(quad.predicate == PROV.wasInformedBy for quad in quads):
                continue  # what was carried over once is not carried on
            theirs = reader.body(Document(original, text, ""))
            shortening = None if theirs is None else Shortening.of(body, theirs)
            if shortening is not None:
                return Reprint.of(document, original, quads, found, shortening)
        return None

    def _copies_of(self, found: Fingerprint) -> Iterator[tuple[str, list[Quad]]]:
        """The articles of the same day with nearly the same words, as this version has read them; with their graphs."""
        for waiting in self._waiting.copies(found):
            yield waiting.article, list(waiting.quads())
        for stored in self._copies.copies(found):
            known = self._reading(stored)
            if known is not None and known.version == self._version:
                yield stored, list(self._store.quads(NamedNode(stored)))

    def flush(self) -> None:
        """Stores what waits; all that was written is safe from now on even from a power cut."""
        self._store_waiting()
        self.copies += self._linker.link()
        self._store.flush()
        self._at_once = 0
        self._journal.flush()
        self._on_flush()

    def _is_new(self, prepared: Prepared) -> bool:
        """Is neither the article in the store nor another one that was read from its source?"""
        return not self._journal.knows(prepared.source) and not self._store.has_graph(NamedNode(prepared.article))

    def _store_waiting(self) -> None:
        new = self._waiting.articles()
        if not new:
            return
        self._journal.begin((one.source, one.article) for one in new)
        self._copies.put((one.article, one.fingerprint, one.content) for one in new if one.fingerprint is not None)
        graphs = [NamedNode(one.article) for one in new]
        self._store.load(self._waiting.pieces(), graphs, others=[actors_graph(self._base)])
        self._waiting.clear()
        self._journal.record((one.source, one.sha256, one.article) for one in new)
        for one in new:
            self._tell(_stored(one, Status.STORED))

    def _write_at_once(self, prepared: Prepared) -> Outcome:
        graph = NamedNode(prepared.article)
        self._journal.begin([(prepared.source, prepared.article)])
        if prepared.fingerprint is not None:
            self._copies.put([(prepared.article, prepared.fingerprint, prepared.content)])
        self._store.add(prepared.actor_quads())
        existed = self._store.has_graph(graph)
        if existed and not self._again and self._reading(prepared.article) == _Reading(prepared.sha256, self._version):
            # Another file with the same content, a moment ago: which of them gives its name must not depend on how
            # many were read side by side.
            self._settle(prepared.source, prepared.sha256, prepared.article)
            return Outcome(prepared.name, Status.UNCHANGED)
        self._store.replace(graph, prepared.quads())
        replaced = self._settle(prepared.source, prepared.sha256, prepared.article) or existed
        self._at_once += 1
        status = Status.REPLACED if replaced else Status.STORED
        return _stored(prepared, status)

    def _settle(self, source: str, sha256: str, article: str) -> bool:
        """Takes away older readings of the same source and notes the new one. Was there an older one?"""
        outdated = self._journal.outdated(source, article)
        for before in outdated:
            self._linker.unlink(before)
            self._store.replace(NamedNode(before), ())
        self._journal.record([(source, sha256, article)])
        return bool(outdated)

    def _reading(self, article: str) -> "_Reading | None":
        """How an article in the store was read; None where there is none."""
        graph = NamedNode(article)
        if not self._store.has_graph(graph):  # as for most: to look is far cheaper than to ask
            return None
        solutions = self._store.query(
            f"""SELECT ?sha256 ?version WHERE {{ GRAPH {graph} {{
                {graph} {PROV.wasGeneratedBy} ?reading .
                ?reading {PROV.used}/{SCHEMA.sha256} ?sha256 .
                ?reading {PROV.wasAssociatedWith}/{SCHEMA.softwareVersion} ?version
            }} }} LIMIT 1"""
        )
        assert isinstance(solutions, QuerySolutions)
        return next((_Reading(found["sha256"].value, found["version"].value) for found in solutions), None)


def _stored(prepared: Prepared, status: Status) -> Outcome:
    return Outcome(
        prepared.name, status, violations=prepared.violations, counts=prepared.counts, carried=prepared.carried
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """What an article was read from and by what."""

    sha256: str
    """Of the file."""
    version: str
    """Of the program."""
