"""Connections: how long one may take to say what it wants, how much of it, and how many the process may hold.

uvicorn leaves these limits to a proxy in front of it.
"""

import asyncio
import resource
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_TIMEOUT = 20.0
"""Seconds in which the head of a request must have come, counted from its first byte or from the connection's begin."""
_MOST = 262_144
"""Bytes of the head of a request, its address with the query included. Longer queries are sent by POST."""


class PatientProtocol(HttpToolsProtocol):
    """HTTP over one connection, which is closed where the head of a request does not come or does not end."""

    header_timeout = HEADER_TIMEOUT

    def __init__(self, *arguments: Any, **more: Any) -> None:
        """Takes what uvicorn gives."""
        super().__init__(*arguments, **more)
        self._reads_head = True
        self._size = 0
        self._timer: asyncio.TimerHandle | None = None
        self._lingering: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Part of asyncio.Protocol."""
        super().connection_made(transport)
        self._start_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        """Part of asyncio.Protocol."""
        super().connection_lost(exc)
        self._stop_timer()
        self._stop_lingering()

    def data_received(self, data: bytes) -> None:
        """Part of asyncio.Protocol."""
        if self._reads_head:
            self._size += len(data)
        super().data_received(data)
        if not self._reads_head:
            self._stop_timer()
        elif self._size > _MOST:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"a request has {_MOST:,} bytes at most; use POST")
        elif self._timer is None:
            self._start_timer()

    def on_message_begin(self) -> None:
        """Part of the parser's callbacks."""
        self._reads_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Part of the parser's callbacks."""
        self._reads_head = False
        self._size = 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Part of the parser's callbacks."""
        self._stop_lingering()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """What is answered before all of it has come (429, 413) need not come for ever."""
        if self.cycle is not None and self.cycle.more_body and self._lingering is None:
            self._lingering = self.loop.call_later(self.header_timeout, self.transport.close)
        super().on_response_complete()

    def _stop_lingering(self) -> None:
        if self._lingering is not None:
            self._lingering.cancel()
            self._lingering = None

    def _start_timer(self) -> None:
        self._timer = self.loop.call_later(self.header_timeout, self._give_up)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        self._refuse(HTTPStatus.REQUEST_TIMEOUT, f"no request came for {self.header_timeout:g} seconds")

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        if not self.transport.is_closing():
            head = f"HTTP/1.1 {status.value} {status.phrase}\r\nconnection: close\r\n"
            body = f"content-type: text/plain; charset=utf-8\r\ncontent-length: {len(why)}\r\n\r\n{why}"
            self.transport.write((head + body).encode("ascii"))
            self.transport.close()


def patient(header_timeout: float) -> type[PatientProtocol]:
    """The protocol that waits so many seconds."""
    return type("PatientProtocol", (PatientProtocol,), {"header_timeout": header_timeout})


def allow_many_connections() -> None:
    """Lets the process open as many files and connections as the system allows it: 1,024 are soon taken."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if most == resource.RLIM_INFINITY else most
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
