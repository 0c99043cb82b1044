"""An article made ready for the store: read, turned into quads, checked. Many processes do it side by side."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from kg import __version__
from kg.build.outcome import counts
from kg.build.reprints import KnowsOutlets, Reprint
from kg.build.shortened import OutletOf, shortened_quads
from kg.duplicates import Fingerprint, content_key, fingerprint
from kg.identifiers import DEFAULT_BASE, article_id, iri
from kg.model import Actor, Document, Extraction
from kg.rdf import actor_quads, article_graph, article_quads, copied_quads, known_quads, published_by
from kg.rdf.vocabulary import KG, NIF
from kg.reading import Extractor
from kg.reading.limits import peak_memory
from kg.screening import conforms, screen
from kg.violation import ValidationError, Violation


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that the store needs of an article, in a form that passes quickly between processes."""

    name: str
    """Of the document."""
    source: str
    """Where it came from: see :func:`source_of`."""
    sha256: str
    """Of the bytes of its source."""
    article: str
    """IRI of the article and of its graph."""
    written: bytes
    """Its graph in N-Quads; empty where the whole article is refused."""
    known: bytes
    """What is known of its actors and places, in N-Quads."""
    violations: tuple[Violation, ...]
    """What was left out because it breaks a shape."""
    counts: tuple[tuple[str, int], ...]
    fingerprint: Fingerprint | None = None
    """By which its copies are found; none where it is refused."""
    content: str | None = None
    """By which it is found under another address: :func:`kg.duplicates.content_key`."""
    carried: bool = False
    """Was it made from the reading of another article?"""
    refusal: str = ""
    """Why the whole article is refused."""
    memory: int = 0
    """The most bytes that the process that read it has had in memory."""

    def quads(self) -> Iterator[Quad]:
        """Its graph."""
        return parse(self.written, format=RdfFormat.N_QUADS)

    def actor_quads(self) -> Iterator[Quad]:
        """What is known of its actors and places."""
        return parse(self.known, format=RdfFormat.N_QUADS)


def utc_now() -> datetime.datetime:
    """The time, with its zone."""
    return datetime.datetime.now(datetime.UTC)


_Made = tuple[Prepared, tuple[Actor, ...]]
"""An article that was made without reading it, and the outlets that its text does not name."""


