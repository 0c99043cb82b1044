"""How long pages and lists of the API take at the server: ``python -m bench.pages STORE [--requests N] [--only WORD]``.

Serves a store of ``bench/made_up.py`` (whose actors are Q0, Q1 and so on) with one process for queries, and asks for
something else each time, so that no answer that is kept flatters the figures: the ten most named actors, then others,
drawn after Zipf's law as readers would. Prints milliseconds as the client sees them (median, 95th percentile, longest),
the same of the processor time that all of the server's processes took, which other work on the machine touches less,
and the most kilobytes that were transferred.
"""

import argparse
import contextlib
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from kg.stores import EmbeddedStore

_WORDS = [
    "мир", "союз", "договор", "граница", "рынок", "завод", "поставка", "встреча", "помощь", "заявление", "совет",
    "область", "выборы", "закон",
]  # fmt: skip
_TYPES = ("AID", "CONSULT", "ACCUSE", "ASSAULT")
_HEAVIEST = 10


@dataclass(frozen=True, slots=True)
class Cost:
    """Of a request."""

    elapsed: float
    """Milliseconds."""
    processor: float
    """Milliseconds of all processes of the server."""
    size: int
    """Bytes transferred, compressed as they were."""


class Wishes:
    """What is asked for, something else each time."""

    def __init__(self, client: httpx.Client) -> None:
        self._chance = random.Random(1)
        self._number = 0
        self._ids = {kind: self._some(client, kind) for kind in ("claims", "events", "articles", "places", "positions")}

    def paths(self, path: Callable[["Wishes"], str], number: int) -> list[str]:
        """So many different addresses; fewer where there are not so many."""
        found: dict[str, None] = {}
        self._number = 0
        for _ in range(20 * number):
            if len(found) < number:
                found[path(self)] = None
                self._number += 1
        return list(found)

    @property
    def actor(self) -> str:
        """The next actor: first the heaviest, then others."""
        if self._number < _HEAVIEST:
            return f"Q{self._number}"
        return f"Q{min(int(self._chance.paretovariate(0.6)) - 1, 4_000)}"

    @property
    def other(self) -> str:
        """An actor from the same part of the made-up world."""
        return f"Q{int(self.actor[1:]) % 24 + 24 * self._chance.randrange(1, 4)}"

    @property
    def date(self) -> str:
        """A month."""
        return f"{self._chance.randrange(2020, 2024)}-{self._chance.randrange(1, 13):02}"

    @property
    def words(self) -> str:
        """Two of the words that texts are made of."""
        return "+".join(self._chance.sample(_WORDS, 2))

    @property
    def number(self) -> int:
        """Of the request."""
        return self._number

    def chosen(self, of: tuple[str, ...]) -> str:
        """One of these."""
        return self._chance.choice(of)

    def one(self, kind: str) -> str:
        """The id of a thing of a kind."""
        ids = self._ids[kind]
        return ids[self._number % len(ids)] if ids else "none"

    def _some(self, client: httpx.Client, kind: str) -> list[str]:
        until = {} if kind == "places" else {"until": "2022-06"}
        items = client.get(f"/api/v1/{kind}", params={"limit": 200, **until}).raise_for_status().json()["items"]
        return [item["id"].rpartition("/")[2] for item in items]


