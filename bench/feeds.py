"""A week of feeds, hour by hour: is anything lost, or read twice?

    python bench/feeds.py [--hours 168] [--feeds 20] [--seed 1] [--copies 0.2]

Real HTTP servers on this machine have feeds in which entries come, change, vanish, and are repeated by other feeds;
they answer 304 where nothing is new, and now and then 404, 429 (Retry-After), 500, half a feed, nothing at all, or too
late. A real watch follows them into a real store; its clock is set forward an hour for each round, and it is started
anew for each. The servers note each version of an entry that they have sent whole. At the end the store must have the
last version that a feed has sent of each entry, once, and nothing else. A made-up reader stands for the models.

With ``--copies``, feeds also repeat entries of others at addresses of their own, slightly changed: with a dateline and
credits, or without the last paragraph. Such a copy may be read only while its original, in that version, is not there.
"""

import argparse
import os
import random
import re
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path
from threading import Event

from kills import quick_read
from pyoxigraph import NamedNode

from kg.build import Outcome, build
from kg.extract.reader import Reader
from kg.identifiers import actor_id, article_id
from kg.model import Actor, ActorType, Body, Document, Extraction
from kg.rdf.vocabulary import DCTERMS, NIF
from kg.sources import Found
from kg.stores import Store, open_store
from kg.watch import Fetcher, Manners, State, Watch, feeds, fetching, rounds
from kg.watch.fetching import origin_of

_HOUR = 3600.0
_SHOWN = 20
"""Entries that a feed has at a time."""
_FAULTS = {"404": 0.02, "429": 0.02, "500": 0.03, "half": 0.02, "nothing": 0.01, "late": 0.005}
"""How often an answer is none."""
_TIMEOUT = 1.0
_MARK = re.compile(r"запись (\S+) в редакции (\d+)")
_SITE = "https://example.org/"
_PARAGRAPHS = (
    "Министр обороны Перу прибыл в Чили и встретился с министром торговли этой страны, гласит запись {} в редакции {} "
    "по сообщению агентства.",
    "Переговоры продолжались до позднего вечера, а наутро стороны подписали соглашение о поставках зерна, которого в "
    "столице ждали с прошлой осени.",
    "После обеда гости осмотрели порт, проехали вдоль берега до старого маяка и вернулись в гостиницу, где их ждали "
    "журналисты из соседних городов.",
    "Дороги в этих горах размывает каждую весну, а чинят их до осени.",
)
_DATELINE, _CREDITS = "САНТЬЯГО, 25 апреля. /ТАСС/. ", "Подписывайтесь на наш канал в Telegram"


