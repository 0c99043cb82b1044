"""What is seen of the server: ids of requests, metrics, a log."""

import json
import logging
import re

import httpx
import pytest

from kg.web.monitoring import JsonFormatter
from tests.web.conftest import QUADS


def test_each_response_has_an_id(client: httpx.Client) -> None:
    first, second = (client.get("/sparql", params={"query": "ASK {}"}).headers["x-request-id"] for _ in range(2))
    assert first != second and re.fullmatch("[0-9a-f]{32}", first)


def test_an_id_that_the_client_gives_is_kept_unless_it_is_none(client: httpx.Client) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/sparql?query=nonsense", "/nowhere"):
        assert client.get(path, headers={"X-Request-ID": "trace-1/2"}).headers["x-request-id"] == "trace-1/2"
    for strange in ("a b", "x" * 200, '"><script>'):
        assert client.get("/health", headers={"X-Request-ID": strange}).headers["x-request-id"] != strange


def samples(client: httpx.Client) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    lines = (line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def test_requests_are_counted(client: httpx.Client) -> None:
    def asked(status: int) -> float:
        name = f'kg_http_requests_total{{method="GET",path="/sparql",status="{status}"}}'
        return samples(client).get(name, 0)

    before = asked(200), asked(400)
    client.get("/sparql", params={"query": "ASK {}"})
    client.get("/sparql", params={"query": "nonsense"})
    assert (asked(200), asked(400)) == (before[0] + 1, before[1] + 1)
    found = samples(client)
    assert found['kg_http_request_seconds_count{path="/sparql"}'] >= 2
    assert found["kg_http_requests_under_way"] == 1  # the one that asks
    client.get("/health")
    assert samples(client)["kg_quads"] == QUADS


def test_paths_that_are_none_do_not_fill_the_metrics(client: httpx.Client) -> None:
    for number in range(50):
        client.get(f"/nowhere-{number}")
    assert not any("nowhere" in name for name in samples(client))


def test_a_line_in_the_log_for_a_request(client: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("kg.web")
    with caplog.at_level(logging.INFO, "kg.web"):
        logger.propagate = True
        client.get("/sparql", params={"query": "ASK {}"}, headers={"X-Request-ID": "mine"})
        for _ in range(100):
            if caplog.records:
                break
            client.get("/health")
    record = next(record for record in caplog.records if getattr(record, "request_id", "") == "mine")
    told = json.loads(JsonFormatter().format(record))
    assert told["level"] == "info" and told["path"] == "/sparql" and told["status"] == 200
    assert told["request_id"] == "mine" and told["client"] == "127.0.0.1" and told["milliseconds"] > 0
    assert "ASK" not in json.dumps(told)


def test_a_fault_is_told_with_its_cause_in_one_line() -> None:
    try:
        raise ValueError("line\nbreak")
    except ValueError:
        record = logging.getLogger("kg").makeRecord(
            "kg", logging.ERROR, "f", 1, "it failed", (), __import__("sys").exc_info()
        )
    line = JsonFormatter().format(record)
    assert "\n" not in line and "ValueError: line" in json.loads(line)["exception"]
