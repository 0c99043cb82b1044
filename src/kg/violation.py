"""What breaks a shape. Apart from the engine that finds it (:mod:`kg.validation`), which takes a while to load."""

from dataclasses import dataclass

from kg.errors import KgError


class ValidationError(KgError):
    """A file or the shapes can't be read or applied; the message names which and the remedy."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a graph breaks a shape."""

    article: str
    """IRI of the graph."""
    node: str
    """IRI of the thing that is wrong."""
    shape: str
    """IRI of the shape that it breaks."""
    path: str | None
    """IRI of the property, where it is about one."""
    value: str | None
    """What is wrong there, where it is about one value."""
    message: str
    """The rule that is broken."""
