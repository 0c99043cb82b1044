"""Lists by date, in parts of constant cost however much there is.

A store sorts all that matches before it gives the first rows. So what matches often is asked day by day, newest (or
oldest) first, some days at once: a day's things are one look-up. What matches seldom is sorted whole. The date of a
thing is the latest that an article gives for it.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.catalogue import MONTH, Condition, Selection, Tally, Things, Words
from kg.model import PartialDate
from kg.rdf.vocabulary import XSD
from kg.web.api.graph import Graph, Row
from kg.web.api.models import FacetValue
from kg.web.api.paging import Cursor

_SELDOM = 600
"""What matches no more often than this is sorted whole."""
_FIRST_WINDOW = 4
"""How many times as many things as are wanted the first days hold, by themselves."""
_LARGEST_WINDOW = 20_000
_DATATYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
_FACET_VALUES = 30


@dataclass(frozen=True, slots=True)
class Pattern:
    """Something that holds of ``?thing`` within a graph."""

    text: str
    """Triple patterns, each with a full stop behind it; empty for no condition."""
    variable: str = ""
    """One that must be among the nodes."""
    nodes: tuple[str, ...] = ()
    selective: bool = False
    """Does it find few things by itself, whatever else is asked?"""
    broad: bool = False
    """Does it hold of a good part of all things, so that others are to be looked up first?"""
    condition: Condition | None = None
    """The same for the catalogue; None where another pattern says it."""
    words: Words | None = None
    """Likewise, for what words find."""

    def with_values(self) -> str:
        """As a pattern to begin with: the nodes are looked up."""
        return f"VALUES ?{self.variable} {{ {' '.join(self._iris())} }} {self.text}" if self.nodes else self.text

    def with_filter(self) -> str:
        """As a pattern beside others that find fewer: the nodes are only compared."""
        return f"{self.text} FILTER(?{self.variable} IN ({', '.join(self._iris())}))" if self.nodes else self.text

    def _iris(self) -> list[str]:
        return [f"<{node}>" for node in self.nodes]


def joined(patterns: Iterable[Pattern]) -> tuple[Pattern, ...]:
    """Those that say something."""
    return tuple(one for one in patterns if one.text or one.nodes)


@dataclass(frozen=True, slots=True)
class Listing:
    """What is listed."""

    kind: NamedNode
    """The class of ``?thing``."""
    date: NamedNode
    """The property that it is sorted by."""
    patterns: tuple[Pattern, ...] = ()
    since: PartialDate | None = None
    until: PartialDate | None = None
    ascending: bool = False

    @property
    def selection(self) -> Selection:
        """The same for the catalogue."""
        return Selection(
            self.kind.value,
            tuple(one.condition for one in self.patterns if one.condition),
            next((one.words for one in self.patterns if one.words), None),
            self.since.first_day.isoformat() if self.since else None,
            self.until.last_day.isoformat() if self.until else None,
        )

    @property
    def where(self) -> str:
        """The pattern that binds ``?thing``."""
        narrow = any(not one.broad for one in self.patterns)
        patterns = (one.with_filter() if one.broad and narrow else one.with_values() for one in self.patterns)
        return " ".join([*patterns, self._class])

    @property
    def compared(self) -> str:
        """The pattern that holds of a ``?thing`` that is bound already."""
        return " ".join([*(one.with_filter() for one in self.patterns), self._class])

    @property
    def _class(self) -> str:
        """Left out where a property tells it: a store may look at all of a class first."""
        told = any(one.text.startswith("?thing ") for one in self.patterns)
        return "" if told else f"?thing a {self.kind} ."

    def within(self, key: str) -> bool:
        """Is a date, as ISO 8601, within the limits?"""
        since, until = self._limits()
        return (not since or (bool(key) and since[: len(key)] <= key)) and (not until or (bool(key) and key <= until))

    def limits(self, key: str) -> str:
        """The limits as a condition on an expression; empty where there are none."""
        since, until = self._limits()
        parts = [f'{key} != ""'] if since or until else []
        parts += [f"SUBSTR({Literal(since)}, 1, STRLEN({key})) <= {key}"] if since else []
        parts += [f"{key} <= {Literal(until)}"] if until else []
        return " && ".join(parts)

    def _limits(self) -> tuple[str, str]:
        return (
            self.since.first_day.isoformat() if self.since else "",
            self.until.last_day.isoformat() if self.until else "",
        )

    def after(self, cursor: Cursor | None, key: str) -> str:
        """What comes after a cursor, as a condition on an expression."""
        if cursor is None:
            return ""
        sign, of, node = ">" if self.ascending else "<", Literal(cursor.key), Literal(cursor.id)
        return f"({key} {sign} {of} || ({key} = {of} && STR(?thing) {sign} {node}))"

    def order(self, key: str) -> str:
        """The ORDER BY clause."""
        direction = "ASC" if self.ascending else "DESC"
        return f"ORDER BY {direction}({key}) {direction}(STR(?thing))"

    def query(self, limit: int = 100) -> str:
        """The list as one readable SPARQL query, for those who want to ask on."""
        conditions = self.limits("?date")
        having = f"\nHAVING ({conditions.replace('?date', 'MAX(?on)')})" if conditions else ""
        return (
            f"SELECT ?thing (MAX(?on) AS ?date) WHERE {{\n  GRAPH ?g {{\n    {self.where}\n"
            f"    OPTIONAL {{ ?thing {self.date} ?d }}\n  }}\n"
            f'  BIND(COALESCE(STR(?d), "") AS ?on)\n}}\nGROUP BY ?thing{having}\n'
            f"{self.order('?date')}\nLIMIT {limit}"
        )


async def things(graph: Graph, listing: Listing, limit: int, cursor: Cursor | None = None) -> list[Cursor]:
    """So many things after a cursor: each with its date, and its IRI. Raises ProblemError."""
    return (await several(graph, [(listing, limit)], cursor))[0]


async def several(
    graph: Graph, lists: Sequence[tuple[Listing, int]], cursor: Cursor | None = None
) -> list[list[Cursor]]:
    """As :func:`things`, of several lists at once, so many of each."""
    after = (cursor.key, cursor.id) if cursor else None
    asked = (Things(listing.selection, limit, after, listing.ascending) for listing, limit in lists)
    known = await graph.looked_up(*asked)
    if known is None:
        return await asyncio.gather(*(_by_sparql(graph, listing, limit, cursor) for listing, limit in lists))
    return [[Cursor(str(date), str(node)) for date, node in found] for found in known]


async def _by_sparql(graph: Graph, listing: Listing, limit: int, cursor: Cursor | None) -> list[Cursor]:
    selective = any(pattern.selective for pattern in listing.patterns)
    if selective or (listing.patterns and await _is_seldom(graph, listing)):
        return _cursors(await graph.rows(_whole(listing, limit, cursor)))
    found: list[Cursor] = []
    async for window in _windows(graph, listing, cursor, _FIRST_WINDOW * limit):
        found += _cursors(await graph.rows(_of_days(listing, window, limit - len(found), cursor)))
        if len(found) >= limit:
            break
    return found


@dataclass(frozen=True, slots=True)
class Facet:
    """What things are counted by."""

    pattern: str
    """Of ``?thing`` and ``?value``, within a graph."""
    by: tuple[str, ...] = ()
    """The same for the catalogue: properties, or the month; without any it can't count so."""


