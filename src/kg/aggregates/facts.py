"""What is counted, as one graph tells it."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import BlankNode, NamedNode, Quad

from kg.rdf.vocabulary import KG


class Readable(Protocol):
    """What is asked of a store."""

    def quads_for_pattern(
        self, subject: None, predicate: NamedNode, object: None, graph_name: NamedNode
    ) -> Iterator[Quad]:
        """The quads with a predicate in a graph."""

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        """The graphs."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody said something."""

    claim: str
    """IRI, as of all that follow but days."""
    speaker: str
    direct: bool
    """Is it told word for word?"""
    day: str | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two met, and it is told as a fact; ``one`` is the smaller IRI."""

    event: str
    one: str
    other: str
    day: str | None


@dataclass(frozen=True, slots=True)
class Deed:
    """One did something to another, and it is told as a fact."""

    event: str
    initiator: str
    recipient: str
    type: str
    day: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What one graph tells."""

    statements: tuple[Statement, ...]
    meetings: tuple[Meeting, ...]
    deeds: tuple[Deed, ...]


def facts(store: Readable, graph: NamedNode) -> Facts:
    """What a graph tells."""

    def values(predicate: NamedNode) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for quad in store.quads_for_pattern(None, predicate, None, graph):
            if isinstance(quad.subject, NamedNode) and not isinstance(quad.object, BlankNode):
                found.setdefault(quad.subject.value, []).append(getattr(quad.object, "value", ""))
        return found

    said, types = values(KG.speaker), values(KG.eventType)
    statements: list[Statement] = []
    if said:
        kinds, days = values(KG.quotationType), values(KG.statedOn)
        statements = [
            Statement(claim, speaker, KG.Direct.value in kinds.get(claim, ()), _day(days.get(claim)))
            for claim, speakers in said.items()
            for speaker in speakers
        ]
    meetings: list[Meeting] = []
    deeds: list[Deed] = []
    if types:
        initiators, recipients = values(KG.initiator), values(KG.recipient)
        statuses, days = values(KG.status), values(KG.startDate)
        for event, (kind, *_) in types.items():
            if KG.Actual.value not in statuses.get(event, ()):
                continue
            first, second, day = initiators.get(event, []), recipients.get(event, []), _day(days.get(event))
            name = kind.rpartition("#")[2]
            deeds += [Deed(event, one, other, name, day) for one in first for other in second]
            if name == "CONSULT":
                pairs = itertools.combinations(sorted({*first, *second}), 2)
                meetings += [Meeting(event, one, other, day) for one, other in pairs]
    return Facts(tuple(statements), tuple(meetings), tuple(deeds))


def _day(days: list[str] | None) -> str | None:
    return min(days) if days else None
