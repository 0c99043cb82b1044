"""Counts, asked of the catalogue where there is one, else by the SPARQL query that says the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.catalogue import Pairs, Tally
from kg.web.api.graph import Graph, Row


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

    async def rows(self, graph: Graph) -> list[Row]:
        """The counts. Raises ProblemError."""
        found: list[Row] = []
        for part in self.parts:
            known = await graph.looked_up(part.question)
            if known is None:
                return await graph.kept_rows(self.query)
            found += (dict(zip(part.columns, map(str, row), strict=True)) | dict(part.others) for row in known)
        return found
