"""The process that writes (:mod:`kg.web.writer`) as the server sees it: how it is kept up, and how it is asked."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from kg.exclusion import alone
from kg.web.jobs import Change, Effect, QueryError, QueryTimeoutError
from kg.web.sharing import Ledger

if TYPE_CHECKING:
    Asked = Connection[Change | None, int | Effect | QueryError | None]

_PATIENCE = 20.0
"""Seconds that a change which is being made may hold up the server's end."""
_START = 30.0
"""Seconds that a process may take to open the store: it may have to tell itself again what a killed one has written."""


def spawn(module: str, descriptors: tuple[int, ...], *arguments: str) -> "subprocess.Popen[bytes]":
    """Starts a module as a process that has these descriptors open, too."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        pass_fds=descriptors,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the server, which then ends its processes itself
    )


class WriterProcess:
    """Starts the process, and another when it has ended: whoever has the address reaches the one that is there."""

    def __init__(self, location: str, memory: int = 0) -> None:
        """Starts it over a store's folder.

        Args:
            location: the folder.
            memory: bytes that it may take; 0 for any.
        """
        self._arguments = (location, str(memory))
        self._folder = tempfile.TemporaryDirectory(prefix="kg-")  # for this user alone
        self.address = Path(self._folder.name)
        """The folder of the socket on which it listens."""
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.address / "writer"))
        self._listener.listen()
        self.ledger = Ledger.new()
        self._process = self._start()
        self._closed = threading.Event()

    def keep(self) -> None:
        """Starts another process when one has ended, until it is closed; blocks."""
        while not self._closed.is_set():
            self._process.wait()
            self.replace_ended()

    def replace_ended(self) -> None:
        """Starts another process if it has ended."""
        if self._process.poll() is not None and not self._closed.is_set():
            self._process = self._start()

    def close(self) -> None:
        """Ends the process, which first publishes what it has written."""
        self._closed.set()
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.close()
        self.ledger.close()
        self._folder.cleanup()

    def _start(self) -> "subprocess.Popen[bytes]":
        descriptors = (self._listener.fileno(), self.ledger.descriptor)
        return spawn("kg.web.writer", descriptors, *map(str, descriptors), *self._arguments)


class Writer:
    """Asks the process that writes. Its methods block; any thread may call them."""

    def __init__(self, address: Path, ledger: Ledger) -> None:
        """Takes the address and the ledger of a :class:`WriterProcess`, which may be another process's."""
        self.ledger = ledger
        self._turn = address / "turn"
        self._changes = _Line(address / "writer")
        self._control = _Line(address / "writer")
        self._publishing = threading.Lock()

    @property
    def has_unpublished(self) -> bool:
        """Was something written that queries do not see yet?"""
        return self.ledger.written != self.ledger.published

    def write(self, change: Change, limit: float) -> Effect:
        """Makes a change, after those that others make. Raises QueryError."""
        with alone(self._turn):  # so that who takes too long is stopped, and nobody with him
            try:
                answer = self._changes.ask(change, limit)
            except TimeoutError:
                self._changes.kill()
                raise QueryTimeoutError from None
            except (EOFError, OSError) as error:
                raise QueryError(
                    "the process that writes ended; whether the change was made must be looked up"
                ) from error
        assert isinstance(answer, Effect)
        return answer

    def publish(self, limit: float) -> None:
        """Has queries from now on see all changes made so far. Raises QueryError."""
        with self._publishing:
            if not self.has_unpublished:
                return
            try:
                self._control.ask(None, limit)
            except (EOFError, OSError) as error:
                self._control.close()
                raise QueryError("the process that writes is being started anew; ask again") from error

    def close(self) -> None:
        """Closes the connections."""
        self._changes.close()
        self._control.close()


class _Line:
    """A connection to the process, made anew where it has ended meanwhile."""

    def __init__(self, address: Path) -> None:
        self._address = str(address)
        self._connection: Asked | None = None
        self._process = 0

    def ask(self, what: Change | None, limit: float) -> Effect | None:
        """The answer.

        Raises:
            TimeoutError: where there is none in time.
            EOFError: or OSError, where the process has ended.
            QueryError: as it answered.
        """
        connection = self._connect()
        try:
            connection.send(what)
            if not connection.poll(limit):
                raise TimeoutError
            answer = connection.recv()
        except TimeoutError:
            raise
        except (EOFError, OSError):
            self.close()
            raise
        if isinstance(answer, QueryError):
            raise answer
        assert not isinstance(answer, int)
        return answer

    def kill(self) -> None:
        """Kills the process at the other end, and waits until it has ended."""
        connection = self._connection
        if connection is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            with contextlib.suppress(EOFError, OSError):
                while connection.poll(_PATIENCE):
                    connection.recv()
        self.close()

    def close(self) -> None:
        """Closes the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connect(self) -> "Asked":
        """The connection, a new one where there is none, or it was closed at the other end while nobody asked."""
        if self._connection is not None and self._connection.poll():
            self.close()
        if self._connection is None:
            raw = socket.socket(socket.AF_UNIX)
            try:
                raw.connect(self._address)  # waits, as it were, for a process that is being started
            except OSError:
                raw.close()
                raise
            connection: Asked = Connection(raw.detach())
            if not connection.poll(_START):
                connection.close()
                raise TimeoutError
            process = connection.recv()
            assert isinstance(process, int)
            self._connection, self._process = connection, process
        return self._connection
