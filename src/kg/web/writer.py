"""The one process that writes: ``python -m kg.web.writer LISTENER LEDGER FOLDER BYTES``.

LISTENER is the descriptor of a listening Unix socket, LEDGER that of a :class:`kg.web.sharing.Ledger`, BYTES the memory
that it may take, 0 any.

It has the store open for writing. Over each connection it is sent changes, which it makes one after the other, or None:
to publish, even amid a change, what has been written to those that read. Killed at any moment it leaves each change
whole or undone: a change is one transaction, and RocksDB's log tells it again to the process that takes its place. It
publishes by itself what nobody has asked for in a while, for the readers outside this server. SIGTERM ends it when the
change that is being made is done.
"""

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from kg.stores import EmbeddedStore, StoreError, open_store
from kg.web.jobs import Change, Effect, QueryError, perform
from kg.web.sharing import Ledger
from kg.web.worker import end_with, limit_memory

if TYPE_CHECKING:
    Asked = Connection[int | Effect | QueryError | None, Change | None]

_IDLE = 1.0
"""Seconds after which what was written is published unasked; and that a process which can't open the store tells why,
before another takes its place.
"""

_STACK = 64 << 20
"""Bytes of the stack of a thread that makes changes."""


class _Writing:
    """Makes changes and publishes them. Several threads may use it."""

    def __init__(self, store: EmbeddedStore, ledger: Ledger) -> None:
        self._store = store
        self._ledger = ledger
        self._changing = threading.Lock()
        self._publishing = threading.Lock()
        ledger.written += 1

    def answer(self, asked: Change | None) -> Effect | QueryError | None:
        """Makes a change, or publishes; gives back what went wrong."""
        try:
            if asked is not None:
                return self._change(asked)
            self._publish()
        except QueryError as error:
            return error
        return None

    def publish_now_and_then(self) -> None:
        """Never ends."""
        while True:
            time.sleep(_IDLE)
            if self._ledger.published != self._ledger.written:
                self.answer(None)

    def close(self) -> None:
        """When the change that is being made is done; none is made any more."""
        self._changing.acquire()
        self._store.close()

    def _change(self, change: Change) -> Effect:
        with self._changing:
            try:
                return perform(self._store, change)
            finally:
                self._ledger.written += 1

    def _publish(self) -> None:
        with self._publishing:
            written = self._ledger.written
            try:
                self._store.publish()
            except StoreError as error:
                raise QueryError(str(error)) from error
            self._ledger.published = written


def serve(listener: socket.socket, ledger: Ledger, location: str) -> None:
    """Makes changes until SIGTERM."""
    try:
        store = open_store(location)
    except StoreError as error:
        _refuse(listener, QueryError(str(error)))
        return
    assert isinstance(store, EmbeddedStore)
    writing = _Writing(store, ledger)
    _start(writing.publish_now_and_then)
    try:
        while True:
            connection, _ = listener.accept()
            _start(_converse, Connection(connection.detach()), writing.answer)
    finally:
        writing.close()


def _converse(connection: "Asked", answer: Callable[[Change | None], Effect | QueryError | None]) -> None:
    """Tells who it is, then answers what it is sent until the other side closes the connection."""
    try:
        connection.send(os.getpid())
        while True:
            connection.send(answer(connection.recv()))
    except (EOFError, OSError):
        connection.close()


def _refuse(listener: socket.socket, failure: QueryError) -> None:
    """Tells those who ask why there is no store, for a while."""
    given_up = time.monotonic() + _IDLE
    while (left := given_up - time.monotonic()) > 0:
        listener.settimeout(left)
        try:
            connection, _ = listener.accept()
        except TimeoutError:
            return
        connection.setblocking(True)
        _start(_converse, Connection(connection.detach()), lambda _: failure)


def _start(work: Callable[..., None], *arguments: object) -> None:
    threading.Thread(target=work, args=arguments, daemon=True).start()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    _start(end_with, os.getppid())
    limit_memory(int(sys.argv[4]))
    threading.stack_size(_STACK)  # as in :func:`kg.web.worker.deepen_stack`
    serve(socket.socket(fileno=int(sys.argv[1])), Ledger(int(sys.argv[2])), sys.argv[3])
