"""Ontology, shapes, JSON-LD context, documentation and the vocabulary module speak of the same terms."""

import json
import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Literal, Node

import kg
from kg.model import ActorType, EventType, Polarity, QuotationType, Status
from kg.rdf.vocabulary import (
    KG,
    PLOVER,
    POLARITIES,
    PREFIXES,
    QUOTATION_TYPES,
    STATUSES,
    VOCABULARIES,
    event_context,
    event_mode,
    event_type,
)
from kg.resources import folder
from kg.validation import validate_file

DOCS = Path(__file__).parents[2] / "docs" / "ontology.md"
ONTOLOGY = URIRef("https://w3id.org/newskg/ontology")
SCHEME = URIRef("https://w3id.org/newskg/plover")
LANGUAGES = {"en", "ru"}


def read(name: str, file: str) -> Graph:
    return Graph(bind_namespaces="none").parse(folder(name) / file)


ontology = read("ontology", "kg.ttl")
plover = read("ontology", "plover.ttl")
shapes = read("shapes", "kg.ttl")
context: dict[str, object] = json.loads((folder("ontology") / "context.jsonld").read_text(encoding="utf-8"))["@context"]


def own_terms(graph: Graph, namespace: str = KG.namespace) -> set[str]:
    """The terms of a namespace anywhere in a graph."""
    terms = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
    return {term for term in terms if term.startswith(namespace)}


def defined_terms() -> set[str]:
    return {str(term) for term in ontology.subjects(RDFS.isDefinedBy, ONTOLOGY)}


def properties() -> set[str]:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    return {str(term) for kind in kinds for term in ontology.subjects(RDF.type, kind)}


def context_terms() -> set[str]:
    """What the context's terms stand for, written out."""
    ids = (value["@id"] if isinstance(value, dict) else str(value) for value in context.values())
    pairs = (str(id_).split(":", 1) for id_ in ids if ":" in str(id_) and not str(id_).startswith("http"))
    return {str(context[prefix]) + local for prefix, local in pairs}


def members(collection: str) -> set[str]:
    return {str(member) for member in plover.objects(URIRef(PLOVER + collection), SKOS.member)}


def allowed(shape: str) -> set[str]:
    """The values that a shape lists with sh:in."""
    head = shapes.value(URIRef(f"https://w3id.org/newskg/shapes#{shape}"), SH["in"])
    assert head is not None
    return {str(value) for value in Collection(shapes, head)}


def languages(node: Node, graph: Graph, predicate: URIRef) -> list[str]:
    """The languages of a node's values that say something."""
    values = (value for value in graph.objects(node, predicate) if isinstance(value, Literal) and value.strip())
    return sorted(value.language or "" for value in values)


def test_vocabulary_and_ontology_have_the_same_terms() -> None:
    assert {term.value for term in KG.terms()} == defined_terms() == own_terms(ontology)


def test_shapes_use_all_properties_and_no_unknown_term() -> None:
    assert own_terms(shapes) <= defined_terms()
    paths = {str(path) for path in shapes.objects(None, SH.path)}
    assert properties() <= paths


def test_shapes_and_vocabulary_use_the_same_terms_of_others() -> None:
    others = [vocabulary for vocabulary in VOCABULARIES if vocabulary.__name__ not in {"KG", "XSD"}]
    for vocabulary in others:
        in_shapes = own_terms(shapes, vocabulary.namespace)
        assert {term.value for term in vocabulary.terms()} <= in_shapes, vocabulary


def test_shapes_close_over_the_properties_that_they_describe() -> None:
    described: dict[Node, set[Node]] = {}
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        path = shapes.value(shape, SH.path)
        if isinstance(path, URIRef):
            for class_ in shapes.objects(shape, SH.targetClass):
                described.setdefault(class_, set()).add(path)
    closed = list(shapes.subjects(SH.closed, Literal(True)))
    assert len(closed) == 9
    for shape in closed:
        target = shapes.value(shape, SH.targetClass)
        ignored = shapes.value(shape, SH.ignoredProperties)
        assert target is not None
        assert ignored is not None
        assert set(Collection(shapes, ignored)) == described[target] | {RDF.type}, shape


def test_context_has_every_term_of_the_vocabulary_and_no_unknown_one() -> None:
    own = {term for term in context_terms() if term.startswith(KG.namespace)}
    assert own == defined_terms()
    aliased_by_json_ld = {"http://www.w3.org/1999/02/22-rdf-syntax-ns#type"}
    used = {term.value for vocabulary in VOCABULARIES for term in vocabulary.terms() if vocabulary.__name__ != "XSD"}
    assert context_terms() == used - aliased_by_json_ld


