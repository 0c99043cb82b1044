"""A process that answers queries over a store's folder: ``python -m kg.web.worker FD FOLDER BYTES``.

It reads queries from the socket with the given descriptor and answers one after the other (:mod:`kg.web.wire`). It ends
when the other side closes the socket, and, even in the midst of a query, when the server has died. BYTES is the memory
it may take, 0 any; a query that needs more ends it.
"""

import os
import resource
import socket
import sys
import threading
import time
from pathlib import Path

from kg.stores import EmbeddedStore, StoreError
from kg.web.jobs import QueryError, evaluate
from kg.web.wire import DATA, END, PIECE, START, WHOLE, Frames, failure_frame, frame, read_job

_STACK = 120 << 20
"""Bytes."""


class CurrentStore:
    """A folder's store, open for reading, and opened anew when something has been published."""

    def __init__(self, location: str) -> None:
        """Raises StoreError where there is no store."""
        self._folder = Path(location)
        self._store = EmbeddedStore(self._folder, read_only=True)

    def get(self) -> EmbeddedStore:
        """The store as it was last published."""
        if self._store.is_outdated:
            self._store.close()
            self._store = EmbeddedStore(self._folder, read_only=True)
        return self._store


class _SocketOutput:
    """Sends an answer: a short one whole, a long one in pieces."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._media_type = b""
        self._begun = False
        self._buffer = bytearray()

    def start(self, media_type: str) -> None:
        self._media_type = media_type.encode("ascii")

    def write(self, data: bytes) -> int:
        self._buffer += data
        if len(self._buffer) >= PIECE:
            head = b"" if self._begun else frame(START, self._media_type)
            self._connection.sendall(head + frame(DATA, self._buffer))
            self._begun = True
            self._buffer.clear()
        return len(data)

    def flush(self) -> None:
        pass

    def finish(self) -> None:
        if self._begun:
            self._connection.sendall(frame(DATA, self._buffer) + frame(END))
        else:
            self._connection.sendall(frame(WHOLE, self._media_type + b"\n" + self._buffer))

    def fail(self, error: QueryError) -> None:
        self._connection.sendall(failure_frame(error))


def answer(connection: socket.socket, location: str) -> None:
    """Answers jobs until the other side closes the socket."""
    current: CurrentStore | None = None
    frames = Frames()
    while data := connection.recv(PIECE):
        for _, content in frames.feed(data):
            output = _SocketOutput(connection)
            try:
                current = current or CurrentStore(location)
                evaluate(current.get(), read_job(content), output)
            except QueryError as error:
                output.fail(error)
            except (StoreError, OSError) as error:
                current = None
                output.fail(QueryError(str(error)))
            else:
                output.finish()


def end_with(parent: int) -> None:
    """Ends this process when its parent has ended."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def deepen_stack() -> None:
    """Lets the main thread's stack grow: some requests that :mod:`kg.web.complexity` lets through need ten times the
    usual 8 MB. The system keeps 128 MB free for it.
    """
    _, most = resource.getrlimit(resource.RLIMIT_STACK)
    resource.setrlimit(resource.RLIMIT_STACK, (_STACK if most == resource.RLIM_INFINITY else min(_STACK, most), most))


def limit_memory(size: int) -> None:
    """Lets the process take so many bytes for its data; more makes an allocation fail, which ends it."""
    if size:
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    limit_memory(int(sys.argv[3]))
    deepen_stack()
    answer(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])
