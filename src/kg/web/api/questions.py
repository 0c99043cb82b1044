"""What may be asked of lists: the parameters that all have, and how their values become patterns of SPARQL."""

import re
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from pyoxigraph import NamedNode

from kg.catalogue import REPORTED_IN, Condition
from kg.model import PartialDate
from kg.rdf.vocabulary import DCTERMS, KG
from kg.web.api.directory import Directory
from kg.web.api.graph import Graph
from kg.web.api.listing import Pattern
from kg.web.api.paging import DEFAULT_LIMIT, MAX_LIMIT
from kg.web.problems import ProblemError

Format = Literal["json", "jsonld", "ttl", "csv"]
FormatWanted = Annotated[Format | None, Query(description="In the place of Accept.")]


def _date(value: str) -> str:
    if not re.fullmatch(_DATE, value):
        raise ValueError("no date; write 2022-04-25, 2022-04 or 2022")
    try:
        PartialDate.parse(value)
    except ValueError as error:
        raise ValueError(f"no such day ({error})") from error
    return value


_DATE = r"[0-9]{4}(-[0-9]{2}){0,2}"
DateText = Annotated[str, AfterValidator(_date), WithJsonSchema({"type": "string", "pattern": f"^{_DATE}$"})]
Ids = Annotated[
    list[str],
    Field(max_length=50, description="An id (`Q148`), an IRI or a name; where it is repeated, any of them."),
]


class ListQuery(BaseModel):
    """What every list takes. Other parameters are refused, so that a slip is not taken for an answer."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT, description="How many are given at once.")] = DEFAULT_LIMIT
    cursor: Annotated[
        str | None, Field(min_length=1, max_length=2000, description="From `next` of the part before.")
    ] = None
    format: Annotated[Format | None, Field(description="In the place of Accept.")] = None


class DatedQuery(ListQuery):
    """What lists by date take."""

    since: Annotated[DateText | None, Field(description="First day.", examples=["2022-04-25"])] = None
    until: Annotated[DateText | None, Field(description="Last day.", examples=["2022-04"])] = None
    sort: Annotated[Literal["-date", "date"], Field(description="`-date` begins with the newest.")] = "-date"

    @property
    def limits(self) -> tuple[PartialDate | None, PartialDate | None]:
        """The first and the last day."""
        since, until = (PartialDate.parse(value) if value else None for value in (self.since, self.until))
        return since, until


WithBodies = Annotated[
    bool, Field(description="A state stands for its bodies and those who hold its and their offices, too.")
]
_OF_STATE = f"VALUES ?state {{{{ {{nodes}} }}}} GRAPH {{actors}} {{{{ ?body {KG.state} ?state }}}}"
_BODIES = f"""SELECT DISTINCT ?one WHERE {{{{
  {{{{ {_OF_STATE} BIND(?body AS ?one) }}}}
  UNION {{{{ VALUES ?state {{{{ {{nodes}} }}}} GRAPH ?g {{{{ ?office {KG.of} ?state ; {KG.holder} ?one }}}} }}}}
  UNION {{{{ {_OF_STATE} GRAPH ?g {{{{ ?office {KG.of} ?body ; {KG.holder} ?one }}}} }}}}
}}}} ORDER BY ?one LIMIT 1000"""


class Resolver:
    """Turns what clients write for actors, places and articles into nodes."""

    def __init__(self, graph: Graph, directory: Directory) -> None:
        self._graph = graph
        self._directory = directory

    async def nodes(self, values: Iterable[str], kind: str) -> list[str]:
        """The IRIs of ids, IRIs or names.

        Args:
            values: as clients write them.
            kind: ``actor``, ``place`` or ``article``.

        Raises:
            ProblemError: where a name is nobody's, or a value can't be an id.
        """
        found: list[str] = []
        for value in values:
            text = value.strip()
            if "://" in text or text.startswith(f"{kind}/"):
                found.append(self._graph.node(text).value)
            elif re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", text):
                found.append(self._graph.node(f"{kind}/{text}").value)
            else:
                found += await self._called(text, kind)
        return found

    async def actors(self, values: Iterable[str], *, with_bodies: bool = False) -> list[str]:
        """As :meth:`nodes`, for actors.

        Args:
            values: as clients write them.
            with_bodies: is a state to stand for its bodies and those who hold its and their offices, too?
        """
        found = await self.nodes(values, "actor")
        if not with_bodies or not found:
            return found
        query = _BODIES.format(actors=f"<{self._graph.base}graph/actors>", nodes=" ".join(f"<{one}>" for one in found))
        bodies = [row["one"] for row in await self._graph.kept_rows(query)]
        return list(dict.fromkeys([*found, *bodies]))

    async def _called(self, name: str, kind: str) -> list[str]:
        called = await self._directory.called(name, place=kind == "place") if kind != "article" else []
        if not called:
            raise ProblemError(
                HTTPStatus.BAD_REQUEST,
                f"no {kind} is called {name!r}; search for the name first; an id looks like {kind}/Q148",
            )
        return [entry.id for entry in called]


def any_of(
    subject: str, properties: NamedNode | Sequence[NamedNode], nodes: list[str], variable: str, *, broad: bool = False
) -> Pattern:
    """That a subject has one of the nodes as a value of a property; nothing where there are no nodes.

    Args:
        subject: a variable's name.
        properties: one, or any of several.
        nodes: IRIs.
        variable: a name for the value that no other pattern has.
        broad: have many things such values?
    """
    if not nodes:
        return Pattern("")
    path = [properties] if isinstance(properties, NamedNode) else properties
    condition = Condition(tuple(one.value for one in path), tuple(nodes))
    said = f"?{subject} {'|'.join(map(str, path))}"
    if len(nodes) == 1 and not broad:
        return Pattern(f"{said} <{nodes[0]}> .", condition=condition)
    return Pattern(f"{said} ?{variable} .", variable, tuple(nodes), broad=broad, condition=condition)


def of_outlets(graph_variable: str, nodes: list[str]) -> Pattern:
    """That the graph is of an article of one of the outlets."""
    return any_of(graph_variable, DCTERMS.publisher, nodes, "outlet")


def in_articles(graph_variable: str, nodes: list[str]) -> Pattern:
    """That the graph is one of the articles."""
    condition = Condition((REPORTED_IN,), tuple(nodes)) if nodes else None
    return Pattern("", graph_variable, tuple(nodes), condition=condition)
