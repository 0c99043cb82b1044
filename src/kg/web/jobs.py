"""A query on its way to an answer: what is asked, how the answer is written, and what can go wrong."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Protocol, cast

import pyoxigraph
from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions

from kg.rdf.vocabulary import PREFIXES
from kg.stores.base import QueryResult, Store, StoreError
from kg.web.formats import GRAPH_FORMATS, SOLUTION_FORMATS, Format, named

_FIRST_LINE = re.compile(r"^error at 1:(\d+)")


@dataclass(frozen=True, slots=True)
class Job:
    """A query and the formats in which its answer is wanted. It can be sent to another process."""

    query: str
    solutions: str | None
    """Short name of the format for SELECT and ASK; None where the client takes none of them."""
    graph: str | None
    """Short name of the format for CONSTRUCT and DESCRIBE; None where the client takes none of them."""
    base: str
    """What the query's relative IRIs are relative to, so that <actor/Q148> can be written."""
    union: bool = True
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class QueryError(Exception):
    """The store can't answer the query."""


class QuerySyntaxError(QueryError):
    """It is no query; the message is the parser's."""


class QueryRefusedError(QueryError):
    """It asks for something that this server does not do."""


class QueryNotAcceptableError(QueryError):
    """The client takes none of the formats that the answer can be written in."""


class QueryTimeoutError(QueryError):
    """It took longer than it may."""


class QueryTooLargeError(QueryError):
    """Its answer is larger than it may be."""


class ReaderGoneError(Exception):
    """Nobody wants the answer any more."""


class Output(Protocol):
    """Where an answer is written to."""

    @property
    def waited(self) -> float:
        """The seconds spent so far on waiting for the reader."""

    @property
    def gone(self) -> bool:
        """Does nobody want the answer any more?"""

    def start(self, media_type: str) -> None:
        """Says in which format the answer comes; called once, before anything is written."""

    def write(self, data: bytes) -> int:
        """Takes a piece of the answer and returns its length. Raises ReaderGoneError or QueryTooLargeError."""

    def flush(self) -> None:
        """Part of what a file can do; does nothing that matters."""


def evaluate(store: Store, job: Job, output: Output) -> None:
    """Asks the store and writes the answer.

    Query and writing must happen in one thread: a result of pyoxigraph belongs to the thread it was made in.

    Raises:
        QueryError: or one of its kinds.
        ReaderGoneError: as the output says.
    """
    prologue = f"BASE <{job.base}> "
    result: QueryResult | None = None
    file = cast("IO[bytes]", output)  # pyoxigraph only writes and flushes
    try:
        dataset = bool(job.default_graphs or job.named_graphs)
        result = store.query(
            prologue + job.query,
            union=job.union,
            default_graphs=_nodes(job.default_graphs) if dataset else None,
            named_graphs=_nodes(job.named_graphs) if dataset else None,
        )
        if isinstance(result, QuerySolutions | QueryBoolean):
            solutions = named(SOLUTION_FORMATS, job.solutions) if job.solutions else None
            if solutions is None:
                raise QueryNotAcceptableError("the answer of SELECT and ASK is written as " + _types(SOLUTION_FORMATS))
            output.start(solutions.media_type)
            result.serialize(file, solutions.writer)
        else:
            graph = named(GRAPH_FORMATS, job.graph) if job.graph else None
            if graph is None:
                raise QueryNotAcceptableError(
                    "the answer of CONSTRUCT and DESCRIBE is written as " + _types(GRAPH_FORMATS)
                )
            output.start(graph.media_type)
            pyoxigraph.serialize(result, file, graph.writer, prefixes=dict(PREFIXES))
    except SyntaxError as error:
        raise QuerySyntaxError(_without(prologue, error.msg)) from error
    except (StoreError, RuntimeError, ValueError, OSError) as error:
        kind = QueryRefusedError if "not supported" in str(error) or "SERVICE" in str(error) else QueryError
        raise kind(str(error)) from error
    finally:
        # An exception on its way to another thread keeps this frame, which must not keep the result (see above).
        result = None


def _without(prologue: str, message: str) -> str:
    """The parser's message, its column counted in the query as it was sent."""
    return _FIRST_LINE.sub(lambda found: f"error at 1:{max(1, int(found[1]) - len(prologue))}", message)


def _nodes(iris: Iterable[str]) -> list[NamedNode]:
    return [NamedNode(iri) for iri in iris]


def _types(formats: Iterable[Format]) -> str:
    return ", ".join(form.media_type for form in formats)
