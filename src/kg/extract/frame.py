"""What stands around an article, found before any model reads it: header and boilerplate, and what they leave."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.boilerplate import find_boilerplate
from kg.extract.header import Header, find_header
from kg.language.segmentation import sentences_of
from kg.model import Document, Span


@dataclass(frozen=True, slots=True)
class Frame:
    """What of a text is not read as language."""

    header: Header
    boilerplate: tuple[Span, ...]

    def body(self, text: str) -> list[Span]:
        """What the language models read: the text without boilerplate and date lines."""
        spans, position = [], 0
        for left_out in sorted({*self.boilerplate, *self.header.lines}):
            if left_out.start > position:
                spans.append(Span(position, left_out.start))
            position = max(position, left_out.end)
        if position < len(text):
            spans.append(Span(position, len(text)))
        return spans

    def sentences(self, text: str) -> Iterator[Span]:
        """The sentences of the body, as the models get them."""
        for span in self.body(text):
            yield from sentences_of(text, span)


def find_frame(document: Document) -> Frame:
    """The frame of a document."""
    header = find_header(document.text, known=document)
    return Frame(header, find_boilerplate(document.text, header))