def having(subject: str, properties: NamedNode | Sequence[NamedNode]) -> Facet:
    """By the values of a property, or of any of several: of ``thing``, or of the article (``g``)."""
    path = [properties] if isinstance(properties, NamedNode) else properties
    return Facet(f"?{subject} {'|'.join(map(str, path))} ?value .", tuple(one.value for one in path))


def by_month(date: NamedNode) -> Facet:
    """By the month of a date."""
    return Facet(f"?thing {date} ?on . BIND(SUBSTR(STR(?on), 1, 7) AS ?value)", (MONTH,))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many things of a list there are, and how many have each value."""

    total: int
    values: Mapping[str, list[FacetValue]]
    """The commonest, by the name of what is counted by."""


async def counts(graph: Graph, listing: Listing, wanted: Mapping[str, Facet], newest: int | None = None) -> Counts:
    """Counts as of some seconds ago.

    Args:
        graph: is asked.
        listing: of what.
        wanted: what is counted by, by name.
        newest: only so many of the newest are counted, where there are more and a catalogue knows which.
    """
    total = Tally(listing.selection, newest=newest)
    tallies = {
        name: Tally(listing.selection, (one.by,), limit=_FACET_VALUES, newest=newest)
        for name, one in wanted.items()
        if one.by
    }
    questions = (total, *tallies.values())
    known = await graph.kept(questions, lambda: graph.looked_up(*questions), stale=True)
    if known is None:
        values = {name: await _facet(graph, listing, one.pattern) for name, one in wanted.items()}
        return Counts(await _total(graph, listing), values)
    found = dict(zip(tallies, known[1:], strict=True))
    values = {
        name: [_valued(str(value), int(number)) for value, number in found[name]]
        if name in found
        else await _facet(graph, listing, one.pattern)
        for name, one in wanted.items()
    }
    return Counts(int(known[0][0][0]), values)


async def _facet(graph: Graph, listing: Listing, pattern: str) -> list[FacetValue]:
    rows = await graph.kept_rows(
        f"SELECT ?value (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ GRAPH ?g {{ {listing.where} {pattern} "
        f"{_dated(listing)} }} }} GROUP BY ?value ORDER BY DESC(?n) ?value LIMIT {_FACET_VALUES}"
    )
    return [_valued(row["value"], int(row["n"])) for row in rows if row.get("value", "")]


async def _total(graph: Graph, listing: Listing) -> int:
    rows = await graph.kept_rows(
        f"SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ GRAPH ?g {{ {listing.where} {_dated(listing)} }} }}"
    )
    return int(rows[0]["n"])


def _valued(value: str, count: int) -> FacetValue:
    return FacetValue(value=value, name=value, count=count)


async def days(graph: Graph, date: NamedNode) -> list[tuple[str, int]]:
    """The dates that things have, oldest first, and how many have each."""
    rows = await graph.kept_rows(f"SELECT ?d (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?x {date} ?d }} }} GROUP BY ?d")
    return sorted((row["d"], int(row["n"])) for row in rows if "d" in row)


def dates(keys: list[str]) -> str:
    """Dates as terms of a VALUES block."""
    return " ".join(str(Literal(key, datatype=_DATATYPES[len(key)])) for key in keys if len(key) in _DATATYPES)


def _dated(listing: Listing) -> str:
    limits = listing.limits("STR(?d)")
    return f"?thing {listing.date} ?d . FILTER({limits})" if limits else ""


async def _is_seldom(graph: Graph, listing: Listing) -> bool:
    some = f"SELECT ?thing WHERE {{ GRAPH ?g {{ {listing.where} }} }} LIMIT {_SELDOM + 1}"
    # Which way is taken changes nothing in the answer, so what is known of some seconds ago will do.
    rows = await graph.kept_rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ {{ {some} }} }}")
    return int(rows[0]["n"]) <= _SELDOM


def _whole(listing: Listing, limit: int, cursor: Cursor | None) -> str:
    conditions = [part for part in (listing.limits("MAX(?k)"), listing.after(cursor, "MAX(?k)")) if part]
    having = f"HAVING ({' && '.join(conditions)})" if conditions else ""
    return (
        f"SELECT ?thing (MAX(?k) AS ?key) WHERE {{ GRAPH ?g {{ {listing.where} "
        f'OPTIONAL {{ ?thing {listing.date} ?d }} }} BIND(COALESCE(STR(?d), "") AS ?k) }} '
        f"GROUP BY ?thing {having} {listing.order('?key')} LIMIT {limit}"
    )


async def _windows(graph: Graph, listing: Listing, cursor: Cursor | None, size: int) -> AsyncIterator[list[str]]:
    """Dates in the list's order, from the cursor on, in ever larger pieces; at the end (or the beginning) none at all,
    which stands for what has no date.
    """
    known = [(key, number) for key, number in await days(graph, listing.date) if listing.within(key)]
    undated = [] if listing.since or listing.until else [("", 0)]
    ordered = undated + known if listing.ascending else [*reversed(known), *undated]
    window: list[str] = []
    held = 0
    for key, number in ordered:
        if cursor is not None and (key < cursor.key if listing.ascending else key > cursor.key):
            continue
        if not key:
            if window:
                yield window
            yield []
            window, held = [], 0
            continue
        window.append(key)
        held += number
        if held >= size:
            yield window
            window, held, size = [], 0, min(size * 4, _LARGEST_WINDOW)
    if window:
        yield window


def _of_days(listing: Listing, keys: list[str], limit: int, cursor: Cursor | None) -> str:
    if keys:
        days = f"VALUES ?d {{ {dates(keys)} }} GRAPH ?g {{ ?thing {listing.date} ?d . {listing.compared} }}"
        # What has a later date elsewhere stands there.
        rest = (
            f"FILTER NOT EXISTS {{ GRAPH ?other {{ ?thing {listing.date} ?later }} FILTER(STR(?later) > STR(?d)) }} "
            "BIND(STR(?d) AS ?key)"
        )
    else:
        days = f"GRAPH ?g {{ {listing.where} }}"
        rest = f'FILTER NOT EXISTS {{ GRAPH ?other {{ ?thing {listing.date} ?any }} }} BIND("" AS ?key)'
    after = listing.after(cursor, "?key")
    return (
        f"SELECT DISTINCT ?thing ?key WHERE {{ {days} {rest} {f'FILTER({after})' if after else ''} }} "
        f"{listing.order('?key')} LIMIT {limit}"
    )


def _cursors(rows: list[Row]) -> list[Cursor]:
    return [Cursor(row.get("key", ""), row["thing"]) for row in rows if "thing" in row]
