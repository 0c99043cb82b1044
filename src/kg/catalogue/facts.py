"""What is listed, as the graphs tell it: claims, events, attitudes, positions and articles, each with its date and its
values.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.companion import Readable
from kg.model import QUAD_CLASS_OF
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
_OTHERS = {_STANCE, DCTERMS.publisher.value, *filter(None, _DATES.values())}
_ASKED = [NamedNode(name) for name in sorted(_VALUES | _OTHERS)]
ASKED = (RDF.type, ITSRDF.taIdentRef, *_ASKED)
"""The properties that are asked of a graph."""
_QUAD_CLASSES = {PLOVER + kind: quad_class for kind, quad_class in QUAD_CLASS_OF.items()}
_BLANK = "_:"
_NAMELESS = BlankNode | Triple
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")

_Values = defaultdict[str, list[tuple[str, str]]]
"""By subject: properties, each with a value."""


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
    values: _Values = defaultdict(list)
    for quad in store.quads_for_pattern(None, RDF.type, None, graph):
        values[_text(quad.subject)].append((_TYPE, _text(quad.object)))
    if not any(kind in _DATES for some in values.values() for _, kind in some):
        return  # as in the graph of the actors, the largest of all
    for predicate in _ASKED:  # two fifths of a graph; to go through all of it takes twice as long
        name = predicate.value
        for quad in store.quads_for_pattern(None, predicate, None, graph):
            values[_text(quad.subject)].append((name, _text(quad.object)))
    mentions = store.quads_for_pattern(None, ITSRDF.taIdentRef, None, graph)
    mentioned = list(dict.fromkeys(_text(quad.object) for quad in mentions))
    publisher = [pair for pair in values.get(graph.value, ()) if pair[0] == DCTERMS.publisher.value][:1]
    for subject, some in list(values.items()):
        kind = next((value for name, value in some if name == _TYPE and value in _DATES), None)
        if kind is None or subject.startswith(_BLANK):
            continue
        own = [*publisher, *_values_of(some, values)]
        if kind == KG.Article.value:
            own += ((ITSRDF.taIdentRef.value, node) for node in mentioned)
            own += ((CAST, node) for node, some in values.items() if any((_TYPE, one) in some for one in _NAMED))
            own += ((NAMED_ACTOR, node) for node in mentioned if (_TYPE, KG.Actor.value) in values.get(node, ()))
        else:
            own.append((REPORTED_IN, graph.value))
        date = max((number_of(value) for name, value in some if name == _DATES[kind]), default=0)
        yield Told(subject, kind, date, tuple(dict.fromkeys(own)))


def _values_of(some: list[tuple[str, str]], values: _Values) -> Iterator[tuple[str, str]]:
    for name, value in some:
        if name in _VALUES:
            yield name, value
            if name == KG.eventType.value and value in _QUAD_CLASSES:
                yield QUAD_CLASS, _QUAD_CLASSES[value]
        elif name == _STANCE:
            shown = values.get(value, ())
            targets = [one for key, one in shown if key == KG.target.value]
            polarities = [one for key, one in shown if key == KG.polarity.value]
            yield from ((KG.target.value, one) for one in targets)
            yield from ((KG.polarity.value, one) for one in polarities)
            yield from ((_STANCE, stance(one, other)) for one in polarities for other in targets)


def _text(term: NamedNode | BlankNode | Literal | Triple) -> str:
    return str(term) if isinstance(term, _NAMELESS) else term.value
