"""The process that starts all others of a server, and starts them anew where they end:

- server processes, forked, so that they share what was loaded; each has a listening socket of its own on the one
  address, which stays when the process has ended, and processes that answer its queries (:mod:`kg.web.processes`);
- over a folder, one that writes for all of them (:mod:`kg.web.writer`), where the graph may be changed;
- and one that keeps the text index and the counts up (:mod:`kg.web.indexer`).

Each ends when its parent has ended, however that was.
"""

import contextlib
import gc
import math
import multiprocessing
import os
import select
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.process import BaseProcess

import prometheus_client.values
import uvicorn
from prometheus_client.multiprocess import mark_process_dead

from kg.stores import is_remote, open_store
from kg.web.app import create_app
from kg.web.connections import allow_many_connections, patient
from kg.web.engine import Engine
from kg.web.processes import ProcessEngine
from kg.web.settings import Settings
from kg.web.sharing import Share, UnderWay
from kg.web.threads import ThreadEngine
from kg.web.worker import end_with
from kg.web.writing import Writer, WriterProcess, spawn

_PAUSE = 1.0
"""Seconds that a process must have lived to be replaced at once: what can't start must not take all cores."""
_STOP = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be served, and how."""

    location: str
    """Folder or address of the store."""
    settings: Settings
    listeners: tuple[socket.socket, ...]
    """One for each server process."""


def supervise(plan: Plan) -> None:
    """Serves until the process is told to stop; for its main thread, where there are no other threads."""
    with contextlib.ExitStack() as closing:
        signals = closing.enter_context(_signals())
        closing.enter_context(_counting_together(plan))
        writer = None
        kept: list[WriterProcess | _Indexer] = []
        if not is_remote(plan.location):
            if plan.settings.writable:
                writer = WriterProcess(plan.location, plan.settings.worker_memory_bytes)
                closing.callback(writer.close)
                kept.append(writer)
            indexer = _Indexer(plan.location)
            closing.callback(indexer.close)
            kept.append(indexer)
        allow_many_connections()
        # All that is there now stays, and stays shared: collecting garbage must not touch it.
        gc.collect()
        gc.freeze()
        servers = _Servers(plan, writer)
        closing.callback(servers.close)
        servers.replace_ended()
        while not signals.wait(_PAUSE):
            servers.replace_ended()
            for process in kept:
                process.replace_ended()


class _Signals:
    """What the process was told by signals."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def wait(self, seconds: float) -> bool:
        """Until a child has ended, or so long; tells whether the process is to stop."""
        if not select.select([self._descriptor], [], [], seconds)[0]:
            return False
        return any(number in _STOP for number in os.read(self._descriptor, 1000))


@contextlib.contextmanager
def _signals() -> Iterator[_Signals]:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    before = {number: signal.signal(number, lambda *_: None) for number in (*_STOP, signal.SIGCHLD)}
    signal.set_wakeup_fd(writing)
    try:
        yield _Signals(reading)
    finally:
        signal.set_wakeup_fd(-1)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(reading)
        os.close(writing)


@contextlib.contextmanager
def _counting_together(plan: Plan) -> Iterator[None]:
    """Has the metrics of several processes added up."""
    if plan.settings.workers == 1:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="kg-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        prometheus_client.values.ValueClass = prometheus_client.values.get_value_class()  # type: ignore[no-untyped-call]
        yield


class _Indexer:
    """The process that keeps the text index and the counts up."""

    def __init__(self, location: str) -> None:
        self._location = location
        self._process, self._began = self._start()

    def replace_ended(self) -> None:
        if self._process.poll() is not None and time.monotonic() > self._began + _PAUSE:
            self._process, self._began = self._start()

    def close(self) -> None:
        self._process.kill()
        self._process.wait()

    def _start(self) -> "tuple[subprocess.Popen[bytes], float]":
        return spawn("kg.web.indexer", (), self._location), time.monotonic()


class _Servers:
    """The server processes."""

    def __init__(self, plan: Plan, writer: WriterProcess | None) -> None:
        self._plan = plan
        self._writer = writer
        self._under_way = UnderWay(len(plan.listeners))
        self._shares = [Share(number, self._under_way) for number in range(len(plan.listeners))]
        self._processes: list[tuple[BaseProcess, float] | None] = [None] * len(plan.listeners)

    def replace_ended(self) -> None:
        """Starts those that are not there."""
        for share in self._shares:
            there = self._processes[share.process]
            if there is not None and (there[0].is_alive() or time.monotonic() < there[1] + _PAUSE):
                continue
            if there is not None:
                self._bury(share.process, there[0])
            process = multiprocessing.get_context("fork").Process(target=_serve, args=(self._plan, share, self._writer))
            process.start()
            self._processes[share.process] = (process, time.monotonic())

    def close(self) -> None:
        """Lets them give the answers that are under way."""
        there = [entry[0] for entry in self._processes if entry is not None]
        for process in there:
            process.terminate()
        given_up = time.monotonic() + 2 * self._plan.settings.shutdown_timeout
        for process in there:
            process.join(max(0.1, given_up - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()

    def _bury(self, number: int, process: BaseProcess) -> None:
        self._under_way.forget(number)
        if self._plan.settings.workers > 1 and process.pid is not None:
            mark_process_dead(process.pid)  # type: ignore[no-untyped-call]


def _serve(plan: Plan, share: Share, writing: WriterProcess | None) -> None:
    """What a server process does."""
    parent = os.getppid()
    os.setsid()  # Ctrl-C is for the supervisor
    signal.set_wakeup_fd(-1)
    for number in (*_STOP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=end_with, args=(parent,), daemon=True).start()
    settings = plan.settings.for_each_worker()
    with contextlib.ExitStack() as closing:
        engine: Engine
        if is_remote(plan.location):
            store = open_store(plan.location, read_only=not settings.writable, timeout=settings.query_timeout)
            engine = ThreadEngine(closing.enter_context(store), settings.queries)
        else:
            writer = Writer(writing.address, writing.ledger) if writing is not None else None
            engine = ProcessEngine(plan.location, settings.queries, memory=settings.worker_memory_bytes, writer=writer)
        config = uvicorn.Config(
            create_app(engine, settings, location=plan.location, share=share),
            http=patient(settings.header_timeout),
            log_config=None,
            access_log=False,
            server_header=False,
            # Answers under way are waited for, so long.
            timeout_graceful_shutdown=math.ceil(settings.shutdown_timeout),
        )
        uvicorn.Server(config).run(sockets=[plan.listeners[share.process]])
