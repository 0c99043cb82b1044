"""Counts, asked of the catalogue where there is one, else by the SPARQL query that says the same."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from kg.catalogue import Pairs, Tally
from kg.web.api.graph import Found, Graph, Row


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the counts, as the catalogue is asked for it."""

    question: Tally | Pairs
    columns: tuple[str, ...]
    """What the values of its answer are called in a row."""
    others: Mapping[str, str] = field(default_factory=dict)
    """What stands in each row besides."""


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted."""

    query: str
    """SPARQL, whose rows have the columns of the parts."""
    parts: tuple[Part, ...]


async def rows(graph: Graph, countings: Sequence[Counting]) -> list[list[Row]]:
    """The counts of each. Raises ProblemError."""
    parts = [part for one in countings for part in one.parts]
    known = await graph.looked_up(*(part.question for part in parts))
    if known is None:
        return await asyncio.gather(*(graph.kept_rows(one.query) for one in countings))
    answers = zip(parts, known, strict=True)
    return [[row for part, found in islice(answers, len(one.parts)) for row in _rows(part, found)] for one in countings]


def _rows(part: Part, found: Found) -> list[Row]:
    return [dict(zip(part.columns, map(str, row), strict=True)) | dict(part.others) for row in found]
