import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pyoxigraph
import pytest
import uvicorn
from fastapi import FastAPI

from kg.stores import open_store
from kg.web.app import create_app
from kg.web.processes import ProcessEngine
from kg.web.settings import Settings
from kg.web.threads import ThreadEngine

BASE = "https://w3id.org/newskg/"
GRAPH = """
@prefix kg: <https://w3id.org/newskg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix a: <https://w3id.org/newskg/actor/> .
@prefix c: <https://w3id.org/newskg/claim/> .

<https://w3id.org/newskg/article/0a1b> {
  <https://w3id.org/newskg/article/0a1b> a kg:Article ; dcterms:title "Министры поговорили"@ru .
  c:77 a kg:Claim ; kg:speaker a:Q100 ; kg:text "дорога открыта & <свободна>"@ru ;
    kg:reportedIn <https://w3id.org/newskg/article/0a1b> ;
    kg:evidence <https://w3id.org/newskg/article/0a1b#char=10,30> .
  <https://w3id.org/newskg/article/0a1b#char=10,30> a kg:Mention ; nif:anchorOf "дорога открыта" .
}
<https://w3id.org/newskg/article/2c3d> {
  <https://w3id.org/newskg/article/2c3d> a kg:Article ; dcterms:title "Ответ посольства"@ru .
}
<https://w3id.org/newskg/graph/actors> {
  a:Q100 a kg:Actor, kg:Person ; rdfs:label "Иван Петров"@ru ; kg:state a:Q200 .
  a:Q200 a kg:Actor, kg:State ; rdfs:label "Лапутия"@ru .
}
"""
QUADS = 18
TITLES = {"Министры поговорили", "Ответ посольства"}


@pytest.fixture(scope="session")
def location(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("web") / "store"
    with open_store(folder) as store:
        store.add(pyoxigraph.parse(GRAPH, pyoxigraph.RdfFormat.TRIG))
    return str(folder)


@contextmanager
def serving(app: FastAPI, http: type[asyncio.Protocol] | str = "auto") -> Iterator[str]:
    """A real server on a free port; yields its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", http=http))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


Serve = Callable[[Settings], AbstractContextManager[str]]


@pytest.fixture(scope="session", params=["threads", "processes"])
def serve(request: pytest.FixtureRequest, location: str) -> Serve:
    """Serves the example graph with the given settings, by each of the two engines."""

    @contextmanager
    def start(settings: Settings) -> Iterator[str]:
        with open_store(location, read_only=True) as store:
            threads = request.param == "threads"
            engine = ThreadEngine(store, settings.queries) if threads else ProcessEngine(location, settings.queries)
            with serving(create_app(engine, settings)) as url:
                yield url

    return start


@pytest.fixture(scope="session")
def server(serve: Serve) -> Iterator[str]:
    """The address of a server of the example graph."""
    with serve(Settings()) as url:
        yield url


@pytest.fixture(scope="session")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=20) as client:
        yield client


@pytest.fixture
def seeded(tmp_path: Path) -> Path:
    """A folder of a store that a test may write to."""
    folder = tmp_path / "store"
    with open_store(folder) as store:
        store.add(pyoxigraph.parse(GRAPH, pyoxigraph.RdfFormat.TRIG))
    return folder
