"""SERVICE: off, unless the operator allows a server by its address; nothing else is reached by it."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from kg.stores import open_store
from kg.web.app import create_app
from kg.web.settings import Settings
from kg.web.threads import ThreadEngine
from tests.web.conftest import serving

INNER = "{ ?claim <https://w3id.org/newskg/ontology#speaker> ?who }"


@contextmanager
def pair(location: str, *more: str) -> Iterator[tuple[str, httpx.Client]]:
    """A server that may be asked, and one that may ask it: the address of the first, a client of the second."""
    with open_store(location, read_only=True) as store, serving(create_app(ThreadEngine(store, 1))) as asked:
        allowed = Settings(services=(f"{asked}/sparql", *more))
        with (
            serving(create_app(ThreadEngine(store, 1), allowed)) as url,
            httpx.Client(base_url=url, timeout=20) as client,
        ):
            yield f"{asked}/sparql", client


def ask(client: httpx.Client, query: str) -> httpx.Response:
    return client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})


def test_an_allowed_server_is_asked_and_joined(location: str) -> None:
    with pair(location) as (other, client):
        answer = ask(
            client,
            f"PREFIX kg: <https://w3id.org/newskg/ontology#> SELECT ?text {{ SERVICE <{other}> {INNER} "
            "?claim kg:text ?text }",
        )
        assert answer.status_code == 200 and answer.text.splitlines()[1:] == ["дорога открыта & <свободна>"]
        prefixed = f"PREFIX s: <{other}> PREFIX kg: <https://w3id.org/newskg/ontology#> SELECT * {{ ?claim a kg:Claim "
        assert ask(client, prefixed + "service s: { ?claim kg:speaker ?who } }").text.count("claim/77") == 1
        nothing = "SELECT * { SERVICE <" + other + "> { ?nothing <urn:no> ?where } }"
        assert ask(client, nothing).text.split() == ["nothing,where"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/sparql> " + INNER + " }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:9/sparql> " + INNER + " }",
        "SELECT * { SERVICE <OTHER?x=1> " + INNER + " }",
        "SELECT * { SERVICE <OTHER/> " + INNER + " }",
        "SELECT * { VALUES ?s { <OTHER> } SERVICE ?s " + INNER + " }",
        "SELECT * { SERVICE <OTHER> { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } } }",
        "SELECT * { SERVICE <OTHER> " + INNER + " # SERVICE <http://127.0.0.1:9/> { }\n}",
        r"SELECT * { SERVICE <OTHER> { ?a ?b ?c } \u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_nothing_else_is_asked(location: str, query: str) -> None:
    with pair(location) as (other, client):
        assert ask(client, query.replace("OTHER", other)).status_code == 403


def test_without_permission_it_is_off(client: httpx.Client) -> None:
    answer = ask(client, "SELECT * { SERVICE <http://127.0.0.1:9/sparql> " + INNER + " }")
    assert answer.status_code == 403 and "SERVICE is off" in answer.text


@contextmanager
def answering(status: int, body: bytes = b"", **headers: str) -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.answer()

        def do_GET(self) -> None:
            self.answer()

        def answer(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/sparql", asked
        server.shutdown()


def test_a_redirect_is_not_followed(location: str) -> None:
    with (
        answering(200) as (inside, reached),
        answering(307, Location=inside) as (outside, asked),
        pair(location, outside) as (_, client),
    ):
        answer = ask(client, f"SELECT * {{ SERVICE <{outside}> {INNER} }}")
        assert answer.status_code == 502 and "307" in answer.text
        assert asked and not reached


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b""),
        (200, b"<html>"),
        (200, b'{"head": {}, "boolean": true}'),
        (200, b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "bnode", "value": "b"}}]}}'),
    ],
)
def test_a_server_that_fails_is_named_unless_silence_is_asked_for(location: str, status: int, body: bytes) -> None:
    with answering(status, body) as (other, _), pair(location, other) as (_, client):
        clause = f"<{other}> {INNER}"
        failed = ask(client, f"SELECT * {{ SERVICE {clause} }}")
        assert failed.status_code == 502 and other in failed.text
        silent = ask(client, f"SELECT (1 AS ?one) {{ SERVICE SILENT {clause} }}")
        assert silent.status_code == 200 and silent.text.split() == ["one", "1"]


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="whole address"):
        Settings(services=("file:///etc/passwd",))
