import dataclasses
import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse, serialize
from rdflib import RDF, SH, URIRef

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
)
from kg.rdf import actor_quads, actors_graph, article_graph, article_quads
from kg.rdf.vocabulary import KG, NIF, PREFIXES
from kg.validation import default_shapes, load_shapes, validate, validate_file, validate_store
from kg.violation import ValidationError, Violation

BASE = "https://example.org/kg/"
SHAPE = "https://w3id.org/newskg/shapes#"

# The first character is outside the Basic Multilingual Plane: two UTF-16 units, four UTF-8 bytes, one code point.
TEXT = "😀 Министр Пётр Долин заявил в Алатау, что Китай и Казахстан провели переговоры. Подпишитесь на канал!"


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def mention(words: str, ref: str, kind: str) -> Mention:
    return Mention(span(words), words, ref, kind, "names.exact")


CONTENT = "Китай и Казахстан провели переговоры"
TRIGGER = "провели переговоры"

EXTRACTION = Extraction(
    Document("in/005.txt", TEXT, "ab" * 32),
    Article(
        "article/0a", TEXT, "О переговорах", datetime.date(2024, 3, 15), "actor/vestnik", "https://example.org/n/5"
    ),
    actors=(
        Actor("actor/Q148", ActorType.STATE, "Китай", same_as=("http://www.wikidata.org/entity/Q148",), iso_code="CHN"),
        Actor("actor/Q232", ActorType.STATE, "Казахстан"),
        Actor("actor/petr-dolin", ActorType.PERSON, "Пётр Долин", ("Пётр Долин", "министр")),
        Actor("actor/vestnik", ActorType.ORGANISATION, "Вестник", state="actor/Q148"),
    ),
    places=(Place("place/alatau", "Алатау", ("https://sws.geonames.org/1/",), "actor/Q232"),),
    mentions=(
        mention("Китай", "actor/Q148", "State"),
        mention("Казахстан", "actor/Q232", "State"),
        mention("Пётр Долин", "actor/petr-dolin", "Person"),
        mention("Алатау", "place/alatau", "Place"),
    ),
    claims=(
        Claim(
            "claim/0b",
            span(CONTENT),
            CONTENT,
            QuotationType.INDIRECT,
            "actor/petr-dolin",
            "заявил",
            ("actor/Q232",),
            ("actor/Q148", "actor/Q232"),
            PartialDate(2024, 3, 14),
            "speech.that",
            ("actor/vestnik",),
            stances=(Stance("actor/Q148", Polarity.SUPPORT, span(TRIGGER)),),
        ),
    ),
    events=(
        Event(
            "event/0c",
            EventType.CONSULT,
            span(TRIGGER),
            TRIGGER,
            ("actor/Q148",),
            ("actor/Q232",),
            "visit",
            ("diplomatic",),
            PartialDate(2024, 3, 12),
            PartialDate(2024, 3),
            "place/alatau",
            claim="claim/0b",
            rule="trigger",
        ),
    ),
    positions=(Position("position/0d", "actor/petr-dolin", "министр", "actor/Q232", span("Министр")),),
    boilerplate=(span("Подпишитесь на канал!"),),
    attitudes=(
        Attitude("attitude/0e", "actor/Q148", "actor/Q232", Polarity.SUPPORT, span(TRIGGER), "claim/0b", "friend"),
    ),
)

READ_AT = datetime.datetime(2024, 3, 16, tzinfo=datetime.UTC)


def article() -> list[Quad]:
    return list(article_quads(EXTRACTION, BASE, read_at=READ_AT, version="0.1.0"))


def changed(quads: list[Quad], update: str) -> list[Quad]:
    """The quads after a SPARQL update of their graph, which stands for what a wrong program would have written."""
    graph = quads[0].graph_name
    store = Store()
    store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    before = set(store)
    prologue = f"BASE <{BASE}>\n" + "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    store.update(prologue + update)
    assert set(store) != before, "the update changes nothing"
    return [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in store]


def shapes_of(violations: tuple[Violation, ...]) -> set[str]:
    return {violation.shape.removeprefix(SHAPE) for violation in violations}


