"""What a source knows of an article is used, from the command line to the graph."""

import json
from pathlib import Path

from pyoxigraph import Literal, Store

from kg.rdf.vocabulary import DC, DCTERMS, NIF, SCHEMA
from tests.commands import kg
from tests.sources.making import ARTICLE, TALKS, VISIT, json_lines

KNOWN = {
    "headline": "Переговоры в Астане",
    "body": TALKS,
    "published": "2022-04-25",
    "link": "https://example.org/1",
    "outlet": "ria.ru",
    "author": "Иван Петров, Анна Седова",
    "rubric": "Политика",
}


def test_extract_gives_the_text_that_its_offsets_count_in(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "n.jsonl").write_bytes(json_lines(KNOWN))
    (tmp_path / "t.txt").write_text(VISIT, encoding="utf-8")
    done = kg("extract", tmp_path)
    assert done.returncode == 0, done.stderr
    page, record, text = map(json.loads, done.stdout.splitlines())
    assert record["file"] == f"{tmp_path}/n.jsonl#1"
    article = record["article"]
    assert article["text"] == TALKS
    assert (article["title"], article["published"], article["url"]) == (
        "Переговоры в Астане",
        "2022-04-25",
        "https://example.org/1",
    )
    assert article["publisher"].endswith("actor/Q821172")  # РИА Новости
    assert (article["authors"], article["section"]) == (["Иван Петров", "Анна Седова"], "Политика")
    assert "text" not in text["article"]
    for found in (page, record):
        assert found["mentions"]
        for mention in found["mentions"]:
            assert found["article"]["text"][mention["start"] : mention["end"]] == mention["text"]


def test_build_stores_what_the_source_knows_and_reads_unchanged_records_once(tmp_path: Path) -> None:
    path, store = tmp_path / "n.jsonl", tmp_path / "store"
    path.write_bytes(json_lines({"text": VISIT}, KNOWN))
    assert kg("build", path, "--store", store).returncode == 0
    graph = Store.read_only(str(store))
    stated = {(quad.predicate, quad.object) for quad in graph.quads_for_pattern(None, None, None, None)}
    assert {
        (DC.creator, Literal("Иван Петров")),
        (DC.creator, Literal("Анна Седова")),
        (SCHEMA.articleSection, Literal("Политика")),
        (SCHEMA.name, Literal("n.jsonl#1")),
    } <= stated
    assert {str(value) for predicate, value in stated if predicate == DCTERMS.issued} == {
        '"2022-04-25"^^<http://www.w3.org/2001/XMLSchema#date>'
    }
    before = set(graph)
    del graph
    path.write_bytes(json_lines({"text": f"{VISIT} Визит продлится два дня."}, {"text": f"{TALKS} Да."}, KNOWN))
    assert kg("build", path, "--store", store).returncode == 0
    graph = Store.read_only(str(store))
    texts = {getattr(quad.object, "value", "") for quad in graph.quads_for_pattern(None, NIF.isString, None, None)}
    assert texts == {f"{VISIT} Визит продлится два дня.", f"{TALKS} Да.", TALKS}
    known = {quad.graph_name for quad in before if quad.predicate == DC.creator}
    assert {quad for quad in before if quad.graph_name in known} <= set(graph)  # its line is another: not read again


def test_fields_are_an_option(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text(f"a;b\n{TALKS};25.04.2022\n", encoding="utf-8")
    done = kg("extract", tmp_path / "n.csv")
    assert done.returncode == 1
    assert "--fields text=FIELD" in done.stderr
    done = kg("extract", "--fields", "text=a,published=b", tmp_path / "n.csv")
    assert json.loads(done.stdout)["article"]["published"] == "2022-04-25"
    done = kg("extract", "--fields", "words=a", tmp_path / "n.csv")
    assert done.returncode == 1
    assert "'words=a' names no part" in done.stderr
