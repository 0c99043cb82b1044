"""What every export format is: a class with a name that writes a store to a stream."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import BinaryIO, ClassVar

from kg.errors import KgError
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

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        """Keeps the base IRI of the store's graph."""
        self.base = base

    @abstractmethod
    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """Writes all that the store holds.

        Args:
            store: what is exported.
            target: gets the bytes, as they come to be; is not closed.

        Returns:
            How many of what was written: ``{"quads": 1204}``.

        Raises:
            ExportError: where the store holds what the format can't tell.
            StoreError: where the store fails.
        """
