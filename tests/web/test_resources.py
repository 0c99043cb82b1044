import httpx
import pytest
import rdflib

from kg.web.settings import Settings
from tests.web.conftest import Serve

BASE = "https://w3id.org/newskg/"
KG = rdflib.Namespace(f"{BASE}ontology#")
CLAIM = rdflib.URIRef(f"{BASE}claim/77")
MENTION = rdflib.URIRef(f"{BASE}article/0a1b#char=10,30")
FORMATS = [
    ("ttl", "text/turtle", "turtle"),
    ("jsonld", "application/ld+json", "json-ld"),
    ("nt", "application/n-triples", "nt"),
    ("rdf", "application/rdf+xml", "xml"),
]


@pytest.mark.parametrize(("suffix", "media_type", "parser"), FORMATS)
def test_a_claim_comes_with_the_words_it_was_read_from(
    client: httpx.Client, suffix: str, media_type: str, parser: str
) -> None:
    by_suffix = client.get(f"/claim/77.{suffix}", headers={"Accept": "text/html"})
    by_accept = client.get("/claim/77", headers={"Accept": media_type})
    for answer in (by_suffix, by_accept):
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == media_type
        assert answer.headers["content-location"] == f"/claim/77.{suffix}"
        graph = rdflib.Graph().parse(data=answer.text, format=parser)
        assert graph.value(CLAIM, KG.speaker) == rdflib.URIRef(f"{BASE}actor/Q100")
        assert graph.value(CLAIM, KG.evidence) == MENTION
        assert "дорога открыта" in {str(value) for value in graph.objects(MENTION)}
        assert len(graph) == 7


def test_an_article_is_its_named_graph(client: httpx.Client) -> None:
    graph = rdflib.Graph().parse(data=client.get("/article/0a1b.ttl").text)
    assert len(graph) == 9
    assert (CLAIM, rdflib.RDF.type, KG.Claim) in graph


def test_the_graph_of_the_actors(client: httpx.Client) -> None:
    graph = rdflib.Graph().parse(data=client.get("/graph/actors").text)
    assert {str(label) for label in graph.objects(predicate=rdflib.RDFS.label)} == {"Иван Петров", "Лапутия"}


def test_the_client_is_told_of_the_other_formats(client: httpx.Client) -> None:
    link = client.get("/actor/Q100").headers["link"]
    assert '</actor/Q100.jsonld>; rel="alternate"; type="application/ld+json"' in link


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/actor/nobody", "*/*", 404),
        ("/actor/Q100.docx", "*/*", 404),
        ("/actor/Q100%3E%20%7D%20%23", "*/*", 404),
        ("/nothing/Q100", "*/*", 404),
        ("/actor/Q100", "image/png", 406),
        ("/ontology", "image/png", 406),
    ],
)
def test_what_is_not_there(client: httpx.Client, path: str, accept: str, status: int) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


@pytest.mark.parametrize(("path", "term"), [("/ontology", "ontology#Claim"), ("/plover", "plover#CONSULT")])
@pytest.mark.parametrize(("suffix", "media_type", "parser"), FORMATS)
def test_the_vocabularies(
    client: httpx.Client, path: str, term: str, suffix: str, media_type: str, parser: str
) -> None:
    for answer in (client.get(f"{path}.{suffix}"), client.get(path, headers={"Accept": media_type})):
        graph = rdflib.Graph().parse(data=answer.text, format=parser)
        assert graph.value(rdflib.URIRef(BASE + term), rdflib.RDF.type) is not None


def test_the_base_need_not_be_the_servers_address(serve: Serve) -> None:
    with serve(Settings(base="https://example.org/other/", queries=1)) as url:
        assert httpx.get(f"{url}/actor/Q100").status_code == 404


def test_health_and_void_tell_how_much_there_is(client: httpx.Client) -> None:
    health = client.get("/health").json()
    assert (health["status"], health["quads"]) == ("ok", 18)
    graph = rdflib.Graph().parse(data=client.get("/.well-known/void").text)
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    assert [int(str(count)) for count in graph.objects(predicate=void.triples)] == [18]


def test_openapi_tells_of_every_path_and_loads_nothing_from_elsewhere(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    assert {"/sparql", "/health", "/.well-known/void", "/ontology", "/plover", "/graph/{local}"} <= set(
        described["paths"]
    )
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"] and operation["description"], f"{method} {path}"
            assert {"200", "204"} & set(operation["responses"])
    assert client.get("/docs").status_code == client.get("/redoc").status_code == 404


def test_what_a_client_has_already_is_not_sent_again(client: httpx.Client) -> None:
    for path in ("/actor/Q100.ttl", "/actor/Q100.json", "/actor/Q100.csv", "/ontology.ttl"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b""), path
    assert ",Person,Иван Петров," in client.get("/actor/Q100.csv").text


def test_browsers_are_told_on_a_page_that_there_is_nothing(client: httpx.Client) -> None:
    answer = client.get("/nothing-here", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html") and "<h1>" in answer.text
    assert client.get("/nothing-here").headers["content-type"] == "application/problem+json"
