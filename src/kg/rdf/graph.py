"""What was read from an article, as quads.

All that an article says stands in one named graph, whose IRI is the article's. That graph can be understood alone: it
gives every actor and place it names its types and the names that the article has for it. What is known of them apart
from any article (Wikidata, ISO code, the state a body belongs to) stands in the graph of :func:`actors_graph`.

The same extraction always gives the same quads in the same order, the time of reading aside.
"""

import datetime
import re
import urllib.parse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from kg.identifiers import article_id, iri, stance_id
from kg.model import (
    Actor,
    Article,
    Attitude,
    Claim,
    Document,
    Event,
    Extraction,
    Mention,
    PartialDate,
    Place,
    Polarity,
    Position,
    Span,
    Stance,
)
from kg.rdf.vocabulary import (
    DC,
    DCTERMS,
    ITSRDF,
    KG,
    NIF,
    OWL,
    POLARITIES,
    PROV,
    QUOTATION_TYPES,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    STATUSES,
    XSD,
    event_context,
    event_mode,
    event_type,
)

_T = TypeVar("_T")
_Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]

_RUSSIAN = "ru"


def article_graph(extraction: Extraction, base: str) -> NamedNode:
    """The name of the article's graph, which is the article's IRI."""
    return NamedNode(iri(base, extraction.article.id))


def actors_graph(base: str) -> NamedNode:
    """The name of the graph that holds what is known of actors and places apart from the articles."""
    return NamedNode(iri(base, "graph/actors"))


def derived_graph(base: str, name: str) -> NamedNode:
    """The name of a graph of what was found by comparing the articles of a store, which can be made anew from them."""
    return NamedNode(iri(base, f"graph/{name}"))


def article_quads(
    extraction: Extraction,
    base: str,
    *,
    text: bool = True,
    read_at: datetime.datetime | None = None,
    version: str,
) -> Iterator[Quad]:
    """The article's graph, each quad once.

    Args:
        extraction: what was read from the article.
        base: the base IRI, which ends in ``/`` or ``#``.
        text: is the article's text to be in the graph? Without it, nobody can check the evidence.
        read_at: when the article was read, with a time zone; None leaves the time out.
        version: of the program that read it.

    Raises:
        ValueError: where an address in the extraction can't be made an IRI, or ``read_at`` has no time zone.
    """
    graph = article_graph(extraction, base)
    writer = _ArticleWriter(base, extraction.article)
    statements = (
        *writer.article(extraction.boilerplate, text=text),
        *writer.provenance(extraction.document, read_at, version),
        *writer.named([*extraction.actors, *extraction.places]),
        *writer.mentions(extraction.mentions),
        *writer.claims(extraction.claims),
        *writer.events(extraction.events),
        *writer.attitudes(extraction.attitudes),
        *writer.positions(extraction.positions),
    )
    return (Quad(*statement, graph) for statement in dict.fromkeys(statements))


def copied_quads(
    quads: Iterable[Quad],
    original: NamedNode,
    document: Document,
    base: str,
    *,
    read_at: datetime.datetime | None = None,
    version: str,
) -> Iterator[Quad]:
    """The graph of an article that is another one at a different address, or from another source at the same: what
    reading it would give.

    Args:
        quads: the graph of the other one, as the same version has read it.
        original: the IRI of the other one.
        document: with the same text, title, day and outlet as that from which the other was read.
        base, read_at, version: as for :func:`article_quads`.

    Raises:
        ValueError: as :func:`article_quads`.
    """
    article = Article(
        article_id(document.text, document.url),
        document.text,
        title="",
        url=document.url,
        authors=document.authors,
        section=document.section,
    )
    writer = _ArticleWriter(base, article)
    own = (*writer.publication(), *writer.provenance(document, read_at, version))
    others_own = (DCTERMS.source, DC.creator, SCHEMA.articleSection, PROV.wasGeneratedBy)
    others_provenance = {
        *(NamedNode(f"{original.value}#{part}") for part in ("reading", "file")),
        *(statement[0] for statement in own),
    } - {writer.node}

    def renamed(term: _T) -> _T | NamedNode:
        if isinstance(term, NamedNode) and (term == original or term.value.startswith(f"{original.value}#")):
            return NamedNode(writer.node.value + term.value.removeprefix(original.value))
        return term

    for quad in quads:
        if quad.predicate == PROV.wasInformedBy:  # what was made from a third article without reading, so is this
            yield Quad(renamed(quad.subject), quad.predicate, quad.object, writer.node)
        if quad.subject in others_provenance or (quad.subject == original and quad.predicate in others_own):
            continue
        yield Quad(renamed(quad.subject), quad.predicate, renamed(quad.object), writer.node)
    yield from (Quad(*statement, writer.node) for statement in dict.fromkeys(own))


