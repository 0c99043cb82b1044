"""GEXF: its structure, and that networkx reads it."""

import datetime
import io
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx
import pytest
from lxml import etree
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.exports import export
from kg.exports.gexf import GEXF, VIZ
from kg.exports.network import QUAD_CLASSES, Days, Edge, Network, read_network, spells
from kg.exports.selection import QuadClass, Selection, View
from kg.identifiers import DEFAULT_BASE
from kg.model import Actor, ActorType, EventType, Status
from kg.queries import QUAD_CLASSES as NAMES_OF_QUAD_CLASSES
from kg.rdf.vocabulary import PLOVER
from kg.resources import folder
from kg.stores import EmbeddedStore, Store
from tests.graphs import CHINA, KAZAKHSTAN, OUTLET, TOKAYEV, WEI, Reading, put, two_outlets


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with EmbeddedStore(tmp_path / "store") as opened:
        put(opened, two_outlets())
        yield opened


def days(*pairs: tuple[str, str]) -> tuple[Days, ...]:
    return tuple((datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)) for first, last in pairs)


def network(store: Store) -> Network:
    return read_network(store, DEFAULT_BASE)


def edges(store: Store) -> dict[tuple[str, str, str], Edge]:
    return {(edge.source, edge.kind, edge.target): edge for edge in network(store).edges}


def document(store: Store) -> ET.Element:
    target = io.BytesIO()
    export(store, "gexf", target)
    return ET.fromstring(target.getvalue())


def q(name: str) -> str:
    return f"{{{VIZ if name.startswith('viz:') else GEXF}}}{name.removeprefix('viz:')}"


def test_a_meeting_told_twice_is_one_mutual_edge_of_two_articles(store: Store) -> None:
    meeting = edges(store)[TOKAYEV.id, "CONSULT", WEI.id]
    assert (meeting.weight, meeting.articles, meeting.mutual) == (1, 2, True)
    assert meeting.spells == days(("2022-04-25", "2022-04-25"))
    assert (meeting.label, meeting.evidence) == ("met", 2)
    assert (WEI.id, "CONSULT", TOKAYEV.id) not in edges(store)


def test_deeds_go_from_the_one_who_acts_to_the_one_who_receives(store: Store) -> None:
    aid = edges(store)[CHINA.id, "AID", KAZAKHSTAN.id]
    assert (aid.quad_class, aid.mutual, aid.weight) == ("material-cooperation", False, 1)
    assert aid.spells == days(("2022-04-01", "2022-04-30"))  # all that is known is the month


def test_statements_go_from_the_speaker_to_those_spoken_of_and_spoken_to(store: Store) -> None:
    found = edges(store)
    about = found[WEI.id, "said about", KAZAKHSTAN.id]
    assert (about.weight, about.articles) == (1, 2)
    assert found[TOKAYEV.id, "said to", WEI.id].quad_class == "statement"


@pytest.mark.parametrize("status", [Status.NEGATED, Status.HYPOTHETICAL, Status.FUTURE])
def test_what_did_not_happen_is_no_edge(tmp_path: Path, status: Status) -> None:
    reading = Reading("Китай не помог Казахстану.").does([CHINA], EventType.AID, "помог", [KAZAKHSTAN], status=status)
    with EmbeddedStore(tmp_path / "store") as store:
        put(store, [reading])
        assert network(store).edges == ()


def test_edges_add_up(tmp_path: Path) -> None:
    readings = [
        Reading(f"Китай помог Казахстану {day}.").does(
            [CHINA], EventType.AID, "помог", [KAZAKHSTAN], day=f"2022-04-0{day}"
        )
        for day in (1, 5, 9)
    ]
    with EmbeddedStore(tmp_path / "store") as store:
        put(store, readings)
        (aid,) = network(store).edges
    assert (aid.weight, aid.articles, aid.evidence) == (3, 3, 3)
    assert aid.spells == days(("2022-04-01", "2022-04-01"), ("2022-04-05", "2022-04-05"), ("2022-04-09", "2022-04-09"))


def test_nodes_are_the_actors_that_have_edges_with_what_is_known_of_them(store: Store) -> None:
    nodes = {node.id: node for node in network(store).nodes}
    assert set(nodes) == {actor.id for actor in (CHINA, KAZAKHSTAN, TOKAYEV, WEI)}  # outlets only publish
    china, wei = nodes[CHINA.id], nodes[WEI.id]
    assert (china.label, china.type, china.wikidata, china.iso_code) == ("Китай", "State", "Q148", "CHN")
    assert (china.claims_made, china.claims_received) == (0, 2)
    assert (wei.claims_made, wei.claims_received, wei.state, wei.neighbours) == (1, 0, CHINA.id, 2)
    assert (china.days,) == days(("2022-04-01", "2022-04-30"))


