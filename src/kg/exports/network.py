"""The graph as a network: actors as nodes, and what they do to each other and say about each other as weighted edges.

Only what is told as a fact (status *actual*) is an edge. Two actors have an edge for each kind of dealing, so that a
tool can filter and colour by kind.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions

from kg.identifiers import iri, wikidata_id
from kg.model import ActorType, EventType, PartialDate
from kg.rdf.vocabulary import KG, OWL, PLOVER, RDF, RDFS
from kg.stores import Store

QUAD_CLASSES: Mapping[EventType, str] = MappingProxyType(
    {
        **dict.fromkeys(
            (EventType.AGREE, EventType.CONSULT, EventType.SUPPORT, EventType.CONCEDE), "verbal-cooperation"
        ),
        **dict.fromkeys((EventType.COOPERATE, EventType.AID, EventType.RETREAT), "material-cooperation"),
        **dict.fromkeys((EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN), "verbal-conflict"),
        **dict.fromkeys(
            (EventType.PROTEST, EventType.SANCTION, EventType.MOBILIZE, EventType.COERCE, EventType.ASSAULT),
            "material-conflict",
        ),
    }
)
"""PLOVER's quad class of each event type, as ``ontology/plover.ttl`` has it."""

STATEMENT = "statement"
"""In the place of a quad class, for what is said."""


@dataclass(frozen=True, slots=True)
class Node:
    """An actor."""

    id: str
    """Local: ``actor/Q148``."""
    iri: str
    label: str
    type: ActorType
    wikidata: str = ""
    iso_code: str = ""
    state: str = ""
    """Id of the state that it belongs to."""
    claims_made: int = 0
    claims_about: int = 0
    neighbours: int = 0
    """With how many others it has edges."""


@dataclass(frozen=True, slots=True)
class Edge:
    """All dealings of one kind between two actors."""

    source: str
    """Id of a node; of joint acts (a meeting of equals), the one whose id comes first."""
    target: str
    kind: str
    """An event type's name, ``said about`` or ``said to``."""
    quad_class: str
    mutual: bool
    """Do both act, so that the direction means nothing?"""
    weight: int
    """How many events or statements."""
    articles: int
    """How many articles tell of them."""
    first_day: str = ""
    """2022-04-25; empty where no date is known. A month or a year counts from its first day."""
    last_day: str = ""
    """Likewise; a month or a year counts to its last day."""


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges, each in a fixed order."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def read_network(store: Store, base: str) -> Network:
    """The network of all that a store holds.

    Args:
        store: what is read.
        base: the base IRI of the store's graph.

    Raises:
        StoreError: where the store fails.
    """
    made, about = _counts(store, KG.speaker, base), _counts(store, KG.about, base)
    nodes = {
        node.id: replace(node, claims_made=made.get(node.id, 0), claims_about=about.get(node.id, 0))
        for node in _nodes(store, base)
    }
    edges = sorted(
        (edge for edge in _edges(store, base) if edge.source in nodes and edge.target in nodes),
        key=lambda edge: (edge.source, edge.target, edge.kind, edge.mutual),
    )
    neighbours: dict[str, set[str]] = {}
    for edge in edges:
        neighbours.setdefault(edge.source, set()).add(edge.target)
        neighbours.setdefault(edge.target, set()).add(edge.source)
    return Network(
        tuple(replace(nodes[name], neighbours=len(neighbours.get(name, ()))) for name in sorted(nodes)), tuple(edges)
    )


_TYPES = " ".join(f"{KG.namespace}{kind}".join("<>") for kind in ActorType)


def _nodes(store: Store, base: str) -> Iterator[Node]:
    """Every actor of every article; what is known of it apart from the articles comes from the graph of actors."""
    known = {_value(row, "actor"): row for row in _rows(store, _known(base))}
    query = f"""
        SELECT ?actor ?type (MIN(?name) AS ?label)
        WHERE {{ GRAPH ?graph {{ VALUES ?type {{ {_TYPES} }} ?actor {RDF.type} ?type ; {RDFS.label} ?name }} }}
        GROUP BY ?actor ?type ORDER BY ?actor ?type"""
    for row in _rows(store, query):
        actor = _value(row, "actor")
        more = known.get(actor, row)
        yield Node(
            id=_local(actor, base),
            iri=actor,
            label=_value(more, "label"),
            type=ActorType(_value(row, "type").removeprefix(KG.namespace)),
            wikidata=wikidata_id(_value(more, "sameAs").split()) or "",
            iso_code=_value(more, "isoCode"),
            state=_local(_value(more, "state"), base),
        )


