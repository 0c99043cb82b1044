"""Named queries: the files ``queries/NAME.rq``, and how a user's values get into them.

A file is a SPARQL 1.1 query that runs as it is. Its leading comments say what it is for::

    # Title: What an actor said
    # Description: Every statement of a speaker …
    #   (goes on while lines are indented)
    # Parameter: speaker (actor, required): who said it
    # Parameter: since (since): the first day

Each parameter has a line ``VALUES $name { UNDEF }`` in the query, or several. :func:`bind` writes the value into it as
an RDF term in its N-Triples form, so no text of a user is ever read as SPARQL; where no value is given, the line is
taken out and the variable is free. A query may name the graph of the actors as ``<graph/actors>`` after ``BASE``, which
is set to the store's base IRI. Its last ``LIMIT`` is the default of the parameter ``limit``, which every query has.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import get_args

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg import resources
from kg.errors import KgError
from kg.identifiers import DEFAULT_BASE, WIKIDATA, iri
from kg.model import ActorType, PartialDate, QuadClass
from kg.rdf.vocabulary import KG, OWL, RDF, RDFS, SKOS
from kg.stores import Store

Term = NamedNode | Literal


class QueryError(KgError):
    """There is no such query, or a value does not fit; the message says what would."""


class ParameterType(StrEnum):
    """What a value of a parameter is, and how it is written."""

    ACTOR = "actor"
    """A name or another form of it, a Wikidata id (Q148), an id (actor/Q148) or an IRI."""
    ACTOR_OR_PLACE = "actor-or-place"
    """Likewise, of an actor or a place (place/Q649)."""
    IRI = "iri"
    """An IRI, or an id below the base (claim/…)."""
    DATE = "date"
    """2022-04-25, 2022-04 or 2022."""
    SINCE = "since"
    """As a date; a month or a year is its first day."""
    UNTIL = "until"
    """As a date; a month or a year is its last day."""
    ACTOR_TYPE = "actor-type"
    """Person, State or Organisation."""
    QUAD_CLASS = "quad-class"
    """verbal-cooperation, material-cooperation, verbal-conflict or material-conflict."""
    TEXT = "text"
    """Any words."""
    NUMBER = "number"
    """A whole number, 0 or more."""


QUAD_CLASSES: tuple[str, ...] = get_args(QuadClass)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a named query can be told."""

    name: str
    type: ParameterType
    description: str
    required: bool = False
    default: str | None = None
    """As a user would write it; None where the query does without a value."""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query that has a name."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str
    """SPARQL 1.1, as it stands in the file, leading comments included."""


@cache
def load_queries(folder: Path | None = None) -> Mapping[str, NamedQuery]:
    """The named queries of a folder (the project's own, if none is given) by name, in alphabetical order.

    Raises:
        QueryError: where a file lacks a title or a description, or its parameters are not those of the query.
    """
    files = sorted((folder or resources.folder("queries")).glob("*.rq"))
    return {path.stem: parse_query(path.stem, path.read_text(encoding="utf-8")) for path in files}


_HEADER = re.compile(r"(?:#.*\n)+")
_FIELD = re.compile(r"^# (Title|Description|Parameter): (.*(?:\n#  +.*)*)", re.MULTILINE)
_PARAMETER = re.compile(r"(?P<name>\w+) \((?P<type>[\w-]+)(?P<required>, required)?\): (?P<description>.+)")
_BLOCK = re.compile(r"^( *VALUES \$(\w+)) \{ UNDEF \}\n", re.MULTILINE)
_BASE = re.compile(r"^BASE <[^>]*>$", re.MULTILINE)
_LIMIT = re.compile(r"^LIMIT (\d+)\s*\Z", re.MULTILINE)


