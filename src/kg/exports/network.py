"""The graph as a network: actors as nodes, and what they do to each other and say about each other as weighted edges.

Only what is told as a fact (status *actual*) is an edge. Two actors have an edge for each kind of dealing, so that a
tool can filter and colour by kind. Who has no edge is left out.
"""

import datetime
import math
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from types import MappingProxyType

import numpy as np

from kg.exports.layout import force_atlas, spread
from kg.exports.records import ActorRecord, ClaimRecord, EventRecord, Records
from kg.exports.selection import ALL, QuadClass, Selection, View
from kg.identifiers import iri
from kg.model import QUAD_CLASS_OF, EventType, Status
from kg.stores import Store

QUAD_CLASSES: Mapping[EventType, QuadClass] = MappingProxyType(
    {kind: QuadClass(quad_class) for kind, quad_class in QUAD_CLASS_OF.items()}
)
"""What bundles the events of each type."""

_VERBS: Mapping[str, str] = MappingProxyType(
    {
        "AGREE": "agreed with",
        "CONSULT": "met",
        "SUPPORT": "supported",
        "CONCEDE": "yielded to",
        "COOPERATE": "cooperated with",
        "AID": "aided",
        "RETREAT": "retreated before",
        "REQUEST": "made demands on",
        "ACCUSE": "accused",
        "REJECT": "refused",
        "THREATEN": "threatened",
        "PROTEST": "protested against",
        "SANCTION": "sanctioned",
        "MOBILIZE": "mobilised against",
        "COERCE": "coerced",
        "ASSAULT": "attacked",
    }
)

SAID_ABOUT, SAID_TO = "said about", "said to"
INITIATED, RECEIVED = "initiated", "received by"

Days = tuple[datetime.date, datetime.date]
"""First and last day."""


@dataclass(frozen=True, slots=True)
class Node:
    """An actor or, in the view of events, an event."""

    id: str
    """Local: ``actor/Q148``."""
    iri: str
    label: str
    type: str
    """``Person``, ``State``, ``Organisation`` or ``Event``."""
    wikidata: str = ""
    iso_code: str = ""
    state: str = ""
    """Id of the state that it belongs to."""
    event_type: str = ""
    quad_class: str = ""
    claims_made: int = 0
    claims_received: int = 0
    """How many claims are about it."""
    neighbours: int = 0
    """With how many others it has edges."""
    days: Days | None = None
    """The first and the last of its edges; None where none has a date."""
    place: tuple[float, float] | None = None
    """Where it stands in the layout."""

    @property
    def size(self) -> float:
        """The diameter of its disc; the area, not the diameter, grows with the number of neighbours."""
        return 5 + 5 * math.sqrt(self.neighbours)


@dataclass(frozen=True, slots=True)
class Edge:
    """All dealings of one kind between two actors."""

    source: str
    """Id of a node; of joint acts (a meeting of equals), the one whose id comes first."""
    target: str
    kind: str
    """An event type's name, ``said about`` or ``said to``; in the view of events ``initiated`` or ``received by``."""
    quad_class: QuadClass
    mutual: bool
    """Do both act, so that the direction means nothing?"""
    weight: int
    """How many events or statements."""
    articles: int
    """How many articles tell of them."""
    evidence: int
    """How many pieces of text they were read from."""
    spells: tuple[Days, ...] = ()
    """When: stretches of days apart from each other, in order. A month or a year counts from its first to its last
    day. None where no date is known.
    """

    @property
    def label(self) -> str:
        """As one would say it: ``met``."""
        return _VERBS.get(self.kind, self.kind)

    @property
    def days(self) -> Days | None:
        """The first and the last; None where no date is known."""
        return (self.spells[0][0], self.spells[-1][1]) if self.spells else None


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges, each in a fixed order."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def read_network(store: Store, base: str, selection: Selection = ALL, *, layout: bool = True) -> Network:
    """The network of what a store holds.

    Args:
        store: what is read.
        base: the base IRI of the store's graph.
        selection: what of it.
        layout: is a place computed for each node?

    Raises:
        StoreError: where the store fails.
    """
    records = Records(store, base)
    evidence = records.evidence()
    made: Counter[str] = Counter()
    received: Counter[str] = Counter()
    bundles = _Bundles()
    for claim in records.claims(details=False, evidence=evidence):
        made[claim.speaker] += 1
        received.update(claim.about)
        if selection.has_statements and selection.has_time(claim.date):
            bundles.claim(claim)
    nodes = {actor.id: _actor_node(actor, base, made, received) for actor in records.actors()}
    for event in records.events(details=False, evidence=evidence):
        if event.status is Status.ACTUAL and selected(event, selection):
            if selection.view is View.EVENTS:
                nodes[event.id] = _event_node(event, base)
                bundles.membership(event)
            else:
                bundles.event(event)
    return _joined(nodes, tuple(bundles.edges(nodes, selection.min_weight)), layout=layout)


def selected(event: EventRecord, selection: Selection) -> bool:
    """Is an event among the chosen ones?"""
    return selection.has_event(event.type, QUAD_CLASSES[event.type]) and selection.has_time(event.start, event.end)


