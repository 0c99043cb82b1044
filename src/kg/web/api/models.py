"""What the API answers with."""

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from kg.model import EventType, Polarity, QuadClass, QuotationType, Status

_IRI = "https://w3id.org/newskg/"


class Model(BaseModel):
    """An object of the API, which cannot be changed."""

    model_config = ConfigDict(frozen=True)


class Reference(Model):
    """Something that has an address of its own, and what it is called."""

    id: Annotated[str, Field(description="Its IRI.", examples=[f"{_IRI}actor/Q148"])]
    type: Annotated[str, Field(description="Its class: Person, State, Organisation, Place …", examples=["State"])]
    name: Annotated[str, Field(examples=["Китай"])]
    href: Annotated[str, Field(description="Where this API tells more of it.", examples=["/api/v1/actors/Q148"])]
    page: Annotated[str, Field(description="Its page for people.", examples=["/actor/Q148"])]


class Source(Model):
    """The article that something was read from."""

    id: Annotated[str, Field(examples=[f"{_IRI}article/8d3a0f5b7c21e694"])]
    title: Annotated[str, Field(examples=["Министры обсудили новый мост"])]
    published: Annotated[str | None, Field(description="The day, ISO 8601.", examples=["2022-04-29"])]
    publisher: Annotated[str | None, Field(description="The outlet's name.", examples=["Вестник степи"])]
    href: Annotated[str, Field(examples=["/api/v1/articles/8d3a0f5b7c21e694"])]
    page: Annotated[str, Field(examples=["/article/8d3a0f5b7c21e694"])]


class Evidence(Model):
    """The words that say so, and where they stand. Offsets count code points of the article's text, end exclusive."""

    article: Source
    start: Annotated[int, Field(ge=0, examples=[120])]
    end: Annotated[int, Field(ge=0, examples=[167])]
    text: Annotated[str, Field(description="The words themselves.", examples=["мост откроют к осени"])]
    sentence: Annotated[
        str | None,
        Field(
            description="The sentence or sentences in which the words stand; null where the graph has no texts.",
            examples=["По словам министра, мост откроют к осени."],
        ),
    ]
    sentence_start: Annotated[int | None, Field(description="Where it begins in the article.", examples=[100])]
    page: Annotated[str, Field(description="The place in the article's page.", examples=["/article/8d3a#c120"])]


class Thing(Model):
    """What every resource has."""

    id: Annotated[str, Field(description="Its IRI.")]
    href: Annotated[str, Field(description="Its address in this API.")]
    page: Annotated[str, Field(description="Its page for people; the same as RDF with the suffix .ttl or .jsonld.")]


class Stance(Model):
    """How the speaker of a claim stands to an actor that it speaks of."""

    target: Reference
    polarity: Polarity
    words: Annotated[
        list[str], Field(description="Those that show it; none where it is neutral.", examples=[["поддерживает"]])
    ]


class Claim(Thing):
    """What someone is reported to have said, written or thought."""

    text: Annotated[str, Field(examples=["мост откроют к осени"])]
    quotation_type: QuotationType
    speaker: Reference | None
    cue: Annotated[str | None, Field(description="The words that mark it as said.", examples=["по словам"])]
    addressees: list[Reference]
    about: Annotated[list[Reference], Field(description="Actors of whom it speaks.")]
    stances: Annotated[list[Stance], Field(description="How the speaker stands to them; the neutral ones last.")]
    stated_on: Annotated[str | None, Field(description="A day, month or year, ISO 8601.", examples=["2022-04-25"])]
    asserts: Annotated[list[str], Field(description="IRIs of the events that it tells of.")]
    evidence: list[Evidence]


class Event(Thing):
    """What one actor does to or with another, coded in PLOVER."""

    type: EventType
    mode: Annotated[str | None, Field(examples=["visit"])]
    contexts: Annotated[list[str], Field(examples=[["military"]])]
    quad_class: QuadClass
    status: Status
    initiators: list[Reference]
    recipients: list[Reference]
    start_date: Annotated[str | None, Field(description="A day, month or year, ISO 8601.", examples=["2022-04-25"])]
    end_date: Annotated[str | None, Field(examples=["2022-04-26"])]
    place: Reference | None
    claims: Annotated[list[str], Field(description="IRIs of the claims that tell of it; none where narrators do.")]
    evidence: list[Evidence]


class Position(Thing):
    """An office and who is said to hold it."""

    holder: Reference
    title: Annotated[str, Field(examples=["министр обороны"])]
    of: Reference
    attested_on: Annotated[list[str], Field(description="Days on which articles say so.", examples=[["2022-04-29"]])]
    evidence: list[Evidence]


