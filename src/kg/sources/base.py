"""The interface between what walks over sources and what reads one of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from kg.model import Document
from kg.sources.fields import Fields


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that is not read, and why."""

    name: str
    """Where it came from, as :attr:`kg.model.Document.name`."""
    reason: str
    """What is wrong with it and what to do about it, in one line."""

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


class UnreadableError(Exception):
    """An input can't be read on from here; the message is the reason of its refusal."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one input may ask for."""

    max_bytes: int = 2_000_000
    """Of one article; a long one has some 50,000."""
    max_page: int = 20_000_000
    """Bytes of what is held in memory whole to find an article in it: a page, a feed, a line of JSON Lines."""
    max_spooled: int = 4_000_000_000
    """Bytes on disk of what must be there whole to be read, as a ZIP archive that comes from standard input."""
    max_ratio: int = 200
    """How many times as large what is compressed may become; text becomes ten times as large."""
    max_depth: int = 4
    """How many containers may stand in each other: a gzip file in a ZIP archive is two."""


@dataclass(frozen=True, slots=True)
class Options:
    """How inputs are read."""

    limits: Limits = field(default_factory=Limits)
    fields: Fields = field(default_factory=Fields)


@dataclass(frozen=True, slots=True)
class Input:
    """Bytes, and what is known of them before they are read."""

    name: str
    stream: BinaryIO
    head: bytes
    """The first bytes of the stream, which are still in it."""
    suffix: str
    """Of the file's name, in lower case, without that of a compression: ``.jsonl`` for ``news.jsonl.gz``."""
    container: str | None = None
    """As :attr:`kg.model.Document.container`."""
    packed: bool = False
    """Is it compressed or in an archive, so that nobody can count characters in the file?"""
    depth: int = 0
    """In how many containers it stands."""

    def part(self, mark: str) -> str:
        """The name of one of several documents in it."""
        return f"{self.name}#{mark}" if self.container is None else f"{self.name}/{mark}"

    @property
    def whole(self) -> str:
        """The container of the documents in it."""
        return self.container or self.name

    def document(self, document: Document) -> Document:
        """A document that is the whole of this input."""
        return replace(document, container=self.container, verbatim=document.verbatim and not self.packed)


Found = Document | Refusal
Reader = Callable[[Input, Options], Iterator[Found]]
"""Reads one input as any number of documents. What its bytes are raises nothing but :class:`UnreadableError`; an
OSError of the stream is left to the caller.
"""
Unpacker = Callable[[Input, Options], Iterator[Input | Refusal]]
"""Opens one container. Each input is to be read before the next is asked for. It raises as a :data:`Reader` does."""