def at(words: str) -> str:
    place = span(words)
    return f"<article/0a#char={place.start},{place.end}>"


def instead(node: str, predicate: str, value: str) -> str:
    """An update that puts one value of a property in the place of those it has."""
    return f"DELETE WHERE {{ {node} {predicate} ?o }} ; INSERT DATA {{ {node} {predicate} {value} }}"


def offsets(begin: int, end: int) -> str:
    node = f"<article/0a#char={begin},{end}>"
    return f"{node} nif:referenceContext <article/0a> ; nif:beginIndex {begin} ; nif:endIndex {end}"


DOLIN = at("Пётр Долин")
PROMO = at("Подпишитесь на канал!")

ARTICLE_CASES = [
    ("Article", "INSERT DATA { <article/0a> kg:opinion 'хорошая' }"),
    ("ArticleIri", "INSERT DATA { <https://example.org/kg/news/5> a kg:Article }"),
    ("ArticleClass", "INSERT DATA { <article/ff> nif:isString 'текст' }"),
    ("ArticleTitle", "DELETE WHERE { <article/0a> dcterms:title ?o }"),
    ("ArticleTitle", "INSERT DATA { <article/0a> dcterms:title 'Другое'@ru }"),
    ("ArticleIssued", "INSERT DATA { <article/0a> dcterms:issued '2024-03-16'^^xsd:date }"),
    ("ArticleIssued", instead("<article/0a>", "dcterms:issued", "'2024-02-31'^^xsd:date")),
    ("ArticlePublisher", "INSERT DATA { <article/0a> dcterms:publisher 'Вестник' }"),
    ("ArticleSource", "INSERT DATA { <article/0a> dcterms:source 'example.org' }"),
    ("ArticleCreator", "INSERT DATA { <article/0a> dc:creator <actor/petr-dolin> }"),
    ("ArticleCreator", "INSERT DATA { <article/0a> dc:creator '' }"),
    ("ArticleSection", "INSERT DATA { <article/0a> schema:articleSection 'Мир', 'Политика' }"),
    ("ArticleSection", "INSERT DATA { <article/0a> schema:articleSection 'World'@en }"),
    ("ArticleLanguage", "DELETE WHERE { <article/0a> dcterms:language ?o }"),
    ("ArticleText", "INSERT DATA { <article/0a> nif:isString 'другой текст' }"),
    ("ArticleBoilerplate", "INSERT DATA { <article/0a> kg:boilerplate <article/0a> }"),
    ("ArticleReading", "DELETE WHERE { <article/0a> prov:wasGeneratedBy ?o }"),
    ("ReadingFile", "DELETE WHERE { <article/0a#reading> prov:used ?o }"),
    ("ReadingSoftware", "DELETE WHERE { <article/0a#reading> prov:wasAssociatedWith ?o }"),
    ("ReadingBefore", "INSERT DATA { <article/0a#reading> prov:wasInformedBy '0b' }"),
    ("ReadingBefore", "INSERT DATA { <article/0a#reading> prov:wasInformedBy <article/0b#reading>, <a/c#reading> }"),
    (
        "ReadingTime",
        "DELETE WHERE { ?r prov:endedAtTime ?o } ;"
        "INSERT DATA { <article/0a#reading> prov:endedAtTime '92024-03-16T00:00:00Z'^^xsd:dateTime }",
    ),
    ("ReadingTime", "INSERT DATA { <article/0a#reading> prov:endedAtTime 'вчера' }"),
    ("FileName", "DELETE WHERE { <article/0a#file> schema:name ?o }"),
    ("FileHash", instead("<article/0a#file>", "schema:sha256", "'ab'")),
    ("SoftwareName", "DELETE WHERE { <software/newskg-0.1.0> schema:name ?o }"),
    ("SoftwareVersion", "DELETE WHERE { <software/newskg-0.1.0> schema:softwareVersion ?o }"),
    ("Actor", "INSERT DATA { <actor/Q148> kg:gold 7 }"),
    ("ActorIri", "INSERT DATA { <person/1> a kg:Actor, kg:Person ; rdfs:label 'Имя'@ru }"),
    ("ActorClass", "DELETE DATA { <actor/Q148> a kg:Actor }"),
    ("ActorKind", "INSERT DATA { <actor/Q148> a kg:Organisation }"),
    ("ActorKind", "DELETE DATA { <actor/Q148> a kg:State }"),
    ("Place", "INSERT DATA { <place/alatau> kg:cue 'в' }"),
    ("PlaceIri", "INSERT DATA { <city/1> a kg:Place ; rdfs:label 'Имя'@ru }"),
    ("PlaceLatitude", "INSERT DATA { <place/alatau> schema:latitude 91.5 }"),
    ("PlaceLatitude", "INSERT DATA { <place/alatau> schema:latitude 'север' }"),
    ("PlaceLongitude", "INSERT DATA { <place/alatau> schema:longitude 71.4, 71.5 }"),
    ("ThingLabel", "DELETE WHERE { <actor/Q148> rdfs:label ?o }"),
    ("ThingLabel", "INSERT DATA { <actor/Q148> rdfs:label 'China'@en }"),
    ("ThingLabel", "INSERT DATA { <place/alatau> rdfs:label 'Алатау' }"),
    ("ThingAltLabel", "INSERT DATA { <actor/Q148> skos:altLabel 'China'@en }"),
    ("Mention", f"INSERT DATA {{ {DOLIN} kg:about <actor/Q148> }}"),
    ("MentionClass", f"DELETE DATA {{ {DOLIN} a kg:Mention }}"),
    ("MentionAnchor", f"DELETE WHERE {{ {DOLIN} nif:anchorOf ?o }}"),
    ("MentionRef", f"INSERT DATA {{ {DOLIN} itsrdf:taIdentRef <actor/nobody> }}"),
    ("SpanBegin", f"DELETE WHERE {{ {DOLIN} nif:beginIndex ?o }}"),
    ("SpanBegin", instead(DOLIN, "nif:beginIndex", "90")),
    ("SpanEnd", f"DELETE WHERE {{ {DOLIN} nif:endIndex ?o }}"),
    ("SpanContext", f"DELETE WHERE {{ {DOLIN} nif:referenceContext ?o }}"),
    (
        "SpanIri",
        "INSERT DATA { <article/0a#c1> nif:referenceContext <article/0a> ; nif:beginIndex 0 ; nif:endIndex 1 }",
    ),
    ("Rule", f"INSERT DATA {{ {DOLIN} kg:rule 7 }}"),
    ("AnchorInText", instead(DOLIN, "nif:anchorOf", "'Петр Долин'")),
    (
        # The offsets that a program counting UTF-16 units would write.
        "AnchorInText",
        "DELETE WHERE { ?m nif:anchorOf 'Пётр Долин' ; ?p ?o } ;"
        f"INSERT DATA {{ {offsets(11, 21)} ; a kg:Mention ; nif:anchorOf 'Пётр Долин' }}",
    ),
    (
        # Cut short by the end of the text, the anchor would still be what SUBSTR gives.
        "AnchorInText",
        f"INSERT DATA {{ {offsets(span('канал!').start, 990)} ; a kg:Mention ; nif:anchorOf 'канал!' }}",
    ),
    ("BoilerplateInText", instead(PROMO, "nif:endIndex", "990")),
    ("ReportedIn", "DELETE WHERE { <claim/0b> kg:reportedIn ?o }"),
    ("ReportedIn", "INSERT DATA { <event/0c> kg:reportedIn <article/ff> }"),
    ("Evidence", "DELETE WHERE { <position/0d> kg:evidence ?o }"),
    (
        "EvidenceArticle",
        "DELETE WHERE { <claim/0b> kg:evidence ?o } ;"
        "INSERT DATA { <claim/0b> kg:evidence <article/ff#char=0,5> . <article/ff> a kg:Article ."
        " <article/ff#char=0,5> a kg:Mention ; nif:anchorOf 'Китай' ; nif:referenceContext <article/ff> ;"
        " nif:beginIndex 0 ; nif:endIndex 5 }",
    ),
    ("Claim", "INSERT DATA { <claim/0b> kg:place <place/alatau> }"),
    ("ClaimIri", "INSERT DATA { <claim/мнение> a kg:Claim }"),
    ("ClaimClass", "DELETE DATA { <claim/0b> a kg:Claim }"),
    ("ClaimText", "DELETE WHERE { <claim/0b> kg:text ?o }"),
    ("ClaimText", "INSERT DATA { <claim/0b> kg:text 'другое'@ru }"),
    ("ClaimText", instead("<claim/0b>", "kg:text", "'talks'@en")),
    ("ClaimType", "DELETE WHERE { <claim/0b> kg:quotationType ?o }"),
    ("ClaimType", "INSERT DATA { <claim/0b> kg:quotationType kg:Direct }"),
    ("ClaimSpeaker", "INSERT DATA { <claim/0b> kg:speaker <actor/Q148> }"),
    ("ClaimSpeaker", instead("<claim/0b>", "kg:speaker", "<place/alatau>")),
    ("ClaimAddressee", "INSERT DATA { <claim/0b> kg:addressee <actor/nobody> }"),
    ("ClaimAbout", "INSERT DATA { <claim/0b> kg:about <place/alatau> }"),
    ("ClaimCue", "INSERT DATA { <claim/0b> kg:cue 'сказал' }"),
    ("ClaimDate", "INSERT DATA { <claim/0b> kg:statedOn '2024-03'^^xsd:gYearMonth }"),
    ("ClaimDate", instead("<claim/0b>", "kg:statedOn", "'14 марта'")),
    ("ClaimAsserts", "INSERT DATA { <claim/0b> kg:asserts <event/ff> }"),
    ("ClaimVia", "INSERT DATA { <claim/0b> kg:via <place/alatau> }"),
    ("ClaimVia", "INSERT DATA { <claim/0b> kg:via <actor/petr-dolin> }"),
    ("ClaimRestates", "INSERT DATA { <claim/0b> kg:restates <claim/ff> }"),
    ("ClaimExcerptOf", "INSERT DATA { <claim/0b> kg:excerptOf <event/0c> }"),
    ("ClaimStance", "INSERT DATA { <claim/0b> kg:stance <actor/Q148> }"),
    ("Stance", "INSERT { ?s kg:cue 'хорошо' } WHERE { ?s a kg:Stance }"),
    ("StanceClass", "DELETE WHERE { ?s a kg:Stance }"),
    ("StanceOf", "DELETE WHERE { ?c kg:stance ?s }"),
    ("StanceTarget", "DELETE WHERE { ?s kg:target ?o }"),
    ("StanceTarget", "INSERT { ?s kg:target <actor/Q232> } WHERE { ?s a kg:Stance }"),
    ("StancePolarity", "DELETE WHERE { ?s kg:polarity ?o }"),
    ("StancePolarity", "INSERT { ?s kg:polarity kg:Oppose } WHERE { ?s a kg:Stance }"),
    ("StanceEvidence", "INSERT { ?s kg:evidence <actor/Q148> } WHERE { ?s a kg:Stance }"),
    ("Attitude", "INSERT DATA { <attitude/0e> kg:about <actor/Q148> }"),
    ("AttitudeClass", "DELETE DATA { <attitude/0e> a kg:Attitude }"),
    ("AttitudeIri", "INSERT DATA { <attitude/дружба> a kg:Attitude }"),
    ("AttitudeHolder", "DELETE WHERE { <attitude/0e> kg:heldBy ?o }"),
    ("AttitudeHolder", instead("<attitude/0e>", "kg:heldBy", "<place/alatau>")),
    ("AttitudeHolder", instead("<attitude/0e>", "kg:heldBy", "<actor/Q232>")),
    ("AttitudeTarget", "INSERT DATA { <attitude/0e> kg:target <actor/petr-dolin> }"),
    ("AttitudeTarget", instead("<attitude/0e>", "kg:target", "<place/alatau>")),
    ("AttitudePolarity", "INSERT DATA { <attitude/0e> kg:polarity kg:Oppose }"),
    ("AttitudePolarity", instead("<attitude/0e>", "kg:polarity", "kg:Neutral")),
    ("ClaimAttitude", "INSERT DATA { <claim/0b> kg:conveys <event/0c> }"),
    *(
        ("ClaimNotAfterPublication", instead("<claim/0b>", "kg:statedOn", date))
        for date in ("'2024-03-16'^^xsd:date", "'2024-04'^^xsd:gYearMonth", "'2025'^^xsd:gYear")
    ),
    ("Event", "INSERT DATA { <event/0c> kg:speaker <actor/Q148> }"),
    ("EventIri", "INSERT DATA { <events/1> a kg:Event }"),
    ("EventClass", "DELETE DATA { <event/0c> a kg:Event }"),
    ("EventType", "DELETE WHERE { <event/0c> kg:eventType ?o }"),
    ("EventType", "INSERT DATA { <event/0c> kg:eventType plover:AID }"),
    ("EventType", instead("<event/0c>", "kg:eventType", "plover:DANCE")),
    ("EventMode", "INSERT DATA { <event/0c> kg:mode plover:CONSULT-phone }"),
    ("EventMode", instead("<event/0c>", "kg:mode", "plover:CONSULT-letter")),
    ("EventModeOfType", instead("<event/0c>", "kg:mode", "plover:PROTEST-riot")),
    ("EventContext", "INSERT DATA { <event/0c> kg:context plover:sport }"),
    ("EventInitiator", "INSERT DATA { <event/0c> kg:initiator <place/alatau> }"),
    ("EventRecipient", "INSERT DATA { <event/0c> kg:recipient <actor/nobody> }"),
    ("EventParty", "DELETE WHERE { <event/0c> kg:initiator ?a ; kg:recipient ?b }"),
    ("EventStart", "INSERT DATA { <event/0c> kg:startDate '2024'^^xsd:gYear }"),
    ("EventEnd", instead("<event/0c>", "kg:endDate", "'2024-13'^^xsd:gYearMonth")),
    *(
        ("EventEndNotBeforeStart", instead("<event/0c>", "kg:endDate", date))
        for date in ("'2024-03-11'^^xsd:date", "'2024-02'^^xsd:gYearMonth", "'2023'^^xsd:gYear")
    ),
    ("EventPlace", "INSERT DATA { <event/0c> kg:place <actor/Q148> }"),
    ("EventStatus", "INSERT DATA { <event/0c> kg:status kg:Negated }"),
    ("EventStatus", "DELETE WHERE { <event/0c> kg:status ?o }"),
    ("Position", "INSERT DATA { <position/0d> kg:about <actor/Q148> }"),
    ("PositionIri", "INSERT DATA { <position/министр> a kg:Position }"),
    ("PositionClass", "DELETE DATA { <position/0d> a kg:Position }"),
    ("PositionHolder", instead("<position/0d>", "kg:holder", "<actor/Q148>")),
    ("PositionTitle", "DELETE WHERE { <position/0d> kg:title ?o }"),
    ("PositionOf", instead("<position/0d>", "kg:of", "<actor/petr-dolin>")),
    ("PositionDate", "INSERT DATA { <position/0d> kg:attestedOn '2024'^^xsd:gYear }"),
]