def published_by(quads: Sequence[Quad], article: NamedNode, outlet: Actor, base: str) -> list[Quad] | None:
    """The graph of an article as if another outlet had published the same text.

    Args:
        quads: the graph.
        article: its IRI.
        outlet: of which the text does not speak, or which is an actor in the graph.
        base: the base IRI.

    Returns:
        None where the text speaks of the outlet that published the article: who else is in the graph may then follow
        from its having published it.
    """
    before = {quad.object for quad in quads if quad.subject == article and quad.predicate == DCTERMS.publisher}
    if any(quad.object in before and quad.predicate != DCTERMS.publisher for quad in quads):
        return None
    kept = [quad for quad in quads if quad.subject not in before and quad.predicate != DCTERMS.publisher]
    node = NamedNode(iri(base, outlet.id))
    published = Quad(article, DCTERMS.publisher, node, article)
    if any(quad.subject == node for quad in kept):
        return [*kept, published]
    writer = _ArticleWriter(base, Article(article.value, "", ""))
    return [*kept, published, *(Quad(*statement, article) for statement in dict.fromkeys(writer.named([outlet])))]


def actor_quads(extraction: Extraction, base: str) -> Iterator[Quad]:
    """What is known, apart from the article, of the actors and places that it names: for :func:`actors_graph`.

    Of those of which nothing else is known, the article's own graph says all there is to say.

    Args:
        extraction: what was read from the article.
        base: the base IRI, which ends in ``/`` or ``#``.

    Raises:
        ValueError: where a ``same_as`` is no absolute IRI.
    """
    return known_quads([*extraction.actors, *extraction.places], base)


def known_quads(things: Iterable[Actor | Place], base: str) -> Iterator[Quad]:
    """As :func:`actor_quads`, of some actors and places."""
    graph = actors_graph(base)
    statements = (statement for thing in things if _is_known(thing) for statement in _known_of(thing, base))
    return (Quad(*statement, graph) for statement in dict.fromkeys(statements))


def _is_known(thing: Actor | Place) -> bool:
    return thing.known_as is not None or bool(thing.same_as) or thing.state is not None


def _known_of(thing: Actor | Place, base: str) -> Iterator[_Statement]:
    node = NamedNode(iri(base, thing.id))
    for kind in _types(thing):
        yield node, RDF.type, kind
    yield node, RDFS.label, _russian(_label(thing))
    for same in thing.same_as:
        yield node, OWL.sameAs, _web_iri(same)
    if isinstance(thing, Actor) and thing.iso_code:
        yield node, KG.isoCode, Literal(thing.iso_code)
    if thing.state:
        yield node, KG.state, NamedNode(iri(base, thing.state))
    if isinstance(thing, Place) and thing.position is not None:
        for predicate, degrees in zip((SCHEMA.latitude, SCHEMA.longitude), thing.position, strict=True):
            yield node, predicate, _degrees(degrees)


