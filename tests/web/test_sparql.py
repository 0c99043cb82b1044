import csv
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, SPARQLWrapper

from kg.web.settings import DefaultGraph, Settings
from tests.web.conftest import Serve

PREFIX = "PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/> "
TITLES = PREFIX + "SELECT ?a ?title WHERE { ?a dcterms:title ?title }"
EXPECTED = {"Министры поговорили", "Ответ посольства"}
CLAIM = PREFIX + "CONSTRUCT { ?c ?p ?o } WHERE { ?c a kg:Claim ; ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(12)) + " }"
LONG = "SELECT * WHERE { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(4)) + " } LIMIT 60000"
FORM = "application/x-www-form-urlencoded"


def from_json(body: str) -> set[str]:
    return {row["title"]["value"] for row in json.loads(body)["results"]["bindings"]}


def from_xml(body: str) -> set[str]:
    space = "{http://www.w3.org/2005/sparql-results#}"
    found = ElementTree.fromstring(body).iter(f"{space}binding")
    return {"".join(node.itertext()).strip() for node in found if node.get("name") == "title"}


def from_csv(body: str) -> set[str]:
    return {row["title"] for row in csv.DictReader(body.splitlines())}


def from_tsv(body: str) -> set[str]:
    return {row["?title"].removesuffix("@ru").strip('"') for row in _tsv(body)}


def _tsv(body: str) -> Iterator[dict[str, str]]:
    return iter(csv.DictReader(body.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize(
    ("media_type", "read"),
    [
        ("application/sparql-results+json", from_json),
        ("application/sparql-results+xml", from_xml),
        ("text/csv", from_csv),
        ("text/tab-separated-values", from_tsv),
    ],
)
def test_select_in_every_format(client: httpx.Client, media_type: str, read: Callable[[str], set[str]]) -> None:
    answer = client.get("/sparql", params={"query": TITLES}, headers={"Accept": media_type})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in answer.headers["vary"]
    assert read(answer.text) == EXPECTED


@pytest.mark.parametrize(
    ("media_type", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_construct_in_every_format(client: httpx.Client, media_type: str, parser: str) -> None:
    answer = client.get("/sparql", params={"query": CLAIM}, headers={"Accept": media_type})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    graph = rdflib.Graph().parse(data=answer.text, format=parser)
    claim = rdflib.URIRef("https://w3id.org/newskg/claim/77")
    assert graph.value(claim, rdflib.URIRef("https://w3id.org/newskg/ontology#text")) == rdflib.Literal(
        "дорога открыта & <свободна>", lang="ru"
    )
    assert len(graph) == 5


def test_ask_and_describe(client: httpx.Client) -> None:
    yes = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})
    assert yes.json()["boolean"] is True
    described = client.get("/sparql", params={"query": "DESCRIBE <https://w3id.org/newskg/actor/Q200>"})
    assert "Лапутия" in described.text
    assert described.headers["content-type"] == "text/turtle; charset=utf-8"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (FORM, "query=" + quote(TITLES)),
        (f"{FORM}; charset=UTF-8", "query=" + quote(TITLES)),
        ("application/sparql-query", TITLES),
        ("application/sparql-query; charset=utf-8", TITLES),
        ("application/sparql-query", TITLES + " # " + "я" * 100_000),
    ],
)
def test_post(client: httpx.Client, content_type: str, body: str) -> None:
    answer = client.post("/sparql", content=body.encode(), headers={"Content-Type": content_type})
    assert from_json(answer.text) == EXPECTED