class Clock:
    """Stands for the module ``time`` in the watch: its hours pass when it is told to."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def time(self) -> float:
        """Seconds since 1970, so much ahead."""
        return time.time() + self.ahead

    def __getattr__(self, name: str) -> object:
        return getattr(time, name)


@dataclass
class Feed:
    """What a feed shows: entries and their versions, the newest last."""

    entries: dict[str, int] = field(default_factory=dict)
    edition: int = 0


@dataclass(frozen=True)
class Copy:
    """An entry that another outlet has made of one."""

    original: str
    version: int
    shortened: bool
    """Without the last paragraph; else with a dateline and credits."""

    def paragraphs(self) -> tuple[str, ...]:
        """Its text."""
        first, *others = written(self.original, self.version)
        return (first, *others[:-1]) if self.shortened else (_DATELINE + first, *others, _CREDITS)


class World:
    """The feeds, what happens in them, and what was sent of them."""

    def __init__(self, size: int, seed: int, copies: float = 0.0) -> None:
        self.chance = random.Random(seed)
        self.feeds = {f"/feed{number}": Feed() for number in range(size)}
        self.made = 0
        self.versions: dict[str, int] = {}
        self.share_of_copies = copies
        self.copies: dict[str, Copy] = {}
        self.sent: dict[tuple[str, str], int] = {}
        """Feed and entry → the last version that was sent whole."""
        self.answers: Counter[str] = Counter()
        self.faults = True

    def pass_an_hour(self) -> None:
        """Entries come, change, are repeated elsewhere, and vanish."""
        for feed in self.feeds.values():
            before = dict(feed.entries)
            for _ in range(self.chance.choice((0, 0, 1, 2))):
                self.made += 1
                feed.entries[f"e{self.made}"] = self.versions[f"e{self.made}"] = 1
            if feed.entries and self.chance.random() < 0.1:
                changed = self.chance.choice(list(feed.entries))
                if changed not in self.copies:
                    self.versions[changed] += 1
                    feed.entries[changed] = self.versions[changed]
            if self.versions and self.chance.random() < 0.1:
                repeated = f"e{self.chance.randint(max(1, self.made - 50), self.made)}"
                feed.entries.setdefault(repeated, self.versions[repeated])
            if self.share_of_copies and self.versions and self.chance.random() < self.share_of_copies:
                original = f"e{self.chance.randint(max(1, self.made - 50), self.made)}"
                copy = Copy(original, self.versions[original], self.chance.random() < 0.5)
                self.copies[f"c{len(self.copies) + 1}"] = copy
                feed.entries[f"c{len(self.copies)}"] = copy.version
            feed.entries = dict(list(feed.entries.items())[-_SHOWN:])
            feed.edition += feed.entries != before

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answers a request for a feed, or does not."""
        feed = self.feeds.get(request.path)
        fault = self._fault() if feed is not None else "404"
        if feed is not None and fault == "":
            tag = f'"{feed.edition}"'
            if request.headers.get("If-None-Match") == tag:
                self._send(request, 304, b"", ETag=tag)
                return
            entries = dict(feed.entries)
            self._send(request, 200, self._written(entries, request.path), ETag=tag)
            self.sent |= {(request.path, entry): version for entry, version in entries.items()}
        elif feed is not None and fault == "half":
            written = self._written(feed.entries, request.path)
            self.answers["half"] += 1
            self._send(request, 200, written[: len(written) // 2], length=len(written))
            request.connection.shutdown(socket.SHUT_RDWR)
        elif fault == "nothing":
            self.answers["nothing"] += 1
            request.connection.shutdown(socket.SHUT_RDWR)
        elif fault == "late":
            self.answers["late"] += 1
            time.sleep(2 * _TIMEOUT)
        elif fault == "429":
            self._send(request, 429, b"", None, **{"Retry-After": "5400"})
        else:
            self._send(request, int(fault), b"")

    def _fault(self) -> str:
        drawn = self.chance.random() if self.faults else 1.0
        for name, share in _FAULTS.items():
            drawn -= share
            if drawn < 0:
                return name
        return ""

    def _send(
        self, request: BaseHTTPRequestHandler, status: int, body: bytes, length: int | None = None, **headers: str
    ) -> None:
        self.answers[f"{status} {'robots.txt' if request.path == '/robots.txt' else 'feed'}"] += 1
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body) if length is None else length))
        request.end_headers()
        request.wfile.write(body)

    def _written(self, entries: dict[str, int], path: str) -> bytes:
        """The feed; each is another outlet's."""
        items = "".join(self._item(entry, number) for entry, number in reversed(entries.items()))
        return (
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>Лента {path}</title>{items}</channel></rss>'
        ).encode()

    def _item(self, entry: str, number: int) -> str:
        copy = self.copies.get(entry)
        name, paragraphs = (entry, written(entry, number)) if copy is None else (copy.original, copy.paragraphs())
        text = "".join(f"&lt;p&gt;{paragraph}&lt;/p&gt;" for paragraph in paragraphs)
        return (
            f"<item><title>Новость {name}</title><link>{_SITE}{entry}</link><guid>{entry}</guid>"
            f"<pubDate>Mon, 25 Apr 2022 10:00:00 +0300</pubDate><description>{text}</description></item>"
        )


def written(entry: str, number: int) -> tuple[str, ...]:
    """The paragraphs of an entry."""
    return tuple(paragraph.format(entry, number) for paragraph in _PARAGRAPHS)


