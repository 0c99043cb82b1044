"""Where a SPARQL server is asked, and as whom."""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urljoin, urlsplit, urlunsplit

import httpx

from kg.stores.base import StoreError


@dataclass(frozen=True, slots=True)
class Credentials:
    """How to prove who asks: with a bearer token, or by name and password, basic or digest as the server wants."""

    user: str | None = None
    password: str = field(default="", repr=False)
    token: str | None = field(default=None, repr=False)
    digest: bool = False

    def auth(self) -> httpx.Auth | None:
        """For the HTTP client; None for a token, which is a header, and where there are none."""
        if self.user is None or self.token is not None:
            return None
        kind = httpx.DigestAuth if self.digest else httpx.BasicAuth
        return kind(self.user, self.password)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is asked."""

    query: str
    update: str
    credentials: Credentials = Credentials()
    union: bool = False
    """Has the server no default graph of its own, only the union of the others?"""

    @classmethod
    def parse(cls, location: str, credentials: Credentials = Credentials()) -> "Address":
        """Reads ``http://USER:PASSWORD@HOST/PATH#update=PATH&auth=digest``, of which only the host is needed.

        Args:
            location: the address; what it says of user and password counts before the credentials.
            credentials: of the one who asks.

        Raises:
            StoreError: where it is no such address.
        """
        parts = urlsplit(location)
        options = {name: values[0] for name, values in parse_qs(parts.fragment).items()}
        if (
            not parts.hostname
            or set(options) - {"update", "auth", "default-graph"}
            or options.get("auth", "basic") not in ("basic", "digest")
            or options.get("default-graph", "union") != "union"
        ):
            raise StoreError(
                f"{location}: this is no address of a SPARQL server; write http://HOST:PORT/PATH of its query "
                "endpoint, and behind it what it needs of #update=PATH&auth=digest&default-graph=union"
            )
        digest = options.get("auth") == "digest"
        if parts.username:
            credentials = Credentials(parts.username, parts.password or "", digest=digest)
        elif digest:
            credentials = Credentials(credentials.user, credentials.password, credentials.token, digest=True)
        query = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path or "/sparql", parts.query, ""))
        beside = query.removesuffix("/query") + "/update" if query.endswith("/query") else query
        update = urljoin(query, options["update"]) if "update" in options else beside
        return cls(query, update, credentials, "default-graph" in options)
