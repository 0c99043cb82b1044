"""Bytes → text: UTF-8 first, since little else passes for it; then the single-byte encodings that Russian has had."""

import codecs

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_RUSSIAN = ["cp1251", "koi8_r", "cp866", "mac_cyrillic"]
_SAMPLE = 20_000
_CONTROL = bytes(sorted(frozenset(range(32)) - frozenset(b"\t\n\r\f\v") | {127}))
_MOSTLY = 20
"""A text is damaged UTF-8, not something else, if it has so many good characters beyond ASCII for each bad byte."""


class DecodingError(ValueError):
    """The bytes are no text that can be told; the message says why, and the remedy."""


def decode(data: bytes) -> str:
    """The text without a byte order mark, its line ends as they are.

    UTF-8, UTF-16 and UTF-32 with a mark; UTF-8 without one; else Windows-1251, KOI8-R, CP866 or Mac Cyrillic, whichever
    reads best (charset-normalizer). Whether the result is Russian is for the caller to check.

    Raises:
        DecodingError: for binary data, damaged text, and UTF-8 that ends in the middle of a character.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _with_mark(data.removeprefix(mark), encoding)
    if _share_of_control(data[:_SAMPLE]) > 0.001:
        raise DecodingError("is binary, not text (or UTF-16 without a byte order mark); save it as plain text in UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _check_damage(data, error)
    found = from_bytes(data[:_SAMPLE], cp_isolation=_RUSSIAN).best()
    try:
        return data.decode(found.encoding if found is not None else "cp1251")
    except UnicodeDecodeError as error:
        raise DecodingError("is in an encoding that cannot be told; save it in UTF-8") from error


def encoding_of(sample: bytes) -> str:
    """The encoding of a stream that begins with these bytes, by the same means as :func:`decode`.

    Raises:
        DecodingError: for binary data.
    """
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return "utf-8-sig" if mark == codecs.BOM_UTF8 else encoding[:6]  # these skip the mark
    if _share_of_control(sample) > 0.001:
        raise DecodingError("is binary, not text (or UTF-16 without a byte order mark); save it as plain text in UTF-8")
    lines = [line for line in sample.splitlines() if not line.isascii()]
    if not lines or any(map(_is_utf8, lines)):  # a single-byte encoding hardly has a line that passes for UTF-8
        return "utf-8"
    found = from_bytes(sample[:_SAMPLE], cp_isolation=_RUSSIAN).best()
    return found.encoding if found is not None else "cp1251"


def _is_utf8(line: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(line)  # the last line may end in the middle of a character
    except UnicodeDecodeError:
        return False
    return True


def _with_mark(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        _check_damage(data, error)
        raise DecodingError(f"is no {encoding} although its byte order mark says so; save it in UTF-8") from error


def _check_damage(data: bytes, error: UnicodeDecodeError) -> None:
    """Raises if the bytes are cut off or damaged in an encoding that is otherwise sure."""
    good = error.object[: error.start].decode(error.encoding)
    beyond_ascii = sum(character > "\x7f" for character in good)
    if error.reason in {"unexpected end of data", "truncated data"} and (beyond_ascii or error.encoding != "utf-8"):
        raise DecodingError("is cut off: it ends in the middle of a character; fetch the whole file") from error
    patched = data.decode(error.encoding, errors="replace")
    bad = patched.count("\ufffd")
    if sum(character > "\x7f" for character in patched) - bad > _MOSTLY * bad:
        raise DecodingError(
            f"is damaged {error.encoding.upper()}: byte {error.start} is wrong; fetch it again"
        ) from error


def _share_of_control(data: bytes) -> float:
    return (len(data) - len(data.translate(None, _CONTROL))) / max(1, len(data))
