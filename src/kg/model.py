"""What an article says: plain values that know neither how they were found nor how they are stored.

Every offset counts Unicode code points of the article's text, 0-based, end exclusive: ``text[start:end]``.

Every id is *local*: a path such as ``actor/Q148`` or ``claim/5f0c…``, minted from content by :mod:`kg.identifiers`.
It becomes an IRI when it leaves the program, by putting the base IRI before it.
"""

import calendar
import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Literal


class ActorType(StrEnum):
    """Who acts or speaks."""

    PERSON = "Person"
    STATE = "State"
    ORGANISATION = "Organisation"


class QuotationType(StrEnum):
    """How much of a claim's text stands in quotation marks: all of it, none, or a part."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class EventType(StrEnum):
    """The sixteen event types of PLOVER (Political Language Ontology for Verifiable Event Records)."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


QuadClass = Literal["verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"]
QUAD_CLASS_OF: Mapping[EventType, QuadClass] = MappingProxyType(
    {
        **dict.fromkeys(
            (EventType.AGREE, EventType.CONSULT, EventType.SUPPORT, EventType.CONCEDE), "verbal-cooperation"
        ),
        **dict.fromkeys((EventType.COOPERATE, EventType.AID, EventType.RETREAT), "material-cooperation"),
        **dict.fromkeys((EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN), "verbal-conflict"),
        **dict.fromkeys(
            (EventType.PROTEST, EventType.SANCTION, EventType.MOBILIZE, EventType.COERCE, EventType.ASSAULT),
            "material-conflict",
        ),
    }
)
"""What PLOVER makes of event types: words or deeds, cooperation or conflict."""


def types_within(types: Collection[EventType], quad_classes: Collection[QuadClass]) -> list[EventType]:
    """The event types of which each is one of ``types`` and in one of ``quad_classes``; empty ones mean any."""
    return [kind for kind in types or EventType if not quad_classes or QUAD_CLASS_OF[kind] in quad_classes]


class Status(StrEnum):
    """How an event is meant: it happened, is to come, is only imagined, or did not happen."""

    ACTUAL = "actual"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the article's text, in code points, end exclusive."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}–{self.end}")

    def __contains__(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Do the two share at least one code point?"""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, a month or a year, as exactly as the text gives it. ``str()`` is ISO 8601: 2022-04-25, 2022-04 or 2022."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day without a month")
        datetime.date(self.year, self.month or 1, self.day or 1)  # ValueError where there is no such day

    @classmethod
    def of(cls, day: datetime.date) -> "PartialDate":
        """The given calendar day."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def parse(cls, iso: str) -> "PartialDate":
        """Reads YYYY, YYYY-MM or YYYY-MM-DD; raises ValueError for anything else."""
        return cls(*(int(part) for part in iso.split("-")))

    def __str__(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)])

    @property
    def first_day(self) -> datetime.date:
        """The day it begins."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> datetime.date:
        """The day it ends."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def containing(start: PartialDate, end: PartialDate | None) -> PartialDate:
    """The exactest day, month or year in which an interval lies: that of 2 to 5 May is May, that of a summer its year;
    where it goes over the end of a year, that in which it begins.
    """
    if end is None or start == end:
        return start
    if start.year == end.year and start.month is not None and start.month == end.month:
        return PartialDate(start.year, start.month)
    return PartialDate(start.year)


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it came in, and what its source knows of it beside the text."""

    name: str
    """Where it came from, for people: a path, or the container and what in it: ``news.jsonl#17``."""
    text: str
    sha256: str
    """Of the bytes of the source, in hexadecimal; of what was read from it, where it is a record among others."""
    url: str | None = None
    title: str | None = None
    published: datetime.date | None = None
    publisher: str | None = None
    """The outlet's name."""
    authors: tuple[str, ...] = ()
    """Their names, as the source has them."""
    section: str | None = None
    """Of the outlet: ``Политика``."""
    container: str | None = None
    """The file or the address that holds it among others: with it, and ``#``, the name begins."""
    verbatim: bool = True
    """Is the text the source itself, so that its characters can be counted there?"""

    @property
    def place(self) -> str:
        """What tells it from other sources on this machine, whatever stands before it in its container."""
        if self.container is None or self.url is None:
            return self.name
        return f"{self.container}#{self.url}"