@dataclass(frozen=True, slots=True)
class Preparation:
    """Prepares documents. For processes of their own, the extractor and the clock must be functions of a module."""

    extract: Extractor
    base: str = DEFAULT_BASE
    text: bool = True
    """Are the articles' texts stored too?"""
    version: str = __version__
    """Of the program and its files (:func:`kg.versions.reading_version`), for the provenance."""
    now: Callable[[], datetime.datetime] = utc_now

    def __call__(self, documents: Iterable[Document]) -> Iterator[Prepared]:
        """An article for each document, in their order."""
        given = list(documents)
        made = [self._reprinted(document) if isinstance(document, Reprint) else None for document in given]
        unread = [document for document, one in zip(given, made, strict=True) if one is None]
        read = map(self._prepare, self.extract(unread))
        return (next(read) if one is None else one for one in made)

    def _prepare(self, extraction: Extraction) -> Prepared:
        graph = article_graph(extraction, self.base)
        try:
            quads = list(article_quads(extraction, self.base, read_at=self.now(), version=self.version))
            known = list(actor_quads(extraction, self.base))
        except ValueError as error:
            return self._refused(extraction, graph, f"can't be written as RDF: {error}")
        try:
            valid, violations = valid_quads(quads, graph)
            valid_known, more = valid_quads(known, graph)
        except ValidationError as error:
            return self._refused(extraction, graph, f"can't be checked: {error}")
        if not valid:
            return self._refused(extraction, graph, f"breaks the shapes: {violations[0].message}", violations)
        if not self.text:  # the shapes need it, to check the evidence
            valid = [quad for quad in valid if quad.predicate != NIF.isString]
        return Prepared(
            extraction.document.name,
            source_of(extraction.document),
            extraction.document.sha256,
            graph.value,
            n_quads(valid),
            n_quads(valid_known),
            tuple(dict.fromkeys((*violations, *more))),
            counts(extraction, len(valid)),
            fingerprint(extraction.article.text, extraction.boilerplate, extraction.article.published),
            content_key(extraction.document),
            memory=peak_memory(),
        )

    def copied(self, document: Document, original: NamedNode, quads: Iterable[Quad]) -> Prepared | None:
        """An article that is the same as one in the store but for its address; None where it must be read."""
        given = list(quads)
        if any(quad.predicate == NIF.isString for quad in given) != self.text:
            return None
        try:
            copy = list(copied_quads(given, original, document, self.base, read_at=self.now(), version=self.version))
        except ValueError:
            return None
        return self._made(document, copy)

    def _made(self, document: Document, quads: Sequence[Quad]) -> Prepared | None:
        """An article whose graph was made without reading it; None where the graph breaks the shapes."""
        if not conforms(quads):
            return None
        kept = [quad for quad in quads if self.text or quad.predicate != NIF.isString]
        return Prepared(
            document.name,
            source_of(document),
            document.sha256,
            iri(self.base, article_id(document.text, document.url)),
            n_quads(kept),
            b"",
            (),
            (("quads", len(kept)),),
            carried=True,
        )

    def _reprinted(self, document: Reprint) -> Prepared | None:
        """What reading a reprint would give, without reading it; None where it must be read."""
        if not isinstance(self.extract, KnowsOutlets):
            return None
        make = self._same if document.shortening is None else self._shortened
        made = make(document, self.extract.outlet)
        if made is None:
            return None
        prepared, outlets = made
        known = list(known_quads(outlets, self.base))
        if not conforms(known):
            return None
        return replace(
            prepared,
            known=n_quads(known),
            fingerprint=document.fingerprint,
            content=content_key(document),
            memory=peak_memory(),
        )

    def _same(self, document: Reprint, outlet_of: OutletOf) -> _Made | None:
        """The article of a document that has the other's text, and its outlet."""
        outlet = outlet_of(document)
        if outlet is None:
            return None
        original = NamedNode(document.original)
        published = published_by(list(parse(document.graph, format=RdfFormat.N_QUADS)), original, outlet, self.base)
        prepared = None if published is None else self.copied(document, original, published)
        return None if prepared is None else (prepared, (outlet,))

    def _shortened(self, document: Reprint, outlet_of: OutletOf) -> _Made | None:
        """As :meth:`_same`, of a document that begins as the other article does."""
        try:
            made = shortened_quads(document, outlet_of, self.base, read_at=self.now(), version=self.version)
        except ValueError:
            return None
        if made is None:
            return None
        quads, outlets = made
        prepared = self._made(document, quads)
        return None if prepared is None else (prepared, outlets)

    def _refused(
        self, extraction: Extraction, graph: NamedNode, reason: str, violations: tuple[Violation, ...] = ()
    ) -> Prepared:
        document = extraction.document
        source = source_of(document)
        return Prepared(document.name, source, document.sha256, graph.value, b"", b"", violations, (), refusal=reason)


def source_of(document: Document) -> str:
    """What tells a document's source from others on this machine. Each text of standard input is one of its own."""
    file = document.container or document.name
    if file == "-":
        return f"-{document.sha256}"
    return document.place if "://" in file else str(Path(file).resolve()) + document.place.removeprefix(file)


def valid_quads(quads: list[Quad], graph: NamedNode) -> tuple[list[Quad], tuple[Violation, ...]]:
    """The quads without the things that break a shape; none at all where the article itself does.

    What refers to a thing that is left out is left out too, since a claim without its speaker would say something else
    than the article does. That may break further shapes, so the rest is checked again.
    """
    violations: tuple[Violation, ...] = ()
    while quads:
        found = screen(quads)
        if not found:
            break
        violations += found
        broken = {violation.node for violation in found}
        left = [] if graph.value in broken else _without(quads, broken, graph)
        # A violation at something that is no subject can't be cut out.
        quads = left if len(left) < len(quads) else []
    return quads, violations


def _without(quads: list[Quad], nodes: set[str], graph: NamedNode) -> list[Quad]:
    """The quads without those of the nodes and of all that refers to them, the article and ``kg:asserts`` aside."""
    gone: set[object] = {NamedNode(node) for node in nodes}
    size = 0
    while size < len(gone):
        size = len(gone)
        gone |= {
            quad.subject
            for quad in quads
            if quad.object in gone and quad.subject != graph and quad.predicate != KG.asserts
        }
    return [quad for quad in quads if quad.subject not in gone and quad.object not in gone]


def n_quads(quads: list[Quad]) -> bytes:
    """The quads, written."""
    written = serialize(quads, format=RdfFormat.N_QUADS)
    assert written is not None
    return written