class _ArticleWriter:
    """The statements of one article's graph."""

    def __init__(self, base: str, article: Article) -> None:
        self.base = base
        self.source = article
        self.node = self._iri(article.id)

    def article(self, boilerplate: Iterable[Span], *, text: bool) -> Iterator[_Statement]:
        article = self.source
        yield self.node, RDF.type, KG.Article
        yield self.node, DCTERMS.title, Literal(article.title, language=article.language)
        yield self.node, DCTERMS.language, Literal(article.language)
        if article.published is not None:
            yield self.node, DCTERMS.issued, _date(PartialDate.of(article.published))
        if article.publisher is not None:
            yield self.node, DCTERMS.publisher, self._iri(article.publisher)
        yield from self.publication()
        if text:
            yield self.node, NIF.isString, Literal(article.text)
        for span in boilerplate:
            node = span_iri(self.node, span)
            yield self.node, KG.boilerplate, node
            yield node, RDF.type, KG.Boilerplate
            yield from self._offsets(node, span)

    def publication(self) -> Iterator[_Statement]:
        """What its source alone tells of the article, and nothing else in it depends on."""
        article = self.source
        if article.url is not None:
            yield self.node, DCTERMS.source, _web_iri(article.url)
        for author in article.authors:
            yield self.node, DC.creator, Literal(author)
        if article.section is not None:
            yield self.node, SCHEMA.articleSection, Literal(article.section)

    def provenance(self, document: Document, read_at: datetime.datetime | None, version: str) -> Iterator[_Statement]:
        reading = NamedNode(f"{self.node.value}#reading")
        file = NamedNode(f"{self.node.value}#file")
        software = self._iri(f"software/newskg-{version}")
        yield self.node, PROV.wasGeneratedBy, reading
        yield reading, RDF.type, PROV.Activity
        yield reading, PROV.used, file
        yield reading, PROV.wasAssociatedWith, software
        if read_at is not None:
            yield reading, PROV.endedAtTime, _moment(read_at)
        yield file, RDF.type, PROV.Entity
        # Not the path: it would tell of the machine, and make two machines write different quads.
        yield file, SCHEMA.name, Literal(_without_folder(document))
        yield file, SCHEMA.sha256, Literal(document.sha256)
        yield software, RDF.type, PROV.SoftwareAgent
        yield software, SCHEMA.name, Literal("newskg")
        yield software, SCHEMA.softwareVersion, Literal(version)

    def named(self, things: Iterable[Actor | Place]) -> Iterator[_Statement]:
        """Actors or places, by the name that is the same in all articles and by the forms that this article has."""
        for thing in things:
            node, label = self._iri(thing.id), _label(thing)
            for kind in _types(thing):
                yield node, RDF.type, kind
            yield node, RDFS.label, _russian(label)
            for form in dict.fromkeys((thing.name, *thing.aliases)):
                if form != label:
                    yield node, SKOS.altLabel, _russian(form)

    def mentions(self, mentions: Iterable[Mention]) -> Iterator[_Statement]:
        for mention in mentions:
            node = span_iri(self.node, mention.span)
            yield from self._mention(mention.span)
            yield node, ITSRDF.taIdentRef, self._iri(mention.ref)
            yield from _rule(node, mention.rule)

    def claims(self, claims: Iterable[Claim]) -> Iterator[_Statement]:
        """A claim that the article repeats is one claim with several pieces of evidence, framed as it is first told."""
        for first, repetitions in _by_id(claims):
            node = self._iri(first.id)
            yield node, RDF.type, KG.Claim
            yield node, KG.text, _russian(first.text)
            yield node, KG.quotationType, QUOTATION_TYPES[first.type]
            if first.speaker is not None:
                yield node, KG.speaker, self._iri(first.speaker)
            if first.cue:
                yield node, KG.cue, Literal(first.cue)
            date = _first(claim.date for claim in repetitions)
            if date is not None:
                yield node, KG.statedOn, _date(date)
            for claim in repetitions:
                yield from self._each(node, KG.addressee, claim.addressees)
                yield from self._each(node, KG.about, claim.about)
                yield from self._each(node, KG.via, claim.via)
                yield from self._told(node, claim.span, claim.rule)
            restated = _first(claim.restates for claim in repetitions)
            if restated is not None:
                yield node, KG.restates, self._iri(restated)
            yield from self._stances(first.id, [stance for claim in repetitions for stance in claim.stances])

    def _stances(self, claim: str, stances: Iterable[Stance]) -> Iterator[_Statement]:
        """One towards each actor: the first that is not neutral, or else the neutral one."""
        taken: dict[str, Stance] = {}
        for stance in stances:
            if stance.target not in taken or taken[stance.target].polarity is Polarity.NEUTRAL:
                taken[stance.target] = stance
        for stance in taken.values():
            node = self._iri(stance_id(claim, stance.target))
            yield self._iri(claim), KG.stance, node
            yield node, RDF.type, KG.Stance
            yield node, KG.target, self._iri(stance.target)
            yield node, KG.polarity, POLARITIES[stance.polarity]
            if stance.span is not None:
                yield node, KG.evidence, span_iri(self.node, stance.span)
                yield from self._mention(stance.span)

    def events(self, events: Iterable[Event]) -> Iterator[_Statement]:
        """As :meth:`claims`, for events."""
        for first, repetitions in _by_id(events):
            node = self._iri(first.id)
            yield node, RDF.type, KG.Event
            yield node, KG.eventType, event_type(first.type)
            yield node, KG.status, STATUSES[first.status]
            mode = _first(event.mode for event in repetitions)
            if mode is not None:
                yield node, KG.mode, event_mode(first.type, mode)
            if first.start is not None:
                yield node, KG.startDate, _date(first.start)
            end = _first(event.end for event in repetitions)
            if end is not None:
                yield node, KG.endDate, _date(end)
            place = _first(event.place for event in repetitions)
            if place is not None:
                yield node, KG.place, self._iri(place)
            for event in repetitions:
                yield from self._each(node, KG.initiator, event.actors)
                yield from self._each(node, KG.recipient, event.recipients)
                for context in event.contexts:
                    yield node, KG.context, event_context(context)
                if event.claim is not None:
                    yield self._iri(event.claim), KG.asserts, node
                yield from self._told(node, event.span, event.rule)

    def attitudes(self, attitudes: Iterable[Attitude]) -> Iterator[_Statement]:
        """As :meth:`claims`, for attitudes."""
        for first, repetitions in _by_id(attitudes):
            node = self._iri(first.id)
            yield node, RDF.type, KG.Attitude
            yield node, KG.heldBy, self._iri(first.holder)
            yield node, KG.target, self._iri(first.target)
            yield node, KG.polarity, POLARITIES[first.polarity]
            for attitude in repetitions:
                if attitude.claim is not None:
                    yield self._iri(attitude.claim), KG.conveys, node
                yield from self._told(node, attitude.span, attitude.rule)

    def positions(self, positions: Iterable[Position]) -> Iterator[_Statement]:
        """As :meth:`claims`, for positions."""
        for first, repetitions in _by_id(positions):
            node = self._iri(first.id)
            yield node, RDF.type, KG.Position
            yield node, KG.holder, self._iri(first.person)
            yield node, KG.title, _russian(first.title)
            yield node, KG.of, self._iri(first.of)
            if self.source.published is not None:
                yield node, KG.attestedOn, _date(PartialDate.of(self.source.published))
            for position in repetitions:
                yield from self._told(node, position.span, position.rule)

    def _told(self, node: NamedNode, span: Span, rule: str) -> Iterator[_Statement]:
        """Where in the article a statement was read, and by what rule."""
        yield node, KG.reportedIn, self.node
        yield node, KG.evidence, span_iri(self.node, span)
        yield from _rule(node, rule)
        yield from self._mention(span)

    def _mention(self, span: Span) -> Iterator[_Statement]:
        node = span_iri(self.node, span)
        yield node, RDF.type, KG.Mention
        yield node, NIF.anchorOf, Literal(span.of(self.source.text))
        yield from self._offsets(node, span)

    def _offsets(self, node: NamedNode, span: Span) -> Iterator[_Statement]:
        yield node, NIF.referenceContext, self.node
        # Not xsd:nonNegativeInteger, NIF's own: Oxigraph gives that back as xsd:integer, and a graph that went through
        # a store must be the graph that was written.
        yield node, NIF.beginIndex, Literal(str(span.start), datatype=XSD.integer)
        yield node, NIF.endIndex, Literal(str(span.end), datatype=XSD.integer)

    def _each(self, node: NamedNode, predicate: NamedNode, ids: Iterable[str]) -> Iterator[_Statement]:
        for local in ids:
            yield node, predicate, self._iri(local)

    def _iri(self, local: str) -> NamedNode:
        return NamedNode(iri(self.base, local))


