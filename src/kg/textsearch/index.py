"""What is found fast: an SQLite file with an FTS5 index of the words of a store's texts, beside the store.

It follows the store as a :mod:`kg.companion` does: a graph that may differ is compared with what is known of it.

Method: FTS5 (https://sqlite.org/fts5.html) over normal forms, ranked by BM25 (Robertson and Zaragoza, "The
Probabilistic Relevance Framework", 2009). Each kind of text is a column, so that a search may be for some kinds only.
"""

import hashlib
import itertools
import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kg.companion import DEFAULT, EVERYTHING, Companion, Graph, Readable, graph_of, is_behind, name_of
from kg.rdf.vocabulary import DCTERMS, KG, NIF, RDFS, SKOS
from kg.textsearch.database import COLUMNS, DESIGN, Kind
from kg.textsearch.words import Search, lemmatised

MOST_RANKED = 5_000
"""Texts: to rank those that a word of most texts stands in would take long and tell little."""
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_BATCH = 100
"""Graphs that are brought up in one transaction: what a process killed amid them loses."""
_WASTE = 0.5
"""Share of rows whose texts are gone from which on the words are indexed anew."""


PROPERTIES = {
    KG.text: Kind.CLAIM,
    RDFS.label: Kind.NAME,
    SKOS.altLabel: Kind.NAME,
    DCTERMS.title: Kind.TITLE,
    KG.title: Kind.TITLE,
    NIF.isString: Kind.ARTICLE,
}
"""The properties whose texts are found, and the kinds of these."""
_COLUMNS = dict(zip(PROPERTIES, COLUMNS, strict=True))


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that was found."""

    subject: str
    """The IRI of what it is a text of."""
    predicate: str
    """The IRI of the property that it is the text of."""
    text: str
    language: str | None
    datatype: str | None
    """IRI; None where there is a language."""
    score: float
    """The higher, the better; comparable within one search only."""
    graph: str | None = None
    """The IRI of the graph that it stands in, if a hit was wanted for each; empty for the default graph."""

    @property
    def kind(self) -> Kind:
        """What the text is."""
        return PROPERTIES[NamedNode(self.predicate)]

    @property
    def literal(self) -> Literal:
        """The text as it stands in the graph."""
        if self.language is not None:
            return Literal(self.text, language=self.language)
        return Literal(self.text, datatype=NamedNode(self.datatype or XSD_STRING))


def properties_of(kinds: Collection[Kind]) -> tuple[NamedNode, ...]:
    """The properties whose texts are of these kinds; none where no kind is given."""
    return tuple(node for node, kind in PROPERTIES.items() if kind in kinds)


class TextIndex(Companion):
    """The index in a file."""

    design = DESIGN

    def _follow(self, store: Readable, snapshot: int, but: Collection[str]) -> None:
        if self.is_behind(snapshot, EVERYTHING):
            # Before the transaction: whoever notes a change must not wait while the whole store is read.
            now = self._all_graphs(store)
            with self._writing() as database:
                _expand(database, now, snapshot)
        while names := self._noted(snapshot, _BATCH, but):
            found = {name: {_digest(quad): quad for quad in _texts(store, graph_of(name))} for name in names}
            with self._writing() as database:
                _replace(database, found)
                self._settle(database, snapshot, names)

    def _all_graphs(self, store: Readable) -> dict[str, set[bytes]]:
        """The graphs of a store, with what is known of their texts; in an empty index all of them differ from it."""
        with self._reading() as database:
            is_empty = database.execute("SELECT 1 FROM entry LIMIT 1").fetchone() is None
        if not is_empty:
            return _digests(store)
        return {DEFAULT: {b""}} | {name_of(graph): {b""} for graph in store.named_graphs()}

    def search(
        self,
        search: Search,
        snapshot: int,
        *,
        properties: Collection[NamedNode] = (),
        limit: int = 20,
        graphs: Collection[Graph] | None = None,
        each_graph: bool = False,
    ) -> list[Hit]:
        """The texts that a search finds, the best first.

        Of those that more than MOST_RANKED texts answer to, those that came last are ranked.

        Args:
            search: what for.
            snapshot: number of the copy of the store that it is for.
            properties: of the texts; any where empty.
            limit: the most texts.
            graphs: where the texts stand; anywhere where None.
            each_graph: give a text once for each graph that it stands in?

        Raises:
            CompanionBehindError: where the index is not brought up to this copy, or not any more.
        """
        expression = search.expression()
        if properties:
            expression = f"{{{' '.join(_COLUMNS[node] for node in properties)}}} : ({expression})"
        # What is left out by a condition outside the MATCH must not use up the number of those that are ranked.
        all_ranked = graphs is not None or search.has_phrases
        most = -1 if all_ranked else max(MOST_RANKED, limit)
        tables = (
            "(SELECT rowid AS number, rank AS place FROM words WHERE words MATCH ? "
            f"AND EXISTS (SELECT 1 FROM entry WHERE id = words.rowid) ORDER BY rowid DESC LIMIT {most:d})"
            " JOIN entry ON entry.id = number"
        )
        columns, where, values = "subject, property, text, language, datatype, -place", "1", [expression]
        names = [name_of(graph) for graph in graphs or ()]
        among = "1" if graphs is None else f"graph.name IN ({', '.join('?' * len(names))})"
        if each_graph:
            tables += " JOIN standing ON standing.entry = entry.id JOIN graph ON graph.id = standing.graph"
            columns, where = f"{columns}, graph.name", among
        elif graphs is not None:
            where = (
                "EXISTS (SELECT 1 FROM standing JOIN graph ON graph.id = standing.graph "
                f"WHERE standing.entry = entry.id AND {among})"
            )
        query = f"SELECT {columns} FROM {tables} WHERE {where} ORDER BY place LIMIT ?"
        with self._reading() as database:
            if is_behind(database, snapshot):
                raise self._behind()
            rows = database.execute(query, (*values, *names, -1 if search.has_phrases else limit))
            found = (row for row in rows if not search.has_phrases or search.accepts(row[2]))
            return [_hit(row) for row in itertools.islice(found, limit)]

    def optimise(self) -> None:
        """Makes the file as small and as fast as it can be."""
        with self._lock, self._failures():
            self._reindex()
            database = self._open()
            database.execute("VACUUM")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _reindex(self) -> None:
        """Indexes all words anew where many rows of the index are of texts that are gone."""
        with self._writing() as database:
            rows, entries = (
                database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in ("words_docsize", "entry")
            )
            if rows * (1 - _WASTE) > entries or not entries:
                database.execute("INSERT INTO words (words) VALUES ('delete-all')")
                _index(database, 0)
            database.execute("INSERT INTO words (words) VALUES ('optimize')")


def _expand(database: sqlite3.Connection, now: Mapping[str, set[bytes]], snapshot: int) -> None:
    """Puts, in the place of the note that any graph may differ, notes of those that do differ."""
    noted = "DELETE FROM stale WHERE graph = ? AND snapshot <= ? RETURNING snapshot"
    found = database.execute(noted, (EVERYTHING, snapshot)).fetchall()
    if not found:
        return
    before: dict[str, set[bytes]] = {}
    for name, digest in database.execute(
        "SELECT name, digest FROM standing "
        "JOIN graph ON graph.id = standing.graph JOIN entry ON entry.id = standing.entry"
    ):
        before.setdefault(name, set()).add(digest)
    stale = [name for name in now.keys() | before.keys() if now.get(name) != before.get(name)]
    # As old as the note was: whoever reads an older copy than this one lacks these graphs, too.
    first = min(number for (number,) in found)
    database.executemany("REPLACE INTO stale VALUES (?, ?)", [(first, name) for name in stale])


def _replace(database: sqlite3.Connection, found: Mapping[str, Mapping[bytes, Quad]]) -> None:
    """Makes the index true of some graphs, given their texts by their digests."""
    database.executemany("INSERT OR IGNORE INTO graph (name) VALUES (?)", [(name,) for name in found])
    given = json.dumps(list(found))
    graphs = dict(
        database.execute(
            "SELECT name, graph.id FROM json_each(?) AS given CROSS JOIN graph ON name = given.value", (given,)
        )
    )
    before: dict[int, dict[bytes, int]] = {number: {} for number in graphs.values()}
    for graph, digest, entry in database.execute(
        "SELECT graph, digest, entry FROM json_each(?) AS given CROSS JOIN graph ON graph.name = given.value "
        "CROSS JOIN standing ON standing.graph = graph.id CROSS JOIN entry ON entry.id = standing.entry",
        (given,),
    ):
        before[graph][digest] = entry
    new = [
        (graphs[name], digest, quad)
        for name, texts in found.items()
        for digest, quad in texts.items()
        if digest not in before[graphs[name]]
    ]
    _insert(database, {digest: quad for _, digest, quad in new})
    database.executemany(
        "INSERT INTO standing SELECT ?, id FROM entry WHERE digest = ?", [(graph, digest) for graph, digest, _ in new]
    )
    gone = [
        (graphs[name], entry)
        for name, texts in found.items()
        for digest, entry in before[graphs[name]].items()
        if digest not in texts
    ]
    database.executemany("DELETE FROM standing WHERE graph = ? AND entry = ?", gone)
    # Their words stay in the index until that is optimised: a search passes over them.
    database.executemany(
        "DELETE FROM entry WHERE id = ? AND NOT EXISTS (SELECT 1 FROM standing WHERE standing.entry = entry.id)",
        [(entry,) for _, entry in gone],
    )
    database.executemany("DELETE FROM graph WHERE name = ?", [(name,) for name, texts in found.items() if not texts])


def _insert(database: sqlite3.Connection, texts: Mapping[bytes, Quad]) -> None:
    """Adds those of the texts that are not there."""
    (last,) = database.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'entry'").fetchone()
    database.executemany(
        "INSERT OR IGNORE INTO entry (digest, subject, property, text, language, datatype) VALUES (?, ?, ?, ?, ?, ?)",
        (_row(digest, quad) for digest, quad in texts.items()),
    )
    _index(database, last)


def _row(digest: bytes, quad: Quad) -> tuple[object, ...]:
    subject, text = quad.subject, quad.object
    assert isinstance(subject, NamedNode) and isinstance(text, Literal)
    datatype = None if text.language else text.datatype.value
    return digest, subject.value, quad.predicate.value, text.value, text.language, datatype


def _index(database: sqlite3.Connection, after: int) -> None:
    """Indexes the words of the texts with higher numbers than this one; in their order, as FTS5 has it easiest."""
    texts = database.execute("SELECT id, property, text FROM entry WHERE id > ? ORDER BY id", (after,))
    database.executemany(
        f"INSERT INTO words (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})",
        ((number, *_in_column(kind, lemmatised(text))) for number, kind, text in texts),
    )


def _in_column(kind: str, words: str) -> list[str | None]:
    column = _COLUMNS[NamedNode(kind)]
    return [words if column == other else None for other in COLUMNS]


def _texts(store: Readable, graph: Graph | None) -> Iterator[Quad]:
    """The quads whose texts are found. Those of blank nodes are not: no query could name what was found."""
    for kind in PROPERTIES:
        for quad in store.quads_for_pattern(None, kind, None, graph):
            if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode):
                yield quad


def _digests(store: Readable) -> dict[str, set[bytes]]:
    """What is known of the texts of each graph."""
    found: dict[str, set[bytes]] = {}
    for quad in _texts(store, None):
        found.setdefault(name_of(quad.graph_name), set()).add(_digest(quad))
    return found


def _digest(quad: Quad) -> bytes:
    told = f"{quad.subject}\0{quad.predicate}\0{quad.object}"
    return hashlib.blake2b(told.encode(), digest_size=16).digest()


def _hit(row: tuple[Any, ...]) -> Hit:
    subject, kind, text, language, datatype, score, *graph = row
    return Hit(subject, kind, text, language, datatype, score, graph[0] if graph else None)
