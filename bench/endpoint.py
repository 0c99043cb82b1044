"""What the endpoint costs, side by side with other servers of the same graph.

python bench/endpoint.py STORE [--workers N] [--rounds N] [--seconds S] [--other NAME=URL ...]

Serves the store (made by bench/made_up.py, say) with ``kg serve``, its newest copy with the Oxigraph server, and asks
both in turn, over keep-alive connections, queries that were never asked before and such that were. ``--other`` adds
the query endpoints of servers that run already, as of rdflib-endpoint. Prints medians in milliseconds and, in brackets,
how many times what the Oxigraph server takes; then the queries a second of eight clients, and the processors' time that
the servers take for one of them, which others at work do not change so much; how long after its limit a query without
end is answered and its process gone, how much memory the server's processes have, what a query takes beside a thousand
clients that send a byte a second, what a result of a million rows costs in memory, the first time (most of it are the
store's caches, which are as large in Oxigraph's own server) and again; and what an update costs alone and with a query
behind it.
"""

import argparse
import asyncio
import http.client
import itertools
import math
import multiprocessing
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from kg.stores import EmbeddedStore
from kg.stores.snapshots import Snapshots
from kg.web.executor import Executor
from kg.web.jobs import Job, UpdateJob
from kg.web.processes import ProcessEngine
from kg.web.settings import Settings

BASE = "https://w3id.org/newskg/"
PREFIXES = "PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/> "
LIMIT = 2.0
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(8)) + " }"
MILLION = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 1000000"
QUERIES: dict[str, tuple[int, Callable[[int], str]]] = {
    "ASK {}, again": (400, lambda _: "ASK {}"),
    "ASK {}, new": (400, lambda n: f"ASK {{}} # {n}"),
    "actor, again": (400, lambda _: actor(7)),
    "actor, new": (400, lambda n: actor(n % 20_000)),
    "claims of an actor, new": (
        200,
        lambda n: (
            f"{PREFIXES} SELECT ?c ?t WHERE {{ ?c kg:speaker <{BASE}actor/Q{n % 20_000}> ; kg:text ?t }} LIMIT 50"
        ),
    ),
    "20 titles, new": (
        100,
        lambda n: f"{PREFIXES} SELECT ?a ?t WHERE {{ ?a a kg:Article ; dcterms:title ?t }} OFFSET {n % 9999} LIMIT 20",
    ),
    "1,000 triples, again": (20, lambda _: "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1000"),
    "1,000 triples, new": (
        20,
        lambda n: f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }} OFFSET {n % 9999} LIMIT 1000",
    ),
    "10,000 rows, new": (8, lambda n: f"SELECT ?s ?o WHERE {{ ?s ?p ?o }} OFFSET {n % 9999} LIMIT 10000"),
}
"""With how often each is asked for; they take a number that is another each time."""


def actor(number: int) -> str:
    return f"SELECT ?p ?o WHERE {{ GRAPH <{BASE}graph/actors> {{ <{BASE}actor/Q{number}> ?p ?o }} }}"


class Client:
    """A connection that is kept."""

    def __init__(self, url: str) -> None:
        parts = urllib.parse.urlsplit(url)
        assert parts.hostname
        self._path = parts.path
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=120)
        self._connection.connect()
        self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, query: str, accept: str = "*/*") -> tuple[int, bytes]:
        path = f"{self._path}?{urllib.parse.urlencode({'query': query})}"
        self._connection.request("GET", path, headers={"Accept": accept})
        response = self._connection.getresponse()
        return response.status, response.read()

    def stream(self, query: str) -> int:
        """The length of an answer that is read and forgotten."""
        self._connection.request("GET", f"{self._path}?{urllib.parse.urlencode({'query': query})}")
        response = self._connection.getresponse()
        return sum(len(piece) for piece in iter(lambda: response.read(65_536), b""))


