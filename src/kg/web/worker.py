"""A process that answers queries over a store's folder: ``python -m kg.web.worker FD FOLDER BYTES``.

It reads :class:`kg.web.jobs.Job` from the socket with the given descriptor and answers one after the other, each with
:data:`Message`: the media type, the answer in pieces, and at the end None or why there is no (whole) answer. It ends
when the other side closes the socket, and, even in the midst of a query, when the server has died. BYTES is the memory
it may take, 0 any; a query that needs more ends it.
"""

import os
import resource
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

from kg.stores import EmbeddedStore, Store, StoreError
from kg.web.jobs import Job, QueryError, evaluate

Message = str | bytes | QueryError | None

_CHUNK = 65_536


class CurrentStore:
    """A folder's store, open for reading, and opened anew when something has been published."""

    def __init__(self, location: str) -> None:
        """Raises StoreError where there is no store."""
        self._folder = Path(location)
        self._store = EmbeddedStore(self._folder, read_only=True)

    def get(self) -> Store:
        """The store as it was last published."""
        if self._store.is_outdated:
            self._store.close()
            self._store = EmbeddedStore(self._folder, read_only=True)
        return self._store


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


def end_with(parent: int) -> None:
    """Ends this process when its parent has ended."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _limit_memory(size: int) -> None:
    """Lets the process take so many bytes for its data; more makes an allocation fail, which ends it."""
    if size:
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    _limit_memory(int(sys.argv[3]))
    answer(Connection(int(sys.argv[1])), sys.argv[2])
