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
from kg.web.processes import ProcessEngine
from kg.web.settings import Settings
from kg.web.threads import ThreadEngine
from tests.web.conftest import serving
from tests.web.test_server import is_worker

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(12)) + " }"
ACTOR = "<https://w3id.org/newskg/actor/Q100>"
ALL = ", ".join(f"STR(?s{i})" for i in range(12))
NEVER = " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(12)) + f" FILTER(STRLEN(CONCAT({ALL})) = 0)"
STALLING = (
    "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l "
    f"FILTER(?a != {ACTOR} || ?d != {ACTOR} || ?g != {ACTOR} || ?j != {ACTOR} || EXISTS {{ {NEVER} }}) }}"
)
"""Many rows at once, and then nothing more: the search for what is nowhere begins at the first row of four actors."""


def workers(location: str) -> set[str]:
    """The processes that answer queries over a store for this one."""
    found = (
        child for task in Path(f"/proc/{os.getpid()}/task").glob("*/children") for child in task.read_text().split()
    )
    return {child for child in found if is_worker(child, location)}


def the_worker(url: str, location: str) -> str:
    """The one process that answers, when it has begun to: until then it is a copy of this one, by another name."""
    assert httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, timeout=60).status_code == 200
    (process,) = workers(location)
    return process


def wait_until_gone(process: str) -> None:
    deadline = time.monotonic() + 30
    while is_worker(process):
        assert time.monotonic() < deadline, "it is still at work"
        time.sleep(0.02)


def test_a_query_that_never_ends_is_answered_in_time(seeded: Path) -> None:
    settings, own = Settings(query_timeout=2.0, queries=1), str(seeded)
    with serving(create_app(ProcessEngine(own, 1), settings)) as url:
        before = the_worker(url, own)
        answer = httpx.get(f"{url}/sparql", params={"query": ENDLESS}, timeout=20)
        assert answer.status_code == 503
        assert " 2 seconds" in answer.json()["detail"]
        # Its process is gone, and with it its core and memory; another has taken its place.
        wait_until_gone(before)
        assert the_worker(url, own) != before
    assert not workers(own)


def test_an_answer_that_stalls_is_broken_off(location: str) -> None:
    settings = Settings(query_timeout=2.0, queries=1)
    with (
        serving(create_app(ProcessEngine(location, 1), settings)) as url,
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
    settings = Settings(query_timeout=0.2, waiting_timeout=0.2, queries=1)
    with (
        SlowStore(Path(location), read_only=True) as store,
        serving(create_app(ThreadEngine(store, settings.queries), settings)) as url,
    ):
        first, second = (httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, timeout=20) for _ in range(2))
    assert first.status_code == second.status_code == 503
    assert "0.2 seconds" in first.json()["detail"]
    assert "wait already" in second.json()["detail"]


def test_a_query_whose_client_has_gone_is_stopped(seeded: Path) -> None:
    own = str(seeded)
    with serving(create_app(ProcessEngine(own, 1), Settings(queries=1))) as url:
        before = the_worker(url, own)
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{url}/sparql", params={"query": ENDLESS}, timeout=0.3)
        wait_until_gone(before)
        assert the_worker(url, own) != before


def test_too_many_queries_are_sent_away(location: str) -> None:
    settings = Settings(query_timeout=1.0, queries=1, max_waiting=1)
    with (
        serving(create_app(ProcessEngine(location, 1), settings)) as url,
        ThreadPoolExecutor(4) as threads,
    ):
        asked = [threads.submit(httpx.get, f"{url}/sparql", params={"query": ENDLESS}, timeout=20) for _ in range(4)]
        answers = [answer.result() for answer in asked]
    assert {answer.status_code for answer in answers} == {503}
    sent_away = [answer for answer in answers if "Retry-After" in answer.headers]
    assert len(sent_away) == 2 and "wait already" in sent_away[0].json()["detail"]


def test_one_client_may_not_take_all(location: str) -> None:
    settings = Settings(query_timeout=1.0, queries=1, max_per_client=2)
    with serving(create_app(ProcessEngine(location, 1), settings)) as url, ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(httpx.get, f"{url}/sparql", params={"query": ENDLESS}, timeout=20) for _ in range(4)]
        answers = [answer.result() for answer in asked]
        assert httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, timeout=20).status_code == 200
    sent_away = [answer for answer in answers if answer.status_code == 429]
    assert len(sent_away) == 2 and all(answer.headers["retry-after"] == "1" for answer in sent_away)


def test_health_tells_of_life_where_the_server_is_busy(location: str) -> None:
    settings = Settings(query_timeout=3.0, waiting_timeout=0.2, queries=1)
    with serving(create_app(ProcessEngine(location, 1), settings)) as url, ThreadPoolExecutor(1) as threads:
        assert httpx.get(f"{url}/ready", timeout=20).json() == {"status": "ready"}
        busy = threads.submit(httpx.get, f"{url}/sparql", params={"query": ENDLESS}, timeout=20)
        time.sleep(0.5)
        assert httpx.get(f"{url}/health", timeout=20).json()["status"] == "ok"
        ready = httpx.get(f"{url}/ready", timeout=20)
        assert ready.status_code == 503 and "Retry-After" in ready.headers
        busy.result()


def test_what_another_process_writes_is_seen(seeded: Path) -> None:
    query = "ASK { <urn:new> ?p ?o }"
    with (
        serving(create_app(ProcessEngine(str(seeded), 1), Settings(queries=1))) as url,
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
        serving(create_app(ProcessEngine(str(tmp_path / "no"), 1), Settings(queries=1))) as url,
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
