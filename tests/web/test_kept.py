"""Answers that are kept, their tags, and connections and readers that are slow."""

import gzip
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pyoxigraph
import pytest

from kg.stores import open_store
from kg.web import connections
from kg.web.access import Token
from kg.web.app import create_app
from kg.web.connections import patient
from kg.web.processes import ProcessEngine
from kg.web.settings import Settings
from tests.web.conftest import serving

COUNT = {"query": "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"}
SECRET = "a-secret-that-is-long"
UPDATE = {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/sparql-update"}
PLAIN = {"Accept-Encoding": "identity"}
MANY = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def count(url: str) -> int:
    return int(httpx.get(f"{url}/sparql", params=COUNT).json()["results"]["bindings"][0]["n"]["value"])


def test_an_answer_is_kept_until_something_is_written_here(seeded: Path) -> None:
    settings = Settings(queries=1, tokens=(Token.of(SECRET),))
    with serving(create_app(ProcessEngine(str(seeded), 1, writable=True), settings)) as url:
        before = count(url)
        for number in range(5):
            assert count(url) == count(url) == before + number
            added = f"INSERT DATA {{ GRAPH <urn:g> {{ <urn:s> <urn:p> {number} }} }}"
            assert httpx.post(f"{url}/sparql", content=added, headers=UPDATE).status_code == 204


def test_an_answer_is_kept_until_another_process_has_written(seeded: Path) -> None:
    with serving(create_app(ProcessEngine(str(seeded), 1), Settings(queries=1))) as url:
        before = count(url)
        for number in range(3):
            assert count(url) == count(url) == before + number
            node = pyoxigraph.NamedNode(f"urn:{number}")
            with open_store(seeded) as writer:
                writer.add([pyoxigraph.Quad(node, node, node, node)])


def test_tags(seeded: Path) -> None:
    settings = Settings(queries=1, tokens=(Token.of(SECRET),))
    with serving(create_app(ProcessEngine(str(seeded), 1, writable=True), settings)) as url:
        first = httpx.get(f"{url}/sparql", params=COUNT)
        tag = first.headers["etag"]
        again = httpx.get(f"{url}/sparql", params=COUNT, headers={"If-None-Match": tag})
        assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == tag
        csv = httpx.get(f"{url}/sparql", params=COUNT, headers={"Accept": "text/csv", "If-None-Match": tag})
        assert csv.status_code == 200 and csv.headers["etag"] != tag
        assert httpx.get(f"{url}/sparql", params=COUNT, headers={"If-None-Match": "*"}).status_code == 304
        httpx.post(f"{url}/sparql", content="INSERT DATA { <urn:s> <urn:p> 1 }", headers=UPDATE)
        assert httpx.get(f"{url}/sparql", params=COUNT, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("call", ["RAND()", "NOW()", "UUID()", "STRUUID()"])
def test_what_is_another_each_time_is_not_kept(location: str, call: str) -> None:
    with serving(create_app(ProcessEngine(location, 1), Settings(queries=1))) as url:
        answers = [httpx.get(f"{url}/sparql", params={"query": f"SELECT ({call} AS ?x) WHERE {{}}"}) for _ in range(2)]
    assert answers[0].content != answers[1].content
    assert "etag" not in answers[0].headers


def test_a_kept_answer_is_compressed_for_those_who_take_that(location: str) -> None:
    query = {"query": "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f }"}
    with serving(create_app(ProcessEngine(location, 1), Settings(queries=1))) as url:
        plain = httpx.get(f"{url}/sparql", params=query, headers=PLAIN)
        assert "content-encoding" not in plain.headers
        for _ in range(2):
            with httpx.stream("GET", f"{url}/sparql", params=query) as answer:
                assert answer.headers["content-encoding"] == "gzip"
                assert gzip.decompress(b"".join(answer.iter_raw())) == plain.content


def test_slow_readers_keep_no_process_from_the_others(location: str) -> None:
    settings = Settings(queries=1, reader_timeout=20.0)
    with serving(create_app(ProcessEngine(location, 1), settings)) as url:
        port = httpx.URL(url).port
        asked = httpx.Request("GET", f"{url}/sparql", params={"query": f"{MANY} LIMIT 50000"})
        head = f"GET {asked.url.raw_path.decode()} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        slow = []
        for _ in range(3):
            connection = socket.create_connection(("127.0.0.1", port or 0))
            connection.sendall(head)
            assert connection.recv(10)
            slow.append(connection)
        began = time.monotonic()
        assert httpx.get(f"{url}/sparql", params=COUNT, timeout=10).status_code == 200
        assert time.monotonic() - began < 8
        for connection in slow:
            connection.close()


def test_a_reader_that_takes_nothing_more_is_left(location: str) -> None:
    settings = Settings(queries=1, reader_timeout=0.5)
    with (
        serving(create_app(ProcessEngine(location, 1), settings)) as url,
        pytest.raises(httpx.RemoteProtocolError),
        httpx.stream("GET", f"{url}/sparql", params={"query": MANY}, headers=PLAIN, timeout=20) as answer,
    ):
        pieces = answer.iter_raw()
        assert next(pieces)
        time.sleep(3)
        for piece in pieces:
            assert piece


def test_the_head_of_a_request_must_come_and_end(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "_MOST", 10_000)
    app = create_app(ProcessEngine(location, 1), Settings(queries=1))
    with serving(app, http=patient(2.0)) as url, ThreadPoolExecutor(3) as threads:
        port = httpx.URL(url).port or 0

        def answer_to(*pieces: bytes) -> bytes:
            with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
                for piece in pieces:
                    connection.sendall(piece)
                    time.sleep(0.1)
                return connection.recv(100)

        silent = threads.submit(answer_to, b"")
        stuck = threads.submit(answer_to, b"GET /health HTTP/1.1\r\nHo")
        endless = threads.submit(answer_to, *[b"GET /health?" + b"x" * 4000, *[b"x" * 4000] * 3])
        assert httpx.get(f"{url}/health").status_code == 200
        assert b" 408 " in silent.result() and b" 408 " in stuck.result()
        assert b" 431 " in endless.result()
        parts = answer_to(b"GET /health HTTP/1.1\r\n", b"Host: localhost\r\n", b"\r\n")
        assert b" 200 " in parts
