"""Several server processes over one store: what one knows, all know; and whichever is killed, nothing is lost."""

import concurrent.futures
import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from kg.stores import open_store
from kg.web.app import create_app
from kg.web.processes import ProcessEngine
from kg.web.server import ServeError, serve
from kg.web.settings import Settings
from kg.web.sharing import Share, UnderWay
from tests.web.conftest import serving
from tests.web.test_endurance import SECRET, served
from tests.web.test_server import descendants
from tests.web.test_sparql import ENDLESS

BEARER = {"Authorization": f"Bearer {SECRET}"}
CLIENTS = 12
"""Connections: among two processes, all of them go to one in one of 2,048 runs."""


@pytest.fixture
def url(seeded: Path) -> Iterator[str]:
    with served(seeded, "--workers", "2", KG_TOKEN=SECRET) as (address, _):
        yield address


def processes(server: int, of: str) -> list[int]:
    """The server's processes of a kind: the module that they run; server processes bear the supervisor's words."""
    found = []
    for process in descendants(server):
        try:
            words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended since it was listed
        if words == [b""]:
            continue  # it has ended, and nobody has asked how
        module = next((word.decode() for word in words if word.startswith(b"kg.web.")), "server")
        if module == of:
            found.append(int(process))
    return found


def clients(url: str) -> list[httpx.Client]:
    """Each with a connection of its own, that is made at once."""
    made = [httpx.Client(base_url=url, headers=BEARER, timeout=30) for _ in range(CLIENTS)]
    for client in made:
        client.get("/health")
    return made


def ask(client: httpx.Client, pattern: str) -> bool:
    answer = client.get("/sparql", params={"query": f"ASK {{ {pattern} }}"})
    found: bool = answer.json()["boolean"]
    return found


def test_what_one_has_written_all_see_at_once(url: str) -> None:
    made = clients(url)
    for number, client in enumerate(made):
        assert not any(ask(other, f"<urn:s> <urn:p> {number}") for other in made)
        text = f"INSERT DATA {{ GRAPH <urn:g> {{ <urn:s> <urn:p> {number} }} }}"
        assert client.post("/sparql", data={"update": text}).status_code == 204
        assert all(ask(other, f"<urn:s> <urn:p> {number}") for other in made)


def test_changes_of_all_are_made_one_after_the_other(url: str) -> None:
    """Each adds one to a number; none is lost."""
    made = clients(url)
    add = "DELETE { GRAPH <urn:g> { <urn:s> <urn:p> ?n } } INSERT { GRAPH <urn:g> { <urn:s> <urn:p> ?m } } WHERE "
    add += "{ GRAPH <urn:g> { <urn:s> <urn:p> ?n } BIND(?n + 1 AS ?m) }"
    made[0].post("/sparql", data={"update": "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 0 } }"})

    def work(client: httpx.Client) -> None:
        for _ in range(5):
            assert client.post("/sparql", data={"update": add}).status_code == 204

    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as threads:
        list(threads.map(work, made))
    assert ask(made[0], f"<urn:s> <urn:p> {5 * CLIENTS}")


def test_metrics_are_those_of_all(url: str) -> None:
    made = clients(url)
    for client in made:
        assert ask(client, "?s ?p ?o")
    lines = made[0].get("/metrics").text.splitlines()
    assert f'kg_http_requests_total{{method="GET",path="/sparql",status="200"}} {float(CLIENTS)}' in lines
    assert "kg_http_requests_under_way 1.0" in lines
    assert sum(line.startswith("kg_info{") for line in lines) == 1


def test_a_client_has_its_share_of_all_together(location: str) -> None:
    under_way = UnderWay(2)
    app = create_app(ProcessEngine(location, 1), Settings(max_per_client=2), share=Share(1, under_way))
    with serving(app) as url, httpx.Client(base_url=url, timeout=30) as client:
        query = {"query": "ASK {}"}
        assert client.get("/sparql", params=query).status_code == 200
        other = multiprocessing.get_context("fork").Process(target=_begin_two, args=(under_way,))
        other.start()
        other.join()
        assert client.get("/sparql", params=query).status_code == 429
        under_way.forget(0)
        assert client.get("/sparql", params=query).status_code == 200


def _begin_two(under_way: UnderWay) -> None:
    under_way.begin(0, "127.0.0.1")
    under_way.begin(0, "127.0.0.1")


def test_the_address_is_not_shared_with_another_server(seeded: Path) -> None:
    with (
        served(seeded, "--workers", "2") as (url, _),
        pytest.raises(ServeError, match="another program listens there"),
    ):
        serve(str(seeded), port=int(url.rpartition(":")[2]))


