"""Exports over HTTP."""

import io
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import networkx
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.exports import EXPORTERS
from kg.stores import EmbeddedStore, open_store
from kg.web.app import create_app
from kg.web.processes import ProcessEngine
from kg.web.settings import Settings
from tests.graphs import put, two_outlets
from tests.web.conftest import serving

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture(scope="module")
def location(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("exports") / "store"
    with EmbeddedStore(folder) as opened:
        put(opened, two_outlets())
    return str(folder)


@pytest.fixture(scope="module")
def client(location: str) -> Iterator[httpx.Client]:
    app = create_app(ProcessEngine(location, 1), Settings(waiting_timeout=1.0, licence=LICENCE), location=location)
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def test_the_formats_are_listed(client: httpx.Client) -> None:
    found = {form["name"]: form for form in client.get("/export").json()}
    assert set(found) == set(EXPORTERS)
    assert found["gexf"]["media_type"] == "application/gexf+xml"
    assert found["gexf"]["filters"] == ["min_weight", "quad_class", "since", "type", "until", "view"]


def test_the_graph_comes_whole(client: httpx.Client, location: str) -> None:
    answer = client.get("/export/nquads")
    assert answer.headers["content-type"] == "application/n-quads"
    assert answer.headers["content-disposition"] == 'attachment; filename="newskg.nq"'
    with open_store(location, read_only=True) as store:
        assert set(parse(answer.content, format=RdfFormat.N_QUADS)) == set(store.quads())


def test_filters_are_query_parameters(client: httpx.Client) -> None:
    answer = client.get("/export/gexf", params={"view": "conflict", "since": "2022-04-27"})
    graph = networkx.read_gexf(io.BytesIO(answer.content), version="1.3")
    assert [data["kind"] for _, _, data in graph.edges(data=True)] == ["ACCUSE"]
    several = client.get("/export/plover", params={"type": ["AID", "ACCUSE"]}).text.splitlines()
    assert len(several) == 2


def test_the_manifest_tells_what_one_gets(client: httpx.Client) -> None:
    export = "/export/plover?type=AID&until=2022-05-01"
    link = client.get(export).links["describedby"]
    assert link["type"] == "text/turtle"
    answer = client.get(link["url"])
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    dataset = rdflib.URIRef(str(client.base_url.join(export)))
    assert str(graph.value(dataset, rdflib.DCTERMS.description)) == "all; until: 2022-05-01; types: AID"
    assert graph.value(dataset, rdflib.DCTERMS.license) == rdflib.URIRef(LICENCE)
    distribution = graph.value(dataset, rdflib.DCAT.distribution)
    assert graph.value(distribution, rdflib.DCAT.downloadURL) == dataset


@pytest.mark.parametrize("ending", ["", "/manifest"])
@pytest.mark.parametrize(
    ("path", "query", "status", "detail"),
    [
        ("/export/dot", "", 404, "there is no export to 'dot'"),
        ("/export/nquads", "?view=conflict", 400, "nquads can't be filtered by view"),
        ("/export/gexf", "?since=2022-02-02&until=2022-02-01", 400, "the first day is after the last"),
        ("/export/gexf", "?min_weight=0", 400, "min_weight"),
    ],
)
def test_what_can_not_be_exported_is_explained(
    client: httpx.Client, path: str, query: str, status: int, detail: str, ending: str
) -> None:
    answer = client.get(path + ending + query)
    assert answer.status_code == status
    assert detail in answer.json()["detail"]


def test_a_missing_package_is_named(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    answer = client.get("/export/parquet")
    assert answer.status_code == 501
    assert "pip install newskg[parquet]" in answer.json()["detail"]


def test_what_fails_is_a_problem_and_does_not_block_the_next(location: str, tmp_path: Path) -> None:
    app = create_app(ProcessEngine(location, 1), Settings(waiting_timeout=5), location=str(tmp_path / "gone"))
    with serving(app) as address:
        for _ in range(2):
            answer = httpx.get(f"{address}/export/nquads", timeout=60)
            assert answer.status_code == 500
            assert "there is no store" in answer.json()["detail"]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store whose export does not fit into the buffers between the processes."""
    folder = tmp_path_factory.mktemp("exports") / "large"
    graph, said = NamedNode("https://w3id.org/newskg/article/1"), NamedNode("http://example.org/said")
    with EmbeddedStore(folder) as store:
        store.replace(graph, [Quad(graph, said, Literal(f"{number} " + "ы" * 5_000), graph) for number in range(5_000)])
    return str(folder)


def exports_of(location: str) -> list[int]:
    """The processes that export a store."""
    wanted = f"-m kg export nquads --store {location} ".encode()
    found = []
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            if process.name.isdecimal() and wanted in (process / "cmdline").read_bytes().replace(b"\0", b" "):
                found.append(int(process.name))
    return found


def test_a_failure_in_the_midst_breaks_the_answer_off(large: str) -> None:
    """Else the reader would take a part for the whole."""
    with (
        serving(create_app(ProcessEngine(large, 1), location=large)) as address,
        httpx.stream("GET", f"{address}/export/nquads", timeout=60) as answer,
    ):
        pieces = answer.iter_raw(1_000)
        next(pieces)
        (process,) = exports_of(large)
        os.kill(process, signal.SIGKILL)
        with pytest.raises(httpx.RemoteProtocolError):
            list(pieces)


def test_an_export_ends_with_its_reader(large: str) -> None:
    with serving(create_app(ProcessEngine(large, 1), Settings(waiting_timeout=20), location=large)) as address:
        with httpx.stream("GET", f"{address}/export/nquads", timeout=60) as answer:
            pieces = answer.iter_raw(1_000)
            next(pieces)
            assert exports_of(large)
        deadline = time.monotonic() + 20
        while exports_of(large) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not exports_of(large)
        with httpx.stream("GET", f"{address}/export/nquads", timeout=60) as answer:
            assert answer.status_code == 200


def test_an_export_ends_where_its_reader_takes_nothing(large: str) -> None:
    settings = Settings(reader_timeout=0.5, waiting_timeout=20)
    with (
        serving(create_app(ProcessEngine(large, 1), settings, location=large)) as address,
        httpx.stream("GET", f"{address}/export/nquads", timeout=60) as answer,
    ):
        assert answer.status_code == 200
        assert exports_of(large)
        deadline = time.monotonic() + 20
        while exports_of(large) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not exports_of(large)
