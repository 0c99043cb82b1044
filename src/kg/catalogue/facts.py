"""What is listed, as the graphs tell it: claims, events, attitudes, positions and articles, each with its date and its
values.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Quad

from kg.companion import Readable
from kg.model import QUAD_CLASS_OF, EventType
from kg.rdf.vocabulary import DCTERMS, ITSRDF, KG, PLOVER, RDF

QUAD_CLASS = PLOVER + "quadClass"
"""In the place of a property: the quad class that follows from an event's type."""
REPORTED_IN = KG.reportedIn.value
"""The article, which is the graph that tells it."""
CAST = KG.namespace + "cast"
"""In the place of a property: the actors and places that an article's graph has something to say of."""

NAMED_ACTOR = KG.namespace + "namedActor"
"""In the place of a property: those of an article's mentions' references that are actors."""

_DATES = {
    KG.Claim.value: KG.statedOn.value,
    KG.Event.value: KG.startDate.value,
    KG.Attitude.value: None,
    KG.Position.value: KG.attestedOn.value,
    KG.Article.value: DCTERMS.issued.value,
}
"""What is listed, and the property that it is sorted by, if there is one."""
_NAMED = {KG.Actor.value, KG.Place.value}
_VALUES = {
    node.value
    for node in (
        KG.speaker, KG.addressee, KG.about, KG.quotationType, KG.asserts, KG.initiator, KG.recipient, KG.place,
        KG.eventType, KG.mode, KG.context, KG.status, KG.heldBy, KG.target, KG.polarity, KG.holder, KG.of,
    )
}  # fmt: skip
_TYPE, _STANCE = RDF.type.value, KG.stance.value
_OTHERS = {_TYPE, _STANCE, DCTERMS.publisher.value, *_DATES.values()}
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True)
class Told:
    """A thing as one graph tells of it."""

    thing: str
    """IRI."""
    kind: str
    """Of which class it is: an IRI."""
    date: int
    """See :func:`number_of`."""
    values: tuple[tuple[str, str], ...]
    """Properties, each with a value: IRIs."""


def stance(polarity: str, target: str) -> str:
    """The value of ``kg:stance`` of who takes this stance towards this actor."""
    return f"{polarity} {target}"


def number_of(date: str) -> int:
    """A date as a number in the same order: 20220425 for 2022-04-25, 20220400 for 2022-04, 0 for none."""
    found = _DATE.match(date)
    return int("".join(part or "00" for part in found.groups())) if found else 0


def date_of(number: int) -> str:
    """What :func:`number_of` made a number."""
    text = f"{number:08}" if number else ""
    return "-".join(part for part in (text[:4], text[4:6], text[6:]) if part and part != "00")


def told(store: Readable, graph: NamedNode) -> Iterator[Told]:
    """What a graph tells of the things that are listed."""
    values: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    mentioned: dict[str, None] = {}
    for quad in store.quads_for_pattern(None, None, None, graph):
        predicate = quad.predicate.value
        if predicate in _VALUES or predicate in _OTHERS:
            values[str(quad.subject)].append((predicate, _text(quad)))
        elif predicate == ITSRDF.taIdentRef.value:
            mentioned[_text(quad)] = None
    cast = [subject.strip("<>") for subject, some in values.items() if any((_TYPE, kind) in some for kind in _NAMED)]
    publisher = next((value for name, value in values[str(graph)] if name == DCTERMS.publisher.value), None)
    everywhere = ((DCTERMS.publisher.value, publisher),) if publisher else ()
    for subject, some in list(values.items()):
        kind = next((value for name, value in some if name == _TYPE and value in _DATES), None)
        if kind is None or not subject.startswith("<"):
            continue
        own = [*everywhere, *_values_of(some, values)]
        if kind == KG.Article.value:
            own += [(ITSRDF.taIdentRef.value, node) for node in mentioned]
            own += [(CAST, node) for node in cast]
            own += [(NAMED_ACTOR, node) for node in mentioned if (_TYPE, KG.Actor.value) in values[f"<{node}>"]]
        else:
            own.append((REPORTED_IN, graph.value))
        date = max((number_of(value) for name, value in some if name == _DATES[kind]), default=0)
        yield Told(subject[1:-1], kind, date, tuple(sorted(set(own))))


def _values_of(
    some: list[tuple[str, str]], values: defaultdict[str, list[tuple[str, str]]]
) -> Iterator[tuple[str, str]]:
    for name, value in some:
        if name in _VALUES:
            yield name, value
            if name == KG.eventType.value and (kind := value.removeprefix(PLOVER)) in set(EventType):
                yield QUAD_CLASS, QUAD_CLASS_OF[EventType(kind)]
        elif name == _STANCE:
            shown = values.get(value, values.get(f"<{value}>", []))
            targets = [one for key, one in shown if key == KG.target.value]
            polarities = [one for key, one in shown if key == KG.polarity.value]
            yield from ((KG.target.value, one) for one in targets)
            yield from ((KG.polarity.value, one) for one in polarities)
            yield from ((_STANCE, stance(one, other)) for one in polarities for other in targets)


def _text(quad: Quad) -> str:
    return str(quad.object) if isinstance(quad.object, BlankNode) else getattr(quad.object, "value", "")
