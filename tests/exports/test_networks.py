"""The network opens in the libraries that people read networks with."""

import io
from collections.abc import Iterator
from pathlib import Path

import igraph
import networkx
import pytest

from kg.exports import export
from kg.exports.network import read_network
from kg.exports.pajek import PajekExporter
from kg.extras import MissingPackageError
from kg.identifiers import DEFAULT_BASE
from kg.model import Actor, ActorType, EventType
from kg.stores import EmbeddedStore, Store
from tests.graphs import CHINA, KAZAKHSTAN, Reading, put, two_outlets


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with EmbeddedStore(tmp_path / "store") as opened:
        put(opened, two_outlets())
        yield opened


def test_igraph_reads_graphml(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "network.graphml"
    with path.open("wb") as target:
        export(store, "graphml", target)
    graph = igraph.Graph.Read_GraphML(str(path))
    expected = read_network(store, DEFAULT_BASE)
    assert graph.vs["label"] == [node.label for node in expected.nodes]
    assert graph.vs["claims_made"] == [node.claims_made for node in expected.nodes]
    assert graph.es["kind"] == [edge.kind for edge in expected.edges]
    assert graph.es["weight"] == [edge.weight for edge in expected.edges]


def pajek(store: Store) -> networkx.MultiDiGraph:
    target = io.BytesIO()
    counts = export(store, "pajek", target)
    graph = networkx.parse_pajek(target.getvalue().decode())
    assert counts == {"nodes": len(graph.nodes), "edges": len(graph.edges)}
    return graph


def test_pajek_keeps_labels_weights_and_places(store: Store) -> None:
    graph = pajek(store)
    assert {"Китай", "Казахстан", "Касым-Жомарт Токаев", "Вэй Фэнхэ"} <= set(graph.nodes)
    assert graph.nodes["Китай"]["type"] == "State"
    assert len({(data["x"], data["y"]) for _, data in graph.nodes(data=True)}) == len(graph.nodes)
    assert {data["l"]: data["weight"] for data in graph[CHINA.name][KAZAKHSTAN.name].values()} == {
        edge.label: edge.weight
        for edge in read_network(store, DEFAULT_BASE).edges
        if (edge.source, edge.target) == (CHINA.id, KAZAKHSTAN.id)
    }


def test_pajek_tells_namesakes_apart_and_bears_quotation_marks(tmp_path: Path) -> None:
    names = ('Иван "Ваня" Петров', "Олег Сидоров", "Олег Сидоров")
    people = [Actor(f"actor/{number}", ActorType.PERSON, name) for number, name in enumerate(names)]
    with EmbeddedStore(tmp_path / "store") as store:
        put(store, [Reading("Петров встретил двоих.").does(people, EventType.CONSULT, "встретил")])
        graph = pajek(store)
    assert set(graph.nodes) == {"Иван 'Ваня' Петров", "Олег Сидоров (actor/1)", "Олег Сидоров (actor/2)"}


def test_pajek_without_networkx_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "networkx", None)
    with pytest.raises(MissingPackageError, match=r"pip install newskg\[pajek\]"):
        PajekExporter()
