"""``kg:textMatch`` in SPARQL: finds the pattern in a query and puts what the text index finds in its place.

The pattern has the form that Jena's text index made known (https://jena.apache.org/documentation/query/text-query.html):

    ?claim kg:textMatch "поддержка"
    (?claim ?score ?text ?property) kg:textMatch (kg:text "поддержка" 50)

The subject is a variable or a list of up to four: whose text it is, the score, the text, the property; the object is
what is searched for (:meth:`kg.textsearch.words.Search.parse`), or a list with properties before it and the most texts
behind it. It becomes VALUES with a row for each text, before the triples in which it stands. Inside GRAPH, and where
the query or the request names a dataset, only texts of the graphs meant are found.

Oxigraph's parser is not open to Python, so the query is read here, as far as needed: its tokens, its groups, and in
these the statements. What is not understood is refused, and what the reading misses stays a triple pattern that
matches nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode

from kg.companion import Graph
from kg.rdf.vocabulary import KG
from kg.sparql import Token, Tokens, string_value
from kg.textsearch.index import PROPERTIES, Hit

TEXT_MATCH = KG.textMatch.value
MOST_HITS = 100_000
_HITS = 1_000
_EXAMPLE = '?claim kg:textMatch "words", or (?claim ?score ?text ?property) kg:textMatch (kg:text "words" 50)'
_PATTERNS = {"OPTIONAL", "MINUS", "UNION", "GRAPH", "SERVICE", "FILTER", "BIND", "VALUES"}
"""Words that begin what is no triple, with or without a dot before it."""

Find = Callable[["Pattern"], list[Hit]]


class PatternError(ValueError):
    """A pattern of ``kg:textMatch`` that can't be answered; the message says how it is written."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a pattern asks the index for."""

    words: str
    properties: tuple[NamedNode, ...]
    limit: int
    graphs: tuple[Graph, ...] | None
    """Where the texts stand; anywhere where None."""
    each_graph: bool
    """Is a text wanted once for each graph that it stands in?"""


@dataclass(slots=True)
class _Group:
    """A group in braces."""

    graph: Token | None
    """Its GRAPH's variable or name; None outside GRAPH."""
    subject: int | None = None
    """The token at which the statement begins that is being read; None between statements."""
    semicolon: int | None = None
    """The last one of the statement, where nothing stands behind it yet."""
    depth: int = 0
    """Of parentheses and brackets within the statement."""


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def mentions(query: str) -> bool:
    """May the pattern stand in this query? Nothing is to be done for those in which it does not."""
    return "textMatch" in query


def stands_in(request: str) -> bool:
    """Does the property stand in a query or an update as the verb of a statement?"""
    return mentions(request) and next(iter(_Reader(request).statements()), None) is not None


def rewrite(
    query: str,
    find: Find,
    *,
    union: bool,
    default_graphs: Iterable[NamedNode] | None = None,
    named_graphs: Iterable[NamedNode] | None = None,
) -> str:
    """The query with what the index finds in the place of its patterns.

    Args:
        query: SPARQL 1.1.
        find: asks the index; the best hits first.
        union: as :meth:`kg.stores.base.Store.query` has it, like the others.
        default_graphs: of the request.
        named_graphs: of the request.

    Raises:
        PatternError: where a pattern is not as it should be.
    """
    reader = _Reader(query)
    if default_graphs is None and named_graphs is None and reader.names_dataset:
        default_graphs, named_graphs = reader.default_graphs, reader.named_graphs
    dataset = default_graphs is not None or named_graphs is not None
    defaults: tuple[Graph, ...] | None = None if union else (DefaultGraph(),)
    if dataset:
        defaults = tuple(default_graphs or ())
    named = tuple(named_graphs or ()) if dataset else None
    edits: list[_Edit] = []
    for place in reader.places():
        edits += _edits(reader, place, find, defaults, named)
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        query = query[: edit.start] + edit.text + query[edit.end :]
    return query


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a pattern stands: numbers of tokens."""

    subject: int
    """The first of its subject, at which the statement begins."""
    subject_end: int
    """Behind the last of it."""
    before: int | None
    """The semicolon before the property; None where it is the statement's first."""
    property: int
    graph: Token | None


