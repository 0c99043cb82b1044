"""What is counted, as the graphs tell it."""

import itertools
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kg.companion import Readable
from kg.rdf.vocabulary import KG


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

    statements: list[Statement] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)


def facts(store: Readable, graph: NamedNode) -> Facts:
    """What a graph tells."""

    def values(predicate: NamedNode) -> dict[str, list[str]]:
        """By subject."""
        found: dict[str, list[str]] = {}
        for quad in store.quads_for_pattern(None, predicate, None, graph):
            if isinstance(quad.subject, NamedNode):
                found.setdefault(quad.subject.value, []).append(getattr(quad.object, "value", ""))
        return found

    found = Facts()
    if said := values(KG.speaker):
        kinds, days = values(KG.quotationType), values(KG.statedOn)
        for claim, speakers in said.items():
            direct, day = KG.Direct.value in kinds.get(claim, ()), _day(days.get(claim))
            found.statements.extend(Statement(claim, speaker, direct, day) for speaker in speakers)
    if types := values(KG.eventType):
        initiators, recipients = values(KG.initiator), values(KG.recipient)
        statuses, days = values(KG.status), values(KG.startDate)
        for event, (kind, *_) in types.items():
            if KG.Actual.value not in statuses.get(event, ()):
                continue
            first, second, day = initiators.get(event, []), recipients.get(event, []), _day(days.get(event))
            name = kind.rpartition("#")[2]
            found.deeds.extend(Deed(event, one, other, name, day) for one in first for other in second)
            if name == "CONSULT":
                pairs = itertools.combinations(sorted({*first, *second}), 2)
                found.meetings.extend(Meeting(event, one, other, day) for one, other in pairs)
    return found


def _day(days: list[str] | None) -> str | None:
    return min(days) if days else None
