"""Small hand-made articles for the tests of stores, builds, queries and exports."""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Sequence

from kg.identifiers import DEFAULT_BASE, article_id, attitude_id, claim_id, event_id, position_id
from kg.model import (
    Actor,
    ActorType,
    Article,
    Attitude,
    Claim,
    Document,
    Event,
    EventType,
    Extraction,
    Mention,
    PartialDate,
    Place,
    Polarity,
    Position,
    QuotationType,
    Span,
    Stance,
    Status,
)
from kg.rdf import actor_quads, article_graph, article_quads
from kg.stores import Store

WIKIDATA = "http://www.wikidata.org/entity/"

CHINA = Actor("actor/Q148", ActorType.STATE, "Китай", ("Китай", "КНР"), (WIKIDATA + "Q148",), "CHN")
KAZAKHSTAN = Actor("actor/Q232", ActorType.STATE, "Казахстан", ("Казахстану",), (WIKIDATA + "Q232",), "KAZ")
TOKAYEV = Actor(
    "actor/Q557915", ActorType.PERSON, "Касым-Жомарт Токаев", ("Токаев",), (WIKIDATA + "Q557915",), state=KAZAKHSTAN.id
)
WEI = Actor("actor/Q702748", ActorType.PERSON, "Вэй Фэнхэ", ("Вэй",), (WIKIDATA + "Q702748",), state=CHINA.id)
VESTNIK = Actor("actor/vestnik-stepi", ActorType.ORGANISATION, "Вестник степи")
OUTLET = Actor("actor/severnaia-zvezda", ActorType.ORGANISATION, "Северная звезда")
ASTANA = Place("place/Q1520", "Астана", (WIKIDATA + "Q1520",), position=(51.1801, 71.446))


def document(name: str, text: str) -> Document:
    return Document(name, text, hashlib.sha256(text.encode()).hexdigest())


class Reading:
    """Builds an extraction around words that are looked up in its text."""

    def __init__(
        self,
        text: str,
        *,
        name: str = "a.txt",
        day: str | None = None,
        publisher: Actor | None = None,
        given: Document | None = None,
    ) -> None:
        self.document = given or document(name, text)
        self.text = text
        self.actors: dict[str, Actor] = {}
        published = None if day is None else datetime.date.fromisoformat(day)
        self.article = Article(
            article_id(text), text, text.partition(".")[0], published, None if publisher is None else publisher.id
        )
        if publisher is not None:
            self.actors[publisher.id] = publisher
        self.mentions: list[Mention] = []
        self.claims: list[Claim] = []
        self.events: list[Event] = []
        self.positions: list[Position] = []
        self.attitudes: list[Attitude] = []
        self.places: list[Place] = []

    def span(self, words: str) -> Span:
        start = self.text.index(words)
        return Span(start, start + len(words))

    def _ids(self, actors: Sequence[Actor]) -> tuple[str, ...]:
        self.actors.update({actor.id: actor for actor in actors})
        return tuple(actor.id for actor in actors)

    def mention(self, words: str, actor: Actor) -> "Reading":
        self._ids([actor])
        self.mentions.append(Mention(self.span(words), words, actor.id, actor.type.value, "name"))
        return self

    def says(
        self,
        speaker: Actor | None,
        words: str,
        *,
        about: Sequence[Actor] = (),
        to: Sequence[Actor] = (),
        day: str | None = None,
        quotation: QuotationType = QuotationType.DIRECT,
        supports: tuple[Actor, str] | None = None,
        opposes: tuple[Actor, str] | None = None,
    ) -> "Reading":
        who = None if speaker is None else self._ids([speaker])[0]
        date = None if day is None else PartialDate.parse(day)
        addressees, spoken_of = self._ids(to), self._ids(about)
        span = self.span(words)
        stances = tuple(
            Stance(shown[0].id, polarity, self.span(shown[1]))
            for polarity, shown in ((Polarity.SUPPORT, supports), (Polarity.OPPOSE, opposes))
            if shown is not None
        )
        self.claims.append(
            Claim(
                claim_id(who, words),
                span,
                words,
                quotation,
                who,
                "заявил",
                addressees,
                spoken_of,
                date,
                "quotation",
                stances=stances,
            )
        )
        return self

    def does(
        self,
        actors: Sequence[Actor],
        kind: EventType,
        trigger: str,
        recipients: Sequence[Actor] = (),
        *,
        day: str | None = None,
        mode: str | None = None,
        place: Place | None = None,
        status: Status = Status.ACTUAL,
    ) -> "Reading":
        date = None if day is None else PartialDate.parse(day)
        initiators, others, span = self._ids(actors), self._ids(recipients), self.span(trigger)
        if place is not None:
            self.places.append(place)
        self.events.append(
            Event(
                event_id(kind, initiators, others, date, self.article.id, span),
                kind,
                span,
                trigger,
                initiators,
                others,
                mode,
                start=date,
                place=None if place is None else place.id,
                status=status,
                rule="trigger",
            )
        )
        return self

    def holds(self, person: Actor, title: str, of: Actor) -> "Reading":
        self._ids([person, of])
        identifier = position_id(person.id, title, of.id)
        self.positions.append(Position(identifier, person.id, title, of.id, self.span(title), "title"))
        return self

    def stands(self, holder: Actor, target: Actor, polarity: Polarity, words: str) -> "Reading":
        """Inside the last claim that has the words, if one has."""
        one, other = self._ids([holder, target])
        span = self.span(words)
        claim = next((claim.id for claim in reversed(self.claims) if span in claim.span), None)
        identifier = attitude_id(self.article.id, one, other, polarity)
        self.attitudes.append(Attitude(identifier, one, other, polarity, span, claim, "frame"))
        return self

    def extraction(self) -> Extraction:
        return Extraction(
            self.document,
            self.article,
            tuple(self.actors.values()),
            tuple(dict.fromkeys(self.places)),
            tuple(self.mentions),
            tuple(self.claims),
            tuple(self.events),
            tuple(self.positions),
            attitudes=tuple(self.attitudes),
        )