class Counting:
    """A made-up reader that knows what it has read."""

    def __init__(self) -> None:
        self.read: Counter[tuple[str, str]] = Counter()
        """Entry and version → how often."""
        self.needless: list[tuple[str, str]] = []
        """Copies that were read although what they copy had been read, and was still the last that had come of it."""
        self._last: dict[str, str] = {}

    def __call__(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """An article for each document."""
        for document in documents:
            entry, (original, number) = _entry(document.url or ""), _marks(document.text)
            self.read[entry, number] += 1
            if entry != original and self._last.get(original) == number:
                self.needless.append((entry, number))
            self._last[entry] = number
            for extraction in quick_read([document]):
                article = replace(
                    extraction.article,
                    id=article_id(document.text, document.url),
                    url=document.url,
                    published=document.published,
                )
                body = self.body(document)
                yield replace(extraction, article=article, boilerplate=body.boilerplate if body is not None else ())

    def outlet(self, document: Document) -> Actor | None:
        """The feed that has the entry."""
        name = document.publisher or ""
        return Actor(actor_id(name), ActorType.ORGANISATION, name)

    def body(self, document: Document) -> Body | None:
        """As the real reader tells it: that needs no models."""
        return Reader().body(document)


def _entry(url: str) -> str:
    return url.removeprefix(_SITE)


def _marks(text: str) -> tuple[str, str]:
    found = _MARK.search(text)
    if found is None:
        raise ValueError(f"no entry of these feeds: {text}")
    return found[1], found[2]


def main() -> int:
    """Prints what came of it; exit code 1 where something is lost, too much, or there twice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=int, default=168)
    parser.add_argument("--feeds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copies", type=float, default=0.0, help="how likely a feed copies an entry in an hour")
    options = parser.parse_args()
    print(f"newskg {version('newskg')}, httpx {version('httpx')}; load {os.getloadavg()[0]:.1f}")
    world = World(options.feeds, options.seed, options.copies)
    with tempfile.TemporaryDirectory(prefix="kg-feeds-") as folder:
        return follow(Path(folder), world, options.hours)


def follow(folder: Path, world: World, hours: int) -> int:
    """Lets the hours pass, and compares the store with what was sent."""
    clock, reader, done = Clock(), Counting(), Counter[str]()
    for module in (feeds, fetching, rounds):
        module.time = clock  # type: ignore[attr-defined]
    servers = [serve(world) for _ in world.feeds]
    urls = tuple(address + path for (address, _), path in zip(servers, world.feeds, strict=True))
    began = time.process_time()
    for hour in range(1, hours + 1):
        world.pass_an_hour()
        clock.ahead += _HOUR
        watch_once(folder, urls, reader, done)
        if hour % 24 == 0:
            print(f"after {hour} hours: {len(world.sent):,} entries sent, {rss() >> 20} MB", flush=True)
    world.faults = False  # what failed last is asked for once more
    clock.ahead += 25 * _HOUR
    watch_once(folder, urls, reader, done)
    for _, close in servers:
        close()
    return told(folder, world, reader, done, time.process_time() - began)


def watch_once(folder: Path, urls: tuple[str, ...], reader: Counting, done: Counter[str]) -> None:
    """A watch that was started anew makes a round."""

    def store_all(documents: Iterable[Found], tell: Callable[[Outcome], None]) -> None:
        with open_store(str(folder / "store")) as graph:
            done["carried over"] += build(documents, graph, extract=reader, on_progress=tell).carried

    manners = Manners(delay=0, timeout=_TIMEOUT, named=frozenset(map(origin_of, urls)))
    with State(folder / "watch.sqlite") as state, Fetcher(state, manners, Event()) as fetcher:
        made = Watch(urls, (), state, fetcher, store_all, Event(), interval=_HOUR - 60).once()
    done.update({"new": made.new, "unchanged": made.unchanged, "refused": len(made.refused)})
    done["troubles"] += len(made.troubles)


def told(folder: Path, world: World, reader: Counting, done: Counter[str], seconds: float) -> int:
    """Prints what the store has against what was sent."""
    with open_store(str(folder / "store"), read_only=True) as graph:
        texts = values(graph, NIF.isString)
        urls = values(graph, DCTERMS.source)
    found = Counter((_entry(urls[article]), _marks(text)[1]) for article, text in texts.items())
    wanted = {(entry, str(number)) for (_, entry), number in world.sent.items()}
    # An address is one article: where feeds show different versions of it, the one that came last stands.
    there = Counter(entry for entry, _ in found.elements())
    lost, too_much = {mark for mark in wanted if mark[0] not in there}, found.keys() - wanted
    twice = [entry for entry, times in there.items() if times > 1]
    again = [mark for mark, times in reader.read.items() if times > 1]
    print(f"made {world.made:,} entries; sent {len({entry for _, entry in world.sent}):,}, in {len(wanted):,} versions")
    print(f"answers: {', '.join(f'{name}: {number:,}' for name, number in sorted(world.answers.items()))}")
    print(f"rounds told of: {dict(done)}; {seconds:.0f} s of the processors")
    if world.copies:
        sent, read = ({entry for entry, _ in marks} & world.copies.keys() for marks in (wanted, reader.read))
        print(f"copies: {len(sent):,} sent, {len(read):,} read, {len(reader.needless)} of them needlessly")
    print(f"lost {len(lost)}, too much {len(too_much)}, twice in the store {len(twice)}, read twice {len(again)}")
    lists = {"lost": lost, "too much": too_much, "read twice": again, "read needlessly": reader.needless}
    for name, marks in lists.items():
        print(*(f"{name}: {mark}" for mark in sorted(marks)[:5]), sep="\n", end="\n" if marks else "")
    return bool(lost or too_much or twice or reader.needless)


def values(graph: Store, predicate: NamedNode) -> dict[str, str]:
    """Article → its value."""
    found = graph.matching(None, predicate, None)
    return {quad.subject.value: quad.object.value for quad in found if quad.subject == quad.graph_name}  # type: ignore[union-attr]


def serve(world: World) -> tuple[str, Callable[[], None]]:
    """The server's address, and what ends it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                world.answer(self)
            except OSError:  # who asked has hung up
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}", server.shutdown


def rss() -> int:
    """Bytes of memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    sys.exit(main())
