"""How the server behaves: what an operator may choose."""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from pyoxigraph import NamedNode

from kg.identifiers import DEFAULT_BASE
from kg.web.access import WRITING, Scope, Token
from kg.web.tokens import TokenFile


class DefaultGraph(StrEnum):
    """What a query without FROM, GRAPH and ``default-graph-uri`` sees."""

    UNION = "union"
    """All named graphs, merged."""
    PLAIN = "plain"
    """The store's own default graph."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The server's settings; every limit exists so that one request cannot take the server from the others."""

    base: str = DEFAULT_BASE
    """The base IRI: ``{base}actor/Q148`` is answered at ``/actor/Q148``, whatever the server's host is."""
    title: str = "newskg"
    licence: str | None = None
    """IRI of the licence under which the graph is given on; none is stated without it."""
    default_graph: DefaultGraph = DefaultGraph.UNION
    query_timeout: float = 30.0
    """Seconds of work that a query may take; the time in which its reader is slow does not count."""
    reader_timeout: float = 60.0
    """Seconds after which an answer is broken off whose reader takes nothing more."""
    header_timeout: float = 20.0
    """Seconds in which a request's headers must have come."""
    shutdown_timeout: float = 10.0
    """Seconds that answers under way have when the server is told to stop."""
    workers: int = 1
    """How many server processes there are; one has a core of its own, and there is one that writes for all of them."""
    queries: int = 2
    """How many queries run at the same time in each of them."""
    max_waiting: int = 32
    """How many more may wait for their turn, in all."""
    waiting_timeout: float = 10.0
    """Seconds that a query may wait for its turn."""
    max_per_client: int = 64
    """How many requests of one address are worked on at the same time."""
    max_request_bytes: int = 2_000_000
    """Of a query or an update."""
    max_upload_bytes: int = 100_000_000
    """Of a graph that is sent to the graph store."""
    update_timeout: float = 60.0
    """Seconds of work that a change may take."""
    worker_memory_bytes: int = 4_000_000_000
    """Memory that each process which answers queries, or makes changes, may take; 0 for any."""
    tokens: tuple[Token, ...] = ()
    """Who may change the graph; without any, nobody."""
    token_file: TokenFile | None = None
    """More of them, which may change while the server runs."""
    private: bool = False
    """Does reading need a token, too?"""
    services: tuple[str, ...] = ()
    """The addresses of the SPARQL endpoints that a query may ask with SERVICE; none without any."""
    max_result_bytes: int = 2_000_000_000
    text_search: bool = True
    """Does the store find texts by word forms? One on another server does not."""
    max_spool_bytes: int = 4_000_000_000
    """Disk space (in the folder for temporary files) that answers whose readers are slow may take together."""
    max_cache_bytes: int = 64_000_000
    """Memory for answers that are kept for those who ask the same again; 0 keeps none."""

    @property
    def bearers(self) -> tuple[Token, ...]:
        """All tokens, as they are now."""
        return self.tokens if self.token_file is None else (*self.tokens, *self.token_file.tokens())

    @property
    def writable(self) -> bool:
        """Is there a token with which the graph can be changed?"""
        return any(token.scopes & WRITING for token in self.bearers)

    def for_each_worker(self) -> "Settings":
        """The settings of one of the server processes: what may be taken is divided among them."""
        return replace(
            self,
            max_waiting=math.ceil(self.max_waiting / self.workers),
            max_spool_bytes=self.max_spool_bytes // self.workers,
            max_cache_bytes=self.max_cache_bytes // self.workers,
        )

    def __post_init__(self) -> None:
        for iri in filter(None, (self.base, self.licence)):
            NamedNode(iri)  # ValueError where it is no absolute IRI
        if not self.base.endswith(("/", "#")):
            raise ValueError(f"the base IRI {self.base!r} must end in / or #")
        for address in self.services:
            NamedNode(address)
            if not address.startswith(("http://", "https://")):
                raise ValueError(f"the service {address!r} must be named by its whole address, http(s)://…")
        if self.private and not any(Scope.QUERY in token.scopes for token in self.bearers):
            raise ValueError("a private server needs a token with the scope query; make one with `kg token new`")
        if min(self.workers, self.queries, self.max_per_client) < 1 or self.max_waiting < 0:
            raise ValueError("there must be a worker, a query and a request at least, and no fewer than 0 waiting")
        limits = (self.query_timeout, self.update_timeout, self.reader_timeout, self.waiting_timeout)
        if min(*limits, self.header_timeout, self.shutdown_timeout) <= 0:
            raise ValueError("a time limit must be more than 0 seconds")
        if self.max_spool_bytes < 0 or self.max_cache_bytes < 0:
            raise ValueError("a size must not be negative")
        if min(self.max_request_bytes, self.max_upload_bytes, self.max_result_bytes) <= 0:
            raise ValueError("a size limit must be more than 0 bytes")
        if self.worker_memory_bytes and self.worker_memory_bytes < 200_000_000:
            raise ValueError("a process needs 200,000,000 bytes of memory at least")
