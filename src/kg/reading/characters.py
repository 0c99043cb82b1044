"""Texts that are none: with halves of characters, which no file and no store can hold."""

from collections.abc import Iterable, Iterator

from kg.model import Document
from kg.sources import Refusal


def with_whole_characters(inputs: Iterable[Document | Refusal]) -> Iterator[Document | Refusal]:
    """The inputs; a refusal in the place of a document whose file has a name in another encoding, or in which a
    surrogate stands alone, as in JSON's ``"\\ud800"``.
    """
    for one in inputs:
        yield _refusal(one) or one if isinstance(one, Document) else one


def _refusal(document: Document) -> Refusal | None:
    name = document.name.encode(errors="backslashreplace").decode()
    if name != document.name:
        return Refusal(name, "has a name that is not in UTF-8; rename the file")
    known = (document.url, document.title, document.publisher, document.section, *document.authors)
    for text in (document.text, *(value for value in known if value is not None)):
        try:
            text.encode()
        except UnicodeEncodeError as error:
            code = ord(text[error.start])
            return Refusal(name, f"has half a character (U+{code:04X}) at {error.start}; fetch it again")
    return None
