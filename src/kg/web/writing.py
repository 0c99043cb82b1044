"""The server's side of the process that writes (:mod:`kg.web.writer`), and how processes are started."""

import subprocess
import sys
import threading
from multiprocessing.connection import Connection, Pipe
from typing import TYPE_CHECKING

from kg.web.jobs import Change, Effect, QueryError, QueryTimeoutError

if TYPE_CHECKING:
    Changes = Connection[Change, Effect | QueryError]
    Control = Connection[None, QueryError | None]

_PATIENCE = 20.0
"""Seconds that a change which is being made may hold up the server's end."""


def spawn(module: str, descriptors: tuple[int, ...], *arguments: str) -> "subprocess.Popen[bytes]":
    """Starts a module as a process that has these descriptors open, too."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        pass_fds=descriptors,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the server, which then ends its processes itself
    )


class Writer:
    """The process that writes, and the pipes to it. Its methods block; any thread may call them."""

    def __init__(self, location: str, memory: int = 0) -> None:
        """Starts the process over a store's folder, which may take so many bytes of memory; 0 for any."""
        self._location = location
        self._memory = memory
        self._writing = threading.Lock()
        self._publishing = threading.Lock()
        # The process may yet have to make the store, or to catch up with a killed writer.
        self.has_unpublished = True
        """Was something written that queries do not see yet?"""
        self._start()

    def write(self, change: Change, limit: float) -> Effect:
        """Makes a change. Raises QueryError."""
        with self._writing:
            try:
                self._changes.send(change)
                if not self._changes.poll(limit):
                    self._restart()
                    raise QueryTimeoutError
                answer = self._changes.recv()
            except (EOFError, OSError) as error:
                self._restart()
                raise QueryError(
                    "the process that writes ended; whether the change was made must be looked up"
                ) from error
            finally:
                self.has_unpublished = True
        if isinstance(answer, QueryError):
            raise answer
        return answer

    def publish(self, limit: float) -> None:
        """Has queries from now on see all changes made so far. Raises QueryError."""
        with self._publishing:
            if not self.has_unpublished:
                return
            self.has_unpublished = False
            failure: QueryError | None = QueryError("the process that writes is being started anew; ask again")
            try:
                self._control.send(None)
                if self._control.poll(limit):
                    failure = self._control.recv()
            except (EOFError, OSError):
                pass
            if failure is not None:
                self.has_unpublished = True
                raise failure

    def close(self) -> None:
        """Ends the process, which first publishes what it has written."""
        self._changes.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._kill()

    def _start(self) -> None:
        self._changes: Changes
        self._control: Control
        self._changes, changes = Pipe()
        self._control, control = Pipe()
        with changes, control:
            descriptors = (changes.fileno(), control.fileno())
            self._process = spawn(
                "kg.web.writer", descriptors, *map(str, descriptors), self._location, str(self._memory)
            )

    def _restart(self) -> None:
        self._kill()
        with self._publishing:
            self._control.close()
            self._changes.close()
            self._start()

    def _kill(self) -> None:
        self._process.kill()
        self._process.wait()