class Actor(Thing):
    """A person, a state or an organisation."""

    type: Literal["Person", "State", "Organisation"]
    name: Annotated[str, Field(examples=["Китай"])]
    forms: Annotated[list[str], Field(description="Other names and forms that articles use.", examples=[["КНР"]])]
    same_as: Annotated[list[str], Field(examples=[["http://www.wikidata.org/entity/Q148"]])]
    iso_code: Annotated[str | None, Field(description="A state's, ISO 3166-1 alpha-3.", examples=["CHN"])]
    state: Annotated[Reference | None, Field(description="The state that a body or a person belongs to.")]
    articles: Annotated[int | None, Field(description="How many name it; null while not counted.", examples=[12])]


class Place(Thing):
    """Where something happens."""

    name: Annotated[str, Field(examples=["Астана"])]
    forms: list[str]
    same_as: list[str]
    state: Reference | None
    articles: Annotated[int | None, Field(description="How many name it; null while not counted.", examples=[3])]


class Article(Thing):
    """An article's frame."""

    title: Annotated[str, Field(examples=["Министры обсудили новый мост"])]
    published: Annotated[str | None, Field(examples=["2022-04-29"])]
    publisher: Reference | None
    url: Annotated[str | None, Field(examples=["https://example.org/news/1"])]
    language: Annotated[str, Field(examples=["ru"])]


class Mention(Model):
    """Words of an article that name an actor or a place."""

    start: int
    end: int
    text: str
    ref: Reference


class FullArticle(Article):
    """An article with all that was read from it."""

    text: Annotated[str | None, Field(description="As it was read; null where the graph has no texts.")]
    boilerplate: Annotated[list[tuple[int, int]], Field(description="Stretches that are no part of the article.")]
    mentions: list[Mention]
    claims: list[Claim]
    events: list[Event]
    positions: list[Position]


class Dyad(Model):
    """How many events there are from one actor to another in a month."""

    month: Annotated[str, Field(examples=["2022-04"])]
    initiator: Reference
    recipient: Reference
    quad_class: QuadClass
    events: Annotated[int, Field(examples=[3])]
    articles: Annotated[int, Field(examples=[2])]
    href: Annotated[str, Field(description="The events themselves.")]


class NetworkNode(Model):
    """An actor in a network."""

    id: Annotated[str, Field(description="Its id below the base IRI.", examples=["actor/Q148"])]
    type: Annotated[str, Field(description="Person, State or Organisation.", examples=["State"])]
    name: Annotated[str, Field(examples=["Китай"])]
    articles: Annotated[int, Field(description="How many name it.", examples=[12])]
    href: Annotated[str, Field(examples=["/api/v1/actors/Q148"])]
    page: Annotated[str, Field(examples=["/actor/Q148"])]


class NetworkEdge(Model):
    """All dealings of one kind between two actors."""

    source: Annotated[str, Field(description="Id of the node that acts or speaks.", examples=["actor/Q148"])]
    target: Annotated[str, Field(description="Id of the node to which it does, of which it speaks.")]
    kind: Annotated[str, Field(description="An event type, or `said about`.", examples=["AID"])]
    quad_class: Annotated[QuadClass | None, Field(description="Of events; null for statements.")]
    mutual: Annotated[bool, Field(description="Do both act (a meeting of equals), so that direction means nothing?")]
    weight: Annotated[int, Field(description="How many events or statements.", examples=[3])]
    months: Annotated[
        dict[str, int],
        Field(description="How many in which month, or year; empty for no date.", examples=[{"2022-04": 3}]),
    ]


class Network(Model):
    """Who has to do with whom: the actors with the most dealings."""

    nodes: list[NetworkNode]
    edges: list[NetworkEdge]
    nodes_left_out: Annotated[int, Field(description="Actors that are beyond the limit.")]
    edges_left_out: Annotated[int, Field(description="Edges that are beyond the limit, or of such actors.")]


class Entry(Model):
    """Something on an actor's timeline: a claim, an event or a position in which it has a part."""

    date: Annotated[str | None, Field(examples=["2022-04-25"])]
    kind: Literal["claim", "event", "position"]
    role: Annotated[
        Literal["speaker", "addressee", "about", "initiator", "recipient", "holder"],
        Field(description="The actor's part in it."),
    ]
    item: Claim | Event | Position


class Hit(Model):
    """Something that a search has found."""

    kind: Literal["actor", "place", "article", "claim", "event"]
    ref: Reference
    date: str | None
    snippet: Annotated[str | None, Field(description="The words around what was found.")]


Item = TypeVar("Item")


class FacetValue(Model):
    """How many of what is listed have this value."""

    value: Annotated[str, Field(examples=["CONSULT"])]
    name: Annotated[str, Field(examples=["CONSULT"])]
    count: Annotated[int, Field(examples=[12])]


class Page(Model, Generic[Item]):
    """A part of a list."""

    items: list[Item]
    next: Annotated[
        str | None,
        Field(description="The address of the next part; null at the end. It stays right while data is added."),
    ] = None
    total: Annotated[int | None, Field(description="Of all parts; only where facets are asked for.")] = None
    facets: Annotated[
        dict[str, list[FacetValue]] | None, Field(description="By facet, the commonest values; where asked for.")
    ] = None
