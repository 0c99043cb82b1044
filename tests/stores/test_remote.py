import http.server
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from kg.stores import StoreError, open_store
from kg.stores.address import Address, Credentials
from kg.stores.remote import RemoteStore

N = NamedNode("http://example.org/n")


@pytest.mark.parametrize(
    ("location", "query", "update", "user", "digest"),
    [
        ("http://h:7878/query", "http://h:7878/query", "http://h:7878/update", None, False),
        ("http://h/ds/query", "http://h/ds/query", "http://h/ds/update", None, False),
        ("https://h/sparql", "https://h/sparql", "https://h/sparql", None, False),
        ("https://h", "https://h/sparql", "https://h/sparql", None, False),
        ("http://me:pw@h/sparql#update=/in&auth=digest", "http://h/sparql", "http://h/in", "me", True),
        ("http://h/repo?x=1#update=http://k/up", "http://h/repo?x=1", "http://k/up", None, False),
    ],
)
def test_addresses(location: str, query: str, update: str, user: str | None, digest: bool) -> None:
    address = Address.parse(location)
    assert (address.query, address.update) == (query, update)
    assert (address.credentials.user, address.credentials.digest) == (user, digest)
    assert "pw" not in repr(address)


@pytest.mark.parametrize("location", ["http://", "http://h/sparql#updates=/x", "http://h/sparql#auth=ntlm"])
def test_addresses_that_are_none(location: str) -> None:
    with pytest.raises(StoreError, match="no address of a SPARQL server"):
        open_store(location)


@contextmanager
def answering(
    status: int, body: bytes = b"", media_type: str = "text/plain"
) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server that always answers the same; yields its address and the headers of what it was asked."""
    asked: list[dict[str, str]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(dict(self.headers))
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/sparql", asked
        server.shutdown()


@pytest.mark.parametrize(
    ("status", "body", "message"),
    [
        (401, b"who are you", "KG_STORE_USER"),
        (403, b"not you", "KG_STORE_TOKEN"),
        (503, b"too busy", "503: too busy"),
        (200, b"<html>", "no SPARQL result"),
    ],
)
def test_a_server_that_does_not_answer_as_it_should_is_told_of(status: int, body: bytes, message: str) -> None:
    with (
        answering(status, body) as (location, _),
        open_store(location) as store,
        pytest.raises(StoreError, match=message),
    ):
        store.query("ASK {}")


def test_a_broken_answer_is_told_of() -> None:
    with (
        answering(200, b'{"head": [', "application/sparql-results+json") as (location, _),
        open_store(location) as store,
        pytest.raises(StoreError, match="can't be read"),
    ):
        found = store.query("SELECT * {}")
        assert isinstance(found, QuerySolutions)
        list(found)


def test_no_server_and_a_silent_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store("http://127.0.0.1:9/sparql") as store, pytest.raises(StoreError, match="can't be reached"):
        store.query("ASK {}")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/sparql"
        with open_store(address, timeout=0.3) as store, pytest.raises(StoreError, match=r"0\.3 seconds"):
            store.query("ASK {}")


def test_who_asks_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = b'{"head": {}, "boolean": true}'
    with answering(200, answer, "application/sparql-results+json") as (location, asked):
        monkeypatch.setenv("KG_STORE_TOKEN", "my-token")
        with open_store(location) as store:
            store.query("ASK {}")
        monkeypatch.delenv("KG_STORE_TOKEN")
        monkeypatch.setenv("KG_STORE_USER", "me")
        monkeypatch.setenv("KG_STORE_PASSWORD", "pw")
        with open_store(location) as store:
            store.query("ASK {}")
    assert [headers["Authorization"] for headers in asked] == ["Bearer my-token", "Basic bWU6cHc="]


def test_reading_only_is_reading_only() -> None:
    with RemoteStore(Address.parse("http://127.0.0.1:9/", Credentials()), read_only=True) as store:
        with pytest.raises(StoreError, match="reading only"):
            store.replace(N, [])
        with pytest.raises(StoreError, match="reading only"):
            store.add([Quad(N, N, Literal("1"), N)])
        with pytest.raises(StoreError, match="reading only"):
            store.update("CLEAR ALL")
