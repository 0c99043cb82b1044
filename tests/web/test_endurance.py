"""What a server in a process of its own withstands: slow clients, being told to stop, being killed under load."""

import concurrent.futures
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph
import pytest

from kg.rdf.vocabulary import KG
from kg.stores import EmbeddedStore, open_store
from tests.web.test_server import free_port, wait_for

SECRET = "a-long-enough-secret"
LONG = (
    "SELECT (COUNT(*) AS ?n) WHERE { "
    + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(5))
    + " VALUES ?v { 1 2 3 4 5 } }"
)
"""A second of work on the 18 quads of the example graph, some where the machine has more to do."""


@contextlib.contextmanager
def served(folder: Path | str, *options: str, **environment: str) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    port = free_port()
    command = [sys.executable, "-m", "kg", "serve", "--store", str(folder), "--port", str(port), *options]
    process = subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.PIPE, text=True)
    try:
        wait_for(f"http://127.0.0.1:{port}/ready", process)  # type: ignore[arg-type]
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


def test_slow_clients_are_sent_away_and_hold_nobody_up(seeded: Path) -> None:
    with served(seeded, "--header-timeout", "3") as (url, _), contextlib.ExitStack() as open_sockets:
        slow = []
        for _ in range(300):
            client = open_sockets.enter_context(socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))))
            client.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            slow.append(client)
        assert httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, timeout=20).status_code == 200
        slow[0].settimeout(20)
        assert b"408" in slow[0].recv(1000)
        deadline = time.monotonic() + 20
        for client in slow[1:]:
            client.settimeout(max(0.1, deadline - time.monotonic()))
            assert client.recv(1000)
        assert httpx.get(f"{url}/ready", timeout=20).status_code == 200


def test_bodies_that_never_come_hold_nobody_up_and_are_not_waited_for(seeded: Path) -> None:
    """Those of one address have their share; beyond it they are refused, and their connections closed."""
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 9999\r\n\r\n"
    with served(seeded, "--header-timeout", "2") as (url, _), contextlib.ExitStack() as open_sockets:
        address = ("127.0.0.1", int(url.rpartition(":")[2]))
        slow = []
        for _ in range(100):
            client = open_sockets.enter_context(socket.create_connection(address, source_address=("127.0.0.2", 0)))
            client.sendall(head)
            client.settimeout(20)
            slow.append(client)
        assert httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, timeout=20).status_code == 200
        refused = slow[64:]
        assert all(client.recv(9999).startswith(b"HTTP/1.1 429") for client in refused)
        deadline = time.monotonic() + 20
        while refused and time.monotonic() < deadline:
            refused = [client for client in refused if _takes(client)]
            time.sleep(0.2)
        assert not refused
        assert httpx.get(f"{url}/ready", timeout=20).status_code == 200


def _takes(client: socket.socket) -> bool:
    """Is the connection open, and takes another byte?"""
    try:
        client.sendall(b" ")
    except OSError:
        return False
    return True


def test_a_connection_that_is_kept_may_rest_and_go_on(seeded: Path) -> None:
    with served(seeded, "--header-timeout", "1") as (url, _), httpx.Client(base_url=url, timeout=20) as client:
        for _ in range(3):
            assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
            time.sleep(0.7)


def test_answers_under_way_are_given_before_it_ends(seeded: Path) -> None:
    with served(seeded, "--timeout", "60") as (url, process), concurrent.futures.ThreadPoolExecutor(1) as threads:
        asked = threads.submit(httpx.get, f"{url}/sparql", params={"query": LONG}, timeout=60)
        time.sleep(0.3)
        assert not asked.done()
        process.send_signal(signal.SIGTERM)
        assert asked.result().json()["results"]["bindings"][0]["n"]["value"]
        assert process.wait(20) in (0, -signal.SIGTERM)


def has_ended(process: int) -> bool:
    """Has a process let go of all it held? Nobody need have asked for its exit code."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_nothing_that_was_answered_is_lost_when_it_is_killed_under_load(seeded: Path) -> None:
    answered: list[int] = []
    stop = threading.Event()

    def write(url: str, first: int) -> None:
        with httpx.Client(timeout=20) as client:
            for number in range(first, first + 100_000, 1):
                update = f"INSERT DATA {{ GRAPH <urn:g{number}> {{ <urn:s> <urn:p> {number} , {-number - 1} }} }}"
                try:
                    answer = client.post(
                        f"{url}/sparql", data={"update": update}, headers={"Authorization": f"Bearer {SECRET}"}
                    )
                except httpx.TransportError:
                    return
                if answer.status_code == 204:
                    answered.append(number)
                if stop.is_set():
                    return

    with served(seeded, KG_TOKEN=SECRET) as (url, process):
        threads = [threading.Thread(target=write, args=(url, first), daemon=True) for first in (0, 1_000_000)]
        for thread in threads:
            thread.start()
        while len(answered) < 200:
            time.sleep(0.01)
        tasks = Path(f"/proc/{process.pid}/task").glob("*/children")
        victims = [process.pid, *(int(child) for task in tasks for child in task.read_text().split())]
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        for thread in threads:
            thread.join()
        process.wait(20)
        while not all(map(has_ended, victims)):  # until then the writer holds the store
            time.sleep(0.01)
    with open_store(seeded, read_only=True) as store:
        found = {graph.value for graph in store.graphs()}
        assert {f"urn:g{number}" for number in answered} <= found
        sizes = {len(list(store.quads(graph))) for graph in store.graphs() if graph.value.startswith("urn:g")}
        assert sizes == {2}


def test_the_log_in_json_lines(seeded: Path) -> None:
    with served(seeded, "--log", "json", "--log-requests") as (url, process):
        httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, headers={"X-Request-ID": "mine"}, timeout=20)
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=20)
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert any(line.get("request_id") == "mine" and line["status"] == 200 for line in lines)


@pytest.mark.parametrize("option", ["--header-timeout", "--timeout"])
def test_a_limit_that_is_none_is_refused(seeded: Path, option: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "serve", "--store", str(seeded), option, "0"], capture_output=True, check=False
    )
    assert done.returncode == 2


def test_the_text_index_is_kept_up_beside_the_server(seeded: Path) -> None:
    (seeded / "texts.sqlite").unlink(missing_ok=True)
    with served(seeded):
        wait_for_texts(seeded)
        with open_store(seeded) as builder:  # as `kg build` beside the server
            builder.add([pyoxigraph.Quad(KG.text, KG.text, pyoxigraph.Literal("завод"), pyoxigraph.DefaultGraph())])
        wait_for_texts(seeded)


def wait_for_texts(folder: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        with EmbeddedStore(folder, read_only=True) as store:
            if not store.texts_are_behind:
                return
        assert time.monotonic() < deadline
        time.sleep(0.1)