def test_context_and_vocabulary_have_the_same_prefixes() -> None:
    assert {key: value for key, value in context.items() if str(value).startswith("http")} == dict(PREFIXES)


def test_context_says_of_object_properties_that_they_are_links() -> None:
    links = {str(term) for term in ontology.subjects(RDF.type, OWL.ObjectProperty)}
    for value in context.values():
        if isinstance(value, dict) and (term := KG.namespace + str(value["@id"]).removeprefix("kg:")) in properties():
            assert (value.get("@type") in {"@id", "@vocab"}) == (term in links), value


def test_rdflib_expands_a_compact_document() -> None:
    document = {
        "@context": [context, {"@base": "https://example.org/kg/"}],
        "id": "claim/0b",
        "type": "Claim",
        "text": "Мост готов",
        "quotationType": "Mixed",
        "speaker": {"id": "actor/dolin", "type": ["Actor", "Person"], "label": "Долин", "altLabel": ["министр"]},
        "statedOn": {"@type": "xsd:gYearMonth", "@value": "2024-03"},
        "asserts": {"id": "event/0c", "type": "Event", "eventType": "plover:AID", "status": "Actual"},
        "evidence": {"id": "article/0a#char=8,18", "beginIndex": 8, "referenceContext": "article/0a"},
    }
    expected = """
        @base <https://example.org/kg/> .
        <claim/0b> a kg:Claim ; kg:text "Мост готов"@ru ; kg:quotationType kg:Mixed ; kg:speaker <actor/dolin> ;
            kg:statedOn "2024-03"^^xsd:gYearMonth ; kg:asserts <event/0c> ; kg:evidence <article/0a#char=8,18> .
        <actor/dolin> a kg:Actor , kg:Person ; rdfs:label "Долин"@ru ; skos:altLabel "министр"@ru .
        <event/0c> a kg:Event ; kg:eventType plover:AID ; kg:status kg:Actual .
        <article/0a#char=8,18> nif:beginIndex 8 ; nif:referenceContext <article/0a> .
    """
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    expanded = Graph().parse(data=json.dumps(document), format="json-ld")
    assert set(expanded) == set(Graph().parse(data=prefixes + expected, format="turtle"))


@pytest.mark.parametrize("term", sorted(defined_terms()))
def test_term_is_named_and_explained_in_both_languages(term: str) -> None:
    assert languages(URIRef(term), ontology, RDFS.label) == sorted(LANGUAGES)
    assert languages(URIRef(term), ontology, RDFS.comment) == sorted(LANGUAGES)


def test_every_class_and_property_is_aligned_or_the_projects_own() -> None:
    """What stands alone has no counterpart in the vocabularies that we align with."""
    aligned = set(ontology.subjects(RDFS.subClassOf)) | set(ontology.subjects(RDFS.subPropertyOf))
    classes = {str(term) for term in ontology.subjects(RDF.type, OWL.Class) if isinstance(term, URIRef)}
    alone = {term.removeprefix(KG.namespace) for term in (classes | properties()) if URIRef(term) not in aligned}
    assert alone == {
        "QuotationType", "Status", "state", "rule", "boilerplate", "quotationType", "cue", "asserts", "mode", "context",
        "status", "possiblySame", "Stance", "Polarity", "via", "restates", "excerptOf", "stance", "target", "polarity",
        "Attitude", "heldBy", "conveys",
    }  # fmt: skip


@pytest.mark.parametrize("term", sorted(properties()))
def test_property_has_a_domain_and_a_range(term: str) -> None:
    assert ontology.value(URIRef(term), RDFS.domain) is not None
    assert ontology.value(URIRef(term), RDFS.range) is not None


def test_ontology_and_scheme_have_the_version_of_the_program() -> None:
    for graph, node in ((ontology, ONTOLOGY), (plover, SCHEME), (shapes, URIRef("https://w3id.org/newskg/shapes"))):
        assert str(graph.value(node, OWL.versionInfo)) == kg.__version__


def test_enumerations_of_the_model_are_terms() -> None:
    assert {KG.namespace + kind.value for kind in ActorType} <= defined_terms()
    assert set(QUOTATION_TYPES) == set(QuotationType)
    assert set(POLARITIES) == set(Polarity)
    assert set(STATUSES) == set(Status)
    assert {node.value for node in QUOTATION_TYPES.values()} == allowed("ClaimType")
    assert {node.value for node in STATUSES.values()} == allowed("EventStatus")


