"""Asks servers, politely: robots.txt, a pause between two requests, Retry-After, conditional requests, limits."""

import ipaddress
import socket
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from threading import Event

import httpx
from protego import Protego

from kg import __version__
from kg.closing import Closing
from kg.watch.state import HostState, State

USER_AGENT = f"newskg/{__version__} (+https://w3id.org/newskg/)"
_ROBOTS_LIMIT = 500_000
_ROBOTS_AGE = 24 * 3600.0
_LONGEST_DELAY = 60.0
_LONGEST_WAIT = 24 * 3600.0
_REDIRECTS = 5


class StoppedError(Exception):
    """The watch is to end."""


class FetchError(Exception):
    """A page can't be had; the message says why, and what helps."""

    def __init__(self, reason: str, *, lasting: bool = False, after: float | None = None) -> None:
        """Says why.

        Args:
            reason: for people, in a line.
            lasting: would it be the same the next time?
            after: seconds that the server wants to be left alone.
        """
        super().__init__(reason)
        self.lasting = lasting
        self.after = after


@dataclass(frozen=True, slots=True)
class Manners:
    """How servers are asked."""

    delay: float = 1.0
    """Seconds between two requests to one host; its own Crawl-delay goes first if it is longer."""
    timeout: float = 60.0
    """Seconds for one answer, all of it."""
    max_bytes: int = 10_000_000
    """Of one answer, unpacked."""
    allow_private: bool = False
    """May links lead to private addresses? Servers that the user names may always be there."""
    named: frozenset[str] = field(default_factory=frozenset)
    """Origins of the addresses that the user names."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    """200 or 304."""
    url: str
    """After redirects."""
    body: bytes
    content_type: str
    charset: str | None
    etag: str | None
    modified: str | None
    max_age: float
    """Seconds for which the server says that nothing new will be there."""


def origin_of(url: str) -> str:
    """Scheme, host and port."""
    split = urllib.parse.urlsplit(url)
    return f"{split.scheme}://{split.netloc.rpartition('@')[2].lower()}"


def is_private(host: str) -> bool:
    """Is it plainly on this machine or in a local network, told by its name alone?"""
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".local", ".localhost", ".internal"))


class Fetcher(Closing):
    """Asks servers, one request after the other."""

    def __init__(self, state: State, manners: Manners, stop: Event) -> None:
        """Takes the memory of robots.txt and of Retry-After, and what ends it."""
        self._state = state
        self._manners = manners
        self._stop = stop
        self._asked: dict[str, float] = {}
        self._proxied = bool(urllib.request.getproxies())  # then only the proxy knows where a name leads
        self._client = httpx.Client(
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(min(10.0, manners.timeout)),
            follow_redirects=False,
        )

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Answer:
        """What a server answers; redirects are followed.

        Raises:
            FetchError: where there is no answer, or none that is of use.
            StoppedError: where the watch is to end.
        """
        headers = {"If-None-Match": etag or "", "If-Modified-Since": modified or ""}
        for _ in range(_REDIRECTS + 1):
            self._ask_robots(url)
            answer, location = self._once(url, {name: value for name, value in headers.items() if value})
            if location is None:
                return answer
            url = urllib.parse.urljoin(url, location)
        raise FetchError(f"is redirected more than {_REDIRECTS} times", lasting=True)

    def _ask_robots(self, url: str) -> None:
        """Raises where the site does not want this address to be read by programs."""
        origin = origin_of(url)
        known = self._state.host(origin)
        now = time.time()
        if known.due > now:
            raise FetchError("is not asked: its server wants to be left alone", after=known.due - now)
        if known.robots is None or now - known.asked > _ROBOTS_AGE:
            known = replace(known, robots=self._robots(origin), asked=now)
            self._state.record_host(origin, known)
        rules = Protego.parse(known.robots or "")
        if not rules.can_fetch(url, USER_AGENT):
            raise FetchError("is not read: the site's robots.txt asks programs not to", lasting=True)
        delay = min(rules.crawl_delay(USER_AGENT) or 0.0, _LONGEST_DELAY)
        self._wait(origin, max(delay, self._manners.delay))

    def _robots(self, origin: str) -> str:
        """The robots.txt of a site; empty where it has none (RFC 9309)."""
        url = f"{origin}/robots.txt"
        try:
            for _ in range(_REDIRECTS + 1):
                answer, location = self._once(url, {}, _ROBOTS_LIMIT)
                if location is None:
                    return answer.body.decode("utf-8", errors="replace")
                url = urllib.parse.urljoin(url, location)
        except FetchError as error:
            if error.lasting and error.after is None:
                return ""
            raise FetchError(f"is not asked: the site's robots.txt {error}", after=error.after) from error
        return ""

    def _once(self, url: str, headers: dict[str, str], limit: int | None = None) -> tuple[Answer, str | None]:
        """One request: the answer and, where it leads elsewhere, whereto."""
        self._check_address(url)
        if self._stop.is_set():
            raise StoppedError
        self._asked[origin_of(url)] = time.monotonic()
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                self._check_peer(url, response)
                self._check_status(url, response)
                location = response.headers.get("location") if response.is_redirect else None
                body = b"" if location or response.status_code == 304 else self._body(response, limit)
                return _answer(response, body), location
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            told = " ".join(str(error).split()) or type(error).__name__
            raise FetchError(f"can't be had ({told}); it is tried again later") from error

    def _body(self, response: httpx.Response, limit: int | None) -> bytes:
        limit = limit or self._manners.max_bytes
        ends = time.monotonic() + self._manners.timeout
        pieces, size = [], 0
        for piece in response.iter_bytes():  # as it comes in, so that a trickle is noticed
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise FetchError(f"is larger than {limit:,} bytes; it is not read", lasting=True)
            if time.monotonic() > ends:
                raise FetchError(f"takes more than {self._manners.timeout:g} seconds; it is tried again later")
            if self._stop.is_set():
                raise StoppedError
        return b"".join(pieces)

    def _check_status(self, url: str, response: httpx.Response) -> None:
        status = response.status_code
        if status in {200, 304} or response.is_redirect:
            return
        after = _retry_after(response.headers.get("retry-after"))
        if status in {429, 503}:
            after = 60.0 if after is None else after
            known = self._state.host(origin_of(url))
            self._state.record_host(origin_of(url), HostState(known.robots, known.asked, time.time() + after))
        lasting = 400 <= status < 500 and status not in {408, 425, 429}
        raise FetchError(f"is answered with status {status}", lasting=lasting, after=after)

    def _check_address(self, url: str) -> None:
        """Raises for what is no address of the web, or leads into a local network without the user's leave."""
        split = urllib.parse.urlsplit(url)
        if split.scheme not in {"http", "https"} or not split.hostname:
            raise FetchError("is no address of the web (http, https)", lasting=True)
        if self._may_be_private(url):
            return
        try:
            found = socket.getaddrinfo(split.hostname, split.port or split.scheme, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError, ValueError) as error:
            raise FetchError(f"has a host that is not found ({error}); it is tried again later") from error
        if any(_is_local(str(address[0])) for *_, address in found):
            raise FetchError("leads to a private address; --allow-private allows that", lasting=True)

    def _check_peer(self, url: str, response: httpx.Response) -> None:
        """The name may have led elsewhere when it was asked the second time."""
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None else None
        if peer is not None and not self._may_be_private(url) and _is_local(str(peer[0])):
            raise FetchError("leads to a private address; --allow-private allows that", lasting=True)

    def _may_be_private(self, url: str) -> bool:
        return self._manners.allow_private or self._proxied or origin_of(url) in self._manners.named

    def _wait(self, origin: str, delay: float) -> None:
        """Until the host has had its pause."""
        left = self._asked.get(origin, -_LONGEST_DELAY) + delay - time.monotonic()
        if left > 0 and self._stop.wait(left):
            raise StoppedError

    def close(self) -> None:
        """Lets go of the connections."""
        self._client.close()


def _is_local(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return not (mapped or found).is_global or found.is_multicast


def _retry_after(told: str | None) -> float | None:
    """Seconds, or a time as HTTP writes it; at most a day."""
    if told is None:
        return None
    try:
        seconds = float(told) if told.strip().isdigit() else parsedate_to_datetime(told).timestamp() - time.time()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT)


def _answer(response: httpx.Response, body: bytes) -> Answer:
    headers = response.headers
    directives = (part.strip().lower() for part in headers.get("cache-control", "").split(","))
    ages = (part.removeprefix("max-age=") for part in directives if part.startswith("max-age="))
    age = next((float(age) for age in ages if age.isdigit()), 0.0)
    return Answer(
        status=response.status_code,
        url=str(response.url),
        body=body,
        content_type=headers.get("content-type", ""),
        charset=response.charset_encoding,
        etag=headers.get("etag"),
        modified=headers.get("last-modified"),
        max_age=min(age, _LONGEST_WAIT),
    )