def put(store: Store, readings: Iterable[Reading], base: str = DEFAULT_BASE) -> None:
    """Stores them as a build does, without checking them."""
    for reading in readings:
        extraction = reading.extraction()
        store.add(actor_quads(extraction, base))
        store.replace(article_graph(extraction, base), article_quads(extraction, base, version="0"))


def two_outlets() -> Iterator[Reading]:
    """One visit, told by two outlets, with what was said there."""
    yield (
        Reading(
            "Токаев принял гостя из Китая. В Астане президент Токаев встретился с главой военного ведомства Вэй Фэнхэ. "
            "«Казахстан всегда был надёжным соседом», — сказал Вэй. Китай передал Казахстану оборудование для больниц.",
            name="vestnik.txt",
            day="2022-04-26",
            publisher=VESTNIK,
        )
        .mention("Токаев", TOKAYEV)
        .says(
            WEI,
            "Казахстан всегда был надёжным соседом",
            about=[KAZAKHSTAN],
            day="2022-04-25",
            supports=(KAZAKHSTAN, "соседом"),
        )
        .does([TOKAYEV, WEI], EventType.CONSULT, "встретился", day="2022-04-25", place=ASTANA)
        .does([CHINA], EventType.AID, "передал", [KAZAKHSTAN], day="2022-04")
        .stands(CHINA, KAZAKHSTAN, Polarity.SUPPORT, "передал")
        .holds(TOKAYEV, "президент", KAZAKHSTAN)
    )
    yield (
        Reading(
            "Министр в столице. Вэй Фэнхэ провёл беседу с Токаевым. "
            "По словам гостя, Казахстан всегда был надёжным соседом. Токаев пообещал посетить Китай "
            "и поблагодарил соседей. Китай осудил выходку провокаторов. "
            "Неназванный чиновник считает, что Китай поможет.",
            name="zvezda.txt",
            day="2022-04-27",
            publisher=OUTLET,
        )
        .says(WEI, "Казахстан всегда был надёжным соседом", about=[KAZAKHSTAN], quotation=QuotationType.INDIRECT)
        .says(None, "Китай поможет", about=[CHINA], day="2022-04-27", quotation=QuotationType.INDIRECT)
        .says(TOKAYEV, "посетить Китай", about=[CHINA], to=[WEI], day="2022-04-25", quotation=QuotationType.INDIRECT)
        .does([TOKAYEV, WEI], EventType.CONSULT, "беседу", day="2022-04-25")
        .does([TOKAYEV], EventType.AGREE, "пообещал", [CHINA], day="2022-04-25")
        .does([TOKAYEV], EventType.SUPPORT, "поблагодарил", [CHINA], day="2022-04-25")
        .does([CHINA], EventType.ACCUSE, "осудил", [KAZAKHSTAN], day="2022-04-27")
        .stands(CHINA, KAZAKHSTAN, Polarity.SUPPORT, "соседом")
        .stands(CHINA, KAZAKHSTAN, Polarity.OPPOSE, "осудил")
    )
