"""Who may change the graph: bearer tokens (RFC 6750), kept as hashes, each with a name and scopes."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from fastapi import Request
from fastapi.security import HTTPBearer
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as ASGIScope

from kg.web.problems import ProblemError, respond

BEARER = HTTPBearer(scheme_name="token", auto_error=False, description="A token with the right to change the graph.")
PROBES = ("/health", "/ready")
"""Paths that the machines ask which keep the server running."""


class Scope(StrEnum):
    """What a token lets its bearer do."""

    QUERY = "query"
    """Reading. It is free to all, unless the server is private."""
    UPDATE = "update"
    """SPARQL updates."""
    GRAPH_STORE = "graph-store"
    """Writing to the graph store."""
    ARTICLES = "articles"
    """Sending articles to be read."""


WRITING = frozenset(Scope) - {Scope.QUERY}
"""The scopes with which the graph can be changed."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token that the server knows; it does not keep the token itself."""

    name: str
    """Whose it is, for the log."""
    sha256: str
    """Of the token in UTF-8, in hexadecimal. Tokens are long and random, so a plain hash keeps them."""
    scopes: frozenset[Scope] = frozenset(Scope)

    def __post_init__(self) -> None:
        if len(self.sha256) != 64 or set(self.sha256) - set("0123456789abcdef"):
            raise ValueError(f"the token {self.name!r} needs the SHA-256 of its text, 64 small hexadecimal digits")
        if not self.name or any(character.isspace() for character in self.name):
            raise ValueError(f"{self.name!r} is no name for a token; a name is a word without spaces")
        if not self.scopes:
            raise ValueError(f"the token {self.name!r} has no scope; there are {', '.join(Scope)}")

    @classmethod
    def of(cls, secret: str, name: str = "token", scopes: frozenset[Scope] = frozenset(Scope)) -> "Token":
        """The token with this text; raises ValueError where it is too short to be secret, or can't be sent."""
        if len(secret) < 8 or not secret.isascii() or not secret.isprintable() or " " in secret:
            raise ValueError(
                "a token has 8 or more ASCII characters without spaces; make one with `openssl rand -base64 32`"
            )
        return cls(name, _hash(secret), scopes)


def bearer(request: Request, tokens: tuple[Token, ...], scope: Scope) -> Token:
    """The token that the request bears; its name is noted for the log.

    Raises:
        ProblemError: where there is none (401), none that is known (401), or it does not reach so far (403).
    """
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise _unauthorised("this needs a token; send it as `Authorization: Bearer TOKEN`", "")
    given = _hash(secret.strip())
    # All are compared, each in constant time, so that the time tells nothing of which is close.
    bearers = [token for token in tokens if hmac.compare_digest(token.sha256, given)]
    if not bearers:
        raise _unauthorised("the token is unknown", ', error="invalid_token"')
    request.scope["token"] = bearers[0].name
    for token in bearers:
        if scope in token.scopes:
            return token
    raise ProblemError(
        HTTPStatus.FORBIDDEN,
        f"the token has no right to {scope}",
        headers={"WWW-Authenticate": f'Bearer realm="kg", error="insufficient_scope", scope="{scope}"'},
    )


def authorise(request: Request, tokens: tuple[Token, ...], scope: Scope) -> Token:
    """The token with which the request may change the graph; raises ProblemError as :func:`bearer` does."""
    if not any(token.scopes & WRITING for token in tokens):
        raise ProblemError(HTTPStatus.FORBIDDEN, "this server is read only: the graph is changed with `kg build`")
    return bearer(request, tokens, scope)


class Private:
    """ASGI middleware of a server that is not for everyone: reading, too, needs a token, with the scope ``query``."""

    def __init__(self, app: ASGIApp, tokens: Callable[[], tuple[Token, ...]]) -> None:
        self._app = app
        self._tokens = tokens

    async def __call__(self, scope: ASGIScope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers it."""
        if scope["type"] == "http" and scope["method"] != "OPTIONS" and scope["path"] not in PROBES:
            request = Request(scope)
            try:
                bearer(request, self._tokens(), Scope.QUERY)
            except ProblemError as problem:
                await respond(problem, request.headers.get("accept"))(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _unauthorised(detail: str, error: str) -> ProblemError:
    return ProblemError(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": f'Bearer realm="kg"{error}'})


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
