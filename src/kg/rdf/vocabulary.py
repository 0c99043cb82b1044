# ruff: noqa: N815 -- the names are the vocabularies' own
"""The terms that the graph is made of, as :class:`pyoxigraph.NamedNode` constants: ``KG.speaker``, ``NIF.beginIndex``.

What they mean is said in ``ontology/kg.ttl`` and ``ontology/plover.ttl``.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from pyoxigraph import NamedNode

from kg.model import EventType, Polarity, QuotationType, Status


class Vocabulary:
    """A namespace whose annotated names are its terms."""

    namespace: ClassVar[str]

    def __init_subclass__(cls, *, namespace: str) -> None:
        cls.namespace = namespace
        for name in cls.__annotations__:
            setattr(cls, name, NamedNode(namespace + name))

    @classmethod
    def terms(cls) -> frozenset[NamedNode]:
        """All terms of the vocabulary that the graph uses."""
        return frozenset(getattr(cls, name) for name in cls.__annotations__)


class KG(Vocabulary, namespace="https://w3id.org/newskg/ontology#"):
    """The project's own ontology."""

    Article: NamedNode
    Actor: NamedNode
    Person: NamedNode
    State: NamedNode
    Organisation: NamedNode
    Place: NamedNode
    Event: NamedNode
    Claim: NamedNode
    Position: NamedNode
    Mention: NamedNode
    Boilerplate: NamedNode

    QuotationType: NamedNode
    Direct: NamedNode
    Indirect: NamedNode
    Mixed: NamedNode

    Stance: NamedNode
    Attitude: NamedNode
    Polarity: NamedNode
    Support: NamedNode
    Oppose: NamedNode
    Neutral: NamedNode

    Status: NamedNode
    Actual: NamedNode
    Future: NamedNode
    Hypothetical: NamedNode
    Negated: NamedNode

    isoCode: NamedNode
    state: NamedNode

    reportedIn: NamedNode
    evidence: NamedNode
    rule: NamedNode
    boilerplate: NamedNode
    copyOf: NamedNode

    speaker: NamedNode
    addressee: NamedNode
    text: NamedNode
    quotationType: NamedNode
    cue: NamedNode
    about: NamedNode
    statedOn: NamedNode
    asserts: NamedNode
    via: NamedNode
    restates: NamedNode
    excerptOf: NamedNode
    stance: NamedNode
    target: NamedNode
    polarity: NamedNode
    heldBy: NamedNode
    conveys: NamedNode

    eventType: NamedNode
    mode: NamedNode
    context: NamedNode
    initiator: NamedNode
    recipient: NamedNode
    startDate: NamedNode
    endDate: NamedNode
    place: NamedNode
    status: NamedNode
    possiblySame: NamedNode

    holder: NamedNode
    title: NamedNode
    of: NamedNode
    attestedOn: NamedNode
    textMatch: NamedNode


class DC(Vocabulary, namespace="http://purl.org/dc/elements/1.1/"):
    """Dublin Core as it was first: for names, where ``dcterms`` has things."""

    creator: NamedNode


class DCTERMS(Vocabulary, namespace="http://purl.org/dc/terms/"):
    """Dublin Core: what frames an article."""

    title: NamedNode
    issued: NamedNode
    publisher: NamedNode
    source: NamedNode
    language: NamedNode


class ITSRDF(Vocabulary, namespace="http://www.w3.org/2005/11/its/rdf#"):
    """Internationalization Tag Set: what a mention names."""

    taIdentRef: NamedNode


class NIF(Vocabulary, namespace="http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"):
    """NLP Interchange Format: texts and stretches of them."""

    isString: NamedNode
    beginIndex: NamedNode
    endIndex: NamedNode
    anchorOf: NamedNode
    referenceContext: NamedNode


class OWL(Vocabulary, namespace="http://www.w3.org/2002/07/owl#"):
    """Web Ontology Language: the same thing elsewhere."""

    sameAs: NamedNode


class PROV(Vocabulary, namespace="http://www.w3.org/ns/prov#"):
    """Provenance: when, by what and from which file an article was read."""

    Activity: NamedNode
    Entity: NamedNode
    SoftwareAgent: NamedNode
    wasGeneratedBy: NamedNode
    wasAssociatedWith: NamedNode
    wasInformedBy: NamedNode
    used: NamedNode
    endedAtTime: NamedNode


class RDF(Vocabulary, namespace="http://www.w3.org/1999/02/22-rdf-syntax-ns#"):
    """RDF's own."""

    type: NamedNode


class RDFS(Vocabulary, namespace="http://www.w3.org/2000/01/rdf-schema#"):
    """RDF Schema: names of things."""

    label: NamedNode


class SCHEMA(Vocabulary, namespace="https://schema.org/"):
    """schema.org: files, software, sections of outlets, and where places are."""

    articleSection: NamedNode
    name: NamedNode
    sha256: NamedNode
    softwareVersion: NamedNode
    latitude: NamedNode
    longitude: NamedNode


class SKOS(Vocabulary, namespace="http://www.w3.org/2004/02/skos/core#"):
    """Simple Knowledge Organization System: other names of things."""

    altLabel: NamedNode


class XSD(Vocabulary, namespace="http://www.w3.org/2001/XMLSchema#"):
    """XML Schema's datatypes."""

    date: NamedNode
    decimal: NamedNode
    dateTime: NamedNode
    gYear: NamedNode
    gYearMonth: NamedNode
    integer: NamedNode


PLOVER = "https://w3id.org/newskg/plover#"
"""The namespace of the event types, modes and contexts."""

VOCABULARIES: tuple[type[Vocabulary], ...] = (KG, DC, DCTERMS, ITSRDF, NIF, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, XSD)

PREFIXES: Mapping[str, str] = MappingProxyType(
    {**{vocabulary.__name__.lower(): vocabulary.namespace for vocabulary in VOCABULARIES}, "plover": PLOVER}
)
"""Prefix → namespace, for Turtle, SPARQL and JSON-LD."""

QUOTATION_TYPES: Mapping[QuotationType, NamedNode] = MappingProxyType(
    {QuotationType.DIRECT: KG.Direct, QuotationType.INDIRECT: KG.Indirect, QuotationType.MIXED: KG.Mixed}
)
POLARITIES: Mapping[Polarity, NamedNode] = MappingProxyType(
    {Polarity.SUPPORT: KG.Support, Polarity.OPPOSE: KG.Oppose, Polarity.NEUTRAL: KG.Neutral}
)
STATUSES: Mapping[Status, NamedNode] = MappingProxyType(
    {
        Status.ACTUAL: KG.Actual,
        Status.FUTURE: KG.Future,
        Status.HYPOTHETICAL: KG.Hypothetical,
        Status.NEGATED: KG.Negated,
    }
)


def event_type(kind: EventType) -> NamedNode:
    """The concept of an event type: ``plover:CONSULT``."""
    return NamedNode(PLOVER + kind.value)


def event_mode(kind: EventType, mode: str) -> NamedNode:
    """The concept of a mode, which belongs to its event type: ``plover:CONSULT-visit``."""
    return NamedNode(f"{PLOVER}{kind.value}-{mode}")


def event_context(context: str) -> NamedNode:
    """The concept of a context: ``plover:military``."""
    return NamedNode(PLOVER + context)
