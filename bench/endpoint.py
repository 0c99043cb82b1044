"""What the endpoint costs: the time of small and long answers, by engine and number of clients.

python bench/endpoint.py [--triples N] [--seconds S]

Builds a store of N made-up triples in a temporary folder, serves it in a process of its own with threads, then with
worker processes, and asks it over keep-alive connections. Prints the median and the 95th percentile in milliseconds,
the queries a second, how long after its limit a query that never ends is answered and its process gone, and what an
update costs alone and with a query behind it.
"""

import argparse
import multiprocessing
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn
from pyoxigraph import Literal, NamedNode, Quad

from kg.rdf.vocabulary import KG, RDF, RDFS
from kg.stores import open_store
from kg.web.app import create_app
from kg.web.engine import ProcessEngine, ThreadEngine
from kg.web.jobs import Job, UpdateJob
from kg.web.settings import Settings

BASE = "https://w3id.org/newskg/"
LIMIT = 1.0
QUERIES = {
    "ASK {}": "ASK {}",
    "an actor": f"SELECT ?p ?o WHERE {{ <{BASE}actor/7> ?p ?o }}",
    "1,000 triples": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1000",
    "100,000 rows": "SELECT ?s ?o WHERE { ?s ?p ?o } LIMIT 100000",
}
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(8)) + " }"


def fill(folder: Path, triples: int) -> None:
    def quads() -> Iterator[Quad]:
        for number in range(triples // 4):
            claim, actor = NamedNode(f"{BASE}claim/{number}"), NamedNode(f"{BASE}actor/{number % 1000}")
            graph = NamedNode(f"{BASE}article/{number // 20}")
            yield Quad(claim, RDF.type, KG.Claim, graph)
            yield Quad(claim, KG.speaker, actor, graph)
            yield Quad(claim, KG.text, Literal(f"сказано в {number}-й раз", language="ru"), graph)
            yield Quad(actor, RDFS.label, Literal(f"Деятель {number % 1000}", language="ru"), graph)

    with open_store(folder) as store:
        store.add(quads())


def run_server(folder: str, port: int, processes: bool, workers: int) -> None:
    settings = Settings(workers=workers, query_timeout=LIMIT)
    with open_store(folder, read_only=True) as store:
        engine = ProcessEngine(folder, workers) if processes else ThreadEngine(store, workers)
        uvicorn.run(create_app(engine, settings), port=port, log_level="warning")


@contextmanager
def server(folder: str, *, processes: bool, workers: int = 2) -> Iterator[tuple[str, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(target=run_server, args=(folder, port, processes, workers))
    process.start()
    url = f"http://127.0.0.1:{port}/sparql"
    try:
        for _ in range(400):
            try:
                httpx.get(url, params={"query": "ASK {}"})
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield url, process.pid or 0
    finally:
        process.terminate()
        process.join(3)
        process.kill()


def ask(url: str, query: str, seconds: float) -> list[float]:
    """The seconds of each answer, one after the other over one connection, for so long."""
    times: list[float] = []
    with httpx.Client(timeout=60, headers={"Accept-Encoding": "identity"}) as client:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end or not times:
            began = time.perf_counter()
            client.get(url, params={"query": query}).raise_for_status()
            times.append(time.perf_counter() - began)
    return times


def several(url: str, query: str, seconds: float, clients: int) -> float:
    """Queries a second with so many clients, each a process."""
    with multiprocessing.get_context("spawn").Pool(clients) as pool:
        pool.starmap(ask, [(url, query, 0.1)] * clients)
        found = pool.starmap(ask, [(url, query, seconds)] * clients)
    return sum(len(times) / sum(times) for times in found)


def changes(folder: str, seconds: float) -> None:
    """Prints what changes cost, through an engine without HTTP: alone, and each followed by a query that sees it."""
    engine = ProcessEngine(folder, 1, writable=True)
    try:
        for name, ask_too in (("an update", False), ("an update and a query", True)):
            times: list[float] = []
            end = time.perf_counter() + seconds
            while time.perf_counter() < end:
                began = time.perf_counter()
                text = f"INSERT DATA {{ GRAPH <{BASE}g> {{ <{BASE}s> <{BASE}p> {len(times)} }} }}"
                engine.write(UpdateJob(text, BASE), 10)
                if ask_too:
                    engine.run(Job("ASK {}", "json", None, BASE), Sink(), 10)
                times.append(time.perf_counter() - began)
            print(f"  {name:22} {1000 * statistics.median(times):8.2f} ms")
    finally:
        engine.close()


class Sink:
    """Takes an answer and forgets it."""

    waited = 0.0
    gone = False

    def start(self, media_type: str) -> None:
        pass

    def write(self, data: bytes) -> int:
        return len(data)

    def flush(self) -> None:
        pass


def children(pid: int) -> set[str]:
    return {
        child
        for task in Path(f"/proc/{pid}/task").glob("*/children")
        for child in task.read_text().split()
        if b"kg.web.worker" in Path(f"/proc/{child}/cmdline").read_bytes()
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--triples", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=2.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "store"
        fill(folder, options.triples)
        for processes in (False, True):
            with server(str(folder), processes=processes) as (url, pid):
                print("processes" if processes else "threads")
                for name, query in QUERIES.items():
                    ask(url, query, 0.2)
                    times = sorted(ask(url, query, options.seconds))
                    p95 = times[int(len(times) * 0.95)]
                    print(f"  {name:14} {1000 * statistics.median(times):8.2f} ms  p95 {1000 * p95:8.2f} ms")
                print(f"  an actor, 2 clients {several(url, QUERIES['an actor'], options.seconds, 2):8.0f} queries/s")
                if processes:
                    before = children(pid)
                    began = time.perf_counter()
                    status = httpx.get(url, params={"query": ENDLESS}, timeout=60).status_code
                    late = time.perf_counter() - began - LIMIT
                    gone = len(before - children(pid))
                    print(f"  a query without end: {status}, {1000 * late:.0f} ms after its limit; {gone} process gone")
        print("changes, by processes")
        changes(str(folder), options.seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