def test_spells_that_touch_are_one() -> None:
    touching = days(("2022-01-01", "2022-01-03"), ("2022-01-04", "2022-01-05"), ("2022-01-02", "2022-01-02"))
    assert spells([*touching, *days(("2022-01-07", "2022-01-07"))]) == days(
        ("2022-01-01", "2022-01-05"), ("2022-01-07", "2022-01-07")
    )


def kinds(store: Store, **choices: Any) -> set[str]:
    return {edge.kind for edge in read_network(store, DEFAULT_BASE, Selection(**choices), layout=False).edges}


def test_views_choose_what_is_an_edge(store: Store) -> None:
    deeds = {"CONSULT", "AID", "AGREE", "SUPPORT"}
    assert kinds(store) == {*deeds, "ACCUSE", "said about", "said to"}
    assert kinds(store, view=View.STATEMENTS) == {"said about", "said to"}
    assert kinds(store, view=View.COOPERATION) == deeds
    assert kinds(store, view=View.CONFLICT) == {"ACCUSE"}


def test_filters_by_date_type_quad_class_and_weight(store: Store) -> None:
    day = datetime.date(2022, 4, 26)
    assert kinds(store, since=day) == {"AID", "ACCUSE"}  # the aid may have been given on any day of April
    assert kinds(store, until=datetime.date(2022, 4, 2)) == {"AID"}
    assert kinds(store, types=frozenset({EventType.AID})) == {"AID"}
    assert kinds(store, quad_classes=frozenset({QuadClass.MATERIAL_COOPERATION})) == {"AID"}
    assert kinds(store, quad_classes=frozenset({QuadClass.STATEMENT})) == {"said about", "said to"}
    assert kinds(store, min_weight=2) == set()


def test_the_view_of_events_has_two_kinds_of_nodes(store: Store) -> None:
    found = read_network(store, DEFAULT_BASE, Selection(view=View.EVENTS), layout=False)
    types = {node.id: node.type for node in found.nodes}
    assert set(types.values()) == {"State", "Person", "Event"}
    assert all((types[edge.source] == "Event") != (types[edge.target] == "Event") for edge in found.edges)
    aid = next(node for node in found.nodes if node.event_type == "AID")
    assert (aid.label, aid.quad_class) == ("AID 2022-04", "material-cooperation")
    assert {(edge.source, edge.kind, edge.target) for edge in found.edges if aid.id in (edge.source, edge.target)} == {
        (CHINA.id, "initiated", aid.id),
        (aid.id, "received by", KAZAKHSTAN.id),
    }


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="the first day is after the last"):
        Selection(since=datetime.date(2022, 4, 2), until=datetime.date(2022, 4, 1))
    with pytest.raises(ValueError, match="the least weight is 0"):
        Selection(min_weight=0)


def test_the_document_has_the_shape_of_gexf(store: Store) -> None:
    root = document(store)
    assert (root.tag, root.get("version")) == (q("gexf"), "1.3")
    graph = root.find(q("graph"))
    assert graph is not None
    assert graph.attrib == {"defaultedgetype": "directed", "mode": "dynamic", "timeformat": "date"}
    assert [child.tag for child in graph] == [q("attributes"), q("attributes"), q("nodes"), q("edges")]
    declared = {(a.get("class"), b.get("id")) for a in graph.findall(q("attributes")) for b in a}
    for kind in ("node", "edge"):
        elements = graph.findall(f"{q(kind + 's')}/{q(kind)}")
        assert max(Counter(element.get("id") for element in elements).values()) == 1
        used = {value.get("for") for element in elements for value in element.iter(q("attvalue"))}
        assert {(kind, name) for name in used} <= declared
        assert all(element.find(q("viz:color")) is not None for element in elements)
    identifiers = {node.get("id") for node in graph.iter(q("node"))}
    assert all({edge.get("source"), edge.get("target")} <= identifiers for edge in graph.iter(q("edge")))