@contextmanager
def running(command: list[str], url: str) -> Iterator[int]:
    """A server; yields its process's number."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                Client(url).get("ASK {}")
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def side_by_side(urls: dict[str, str], rounds: float) -> None:
    clients = {name: Client(url) for name, url in urls.items()}
    numbers = itertools.count(int(time.time()) % 5000)
    ratios: dict[str, list[float]] = {name: [] for name in urls}
    for title, (times, query) in QUERIES.items():
        found: dict[str, list[float]] = {name: [] for name in urls}
        accept = "application/n-triples" if "CONSTRUCT" in query(0) else "application/sparql-results+json"
        for _ in range(max(3, int(times * rounds))):
            asked = query(next(numbers))
            for name, client in clients.items():
                began = time.perf_counter()
                status, body = client.get(asked, accept)
                found[name].append(time.perf_counter() - began)
                assert status == 200, (name, status, body[:200])
        medians = {name: 1000 * statistics.median(values) for name, values in found.items()}
        first = next(iter(medians.values()))
        for name, value in medians.items():
            ratios[name].append(value / first)
        print(
            f"  {title:24}", "  ".join(f"{name} {value:9.3f} ({value / first:.2f})" for name, value in medians.items())
        )
    means = (f"{name} {math.exp(statistics.mean(map(math.log, values))):.2f}" for name, values in ratios.items())
    print("  geometric mean          ", "  ".join(means), flush=True)


def ask_for(url: str, seconds: float, number: int) -> int:
    """How many queries for actors one client has answered in so long."""
    client, asked = Client(url), 0
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        status, _ = client.get(actor((number * 2500 + asked) % 20_000), "application/sparql-results+json")
        assert status == 200, status
        asked += 1
    return asked


def several(url: str, seconds: float, clients: int) -> float:
    with multiprocessing.get_context("spawn").Pool(clients) as pool:
        pool.starmap(ask_for, [(url, 0.2, number) for number in range(clients)])
        return sum(pool.starmap(ask_for, [(url, seconds, number) for number in range(clients)])) / seconds


def processor_time(pid: int) -> float:
    """Seconds that a process and those under it have used."""
    used = 0.0
    for process in [pid, *children(pid)]:
        with suppress(FileNotFoundError):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def crowd(url: str, number: int) -> None:
    """Prints what a query takes beside so many clients that send a byte a second: of the head, or of the body."""
    parts = urllib.parse.urlsplit(url)
    head = f"POST {parts.path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    body = f"{head}Content-Length: 100000\r\n\r\n"
    done = threading.Event()
    slow = []
    for place in range(number):
        # Sixty from each address: more of one have no more than their share.
        source = (f"127.0.1.{1 + place // 60}", 0)
        slow.append(socket.create_connection((parts.hostname or "", parts.port or 80), source_address=source))
        slow[-1].sendall((head if place % 2 else body).encode())

    def dribble() -> None:
        while not done.wait(1.0):
            for client in slow:
                with suppress(OSError):
                    client.sendall(b"x")

    def median() -> float:
        client, times = Client(url), []
        for asked in range(200):
            began = time.perf_counter()
            status, _ = client.get(f"ASK {{}} # {asked} {time.time()}")
            times.append(time.perf_counter() - began)
            assert status == 200, status
        return 1000 * statistics.median(times)

    threading.Thread(target=dribble).start()
    beside = median()
    done.set()
    for client in slow:
        client.close()
    time.sleep(1)
    print(f"  a new ASK beside {number:,} slow clients: {beside:.2f} ms, without them {median():.2f} ms", flush=True)


def memory(pid: int) -> dict[str, float]:
    """Megabytes that a process and those under it have in memory for themselves, by what they are."""
    found: dict[str, float] = {}
    for process in [pid, *children(pid)]:
        try:
            words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        name = next((word.decode() for word in words if word.startswith(b"kg.web.")), "server")
        found[name] = found.get(name, 0) + sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
    return found


def children(pid: int) -> set[int]:
    """The processes that a process has started, and those that these have."""
    found = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found |= {child} | children(child)
    return found


def streaming(name: str, url: str, pid: int) -> None:
    """Prints how much more memory the server has while it streams a million rows."""
    for turn in ("first", "again"):
        before = sum(memory(pid).values())
        most = before
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            began = time.perf_counter()
            size = pool.apply_async(stream, (url,))
            while not size.ready():
                most = max(most, sum(memory(pid).values()))
                time.sleep(0.05)
            took = time.perf_counter() - began
            what = f"{size.get() / 1e6:.0f} MB in {took:.1f} s"
            print(f"  {name}, a million rows, {turn}: {what}, {most - before:+.0f} MB of memory", flush=True)


def stream(url: str) -> int:
    return Client(url).stream(MILLION)


def stopping(url: str, pid: int) -> None:
    before = children(pid)
    began = time.perf_counter()
    status, _ = Client(url).get(ENDLESS)
    answered = time.perf_counter() - began - LIMIT
    while not before - children(pid):
        time.sleep(0.001)
    gone = time.perf_counter() - began - LIMIT
    print(f"  a query without end: {status} {1000 * answered:.0f} ms after its limit, no process {1000 * gone:.0f} ms")


async def changes(folder: str, seconds: float) -> None:
    """Prints what changes cost, without HTTP: alone, and each followed by a query that sees it."""
    engine = ProcessEngine(folder, 1, writable=True)
    executor = Executor(engine, Settings())
    try:
        await executor.run(Job("ASK {}", "json", None, BASE))
        for name, ask_too in (("an update", False), ("an update and a query", True)):
            times: list[float] = []
            end = time.perf_counter() + seconds
            while time.perf_counter() < end:
                began = time.perf_counter()
                text = f"INSERT DATA {{ GRAPH <{BASE}g> {{ <{BASE}s> <{BASE}p> {len(times)} }} }}"
                await executor.write(UpdateJob(text, BASE))
                if ask_too:
                    await executor.run(Job("ASK {}", "json", None, BASE))
                times.append(time.perf_counter() - began)
            print(f"  {name}: {1000 * statistics.median(times):.2f} ms")
    finally:
        executor.close()


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("store")
    parser.add_argument("--workers", type=int, default=1, help="server processes of kg serve")
    parser.add_argument("--rounds", type=float, default=1.0, help="times the usual number of queries")
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--other", action="append", default=[], help="NAME=URL of another query endpoint")
    options = parser.parse_args()
    with EmbeddedStore(Path(options.store), read_only=True) as store:
        store.index_texts()
        store.aggregates()
    copy = Snapshots(Path(options.store)).newest()
    scripts = Path(sys.executable).parent
    commands, urls = {}, {}
    if copy is not None and (scripts / "oxigraph").exists():
        address = f"127.0.0.1:{free_port()}"
        urls["Oxigraph"] = f"http://{address}/query"
        command = [str(scripts / "oxigraph"), "serve-read-only", "--location", str(copy)]
        commands["Oxigraph"] = [*command, "--bind", address, "--union-default-graph"]
    port = free_port()
    urls["kg"] = f"http://127.0.0.1:{port}/sparql"
    command = [sys.executable, "-m", "kg", "serve", "--store", options.store, "--port", str(port)]
    commands["kg"] = [*command, "--workers", str(options.workers)]
    print(f"load {os.getloadavg()[0]:.1f}")
    with ExitStack() as stack:
        limits = {"kg": ["--timeout", str(LIMIT)]}
        pids = {
            name: stack.enter_context(running([*command, *limits.get(name, [])], urls[name]))
            for name, command in commands.items()
        }
        urls |= dict(other.split("=", 1) for other in options.other)
        print("one client")
        side_by_side(urls, options.rounds)
        print("eight clients")
        for name, one in urls.items():
            used = processor_time(pids[name]) if name in pids else 0
            rate = several(one, options.seconds, 8)
            used = processor_time(pids[name]) - used if name in pids else math.nan
            each = 1000 * used / (rate * (options.seconds + 0.2))
            print(f"  {name}: {rate:.0f} queries/s, {each:.2f} ms of a processor each", flush=True)
        print("kg: memory", {name: f"{size:.0f} MB" for name, size in memory(pids["kg"]).items()})
        stopping(urls["kg"], pids["kg"])
        crowd(urls["kg"], 1000)
    for name, command in commands.items():
        patience = {"kg": ["--timeout", "600"]}
        with running([*command, *patience.get(name, [])], urls[name]) as pid:
            streaming(name, urls[name], pid)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "store"
        if shutil.disk_usage(temporary).free > 2 * sum(entry.stat().st_size for entry in os.scandir(options.store)):
            shutil.copytree(options.store, folder, ignore=shutil.ignore_patterns("snapshots"))
            asyncio.run(changes(str(folder), options.seconds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