ACTORS_CASES = [
    ("ArticleCopyOf", "INSERT DATA { <article/0a> kg:copyOf <actor/Q148> }"),
    ("ArticleCopyOf", "INSERT DATA { <article/0a> kg:copyOf <article/0b> , <article/0c> }"),
    ("ThingSameAs", "INSERT DATA { <actor/Q148> owl:sameAs 'Q148' }"),
    ("ActorIsoCode", "INSERT DATA { <actor/Q148> kg:isoCode 'CN' }"),
    ("IsoCodeOwner", "INSERT DATA { <actor/vestnik> kg:isoCode 'CHN' }"),
    ("ThingState", "INSERT DATA { <place/alatau> kg:state <actor/Q148> }"),
    ("ThingState", instead("<actor/vestnik>", "kg:state", "<place/alatau>")),
    ("EventPossiblySame", "INSERT DATA { <event/0123456789abcdef0123456789abcdef> kg:possiblySame <actor/Q148> }"),
]


def test_article_conforms() -> None:
    assert validate(article()) == ()


def test_position_of_a_place_conforms() -> None:
    of_place = changed(article(), instead("<position/0d>", "kg:of", "<place/alatau>"))
    assert validate(of_place) == ()


def test_article_without_its_text_and_time_of_reading_conforms() -> None:
    assert validate(article_quads(EXTRACTION, BASE, text=False, version="0.1.0")) == ()