@pytest.mark.parametrize("victim", ["server", "kg.web.worker", "kg.web.writer", "kg.web.indexer"])
def test_whichever_is_killed_under_load_nothing_is_lost_and_it_goes_on(seeded: Path, victim: str) -> None:
    stop = threading.Event()
    answered: list[int] = []

    def write(url: str, first: int) -> None:
        number = first
        while not stop.is_set():
            number += 1
            text = f"INSERT DATA {{ GRAPH <urn:g{number}> {{ <urn:s> <urn:p> {number} , {-number - 1} }} }}"
            try:
                answer = httpx.post(f"{url}/sparql", data={"update": text}, headers=BEARER, timeout=30)
            except httpx.TransportError:
                continue
            if answer.status_code == 204:
                answered.append(number)

    def read(url: str, _: int) -> None:
        while not stop.is_set():
            try:
                httpx.get(f"{url}/sparql", params={"query": "ASK { ?s ?p ?o }"}, timeout=30)
            except httpx.TransportError:
                continue

    with served(seeded, "--workers", "2", KG_TOKEN=SECRET) as (url, supervisor):
        works: list[tuple[Callable[[str, int], None], int]] = [(write, 0), (write, 1_000_000), (read, 0), (read, 1)]
        threads = [threading.Thread(target=work, args=(url, first), daemon=True) for work, first in works]
        for thread in threads:
            thread.start()
        for _ in range(3):
            _wait_for(lambda: processes(supervisor.pid, victim))
            before, killed = len(answered), processes(supervisor.pid, victim)[0]
            _wait_for(lambda: len(answered) > before + 5)  # noqa: B023
            os.kill(killed, signal.SIGKILL)
            before = len(answered)
            _wait_for(lambda: len(answered) > before + 5)  # noqa: B023
        _wait_for(lambda: len(processes(supervisor.pid, victim)) == {"server": 2, "kg.web.worker": 4}.get(victim, 1))
        stop.set()
        for thread in threads:
            thread.join()
        assert all(ask(client, f"GRAPH <urn:g{answered[-1]}> {{ ?s ?p ?o }}") for client in clients(url))
        supervisor.terminate()
        assert supervisor.wait(30) == 0
    with open_store(seeded, read_only=True) as store:
        graphs = {graph.value: len(list(store.quads(graph))) for graph in store.graphs()}
    assert {f"urn:g{number}" for number in answered} <= set(graphs)
    assert {size for name, size in graphs.items() if name.startswith("urn:g")} == {2}


def test_processes_killed_while_they_wait_are_replaced_before_they_are_needed(seeded: Path) -> None:
    with served(seeded, "--workers", "2") as (url, supervisor):
        for client in clients(url):
            assert ask(client, "?s ?p ?o")
        first = set(processes(supervisor.pid, "kg.web.worker"))
        assert len(first) == 4
        for process in first:
            os.kill(process, signal.SIGKILL)
        _wait_for(lambda: len(set(processes(supervisor.pid, "kg.web.worker")) - first) == 4)
        assert all(ask(client, "?s ?p ?o") for client in clients(url))


@pytest.mark.parametrize("busy", [False, True])
def test_processes_that_could_not_be_started_are_tried_again(seeded: Path, busy: bool) -> None:
    """Descriptors run out for some looks; no query asks for a process before it is there. It is the same whether one
    that was killed waited or was at a query.
    """
    with served(seeded) as (url, supervisor), concurrent.futures.ThreadPoolExecutor(1) as others:
        assert ask(clients(url)[0], "?s ?p ?o")
        if busy:
            others.submit(httpx.get, f"{url}/sparql", params={"query": ENDLESS}, timeout=60)
            time.sleep(1)
        first = set(processes(supervisor.pid, "kg.web.worker"))
        server = processes(supervisor.pid, "server")[0]
        soft, hard = resource.prlimit(server, resource.RLIMIT_NOFILE)
        resource.prlimit(server, resource.RLIMIT_NOFILE, (3, hard))
        for process in first:
            os.kill(process, signal.SIGKILL)
        time.sleep(3)
        assert not set(processes(supervisor.pid, "kg.web.worker")) - first
        resource.prlimit(server, resource.RLIMIT_NOFILE, (soft, hard))
        _wait_for(lambda: len(set(processes(supervisor.pid, "kg.web.worker")) - first) == len(first))
        assert all(ask(client, "?s ?p ?o") for client in clients(url))


def _wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
