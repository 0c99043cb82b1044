"""An article whose text another one in the store has, as another outlet published it: the text is read once."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Protocol, Self, runtime_checkable

from pyoxigraph import Quad, RdfFormat, serialize

from kg.duplicates import Fingerprint
from kg.model import Actor, Document


@dataclass(frozen=True, slots=True)
class Reprint(Document):
    """A document whose text, title and day are those of an article that was read by the same version."""

    original: str = ""
    """IRI of that article."""
    graph: bytes = b""
    """Its graph in N-Quads."""
    fingerprint: Fingerprint | None = None
    """Its fingerprint, which is that of both."""

    @classmethod
    def of(cls, document: Document, original: str, quads: Iterable[Quad], fingerprint: Fingerprint | None) -> Self:
        """A document, with the article that has its text."""
        known = {field.name: getattr(document, field.name) for field in fields(Document)}
        written = serialize(quads, format=RdfFormat.N_QUADS)
        assert written is not None
        return cls(**known, original=original, graph=written, fingerprint=fingerprint)


@runtime_checkable
class KnowsOutlets(Protocol):
    """An extractor that can tell an outlet apart from the reading of what it published."""

    def outlet(self, document: Document) -> Actor | None:
        """The outlet that the document's source names; None where the text may speak of it, so that it must be read."""
