import datetime
from dataclasses import replace

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize

from kg.identifiers import claim_id
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
    Status,
)
from kg.rdf import actor_quads, actors_graph, article_graph, article_quads
from kg.rdf.vocabulary import (
    DCTERMS,
    ITSRDF,
    KG,
    NIF,
    OWL,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
    event_context,
    event_mode,
    event_type,
)

BASE = "https://example.org/kg/"
NOON = datetime.datetime(2024, 3, 16, 12, 0, 0, 987, tzinfo=datetime.timezone(datetime.timedelta(hours=3)))

TEXT = "Долин: «Мост готов». 🌉 «Мост готов!» — повторил министр Долин, встретив в Алатау послов Китая."


def span(words: str, after: int = 0) -> Span:
    start = TEXT.index(words, after)
    return Span(start, start + len(words))


def claim(words: str, rule: str, date: PartialDate | None = None) -> Claim:
    speaker = "actor/dolin"
    return Claim(
        claim_id(speaker, words),
        span(words),
        words,
        QuotationType.DIRECT,
        speaker,
        "повторил",
        date=date,
        rule=rule,
    )


FIRST = claim("Мост готов", "quotations.colon")
AGAIN = claim("Мост готов!", "quotations.dash", date=PartialDate(2024, 3))

MEETING = Event(
    "event/0c",
    EventType.CONSULT,
    span("встретив"),
    "встретив",
    ("actor/dolin",),
    ("actor/Q148",),
    contexts=("diplomatic", "economic"),
    start=PartialDate(2024),
    status=Status.FUTURE,
    claim=FIRST.id,
    rule="meet",
)

EXTRACTION = Extraction(
    Document("/home/somebody/news/005.txt", TEXT, "ab" * 32),
    Article("article/0a", TEXT, "Мост", datetime.date(2024, 3, 15), "actor/vestnik", "https://example.org/n/5 (а)"),
    actors=(
        Actor("actor/dolin", ActorType.PERSON, "Долин", ("Долин", "министр")),
        Actor("actor/Q148", ActorType.STATE, "Китай", ("Китая",), ("http://www.wikidata.org/entity/Q148",), "CHN"),
        Actor("actor/mid-kitaia", ActorType.ORGANISATION, "МИД Китая", state="actor/Q148"),
    ),
    places=(Place("place/Q1", "Алатау", ("http://www.wikidata.org/entity/Q1",), "actor/Q148"),),
    mentions=(
        Mention(span("Долин"), "Долин", "actor/dolin", "Person", "names.one"),
        Mention(span("Алатау"), "Алатау", "place/Q1", "Place"),
    ),
    claims=(FIRST, AGAIN),
    events=(MEETING, replace(MEETING, span=span("послов"), trigger="послов", mode="visit", place="place/Q1")),
    positions=(Position("position/0d", "actor/dolin", "министр", "actor/mid-kitaia", span("министр")),),
    boilerplate=(span("🌉"),),
    attitudes=(
        Attitude("attitude/0e", "actor/dolin", "actor/Q148", Polarity.SUPPORT, span("встретив"), FIRST.id, "meet"),
        Attitude("attitude/0e", "actor/dolin", "actor/Q148", Polarity.SUPPORT, span("готов!"), rule="ready"),
    ),
)


def iri(local: str) -> NamedNode:
    return NamedNode(BASE + local)


def quads(extraction: Extraction = EXTRACTION, *, text: bool = True) -> list[Quad]:
    return list(article_quads(extraction, BASE, text=text, read_at=NOON, version="0.1.0"))


def objects(local: str, predicate: NamedNode, among: list[Quad] | None = None) -> set[object]:
    return {q.object for q in among or quads() if q.subject == iri(local) and q.predicate == predicate}


def russian(text: str) -> Literal:
    return Literal(text, language="ru")


def test_all_stands_in_the_graph_of_the_article_once() -> None:
    assert {quad.graph_name for quad in quads()} == {article_graph(EXTRACTION, BASE)} == {iri("article/0a")}
    assert len(quads()) == len(set(quads()))


def test_two_runs_write_the_same_quads_the_time_aside() -> None:
    later = NOON + datetime.timedelta(days=1)
    again = list(article_quads(EXTRACTION, BASE, read_at=later, version="0.1.0"))
    differing = [(old, new) for old, new in zip(quads(), again, strict=True) if old != new]
    assert [(old.predicate, new.predicate) for old, new in differing] == [(PROV.endedAtTime, PROV.endedAtTime)]
    assert list(actor_quads(EXTRACTION, BASE)) == list(actor_quads(EXTRACTION, BASE))


def test_article() -> None:
    assert objects("article/0a", RDF.type) == {KG.Article}
    assert objects("article/0a", DCTERMS.title) == {russian("Мост")}
    assert objects("article/0a", DCTERMS.language) == {Literal("ru")}
    assert objects("article/0a", DCTERMS.issued) == {Literal("2024-03-15", datatype=XSD.date)}
    assert objects("article/0a", DCTERMS.publisher) == {iri("actor/vestnik")}
    assert objects("article/0a", DCTERMS.source) == {NamedNode("https://example.org/n/5%20(а)")}
    assert objects("article/0a", NIF.isString) == {Literal(TEXT)}