def parse_query(name: str, text: str) -> NamedQuery:
    """Reads the text of a ``.rq`` file. Raises QueryError where it breaks the rules above."""
    header = _HEADER.match(text)
    fields = _FIELD.findall(header[0]) if header else []
    unfolded = [(key, re.sub(r"\s*\n#\s+", " ", value).strip()) for key, value in fields]
    titles = [value for key, value in unfolded if key == "Title"]
    descriptions = [value for key, value in unfolded if key == "Description"]
    limits = _LIMIT.findall(text)
    if len(titles) != 1 or len(descriptions) != 1 or len(limits) != 1:
        raise QueryError(f"{name}.rq: needs one comment '# Title:', one '# Description:' and a LIMIT as its last line")
    parameters = [_parse_parameter(name, value) for key, value in unfolded if key == "Parameter"]
    if [parameter.name for parameter in parameters] != list(dict.fromkeys(block[2] for block in _BLOCK.finditer(text))):
        raise QueryError(f"{name}.rq: each '# Parameter:' needs its line 'VALUES $name {{ UNDEF }}', in the same order")
    parameters.append(Parameter("limit", ParameterType.NUMBER, "the most rows to give", default=limits[0]))
    return NamedQuery(name, titles[0], descriptions[0], tuple(parameters), text)


def _parse_parameter(query: str, line: str) -> Parameter:
    match = _PARAMETER.fullmatch(line)
    if match is None or match["type"] not in set(ParameterType):
        kinds = ", ".join(ParameterType)
        raise QueryError(f"{query}.rq: '# Parameter: {line}' should be 'name (type[, required]): …', a type of {kinds}")
    return Parameter(match["name"], ParameterType(match["type"]), match["description"], match["required"] is not None)


