"""Puts articles into the store, one after the other, so that each is whole or absent whenever the process ends.

The journal is told which article is about to be stored for which source, and the index of copies what it is like. What
is known of its actors is stored before the article, whose graph is stored in one piece; older readings of the source
are taken away after that; then the source is noted as read; from time to time what is a copy is linked. Each of these
can be done again without harm.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, QuerySolutions

from kg.build.outcome import Outcome, Status
from kg.build.preparation import Preparation, Prepared, source_of
from kg.duplicates import CopyIndex, CopyLinker, content_key
from kg.identifiers import article_id, iri
from kg.model import Document
from kg.rdf.graph import actors_graph
from kg.rdf.vocabulary import PROV, SCHEMA
from kg.stores import Store
from kg.stores.journal import Journal

_FLUSH_EVERY = 500
"""Articles; more than these a power cut cannot take."""


class Writer:
    """Puts what was read into the store."""

    def __init__(self, store: Store, journal: Journal, copies: CopyIndex, base: str, version: str, again: bool) -> None:
        self._store = store
        self._journal = journal
        self._copies = copies
        self._linker = CopyLinker(store, copies, base)
        self._linker.catch_up()
        self._base = base
        self._version = version
        self._again = again
        self._since_flush = 0
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

    def is_new(self, prepared: Prepared) -> bool:
        """Is neither the article in the store nor another one that was read from its source?"""
        known = self._journal.reading(prepared.source)
        return known is None and not self._store.has_graph(NamedNode(prepared.article))

    def write_new(self, articles: Mapping[str, Prepared]) -> None:
        """Stores articles, by their IRIs, of which each :meth:`is_new`; faster than one after the other."""
        pieces = [one.written + one.known for one in articles.values()]
        for one in articles.values():
            self._note_likeness(one)
        self._store.load(pieces, list(map(NamedNode, articles)), others=[actors_graph(self._base)])
        for one in articles.values():
            self._journal.record(one.source, one.sha256, one.article)

    def write(self, prepared: Prepared) -> Outcome:
        """Stores an article, without what breaks a shape."""
        if prepared.refusal:
            return Outcome(prepared.name, Status.REFUSED, prepared.refusal, prepared.violations)
        graph = NamedNode(prepared.article)
        self._journal.begin(prepared.source, prepared.article)
        self._note_likeness(prepared)
        self._store.add(prepared.actor_quads())
        existed = self._store.has_graph(graph)
        if existed and not self._again and self._reading(prepared.article) == _Reading(prepared.sha256, self._version):
            # Another file with the same content, a moment ago: which of them gives its name must not depend on how
            # many were read side by side.
            self._settle(prepared.source, prepared.sha256, prepared.article)
            return Outcome(prepared.name, Status.UNCHANGED)
        self._store.replace(graph, prepared.quads())
        replaced = self._settle(prepared.source, prepared.sha256, prepared.article) or existed
        self._since_flush += 1
        if self._since_flush == _FLUSH_EVERY:
            self.flush()
        status = Status.REPLACED if replaced else Status.STORED
        return Outcome(prepared.name, status, violations=prepared.violations, counts=prepared.counts)

    def under_another_address(self, document: Document, prepare: Preparation) -> Prepared | None:
        """The article made ready without reading it: the same text, title, day and outlet are in the store already, at
        another address, as this version reads them. None where that is not so.
        """
        content = content_key(document)
        copy = iri(self._base, article_id(document.text, document.url))
        for original in self._copies.with_content(content):
            known = self._reading(original)
            if original == copy or known is None or known.version != self._version:
                continue
            prepared = prepare.copied(document, NamedNode(original), self._store.quads(NamedNode(original)))
            if prepared is not None:
                return replace(prepared, fingerprint=self._copies.fingerprint(original), content=content)
        return None

    def flush(self) -> None:
        """What was written is safe from now on even from a power cut."""
        self.copies += self._linker.link()
        self._store.flush()
        self._since_flush = 0
        self._journal.flush()

    def _note_likeness(self, prepared: Prepared) -> None:
        if prepared.fingerprint is not None:
            self._copies.put(prepared.article, prepared.fingerprint, prepared.content)

    def _settle(self, source: str, sha256: str, article: str) -> bool:
        """Takes away older readings of the same source and notes the new one. Was there an older one?"""
        outdated = self._journal.outdated(source, article)
        for before in outdated:
            self._linker.unlink(before)
            self._store.replace(NamedNode(before), ())
        self._journal.record(source, sha256, article)
        return bool(outdated)

    def _reading(self, article: str) -> "_Reading | None":
        """How an article in the store was read; None where there is none."""
        graph = NamedNode(article)
        solutions = self._store.query(
            f"""SELECT ?sha256 ?version WHERE {{ GRAPH {graph} {{
                {graph} {PROV.wasGeneratedBy} ?reading .
                ?reading {PROV.used}/{SCHEMA.sha256} ?sha256 .
                ?reading {PROV.wasAssociatedWith}/{SCHEMA.softwareVersion} ?version
            }} }} LIMIT 1"""
        )
        assert isinstance(solutions, QuerySolutions)
        return next((_Reading(found["sha256"].value, found["version"].value) for found in solutions), None)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What an article was read from and by what."""

    sha256: str
    """Of the file."""
    version: str
    """Of the program."""
