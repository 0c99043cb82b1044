"""What of the documents that come in is to be read: each text once, though it comes at several addresses."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from kg.build.kept import Kept
from kg.build.outcome import Outcome, Status
from kg.build.preparation import Preparation
from kg.build.reprints import KnowsBodies
from kg.build.writer import Writer
from kg.duplicates import Recent, Shortening, fingerprint, text_key
from kg.model import Body, Document
from kg.reading import with_whole_characters
from kg.sources import Refusal

_LONGEST = 50_000
"""In code points. A longer text is not compared with others before it is read: here it has no limit of time."""


class Intake:
    """Gives out what is to be read, and holds back the documents whose text is being read for another."""

    def __init__(self, writer: Writer, prepare: Preparation, tell: Callable[[Outcome], None], *, again: bool) -> None:
        """Takes what it asks and tells.

        Args:
            writer: knows what is in the store.
            prepare: makes copies of it.
            tell: is told of each document that need not be read, nor stored.
            again: is everything read again?
        """
        self._writer = writer
        self._prepare = prepare
        self._tell = tell
        self._again = again
        self._given_out: deque[str | None] = deque()
        self._held: dict[str, list[Document]] = {}
        self._in_hand = Recent[Document]()
        """What is being read."""
        self._late = Kept[Document]()

    def to_read(self, documents: Iterable[Document | Refusal]) -> Iterator[Document | Refusal]:
        """The documents that must be read, and the refusals; each of them is to be answered by :meth:`came_back`."""
        for document in with_whole_characters(documents):
            if isinstance(document, Refusal) or self._again:
                self._given_out.append(None)
                yield document
            elif self._writer.is_unchanged(document):
                self._tell(Outcome(document.name, Status.UNCHANGED))
            elif (text := text_key(document)) in self._held:
                self._held[text].append(document)
            elif not self._is_copied(document) and (given := self._given(text, document)) is not None:
                self._held[text] = []
                self._given_out.append(text)
                yield given

    def came_back(self) -> None:
        """To be called when the next of those given out is done; who was held back for it is done now, or late."""
        text = self._given_out.popleft()
        if text is not None:
            self._in_hand.remove(text)
        for document in self._held.pop(text, ()) if text is not None else ():
            if not self._is_copied(document):
                self._late.append(document)

    def take_late(self) -> Kept[Document]:
        """Those that were held back in vain: to be given in again, now that all others are done."""
        late, self._late = self._late, Kept[Document]()
        return late

    def _given(self, text: str, document: Document) -> Document | None:
        """What is given out for a document that is to be read, or made from another one that was; None where it is held
        back for one that is being read.
        """
        reprint = self._writer.as_reprint(document)
        reader = self._prepare.extract
        if reprint is not None or not isinstance(reader, KnowsBodies) or len(document.text) > _LONGEST:
            return reprint or document
        # By all of its words, frame included: few documents are like another one, so the frame is looked for in few.
        near = fingerprint(document.text, (), document.published)
        in_hand = self._in_hand.like(near)
        body = _body(reader, document) if in_hand or self._writer.has_like(near) else None
        if body is not None:
            other = next((key for key, one in in_hand if _shortens(body, _body(reader, one))), None)
            if other is not None:
                self._held[other].append(document)
                return None
            found = fingerprint(document.text, body.boilerplate, body.published)
            shortened = self._writer.as_shortened(document, body, found, reader)
            if shortened is not None:
                return shortened
        self._in_hand.add(text, near, document)
        return document

    def _is_copied(self, document: Document) -> bool:
        copied = self._writer.under_another_address(document, self._prepare)
        if copied is not None:
            self._writer.write(copied)
        return copied is not None


def _body(reader: KnowsBodies, document: Document) -> Body | None:
    try:
        return reader.body(document)
    except Exception:  # whoever reads it meets the same error, and tells it of this document alone
        return None


def _shortens(ours: Body, theirs: Body | None) -> bool:
    return theirs is not None and theirs.published == ours.published and Shortening.of(ours, theirs) is not None