def _actor_node(actor: ActorRecord, base: str, made: Mapping[str, int], received: Mapping[str, int]) -> Node:
    return Node(
        actor.id,
        iri(base, actor.id),
        actor.label,
        actor.type.value,
        actor.wikidata,
        actor.iso_code,
        actor.state,
        claims_made=made.get(actor.id, 0),
        claims_received=received.get(actor.id, 0),
    )


def _event_node(event: EventRecord, base: str) -> Node:
    day = f" {event.start}" if event.start else ""
    return Node(
        event.id,
        iri(base, event.id),
        f"{event.type}{day}",
        "Event",
        event_type=event.type.value,
        quad_class=QUAD_CLASSES[event.type].value,
    )


_Told = EventRecord | ClaimRecord
_Key = tuple[str, str, str, bool]
"""Source, target, kind, mutual."""


class _Bundles:
    """Events and statements, bundled by who has dealings of what kind with whom."""

    def __init__(self) -> None:
        self._told: dict[_Key, list[_Told]] = {}

    def claim(self, claim: ClaimRecord) -> None:
        """From the speaker to those spoken of and spoken to."""
        if claim.speaker:
            self._add(product((claim.speaker,), claim.about), SAID_ABOUT, claim)
            self._add(product((claim.speaker,), claim.addressees), SAID_TO, claim)

    def event(self, event: EventRecord) -> None:
        """From those who act to those to whom it is done; where there are none of these, among those who act."""
        self._add(product(event.initiators, event.recipients), event.type.value, event)
        if not event.recipients:
            self._add(combinations(sorted(event.initiators), 2), event.type.value, event, mutual=True)

    def membership(self, event: EventRecord) -> None:
        """From those who act to the event, from the event to those to whom it is done."""
        self._add(product(event.initiators, (event.id,)), INITIATED, event)
        self._add(product((event.id,), event.recipients), RECEIVED, event)

    def _add(self, pairs: Iterable[tuple[str, str]], kind: str, told: _Told, *, mutual: bool = False) -> None:
        for source, target in pairs:
            if source != target:
                self._told.setdefault((source, target, kind, mutual), []).append(told)

    def edges(self, known: Container[str], min_weight: int) -> Iterator[Edge]:
        """The edges between known nodes, in a fixed order."""
        for key in sorted(self._told):
            source, target, kind, mutual = key
            told = self._told[key]
            if len(told) >= min_weight and source in known and target in known:
                first = told[0]
                yield Edge(
                    source,
                    target,
                    kind,
                    QUAD_CLASSES[first.type] if isinstance(first, EventRecord) else QuadClass.STATEMENT,
                    mutual,
                    len(told),
                    len({article for one in told for article in one.articles}),
                    sum(len(one.evidence) for one in told),
                    spells(filter(None, map(_days, told))),
                )


def _days(told: _Told) -> Days | None:
    start, end = (told.start, told.end) if isinstance(told, EventRecord) else (told.date, None)
    return None if start is None else (start.first_day, (end or start).last_day)


def spells(days: Iterable[Days]) -> tuple[Days, ...]:
    """Stretches of days, those that touch or overlap made one, in order."""
    found: list[Days] = []
    for first, last in sorted(set(days)):
        if found and (first - found[-1][1]).days <= 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def _joined(nodes: Mapping[str, Node], edges: tuple[Edge, ...], *, layout: bool) -> Network:
    """The network of the edges and of the nodes that have some, each with what its edges tell of it."""
    neighbours: dict[str, set[str]] = {}
    first: dict[str, datetime.date] = {}
    last: dict[str, datetime.date] = {}
    for edge in edges:
        neighbours.setdefault(edge.source, set()).add(edge.target)
        neighbours.setdefault(edge.target, set()).add(edge.source)
        if edge.spells:
            for end in (edge.source, edge.target):
                first[end] = min(first.get(end, edge.spells[0][0]), edge.spells[0][0])
                last[end] = max(last.get(end, edge.spells[-1][1]), edge.spells[-1][1])
    names = sorted(neighbours)
    found = [
        replace(
            nodes[name], neighbours=len(neighbours[name]), days=(first[name], last[name]) if name in first else None
        )
        for name in names
    ]
    return Network(tuple(_laid_out(found, edges) if layout else found), edges)


def _laid_out(nodes: Sequence[Node], edges: Iterable[Edge]) -> Iterator[Node]:
    """The nodes at their places. All edges of a pair pull together; a hundred dealings pull more than one, but not a
    hundred times as much.
    """
    weights: Counter[tuple[str, str]] = Counter()
    for edge in edges:
        weights[min(edge.source, edge.target), max(edge.source, edge.target)] += edge.weight
    number = {node.id: index for index, node in enumerate(nodes)}
    places = force_atlas(
        len(nodes),
        np.array([number[source] for source, _ in weights], dtype=np.int64),
        np.array([number[target] for _, target in weights], dtype=np.int64),
        1 + np.log(np.array(list(weights.values()), dtype=np.float64)),
    )
    places = spread(places, np.array([node.size for node in nodes]))
    for node, (x, y) in zip(nodes, places.tolist(), strict=True):
        yield replace(node, place=(x, y))