@dataclass(frozen=True, slots=True)
class Body:
    """What of a document is read as language, and what stands around it: known before any model reads it."""

    text: str
    """All of it, as received."""
    sentences: tuple[Span, ...]
    """What is read, in order."""
    boilerplate: tuple[Span, ...]
    """What of the text is no part of the article."""
    title: str
    published: datetime.date | None
    outlet: str | None
    """The name of the outlet that published it."""

    def without_frame(self) -> str:
        """The sentences, each on a line."""
        return "\n".join(sentence.of(self.text) for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Article:
    """The frame of an article: what stands around its statements."""

    id: str
    text: str
    title: str
    published: datetime.date | None = None
    publisher: str | None = None
    """Id of the actor that published it."""
    url: str | None = None
    authors: tuple[str, ...] = ()
    """Their names."""
    section: str | None = None
    """Of the outlet."""
    language: str = "ru"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a state or an organisation: whoever says or does something, or to whom it is done."""

    id: str
    type: ActorType
    name: str
    """In the nominative; the fullest form that the article has."""
    aliases: tuple[str, ...] = ()
    """Every surface form used for it in the article."""
    same_as: tuple[str, ...] = ()
    """IRIs of the same thing elsewhere (Wikidata)."""
    iso_code: str | None = None
    """A state's ISO 3166-1 alpha-3 code."""
    state: str | None = None
    """Id of the state that a body belongs to."""
    known_as: str | None = None
    """The name by which the gazetteer knows it, whatever the article calls it; None for one that it doesn't know."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happens."""

    id: str
    name: str
    """In the nominative, as the article has it: ``Нур-Султан``."""
    same_as: tuple[str, ...] = ()
    """IRIs of the same thing elsewhere (Wikidata, GeoNames)."""
    state: str | None = None
    """Id of the state in which it lies."""
    known_as: str | None = None
    """The name by which the gazetteer knows it (``Астана``); None for one that it doesn't know."""
    aliases: tuple[str, ...] = ()
    """Every surface form used for it in the article."""
    position: tuple[float, float] | None = None
    """Latitude and longitude in degrees (WGS 84)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name an actor or a place."""

    span: Span
    text: str
    ref: str
    """Id of the actor or place."""
    type: str
    """An :class:`ActorType`'s value, or ``Place``."""
    rule: str = ""
    """What found it."""


class Polarity(StrEnum):
    """How one actor stands to another."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Stance:
    """How the speaker of a claim stands to an actor that it speaks of."""

    target: str
    """Id of the actor."""
    polarity: Polarity
    span: Span | None = None
    """The word that shows it; None where it is neutral because nothing says otherwise."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What someone is reported to have said, written or thought."""

    id: str
    span: Span
    text: str
    type: QuotationType
    speaker: str | None
    """Id of the actor that said it; None where nobody can be named."""
    cue: str = ""
    """The words that mark it as said (заявил, по словам)."""
    addressees: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    """Ids of the actors that the content speaks of, in the order of the text."""
    date: PartialDate | None = None
    """When it was said."""
    rule: str = ""
    via: tuple[str, ...] = ()
    """Ids of those that pass it on: of "ТАСС со ссылкой на МИД" the agency."""
    restates: str | None = None
    """Id of the claim before it in the article that says the same in other words."""
    stances: tuple[Stance, ...] = ()
    """How its speaker stands to the others that it speaks of."""


@dataclass(frozen=True, slots=True)
class Event:
    """What one actor does to or with another, coded in PLOVER."""

    id: str
    type: EventType
    span: Span
    """The trigger's."""
    trigger: str
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    start: PartialDate | None = None
    end: PartialDate | None = None
    """Where it lasts; None means: as long as ``start`` says."""
    place: str | None = None
    status: Status = Status.ACTUAL
    claim: str | None = None
    """Id of the claim that tells of it; None where the narrator does."""
    rule: str = ""

    @property
    def date(self) -> PartialDate | None:
        """The exactest single date that holds all of it, as :func:`containing` says; None where none is known."""
        return None if self.start is None else containing(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Attitude:
    """How one actor is shown to stand to another, by the narrator or in a claim, in words or by what is done."""

    id: str
    holder: str
    """Id of the actor who stands so."""
    target: str
    """Id of the actor towards whom."""
    polarity: Polarity
    """Support or opposition; what shows neither is no attitude."""
    span: Span
    """The word that shows it."""
    claim: str | None = None
    """Id of the claim that tells of it; None where the narrator does."""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """An office and who holds it."""

    id: str
    person: str
    title: str
    """In the nominative, without the body: ``министр обороны``."""
    of: str
    """Id of the state, the organisation, or the region or town whose authorities it belongs to (мэр Москвы)."""
    span: Span
    """The words that say so."""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read from one document."""

    document: Document
    article: Article
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    positions: tuple[Position, ...] = ()
    boilerplate: tuple[Span, ...] = field(default=())
    references: tuple[Mention, ...] = ()
    """Words that name nobody but mean an actor: он, её, министр, стороны."""
    attitudes: tuple[Attitude, ...] = ()
