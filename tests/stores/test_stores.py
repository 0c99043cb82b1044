"""What every store does, whichever it is: in a folder, on the Oxigraph server, on Virtuoso."""

from collections.abc import Iterator

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples

from kg.rdf.vocabulary import KG
from kg.stores import Store, StoreError, open_store

EX = "http://example.org/"
G1, G2 = NamedNode(EX + "article/1"), NamedNode(EX + "article/2")
P = NamedNode(EX + "p")


def quad(number: int, graph: NamedNode = G1) -> Quad:
    return Quad(NamedNode(f"{EX}s{number}"), P, Literal(f"слово {number}", language="ru"), graph)


def values(store: Store, query: str, **dataset: object) -> list[str]:
    result = store.query(query, **dataset)  # type: ignore[arg-type]
    assert isinstance(result, QuerySolutions)
    return sorted(row[0].value for row in result)


@pytest.fixture(params=["folder", "oxigraph_location", "virtuoso_location"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    with open_store(request.getfixturevalue(request.param)) as opened:
        for graph in (G1, G2):
            opened.replace(graph, [])
        yield opened


def test_replace_takes_away_what_was_there_and_nothing_else(store: Store) -> None:
    store.replace(G1, [quad(1), quad(2)])
    store.replace(G2, [quad(1, G2)])
    store.replace(G1, [quad(2), quad(3)])
    assert set(store.quads(G1)) == {quad(2), quad(3)}
    assert set(store.quads(G2)) == {quad(1, G2)}
    assert {G1, G2} <= set(store.graphs())
    store.replace(G1, [])
    assert G1 not in set(store.graphs()) and not store.has_graph(G1) and store.has_graph(G2)


def test_add_is_a_set_union(store: Store) -> None:
    before = len(store)
    store.add([quad(1), quad(2, G2)])
    store.add([quad(1), quad(3)])
    store.add([])
    assert set(store.quads(G1)) == {quad(1), quad(3)}
    assert set(store.quads(G2)) == {quad(2, G2)}
    assert len(store) == before + 3


def test_every_character_is_kept(store: Store) -> None:
    texts = ['«цитата» "в" \\кавычках\\', "строка\nи\tтабуляция\r.", "'''", "🇰🇿", "} ; DROP ALL", "a+b&c=d%20"]
    quads = [Quad(NamedNode(f"{EX}s{i}"), P, Literal(text), G1) for i, text in enumerate(texts)]
    store.replace(G1, quads)
    assert {q.object.value for q in store.quads(G1) if isinstance(q.object, Literal)} == set(texts)


def test_blank_nodes_stay_apart(store: Store) -> None:
    first, second = BlankNode("a"), BlankNode("b")
    store.replace(G1, [Quad(first, P, Literal("1"), G1), Quad(first, P, second, G1)])
    found = store.query(f"SELECT ?o {{ GRAPH {G1} {{ ?a {P} '1' ; {P} ?o FILTER(isBlank(?o) && ?o != ?a) }} }}")
    assert isinstance(found, QuerySolutions) and len(list(found)) == 1


def test_queries_see_the_union_of_the_graphs_unless_a_dataset_is_named(store: Store) -> None:
    store.replace(G1, [quad(1)])
    store.replace(G2, [quad(2, G2)])
    everything = f"SELECT ?o {{ ?s {P} ?o }}"
    assert values(store, everything) == ["слово 1", "слово 2"]
    assert values(store, everything, default_graphs=[G2]) == ["слово 2"]
    assert values(store, f"SELECT ?o {{ GRAPH ?g {{ ?s {P} ?o }} }}", named_graphs=[G2]) == ["слово 2"]
    assert values(store, f"SELECT ?o FROM {G1} {{ ?s {P} ?o }}") == ["слово 1"]


def test_every_form_of_query(store: Store) -> None:
    store.replace(G1, [quad(1), quad(2)])
    yes = store.query(f"ASK {{ GRAPH {G1} {{ ?s ?p ?o }} }}")
    assert isinstance(yes, QueryBoolean) and bool(yes)
    triples = store.query(f"CONSTRUCT {{ ?s {P} ?o }} WHERE {{ GRAPH {G1} {{ ?s {P} ?o }} }}")
    assert isinstance(triples, QueryTriples) and set(triples) == {quad(1).triple, quad(2).triple}
    described = store.query(f"DESCRIBE <{EX}s1>")
    # What a description holds is the server's to choose: Virtuoso looks only into graphs that it is told of.
    assert isinstance(described, QueryTriples) and set(described) <= {quad(1).triple}


def test_updates(store: Store) -> None:
    store.update(
        f"INSERT DATA {{ GRAPH {G1} {{ <{EX}s1> {P} 1 }} }} ; INSERT DATA {{ GRAPH {G2} {{ <{EX}s2> {P} 2 }} }}"
    )
    store.update(
        f"INSERT {{ GRAPH {G2} {{ ?s <{EX}q> ?o }} }} WHERE {{ GRAPH ?g {{ ?s {P} ?o }} }}", using_named_graphs=[G1]
    )
    assert values(store, f"SELECT ?s {{ GRAPH {G2} {{ ?s <{EX}q> ?o }} }}") == [f"{EX}s1"]
    for fetching in (
        "LOAD <http://127.0.0.1:9/>",
        "INSERT { ?s ?p 1 } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ):
        with pytest.raises(StoreError, match="is off"):
            store.update(fetching)


def test_what_is_no_sparql_is_told(store: Store) -> None:
    with pytest.raises(SyntaxError):
        store.query("SELECT WHERE")
    with pytest.raises(SyntaxError):
        store.update("INSERT DATUM")
    with pytest.raises(StoreError, match="SERVICE is off"):
        store.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_quads_are_matched_and_removed(store: Store) -> None:
    store.add([quad(1), quad(2), quad(2, G2)])
    assert set(store.matching(None, P, None, G1)) == {quad(1), quad(2)}
    assert set(store.matching(quad(2).subject, None, quad(2).object)) == {quad(2), quad(2, G2)}
    assert list(store.matching(quad(1).subject, P, quad(1).object, G2)) == []
    store.remove([quad(2), quad(7)])
    assert set(store.matching(quad(2).subject, None, None)) == {quad(2, G2)}
    store.remove([])


def test_text_search_is_there_or_refused(store: Store) -> None:
    store.add([Quad(NamedNode(f"{EX}claim"), KG.text, Literal("дорога открыта", language="ru"), G1)])
    if "://" not in store.location:
        assert [hit.subject for hit in store.search("дороги")] == [f"{EX}claim"]
        return
    with pytest.raises(StoreError, match="not supported"):
        store.search("дороги")
