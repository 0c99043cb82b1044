"""Takes back what was exported as N-Quads or TriG, and so merges graphs that were built apart.

Ids are made from content, so merging is a union of graphs; only an article that both have read needs a decision. Two
readings of the same file by the same version differ in nothing but their time: the store keeps its own. Of any others
the later one stays, as after a build. So the result is what one build of both inputs gives, quad for quad.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat

from kg.errors import KgError
from kg.identifiers import DEFAULT_BASE
from kg.rdf.graph import actors_graph, derived_graph
from kg.rdf.vocabulary import KG, PROV, RDF, SCHEMA
from kg.stores import EmbeddedStore, Store
from kg.stores.base import GraphName
from kg.validation import validate

FORMATS = {".nq": RdfFormat.N_QUADS, ".trig": RdfFormat.TRIG}
"""By the suffix of the file."""

_FLUSH_EVERY = 1000


class GraphImportError(KgError):
    """The file can't be taken in; nothing of it was. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did with the articles of a file."""

    added: int
    replaced: int
    """Articles of which the store had an older reading."""
    kept: int
    """Articles of which the store had this reading, or a newer one."""
    quads: int
    """In the articles added and replaced."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """How an article was read."""

    sha256: str = ""
    version: str = ""
    time: str = ""
    """In UTC; ISO 8601, so that later ones are greater."""


def import_file(
    path: Path,
    store: Store,
    *,
    base: str = DEFAULT_BASE,
    check: bool = False,
    on_article: Callable[[str], None] | None = None,
) -> Imported:
    """Takes the graphs of a file into a store.

    The file is read to its end before anything is written, so a file with an error changes nothing; an import that is
    broken off can be done again. Where the store has none of the file's articles, all of them are loaded at once;
    otherwise one by one.

    Args:
        path: N-Quads (``.nq``) or TriG (``.trig``) that ``kg export`` wrote.
        store: open for writing.
        base: the base IRI of the store's graph, and so of the file's.
        check: is each article to be checked with SHACL first? What ``kg build`` made was, when it was made.
        on_article: is told the IRI of each article that was dealt with.

    Raises:
        GraphImportError: where the file is no such file, or an article in it breaks a shape.
        StoreError: where the store fails.
    """
    format_ = FORMATS.get(path.suffix)
    if format_ is None:
        raise GraphImportError(
            f"{path}: the suffix tells no format that can be imported; there are {', '.join(FORMATS)} "
            "(kg export nquads, kg export trig)"
        )
    contents = _read(path, format_)
    articles = _check(path, contents, base)
    new = isinstance(store, EmbeddedStore) and not any(map(store.has_graph, articles))
    if new and not check:
        assert isinstance(store, EmbeddedStore)
        store.load_file(path, format_, articles, others=(actors_graph(base),))
        store.flush()
        for article in articles:
            if on_article is not None:
                on_article(article.value)
        return Imported(len(articles), 0, 0, sum(contents.sizes[article] for article in articles))
    with tempfile.TemporaryDirectory(prefix="kg-import-") as folder:
        given = pyoxigraph.Store(folder)
        given.bulk_load(path=str(path), format=format_)
        if check:
            for graph in (actors_graph(base), *articles):
                _validate(path, graph, given.quads_for_pattern(None, None, None, graph))
        done = _merge(given, articles, store, base, on_article)
        del given
    return done


def _merge(
    given: pyoxigraph.Store,
    articles: Iterable[NamedNode],
    store: Store,
    base: str,
    on_article: Callable[[str], None] | None,
) -> Imported:
    """Takes article after article, where it is new or read later than what the store has."""
    counts = {"added": 0, "replaced": 0, "kept": 0, "quads": 0}
    store.add(given.quads_for_pattern(None, None, None, actors_graph(base)))
    for number, article in enumerate(articles, start=1):
        new = list(given.quads_for_pattern(None, None, None, article))
        known = _reading(store.quads(article))
        if known is not None and not _replaces(_reading(new) or _Reading(), known):
            counts["kept"] += 1
        else:
            store.replace(article, new)
            counts["added" if known is None else "replaced"] += 1
            counts["quads"] += len(new)
        if on_article is not None:
            on_article(article.value)
        if number % _FLUSH_EVERY == 0:
            store.flush()
    store.flush()
    return Imported(**counts)


@dataclass(frozen=True, slots=True)
class _Contents:
    """What is in a file."""

    sizes: Counter[GraphName]
    """Of its graphs, in quads."""
    articles: set[NamedNode]
    """The graphs that say of themselves that they are an article's."""


def _read(path: Path, format_: RdfFormat) -> _Contents:
    sizes: Counter[GraphName] = Counter()
    articles: set[NamedNode] = set()
    try:
        for quad in pyoxigraph.parse(path=str(path), format=format_):
            graph = quad.graph_name
            sizes[graph] += 1
            if quad.predicate == RDF.type and quad.object == KG.Article and quad.subject == graph:
                articles.add(graph)
    except SyntaxError as error:
        raise GraphImportError(
            f"{path}: line {error.lineno}: {error.msg}; nothing was imported: export the graph again"
        ) from error
    return _Contents(sizes, articles)


def _check(path: Path, contents: _Contents, base: str) -> list[NamedNode]:
    """The articles of a file, in order. Raises where it holds something else than the product writes."""
    if DefaultGraph() in contents.sizes:
        raise GraphImportError(
            f"{path}: it has statements outside of every named graph, so kg did not write it; nothing was imported"
        )
    ours = derived_graph(base, "").value  # of the actors; and what was found by comparing articles, to be made anew
    strange = {
        name
        for name in contents.sizes.keys() - contents.articles
        if not (isinstance(name, NamedNode) and name.value.startswith(ours))
    }
    if strange:
        name = min(map(str, strange))
        raise GraphImportError(f"{path}: the graph {name} is no article's; nothing was imported" + _remedy(name, base))
    for article in contents.articles:
        if not article.value.startswith(base):
            raise GraphImportError(
                f"{path}: {article} is not under the base IRI {base}; nothing was imported"
                + _remedy(str(article), base)
            )
    return sorted(contents.articles, key=str)


def _validate(path: Path, graph: NamedNode, quads: Iterable[Quad]) -> None:
    """Raises where a graph breaks a shape."""
    if violations := validate(quads):
        first = violations[0]
        raise GraphImportError(
            f"{path}: {graph} breaks the shapes: {first.node}: {first.message}; nothing was imported: build it anew"
        )


def _remedy(name: str, base: str) -> str:
    return (
        f"; if the graph was built with another base IRI than {base}, give it with --base" if base not in name else ""
    )


def _reading(quads: Iterable[Quad]) -> _Reading | None:
    """How a graph was read; None where there is no graph."""
    parts = {SCHEMA.sha256: "", SCHEMA.softwareVersion: "", PROV.endedAtTime: ""}
    empty = True
    for quad in quads:
        empty = False
        if quad.predicate in parts:
            parts[quad.predicate] = getattr(quad.object, "value", "")
    return None if empty else _Reading(*parts.values())


def _replaces(new: _Reading, known: _Reading) -> bool:
    return (new.sha256, new.version) != (known.sha256, known.version) and new.time > known.time