def span_iri(article: NamedNode, span: Span) -> NamedNode:
    """A stretch of an article's text, in code points, after RFC 5147."""
    return NamedNode(f"{article.value}#char={span.start},{span.end}")


def _label(thing: Actor | Place) -> str:
    """One label for a thing in all graphs, so that a query over their union finds one: the gazetteer's, if known."""
    return thing.known_as or thing.name


def _types(thing: Actor | Place) -> tuple[NamedNode, ...]:
    """The superclass stands beside the class, so that a query needs no inference."""
    if isinstance(thing, Place):
        return (KG.Place,)
    return (KG.Actor, NamedNode(KG.namespace + thing.type.value))


def _rule(node: NamedNode, rule: str) -> Iterator[_Statement]:
    if rule:
        yield node, KG.rule, Literal(rule)


_Told = TypeVar("_Told", Attitude, Claim, Event, Position)


def _by_id(things: Iterable[_Told]) -> Iterator[tuple[_Told, list[_Told]]]:
    """Those that are one thing, told several times, together: the first telling, and all of them."""
    tellings: dict[str, list[_Told]] = {}
    for thing in things:
        tellings.setdefault(thing.id, []).append(thing)
    for group in tellings.values():
        yield group[0], group


def _first(values: Iterable[_T | None]) -> _T | None:
    """The first that is known."""
    return next((value for value in values if value is not None), None)


