"""The graph of an article that is the beginning of another one, without reading it.

What is told and who is named is carried over (:mod:`kg.rdf.carrying`); what frames it is the article's own.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.build.reprints import Reprint
from kg.identifiers import article_id, iri
from kg.model import Actor, Article, Body, Document, Extraction
from kg.rdf import NotCarriedError, article_quads, carried_quads
from kg.rdf.vocabulary import DCTERMS, KG, NIF, PROV, RDFS

OutletOf = Callable[[Document], Actor | None]
"""See :class:`kg.build.reprints.KnowsOutlets`."""

_TAKES_PART = frozenset({KG.speaker, KG.addressee, KG.via, KG.initiator, KG.recipient, KG.holder, KG.of})
"""Who is any of these is an actor of the article, whether it has published the article or not."""


def shortened_quads(
    document: Reprint,
    outlet_of: OutletOf,
    base: str,
    *,
    read_at: datetime.datetime,
    version: str,
) -> tuple[list[Quad], tuple[Actor, ...]] | None:
    """The graph, and the outlet where only the frame names it; None where the document must be read.

    Args:
        document: begins as the article whose graph it has; with the shortening.
        outlet_of: tells an outlet of which the text does not speak.
        base, read_at, version: as for :func:`kg.rdf.article_quads`.

    Raises:
        ValueError: as :func:`kg.rdf.article_quads`.
    """
    shortening = document.shortening
    if shortening is None:
        return None
    body, original = shortening.body, NamedNode(document.original)
    article = Article(
        article_id(document.text, document.url),
        document.text,
        body.title,
        body.published,
        url=document.url,
        authors=document.authors,
        section=document.section,
    )
    node = NamedNode(iri(base, article.id))
    quads = list(parse(document.graph, format=RdfFormat.N_QUADS))
    try:
        texts = article_id(text_in(quads, original) or ""), article_id(document.text)
        carried = carried_quads(quads, original, node, shortening.moved, body.without_frame(), texts, base)
        published = _published(quads, carried, original, document, body, outlet_of, base)
    except NotCarriedError:
        return None
    article = replace(article, publisher=published.by)
    framed = Extraction(document, article, actors=published.named, boilerplate=body.boilerplate)
    reading, other = NamedNode(f"{node.value}#reading"), NamedNode(f"{original.value}#reading")
    return [
        *dict.fromkeys(
            (
                *article_quads(framed, base, read_at=read_at, version=version),
                *carried,
                *(Quad(quad.subject, quad.predicate, quad.object, node) for quad in published.as_before),
                Quad(reading, PROV.wasInformedBy, other, node),
            )
        )
    ], published.named


def text_in(quads: Sequence[Quad], article: NamedNode) -> str | None:
    """The text of an article, where its graph has it."""
    return next(iter(_literals(quads, article, NIF.isString)), None)


@dataclass(frozen=True, slots=True)
class _Published:
    """Who has published the document."""

    by: str | None = None
    """Its id."""
    named: tuple[Actor, ...] = ()
    """The outlet, where the text does not speak of it."""
    as_before: tuple[Quad, ...] = ()
    """How the other article's graph names the outlet, where the text does not speak of it."""


def _published(
    quads: Sequence[Quad],
    carried: Sequence[Quad],
    original: NamedNode,
    document: Document,
    body: Body,
    outlet_of: OutletOf,
    base: str,
) -> _Published:
    """Who has published the document.

    Raises:
        NotCarriedError: where somebody may be in the one graph, or not in the other, for having published the text.
    """
    labels = {quad.subject: quad.object for quad in carried if quad.predicate == RDFS.label}
    acting = {quad.object for quad in carried if quad.predicate in _TAKES_PART}
    for before in (quad.object for quad in quads if quad.subject == original and quad.predicate == DCTERMS.publisher):
        assert isinstance(before, NamedNode)
        if body.outlet in _literals(quads, before, RDFS.label):
            as_before = () if before in labels else tuple(quad for quad in quads if quad.subject == before)
            return _Published(before.value.removeprefix(base), as_before=as_before)
        if before not in acting and any(quad.object == before and quad.subject != original for quad in quads):
            raise NotCarriedError("the text speaks of the outlet that published the other article")
    if body.outlet is None:
        return _Published()
    for thing, label in labels.items():
        if thing in acting and isinstance(thing, NamedNode) and label == Literal(body.outlet, language="ru"):
            return _Published(thing.value.removeprefix(base))
    outlet = outlet_of(replace(document, text=body.without_frame(), publisher=body.outlet))
    if outlet is None:
        raise NotCarriedError("the text may speak of the outlet that published it")
    return _Published(outlet.id, () if NamedNode(iri(base, outlet.id)) in labels else (outlet,))


def _literals(quads: Sequence[Quad], node: NamedNode, predicate: NamedNode) -> list[str]:
    return [
        quad.object.value
        for quad in quads
        if quad.subject == node and quad.predicate == predicate and isinstance(quad.object, Literal)
    ]