def test_actors_conform() -> None:
    assert validate(actor_quads(EXTRACTION, BASE)) == ()


def test_a_caption_may_be_a_name() -> None:
    caption = EXTRACTION.boilerplate[0]
    mention = dataclasses.replace(EXTRACTION.mentions[0], span=caption)
    extraction = dataclasses.replace(EXTRACTION, mentions=(*EXTRACTION.mentions, mention))
    assert validate(list(article_quads(extraction, BASE, read_at=READ_AT, version="0.1.0"))) == ()


@pytest.mark.parametrize(("shape", "update"), ARTICLE_CASES)
def test_broken_article_is_caught(shape: str, update: str) -> None:
    assert shape in shapes_of(validate(changed(article(), update)))


@pytest.mark.parametrize(("shape", "update"), ACTORS_CASES)
def test_broken_actor_is_caught(shape: str, update: str) -> None:
    assert shape in shapes_of(validate(changed(list(actor_quads(EXTRACTION, BASE)), update)))


def test_every_shape_is_tested() -> None:
    graph = default_shapes().graph
    targets = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
    shapes = {str(shape).removeprefix(SHAPE) for target in targets for shape in graph.subjects(target, None)}
    assert {shape for shape, _ in (*ARTICLE_CASES, *ACTORS_CASES)} == shapes