def test_types_differ_in_colour_and_degrees_in_size(store: Store) -> None:
    put(store, [Reading("Китай помог звезде.").does([CHINA], EventType.AID, "помог", [OUTLET])])
    nodes = {node.get("id"): node for node in document(store).iter(q("node"))}

    def colour(actor: Actor) -> dict[str, str]:
        return nodes[actor.id].find(q("viz:color")).attrib  # type: ignore[union-attr]

    def size(actor: Actor) -> float:
        return float(nodes[actor.id].find(q("viz:size")).get("value"))  # type: ignore[union-attr, arg-type]

    assert colour(CHINA) == colour(KAZAKHSTAN)
    assert len({tuple(colour(actor).items()) for actor in (CHINA, WEI, OUTLET)}) == 3
    assert size(OUTLET) < size(WEI) < size(CHINA)


def test_the_timeline_knows_when(store: Store) -> None:
    root = document(store)
    assert all(node.find(f"{q('spells')}/{q('spell')}") is not None for node in root.iter(q("node")))
    (aid,) = (edge for edge in root.iter(q("edge")) if edge.get("kind") == "AID")
    assert [spell.attrib for spell in aid.iter(q("spell"))] == [{"start": "2022-04-01", "end": "2022-04-30"}]


SCHEMAS = Path(__file__).parents[3] / "shared" / "gexf" / "1.3"


@pytest.mark.skipif(not SCHEMAS.exists(), reason="the schemas of GEXF lie beside the project, not in it")
@pytest.mark.parametrize("view", View)
def test_it_is_valid_against_the_schemas(store: Store, view: View) -> None:
    relax_ng = etree.RelaxNG(etree.parse(SCHEMAS / "gexf.rng"))
    relax_ng.assertValid(etree.fromstring(written(store, "gexf", view)))
    xsd = etree.XMLSchema(etree.parse(SCHEMAS / "gexf.xsd"))
    xsd.assertValid(etree.fromstring(written(store, "gexf-xsd", view)))


def test_the_form_for_the_xsd_says_the_same(store: Store) -> None:
    other = ET.fromstring(written(store, "gexf-xsd").replace(f'viz="{GEXF}"'.encode(), f'viz="{VIZ}"'.encode()))
    assert ET.tostring(other) == ET.tostring(document(store))


def written(store: Store, format_: str, view: View = View.ACTORS) -> bytes:
    target = io.BytesIO()
    export(store, format_, target, selection=Selection(view=view))
    return target.getvalue()


def test_networkx_opens_it(store: Store) -> None:
    target = io.BytesIO()
    counts = export(store, "gexf", target)
    target.seek(0)
    graph = networkx.read_gexf(target, version="1.3")
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (counts["nodes"], counts["edges"])
    assert graph.nodes[CHINA.id]["label"] == "Китай"
    assert graph.nodes[CHINA.id]["viz"]["color"]["r"] == 0
    assert set(graph.nodes[CHINA.id]["viz"]["position"]) == {"x", "y", "z"}
    assert graph.nodes[CHINA.id]["spells"] == [("2022-04-01", "2022-04-30")]
    aid = [data for _, _, data in graph.edges(data=True) if data["kind"] == "AID"]
    assert [(data["weight"], data["mutual"], data["count"]) for data in aid] == [(1.0, False, 1)]


def test_names_that_xml_can_not_hold_are_cleaned(tmp_path: Path) -> None:
    odd = Actor("actor/odd", ActorType.ORGANISATION, '«A&B» <\x01"C">')
    with EmbeddedStore(tmp_path / "store") as store:
        put(store, [Reading("Фирма обвинила Китай.").does([odd], EventType.ACCUSE, "обвинила", [CHINA])])
        labels = {node.get("id"): node.get("label") for node in document(store).iter(q("node"))}
    assert labels["actor/odd"] == '«A&B» <"C">'


def test_an_empty_store_is_an_empty_network(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "store") as store:
        assert [len(list(document(store).iter(q(kind)))) for kind in ("node", "edge")] == [0, 0]


def test_the_quad_classes_are_those_of_the_ontology() -> None:
    broader = NamedNode("http://www.w3.org/2004/02/skos/core#broader")
    stated = {
        quad.subject: quad.object
        for quad in parse(path=str(folder("ontology") / "plover.ttl"), format=RdfFormat.TURTLE)
        if quad.predicate == broader
    }
    for kind in EventType:
        assert stated[NamedNode(PLOVER + kind)] == NamedNode(PLOVER + QUAD_CLASSES[kind])
    assert {quad_class.value for quad_class in QUAD_CLASSES.values()} == set(NAMES_OF_QUAD_CLASSES)
