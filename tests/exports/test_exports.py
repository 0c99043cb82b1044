"""Exports of RDF: what is read back is what was stored."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kg.exports import EXPORTERS, ExportError, export
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


def test_json_ld_reads_like_json(store: Store) -> None:
    document = json.loads(written(store, "jsonld"))
    nodes = [node for graph in document["@graph"] for node in graph["@graph"]]
    claims = [node for node in nodes if "Claim" in node["type"] and "speaker" in node]
    assert {claim["text"] for claim in claims} == {"Казахстан всегда был надёжным соседом", "посетить Китай"}
    assert all(claim["speaker"].startswith("https://") for claim in claims)
    assert any(claim["quotationType"] == "Direct" for claim in claims)


def test_the_same_store_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "again") as again:
        put(again, two_outlets())
        for format_ in ("jsonld", "gexf"):
            assert sorted(written(again, format_).split(b"\n")) == sorted(written(store, format_).split(b"\n"))


@pytest.mark.parametrize("format_", ["nquads", "jsonld"])
def test_counts_are_of_what_was_written(store: Store, format_: str) -> None:
    assert export(store, format_, io.BytesIO())["quads"] == len(store)


def test_blank_nodes_survive(store: Store) -> None:
    graph = NamedNode("http://example.org/g")
    store.replace(graph, [Quad(BlankNode("b"), NamedNode("http://example.org/p"), Literal("x"), graph)])
    for format_, rdf in FORMATS.items():
        found = [quad for quad in parse(written(store, format_), format=rdf) if quad.graph_name == graph]
        assert [(type(quad.subject), quad.object) for quad in found] == [(BlankNode, Literal("x"))]


def test_an_unknown_format_is_an_error_that_names_the_known() -> None:
    with pytest.raises(ExportError, match=r"there is no export to 'dot'; there are nquads, trig, turtle, jsonld, gexf"):
        export(None, "dot", io.BytesIO())  # type: ignore[arg-type]


def test_each_format_says_what_it_is() -> None:
    for name, exporter in EXPORTERS.items():
        assert exporter.name == name
        assert exporter.suffix.startswith(".")
        assert "/" in exporter.media_type
        assert exporter.title