def test_every_shape_has_a_message_in_both_languages() -> None:
    graph = default_shapes().graph
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in graph.subjects(RDF.type, kind):
            assert isinstance(shape, URIRef)
            assert sorted(getattr(message, "language", None) or "" for message in graph.objects(shape, SH.message)) == [
                "en",
                "ru",
            ]


@pytest.mark.parametrize(
    ("predicate", "date"),
    [
        ("statedOn", "'2024-03-15'^^xsd:date"),
        ("statedOn", "'2024-03'^^xsd:gYearMonth"),
        ("statedOn", "'2024'^^xsd:gYear"),
        ("statedOn", "'2023-12-31'^^xsd:date"),
        ("endDate", "'2024-03-12'^^xsd:date"),
        ("endDate", "'2024-03'^^xsd:gYearMonth"),
        ("endDate", "'2024'^^xsd:gYear"),
        ("endDate", "'2025'^^xsd:gYear"),
    ],
)
def test_partial_dates_are_compared_as_far_as_they_go(predicate: str, date: str) -> None:
    broader = "DELETE WHERE { ?claim kg:statedOn ?stated } ; DELETE WHERE { ?event kg:endDate ?end } ;"
    node = "<claim/0b>" if predicate == "statedOn" else "<event/0c>"
    assert validate(changed(article(), f"{broader} INSERT DATA {{ {node} kg:{predicate} {date} }}")) == ()


