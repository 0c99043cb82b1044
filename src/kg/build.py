"""Documents → what they say → checked → stored, an article at a time.

Killed at any moment, a build leaves every article whole or absent, and the next build goes on from there. What is known
of an article's actors is stored before the article, whose graph is stored in one piece; an older reading is taken away
after that; then the source is noted as read. Each of these can be done again without harm.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QuerySolutions

from kg import __version__
from kg.identifiers import DEFAULT_BASE, article_id, iri
from kg.model import Document, Extraction
from kg.rdf import actor_quads, article_graph, article_quads
from kg.rdf.vocabulary import KG, NIF, PROV, SCHEMA
from kg.reading import Extractor, read_all
from kg.sources import Refusal
from kg.stores import Store
from kg.stores.journal import Journal
from kg.validation import Violation, validate

_FLUSH_EVERY = 500
"""Articles; more than these a power cut cannot take."""


class Status(StrEnum):
    """What became of a document."""

    STORED = "stored"
    REPLACED = "replaced"
    """Stored in the place of an older reading."""
    UNCHANGED = "unchanged"
    """As in an earlier build; not read again."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document."""

    name: str
    status: Status
    reason: str = ""
    """Why it was refused."""
    violations: tuple[Violation, ...] = ()
    """What was left out of the article because it breaks a shape; all of it, where the article was refused."""
    counts: tuple[tuple[str, int], ...] = ()
    """How many quads, actors, claims and so on were read from it."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did."""

    documents: int
    """All that came in: stored, replaced, unchanged and refused together."""
    stored: int
    replaced: int
    unchanged: int
    refused: tuple[Refusal, ...]
    violations: tuple[Violation, ...]
    quads: int
    """As all that follow: in the articles stored or replaced."""
    actors: int
    places: int
    mentions: int
    claims: int
    events: int
    positions: int


def build(
    documents: Iterable[Document | Refusal],
    store: Store,
    *,
    extract: Extractor,
    base: str = DEFAULT_BASE,
    text: bool = True,
    workers: int = 1,
    again: bool = False,
    journal: Journal | None = None,
    on_progress: Callable[[Outcome], None] | None = None,
    version: str = __version__,
    now: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
) -> Summary:
    """Reads documents into a store.

    Args:
        documents: what comes in; refusals are passed on to the summary.
        store: open for writing.
        extract: reads documents; see :func:`kg.reading.read_all`.
        base: the base IRI of all that is stored.
        text: are the articles' texts stored too? They must be, for evidence to be checked in the store.
        workers: processes that read; 1 reads in this one.
        again: is what is unchanged read again too (because a lexicon has changed)?
        journal: which source gave which article; the store's own, if none is given.
        on_progress: is told of each document, in the order in which they are done.
        version: of the program and its files (:func:`kg.versions.reading_version`), for the provenance; what another
            version read is read again.
        now: the time of reading, with a time zone.

    Raises:
        StoreError: where the store fails; what was stored before is whole.
        ReadingError: where a process dies; likewise.
    """
    tally = _Tally(on_progress)
    with journal or Journal.beside(store.location) as readings:
        writer = _Writer(store, readings, base, text=text, version=version, now=now)

        def to_read() -> Iterator[Document | Refusal]:
            for document in documents:
                if isinstance(document, Document) and not again and writer.is_unchanged(document):
                    tally.count(Outcome(document.name, Status.UNCHANGED))
                else:
                    yield document

        for read in read_all(to_read(), extract, workers):
            if isinstance(read, Refusal):
                tally.count(Outcome(read.name, Status.REFUSED, read.reason))
                continue
            tally.count(writer.write(read))
            if tally.written % _FLUSH_EVERY == 0:
                store.flush()
        store.flush()
        store.index_texts()
    return tally.summary()