def test_text_can_be_left_out() -> None:
    assert not objects("article/0a", NIF.isString, quads(text=False))
    assert set(quads()) - set(quads(text=False)) == {
        Quad(iri("article/0a"), NIF.isString, Literal(TEXT), iri("article/0a"))
    }


def test_article_of_which_little_is_known() -> None:
    bare = Extraction(EXTRACTION.document, Article("article/0a", TEXT, "Мост"))
    of_article = {q.predicate for q in quads(bare) if q.subject == iri("article/0a")}
    assert of_article == {RDF.type, DCTERMS.title, DCTERMS.language, NIF.isString, PROV.wasGeneratedBy}


def test_provenance_says_when_by_what_and_from_which_file_without_its_folder() -> None:
    assert objects("article/0a", PROV.wasGeneratedBy) == {iri("article/0a#reading")}
    assert objects("article/0a#reading", PROV.endedAtTime) == {Literal("2024-03-16T09:00:00Z", datatype=XSD.dateTime)}
    assert objects("article/0a#reading", PROV.used) == {iri("article/0a#file")}
    assert objects("article/0a#reading", PROV.wasAssociatedWith) == {iri("software/newskg-0.1.0")}
    assert objects("article/0a#file", SCHEMA.name) == {Literal("005.txt")}
    assert objects("article/0a#file", SCHEMA.sha256) == {Literal("ab" * 32)}
    assert objects("software/newskg-0.1.0", SCHEMA.softwareVersion) == {Literal("0.1.0")}


def test_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        list(article_quads(EXTRACTION, BASE, read_at=datetime.datetime(2024, 3, 16), version="0.1.0"))


def test_address_that_is_none_is_refused_by_name() -> None:
    broken = replace(EXTRACTION, article=replace(EXTRACTION.article, url="нет адреса"))
    with pytest.raises(ValueError, match="нет адреса"):
        quads(broken)


def test_article_graph_names_its_actors_and_the_actors_graph_says_who_they_are() -> None:
    known = list(actor_quads(EXTRACTION, BASE))
    assert {quad.graph_name for quad in known} == {actors_graph(BASE)} == {iri("graph/actors")}
    for where in (quads(), known):
        assert objects("actor/Q148", RDF.type, where) == {KG.Actor, KG.State}
        assert objects("actor/Q148", RDFS.label, where) == {russian("Китай")}
        assert objects("place/Q1", RDF.type, where) == {KG.Place}
    assert objects("actor/Q148", SKOS.altLabel) == {russian("Китая")}
    assert objects("actor/dolin", SKOS.altLabel) == {russian("министр")}
    assert objects("actor/Q148", OWL.sameAs, known) == {NamedNode("http://www.wikidata.org/entity/Q148")}
    assert objects("actor/Q148", KG.isoCode, known) == {Literal("CHN")}
    assert objects("actor/mid-kitaia", KG.state, known) == {iri("actor/Q148")}
    assert objects("place/Q1", KG.state, known) == {iri("actor/Q148")}
    assert not {OWL.sameAs, KG.isoCode, KG.state} & {quad.predicate for quad in quads()}


def test_actors_graph_has_the_gazetteers_name_and_no_one_of_whom_nothing_is_known() -> None:
    minister = replace(EXTRACTION.actors[0], id="actor/Q5", known_as="Пётр Долин", same_as=())
    stranger = Actor("actor/ivan", ActorType.PERSON, "Иван")
    known = list(actor_quads(replace(EXTRACTION, actors=(minister, stranger)), BASE))
    assert objects("actor/Q5", RDFS.label, known) == {russian("Пётр Долин")}
    assert {quad.subject for quad in known} == {iri("actor/Q5"), iri("place/Q1")}


def test_places_have_their_position_in_degrees() -> None:
    (place,) = EXTRACTION.places
    here = replace(EXTRACTION, places=(replace(place, position=(-5.0, 71.44604)),), actors=())
    known = list(actor_quads(here, BASE))
    assert objects(place.id, SCHEMA.latitude, known) == {Literal("-5", datatype=XSD.decimal)}
    assert objects(place.id, SCHEMA.longitude, known) == {Literal("71.446", datatype=XSD.decimal)}


def test_mention_counts_code_points() -> None:
    place = span("Алатау")
    node = f"article/0a#char={place.start},{place.end}"
    assert objects(node, RDF.type) == {KG.Mention}
    assert objects(node, NIF.anchorOf) == {Literal("Алатау")}
    assert objects(node, NIF.beginIndex) == {Literal(str(place.start), datatype=XSD.integer)}
    assert objects(node, NIF.endIndex) == {Literal(str(place.end), datatype=XSD.integer)}
    assert objects(node, NIF.referenceContext) == {iri("article/0a")}
    assert objects(node, ITSRDF.taIdentRef) == {iri("place/Q1")}


