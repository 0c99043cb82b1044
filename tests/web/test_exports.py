"""Exports over HTTP."""

import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import networkx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pyoxigraph import RdfFormat, parse

from kg.exports import EXPORTERS
from kg.stores import EmbeddedStore, Store
from kg.web import exports, problems
from kg.web.settings import Settings
from tests.graphs import put, two_outlets
from tests.web.conftest import serving


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with EmbeddedStore(tmp_path / "store") as opened:
        put(opened, two_outlets())
        yield opened


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    app = FastAPI()
    problems.install(app)
    app.include_router(exports.router(store, Settings(waiting_timeout=1.0)))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def test_the_formats_are_listed(client: TestClient) -> None:
    found = {form["name"]: form for form in client.get("/export").json()}
    assert set(found) == set(EXPORTERS)
    assert found["gexf"]["media_type"] == "application/gexf+xml"
    assert found["gexf"]["filters"] == ["min_weight", "quad_class", "since", "type", "until", "view"]


def test_the_graph_comes_whole(client: TestClient, store: Store) -> None:
    answer = client.get("/export/nquads")
    assert answer.headers["content-type"] == "application/n-quads"
    assert answer.headers["content-disposition"] == 'attachment; filename="newskg.nq"'
    assert set(parse(answer.content, format=RdfFormat.N_QUADS)) == set(store.quads())


def test_filters_are_query_parameters(client: TestClient) -> None:
    answer = client.get("/export/gexf", params={"view": "conflict", "since": "2022-04-27"})
    graph = networkx.read_gexf(io.BytesIO(answer.content), version="1.3")
    assert [data["kind"] for _, _, data in graph.edges(data=True)] == ["ACCUSE"]
    several = client.get("/export/plover", params={"type": ["AID", "ACCUSE"]}).text.splitlines()
    assert len(several) == 2


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("/export/dot", 404, "there is no export to 'dot'"),
        ("/export/nquads?view=conflict", 400, "nquads can't be filtered by view"),
        ("/export/gexf?since=2022-02-02&until=2022-02-01", 400, "the first day is after the last"),
        ("/export/gexf?min_weight=0", 400, "min_weight"),
    ],
)
def test_what_can_not_be_exported_is_explained(client: TestClient, path: str, status: int, detail: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert detail in answer.json()["detail"]


def test_what_fails_is_a_problem_and_does_not_block_the_next(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    for _ in range(3):
        answer = client.get("/export/parquet")
        assert answer.status_code == 501
        assert "pip install newskg[parquet]" in answer.json()["detail"]
    assert client.get("/export/turtle").status_code == 200


def test_a_failure_in_the_midst_breaks_the_answer_off(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the reader would take a part for the whole."""

    def fail(_: object, __: object, target: io.BytesIO) -> dict[str, int]:
        target.write(b"x" * 200_000)
        raise RuntimeError("the disk is gone")

    app = FastAPI()
    app.include_router(exports.router(store, Settings()))
    with serving(app) as address:
        with monkeypatch.context() as patched:
            patched.setattr(EXPORTERS["nquads"], "write", fail)
            with pytest.raises(httpx.RemoteProtocolError):
                httpx.get(f"{address}/export/nquads")
        assert httpx.get(f"{address}/export/nquads").status_code == 200