class _Tally:
    """Counts what is done."""

    def __init__(self, on_progress: Callable[[Outcome], None] | None) -> None:
        self._on_progress = on_progress
        self._statuses: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        self._refused: list[Refusal] = []
        self._violations: list[Violation] = []

    @property
    def written(self) -> int:
        return self._statuses[Status.STORED] + self._statuses[Status.REPLACED]

    def count(self, outcome: Outcome) -> None:
        self._statuses[outcome.status] += 1
        self._counts.update(dict(outcome.counts))
        self._violations += outcome.violations
        if outcome.status is Status.REFUSED:
            self._refused.append(Refusal(outcome.name, outcome.reason))
        if self._on_progress is not None:
            self._on_progress(outcome)

    def summary(self) -> Summary:
        return Summary(
            documents=self._statuses.total(),
            stored=self._statuses[Status.STORED],
            replaced=self._statuses[Status.REPLACED],
            unchanged=self._statuses[Status.UNCHANGED],
            refused=tuple(self._refused),
            violations=tuple(self._violations),
            **{name: self._counts[name] for name in ("quads", *_COUNTED)},
        )


_COUNTED = ("actors", "places", "mentions", "claims", "events", "positions")


class _Writer:
    """Puts what was read into the store."""

    def __init__(
        self,
        store: Store,
        journal: Journal,
        base: str,
        *,
        text: bool,
        version: str,
        now: Callable[[], datetime.datetime],
    ) -> None:
        self._store = store
        self._journal = journal
        self._base = base
        self._text = text
        self._version = version
        self._now = now

    def is_unchanged(self, document: Document) -> bool:
        """Is this very file already in the store, read by this version? Then an older reading of it is taken away, if
        the build that stored it was killed before it came to that.
        """
        noted = self._journal.reading(_source(document))
        if noted is not None and noted[0] == document.sha256 and noted[1].startswith(self._base):
            article = noted[1]
            known = self._reading(NamedNode(article))
            unchanged = known is not None and known.version == self._version
        else:
            article = iri(self._base, article_id(document.text, document.url))
            unchanged = self._reading(NamedNode(article)) == _Reading(document.sha256, self._version)
        if unchanged:
            self._settle(document, article)
        return unchanged

    def write(self, extraction: Extraction) -> Outcome:
        """Stores an article, without what breaks a shape."""
        document = extraction.document
        graph = article_graph(extraction, self._base)
        try:
            quads = list(article_quads(extraction, self._base, read_at=self._now(), version=self._version))
            known = list(actor_quads(extraction, self._base))
        except ValueError as error:
            return Outcome(document.name, Status.REFUSED, f"can't be written as RDF: {error}")
        valid, violations = valid_quads(quads, graph)
        valid_actors, actor_violations = valid_quads(known, graph)
        violations += tuple(violation for violation in actor_violations if violation not in violations)
        if not valid:
            return Outcome(document.name, Status.REFUSED, f"breaks the shapes: {violations[0].message}", violations)
        if not self._text:  # the shapes need it, to check the evidence
            valid = [quad for quad in valid if quad.predicate != NIF.isString]
        self._store.add(valid_actors)
        existed = self._reading(graph) is not None
        self._store.replace(graph, valid)
        replaced = self._settle(document, graph.value) or existed
        counts = {"quads": len(valid), **{name: len(getattr(extraction, name)) for name in _COUNTED}}
        status = Status.REPLACED if replaced else Status.STORED
        return Outcome(document.name, status, violations=violations, counts=tuple(counts.items()))

    def _settle(self, document: Document, article: str) -> bool:
        """Takes away an older reading of the same source and notes the new one. Was there an older one?"""
        source = _source(document)
        outdated = self._journal.outdated(source, article)
        if outdated is not None:
            self._store.replace(NamedNode(outdated), ())
        self._journal.record(source, document.sha256, article)
        return outdated is not None

    def _reading(self, article: NamedNode) -> "_Reading | None":
        """How an article in the store was read."""
        solutions = self._store.query(
            f"""SELECT ?sha256 ?version WHERE {{ GRAPH {article} {{
                {article} {PROV.wasGeneratedBy} ?reading .
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


def _source(document: Document) -> str:
    """What tells a source from others on this machine. Each text of standard input is one of its own."""
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
        found = validate(quads)
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