def bind(query: NamedQuery, values: Mapping[str, str], store: Store, *, base: str = DEFAULT_BASE) -> str:
    """The query as SPARQL 1.1, with a user's values in it.

    Args:
        query: a named query.
        values: a value for each parameter that is to have one, as the user wrote it.
        store: is asked which actors go by a name.
        base: the base IRI of the store's graph.

    Raises:
        QueryError: for an unknown parameter, a missing one, or a value that is not of its type or names nobody.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in known:
            raise QueryError(f"{query.name} has no parameter {name!r}; it has {', '.join(known)}")
    terms: dict[str, tuple[Term, ...]] = {}
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is not None:
            terms[parameter.name] = _terms(parameter, value.strip(), store, base)
        elif parameter.required:
            raise QueryError(f"{query.name} needs the parameter {parameter.name}: {parameter.description}")

    def block(match: re.Match[str]) -> str:
        found = terms.get(match[2])
        return f"{match[1]} {{ {' '.join(map(str, found))} }}\n" if found else ""

    text = _BASE.sub(lambda _: f"BASE {NamedNode(base)}", _BLOCK.sub(block, query.text))
    return _LIMIT.sub(lambda _: f"LIMIT {terms['limit'][0].value}\n", text)


def _terms(parameter: Parameter, value: str, store: Store, base: str) -> tuple[Term, ...]:
    """The value as the terms that the query is asked with."""
    if not value:
        raise QueryError(f"{parameter.name} is empty: {parameter.description}")
    if parameter.type is ParameterType.ACTOR:
        return find_actors(store, value, base=base)
    if parameter.type is ParameterType.ACTOR_OR_PLACE:
        return find_actors(store, value, base=base, places=True)
    try:
        return (_READERS[parameter.type](value, base),)
    except ValueError as error:
        raise QueryError(f"{parameter.name}={value!r}: {error}") from error


def _iri(value: str, base: str) -> NamedNode:
    try:
        return NamedNode(value if ":" in value else iri(base, value))
    except ValueError as error:
        raise ValueError(f"no IRI ({error}); give one like {base}claim/0123456789abcdef") from error


def _date(value: str, _: str) -> Literal:
    return Literal(str(_partial_date(value)))


def _since(value: str, _: str) -> Literal:
    return Literal(_partial_date(value).first_day.isoformat())


def _until(value: str, _: str) -> Literal:
    return Literal(_partial_date(value).last_day.isoformat())


def _partial_date(value: str) -> PartialDate:
    try:
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
            return PartialDate.parse(value)
    except ValueError as error:
        raise ValueError(f"no such day ({error})") from error
    raise ValueError("no date; write 2022-04-25, 2022-04 or 2022")


def _actor_type(value: str, _: str) -> NamedNode:
    return NamedNode(KG.namespace + _one_of(value, tuple(ActorType)))


def _quad_class(value: str, _: str) -> Literal:
    return Literal(_one_of(value, QUAD_CLASSES))


def _one_of(value: str, choices: tuple[str, ...]) -> str:
    for choice in choices:
        if choice.lower() == value.lower():
            return choice
    raise ValueError(f"must be one of {', '.join(choices)}")


def _text(value: str, _: str) -> Literal:
    return Literal(value)


def _number(value: str, _: str) -> Literal:
    if re.fullmatch(r"[0-9]{1,9}", value):
        return Literal(int(value))
    raise ValueError("must be a whole number, 0 or more")


_READERS: Mapping[ParameterType, Callable[[str, str], Term]] = {
    ParameterType.IRI: _iri,
    ParameterType.DATE: _date,
    ParameterType.SINCE: _since,
    ParameterType.UNTIL: _until,
    ParameterType.ACTOR_TYPE: _actor_type,
    ParameterType.QUAD_CLASS: _quad_class,
    ParameterType.TEXT: _text,
    ParameterType.NUMBER: _number,
}


def find_actors(store: Store, name: str, *, base: str = DEFAULT_BASE, places: bool = False) -> tuple[NamedNode, ...]:
    """The actors that go by a name.

    Args:
        store: where to look.
        name: an IRI, an id (``actor/Q148``), a Wikidata id (``Q148``), or a name as it stands in an article or another
            form of it (label or alternative label), capitals and the dots of ё aside.
        base: the base IRI of the store's graph.
        places: are places to be found, too?

    Returns:
        One actor as a rule; several where several are called so, in the order of their IRIs.

    Raises:
        QueryError: where there is none, with names that come near.
    """
    kinds = (KG.Actor, KG.Place) if places else (KG.Actor,)
    if re.fullmatch(r"Q\d+", name):
        found = _actors(store, f"?actor {OWL.sameAs} {NamedNode(WIKIDATA + name)}", kinds)
    elif name.startswith(WIKIDATA):
        found = _actors(store, f"?actor {OWL.sameAs} {_actor_iri(name, base)}", kinds)
    elif re.match(r"https?:|actor/|place/", name):
        found = _actors(store, f"VALUES ?actor {{ {_actor_iri(name, base)} }}", kinds)
    else:
        named = f"?actor {RDFS.label}|{SKOS.altLabel}"
        folded = Literal(name.lower().replace("ё", "е"))
        # As written first: that is a look-up, the other reads all names.
        found = _actors(store, f"{named} {Literal(name, language='ru')}", kinds) or _actors(
            store, f'{named} ?name . FILTER(REPLACE(LCASE(STR(?name)), "ё", "е") = {folded})', kinds
        )
    if not found:
        raise QueryError(f"nobody in the graph is called {name!r}{_near(store, name, kinds)}")
    return found


def _actors(store: Store, pattern: str, kinds: tuple[NamedNode, ...]) -> tuple[NamedNode, ...]:
    """The actors of which the pattern holds in one graph: across graphs, each name would meet each type."""
    of_kind = f"VALUES ?kind {{ {' '.join(map(str, kinds))} }} ?actor {RDF.type} ?kind"
    query = f"SELECT DISTINCT ?actor WHERE {{ GRAPH ?graph {{ {pattern} . {of_kind} }} }}"
    return tuple(sorted((actor for actor in _column(store, query) if isinstance(actor, NamedNode)), key=str))


def _actor_iri(value: str, base: str) -> NamedNode:
    try:
        return _iri(value, base)
    except ValueError as error:
        raise QueryError(f"{value!r}: {error}") from error


def _near(store: Store, name: str, kinds: tuple[NamedNode, ...]) -> str:
    of_kind = f"VALUES ?kind {{ {' '.join(map(str, kinds))} }} ?actor {RDF.type} ?kind"
    labels = _column(
        store, f"SELECT DISTINCT ?name WHERE {{ GRAPH ?graph {{ ?actor {RDFS.label} ?name . {of_kind} }} }}"
    )
    near = get_close_matches(name, [label.value for label in labels], n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else "; `kg query actors` lists who is"


def _column(store: Store, query: str) -> list[Term]:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    return [term for solution in solutions if isinstance(term := solution[0], NamedNode | Literal)]
