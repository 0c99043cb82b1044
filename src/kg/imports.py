"""Takes back what was exported as N-Quads or TriG, and so merges graphs that were built apart.

Ids are made from content, so merging is a union of graphs; only an article that both have read needs a decision. Two
readings of the same file by the same version differ in nothing but their time: the store keeps its own. Of any others
the later one stays, as after a build. So the result is what one build of both inputs gives, quad for quad.
"""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat

from kg.errors import KgError
from kg.identifiers import DEFAULT_BASE
from kg.rdf.graph import actors_graph, derived_graph
from kg.rdf.vocabulary import KG, PROV, RDF, SCHEMA
from kg.stores import Store

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
    path: Path, store: Store, *, base: str = DEFAULT_BASE, on_article: Callable[[str], None] | None = None
) -> Imported:
    """Takes the graphs of a file into a store.

    The file is read whole into a temporary store before the first article is written, so a file with an error changes
    nothing; an import that is broken off can be done again.

    Args:
        path: N-Quads (``.nq``) or TriG (``.trig``) that ``kg export`` wrote.
        store: open for writing.
        base: the base IRI of the store's graph, and so of the file's.
        on_article: is told the IRI of each article that was dealt with.

    Raises:
        GraphImportError: where the file is no such file.
        StoreError: where the store fails.
    """
    format_ = FORMATS.get(path.suffix)
    if format_ is None:
        raise GraphImportError(
            f"{path}: the suffix tells no format that can be imported; there are {', '.join(FORMATS)} "
            "(kg export nquads, kg export trig)"
        )
    counts = {"added": 0, "replaced": 0, "kept": 0, "quads": 0}
    with tempfile.TemporaryDirectory(prefix="kg-import-") as folder:
        given = _load(path, format_, folder)
        articles = _check(path, given, base)
        actors = actors_graph(base)
        store.add(given.quads_for_pattern(None, None, None, actors))
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
        store.index_texts()
        store.catalogue()
        del given
    return Imported(**counts)


def _load(path: Path, format_: RdfFormat, folder: str) -> pyoxigraph.Store:
    given = pyoxigraph.Store(folder)
    try:
        given.bulk_load(path=str(path), format=format_)
    except SyntaxError as error:
        raise GraphImportError(
            f"{path}: line {error.lineno}: {error.msg}; nothing was imported: export the graph again"
        ) from error
    return given


def _check(path: Path, given: pyoxigraph.Store, base: str) -> list[NamedNode]:
    """The articles of a file, in order. Raises where it holds something else than the product writes."""
    if any(given.quads_for_pattern(None, None, None, DefaultGraph())):
        raise GraphImportError(
            f"{path}: it has statements outside of every named graph, so kg did not write it; nothing was imported"
        )
    ours = derived_graph(base, "").value  # of the actors; and what was found by comparing articles, to be made anew
    found = [name for name in given.named_graphs() if not (isinstance(name, NamedNode) and name.value.startswith(ours))]
    articles = [
        name for name in found if isinstance(name, NamedNode) and Quad(name, RDF.type, KG.Article, name) in given
    ]
    strange = set(found).difference(articles)
    if strange:
        name = min(map(str, strange))
        raise GraphImportError(f"{path}: the graph {name} is no article's; nothing was imported" + _remedy(name, base))
    for article in articles:
        if not article.value.startswith(base):
            raise GraphImportError(
                f"{path}: {article} is not under the base IRI {base}; nothing was imported"
                + _remedy(str(article), base)
            )
    return sorted(articles, key=str)


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
