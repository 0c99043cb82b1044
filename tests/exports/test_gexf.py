"""GEXF: its structure, and that networkx reads it."""

import io
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import networkx
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.exports import export
from kg.exports.gexf import GEXF, VIZ
from kg.exports.network import QUAD_CLASSES, Edge, Network, read_network
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
    assert (meeting.first_day, meeting.last_day) == ("2022-04-25", "2022-04-25")
    assert (WEI.id, "CONSULT", TOKAYEV.id) not in edges(store)


def test_deeds_go_from_the_one_who_acts_to_the_one_who_receives(store: Store) -> None:
    aid = edges(store)[CHINA.id, "AID", KAZAKHSTAN.id]
    assert (aid.quad_class, aid.mutual, aid.weight) == ("material-cooperation", False, 1)
    assert (aid.first_day, aid.last_day) == ("2022-04-01", "2022-04-30")  # all that is known is the month


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
    assert (aid.weight, aid.articles, aid.first_day, aid.last_day) == (3, 3, "2022-04-01", "2022-04-09")


def test_nodes_are_the_actors_with_what_is_known_of_them(store: Store) -> None:
    nodes = {node.id: node for node in network(store).nodes}
    assert set(nodes) == {actor.id for actor in (CHINA, KAZAKHSTAN, TOKAYEV, WEI, OUTLET)} | {"actor/vestnik-stepi"}
    china, wei = nodes[CHINA.id], nodes[WEI.id]
    assert (china.label, china.type, china.wikidata, china.iso_code) == ("Китай", ActorType.STATE, "Q148", "CHN")
    assert (wei.claims_made, wei.claims_about, wei.state, wei.neighbours) == (1, 0, CHINA.id, 2)
    assert nodes[OUTLET.id].neighbours == 0


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
        assert graph.find(q(kind + "s")).get("count") == str(len(elements))  # type: ignore[union-attr]
        assert max(Counter(element.get("id") for element in elements).values()) == 1
        used = {value.get("for") for element in elements for value in element.iter(q("attvalue"))}
        assert {(kind, name) for name in used} <= declared
        assert all(element.find(q("viz:color")) is not None for element in elements)
    identifiers = {node.get("id") for node in graph.iter(q("node"))}
    assert all({edge.get("source"), edge.get("target")} <= identifiers for edge in graph.iter(q("edge")))


def test_types_differ_in_colour_and_degrees_in_size(store: Store) -> None:
    nodes = {node.get("id"): node for node in document(store).iter(q("node"))}

    def colour(actor: Actor) -> dict[str, str]:
        return nodes[actor.id].find(q("viz:color")).attrib  # type: ignore[union-attr]

    def size(actor: Actor) -> float:
        return float(nodes[actor.id].find(q("viz:size")).get("value"))  # type: ignore[union-attr, arg-type]

    assert colour(CHINA) == colour(KAZAKHSTAN)
    assert len({tuple(colour(actor).items()) for actor in (CHINA, WEI, OUTLET)}) == 3
    assert size(OUTLET) < size(WEI) <= size(TOKAYEV)


def test_networkx_opens_it(store: Store) -> None:
    target = io.BytesIO()
    counts = export(store, "gexf", target)
    target.seek(0)
    graph = networkx.read_gexf(target, version="1.3")
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (counts["nodes"], counts["edges"])
    assert graph.nodes[CHINA.id]["label"] == "Китай"
    assert graph.nodes[CHINA.id]["viz"]["color"]["r"] == 0
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
    assert set(QUAD_CLASSES.values()) == set(NAMES_OF_QUAD_CLASSES)