def test_repeated_claim_is_one_claim_as_first_told_with_evidence_for_each_telling() -> None:
    assert FIRST.id == AGAIN.id
    assert objects(FIRST.id, KG.text) == {russian("Мост готов")}
    assert objects(FIRST.id, KG.quotationType) == {KG.Direct}
    assert objects(FIRST.id, KG.speaker) == {iri("actor/dolin")}
    assert objects(FIRST.id, KG.cue) == {Literal("повторил")}
    assert objects(FIRST.id, KG.statedOn) == {Literal("2024-03", datatype=XSD.gYearMonth)}
    assert objects(FIRST.id, KG.reportedIn) == {iri("article/0a")}
    assert objects(FIRST.id, KG.rule) == {Literal("quotations.colon"), Literal("quotations.dash")}
    places = (FIRST.span, AGAIN.span)
    assert objects(FIRST.id, KG.evidence) == {iri(f"article/0a#char={place.start},{place.end}") for place in places}


def test_evidence_is_a_mention_with_its_words() -> None:
    node = f"article/0a#char={AGAIN.span.start},{AGAIN.span.end}"
    assert objects(node, RDF.type) == {KG.Mention}
    assert objects(node, NIF.anchorOf) == {Literal("Мост готов!")}


def test_event_takes_from_each_telling_what_the_first_lacks() -> None:
    assert objects("event/0c", KG.eventType) == {event_type(EventType.CONSULT)}
    assert objects("event/0c", KG.mode) == {event_mode(EventType.CONSULT, "visit")}
    assert objects("event/0c", KG.context) == {event_context("diplomatic"), event_context("economic")}
    assert objects("event/0c", KG.initiator) == {iri("actor/dolin")}
    assert objects("event/0c", KG.recipient) == {iri("actor/Q148")}
    assert objects("event/0c", KG.startDate) == {Literal("2024", datatype=XSD.gYear)}
    assert objects("event/0c", KG.endDate) == set()
    assert objects("event/0c", KG.place) == {iri("place/Q1")}
    assert objects("event/0c", KG.status) == {KG.Future}
    assert objects(FIRST.id, KG.asserts) == {iri("event/0c")}
    assert len(objects("event/0c", KG.evidence)) == 2


def test_position() -> None:
    assert objects("position/0d", KG.holder) == {iri("actor/dolin")}
    assert objects("position/0d", KG.title) == {russian("министр")}
    assert objects("position/0d", KG.of) == {iri("actor/mid-kitaia")}
    assert objects("position/0d", KG.attestedOn) == {Literal("2024-03-15", datatype=XSD.date)}


def test_attitude_that_two_words_show_is_one_with_evidence_for_each() -> None:
    assert objects("attitude/0e", KG.heldBy) == {iri("actor/dolin")}
    assert objects("attitude/0e", KG.target) == {iri("actor/Q148")}
    assert objects("attitude/0e", KG.polarity) == {KG.Support}
    assert objects("attitude/0e", KG.reportedIn) == {iri("article/0a")}
    assert objects("attitude/0e", KG.rule) == {Literal("meet"), Literal("ready")}
    evidence = [node for node in objects("attitude/0e", KG.evidence) if isinstance(node, NamedNode)]
    words = {objects(node.value.removeprefix(BASE), NIF.anchorOf).pop() for node in evidence}
    assert words == {Literal("встретив"), Literal("готов!")}
    assert objects(FIRST.id, KG.conveys) == {iri("attitude/0e")}


def test_boilerplate_has_a_place_and_no_words() -> None:
    (node,) = objects("article/0a", KG.boilerplate)
    predicates = {quad.predicate for quad in quads() if quad.subject == node}
    assert predicates == {RDF.type, NIF.beginIndex, NIF.endIndex, NIF.referenceContext}


def test_oxigraph_gives_back_what_was_written() -> None:
    store = Store()
    store.extend(quads())
    assert set(store) == set(quads())


@pytest.mark.parametrize("format_", [RdfFormat.TRIG, RdfFormat.N_QUADS, RdfFormat.JSON_LD])
def test_formats_give_back_what_was_written(format_: RdfFormat) -> None:
    written = serialize(quads(), format=format_, prefixes=dict(PREFIXES))
    assert written is not None
    assert set(parse(written, format=format_)) == set(quads())


def test_rdflib_reads_it() -> None:
    written = serialize(quads(), format=RdfFormat.N_QUADS)
    assert written is not None
    dataset = rdflib.Dataset()
    dataset.parse(data=written, format="nquads")
    graph = dataset.graph(rdflib.URIRef(BASE + "article/0a"))
    assert len(graph) == len(quads())
    (text,) = graph.objects(rdflib.URIRef(BASE + FIRST.id), rdflib.URIRef(KG.text.value))
    assert text == rdflib.Literal("Мост готов", lang="ru")
