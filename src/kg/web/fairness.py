"""One client must not take the server from the others: so many requests of one address at the same time."""

from collections import Counter
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.web.access import PROBES
from kg.web.problems import ProblemError, respond


class FairShare:
    """ASGI middleware that sends away, with 429, the requests of an address that has too many under way."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most
        self._under_way: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers it."""
        if scope["type"] != "http" or scope["path"] in PROBES:
            await self._app(scope, receive, send)
            return
        client = scope["client"][0] if scope.get("client") else ""
        if self._under_way[client] >= self._most:
            problem = ProblemError(
                HTTPStatus.TOO_MANY_REQUESTS,
                f"{self._most} requests of yours are under way already; wait for one of them",
                headers={"Retry-After": "1"},
            )
            await respond(problem, Headers(scope=scope).get("accept"))(scope, receive, send)
            return
        self._under_way[client] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way[client] -= 1
            if not self._under_way[client]:
                del self._under_way[client]