def _known(base: str) -> str:
    return f"""
        SELECT ?actor (MIN(?name) AS ?label) (GROUP_CONCAT(DISTINCT STR(?same); separator=" ") AS ?sameAs)
               (MIN(?code) AS ?isoCode) (MIN(?home) AS ?state)
        WHERE {{
          GRAPH {NamedNode(iri(base, "graph/actors"))} {{
            ?actor {RDFS.label} ?name .
            OPTIONAL {{ ?actor {OWL.sameAs} ?same }}
            OPTIONAL {{ ?actor {KG.isoCode} ?code }}
            OPTIONAL {{ ?actor {KG.state} ?home }}
          }}
        }}
        GROUP BY ?actor"""


def _counts(store: Store, role: NamedNode, base: str) -> dict[str, int]:
    query = f"SELECT ?actor (COUNT(DISTINCT ?claim) AS ?number) WHERE {{ ?claim {role} ?actor }} GROUP BY ?actor"
    return {_local(_value(row, "actor"), base): int(_value(row, "number")) for row in _rows(store, query)}


_COUNT = """
    SELECT ?source ?target ?type (COUNT(DISTINCT ?thing) AS ?weight) (COUNT(DISTINCT ?article) AS ?articles)
           (MIN(?start) AS ?first) (MAX(?end) AS ?last)
    WHERE {{ GRAPH ?article {{ {pattern} }} BIND(STR(?date) AS ?start) BIND(STR(COALESCE(?until, ?date)) AS ?end) }}
    GROUP BY ?source ?target ?type"""
_EVENT = f"""
    ?thing {KG.status} {KG.Actual} ; {KG.eventType} ?type .
    OPTIONAL {{ ?thing {KG.startDate} ?date }}
    OPTIONAL {{ ?thing {KG.endDate} ?until }}"""
_DIRECTED = f"?thing {KG.initiator} ?source ; {KG.recipient} ?target . {_EVENT} FILTER(?source != ?target)"
_JOINT = f"""
    ?thing {KG.initiator} ?source ; {KG.initiator} ?target . {_EVENT}
    FILTER(STR(?source) < STR(?target))
    FILTER NOT EXISTS {{ ?thing {KG.recipient} ?other }}"""


def _said(role: NamedNode) -> str:
    return f"""
        ?thing {KG.speaker} ?source ; {role} ?target .
        OPTIONAL {{ ?thing {KG.statedOn} ?date }}
        FILTER(?source != ?target)"""


def _edges(store: Store, base: str) -> Iterator[Edge]:
    for pattern, mutual in ((_DIRECTED, False), (_JOINT, True)):
        for row in _rows(store, _COUNT.format(pattern=pattern)):
            kind = EventType(_value(row, "type").removeprefix(PLOVER))
            yield _edge(row, base, kind.value, QUAD_CLASSES[kind], mutual=mutual)
    for role, kind_of_speech in ((KG.about, "said about"), (KG.addressee, "said to")):
        for row in _rows(store, _COUNT.format(pattern=_said(role))):
            yield _edge(row, base, kind_of_speech, STATEMENT, mutual=False)


def _edge(row: QuerySolution, base: str, kind: str, quad_class: str, *, mutual: bool) -> Edge:
    first, last = _value(row, "first"), _value(row, "last")
    return Edge(
        source=_local(_value(row, "source"), base),
        target=_local(_value(row, "target"), base),
        kind=kind,
        quad_class=quad_class,
        mutual=mutual,
        weight=int(_value(row, "weight")),
        articles=int(_value(row, "articles")),
        first_day=PartialDate.parse(first).first_day.isoformat() if first else "",
        last_day=PartialDate.parse(last).last_day.isoformat() if last else "",
    )


def _rows(store: Store, query: str) -> QuerySolutions:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    return solutions


def _value(row: QuerySolution, name: str) -> str:
    try:
        term = row[name]
    except KeyError:  # not asked for
        return ""
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _local(address: str, base: str) -> str:
    return address.removeprefix(base)
