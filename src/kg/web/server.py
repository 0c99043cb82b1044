"""Serving a store: what ``kg serve`` does."""

import contextlib
import dataclasses
import errno
import gc
import math
import socket
from collections.abc import Iterator

import uvicorn

from kg.errors import KgError
from kg.stores import is_remote, open_store
from kg.web.app import create_app
from kg.web.connections import allow_many_connections, patient
from kg.web.engine import Engine
from kg.web.processes import ProcessEngine
from kg.web.settings import Settings
from kg.web.threads import ThreadEngine
from kg.web.writing import spawn


class ServeError(KgError):
    """The server can't start; the message says why and what to do."""


def serve(location: str, host: str = "127.0.0.1", port: int = 8000, settings: Settings | None = None) -> None:
    """Serves the store in a folder, or on another server, until it is told to stop (Ctrl-C, SIGTERM).

    Raises:
        StoreError: where there is no store, or none that can be opened.
        ServeError: where the address can't be listened on.
    """
    settings = settings or Settings()
    with contextlib.ExitStack() as closing:
        # Opening tells what is wrong with the store before anything is served.
        writable = settings.writable
        store = closing.enter_context(open_store(location, read_only=not writable, timeout=settings.query_timeout))
        listener = closing.enter_context(_listen(host, port))
        engine: Engine
        if is_remote(location):
            engine = ThreadEngine(store, settings.workers)
            settings = dataclasses.replace(settings, text_search=False)
        else:
            store.close()
            closing.enter_context(_indexing(location))
            engine = ProcessEngine(location, settings.workers, writable=writable, memory=settings.worker_memory_bytes)
        allow_many_connections()
        # Answers under way are waited for, so long.
        config = uvicorn.Config(
            create_app(engine, settings, location=location),
            http=patient(settings.header_timeout),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=math.ceil(settings.shutdown_timeout),
        )
        # All that is there now stays: collecting garbage need not look at it again.
        gc.collect()
        gc.freeze()
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


@contextlib.contextmanager
def _indexing(location: str) -> Iterator[None]:
    """Has the text index and the counts kept up meanwhile."""
    process = spawn("kg.web.indexer", (), location)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _listen(host: str, port: int) -> socket.socket:
    where = f"{host}:{port}"
    if not 0 <= port <= 65_535:
        raise ServeError(f"{where}: there is no such port; choose one from 1024 to 65535 with --port")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise ServeError(
            f"{where}: {host!r} is no address of this machine ({error.strerror}); try 127.0.0.1"
        ) from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise ServeError(f"{where}: {_remedy(error)}") from error
    return listener


def _remedy(error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return "another program listens there; stop it, or choose another port with --port"
        case errno.EACCES:
            return "this port needs more rights; choose one from 1024 up with --port"
        case errno.EADDRNOTAVAIL:
            return "this machine does not have the address; try --host 127.0.0.1"
    return f"can't listen there ({error})"
