"""Exports of RDF: what is read back is what was stored."""

import datetime
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg.exports import EXPORTERS, ExportError, Selection, View, export
from kg.rdf.vocabulary import KG, SCHEMA
from kg.stores import EmbeddedStore, Store
from tests.graphs import put, two_outlets


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with EmbeddedStore(tmp_path / "store") as opened:
        put(opened, two_outlets())
        yield opened


def written(store: Store, format_: str) -> bytes:
    target = io.BytesIO()
    export(store, format_, target)
    assert not target.closed
    return target.getvalue()


FORMATS = {"nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "jsonld": RdfFormat.JSON_LD}


@pytest.mark.parametrize("format_", FORMATS)
def test_formats_with_graphs_give_the_same_quads_back(store: Store, format_: str) -> None:
    assert set(parse(written(store, format_), format=FORMATS[format_])) == set(store.quads())


def test_turtle_gives_the_triples_of_all_graphs(store: Store) -> None:
    triples = {quad.triple for quad in parse(written(store, "turtle"), format=RdfFormat.TURTLE)}
    assert triples == {quad.triple for quad in store.quads()}


@pytest.mark.parametrize("format_", [*FORMATS, "turtle"])
def test_every_character_comes_back(store: Store, format_: str) -> None:
    graph, p = NamedNode("http://example.org/g"), NamedNode("http://example.org/p")
    texts = ["«цитата» \"в\" 'кавычках' \\", "строка\nи\tтабуляция\r", "\u2028\u00a0", "🇰🇿", "<b>&amp;</b>"]
    quads = [Quad(NamedNode(f"http://example.org/{i}"), p, Literal(text), graph) for i, text in enumerate(texts)]
    quads += [
        Quad(NamedNode("http://example.org/n"), p, Literal("01", datatype=NamedNode("http://example.org/type")), graph),
        Quad(NamedNode("http://example.org/n"), p, Literal("текст", language="ru"), graph),
    ]
    store.replace(graph, quads)
    found = parse(written(store, format_), format=FORMATS.get(format_, RdfFormat.TURTLE))
    assert {quad.triple for quad in quads} <= {quad.triple for quad in found}


@pytest.mark.parametrize("format_", [*FORMATS, "turtle"])
def test_an_empty_store_gives_an_empty_document(tmp_path: Path, format_: str) -> None:
    with EmbeddedStore(tmp_path / "empty") as empty:
        assert list(parse(written(empty, format_), format=FORMATS.get(format_, RdfFormat.TURTLE))) == []


def test_json_ld_is_a_tree_of_articles_and_what_they_report(store: Store) -> None:
    document = json.loads(written(store, "jsonld"))
    nodes = [node for graph in document["@graph"] for node in graph["@graph"]]
    articles = [node for node in nodes if node["type"] == "Article"]
    assert [article["headline"] for article in articles]
    assert all(article["wasGeneratedBy"]["used"]["name"] in {"vestnik.txt", "zvezda.txt"} for article in articles)
    claims = [told for article in articles for told in article["reports"] if told["type"] == "Claim"]
    assert {claim["text"] for claim in claims if "speaker" in claim} == {
        "Казахстан всегда был надёжным соседом",
        "посетить Китай",
    }
    first = next(claim for claim in claims if claim["quotationType"] == "Direct")
    assert first["speaker"] == "https://w3id.org/newskg/actor/Q702748"
    (evidence,) = first["evidence"]
    assert evidence["anchorOf"] == first["text"]
    assert evidence["endIndex"] - evidence["beginIndex"] == len(first["text"])
    assert [mention["anchorOf"] for article in articles for mention in article.get("mentions", ())] == ["Токаев"]
    assert {node["label"] for node in nodes if "State" in node["type"]} == {"Китай", "Казахстан"}


def test_the_same_store_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "again") as again:
        put(again, two_outlets())
        for format_ in ("gexf", "graphml", "csv", "neo4j", "plover", "gdelt"):
            assert written(again, format_) == written(store, format_)
        lines = [sorted(written(each, "jsonld").replace(b",\n", b"\n").split(b"\n")) for each in (again, store)]
        assert lines[0] == lines[1]


@pytest.mark.parametrize("format_", ["nquads", "jsonld"])
def test_counts_are_of_what_was_written(store: Store, format_: str) -> None:
    assert export(store, format_, io.BytesIO())["quads"] == len(store)


def test_blank_nodes_survive(store: Store) -> None:
    graph = NamedNode("http://example.org/g")
    store.replace(graph, [Quad(BlankNode("b"), NamedNode("http://example.org/p"), Literal("x"), graph)])
    for format_, rdf in FORMATS.items():
        found = [quad for quad in parse(written(store, format_), format=rdf) if quad.graph_name == graph]
        assert [(type(quad.subject), quad.object) for quad in found] == [(BlankNode, Literal("x"))]


DAY = datetime.date(2022, 4, 27)


@pytest.mark.parametrize("format_", [*FORMATS, "turtle"])
def test_rdf_is_filtered_by_the_day_of_issue(store: Store, format_: str) -> None:
    """What remains are the graphs of the articles of these days, and what is known of actors."""
    target = io.BytesIO()
    counts = export(store, format_, target, selection=Selection(since=DAY))
    found = list(parse(target.getvalue(), format=FORMATS.get(format_, RdfFormat.TURTLE)))
    text = {quad.object.value for quad in found if quad.predicate == SCHEMA.name} & {"vestnik.txt", "zvezda.txt"}
    assert text == {"zvezda.txt"}
    assert {quad.object for quad in found if quad.predicate == KG.isoCode} == {Literal("CHN"), Literal("KAZ")}
    assert next(iter(counts.values())) >= len(set(found)) > 0


def test_a_filter_that_a_format_does_not_know_is_refused(store: Store) -> None:
    with pytest.raises(ExportError, match="nquads can't be filtered by view; it can by since, until"):
        export(store, "nquads", io.BytesIO(), selection=Selection(view=View.CONFLICT))


def test_an_unknown_format_is_an_error_that_names_the_known() -> None:
    with pytest.raises(ExportError, match=r"there is no export to 'dot'; there are nquads, trig, turtle, jsonld"):
        export(None, "dot", io.BytesIO())  # type: ignore[arg-type]


def test_each_format_says_what_it_is() -> None:
    for name, exporter in EXPORTERS.items():
        assert exporter.name == name
        assert exporter.suffix.startswith(".")
        assert "/" in exporter.media_type
        assert exporter.title
