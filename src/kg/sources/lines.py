"""Lines of a stream, none of them held in memory if it is too long."""

import io
from collections.abc import Iterator

from kg.sources.base import Input, UnreadableError
from kg.sources.encoding import DecodingError, encoding_of


def lines_of(source: Input, limit: int) -> Iterator[str | None]:
    """The lines, with their ends; None for each that has more than ``limit`` code points.

    The encoding is told by the first bytes. A byte that is wrong in it becomes a lone surrogate (:func:`is_damaged`).

    Raises:
        UnreadableError: where the encoding can't be told.
    """
    try:
        encoding = encoding_of(source.head)
    except DecodingError as error:
        raise UnreadableError(str(error)) from error
    errors = "surrogateescape" if not encoding.startswith("utf-16") else "replace"
    text = io.TextIOWrapper(source.stream, encoding, errors, newline="")
    try:
        while line := text.readline(limit):
            if len(line) < limit or line.endswith("\n"):
                yield line
                continue
            while (rest := text.readline(limit)) and not rest.endswith(("\n", "\r")):
                pass
            yield None
    finally:
        text.detach()


def is_damaged(text: str) -> bool:
    """Does it hold a byte that is wrong in its encoding?"""
    return not text.isascii() and any("\udc80" <= character <= "\udcff" for character in text)
