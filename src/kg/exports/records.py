"""The graph as records: an actor, an event, a claim each with all that the articles together tell of it.

Each property is read from end to end with one small query, and the columns are joined here: that is several times
faster than one query with many joins, and works with every store. All that is kept of a graph of 20,000 articles are
some 350,000 records; mentions, of which there are many more, are read article by article.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.identifiers import iri, wikidata_id
from kg.model import ActorType, EventType, PartialDate, QuotationType, Status
from kg.rdf.vocabulary import DCTERMS, ITSRDF, KG, NIF, OWL, PLOVER, QUOTATION_TYPES, RDF, RDFS, STATUSES
from kg.stores import Store

_STATUS_OF = {node.value: status for status, node in STATUSES.items()}
_QUOTATION_TYPE_OF = {node.value: kind for kind, node in QUOTATION_TYPES.items()}
_VOCABULARIES = (KG.namespace, PLOVER)
"""They may lie under the base IRI themselves."""
_CERTAINTY = (Status.ACTUAL, Status.FUTURE, Status.HYPOTHETICAL, Status.NEGATED)


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """An actor. Ids here and below are local: ``actor/Q148``."""

    id: str
    type: ActorType
    label: str
    wikidata: str = ""
    iso_code: str = ""
    state: str = ""
    """Id of the state that it belongs to."""


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An event, told by one article or several."""

    id: str
    type: EventType
    status: Status
    """Where articles differ, the surest of what they say."""
    initiators: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    start: PartialDate | None = None
    end: PartialDate | None = None
    mode: str = ""
    contexts: tuple[str, ...] = ()
    place: str = ""
    claims: tuple[str, ...] = ()
    """Ids of the claims that tell of it."""
    articles: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    """Ids of the mentions that it was read from: ``article/5f0c…#char=10,20``."""


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim, reported by one article or several."""

    id: str
    speaker: str = ""
    """Empty where nobody can be named."""
    about: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    date: PartialDate | None = None
    text: str = ""
    type: QuotationType | None = None
    cue: str = ""
    articles: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionRecord:
    """Words of an article that name an actor or a place."""

    article: str
    start: int
    end: int
    text: str
    ref: str


@dataclass(frozen=True, slots=True)
class PositionRecord:
    """An office that a person holds."""

    id: str
    holder: str
    title: str
    of: str
    """Id of the state or the body; empty where it is unknown."""
    attested: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """A place."""

    id: str
    label: str
    wikidata: str = ""
    state: str = ""
    """Id of the state in which it lies."""


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """What frames an article."""

    id: str
    title: str
    issued: PartialDate | None = None
    publisher: str = ""
    url: str = ""


class Records:
    """Reads the records of a store."""

    def __init__(self, store: Store, base: str) -> None:
        """Keeps the store and the base IRI of its graph."""
        self._store = store
        self._base = base

    def actors(self) -> Iterator[ActorRecord]:
        """Every actor, in the order of the ids."""
        labels, codes, states = self._first(RDFS.label), self._first(KG.isoCode), self._first(KG.state)
        same = self._all(OWL.sameAs)
        kinds: dict[str, ActorType] = {}
        for kind in ActorType:
            for actor in self._members(NamedNode(KG.namespace + kind)):
                kinds.setdefault(actor, kind)
        for actor in sorted(kinds):
            yield ActorRecord(
                actor,
                kinds[actor],
                labels.get(actor, ""),
                wikidata_id(same.get(actor, ())) or "",
                codes.get(actor, ""),
                states.get(actor, ""),
            )

    def events(
        self, *, details: bool = True, evidence: Mapping[str, tuple[str, ...]] | None = None
    ) -> list[EventRecord]:
        """Every event, in the order of the ids.

        Args:
            details: are mode, contexts, place and claims wanted?
            evidence: of :meth:`evidence`; read anew where it is left out.
        """
        types = self._first(KG.eventType)
        statuses = self._all(KG.status)
        initiators, recipients = self._all(KG.initiator), self._all(KG.recipient)
        starts, ends = self._first(KG.startDate), self._first(KG.endDate)
        modes = self._first(KG.mode) if details else {}
        contexts = self._all(KG.context) if details else {}
        places = self._first(KG.place) if details else {}
        claims = self._all(KG.asserts, inverse=True) if details else {}
        known = self.evidence() if evidence is None else evidence
        found = []
        for event in sorted(types):
            kind = EventType(types[event].removeprefix(PLOVER))
            told = {_STATUS_OF[status] for status in statuses.get(event, ()) if status in _STATUS_OF}
            mentions = known.get(event, ())
            found.append(
                EventRecord(
                    event,
                    kind,
                    next((status for status in _CERTAINTY if status in told), Status.ACTUAL),
                    initiators.get(event, ()),
                    recipients.get(event, ()),
                    _date(starts.get(event)),
                    _date(ends.get(event)),
                    modes.get(event, "").removeprefix(f"{PLOVER}{kind}-"),
                    tuple(context.removeprefix(PLOVER) for context in contexts.get(event, ())),
                    places.get(event, ""),
                    claims.get(event, ()),
                    _articles_of(mentions),
                    mentions,
                )
            )
        return found

    def claims(
        self, *, details: bool = True, evidence: Mapping[str, tuple[str, ...]] | None = None
    ) -> list[ClaimRecord]:
        """Every claim that has a text, in the order of the ids.

        Args:
            details: are text, cue and quotation type wanted? Without them, those claims are left out that neither have
                a speaker nor are about somebody.
            evidence: of :meth:`evidence`; read anew where it is left out.
        """
        speakers, about, addressees = self._first(KG.speaker), self._all(KG.about), self._all(KG.addressee)
        dates = self._first(KG.statedOn)
        texts = self._first(KG.text) if details else {}
        cues = self._first(KG.cue) if details else {}
        kinds = self._first(KG.quotationType) if details else {}
        known = self.evidence() if evidence is None else evidence
        found = []
        for claim in sorted(texts or speakers.keys() | about.keys()):
            mentions = known.get(claim, ())
            found.append(
                ClaimRecord(
                    claim,
                    speakers.get(claim, ""),
                    about.get(claim, ()),
                    addressees.get(claim, ()),
                    _date(dates.get(claim)),
                    texts.get(claim, ""),
                    _QUOTATION_TYPE_OF.get(kinds.get(claim, "")),
                    cues.get(claim, ""),
                    _articles_of(mentions),
                    mentions,
                )
            )
        return found

    def evidence(self) -> dict[str, tuple[str, ...]]:
        """Id of an event, a claim or a position → ids of the mentions that it was read from."""
        return self._all(KG.evidence)

    def articles(self) -> Iterator[ArticleRecord]:
        """Every article, in the order of the ids."""
        titles, issued = self._first(DCTERMS.title), self._first(DCTERMS.issued)
        publishers, addresses = self._first(DCTERMS.publisher), self._first(DCTERMS.source)
        for article in sorted(set(self._members(KG.Article))):
            yield ArticleRecord(
                article,
                titles.get(article, ""),
                _date(issued.get(article)),
                publishers.get(article, ""),
                addresses.get(article, ""),
            )

    def places(self) -> dict[str, PlaceRecord]:
        """Id of a place → the place, in the order of the ids."""
        labels, same, states = self._first(RDFS.label), self._all(OWL.sameAs), self._first(KG.state)
        return {
            place: PlaceRecord(
                place, labels.get(place, ""), wikidata_id(same.get(place, ())) or "", states.get(place, "")
            )
            for place in sorted(set(self._members(KG.Place)))
        }

    def positions(self) -> Iterator[PositionRecord]:
        """Every position, in the order of the ids."""
        holders, titles, bodies = self._first(KG.holder), self._first(KG.title), self._first(KG.of)
        attested = self._all(KG.attestedOn)
        for position in sorted(holders):
            yield PositionRecord(
                position,
                holders[position],
                titles.get(position, ""),
                bodies.get(position, ""),
                _date(attested[position][-1]) if position in attested else None,
            )

    def text(self, article: str) -> str:
        """The text of an article; empty where the graph was built without texts."""
        node = NamedNode(iri(self._base, article))
        rows = self._rows(f"SELECT ?text WHERE {{ GRAPH {node} {{ {node} {NIF.isString} ?text }} }}")
        return next((text for (text,) in rows), "")

    def mentions(self) -> Iterator[MentionRecord]:
        """Every mention that names something, article by article."""
        pattern = (
            f"?mention {ITSRDF.taIdentRef} ?ref ; {NIF.beginIndex} ?begin ; {NIF.endIndex} ?end ; {NIF.anchorOf} ?text"
        )
        for article in sorted(set(self._members(KG.Article))):
            graph = NamedNode(iri(self._base, article))
            rows = self._rows(f"SELECT ?begin ?end ?text ?ref WHERE {{ GRAPH {graph} {{ {pattern} }} }}")
            yield from sorted(
                (MentionRecord(article, int(begin), int(end), text, ref) for begin, end, text, ref in rows),
                key=lambda mention: (mention.start, mention.end, mention.ref),
            )

    def _members(self, kind: NamedNode) -> Iterator[str]:
        for (thing,) in self._rows(f"SELECT DISTINCT ?thing WHERE {{ GRAPH ?graph {{ ?thing {RDF.type} {kind} }} }}"):
            yield thing

    def _first(self, predicate: NamedNode) -> dict[str, str]:
        """Subject → value; the least in the order of strings, where articles differ."""
        found: dict[str, str] = {}
        for subject, value in self._column(predicate):
            if subject not in found or value < found[subject]:
                found[subject] = value
        return found

    def _all(self, predicate: NamedNode, *, inverse: bool = False) -> dict[str, tuple[str, ...]]:
        """Subject → all values, in order; or, inverse, value → all subjects."""
        found: dict[str, tuple[str, ...]] = {}
        for pair in self._column(predicate):
            subject, value = reversed(pair) if inverse else pair
            before = found.get(subject)
            if before is None:
                found[subject] = (value,)
            elif value not in before:
                found[subject] = tuple(sorted((*before, value)))
        return found

    def _column(self, predicate: NamedNode) -> Iterator[tuple[str, ...]]:
        return self._rows(f"SELECT DISTINCT ?s ?o WHERE {{ GRAPH ?graph {{ ?s {predicate} ?o }} }}")

    def _rows(self, query: str) -> Iterator[tuple[str, ...]]:
        solutions = self._store.query(query)
        assert isinstance(solutions, QuerySolutions)
        return (tuple(map(self._value, solution)) for solution in solutions)

    def _value(self, term: object) -> str:
        """What a literal says; of an IRI the local id, or all of it where it is of a vocabulary."""
        if isinstance(term, NamedNode):
            value = term.value
            local = value if value.startswith(_VOCABULARIES) else value.removeprefix(self._base)
            return sys.intern(local)  # the same few ids stand in millions of places: one string each
        return term.value if isinstance(term, Literal) else ""


def _articles_of(mentions: Iterable[str]) -> tuple[str, ...]:
    """A mention's id begins with its article's (RFC 5147)."""
    return tuple(sorted({mention.partition("#")[0] for mention in mentions}))


@lru_cache(maxsize=10_000)
def _date(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None
