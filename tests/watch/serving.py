"""A real server on this machine whose answers a test sets, and what a watch of it needs."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event
from typing import Any

from kg.build import Outcome, build
from kg.extract.pipeline import read
from kg.sources import Found
from kg.stores import open_store
from kg.watch import Fetcher, Manners, State, Watch
from kg.watch.fetching import origin_of

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """Path → what is answered there; and what was asked."""

    address: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return self.address + path

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


def gives(body: str | bytes, status: int = 200, **headers: str) -> Answer:
    """Always this answer; 304 to who has its ETag."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        data = body.encode() if isinstance(body, str) else body
        tag = headers.get("ETag")
        same = tag is not None and request.headers.get("If-None-Match") == tag
        request.send_response(304 if same else status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", "0" if same else str(len(data)))
        request.end_headers()
        if not same:
            request.wfile.write(data)

    return answer


@contextmanager
def serving() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers.items())))
            answer = site.answers.get(self.path, gives("", 404))
            try:
                answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def item(number: int, text: str = "", link: str = "") -> str:
    told = text or f"Министр обороны Перу прибыл в Чили и в {number}-й раз встретился с министром торговли этой страны."
    return (
        f"<item><title>Визит номер {number}</title><link>{link or f'https://example.org/{number}'}</link>"
        f"<guid>item-{number}</guid><pubDate>Mon, 25 Apr 2022 10:00:00 +0300</pubDate>"
        f"<description>{told}</description></item>"
    )


def rss(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Лента</title>{"".join(items)}</channel></rss>'


@contextmanager
def watching(folder: Path, feeds: Iterable[str] = (), folders: Iterable[Path] = (), **changes: Any) -> Iterator[Watch]:
    """A watch with a real store in a folder, without pauses; ``extract`` reads, unless it is the pipeline."""
    store = folder / "store"
    extract = changes.pop("extract", partial(read))
    feeds = tuple(feeds)

    def store_all(documents: Iterable[Found], on_outcome: Callable[[Outcome], None]) -> None:
        with open_store(str(store)) as graph:
            build(documents, graph, extract=extract, workers=0, on_progress=on_outcome)

    manners = Manners(delay=0, named=frozenset(map(origin_of, feeds)), **changes.pop("manners", {}))
    stop = changes.pop("stop", Event())
    with State(folder / "watch.sqlite") as state, Fetcher(state, manners, stop) as fetcher:
        yield Watch(feeds, tuple(folders), state, fetcher, store_all, stop, **{"interval": 0.0, **changes})


def titles(folder: Path) -> list[str]:
    """Of the articles in the store."""
    with open_store(str(folder / "store"), read_only=True) as graph:
        found = graph.query("SELECT ?title WHERE { ?a <http://purl.org/dc/terms/title> ?title }")
        return sorted(row["title"].value for row in found)  # type: ignore[union-attr]