def test_scheme_model_and_shapes_have_the_same_event_types() -> None:
    assert {event_type(kind).value for kind in EventType} == members("event-types") == allowed("EventType")


def test_scheme_and_shapes_have_the_same_modes_and_contexts() -> None:
    assert members("modes") == allowed("EventMode")
    assert members("contexts") == allowed("EventContext")


def test_modes_are_named_after_their_type_and_types_have_a_quad_class() -> None:
    for mode in members("modes"):
        kind = EventType(str(plover.value(URIRef(mode), SKOS.broader)).removeprefix(PLOVER))
        notation = plover.value(URIRef(mode), SKOS.notation)
        assert event_mode(kind, str(notation)).value == mode
    for type_ in members("event-types"):
        assert str(plover.value(URIRef(type_), SKOS.broader)) in members("quad-classes")
    for name in members("contexts"):
        assert event_context(str(plover.value(URIRef(name), SKOS.notation))).value == name
    tops = {str(top) for top in plover.objects(SCHEME, SKOS.hasTopConcept)}
    assert tops == members("quad-classes")


def test_every_concept_is_in_the_scheme_and_one_collection_named_and_explained_in_both_languages() -> None:
    collections = ("quad-classes", "event-types", "modes", "contexts")
    concepts = {str(concept) for concept in plover.subjects(RDF.type, SKOS.Concept)}
    assert sorted(concepts) == sorted(member for name in collections for member in members(name))
    assert concepts == {str(concept) for concept in plover.subjects(SKOS.inScheme, SCHEME)}
    for concept in (*concepts, *(PLOVER + name for name in collections)):
        assert languages(URIRef(concept), plover, SKOS.prefLabel) == sorted(LANGUAGES), concept
        assert languages(URIRef(concept), plover, SKOS.definition) == sorted(LANGUAGES), concept


@pytest.mark.parametrize(("name", "file"), [("ontology", "kg.ttl"), ("ontology", "plover.ttl"), ("shapes", "kg.ttl")])
def test_oxigraph_and_rdflib_read_the_same(name: str, file: str) -> None:
    path = folder(name) / file
    quads = list(parse(path=str(path), format=RdfFormat.TURTLE))
    assert len(quads) == len(read(name, file))
    assert {quad.predicate.value for quad in quads} == {str(p) for p in read(name, file).predicates(unique=True)}


def test_vocabulary_terms_are_nodes_of_their_namespace() -> None:
    assert KG.speaker == NamedNode("https://w3id.org/newskg/ontology#speaker")
    for vocabulary in VOCABULARIES:
        assert PREFIXES[vocabulary.__name__.lower()] == vocabulary.namespace
        assert all(term.value.startswith(vocabulary.namespace) for term in vocabulary.terms())


def test_documentation_explains_every_term_as_the_ontology_does() -> None:
    rows = re.findall(r"^\| `kg:(\w+)` \| (.*?) ?\| (.+) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    comments = {
        str(term).removeprefix(KG.namespace): str(comment)
        for term, comment in ontology.subject_objects(RDFS.comment)
        if isinstance(comment, Literal) and comment.language == "en"
    }
    assert {term: comment for term, _, comment in rows} == comments
    for term, broader, _ in rows:
        node = URIRef(KG.namespace + term)
        above = [*ontology.objects(node, RDFS.subClassOf), *ontology.objects(node, RDFS.subPropertyOf)]
        assert set(re.findall(r"`(.+?)`", broader)) == {ontology.qname(str(each)) for each in above}, term


def test_documentation_names_every_event_type() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for type_ in members("event-types"):
        name = type_.removeprefix(PLOVER)
        quad_class = plover.value(URIRef(type_), SKOS.broader)
        label = next(
            literal
            for literal in plover.objects(quad_class, SKOS.prefLabel)
            if isinstance(literal, Literal) and literal.language == "en"
        )
        assert re.search(rf"^\| {label} \|.*`{name}`.*\|$", text, re.MULTILINE), name


def test_example_of_the_documentation_conforms(tmp_path: Path) -> None:
    (example,) = re.findall(r"```turtle\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path / "example.trig"
    path.write_text(example, encoding="utf-8")
    reports = list(validate_file(path))
    assert [report.graph for report in reports] == ["https://w3id.org/newskg/article/f4d33ae33d697216"]
    assert [violation for report in reports for violation in report.violations] == []
    graph = rdflib.Dataset(default_union=True).parse(path)
    used = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
    classes = {KG.Article, KG.Person, KG.State, KG.Claim, KG.Event, KG.Position, KG.Mention}
    assert {node.value for node in classes} <= used