def test_the_format_can_be_named_in_the_address(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": TITLES, "format": "csv"}, headers={"Accept": "image/png"})
    assert from_csv(answer.text) == EXPECTED
    assert client.get("/sparql", params={"query": TITLES, "format": "docx"}).status_code == 400


def test_relative_iris_are_relative_to_the_base_of_the_graph(client: httpx.Client) -> None:
    assert client.get("/sparql", params={"query": "ASK { <actor/Q200> ?p ?o }"}).json()["boolean"] is True


def test_the_dataset_of_the_request(client: httpx.Client) -> None:
    one = "https://w3id.org/newskg/article/2c3d"
    default = client.get("/sparql", params={"query": TITLES, "default-graph-uri": one})
    assert from_json(default.text) == {"Ответ посольства"}
    inside = PREFIX + "SELECT ?title WHERE { GRAPH ?g { ?a dcterms:title ?title } }"
    named = client.get("/sparql", params={"query": inside, "named-graph-uri": one})
    assert from_json(named.text) == {"Ответ посольства"}
    both = client.post(
        "/sparql",
        params={"default-graph-uri": [one, "https://w3id.org/newskg/article/0a1b"]},
        content=TITLES,
        headers={"Content-Type": "application/sparql-query"},
    )
    assert from_json(both.text) == EXPECTED
    bad = client.get("/sparql", params={"query": TITLES, "default-graph-uri": "no iri"})
    assert bad.status_code == 400 and "no iri" in bad.json()["detail"]


def test_from_in_the_query_names_the_dataset(client: httpx.Client) -> None:
    query = TITLES.replace("WHERE", "FROM <https://w3id.org/newskg/article/2c3d> WHERE")
    assert from_json(client.get("/sparql", params={"query": query}).text) == {"Ответ посольства"}


def test_the_plain_default_graph(serve: Serve) -> None:
    with serve(Settings(default_graph=DefaultGraph.PLAIN, queries=1)) as url:
        assert from_json(httpx.get(f"{url}/sparql", params={"query": TITLES}).text) == set()


def test_what_is_no_query_is_answered_with_the_place(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "SELECT ?s\nWHERE { ?s ?p }"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["title"], problem["line"]) == (400, "Bad Request", 2)
    assert problem["detail"].startswith(f"error at 2:{problem['column']}: expected ")
    assert problem["detail"].endswith("WHERE { ?s ?p }\n" + " " * (problem["column"] - 1) + "^")
    short = client.get("/sparql", params={"query": "SELECT * {"}).json()["detail"]
    assert "a letter" in short and "u{" not in short and short.count("\n") == 2
    first, second = (client.get("/sparql", params={"query": start + "ASK { ?s ?p }"}).json() for start in ("", "\n"))
    assert (first["line"], second["line"]) == (1, 2)
    assert first["column"] == second["column"]
    plain = client.get("/sparql", params={"query": "SELECTA"}, headers={"Accept": "text/plain"})
    assert plain.headers["content-type"] == "text/plain; charset=utf-8"
    assert plain.text.startswith("error at 1:")


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status", "words"),
    [
        ("POST", "", {"Content-Type": FORM}, "a=b", 400, "no query"),
        ("GET", "?query=", {}, "", 400, ""),
        ("GET", "?querry=ASK{}", {}, "", 400, "no query"),
        ("GET", "?query=ASK{}&query=ASK{}", {}, "", 400, "2 queries"),
        ("GET", "?update=DROP+ALL", {}, "", 400, "GET"),
        ("POST", "", {"Content-Type": FORM}, "update=DROP+ALL", 403, "read only"),
        ("POST", "", {"Content-Type": FORM}, "update=DROP+ALL&query=ASK{}", 400, "one of them"),
        ("POST", "", {"Content-Type": "application/sparql-update"}, "DROP ALL", 403, "read only"),
        ("POST", "", {"Content-Type": "application/sparql-query"}, "DROP ALL", 400, "error at 1:"),
        ("POST", "?query=ASK{}", {"Content-Type": "application/sparql-query"}, "ASK {}", 400, "both"),
        ("POST", "", {"Content-Type": "application/json"}, "{}", 415, "application/sparql-query"),
        ("POST", "", {}, "", 415, "none given"),
        ("POST", "", {"Content-Type": "application/sparql-query"}, b"\xff", 400, "UTF-8"),
        ("POST", "", {"Content-Type": FORM}, "query=%FF", 400, "UTF-8"),
        ("GET", "?query=ASK{}", {"Accept": "image/png"}, "", 406, "text/turtle"),
        ("GET", "?query=ASK{}", {"Accept": "text/turtle"}, "", 406, "text/csv"),
        ("GET", "?query=DESCRIBE+<urn:x>", {"Accept": "text/csv"}, "", 406, "text/turtle"),
        ("GET", "?query=SELECT(<urn:f>(1)AS+?x){}", {}, "", 501, "urn:f"),
        ("PUT", "", {}, "", 405, "PUT"),
        ("DELETE", "", {}, "", 405, "DELETE"),
    ],
)
def test_requests_that_are_not_answered(
    client: httpx.Client, method: str, path: str, headers: dict[str, str], body: str | bytes, status: int, words: str
) -> None:
    answer = client.request(method, f"/sparql{path}", headers=headers, content=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert words in answer.json()["detail"]


def test_a_request_may_be_too_large(serve: Serve) -> None:
    with serve(Settings(max_request_bytes=100, queries=1)) as url:
        headers = {"Content-Type": "application/sparql-query"}
        body = b"ASK {} #" + b"x" * 100
        assert httpx.post(f"{url}/sparql", content=body, headers=headers).status_code == 413
        assert httpx.post(f"{url}/sparql", content=iter([body]), headers=headers).status_code == 413
        assert httpx.post(f"{url}/sparql", content=body[:100], headers=headers).status_code == 200


@contextmanager
def eavesdropper() -> Iterator[tuple[str, list[str]]]:
    """A server that should never be called; yields its address and what it was called for."""
    calls: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_error(500)

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/x", calls
        server.shutdown()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <U> { ?s ?p ?o } }",
        "SELECT * { service silent <U> { ?s ?p ?o } }",
        "SELECT * { VALUES ?u { <U> } SERVICE ?u { ?s ?p ?o } }",
        # Clauses hidden from those who only look for a word between spaces, outside strings, comments and IRIs.
        "SELECT * { FILTER(1<2)SERVICE#>\n<U> { ?s ?p ?o } }",
        'SELECT * { BIND("a\\u0022" AS ?y) SERVICE <U> { ?s ?p ?o } #"\n}',
        "SELECT * { ?s ?p trueSERVICE <U> { ?a ?b ?c } }",
        "PREFIX : <U> SELECT * { SERVICE:x { ?a ?b ?c } }",
        "PREFIX ex: <U> SELECT * { SERVICEex:x { ?a ?b ?c } }",
        "PREFIX ex: <U> SELECT * { SERVICESILENTex:x { ?a ?b ?c } }",
        "PREFIX ex: <U> SELECT * { SERVICE ex:x#{}\n { ?a ?b ?c } }",
    ],
)
def test_service_is_refused(client: httpx.Client, query: str) -> None:
    with eavesdropper() as (address, calls):
        answer = client.get("/sparql", params={"query": query.replace("<U>", f"<{address}>")})
        assert answer.status_code == 403
        assert "SERVICE is off" in answer.json()["detail"]
        assert calls == []


