"""Does a graph keep to the shapes? pySHACL says so, one named graph at a time.

An article's graph can be understood alone, so it is checked alone: the cost depends on the article, not on the store.
The shapes hold for one article's telling, not for the union of the graphs, where an event may have a status for each
article.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Protocol

import pyshacl
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from pyshacl.errors import ReportableRuntimeError
from rdflib import SH
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

from kg.rdf.vocabulary import KG, RDF, XSD
from kg.resources import folder
from kg.violation import ValidationError, Violation


class Graphs(Protocol):
    """What a store must offer to be checked."""

    def graphs(self) -> Iterator[NamedNode]:
        """The named graphs."""

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """Those of one graph."""


@dataclass(frozen=True, slots=True)
class Report:
    """The violations of one graph, none where it conforms."""

    graph: str
    violations: tuple[Violation, ...]


@dataclass(frozen=True)
class Shapes:
    """SHACL shapes, parsed once."""

    graph: rdflib.Graph

    def message(self, shape: rdflib.term.Node, language: str) -> str:
        """What a shape says, in a language, else in any."""
        messages = sorted(
            (literal for literal in self.graph.objects(shape, SH.message) if isinstance(literal, rdflib.Literal)),
            key=lambda literal: (literal.language != language, str(literal)),
        )
        return str(messages[0]) if messages else f"breaks {shape}"


def load_shapes(path: Path) -> Shapes:
    """Reads shapes from a Turtle file.

    Raises:
        ValidationError: where the file can't be read.
    """
    try:
        return Shapes(_rdflib_graph(parse(path=str(path), format=RdfFormat.TURTLE)))
    except (OSError, SyntaxError) as error:
        raise ValidationError(f"{path}: can't read the shapes: {error}") from error


@cache
def default_shapes() -> Shapes:
    """The project's own shapes, ``shapes/kg.ttl``."""
    return load_shapes(folder("shapes") / "kg.ttl")


def validate(quads: Iterable[Quad], shapes: Shapes | None = None, *, language: str = "en") -> tuple[Violation, ...]:
    """Checks the graph of one article, or the graph of actors.

    Args:
        quads: all of one graph; with the article's text, else the offsets of its mentions can't be checked.
        shapes: the project's own unless others are given.
        language: of the messages, ``en`` or ``ru``.

    Returns:
        The violations, in a fixed order; empty where the graph conforms.

    Raises:
        ValidationError: where the shapes can't be applied.
    """
    shapes = shapes or default_shapes()
    quads = list(quads)
    try:
        with _quiet_rdflib():
            conforms, report, text = pyshacl.validate(_rdflib_graph(quads), shacl_graph=shapes.graph, inplace=True)
    except (ReportableRuntimeError, TypeError, ValueError) as error:  # what is compared can't be compared
        raise ValidationError(f"{_graph_name(quads)}: the shapes can't be applied: {error}") from error
    if conforms:
        return ()
    if not isinstance(report, rdflib.Graph):
        raise ValidationError(f"the shapes can't be applied: {text}")
    name = _graph_name(quads)
    found = {_violation(name, report, result, shapes, language) for result in report.objects(None, SH.result)}
    return tuple(sorted(found, key=lambda v: (v.node, v.shape, v.path or "", v.value or "")))


def validate_store(store: Graphs, shapes: Shapes | None = None, *, language: str = "en") -> Iterator[Report]:
    """Checks every named graph of a store, one after the other; see :func:`validate`."""
    for graph in store.graphs():
        yield Report(graph.value, validate(store.quads(graph), shapes, language=language))


def validate_file(path: Path, shapes: Shapes | None = None, *, language: str = "en") -> Iterator[Report]:
    """Checks every graph of an RDF file; see :func:`validate`.

    The format (Turtle, TriG, N-Triples, N-Quads and others) is told by the extension. The file is held in memory.

    Raises:
        ValidationError: where the file can't be read, is none of the formats, or has several articles in one graph.
    """
    for name, quads in _read(path).items():
        articles = sum(quad.predicate == RDF.type and quad.object == KG.Article for quad in quads)
        if articles > 1:
            raise ValidationError(
                f"{path}: {articles} articles in one graph, where nobody can tell which of them says what; "
                "export them as TriG or N-Quads, with a graph for each article"
            )
        yield Report(name or _graph_name(quads), validate(quads, shapes, language=language))


def _read(path: Path) -> dict[str, list[Quad]]:
    """The quads of a file by the name of their graph, which is empty for the default graph."""
    format_ = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if format_ is None:
        raise ValidationError(f"{path}: not known to be RDF; name it .ttl, .trig, .nt or .nq after what is in it")
    graphs: dict[str, list[Quad]] = {}
    try:
        for quad in parse(path=str(path), format=format_):
            name = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
            graphs.setdefault(name, []).append(quad)
    except OSError as error:
        raise ValidationError(f"{path}: can't be read: {error.strerror or error}") from error
    except SyntaxError as error:
        raise ValidationError(f"{path}: not valid {format_.name}: {error.msg}") from error
    return graphs


def _graph_name(quads: Iterable[Quad]) -> str:
    """The graph's name or, for a default graph, its article's; empty where it has neither."""
    article = ""
    for quad in quads:
        if not isinstance(quad.graph_name, DefaultGraph):
            return quad.graph_name.value
        if quad.predicate == RDF.type and quad.object == KG.Article:
            article = str(_rdflib_term(quad.subject))
    return article


def _violation(name: str, report: rdflib.Graph, result: rdflib.term.Node, shapes: Shapes, language: str) -> Violation:
    shape = report.value(result, SH.sourceShape)
    node, path, value = (report.value(result, term) for term in (SH.focusNode, SH.resultPath, SH.value))
    if report.value(result, SH.sourceConstraintComponent) == SH.SPARQLConstraintComponent:
        # These are asked of the whole article; what is wrong is what the query found.
        node, value = value, None
    return Violation(
        article=name,
        node=str(node),
        shape=str(shape),
        path=str(path) if isinstance(path, rdflib.URIRef) else None,
        value=None if value is None else str(value),
        message=shapes.message(shape, language) if shape is not None else "",
    )


@contextmanager
def _quiet_rdflib() -> Iterator[None]:
    """Without rdflib's tracebacks in the log for each ill-formed literal, which the report names anyway."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


class _Graph(rdflib.Graph):
    """A graph that parses each query once: the shapes ask the same few of every article."""

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        prepared = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *args, **kwargs)


@lru_cache(maxsize=256)
def _prepared(query: str) -> Query:
    return prepareQuery(query)


def _rdflib_graph(quads: Iterable[Quad | Triple]) -> rdflib.Graph:
    graph = _Graph(bind_namespaces="none")
    for quad in quads:
        graph.add((_rdflib_term(quad.subject), _rdflib_term(quad.predicate), _rdflib_term(quad.object)))
    return graph


def _rdflib_term(term: NamedNode | BlankNode | Literal | Triple) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Triple):
        raise ValidationError(f"a triple within a triple can't be checked: {term}")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype == _STRING:
        # A plain literal: rdflib's sh:in and = tell it from one with the datatype written out.
        return rdflib.Literal(term.value)
    literal = rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    if literal.ill_typed:
        # Of another type, since rdflib falls over itself when a query calculates with such a number.
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(f"{term.datatype.value}-ill-formed"))
    return literal


_STRING = NamedNode(XSD.namespace + "string")