KINDS: dict[str, Callable[[Wishes], str]] = {
    "page: start": lambda _: "/",
    "page: actor": lambda w: f"/actor/{w.actor}",
    "page: two actors": lambda w: f"/between?a={w.actor}&b={w.other}",
    "page: claim": lambda w: f"/claim/{w.one('claims')}",
    "page: event": lambda w: f"/event/{w.one('events')}",
    "page: article": lambda w: f"/article/{w.one('articles')}",
    "page: place": lambda w: f"/place/{w.one('places')}",
    "page: position": lambda w: f"/position/{w.one('positions')}",
    "page: actors": lambda w: f"/actors?q=деятель+{w.number}",
    "page: all claims": lambda w: f"/claims?until={w.date}",
    "page: claims of an actor": lambda w: f"/claims?speaker={w.actor}",
    "page: claims with words": lambda w: f"/claims?q={w.words}",
    "page: all events": lambda w: f"/events?until={w.date}",
    "page: events of an actor": lambda w: f"/events?actor={w.actor}",
    "page: events of a type": lambda w: f"/events?type={w.chosen(_TYPES)}&until={w.date}",
    "page: articles": lambda w: f"/articles?until={w.date}",
    "page: articles of an outlet": lambda w: f"/articles?outlet={w.actor}",
    "page: search": lambda w: f"/search?q={w.words}",
    "page: a form": lambda w: w.chosen(("/try", "/query", "/between")),
    "list: actors": lambda w: f"/api/v1/actors?q=страна+{w.number}",
    "list: places": lambda w: f"/api/v1/places?q=город+{w.number}",
    "list: claims of a speaker": lambda w: f"/api/v1/claims?speaker={w.actor}",
    "list: claims about, since": lambda w: f"/api/v1/claims?about={w.actor}&since={w.date}",
    "list: claims of an outlet": lambda w: f"/api/v1/claims?outlet={w.actor}&quotation_type=direct",
    "list: claims of one about another": lambda w: f"/api/v1/claims?speaker={w.actor}&about={w.other}",
    "list: claims with words": lambda w: f"/api/v1/claims?q={w.words}",
    "list: claims with facets": lambda w: f"/api/v1/claims?actor={w.actor}&facets=speaker&facets=month",
    "list: all claims, oldest first": lambda w: f"/api/v1/claims?since={w.date}&sort=date",
    "list: events, actual": lambda w: f"/api/v1/events?actor={w.actor}&status=actual",
    "list: events of two": lambda w: f"/api/v1/events?actor={w.actor}&counterpart={w.other}",
    "list: events of a type": lambda w: f"/api/v1/events?type={w.chosen(_TYPES)}&until={w.date}",
    "list: events with facets": lambda w: f"/api/v1/events?quad_class=material-conflict&until={w.date}&facets=actor",
    "list: articles naming an actor": lambda w: f"/api/v1/articles?actor={w.actor}",
    "list: positions": lambda w: f"/api/v1/positions?holder={w.actor}",
    "list: dyads of an actor": lambda w: f"/api/v1/dyads?actor={w.actor}",
    "list: all dyads": lambda w: f"/api/v1/dyads?until={w.date}",
    "list: timeline": lambda w: f"/api/v1/timeline?actor={w.actor}",
    "list: search": lambda w: f"/api/v1/search?q={w.words}",
    "list: completion": lambda w: f"/api/v1/complete?q=деятель+{w.number}",
}


def main() -> None:
    """Prints a line for each kind of request."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--only", default="", help="kinds of which this is a part")
    options = parser.parse_args()
    with EmbeddedStore(options.store, read_only=True) as store:
        store.catalogue()
        store.index_texts()
        store.aggregates()
        print(f"{len(store):,} quads; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with _served(options.store) as (server, address), httpx.Client(base_url=address, timeout=120) as client:
        wishes = Wishes(client)
        for path in KINDS.values():  # warm, as the targets have it
            _cost(client, server, wishes.paths(path, 1)[0])
        print(f"{'milliseconds':34} median   p95  longest | of the processor: median   p95  longest |  kB")
        for name, path in KINDS.items():
            if options.only in name:
                costs = [_cost(client, server, one) for one in wishes.paths(path, options.requests)]
                elapsed, processor = [one.elapsed for one in costs], [one.processor for one in costs]
                size = max(one.size for one in costs) / 1000
                print(f"{name:34} {_summary(elapsed)}  |                   {_summary(processor)}  | {size:3.0f}")
        print(f"load of the machine {os.getloadavg()[0]:.1f}")


def _summary(times: list[float]) -> str:
    ordered = sorted(times)
    slow = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{statistics.median(ordered):6.0f} {slow:5.0f} {ordered[-1]:8.0f}"


@contextlib.contextmanager
def _served(store: Path) -> Iterator[tuple[int, str]]:
    """The number of the server's process, and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"{address}/health", timeout=60)
                break
            time.sleep(0.2)
        yield server.pid, address
    finally:
        server.terminate()
        server.wait()


def _cost(client: httpx.Client, server: int, path: str) -> Cost:
    accept = "application/json" if path.startswith("/api") else "text/html"
    before, began = _processor(server), time.perf_counter()
    with client.stream("GET", path, headers={"Accept": accept}) as answer:
        size = sum(map(len, answer.iter_raw()))
    elapsed = time.perf_counter() - began
    if answer.status_code not in (200, 404):
        raise SystemExit(f"{path}: {answer.status_code}")
    return Cost(1000 * elapsed, 1000 * (_processor(server) - before), size)


def _processor(server: int) -> float:
    """Seconds that a process and those below it have computed, but for the one that follows changes in idle time."""
    threads = (path for one in _family(server) for path in Path(f"/proc/{one}/task").glob("*/schedstat"))
    return sum(int(path.read_text().split()[0]) for path in threads) / 1e9


def _family(process: int) -> Iterator[int]:
    if b"kg.web.indexer" not in Path(f"/proc/{process}/cmdline").read_bytes():
        yield process
        for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
            yield from _family(int(child))


if __name__ == "__main__":
    main()
