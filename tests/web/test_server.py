import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from kg.stores.base import StoreError
from kg.web.server import ServeError, serve


def test_a_missing_store_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=str(tmp_path / "none")):
        serve(str(tmp_path / "none"), port=0)


def test_an_address_in_use_is_named(location: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=rf"127\.0\.0\.1:{port}: another program .*--port"):
            serve(location, port=port)


@pytest.mark.parametrize("host", ["no.such.host.invalid", "203.0.113.7"])
def test_an_address_of_another_machine_is_refused(location: str, host: str) -> None:
    with pytest.raises(ServeError, match=host):
        serve(location, host=host, port=0)


def test_a_port_that_is_none_is_refused(location: str) -> None:
    with pytest.raises(ServeError, match="99999"):
        serve(location, port=99999)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_it_serves_until_it_is_stopped_and_leaves_no_process_behind(location: str, stop: signal.Signals) -> None:
    port = free_port()
    code = f"from kg.web.server import serve; serve({location!r}, port={port})"
    process = subprocess.Popen([sys.executable, "-c", code])
    try:
        wait_for(f"http://127.0.0.1:{port}/ready", process)
        answer = httpx.get(f"http://127.0.0.1:{port}/sparql", params={"query": "ASK { ?s ?p ?o }"}, timeout=20)
        assert answer.json()["boolean"] is True
        children = descendants(process.pid)
        assert any(map(is_worker, children))
        os.kill(process.pid, stop)
        process.wait(timeout=20)
        deadline = time.monotonic() + 20
        while any(is_worker(child) for child in children):
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        process.kill()
        process.wait()


def descendants(process: int | str) -> list[str]:
    """The processes that it has started, and those that these have."""
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it has ended just now
            for child in task.read_text().split():
                found += [child, *descendants(child)]
    return found


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    """Until the server answers there."""
    deadline = time.monotonic() + 20
    while True:
        try:
            if httpx.get(url, timeout=20).is_success:
                return
        except httpx.ConnectError:
            pass
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)


def is_worker(process: str, location: str = "") -> bool:
    """Does the process answer queries, over this store?"""
    try:
        command = Path(f"/proc/{process}/cmdline").read_bytes()  # empty for one that has ended
        return b"kg.web.worker" in command and location.encode() in command
    except FileNotFoundError:
        return False
