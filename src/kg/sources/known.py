"""What a source knows of an article beside its text."""

import datetime
import hashlib
import json
from dataclasses import dataclass, fields

from kg.model import Document


@dataclass(frozen=True, slots=True)
class Known:
    """What stands around an article: in the fields of a record, the head of a page, a feed."""

    url: str | None = None
    title: str | None = None
    published: datetime.date | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None

    def or_else(self, other: "Known") -> "Known":
        """This, and the other's where this says nothing."""
        return Known(**{each.name: getattr(self, each.name) or getattr(other, each.name) for each in fields(self)})

    def digest(self, text: str) -> str:
        """SHA-256, in hexadecimal, of a text and of this: for a record, which has no file of its own."""
        parts = [text, self.title, str(self.published), self.url, self.publisher, *self.authors, self.section]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def document(self, name: str, text: str, sha256: str, container: str | None = None) -> Document:
        """The document of a text that was taken out of its source."""
        return Document(
            name=name,
            text=text,
            sha256=sha256,
            url=self.url,
            title=self.title,
            published=self.published,
            publisher=self.publisher,
            authors=self.authors,
            section=self.section,
            container=container,
            verbatim=False,
        )
