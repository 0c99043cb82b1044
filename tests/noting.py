"""Real readers that note what they are asked to read: what is carried over is not read."""

from collections.abc import Iterable, Iterator

from kg.extract.reader import Reader
from kg.model import Actor, Body, Document, Extraction


class Noting:
    """Reads, and can do no more."""

    def __init__(self) -> None:
        self._reader = Reader()
        self.names: list[str] = []
        """Of the documents."""

    def __call__(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        given = list(documents)
        self.names += [document.name for document in given]
        return self._reader(given)


class NotingOutlets(Noting):
    """Knows outlets, too."""

    def outlet(self, document: Document) -> Actor | None:
        return self._reader.outlet(document)


class NotingBodies(NotingOutlets):
    """Knows outlets and what of a text is read."""

    def body(self, document: Document) -> Body | None:
        return self._reader.body(document)