def test_the_word_service_is_not_refused(client: httpx.Client) -> None:
    query = "PREFIX sd: <urn:sd#> SELECT ?service { ?service a sd:Service . GRAPH ?service { ?s ?p 'service' } }"
    assert client.get("/sparql", params={"query": query}).status_code == 200


def test_no_file_and_no_address_is_read_for_a_dataset(client: httpx.Client) -> None:
    with eavesdropper() as (address, calls):
        for place in (address, "file:///etc/passwd"):
            answer = client.get("/sparql", params={"query": f"SELECT * FROM <{place}> {{ ?s ?p ?o }}"})
            assert answer.json()["results"]["bindings"] == []
        assert calls == []


def test_head_options_and_cors(client: httpx.Client) -> None:
    head = client.head("/sparql", params={"query": TITLES})
    assert head.status_code == 200 and head.content == b""
    assert head.headers["content-type"] == "application/sparql-results+json"
    for path in ("/", "/query", "/health", "/actor/Q100", "/ontology"):
        assert client.head(path).status_code == 200
    options = client.options("/sparql")
    assert options.status_code == 204 and "POST" in options.headers["allow"]
    preflight = client.options(
        "/sparql", headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    )
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert (
        client.get("/health", headers={"Origin": "https://example.org"}).headers["access-control-allow-origin"] == "*"
    )


def test_long_answers_come_whole_and_compressed(client: httpx.Client) -> None:
    with client.stream("GET", "/sparql", params={"query": LONG, "format": "tsv"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert "content-length" not in answer.headers
        lines = sum(1 for _ in answer.iter_lines())
    assert lines == 60_001


def test_a_long_answer_whose_reader_goes_leaves_the_server_working(client: httpx.Client) -> None:
    for _ in range(4):
        with client.stream("GET", "/sparql", params={"query": LONG}) as answer:
            next(answer.iter_bytes())
    assert from_json(client.get("/sparql", params={"query": TITLES}).text) == EXPECTED


def test_an_answer_may_be_too_large(serve: Serve) -> None:
    with serve(Settings(max_result_bytes=1000, queries=1)) as url:
        answer = httpx.get(f"{url}/sparql", params={"query": LONG})
        assert answer.status_code == 403 and "1,000 bytes" in answer.json()["detail"]
        assert httpx.get(f"{url}/sparql", params={"query": "ASK {}"}).status_code == 200


def test_many_at_once(server: str) -> None:
    def ask(number: int) -> str:
        query = f"SELECT ?x WHERE {{ BIND({number} AS ?x) ?s ?p ?o }} LIMIT 1"
        found = httpx.get(f"{server}/sparql", params={"query": query}, timeout=20).json()
        return str(found["results"]["bindings"][0]["x"]["value"])

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(40))) == [str(number) for number in range(40)]


def test_sparqlwrapper(server: str) -> None:
    asked = SPARQLWrapper(f"{server}/sparql")
    asked.setQuery(TITLES)
    asked.setReturnFormat(JSON)
    found: Any = asked.query().convert()
    assert {row["title"]["value"] for row in found["results"]["bindings"]} == EXPECTED
    asked.setMethod("POST")
    asked.setReturnFormat(CSV)
    found = asked.query().convert()
    assert from_csv(found.decode()) == EXPECTED
    asked.setQuery(CLAIM)
    asked.setReturnFormat("turtle")
    found = asked.query().convert()
    assert len(rdflib.Graph().parse(data=found, format="turtle")) == 5


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib(server: str, method: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server}/sparql", method=method))
    assert {str(row["title"]) for row in graph.query(TITLES)} == EXPECTED  # type: ignore[index, call-overload]
    actor = rdflib.URIRef("https://w3id.org/newskg/actor/Q100")
    assert graph.value(actor, rdflib.RDFS.label) == rdflib.Literal("Иван Петров", lang="ru")


def test_service_description(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "application/rdf+xml"})
    graph = rdflib.Graph().parse(data=answer.text, format="xml")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    service = graph.value(predicate=rdflib.RDF.type, object=sd.Service)
    assert str(graph.value(service, sd.endpoint)) == str(client.base_url.join("/sparql"))
    assert (service, sd.feature, sd.UnionDefaultGraph) in graph
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406
    browser = client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert browser.status_code == 303 and browser.headers["location"].endswith("/query")