class _Reader(Tokens):
    """Finds the patterns among a query's tokens."""

    def places(self) -> Iterator[_Place]:
        """The places of all patterns; raises PatternError where the property stands elsewhere."""
        found = {place.property for place in self.statements()}
        for number, token in enumerate(self.tokens):
            if self.iri(token) == TEXT_MATCH and number not in found and self.at(number - 1).word != "PREFIX":
                raise PatternError(f"kg:textMatch can't stand here; write {_EXAMPLE}, as a statement of its own")
        yield from self.statements()

    def statements(self) -> Iterator[_Place]:
        """The places where the property is the verb of a statement."""
        groups: list[_Group] = []
        graph: Token | None = None
        number = 0
        while number < len(self.tokens):
            token = self.tokens[number]
            group = groups[-1] if groups else None
            if token.text == "{":
                groups.append(_Group(graph or (group.graph if group else None)))
                graph = None
                number += 1
            elif token.text == "}":
                if groups:
                    groups.pop()
                if groups:
                    groups[-1].subject = None
                number += 1
            elif group is None:
                number += 1
            elif token.word in _PATTERNS and group.depth == 0:
                group.subject = None
                if token.word == "GRAPH":
                    graph = self.at(number + 1)
                number = self._behind(number)
            elif token.kind == "word" and group.subject is None and token.word not in ("TRUE", "FALSE"):
                number += 1  # SELECT, WHERE and the like
            elif group.subject is None and token.text != ".":
                group.subject, group.semicolon, group.depth = number, None, 0
                number = self.behind_term(number)
                yield from self._place(group, number, None)
            else:
                number += 1
                if token.text in "([":
                    group.depth += 1
                elif token.text in ")]" and group.depth:
                    group.depth -= 1
                elif token.text in ")]" or (token.text == "." and group.depth == 0):  # of a FILTER that holds a group
                    group.subject = None
                elif token.text == ";" and group.depth == 0:
                    yield from self._place(group, number, number - 1)

    def _place(self, group: _Group, number: int, before: int | None) -> Iterator[_Place]:
        if self.iri(self.at(number)) == TEXT_MATCH and group.subject is not None:
            yield _Place(group.subject, self.behind_term(group.subject), before, number, group.graph)

    def _behind(self, number: int) -> int:
        """Behind the word at a place and what belongs to it, up to a group in braces that is to be read."""
        word = self.tokens[number].word
        number += 1
        if word == "VALUES":
            while number < len(self.tokens) and self.tokens[number].text != "{":
                number += 1
            return self.behind_term(number)
        if word in ("GRAPH", "SERVICE"):
            return number + 1 + (self.at(number).word == "SILENT")
        if word in ("FILTER", "BIND"):
            while self.at(number).kind in ("word", "name", "iri"):  # FILTER NOT EXISTS {, FILTER ex:function(
                number += 1
            if self.at(number).text == "(" and not self._holds_group(number):
                return self.behind_term(number)
            return number + 1 if self.at(number).text == "(" else number
        return number

    def _holds_group(self, number: int) -> bool:
        end = self.behind_term(number)
        return any(token.text == "{" for token in self.tokens[number:end])


