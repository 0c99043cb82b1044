"""A process that answers queries over a store's folder, one after the other: ``python -m kg.web.worker FD FOLDER``.

It reads :class:`kg.web.jobs.Job` from the socket with the given descriptor and answers each with :data:`Message`: the
media type, the answer in pieces, and at the end None or why there is no (whole) answer. It ends when the other side
closes the socket, and, even in the midst of a query, when the server has died.
"""

import os
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from kg.stores import open_store
from kg.stores.base import Store, StoreError
from kg.web.jobs import Job, QueryError, evaluate

Message = str | bytes | QueryError | None

_CHUNK = 65_536
_REOPEN_AFTER = 1.0
"""Seconds; a store that is being written to all the time is not opened anew for each query."""


class CurrentStore:
    """A folder's store, open for reading, and opened anew when another process has written to it."""

    def __init__(self, location: str) -> None:
        """Raises StoreError where there is no store."""
        self._folder = Path(location)
        self._open()

    def get(self) -> Store:
        """The store as it is now, or was a second ago."""
        if time.monotonic() - self._opened > _REOPEN_AFTER and self._state() != self._seen:
            self._store.close()
            self._open()
        return self._store

    def _open(self) -> None:
        self._seen = self._state()
        self._opened = time.monotonic()
        self._store = open_store(self._folder, read_only=True)

    def _state(self) -> frozenset[tuple[str, int]]:
        """The logs to which RocksDB writes first and last whatever changes, and their sizes."""
        logs = (path for pattern in ("*.log", "MANIFEST-*") for path in self._folder.glob(pattern))
        return frozenset((path.name, path.stat().st_size) for path in logs)


class _PipeOutput:
    """Sends an answer in pieces of some size; the pipe itself holds the writer back when the reader is slow."""

    waited = 0.0
    gone = False

    def __init__(self, pipe: "Connection[Message, Job]") -> None:
        self._pipe = pipe
        self._buffer = bytearray()

    def start(self, media_type: str) -> None:
        self._pipe.send(media_type)

    def write(self, data: bytes) -> int:
        self._buffer += data
        if len(self._buffer) >= _CHUNK:
            self._send()
        return len(data)

    def flush(self) -> None:
        pass

    def finish(self, failure: QueryError | None) -> None:
        if self._buffer:
            self._send()
        self._pipe.send(failure)

    def _send(self) -> None:
        self._pipe.send(bytes(self._buffer))
        self._buffer.clear()


def answer(pipe: "Connection[Message, Job]", location: str) -> None:
    """Answers jobs until the other side of the pipe is closed."""
    current: CurrentStore | None = None
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        output = _PipeOutput(pipe)
        failure: QueryError | None = None
        try:
            current = current or CurrentStore(location)
            evaluate(current.get(), job, output)
        except QueryError as error:
            failure = error
        except (StoreError, OSError) as error:
            current = None
            failure = QueryError(str(error))
        output.finish(failure)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    answer(Connection(int(sys.argv[1])), sys.argv[2])
