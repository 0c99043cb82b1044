"""What every export format is: a class with a name that writes a store to a stream."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import BinaryIO, ClassVar

from kg.errors import KgError
from kg.exports.selection import ALL, Selection
from kg.extras import require
from kg.identifiers import DEFAULT_BASE
from kg.stores import Store


class ExportError(KgError):
    """The store can't be exported like this; the message says what to do."""


class Exporter(ABC):
    """One format."""

    name: ClassVar[str]
    """What a user calls it: ``kg export NAME``."""
    title: ClassVar[str]
    media_type: ClassVar[str]
    suffix: ClassVar[str]
    """Of files, with the dot."""
    filters: ClassVar[frozenset[str]] = frozenset()
    """Which choices of a :class:`kg.exports.selection.Selection` make sense here, by name."""
    package: ClassVar[str] = ""
    """That it needs beyond the default install; the extra of the format's own name brings it."""

    def __init__(self, base: str = DEFAULT_BASE, selection: Selection = ALL) -> None:
        """Keeps the base IRI of the store's graph and what of it is wanted.

        Raises:
            ExportError: for a choice that this format does not know.
            MissingPackageError: where a package that it needs is not installed.
        """
        if self.package:
            require(self.package, self.name, f"the export to {self.name}")
        for choice in fields(Selection):
            if choice.name not in self.filters and getattr(selection, choice.name) != getattr(ALL, choice.name):
                raise ExportError(
                    f"{self.name} can't be filtered by {choice.name.replace('_', ' ')}; "
                    + (
                        f"it can by {', '.join(sorted(self.filters)).replace('_', ' ')}"
                        if self.filters
                        else "leave it out"
                    )
                )
        self.base = base
        self.selection = selection

    @abstractmethod
    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """Writes all that the store holds, or what is selected of it.

        Args:
            store: what is exported.
            target: gets the bytes, as they come to be; is not closed.

        Returns:
            How many of what was written: ``{"quads": 1204}``.

        Raises:
            ExportError: where the store holds what the format can't tell.
            StoreError: where the store fails.
        """


def write_lines(lines: Iterable[str], target: BinaryIO) -> int:
    """Writes text as UTF-8, many lines at a time, and returns how many."""
    held: list[str] = []
    number = 0
    for line in lines:
        held.append(line)
        number += 1
        if len(held) == _LINES_AT_ONCE:
            target.write("".join(held).encode())
            held.clear()
    target.write("".join(held).encode())
    return number


_LINES_AT_ONCE = 1000
