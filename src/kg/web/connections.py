"""Connections: how long one may take to say what it wants, and how many the process may hold."""

import asyncio
import resource
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_TIMEOUT = 20.0
"""Seconds for a request's line and headers."""
_TOO_SLOW = (
    f"HTTP/1.1 {HTTPStatus.REQUEST_TIMEOUT.value} Request Timeout\r\n"
    "Connection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\r\n{}"
)


class ImpatientProtocol(H11Protocol):
    """uvicorn's HTTP, which by itself waits for ever for a request whose headers do not come."""

    header_timeout = HEADER_TIMEOUT
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begins to wait for a request."""
        super().connection_made(transport)
        self._wait_for_headers()

    def data_received(self, data: bytes) -> None:
        """Ends the wait where the headers are whole; begins it with the first of those of a further request."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()
        elif self._deadline is None:
            self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends the wait."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_headers(self) -> None:
        self._deadline = self.loop.call_later(self.header_timeout, self._give_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        told = f"no request came for {self.header_timeout:g} seconds"
        self.transport.write(_TOO_SLOW.format(len(told), told).encode("ascii"))
        self.transport.close()


def impatient(header_timeout: float) -> type[ImpatientProtocol]:
    """The protocol that waits so many seconds."""
    return type("ImpatientProtocol", (ImpatientProtocol,), {"header_timeout": header_timeout})


def allow_many_connections() -> None:
    """Lets the process open as many files and connections as the system allows it: 1,024 are soon taken."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if most == resource.RLIM_INFINITY else most
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
