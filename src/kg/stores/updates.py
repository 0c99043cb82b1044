"""What must be done to an update's text before it is run: nothing may be fetched, and the request may name a dataset.

Oxigraph's LOAD reaches into the network, and its Python binding takes no ``using-graph-uri``; its parser is not open to
Python. As with SERVICE (:mod:`kg.stores.dataset`), LOAD is looked for wherever it could stand, since a scan over tokens
could be misled about where a string or a comment ends. :func:`with_using` may trust such a scan: who misleads it
changes only what the own update does.
"""

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, NamedNode

from kg.sparql import Tokens
from kg.stores.base import GraphName
from kg.stores.dataset import SPACE, TOKEN, resolve_codepoints
from kg.textsearch.rewriting import stands_in

_BEFORE = r"(?<![^\s;>\"'])"
"""An operation begins the text, or stands after a semicolon, a space, or the IRI or string that ends the prologue."""
_LOAD = re.compile(
    rf"(?P<load>{_BEFORE}LOAD{SPACE}(?:SILENT{SPACE})?+)"
    rf"(?:<[^>\x00-\x20{{]*+>|[^\x00-\x20{{}}<>\#:;\"']*+:(?:[^\x00-\x20{{}}<>\#\\;]|\\.)*+)"
    rf"(?={SPACE}(?:INTO|;|\Z))",
    re.IGNORECASE,
)
_WORD = re.compile(rf"{_BEFORE}LOAD", re.IGNORECASE)
_MOST_LOADS = 200
"""An update in which the word stands more often is refused unread: each costs a scan of what follows it."""
REFUSED_SCHEME = "x-kg-load-is-off"
"""Of the address that is put in the place of those which updates name: Oxigraph fetches over HTTP only, and says so."""


class LoadError(ValueError):
    """The update fetches a document, or may do so."""


class UsingConflictError(ValueError):
    """The request names a dataset, and so does the update, which the protocol forbids (SPARQL 1.1 Protocol, 2.2.3)."""


def without_loads(update: str) -> str:
    """The update, its LOAD operations made to fail when they are run, so that those with SILENT pass without effect.

    Raises:
        LoadError: where what looks like the operation stands where it is perhaps none, as in a comment or a string:
            it may not be changed there, and not be run unchanged if it is one after all.
    """
    texts = {update, resolve_codepoints(update)}
    if any(sum(1 for _ in _WORD.finditer(text)) > _MOST_LOADS for text in texts):
        raise LoadError(f"the word LOAD stands in the update more than {_MOST_LOADS} times")
    found = max((list(_LOAD.finditer(text)) for text in texts), key=len)
    if not found:
        return update
    operations = {start for word, start in _outer_words(update) if word == "LOAD"}
    if not operations.issuperset(match.start() for match in found):
        raise LoadError("what looks like a LOAD stands where it can't be told from one, as in a comment or a string")
    return _LOAD.sub(lambda match: f"{match['load']}<{REFUSED_SCHEME}://nowhere/>", update)


def without_searches(update: str) -> None:
    """Raises SyntaxError where ``kg:textMatch`` is used: as a triple it would silently match nothing, or be stored."""
    if stands_in(update):
        raise SyntaxError(
            "kg:textMatch can't be used in an update; ask with a query for what it finds, and name that in the update, "
            "as with VALUES"
        )


def with_using(update: str, graphs: Iterable[NamedNode], named_graphs: Iterable[NamedNode]) -> str:
    """The update with USING and USING NAMED clauses in each of its operations that has a WHERE.

    Raises:
        UsingConflictError: where the update has such clauses, or WITH, itself.
    """
    clauses = " ".join([*(f"USING {graph}" for graph in graphs), *(f"USING NAMED {graph}" for graph in named_graphs)])
    if not clauses:
        return update
    words = list(_outer_words(update))
    if any(word in {"USING", "WITH"} for word, _ in words):
        raise UsingConflictError("the request names a dataset with using-graph-uri, and the update with USING or WITH")
    written, done = [], 0
    for (before, _), (word, start) in zip([("", 0), *words], words, strict=False):
        if word != "WHERE":
            continue
        written.append(update[done:start])
        # DELETE WHERE { P } is short for DELETE { P } WHERE { P }, and takes no USING itself.
        written.append(f"{_group(update, start)} {clauses} " if before == "DELETE" else f" {clauses} ")
        done = start
    return "".join([*written, update[done:]])


def graphs_changed(update: str) -> set[GraphName] | None:
    """The graphs that an update may change; None where it must be run to know, as with WHERE and DROP."""
    if {word for word, _ in _outer_words(update)} - {"PREFIX", "BASE", "INSERT", "DELETE", "DATA", "{"}:
        return None
    read = Tokens(update)
    graphs: set[GraphName] = {DefaultGraph()}
    for number, token in enumerate(read.tokens):
        if token.word in ("INSERT", "DELETE") and read.at(number + 1).word != "DATA":
            return None
        if token.word == "GRAPH":
            name = read.node(read.at(number + 1))
            if name is None:
                return None
            graphs.add(name)
    return graphs


def _outer_words(text: str) -> Iterator[tuple[str, int]]:
    """The bare words outside all braces, in capitals, with where they begin; a group counts as the word {."""
    depth = 0
    for token in TOKEN.finditer(text):
        if token["brace"]:
            if depth == 0 and token["brace"] == "{":
                yield "{", token.start()
            depth += 1 if token["brace"] == "{" else -1
        elif token["word"] and depth == 0:
            yield token["word"].upper(), token.start()


def _group(text: str, start: int) -> str:
    """The first group in braces from a place on, braces included."""
    depth, begin = 0, None
    for token in TOKEN.finditer(text, start):
        if token["brace"] == "{":
            begin = token.start() if begin is None else begin
            depth += 1
        elif token["brace"] == "}":
            depth -= 1
            if depth == 0 and begin is not None:
                return text[begin : token.end()]
    return ""
