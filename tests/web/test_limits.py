import os
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pyoxigraph
import pytest

from kg.stores import EmbeddedStore, QueryResult, open_store
from kg.web.app import create_app
from kg.web.engine import ProcessEngine
from kg.web.settings import Settings
from tests.web.conftest import serving

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(12)) + " }"
ROWS = "SELECT ?s0 ?s1 WHERE { ?s0 ?p0 ?o0 . ?s1 ?p1 ?o1 . ?s2 ?p2 ?o2 . ?s3 ?p3 ?o3 } LIMIT 20000"
STALLING = f"SELECT * WHERE {{ {{ {ROWS} }} UNION {{ {ENDLESS} }} }}"
"""Many rows at once, and then nothing more."""


def children() -> set[str]:
    """The processes that this one has started, with their processor time: running ones only."""
    found = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {child for task in found for child in task.read_text().split()}


def test_a_query_that_never_ends_is_answered_in_time(location: str) -> None:
    settings = Settings(query_timeout=2.0, workers=1)
    with open_store(location, read_only=True) as store:
        engine = ProcessEngine(location, 1)
        with serving(create_app(store, settings, engine=engine)) as url:
            before = children()
            answer = httpx.get(f"{url}/sparql", params={"query": ENDLESS}, timeout=20)
            assert answer.status_code == 503
            assert " 2 seconds" in answer.json()["detail"]
            # Its process is gone, and with it its core and memory; another has taken its place.
            assert before and not before & children()
            assert httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, timeout=20).json()["boolean"] is True
        assert not children()


def test_an_answer_that_stalls_is_broken_off(location: str) -> None:
    settings = Settings(query_timeout=2.0, workers=1)
    with (
        open_store(location, read_only=True) as store,
        serving(create_app(store, settings, engine=ProcessEngine(location, 1))) as url,
    ):
        with (
            pytest.raises(httpx.RemoteProtocolError),
            httpx.stream("GET", f"{url}/sparql", params={"query": STALLING}, timeout=20) as answer,
        ):
            assert answer.status_code == 200
            for _ in answer.iter_bytes():
                pass
        assert httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, timeout=20).status_code == 200


class SlowStore(EmbeddedStore):
    """Takes its time over every query."""

    def query(
        self,
        query: str,
        *,
        union: bool = True,
        default_graphs: Iterable[pyoxigraph.NamedNode] | None = None,
        named_graphs: Iterable[pyoxigraph.NamedNode] | None = None,
    ) -> QueryResult:
        time.sleep(1.5)
        return super().query(query, union=union, default_graphs=default_graphs, named_graphs=named_graphs)


def test_with_threads_a_query_that_takes_too_long_is_answered_in_time_but_keeps_its_turn(location: str) -> None:
    settings = Settings(query_timeout=0.2, waiting_timeout=0.2, workers=1)
    with SlowStore(Path(location), read_only=True) as store, serving(create_app(store, settings)) as url:
        first, second = (httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, timeout=20) for _ in range(2))
    assert first.status_code == second.status_code == 503
    assert "0.2 seconds" in first.json()["detail"]
    assert "wait already" in second.json()["detail"]


def test_a_query_whose_client_has_gone_is_stopped(location: str) -> None:
    with (
        open_store(location, read_only=True) as store,
        serving(create_app(store, Settings(workers=1), engine=ProcessEngine(location, 1))) as url,
    ):
        before = children()
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{url}/sparql", params={"query": ENDLESS}, timeout=0.3)
        deadline = time.monotonic() + 10
        while before & children() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not before & children()
        assert httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, timeout=20).status_code == 200


def test_too_many_queries_are_sent_away(location: str) -> None:
    settings = Settings(query_timeout=1.0, workers=1, max_waiting=1)
    with (
        open_store(location, read_only=True) as store,
        serving(create_app(store, settings, engine=ProcessEngine(location, 1))) as url,
        ThreadPoolExecutor(4) as threads,
    ):
        asked = [threads.submit(httpx.get, f"{url}/sparql", params={"query": ENDLESS}, timeout=20) for _ in range(4)]
        answers = [answer.result() for answer in asked]
    assert {answer.status_code for answer in answers} == {503}
    sent_away = [answer for answer in answers if "Retry-After" in answer.headers]
    assert len(sent_away) == 2 and "wait already" in sent_away[0].json()["detail"]


def test_what_another_process_writes_is_seen(seeded: Path) -> None:
    query = "ASK { <urn:new> ?p ?o }"
    with (
        open_store(seeded, read_only=True) as store,
        serving(create_app(store, Settings(workers=1), engine=ProcessEngine(str(seeded), 1))) as url,
    ):
        assert httpx.get(f"{url}/sparql", params={"query": query}, timeout=20).json()["boolean"] is False
        node = pyoxigraph.NamedNode("urn:new")
        with open_store(seeded) as writer:
            writer.add([pyoxigraph.Quad(node, node, node, node)])
        deadline = time.monotonic() + 10
        while not httpx.get(f"{url}/sparql", params={"query": query}, timeout=20).json()["boolean"]:
            assert time.monotonic() < deadline, "the new quad was never seen"
            time.sleep(0.1)


def test_a_store_that_is_not_there_is_told(tmp_path: Path, location: str) -> None:
    with (
        open_store(location, read_only=True) as store,
        serving(create_app(store, Settings(workers=1), engine=ProcessEngine(str(tmp_path / "no"), 1))) as url,
    ):
        answer = httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, timeout=20)
        assert answer.status_code == 500 and "there is no store" in answer.json()["detail"]


def test_settings_that_make_no_sense_are_refused() -> None:
    for wrong in (
        {"base": "https://example.org/kg"},
        {"base": "kg/"},
        {"workers": 0},
        {"query_timeout": 0.0},
        {"max_result_bytes": 0},
    ):
        with pytest.raises(ValueError):
            Settings(**wrong)