def test_violation_says_what_is_wrong_where() -> None:
    (violation,) = validate(changed(article(), "INSERT DATA { <claim/0b> kg:speaker <actor/Q148> }"))
    assert violation == Violation(
        article=BASE + "article/0a",
        node=BASE + "claim/0b",
        shape=SHAPE + "ClaimSpeaker",
        path=KG.speaker.value,
        value=None,
        message="A claim has at most one speaker, an actor (kg:speaker).",
    )


def test_violation_of_a_query_names_the_node_that_it_found() -> None:
    update = instead(DOLIN, "nif:anchorOf", "'Петр Долин'")
    (violation,) = validate(changed(article(), update), language="ru")
    assert violation.node == BASE + DOLIN.strip("<>")
    assert violation.message == "Текст упоминания — в точности текст статьи по его смещениям."


def test_violations_stand_in_a_fixed_order() -> None:
    quads = changed(article(), "DELETE WHERE { ?claim kg:text ?text ; kg:quotationType ?kind ; kg:evidence ?evidence }")
    assert validate(quads) == validate(reversed(quads))
    assert len(validate(quads)) > 2


def test_validation_leaves_the_quads_alone() -> None:
    quads = article()
    validate(quads)
    assert quads == article()


def test_ill_formed_date_is_reported_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    wrong = changed(article(), instead("<article/0a>", "dcterms:issued", "'2024-02-31'^^xsd:date"))
    assert "2024-02-31" in {violation.value for violation in validate(wrong)}
    assert caplog.records == []