def _edits(
    reader: _Reader, place: _Place, find: Find, defaults: tuple[Graph, ...] | None, named: tuple[Graph, ...] | None
) -> Iterator[_Edit]:
    own = variables = _variables(reader, place)
    words, properties, limit, end = _object(reader, place.property + 1)
    graphs, each_graph = defaults, False
    if place.graph is not None:
        each_graph, graphs = place.graph.kind == "variable", named
        if not each_graph:
            graph = reader.node(place.graph)
            graphs = (graph,) if graph and (named is None or graph in named) else ()
    hits = find(Pattern(words, properties, limit, graphs, each_graph)) if graphs != () else []
    if each_graph and place.graph is not None:
        hits = [hit for hit in hits if hit.graph]
        names = [name[1:] for name in own]
        if place.graph.text[1:] in names:
            hits = [hit for hit in hits if _is_at(hit, names.index(place.graph.text[1:]))]
        else:
            variables = (place.graph.text, *own)
    if len(own) < 3:  # which of a thing's texts was found is not asked: the best one stands for all
        hits = list({(hit.subject, hit.graph): hit for hit in reversed(hits)}.values())[::-1]
    rows = "\n".join(f"({f'<{hit.graph}> ' if variables != own else ''}{_row(hit, len(own))})" for hit in hits)
    table = f"VALUES ({' '.join(variables)}) {{ {rows} }} "
    first, after = reader.tokens[place.subject], reader.at(end)
    subject = _Edit(first.start, reader.tokens[place.subject_end - 1].end, table + own[0])
    if place.before is not None:
        yield subject
        yield _Edit(reader.tokens[place.before].start, reader.tokens[end - 1].end, "")
    elif after.text == ";" and _verb_follows(reader, end + 1):
        yield subject
        yield _Edit(reader.tokens[place.property].start, after.end, "")
    else:
        while reader.at(end).text == ";":
            end += 1
        end += reader.at(end).text == "."
        yield _Edit(first.start, reader.tokens[end - 1].end, table)


def _is_at(hit: Hit, place: int) -> bool:
    """Is the name of the graph at this place of a row, too?"""
    return hit.graph == (hit.subject, None, None, hit.predicate)[place]


def _verb_follows(reader: _Reader, number: int) -> bool:
    return reader.at(number).text not in (".", "}", ";", "")


def _row(hit: Hit, width: int) -> str:
    row = f"<{hit.subject}> {hit.score:.4e} "[: None if width > 1 else len(hit.subject) + 2]
    return f"{row}{hit.literal} <{hit.predicate}>" if width > 3 else f"{row}{hit.literal}" if width > 2 else row


def _variables(reader: _Reader, place: _Place) -> tuple[str, ...]:
    tokens = reader.tokens[place.subject : place.subject_end]
    names = tokens[1:-1] if tokens[0].text == "(" else tokens
    if (
        not 1 <= len(names) <= 4
        or any(name.kind != "variable" for name in names)
        or len({name.text[1:] for name in names}) < len(names)
    ):
        raise PatternError(f"the subject of kg:textMatch is a variable or a list of up to four; write {_EXAMPLE}")
    return tuple(name.text for name in names)


def _object(reader: _Reader, start: int) -> tuple[str, tuple[NamedNode, ...], int, int]:
    """What a pattern searches for, and the number of the token behind it."""
    end = reader.behind_term(start)
    tokens = reader.tokens[start:end]
    if tokens and tokens[0].text == "(":
        tokens = tokens[1:-1]
    properties = []
    while tokens and (node := reader.node(tokens[0])) is not None:
        if node not in PROPERTIES:
            known = ", ".join(property.value for property in PROPERTIES)
            raise PatternError(f"kg:textMatch finds no texts of {node}; it finds those of {known}")
        properties.append(node)
        tokens = tokens[1:]
    limit = _HITS
    if len(tokens) == 2 and tokens[1].kind == "number":
        limit = int(tokens[1].text)
        tokens = tokens[:1]
    if len(tokens) != 1 or tokens[0].kind != "text" or reader.at(end).text in (",", "^"):
        raise PatternError(f"kg:textMatch wants words in quotes; write {_EXAMPLE}")
    if not 1 <= limit <= MOST_HITS:
        raise PatternError(f"kg:textMatch finds up to {MOST_HITS:,} texts, not {limit:,}")
    return string_value(tokens[0]), tuple(properties), limit, end
