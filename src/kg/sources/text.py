"""Reads plain text: bytes → one document, or a refusal that says what they are instead."""

import hashlib
from collections.abc import Iterator

from kg.model import Document
from kg.sources.base import Found, Input, Options, UnreadableError
from kg.sources.checks import wrong_text
from kg.sources.encoding import DecodingError, decode
from kg.sources.ending import breaks_off
from kg.sources.streams import whole


def read_text(source: Input, options: Options) -> Iterator[Found]:
    """One document, its text decoded as :func:`~kg.sources.encoding.decode` does, line ends as they are."""
    data = whole(source, options.limits.max_bytes)
    if not data:
        raise UnreadableError("is empty; check how it was saved")
    try:
        text = decode(data)
    except DecodingError as error:
        raise UnreadableError(str(error)) from error
    reason = wrong_text(text, options.limits)
    if reason is None and breaks_off(text):
        reason = "is cut off: its last sentence breaks off; fetch the whole text"
    if reason is not None:
        raise UnreadableError(reason)
    yield source.document(Document(source.name, text, hashlib.sha256(data).hexdigest()))
