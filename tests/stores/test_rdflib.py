"""The store as an rdflib dataset: of a folder, of the Oxigraph server, of this project's own server."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Dataset, Literal, Namespace, URIRef
from rdflib.namespace import RDFS

import kg
from kg.rdf.vocabulary import KG
from kg.stores import StoreError
from kg.web.app import create_app
from kg.web.threads import ThreadEngine
from tests.web.conftest import BASE, GRAPH, serving

EX = Namespace("http://example.org/")
TERMS = Namespace(KG.namespace)
UPDATE = f"""
PREFIX kg: <{KG.namespace}> PREFIX rdfs: <{RDFS}>
DROP SILENT GRAPH <{EX}g1> ; DROP SILENT GRAPH <{EX}g2> ;
INSERT DATA {{
  GRAPH <{EX}g1> {{ <{EX}claim> a kg:Claim ; kg:speaker <{EX}anna> ; kg:text "дорога открыта"@ru }}
  GRAPH <{EX}g2> {{ <{EX}anna> a kg:Person ; rdfs:label "Анна"@ru }}
}}"""


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path / "store")


def column(found: Iterable[object]) -> list[str]:
    return [str(row[0]) for row in found]  # type: ignore[index]


@pytest.fixture(params=["folder", "oxigraph_location", "virtuoso_location"])
def dataset(request: pytest.FixtureRequest) -> Iterator[Dataset]:
    with kg.open_store(request.getfixturevalue(request.param)) as store:
        store.update(UPDATE)
        yield store.graph()


def test_triples_and_graphs(dataset: Dataset) -> None:
    assert set(dataset.objects(EX.claim, TERMS.speaker)) == {EX.anna}
    assert dataset.value(EX.anna, RDFS.label) == Literal("Анна", lang="ru")
    assert {EX.g1, EX.g2} <= {graph.identifier for graph in dataset.graphs()}
    assert set(dataset.graph(EX.g2).subjects()) == {EX.anna}


def test_queries_see_the_union_and_know_the_prefixes(dataset: Dataset) -> None:
    found = dataset.query("SELECT ?name { ?claim a kg:Claim ; kg:speaker/rdfs:label ?name }")
    assert column(found) == ["Анна"]


def test_variables_bound_beforehand(dataset: Dataset, request: pytest.FixtureRequest) -> None:
    if "virtuoso" in request.node.name:
        pytest.skip("Virtuoso takes VALUES behind a query for variables of its SELECT only")
    bound = dataset.query("SELECT ?who { ?claim kg:speaker ?who }", initBindings={"claim": EX.claim})
    assert column(bound) == [str(EX.anna)]


def test_sizes(dataset: Dataset) -> None:
    assert len(dataset.graph(EX.g1)) == 3
    assert len(dataset) >= 5


def test_it_is_for_reading_unless_one_asks_for_more(dataset: Dataset) -> None:
    with pytest.raises(StoreError, match="reading only"):
        dataset.graph(EX.g1).add((EX.a, EX.b, EX.c))
    with pytest.raises(StoreError, match="reading only"):
        dataset.update("DROP ALL")


@pytest.mark.parametrize("location", ["folder", "oxigraph_location", "virtuoso_location"])
def test_writing(request: pytest.FixtureRequest, location: str) -> None:
    place = request.getfixturevalue(location)
    with kg.open_store(place) as store:
        store.update(UPDATE)
        dataset = store.graph(writable=True)
        dataset.graph(EX.g2).add((EX.anna, RDFS.label, Literal("Аня", lang="ru")))
        dataset.graph(EX.g1).remove((EX.claim, None, None))
        dataset.update(f"INSERT DATA {{ GRAPH <{EX}g2> {{ <{EX}anna> kg:state <{EX}state> }} }}")
    with kg.open_store(place, read_only=True) as store:
        dataset = store.graph(writable=True)
        assert {str(name) for name in dataset.objects(EX.anna, RDFS.label)} == {"Анна", "Аня"}
        assert dataset.value(EX.anna, TERMS.state) == URIRef(EX.state)
        assert (EX.claim, None, None) not in dataset
        with pytest.raises(StoreError, match="reading only"):
            dataset.graph(EX.g1).add((EX.a, EX.b, EX.c))


def test_what_holds_for_the_store_holds_here(tmp_path: Path) -> None:
    with kg.open_store(tmp_path / "store") as store:
        dataset = store.graph(writable=True)
        dataset.graph(EX.g1).add((EX.claim, TERMS.text, Literal("дорога открыта", lang="ru")))
        found = dataset.query('SELECT ?claim { ?claim kg:textMatch "дороги" }')
        assert column(found) == [str(EX.claim)]
        dataset.graph(EX.g1).remove((EX.claim, None, None))
        assert not list(dataset.query('SELECT ?claim { ?claim kg:textMatch "дороги" }'))
        with pytest.raises(StoreError, match="SERVICE is off"):
            dataset.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
        with pytest.raises(StoreError, match="LOAD is off"):
            dataset.update("LOAD <http://127.0.0.1:9/>")


def test_over_this_project_s_own_server(folder: str) -> None:
    with kg.open_store(folder) as store:
        store.add(pyoxigraph.parse(GRAPH, pyoxigraph.RdfFormat.TRIG))
        with (
            serving(create_app(ThreadEngine(store, 2))) as url,
            kg.open_store(f"{url}/sparql#default-graph=union", read_only=True) as remote,
        ):
            dataset = remote.graph()
            names = {str(name) for name in dataset.objects(URIRef(f"{BASE}actor/Q100"), RDFS.label)}
            assert names == {"Иван Петров"}
            assert column(dataset.query('SELECT ?s { ?s kg:textMatch "Петрову" }')) == [f"{BASE}actor/Q100"]
            (hit,) = remote.search("Петрову")
            assert (hit.subject, hit.text) == (f"{BASE}actor/Q100", "Иван Петров")


def test_a_server_without_word_forms_says_so(oxigraph_location: str) -> None:
    with kg.open_store(oxigraph_location) as store:
        with pytest.raises(StoreError, match="not supported"):
            store.search("дорога")
        with pytest.raises(StoreError, match="not supported"):
            store.query('SELECT * { ?s <https://w3id.org/newskg/ontology#textMatch> "дорога" }')