@pytest.mark.parametrize("number", ["'x60'", "'60-'", "''"])
def test_ill_formed_offset_is_reported(number: str) -> None:
    wrong = changed(article(), instead(DOLIN, "nif:endIndex", f"{number}^^xsd:integer"))
    assert "SpanEnd" in shapes_of(validate(wrong))


class OneStore:
    def __init__(self, *quads: list[Quad]) -> None:
        self.store = Store()
        for some in quads:
            self.store.extend(some)

    def graphs(self) -> Iterator[NamedNode]:
        return (graph for graph in self.store.named_graphs() if isinstance(graph, NamedNode))

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        return self.store.quads_for_pattern(None, None, None, graph)


def test_store_is_checked_graph_by_graph() -> None:
    broken = changed(article(), "DELETE WHERE { <claim/0b> kg:text ?o }")
    store = OneStore(broken, list(actor_quads(EXTRACTION, BASE)))
    reports = {report.graph: shapes_of(report.violations) for report in validate_store(store)}
    assert reports == {article_graph(EXTRACTION, BASE).value: {"ClaimText"}, actors_graph(BASE).value: set()}


@pytest.mark.parametrize("suffix", ["ttl", "nt", "trig", "nq"])
def test_file_is_checked(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"article.{suffix}"
    format_ = RdfFormat.from_extension(suffix)
    assert format_ is not None
    quads = changed(article(), "DELETE WHERE { <event/0c> kg:status ?o }")
    serialize(quads if format_.supports_datasets else [quad.triple for quad in quads], str(path), format_)
    (report,) = validate_file(path)
    assert report.graph == BASE + "article/0a"
    assert shapes_of(report.violations) == {"EventStatus"}


def test_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<a> <b> .", encoding="utf-8")
    with pytest.raises(ValidationError, match=r"broken\.ttl.*Turtle"):
        list(validate_file(path))


def test_file_with_an_unknown_extension_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "graph.docx"
    path.write_bytes(b"PK")
    with pytest.raises(ValidationError, match=r"graph\.docx.*\.trig"):
        list(validate_file(path))


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match=r"nowhere\.nq"):
        list(validate_file(tmp_path / "nowhere.nq"))


def test_two_articles_in_one_graph_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "two.ttl"
    path.write_text(f"@base <{BASE}> . <article/1> a <{KG.Article.value}> . <article/2> a <{KG.Article.value}> .")
    with pytest.raises(ValidationError, match=r"two\.ttl: 2 articles in one graph.*N-Quads"):
        list(validate_file(path))


def test_shapes_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        f"<urn:short> a sh:PropertyShape ; sh:targetClass <{KG.Article.value}> ; sh:path <{NIF.isString.value}> ;"
        ' sh:maxLength 20 ; sh:message "Too long."@en .'
    )
    (violation,) = validate(article(), load_shapes(path))
    assert (violation.shape, violation.message) == ("urn:short", "Too long.")


def test_shapes_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match=r"none\.ttl"):
        load_shapes(tmp_path / "none.ttl")


def test_graph_reads_back_from_turtle(tmp_path: Path) -> None:
    path = tmp_path / "article.trig"
    serialize(article(), str(path), RdfFormat.TRIG, prefixes=dict(PREFIXES))
    assert set(parse(path=str(path), format=RdfFormat.TRIG)) == set(article())
