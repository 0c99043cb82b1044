"""What a connection may do before it is a request: limits that uvicorn leaves to a proxy in front of it."""

import asyncio
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_PATIENCE = 20.0
"""Seconds in which the head of a request must have come, counted from its first byte or from the connection's begin."""
_MOST = 262_144
"""Bytes of the head of a request, its address with the query included. Longer queries are sent by POST."""


class PatientProtocol(HttpToolsProtocol):
    """HTTP over one connection, which is closed where the head of a request does not come or does not end."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        """Takes what uvicorn gives."""
        super().__init__(*arguments, **more)
        self._reads_head = True
        self._size = 0
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Part of asyncio.Protocol."""
        super().connection_made(transport)
        self._timer = self.loop.call_later(_PATIENCE, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Part of asyncio.Protocol."""
        super().connection_lost(exc)
        self._stop_timer()

    def data_received(self, data: bytes) -> None:
        """Part of asyncio.Protocol."""
        if self._reads_head:
            self._size += len(data)
        super().data_received(data)
        if not self._reads_head:
            self._stop_timer()
        elif self._size > _MOST:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif self._timer is None:
            self._timer = self.loop.call_later(_PATIENCE, self._give_up)

    def on_message_begin(self) -> None:
        """Part of the parser's callbacks."""
        self._reads_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Part of the parser's callbacks."""
        self._reads_head = False
        self._size = 0
        super().on_headers_complete()

    def _give_up(self) -> None:
        self._timer = None
        self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _refuse(self, status: HTTPStatus) -> None:
        if not self.transport.is_closing():
            line = f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            self.transport.write(line.encode("ascii"))
            self.transport.close()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