def _russian(text: str) -> Literal:
    return Literal(text, language=_RUSSIAN)


def _date(date: PartialDate) -> Literal:
    datatype = XSD.gYear if date.month is None else XSD.gYearMonth if date.day is None else XSD.date
    return Literal(str(date), datatype=datatype)


def _degrees(value: float) -> Literal:
    """In xsd:decimal's canonical form, as a store gives it back: to a ten-thousandth, some ten metres."""
    digits = f"{value:.4f}".rstrip("0").rstrip(".")
    return Literal("0" if digits == "-0" else digits, datatype=XSD.decimal)


def _moment(moment: datetime.datetime) -> Literal:
    if moment.tzinfo is None:
        raise ValueError(f"the time of reading {moment} has no time zone: give it one, best UTC")
    utc = moment.astimezone(datetime.UTC).replace(tzinfo=None)
    return Literal(utc.isoformat(timespec="seconds") + "Z", datatype=XSD.dateTime)


def _without_folder(document: Document) -> str:
    """The name of the file and what in it; an address stays whole."""
    place = document.container or document.name
    return document.name if "://" in place else PurePath(place).name + document.name.removeprefix(place)


def _web_iri(address: str) -> NamedNode:
    """The address with the few characters that no IRI may have (spaces, brackets) percent-encoded."""
    encoded = re.sub(r"""[\x00-\x20<>"{}|\\^`]""", lambda match: urllib.parse.quote(match[0]), address.strip())
    try:
        return NamedNode(encoded)
    except ValueError as error:
        raise ValueError(f"{address!r} can't be made an IRI: {error}") from error
