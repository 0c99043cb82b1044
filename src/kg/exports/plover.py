"""Events for researchers of political events: PLOVER's JSON lines, and a table with the names of GDELT's columns.

Both tell codes of states and sectors as :mod:`kg.exports.sectors` finds them. What the graph does not know is left out,
not guessed.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, product
from typing import Any, BinaryIO

from kg.exports.base import Exporter, write_lines
from kg.exports.network import QUAD_CLASSES, selected
from kg.exports.records import ActorRecord, ArticleRecord, EventRecord, PlaceRecord, Records
from kg.exports.sectors import Coded, code
from kg.exports.selection import DATES, EVENTS, QuadClass
from kg.identifiers import digest, iri
from kg.model import ActorType, EventType, Status
from kg.stores import Store

_QUAD_CODES = {quad_class: number for number, quad_class in enumerate(QuadClass, start=1)}
"""In PLOVER as in GDELT: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""

_AUXILIARY = {Status.FUTURE: "future", Status.HYPOTHETICAL: "hypothetical", Status.NEGATED: "negation"}


class _Facts:
    """What the records of a store tell, looked up by id."""

    def __init__(self, store: Store, base: str) -> None:
        self._records = Records(store, base)
        self._held = ("", "")
        self.base = base

    @cached_property
    def actors(self) -> Mapping[str, ActorRecord]:
        return {actor.id: actor for actor in self._records.actors()}

    @cached_property
    def articles(self) -> Mapping[str, ArticleRecord]:
        return {article.id: article for article in self._records.articles()}

    @cached_property
    def places(self) -> Mapping[str, PlaceRecord]:
        return self._records.places()

    @cached_property
    def codes(self) -> Mapping[str, Coded]:
        return code(self.actors.values(), self._records.positions())

    def events(self) -> Iterator[EventRecord]:
        yield from self._records.events()

    def actor(self, local: str) -> ActorRecord:
        return self.actors.get(local) or ActorRecord(local, ActorType.ORGANISATION, "")

    def coded(self, local: str) -> Coded:
        return self.codes.get(local) or Coded()

    def words(self, mention: str) -> str:
        """The line of the article in which a piece of evidence stands, with all that it needs to be understood."""
        article, _, span = mention.partition("#char=")
        text = self._text(article)
        start, _, end = span.partition(",")
        if not text or not end:
            return ""
        first = text.rfind("\n", 0, int(start)) + 1
        last = text.find("\n", int(end))
        return text[first : None if last < 0 else last].strip()

    def _text(self, article: str) -> str:
        if self._held[0] != article:
            self._held = (article, self._records.text(article))
        return self._held[1]


class PloverExporter(Exporter):
    """An event a line, in PLOVER's exchange format."""

    name = "plover"
    title = "PLOVER events (JSON lines)"
    media_type = "application/x-ndjson"
    suffix = ".jsonl"
    filters = DATES | EVENTS

    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """See :meth:`kg.exports.base.Exporter.write`."""
        facts = _Facts(store, self.base)
        events = sorted(
            (event for event in facts.events() if selected(event, self.selection)),
            key=lambda event: (event.articles, event.id),  # so that each text is read once
        )
        lines = (json.dumps(_plover(event, facts), ensure_ascii=False) + "\n" for event in events)
        return {"events": write_lines(lines, target)}


def _plover(event: EventRecord, facts: _Facts) -> dict[str, Any]:
    modes = [mode for mode in (event.mode, _AUXILIARY.get(event.status, "")) if mode]
    found = {
        "id": event.id.removeprefix("event/"),
        "date": str(event.start) if event.start else None,
        "enddate": str(event.end) if event.end else None,
        "actor": [_party(actor, facts) for actor in event.initiators],
        "recipient": [_party(actor, facts) for actor in event.recipients],
        "event": [event.type.value],
        "mode": modes,
        "context": list(event.contexts),
        "quad_code": _QUAD_CODES[QUAD_CLASSES[event.type]],
        "event_loc": _location(event.place, facts),
        "text": facts.words(event.evidence[0]) if event.evidence else "",
        "cite_info": [_cited(article, facts) for article in event.articles],
    }
    optional = {"enddate", "mode", "context", "event_loc", "text"}
    return {name: value for name, value in found.items() if value or name not in optional}


def _party(local: str, facts: _Facts) -> dict[str, Any]:
    actor, coded = facts.actor(local), facts.coded(local)
    party = {
        "code": coded.country,
        "sector": coded.sector,
        "entity_text": actor.label,
        "identifier_id": actor.wikidata or iri(facts.base, local),
        "identifier_text": actor.label,
    }
    return {name: value for name, value in party.items() if value}


def _location(local: str, facts: _Facts) -> dict[str, Any]:
    place = facts.places.get(local)
    if place is None:
        return {}
    found = {
        "name": place.label,
        "identifier_id": place.wikidata or iri(facts.base, local),
        "code": facts.coded(place.state).country,
    }
    return {name: value for name, value in found.items() if value}


