"""A query on its way to an answer, or a change: what is asked, how the answer is written, and what can go wrong."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Protocol, cast

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryBoolean, QuerySolutions

from kg.catalogue import Question
from kg.rdf.vocabulary import PREFIXES
from kg.stores.base import NotReadyError, QueryResult, Store, StoreError
from kg.stores.updates import UsingConflictError
from kg.web.formats import GRAPH_FORMATS, SOLUTION_FORMATS, Format, named

_GRAPH_STATE = re.compile(r"graph .* (already exists|does not exist)|does not exists?", re.IGNORECASE)
"""How Oxigraph says that CREATE finds the graph, or that CLEAR, DROP and the like do not."""
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


@dataclass(frozen=True, slots=True)
class LookUp:
    """Questions to the catalogue beside a store. They can be sent to another process; the answers are JSON."""

    questions: tuple[Question, ...]


Asked = Job | LookUp


@dataclass(frozen=True, slots=True)
class UpdateJob:
    """A SPARQL update. It can be sent to another process."""

    update: str
    base: str
    """What its relative IRIs are relative to."""
    using_graphs: tuple[str, ...] = ()
    using_named_graphs: tuple[str, ...] = ()


class GraphAction(StrEnum):
    """What is done to a graph of the graph store."""

    REPLACE = "replace"
    MERGE = "merge"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class GraphJob:
    """A change of one graph. It can be sent to another process."""

    action: GraphAction
    graph: str | None
    """Its IRI; None for the default graph."""
    base: str
    """What the relative IRIs in the documents are relative to."""
    documents: tuple[tuple[str, bytes], ...] = ()
    """Short names of formats (kg.web.formats), and what is written in them."""


Change = UpdateJob | GraphJob


class Effect(StrEnum):
    """What a change did to a graph."""

    CHANGED = "changed"
    CREATED = "created"
    MISSING = "missing"
    """There was no such graph to delete."""


class QueryError(Exception):
    """The store can't answer the query."""


class QuerySyntaxError(QueryError):
    """It is no query; the message is the parser's."""


class QueryRefusedError(QueryError):
    """It asks for something that this server does not do."""


class QueryForbiddenError(QueryError):
    """It asks for something that this server does for nobody."""


class QueryConflictError(QueryError):
    """Parts of the request contradict each other."""


class GraphConflictError(QueryError):
    """A graph is there that should not be, or is not there that should be."""


class QueryNotReadyError(QueryError):
    """The store can't answer it yet, but will in a while."""


class QueryMemoryError(QueryError):
    """It took more memory than it may."""


class QueryNotAcceptableError(QueryError):
    """The client takes none of the formats that the answer can be written in."""


class QueryTimeoutError(QueryError):
    """It took longer than it may."""


class QueryTooLargeError(QueryError):
    """Its answer is larger than it may be."""


class OverloadError(Exception):
    """Too many queries wait already, or this one waited too long, or answers wait for too many slow readers."""


class ReaderGoneError(Exception):
    """Nobody wants the answer any more."""


class Output(Protocol):
    """Where an answer is written to."""

    def start(self, media_type: str) -> None:
        """Says in which format the answer comes; called once, before anything is written."""

    def write(self, data: bytes) -> int:
        """Takes a piece of the answer and returns its length. Raises ReaderGoneError."""

    def flush(self) -> None:
        """Part of what a file can do; does nothing that matters."""


def evaluate(store: Store, job: Asked, output: Output) -> None:
    """Asks the store, or its catalogue, and writes the answer.

    Query and writing must happen in one thread: a result of pyoxigraph belongs to the thread it was made in.

    Raises:
        QueryError: or one of its kinds.
        ReaderGoneError: as the output says.
    """
    if isinstance(job, LookUp):
        with _failures(""):
            found = store.look_up(job.questions)
        output.start("application/json")
        output.write(json.dumps(found, ensure_ascii=False).encode())
        return
    prologue = f"BASE <{job.base}> "
    result: QueryResult | None = None
    file = cast("IO[bytes]", output)  # pyoxigraph only writes and flushes
    dataset = bool(job.default_graphs or job.named_graphs)
    with _failures(prologue):
        try:
            result = store.query(
                prologue + job.query,
                union=job.union,
                default_graphs=_nodes(job.default_graphs) if dataset else None,
                named_graphs=_nodes(job.named_graphs) if dataset else None,
            )
            if isinstance(result, QuerySolutions | QueryBoolean):
                solutions = named(SOLUTION_FORMATS, job.solutions) if job.solutions else None
                if solutions is None:
                    raise QueryNotAcceptableError(
                        "the answer of SELECT and ASK is written as " + _types(SOLUTION_FORMATS)
                    )
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
        finally:
            # An exception on its way to another thread keeps this frame, which must not keep the result (see above).
            result = None


def perform(store: Store, change: Change) -> Effect:
    """Makes a change, all of it or, on an error, nothing.

    Raises:
        QueryError: or one of its kinds.
    """
    if isinstance(change, UpdateJob):
        prologue = f"BASE <{change.base}> "
        with _failures(prologue):
            store.update(
                prologue + change.update,
                using_graphs=_nodes(change.using_graphs),
                using_named_graphs=_nodes(change.using_named_graphs),
            )
        return Effect.CHANGED
    with _failures(""):
        return _perform(store, change)


def _perform(store: Store, job: GraphJob) -> Effect:
    graph = DefaultGraph() if job.graph is None else NamedNode(job.graph)
    exists = isinstance(graph, DefaultGraph) or store.has_graph(graph)
    if job.action is GraphAction.DELETE:
        if not exists:
            return Effect.MISSING
        store.replace(graph, [])
        return Effect.CHANGED
    quads = [quad for name, data in job.documents for quad in _parse(name, data, graph, job.base)]
    if job.action is GraphAction.REPLACE or not exists:
        store.replace(graph, quads, keep_empty=True)
    else:
        store.add(quads)
    return Effect.CHANGED if exists else Effect.CREATED


def _parse(name: str, data: bytes, graph: NamedNode | DefaultGraph, base: str) -> Iterator[Quad]:
    form = named(GRAPH_FORMATS, name)
    assert form is not None, name
    # Blank nodes are renamed: those of one document are none of another's, nor of the store's.
    for quad in pyoxigraph.parse(data, form.writer, base_iri=base, without_named_graphs=True, rename_blank_nodes=True):
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


@contextmanager
def _failures(prologue: str) -> Iterator[None]:
    """Turns what stores and parsers complain of into the kinds of QueryError."""
    try:
        yield
    except SyntaxError as error:
        raise QuerySyntaxError(_without(prologue, error.msg)) from error
    except UsingConflictError as error:
        raise QueryConflictError(str(error)) from error
    except NotReadyError as error:
        raise QueryNotReadyError(str(error)) from error
    except (StoreError, RuntimeError, ValueError, OSError) as error:
        raise _kind(str(error))(str(error)) from error


def _kind(message: str) -> type[QueryError]:
    if "LOAD is off" in message or "SERVICE is off" in message:
        return QueryForbiddenError
    if "not supported" in message:
        return QueryRefusedError
    if _GRAPH_STATE.search(message):
        return GraphConflictError
    return QueryError


def _without(prologue: str, message: str) -> str:
    """The parser's message, its column counted in the query as it was sent."""
    return _FIRST_LINE.sub(lambda found: f"error at 1:{max(1, int(found[1]) - len(prologue))}", message)


def _nodes(iris: Iterable[str]) -> list[NamedNode]:
    return [NamedNode(iri) for iri in iris]


def _types(formats: Iterable[Format]) -> str:
    return ", ".join(form.media_type for form in formats)
