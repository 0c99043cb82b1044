"""``kg:textMatch``: where it stands in a query, and what is found there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from kg.rdf.vocabulary import DCTERMS, KG, RDF, RDFS
from kg.stores import EmbeddedStore, Store, open_store

EX = "http://example.org/"
G1, G2 = NamedNode(EX + "g1"), NamedNode(EX + "g2")
PROLOGUE = f"PREFIX kg: <{KG.namespace}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX ex: <{EX}> "


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    c1, c2, actor = (NamedNode(EX + name) for name in ("c1", "c2", "a"))
    with open_store(tmp_path_factory.mktemp("texts") / "store") as opened:
        opened.add(
            [
                Quad(c1, RDF.type, KG.Claim, G1),
                Quad(c1, KG.text, Literal("Мы видим дорогу", language="ru"), G1),
                Quad(c1, KG.speaker, actor, G1),
                Quad(c2, RDF.type, KG.Claim, G2),
                Quad(c2, KG.text, Literal("Дороги, дороги и дороги", language="ru"), G2),
                Quad(c1, KG.text, Literal("Мы видим дорогу", language="ru"), G2),
                Quad(actor, RDFS.label, Literal("Дорожный комитет", language="ru"), G1),
            ]
        )
        yield opened


def rows(store: Store, query: str, **dataset: object) -> list[dict[str, str]]:
    found = store.query(PROLOGUE + query, **dataset)  # type: ignore[arg-type]
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: str(row[name].value).removeprefix(EX) for name in names if row[name] is not None} for row in found]


def subjects(store: Store, query: str, **dataset: object) -> list[str]:
    return [row["c"] for row in rows(store, query, **dataset)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('SELECT * { ?c kg:textMatch "дорога" }', ["c1", "c2"]),
        ('SELECT ?c { ?c kg:textMatch "дорога"@ru . }', ["c1", "c2"]),
        ("SELECT ?c { ?c kg:textMatch '''дорога видеть''' ; }", ["c1"]),
        ('SELECT ?c { ?c kg:textMatch "дорога" ; kg:speaker/rdfs:label ?n . }', ["c1"]),
        ('SELECT ?c { ?c kg:speaker ?s ; kg:textMatch "дорога" ; a ?t }', ["c1"]),
        ('SELECT ?c { ?c kg:speaker ?s ; kg:textMatch "дорога" ?c a kg:Claim }', SyntaxError),
        ('SELECT ?c { ?x a kg:Claim . ?c kg:textMatch "комитет" }', ["a", "a"]),
        ('SELECT ?c { FILTER(?c != ex:c2) ?c a kg:Claim ; kg:textMatch "дорога" }', ["c1"]),
        ('SELECT ?c { ?c a kg:Claim FILTER(CONTAINS(STR(?c), "c") && EXISTS { ?c kg:textMatch "видим" }) }', ["c1"]),
        ('SELECT ?c { ?c a kg:Claim FILTER NOT EXISTS { ?c kg:textMatch "видим" } }', ["c2"]),
        ('SELECT ?c { ?c a kg:Claim MINUS { ?c kg:textMatch "видим" } }', ["c2"]),
        ('SELECT ?c { { ?c kg:textMatch "видим" } UNION { ?c kg:textMatch "комитет" } }', ["a", "c1"]),
        ('SELECT ?c { { SELECT ?c { ?c kg:textMatch "дорога" } ORDER BY ?c LIMIT 1 } ?c a kg:Claim }', ["c1"]),
        ('SELECT ?c { VALUES ?c { ex:c1 ex:a } ?c kg:textMatch "дорога" }', ["c1"]),
        ('SELECT ?c { BIND("}" AS ?x) # ?c kg:textMatch "завод"\n ?c kg:textMatch "видим" }', ["c1"]),
        ('SELECT ?c { (?c ?score) kg:textMatch ("дорога" 1) }', ["c2"]),
        ('SELECT ?c { ?c kg:textMatch (rdfs:label kg:text "дорожный") }', ["a"]),
        ('SELECT ?c { ?c kg:textMatch (rdfs:label "дорога") }', []),
        ('SELECT ?c { ?c kg:textMatch "завод" }', []),
        ('BASE <http://example.org/> SELECT ?c { GRAPH <g2> { ?c kg:textMatch "видим" } }', ["c1"]),
        ('BASE <https://w3id.org/newskg/> PREFIX k: <ontology#> SELECT ?c { ?c k:textMatch "видим" }', ["c1"]),
        ('PREFIX k: <https://w3id.org/newskg/ontology#text> SELECT ?c { ?c k:Match "видим" }', []),
    ],
)
def test_where_it_may_stand(store: Store, query: str, expected: list[str] | type[Exception]) -> None:
    if isinstance(expected, list):
        assert sorted(subjects(store, query)) == expected
    else:
        with pytest.raises(expected):
            store.query(PROLOGUE + query)


def test_a_graph_that_is_named_by_what_is_found_in_it(tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as opened:
        opened.add([Quad(G1, DCTERMS.title, Literal("О дороге"), graph) for graph in (G1, G2)])
        opened.add([Quad(G2, RDFS.label, Literal("Дорога"), G1), Quad(RDFS.label, RDFS.label, Literal("дорога"), G2)])
        assert rows(opened, 'SELECT * { GRAPH ?x { ?x kg:textMatch "дорога" } }') == [{"x": "g1"}]
        assert rows(opened, 'SELECT ?t { GRAPH ?x { ($x ?s ?t) kg:textMatch "дорога" . ?x ?p ?t } }') == [
            {"t": "О дороге"}
        ]
        assert rows(opened, 'SELECT * { GRAPH ?x { (?c ?s ?t ?x) kg:textMatch "дорога" } }') == []
        assert rows(opened, 'SELECT * { GRAPH ?x { (?c ?x) kg:textMatch "дорога" } }') == []


def test_what_is_told_of_a_text(store: Store) -> None:
    query = 'SELECT * { (?c ?score ?text ?property) kg:textMatch "дорога" } ORDER BY DESC(?score)'
    best, other = rows(store, query)
    assert best["c"] == "c2" and best["text"] == "Дороги, дороги и дороги" and best["property"] == KG.text.value
    assert float(best["score"]) > float(other["score"]) > 0


def test_a_text_is_found_in_the_graphs_that_are_asked(store: Store) -> None:
    assert subjects(store, 'SELECT ?c { GRAPH ex:g1 { ?c kg:textMatch "дорога" } }') == ["c1"]
    named = rows(store, 'SELECT * { GRAPH ?g { ?c kg:textMatch "дорога" } } ORDER BY ?g ?c')
    assert [(row["g"], row["c"]) for row in named] == [("g1", "c1"), ("g2", "c1"), ("g2", "c2")]
    query = 'SELECT ?c { ?c kg:textMatch "дорога" }'
    assert subjects(store, query, default_graphs=[G1]) == ["c1"]
    assert subjects(store, query, union=False) == []
    assert subjects(store, query.replace("{", "FROM ex:g1 {", 1)) == ["c1"]
    assert subjects(store, query.replace("{ ?c", "FROM NAMED ex:g1 { ?c")) == []
    from_named = 'SELECT ?c FROM NAMED ex:g1 { GRAPH ?g { ?c kg:textMatch "дорога" } }'
    assert subjects(store, from_named) == ["c1"]
    assert subjects(store, from_named.replace("?g {", "ex:g2 {")) == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ('SELECT * { ?c kg:speaker/kg:textMatch "x" }', "can't stand here"),
        ('SELECT * { [ kg:textMatch "x" ] a kg:Claim }', "can't stand here"),
        ("SELECT * { ?c ?p ?w . ?c kg:textMatch ?w }", "words in quotes"),
        ('SELECT * { ?c kg:textMatch "мост", "завод" }', "words in quotes"),
        ('SELECT * { ?c kg:textMatch (kg:speaker "мост") }', "finds no texts of"),
        ('SELECT * { ?c kg:textMatch ("мост" 0) }', "up to 100,000"),
        ('SELECT * { ex:c1 kg:textMatch "мост" }', "a variable or a list"),
        ('SELECT * { ?c kg:textMatch "…" }', "no word to search for"),
    ],
)
def test_what_is_not_understood_is_told(store: Store, query: str, message: str) -> None:
    with pytest.raises(SyntaxError, match=message):
        store.query(PROLOGUE + query)


def test_an_error_stands_where_it_was_written(store: Store) -> None:
    with pytest.raises(SyntaxError, match=r"error at 2:22"):
        store.query(PROLOGUE + 'SELECT * { ?c kg:textMatch "дорога" .\n ?c kg:speaker ?s ) }')


@pytest.mark.parametrize(
    "update",
    [
        'INSERT { ?c <urn:found> 1 } WHERE { ?c kg:textMatch "мост" }',
        'DELETE WHERE { GRAPH ?g { ?c a kg:Claim ; kg:textMatch "мост" } }',
        'INSERT DATA { <urn:c> kg:textMatch "мост" }',
    ],
)
def test_no_update_uses_it(tmp_path: Path, update: str) -> None:
    with EmbeddedStore(tmp_path / "store") as store:
        with pytest.raises(SyntaxError, match="can't be used in an update; ask with a query"):
            store.update(f"PREFIX kg: <{KG.namespace}> {update}")
        assert len(store) == 0
        store.update(f'INSERT DATA {{ <{KG.textMatch.value}> <urn:label> "kg:textMatch" }}')
        assert len(store) == 1