def _cited(local: str, facts: _Facts) -> dict[str, Any]:
    article = facts.articles.get(local) or ArticleRecord(local, "")
    cited = {
        "id": iri(facts.base, local),
        "title": article.title,
        "date": str(article.issued) if article.issued else "",
        "publisher": facts.actor(article.publisher).label if article.publisher else "",
        "url": article.url,
    }
    return {name: value for name, value in cited.items() if value}


# CAMEO's root codes, which GDELT codes events in. PLOVER joined some of them, so its types have the code of the root
# that they were made of first; AGREE is "express intent to cooperate", RETREAT and CONCEDE are both "yield".
_CAMEO_ROOTS: Mapping[EventType, str] = {
    EventType.AGREE: "03",
    EventType.CONSULT: "04",
    EventType.SUPPORT: "05",
    EventType.COOPERATE: "06",
    EventType.AID: "07",
    EventType.CONCEDE: "08",
    EventType.RETREAT: "08",
    EventType.REQUEST: "10",
    EventType.ACCUSE: "11",
    EventType.REJECT: "12",
    EventType.THREATEN: "13",
    EventType.PROTEST: "14",
    EventType.MOBILIZE: "15",
    EventType.SANCTION: "16",
    EventType.COERCE: "17",
    EventType.ASSAULT: "18",
}

_ACTOR_COLUMNS = ("Code", "Name", "CountryCode", "Type1Code")


@dataclass(frozen=True, slots=True)
class _Dyad:
    """An event between two actors, or of one alone."""

    event: EventRecord
    first: str
    second: str


class GdeltExporter(Exporter):
    """A row for each pair of actors of an event that took place, tab-separated, with GDELT 2.0's names for what GDELT
    has too. There are no Goldstein scores and no tone: the graph has none.
    """

    name = "gdelt"
    title = "Event table with GDELT's column names"
    media_type = "text/tab-separated-values"
    suffix = ".tsv"
    filters = DATES | EVENTS

    columns = (
        *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year"),
        *(f"Actor{number}{column}" for number in (1, 2) for column in _ACTOR_COLUMNS),
        *("EventRootCode", "QuadClass", "NumMentions", "NumSources", "NumArticles"),
        *("ActionGeo_FullName", "DATEADDED", "SOURCEURL", "PloverType", "PloverMode", "EventIRI"),
    )

    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """See :meth:`kg.exports.base.Exporter.write`."""
        facts = _Facts(store, self.base)
        events = [
            event for event in facts.events() if event.status is Status.ACTUAL and selected(event, self.selection)
        ]
        rows = (_row(dyad, facts) for event in events for dyad in _dyads(event))
        written = write_lines(_tsv(self.columns, rows), target) - 1
        return {"rows": written, "events": len(events)}


def _dyads(event: EventRecord) -> Iterator[_Dyad]:
    """Who acts with whom it is done to; those who act together with each other; else the one there is, alone."""
    pairs: list[tuple[str, str]] = list(product(event.initiators or ("",), event.recipients))
    if not event.recipients:
        pairs = list(combinations(event.initiators, 2)) or [(actor, "") for actor in event.initiators]
    return (_Dyad(event, first, second) for first, second in pairs)


def _row(dyad: _Dyad, facts: _Facts) -> list[str | int]:
    event = dyad.event
    articles = [facts.articles[article] for article in event.articles if article in facts.articles]
    day = event.start.first_day.strftime("%Y%m%d") if event.start else ""
    issued = min((article.issued.first_day for article in articles if article.issued), default=None)
    publishers = {article.publisher for article in articles if article.publisher}
    return [
        *(digest(event.id, dyad.first, dyad.second), day, day[:6], day[:4]),
        *(cell for actor in (dyad.first, dyad.second) for cell in _actor_cells(actor, facts)),
        *(_CAMEO_ROOTS[event.type], _QUAD_CODES[QUAD_CLASSES[event.type]]),
        *(len(event.evidence), len(publishers), len(event.articles)),
        facts.places[event.place].label if event.place in facts.places else "",
        issued.strftime("%Y%m%d") if issued else "",
        next((article.url or iri(facts.base, article.id) for article in articles), ""),
        *(event.type.value, event.mode, iri(facts.base, event.id)),
    ]


def _actor_cells(local: str, facts: _Facts) -> tuple[str, str, str, str]:
    if not local:
        return ("", "", "", "")
    coded = facts.coded(local)
    return (f"{coded.country}{coded.sector}", facts.actor(local).label, coded.country, coded.sector)


def _tsv(columns: tuple[str, ...], rows: Iterable[Sequence[str | int]]) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line, delimiter="\t", lineterminator="\n")
    for cells in chain([columns], rows):
        line.seek(0)
        line.truncate()
        writer.writerow(cells)
        yield line.getvalue()
