"""The reading as it is handed to other processes: they load the models, and who hands it over need not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.model import Actor, Body, Document, Extraction


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads documents with the models and the gazetteer that ship: see :func:`kg.extract.pipeline.read`."""

    gazetteers: tuple[Path, ...] = ()
    """Files of the user's own names."""
    decisions: tuple[Path, ...] = ()
    """Files of the user's decisions on who is who."""

    def __call__(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """An extraction of each document, in their order."""
        from kg.extract.pipeline import read  # noqa: PLC0415 - it loads the models

        return read(documents, self.gazetteers, self.decisions)

    def outlet(self, document: Document) -> Actor | None:
        """See :meth:`kg.build.reprints.KnowsOutlets.outlet`."""
        from kg.extract.pipeline import outlet_of  # noqa: PLC0415

        return None if self.decisions else outlet_of(document, self.gazetteers)

    def body(self, document: Document) -> Body | None:
        """See :meth:`kg.build.reprints.KnowsBodies.body`."""
        from kg.extract.frame import find_frame  # noqa: PLC0415

        if self.decisions:
            return None
        frame = find_frame(document)
        header, sentences = frame.header, tuple(frame.sentences(document.text))
        return Body(document.text, sentences, frame.boilerplate, header.title, header.published, header.publisher)
