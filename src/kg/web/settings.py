"""How the server behaves: what an operator may choose."""

from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import NamedNode

from kg.identifiers import DEFAULT_BASE


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
    default_graph: DefaultGraph = DefaultGraph.UNION
    query_timeout: float = 30.0
    """Seconds of work that a query may take; the time in which its reader is slow does not count."""
    reader_timeout: float = 60.0
    """Seconds after which an answer is broken off whose reader takes nothing more."""
    workers: int = 2
    """How many queries run at the same time."""
    max_waiting: int = 32
    """How many more may wait for their turn."""
    waiting_timeout: float = 10.0
    """Seconds that a query may wait for its turn."""
    max_request_bytes: int = 2_000_000
    max_result_bytes: int = 2_000_000_000

    def __post_init__(self) -> None:
        NamedNode(self.base)  # ValueError where it is no absolute IRI
        if not self.base.endswith(("/", "#")):
            raise ValueError(f"the base IRI {self.base!r} must end in / or #")
        if self.workers < 1 or self.max_waiting < 0:
            raise ValueError("there must be a worker at least, and no negative number of waiting queries")
        if min(self.query_timeout, self.reader_timeout, self.waiting_timeout) <= 0:
            raise ValueError("a time limit must be more than 0 seconds")
        if min(self.max_request_bytes, self.max_result_bytes) <= 0:
            raise ValueError("a size limit must be more than 0 bytes")
