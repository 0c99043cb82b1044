"""One client must not take the server from the others: so many requests of one address at the same time."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.web.access import PROBES
from kg.web.problems import ProblemError, respond
from kg.web.sharing import Share


class FairShare:
    """ASGI middleware that sends away, with 429, the requests of an address that has too many under way."""

    def __init__(self, app: ASGIApp, most: int, share: Share) -> None:
        self._app = app
        self._most = most
        self._under_way, self._process = share.under_way, share.process

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers it."""
        if scope["type"] != "http" or scope["path"] in PROBES:
            await self._app(scope, receive, send)
            return
        client = scope["client"][0] if scope.get("client") else ""
        if self._under_way.of(client) >= self._most:
            problem = ProblemError(
                HTTPStatus.TOO_MANY_REQUESTS,
                f"{self._most} requests of yours are under way already; wait for one of them",
                headers={"Retry-After": "1"},
            )
            await respond(problem, Headers(scope=scope).get("accept"))(scope, receive, send)
            return
        self._under_way.begin(self._process, client)
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way.end(self._process, client)
