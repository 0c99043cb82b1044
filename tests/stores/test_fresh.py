"""What follows the store is true of graphs that were loaded a moment ago, though they are not looked for in it."""

import random
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize
from pyoxigraph import Store as Memory

from kg.companion import Graph
from kg.rdf.vocabulary import KG, RDFS
from kg.stores import EmbeddedStore, fresh
from kg.stores.fresh import Fresh
from tests.catalogue.test_catalogue import article, check

B = "https://w3id.org/newskg/"
ONE, OTHER, SHARED = (NamedNode(f"{B}article/{name}") for name in ("one", "other", "shared"))
ODD = ['«Слова», "слова"\nи\tслова .', f"слова <{B}x> {SHARED} .", "\\n \u2028\u0085\r"]


def claim(number: int, text: str, graph: NamedNode) -> Quad:
    return Quad(NamedNode(f"{B}claim/{number}"), KG.text, Literal(text, language="ru"), graph)


def written(quads: Iterable[Quad]) -> bytes:
    piece = serialize(quads, format=RdfFormat.N_QUADS)
    assert piece is not None
    return piece


def kept(pieces: Iterable[bytes], *graphs: NamedNode) -> Fresh:
    found = Fresh([KG.text])
    assert list(found.keeping(pieces, graphs)) == list(pieces)
    return found


def test_it_has_the_quads_of_the_graphs_with_the_predicates() -> None:
    quads = {claim(number, text, graph) for number, text in enumerate(ODD) for graph in (ONE, OTHER, SHARED)}
    quads |= {Quad(ONE, RDFS.label, Literal("слова"), ONE)}
    found = kept([written(quads)], ONE, OTHER)
    assert found.graphs == {ONE, OTHER}
    assert set(found.quads(ONE, KG.text) or ()) == {
        quad for quad in quads if quad.graph_name == ONE and quad.predicate == KG.text
    }
    for graph, predicate in ((SHARED, KG.text), (ONE, RDFS.label), (ONE, None), (None, KG.text)):
        assert found.quads(graph, predicate) is None


def test_the_rest_is_looked_for_in_the_store() -> None:
    store = Memory()
    quads = [claim(1, "слова", ONE), Quad(ONE, RDFS.label, Literal("слова"), ONE), claim(2, "слова", SHARED)]
    store.extend(quads)
    readable = kept([written(quads)], ONE).over(store)
    asked: list[tuple[NamedNode | None, Graph | None]] = [(KG.text, ONE), (RDFS.label, ONE), (None, ONE), (None, None)]
    for predicate, graph in asked:
        told = set(readable.quads_for_pattern(None, predicate, None, graph))
        assert told == set(store.quads_for_pattern(None, predicate, None, graph))
    assert set(readable.named_graphs()) == {ONE, SHARED}


def test_it_keeps_no_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh, "_MOST", 10)
    pieces = [written([claim(1, "слова", ONE)]), written([claim(2, "слова", OTHER)])]
    found = kept(pieces, ONE, OTHER)
    assert found.graphs == {ONE}
    assert list(found.keeping(pieces[1:], [OTHER])) == pieces[1:]
    assert found.graphs == {ONE}
    found.forget([ONE])
    assert list(found.keeping(pieces[1:], [OTHER])) == pieces[1:]
    assert found.graphs == {OTHER}


@pytest.mark.parametrize("most", [1, 1_000, 1_000_000])
@pytest.mark.parametrize("few", [0, 1_000_000])
def test_what_follows_is_true_of_what_was_loaded(
    tmp_path: Path, few: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.stores.embedded._FEW", few)
    monkeypatch.setattr(fresh, "_MOST", most)
    rnd = random.Random(7)
    with EmbeddedStore(tmp_path / "store") as store:
        for numbers in (range(20), range(20, 40)):
            pieces = [written(article(number, rnd)) for number in numbers]
            store.load(pieces, [NamedNode(f"{B}article/{number}") for number in numbers])
            store.flush()
            store.keep_up()
            assert not store.texts_are_behind and not store.catalogue_is_behind
            check(store)


def test_what_follows_is_true_of_what_was_changed_after_it_was_loaded(tmp_path: Path) -> None:
    rnd = random.Random(8)
    graphs = [NamedNode(f"{B}article/{number}") for number in range(6)]
    with EmbeddedStore(tmp_path / "store") as store:
        store.load(
            [written([*article(number, rnd), claim(number, "слова", graphs[number])]) for number in range(6)], graphs
        )
        store.replace(graphs[0], ())
        store.replace(graphs[1], [claim(1, "другое", graphs[1])])
        store.add([claim(22, "слова", graphs[2])])
        store.remove([claim(3, "слова", graphs[3])])
        store.update(f"DELETE {{ GRAPH {graphs[4]} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {graphs[4]} {{ ?s ?p ?o }} }}")
        store.flush()
        store.keep_up()
        assert {hit.subject.removeprefix(f"{B}claim/") for hit in store.search("слова")} == {"2", "22", "5"}
        check(store)


def test_a_graph_may_be_left_to_the_next_time(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "store") as store:
        store.keep_up()
        store.load([written([claim(1, "слова", ONE)])], [ONE])
        store.add([claim(2, "слова", SHARED)])
        store.flush()
        store.keep_up([SHARED])
        assert store.texts_are_behind and store.catalogue_is_behind
        store.keep_up()
        assert not store.texts_are_behind and not store.catalogue_is_behind
        assert len(store.search("слова")) == 2
