"""An article that has the text of another one in the store, or begins as that does: the text is read once."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Protocol, Self, runtime_checkable

from pyoxigraph import Quad, RdfFormat, serialize

from kg.duplicates import Fingerprint, Shortening
from kg.model import Actor, Body, Document


@dataclass(frozen=True, slots=True)
class Reprint(Document):
    """A document whose text and day are those of an article that was read by the same version."""

    original: str = ""
    """IRI of that article."""
    graph: bytes = b""
    """Its graph in N-Quads."""
    fingerprint: Fingerprint | None = None
    """Of the document."""
    shortening: Shortening | None = None
    """Where its sentences stand in the article; None where the texts are the same, character by character, and the
    titles too.
    """

    @classmethod
    def of(
        cls,
        document: Document,
        original: str,
        quads: Iterable[Quad],
        fingerprint: Fingerprint | None,
        shortening: Shortening | None = None,
    ) -> Self:
        """A document, with the article that has its text."""
        known = {field.name: getattr(document, field.name) for field in fields(Document)}
        graph = serialize(quads, format=RdfFormat.N_QUADS) or b""
        return cls(**known, original=original, graph=graph, fingerprint=fingerprint, shortening=shortening)


@runtime_checkable
class KnowsOutlets(Protocol):
    """An extractor that can tell an outlet apart from the reading of what it published."""

    def outlet(self, document: Document) -> Actor | None:
        """The outlet that the document's source names; None where the text may speak of it, so that it must be read."""


@runtime_checkable
class KnowsBodies(KnowsOutlets, Protocol):
    """An extractor that can tell what it would read of a document before reading it."""

    def body(self, document: Document) -> Body | None:
        """What it would read; None where what comes of it depends on more than that and the outlet."""
