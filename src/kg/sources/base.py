"""The interface between what walks over sources and what reads one of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from kg.model import Document


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that is not read, and why."""

    name: str
    """Where it came from, as :attr:`kg.model.Document.name`."""
    reason: str
    """What is wrong with it and what to do about it, in one line."""

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one input may ask for."""

    max_bytes: int = 2_000_000
    """Of one article; a long one has some 50,000."""


Reader = Callable[[str, BinaryIO, Limits], Iterator[Document | Refusal]]
"""Reads one input, given its name and its bytes as a stream, as any number of documents. It never raises for what the
bytes are; an OSError of the stream is left to the caller.
"""
