"""Serving a store: what ``kg serve`` does."""

import contextlib
import dataclasses
import errno
import multiprocessing
import socket
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from kg.errors import KgError
from kg.stores import StoreError, is_remote, open_store
from kg.web.settings import Settings
from kg.web.supervision import Plan, supervise


class ServeError(KgError):
    """The server can't start; the message says why and what to do."""


def serve(location: str, host: str = "127.0.0.1", port: int = 8000, settings: Settings | None = None) -> None:
    """Serves the store in a folder, or on another server, until it is told to stop (Ctrl-C, SIGTERM).

    For the main thread of a process that has no others: it forks.

    Raises:
        StoreError: where there is no store, or none that can be opened.
        ServeError: where the address can't be listened on.
    """
    settings = settings or Settings()
    _check(location, settings)
    if is_remote(location):
        settings = dataclasses.replace(settings, text_search=False)
    else:
        location = str(Path(location).absolute())
    with _listening(host, port, settings.workers) as listeners:
        supervise(Plan(location, settings, listeners))


def _check(location: str, settings: Settings) -> None:
    """Opening tells what is wrong with the store before anything is served; in another process, since RocksDB leaves
    threads behind, and what is forked then would not have them.
    """
    reading, writing = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_open, args=(location, settings, writing))
    process.start()
    writing.close()
    with reading, contextlib.suppress(EOFError):
        raise StoreError(reading.recv())
    process.join()


def _open(location: str, settings: Settings, complaints: "Connection[str, None]") -> None:
    try:
        open_store(location, read_only=not settings.writable, timeout=settings.query_timeout).close()
    except StoreError as error:
        complaints.send(str(error))


@contextlib.contextmanager
def _listening(host: str, port: int, number: int) -> Iterator[tuple[socket.socket, ...]]:
    """So many sockets on one address, among which the system divides what comes."""
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
    with contextlib.ExitStack() as stack:
        listeners = [stack.enter_context(socket.socket(family, kind, protocol)) for _ in range(number)]
        try:
            # Sockets that share their address would share it with another server of the same user, too: so the first
            # is tried alone.
            with socket.socket(family, kind, protocol) as alone:
                alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                alone.bind(address)
                address = alone.getsockname()
            for listener in listeners:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if number > 1:
                    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
                listener.bind(address)
        except OSError as error:
            raise ServeError(f"{where}: {_remedy(error)}") from error
        yield tuple(listeners)


def _remedy(error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return "another program listens there; stop it, or choose another port with --port"
        case errno.EACCES:
            return "this port needs more rights; choose one from 1024 up with --port"
        case errno.EADDRNOTAVAIL:
            return "this machine does not have the address; try --host 127.0.0.1"
    return f"can't listen there ({error})"
