"""Updates and the graph store, by each of the two engines, with and without the right to them."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import rdflib
from pyoxigraph import NamedNode, Quad
from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore
from SPARQLWrapper import POST, SPARQLWrapper

from kg.stores import open_store
from kg.web.access import Scope, Token
from kg.web.app import create_app
from kg.web.engine import Engine
from kg.web.processes import ProcessEngine
from kg.web.settings import DefaultGraph, Settings
from kg.web.threads import ThreadEngine
from tests.stores.servers import SERVERS
from tests.web.conftest import serving
from tests.web.test_sparql import ENDLESS, FORM, eavesdropper

SECRET = "a-secret-that-is-long"
BEARER = {"Authorization": f"Bearer {SECRET}"}
UPDATE = {"Content-Type": "application/sparql-update"}
TURTLE = {"Content-Type": "text/turtle"}
EX = "http://example.org/"
WRITER = Settings(default_graph=DefaultGraph.PLAIN, queries=2, update_timeout=2.0, tokens=(Token.of(SECRET),))


@pytest.fixture(params=["threads", "processes"])
def client(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[httpx.Client]:
    """A client with a token, of a server of an empty store."""
    folder = tmp_path / "store"
    if request.param == "processes":
        yield from _client(ProcessEngine(str(folder), 2, writable=True))
    else:
        with open_store(folder) as store:
            yield from _client(ThreadEngine(store, 2))


def _client(engine: Engine) -> Iterator[httpx.Client]:
    with serving(create_app(engine, WRITER)) as url, httpx.Client(base_url=url, headers=BEARER, timeout=30) as client:
        yield client


def holds(client: httpx.Client, pattern: str, **dataset: str) -> bool:
    answer = client.get("/sparql", params={"query": f"PREFIX : <{EX}> ASK {{ {pattern} }}", **dataset})
    found: bool = answer.json()["boolean"]
    return found


def update(client: httpx.Client, text: str, **parameters: str) -> httpx.Response:
    return client.post("/sparql", content=f"PREFIX : <{EX}> {text}".encode(), headers=UPDATE, params=parameters)


def test_updates_are_seen_by_the_next_query(client: httpx.Client) -> None:
    for number in range(20):
        assert update(
            client, f"DELETE {{ ?s :p ?o }} INSERT {{ :s :p {number} }} WHERE {{ OPTIONAL {{ ?s :p ?o }} }}"
        ).is_success
        assert holds(client, f":s :p {number} FILTER NOT EXISTS {{ :s :p {number - 1} }}")
    form = client.post("/sparql", content="update=CLEAR+ALL", headers={"Content-Type": FORM})
    assert form.status_code == 204 and form.content == b""
    assert not holds(client, "?s ?p ?o")


def test_relative_iris_are_relative_to_the_base(client: httpx.Client) -> None:
    update(client, "INSERT DATA { <actor/1> :p <actor/2> }")
    assert holds(client, "<https://w3id.org/newskg/actor/1> ?p <https://w3id.org/newskg/actor/2>")


def test_the_dataset_of_an_update(client: httpx.Client) -> None:
    update(client, "INSERT DATA { GRAPH :g1 { :a :p 1 } GRAPH :g2 { :a :p 2 } :a :p 0 }")
    update(client, "INSERT { :one :is ?o } WHERE { ?s :p ?o }", **{"using-graph-uri": f"{EX}g1"})
    assert holds(client, ":one :is 1") and not holds(client, ":one :is 0")
    update(client, "INSERT { :two :is ?o } WHERE { GRAPH ?g { ?s :p ?o } }", **{"using-named-graph-uri": f"{EX}g2"})
    assert holds(client, ":two :is 2") and not holds(client, ":two :is 1")
    update(client, "DELETE WHERE { :a :p ?o }", **{"using-graph-uri": f"{EX}g1"})
    assert holds(client, ":a :p 0")
    both = update(client, "WITH :g2 DELETE { ?s :p ?o } WHERE { ?s :p ?o }", **{"using-graph-uri": f"{EX}g1"})
    assert both.status_code == 400 and "using-graph-uri" in both.json()["detail"]
    assert holds(client, "GRAPH :g2 { :a :p 2 }")


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("INSERT DATA { :a :b }", 400, "error at 1:"),
        ("DROP GRAPH :none", 409, "does not exist"),
        ("CREATE GRAPH :g ; CREATE GRAPH :g", 409, "already exists"),
        ("INSERT { :a :b ?x } WHERE { BIND(:f(1) AS ?x) }", 501, "not supported"),
        ("ASK {}", 400, "error at 1:"),
    ],
)
def test_an_update_that_fails_changes_nothing(client: httpx.Client, text: str, status: int, words: str) -> None:
    answer = update(client, f"INSERT DATA {{ :s :p :o }} ; {text}" if status != 400 else text)
    assert answer.status_code == status
    assert words in answer.json()["detail"]
    assert not holds(client, "?s ?p ?o")


def test_nothing_is_fetched(client: httpx.Client) -> None:
    with eavesdropper() as (address, calls):
        for text in (
            f"LOAD <{address}>",
            f"load silent <{address}> into graph :g ; INSERT DATA {{ :s :p 1 }}",
            f"PREFIX e: <{address}>LOADe:x",
            f'INSERT DATA {{ :s :p "\\u0022" }} ; LOAD <{address}> # "',
            f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
        ):
            answer = update(client, text)
            silent = "silent" in text
            assert answer.status_code == (204 if silent else 403), text
        assert calls == []
    assert holds(client, ":s :p 1")  # what follows a silent failure is done


def test_an_update_that_takes_too_long_is_stopped_and_the_next_is_made(tmp_path: Path) -> None:
    endless = ENDLESS.replace("SELECT (COUNT(*) AS ?n)", "INSERT { :s :p ?s1 }")
    for client in _client(ProcessEngine(str(tmp_path / "store"), 1, writable=True)):
        update(client, "INSERT DATA { " + " ".join(f":s{i} :p {i} ." for i in range(30)) + " }")
        late = update(client, endless)
        assert late.status_code == 503 and "2 seconds" in late.json()["detail"]
        assert not holds(client, ":s :p ?x")
        assert update(client, "INSERT DATA { :after :p 1 }").status_code == 204
        assert holds(client, ":after :p 1 . :s29 :p 29")


def test_a_query_does_not_wait_for_an_update(tmp_path: Path) -> None:
    endless = ENDLESS.replace("SELECT (COUNT(*) AS ?n)", "INSERT { :s :p ?s1 }")
    for client in _client(ProcessEngine(str(tmp_path / "store"), 1, writable=True)):
        update(client, "INSERT DATA { " + " ".join(f":s{i} :p {i} ." for i in range(30)) + " }")
        stuck = threading.Thread(target=update, args=(client, endless), daemon=True)
        stuck.start()
        time.sleep(0.3)
        assert holds(client, ":s29 :p 29")
        assert stuck.is_alive()
        stuck.join()


def test_what_was_answered_survives_a_killed_writer(tmp_path: Path) -> None:
    for client in _client(ProcessEngine(str(tmp_path / "store"), 1, writable=True)):
        assert update(client, "INSERT DATA { :s :p 1 }").status_code == 204
        for process in Path("/proc").glob("[0-9]*/cmdline"):
            words = process.read_bytes().split(b"\0")
            if b"kg.web.writer" in words and str(tmp_path / "store").encode() in words:
                os.kill(int(process.parent.name), signal.SIGKILL)
        during = update(client, "INSERT DATA { :s :p 2 }")
        assert during.status_code == 204 or "must be looked up" in during.json()["detail"]
        assert update(client, "INSERT DATA { :s :p 3 }").status_code == 204
        assert holds(client, ":s :p 1, 3" if during.status_code == 500 else ":s :p 1, 2, 3")


def test_other_programs_see_what_was_written_and_can_not_write_themselves(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    for client in _client(ProcessEngine(str(folder), 1, writable=True)):
        update(client, "INSERT DATA { GRAPH :g { :s :p 1 } }")
        assert holds(client, "GRAPH :g { :s :p 1 }")
        with open_store(folder, read_only=True) as reader:
            assert len(reader) == 1
        with pytest.raises(Exception, match="another program has it open"):
            open_store(folder)
    with open_store(folder) as store:
        assert len(store) == 1


def test_clients(client: httpx.Client) -> None:
    url = str(client.base_url.join("/sparql"))
    wrapper = SPARQLWrapper(url)
    wrapper.addCustomHttpHeader("Authorization", BEARER["Authorization"])
    wrapper.setMethod(POST)
    wrapper.setQuery(f"INSERT DATA {{ <{EX}s> <{EX}p> 'слово' }}")
    wrapper.query()
    store = SPARQLUpdateStore(url, url, headers=BEARER, context_aware=False)
    graph = rdflib.Graph(store)
    graph.add((rdflib.URIRef(f"{EX}s"), rdflib.URIRef(f"{EX}p"), rdflib.Literal("второе")))
    assert {str(word) for word in graph.objects()} == {"слово", "второе"}


# --- the graph store ---


def test_a_graph_is_put_read_added_to_and_deleted(client: httpx.Client) -> None:
    name = {"graph": f"{EX}g"}
    assert client.get("/graph-store", params=name).status_code == 404
    assert (
        client.put(
            "/graph-store", params=name, content="<x:a> <x:p> 'да'@ru, _:b .".encode(), headers=TURTLE
        ).status_code
        == 201
    )
    assert (
        client.put("/graph-store", params=name, content="<x:a> <x:p> 'да'@ru .".encode(), headers=TURTLE).status_code
        == 204
    )
    more = {"Content-Type": "application/n-triples"}
    assert client.post("/graph-store", params=name, content="<x:b> <x:p> <x:c> .", headers=more).status_code == 204
    answer = client.get("/graph-store", params=name, headers={"Accept": "application/n-triples"})
    assert set(answer.text.splitlines()) == {'<x:a> <x:p> "да"@ru .', "<x:b> <x:p> <x:c> ."}
    head = client.head("/graph-store", params=name)
    assert head.status_code == 200 and head.headers["content-type"].startswith("text/turtle") and not head.content
    assert client.delete("/graph-store", params=name).status_code == 204
    assert client.delete("/graph-store", params=name).status_code == 404
    assert client.head("/graph-store", params=name).status_code == 404


def test_the_default_graph_in_the_graph_store(client: httpx.Client) -> None:
    client.put("/graph-store?default", content="<x:a> <x:p> <x:b> .", headers=TURTLE)
    client.put("/graph-store", params={"graph": f"{EX}g"}, content="<x:g> <x:p> <x:b> .", headers=TURTLE)
    client.post("/graph-store?default", content="<x:c> <x:p> <x:b> .", headers=TURTLE)
    found = client.get("/graph-store?default", headers={"Accept": "application/n-triples"}).text
    assert set(found.splitlines()) == {"<x:a> <x:p> <x:b> .", "<x:c> <x:p> <x:b> ."}
    client.delete("/graph-store?default")
    assert client.get("/graph-store?default").text.strip() == ""
    assert holds(client, "GRAPH :g { ?s ?p ?o }")


def test_graphs_at_their_own_address(client: httpx.Client) -> None:
    assert client.put("/graph-store/of/me", content="<> <x:p> <other> .", headers=TURTLE).status_code == 201
    here = client.base_url.join("/graph-store/of/me")
    assert holds(client, f"GRAPH <{here}> {{ <{here}> ?p <{here.join('other')}> }}")
    made = client.post("/graph-store", content="<> <x:p> 1 .", headers=TURTLE)
    assert made.status_code == 201
    assert "<x:p> 1" in client.get(made.headers["location"]).text


def test_an_empty_graph_is_a_graph(client: httpx.Client) -> None:
    name = {"graph": f"{EX}empty"}
    assert client.put("/graph-store", params=name, content="", headers=TURTLE).status_code == 201
    assert client.get("/graph-store", params=name).status_code == 200
    client.put("/graph-store", params=name, content="<x:a> <x:p> 1 .", headers=TURTLE)
    client.put("/graph-store", params=name, content="", headers=TURTLE)
    assert client.get("/graph-store", params=name).text.strip() == ""


def test_several_documents_in_a_form(client: httpx.Client) -> None:
    files = [
        ("a", ("a.ttl", b"_:x <x:p> 1 .", "text/turtle; charset=utf-8")),
        ("b", ("b.nt", b"_:x <x:p> <x:b> .", "application/n-triples")),
    ]
    assert client.post("/graph-store", params={"graph": f"{EX}g"}, files=files).status_code == 201
    # The blank nodes of two documents are two.
    assert holds(client, "GRAPH :g { ?x ?p 1 . ?y ?p <x:b> FILTER(?x != ?y) }")


@pytest.mark.parametrize(
    ("path", "headers", "body", "status", "words"),
    [
        ("?graph=no-iri", TURTLE, "", 400, "no-iri"),
        ("", TURTLE, "", 400, "name one graph"),
        ("?graph=x:g&default", TURTLE, "", 400, "name one graph"),
        ("/a?graph=x:g", TURTLE, "", 400, "name one graph"),
        ("?graph=x:g", TURTLE, "<x:a> <x:p> .", 400, "error"),
        ("?graph=x:g", {"Content-Type": "image/png"}, "", 415, "text/turtle"),
        ("?graph=x:g", {}, "", 415, "none given"),
        (
            "?graph=x:g",
            {"Content-Type": "application/ld+json"},
            '{"@id": "x:g", "@graph": [{"@id": "x:a", "x:p": 1}]}',
            400,
            "",
        ),
    ],
)
def test_graphs_that_are_not_stored(
    client: httpx.Client, path: str, headers: dict[str, str], body: str, status: int, words: str
) -> None:
    answer = client.put(f"/graph-store{path}", content=body, headers=headers)
    assert answer.status_code == status
    assert words in answer.json()["detail"]
    assert not holds(client, "{ ?s ?p ?o } UNION { GRAPH ?g {} }")


# --- who may ---


def test_without_a_token_nothing_is_changed(client: httpx.Client) -> None:
    for headers, error in (
        ({}, ""),
        ({"Authorization": "Bearer wrong-but-long"}, "invalid_token"),
        ({"Authorization": "Basic YTpi"}, ""),
    ):
        with httpx.Client(base_url=client.base_url, headers=headers) as stranger:
            for answer in (
                stranger.post("/sparql", data={"update": "CLEAR ALL"}),
                stranger.put("/graph-store?graph=x:g", content="<x:a> <x:p> 1 .", headers=TURTLE),
                stranger.post("/graph-store?graph=x:g", content="<x:a> <x:p> 1 .", headers=TURTLE),
                stranger.delete("/graph-store?graph=x:g"),
            ):
                assert answer.status_code == 401
                assert (
                    answer.headers["www-authenticate"].startswith("Bearer")
                    and error in answer.headers["www-authenticate"]
                )
            assert stranger.get("/sparql", params={"query": "ASK {}"}).status_code == 200
    assert not holds(client, "?s ?p ?o")


def test_tokens_reach_as_far_as_their_scopes(tmp_path: Path) -> None:
    tokens = (
        Token.of("only-updates", "program", frozenset({Scope.UPDATE})),
        Token.of("only-graphs", "loader", frozenset({Scope.GRAPH_STORE})),
    )
    with (
        open_store(tmp_path / "store") as store,
        serving(create_app(ThreadEngine(store, 1), Settings(tokens=tokens))) as url,
    ):
        for secret, update_status, graph_status in (("only-updates", 204, 403), ("only-graphs", 403, 201)):
            headers = {"Authorization": f"Bearer {secret}"}
            assert (
                httpx.post(f"{url}/sparql", data={"update": "CLEAR ALL"}, headers=headers).status_code == update_status
            )
            put = httpx.put(f"{url}/graph-store?graph=x:g", content="", headers=headers | TURTLE)
            assert put.status_code == graph_status


def test_no_secret_is_kept() -> None:
    assert SECRET not in repr(WRITER)
    for weak in ("short", "with spaces in it", "ключ-от-графа"):
        with pytest.raises(ValueError, match="a token has"):
            Token.of(weak)


def test_the_service_description_tells_of_updates(client: httpx.Client) -> None:
    assert "sd:SPARQL11Update" in client.get("/sparql").text


def test_an_upload_may_be_too_large_or_never_come(tmp_path: Path) -> None:
    settings = Settings(tokens=WRITER.tokens, max_upload_bytes=100, reader_timeout=0.5)

    def slow() -> Iterator[bytes]:
        yield b"<x:a> "
        time.sleep(2)
        yield b"<x:p> 1 ."

    with open_store(tmp_path / "store") as store, serving(create_app(ThreadEngine(store, 1), settings)) as url:
        target, headers = f"{url}/graph-store?graph=x:g", BEARER | TURTLE
        assert httpx.put(target, content=b"#" * 101, headers=headers).status_code == 413
        late = httpx.put(target, content=slow(), headers=headers)
        assert late.status_code == 408 and "0.5 seconds" in late.json()["detail"]
        assert list(store.graphs()) == []


def test_a_query_of_too_much_memory_is_stopped(tmp_path: Path) -> None:
    folder, p = tmp_path / "store", NamedNode("x:p")
    with open_store(folder) as store:
        store.add(Quad(NamedNode(f"x:s{i}"), p, NamedNode(f"x:o{i}"), p) for i in range(2000))
    engine = ProcessEngine(str(folder), 1, memory=300_000_000)
    query = "SELECT * { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } } ORDER BY STR(?f)"
    with serving(create_app(engine, Settings())) as url:
        answer = httpx.get(f"{url}/sparql", params={"query": query}, timeout=60)
        assert answer.status_code == 503 and "memory" in answer.json()["detail"]
        assert httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, timeout=60).status_code == 200


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_the_endpoint_over_another_server(kind: str, tmp_path: Path) -> None:
    """The same rights, formats and refusals, whoever keeps the graph."""
    with SERVERS[kind](tmp_path) as location, open_store(location) as store:
        for client in _client(ThreadEngine(store, 2)):
            name = {"graph": f"{EX}g"}
            client.put("/graph-store", params=name, content="<x:a> <x:p> 'да'@ru .".encode(), headers=TURTLE)
            assert update(client, "INSERT DATA { GRAPH :g { :s :p 1 } }").status_code == 204
            assert holds(client, "GRAPH :g { :s :p 1 . <x:a> <x:p> 'да'@ru }")
            turtle = client.get("/graph-store", params=name, headers={"Accept": "application/n-triples"}).text
            assert '<x:a> <x:p> "да"@ru .' in turtle.splitlines()
            csv = client.get(
                "/sparql", params={"query": f"SELECT ?o {{ GRAPH ?g {{ <{EX}s> ?p ?o }} }}", "format": "csv"}
            )
            assert csv.text.split() == ["o", "1"]
            assert (
                client.post("/sparql", data={"update": "CLEAR ALL"}, headers={"Authorization": ""}).status_code == 401
            )
            assert update(client, "LOAD <http://127.0.0.1:9/>").status_code == 403
            assert client.get("/sparql", params={"query": "SELECT {"}).status_code == 400
            assert client.delete("/graph-store", params=name).status_code == 204
            assert client.get("/graph-store", params=name).status_code == 404
