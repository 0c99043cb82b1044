"""Reads plain text: bytes → one document, or a refusal that says what they are instead."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from kg.model import Document
from kg.sources.base import Limits, Refusal
from kg.sources.encoding import DecodingError, decode
from kg.sources.ending import breaks_off
from kg.sources.language import not_russian

_SIGNATURES = (
    (b"%PDF-", "a PDF; turn it into text first (pdftotext)"),
    (b"PK\x03\x04", "a ZIP archive or an office document; unpack it, or save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save it as plain text"),
    (b"\x1f\x8b", "compressed with gzip; unpack it first (gunzip)"),
    (b"{\\rtf", "a rich text document; save it as plain text"),
    (b"\x89PNG", "a picture; give the text of the article"),
    (b"\xff\xd8\xff", "a picture; give the text of the article"),
)
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<\?xml\s", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|div|span|a|br|li|ul|h[1-6]|table|tr|td|script|style|img|meta)\b[^<>]*>", re.IGNORECASE)
_MANY_TAGS = 5


def read_text(name: str, stream: BinaryIO, limits: Limits) -> Iterator[Document | Refusal]:
    """One document, its text decoded as :func:`~kg.sources.encoding.decode` does, line ends as they are."""
    data = stream.read(limits.max_bytes + 1)
    reason = _wrong_bytes(data, limits)
    text = ""
    if reason is None:
        try:
            text = decode(data)
        except DecodingError as error:
            reason = str(error)
        else:
            reason = _wrong_text(text)
    if reason is None:
        yield Document(name, text, hashlib.sha256(data).hexdigest())
    else:
        yield Refusal(name, reason)


def _wrong_bytes(data: bytes, limits: Limits) -> str | None:
    if not data:
        return "is empty; check how it was saved"
    if len(data) > limits.max_bytes:
        return f"is larger than {limits.max_bytes:,} bytes; split it into articles, or raise the limit"
    kind = next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)
    return None if kind is None else f"is {kind}"


def _wrong_text(text: str) -> str | None:
    if not text.strip():
        return "holds nothing but white space; check how it was saved"
    if _HTML.search(text, 0, 2000) or len(_TAG.findall(text)) >= _MANY_TAGS:
        return "is HTML or XML, not plain text; save the text of the page"
    if _is_json(text):
        return "is JSON, not plain text; save the text of each article in a file of its own"
    language = not_russian(text)
    if language is not None:
        return f"{language}; give a text in Russian"
    if breaks_off(text):
        return "is cut off: its last sentence breaks off; fetch the whole text"
    return None


def _is_json(text: str) -> bool:
    lines = text.strip().splitlines()
    if not lines[0].startswith(("{", "[")):
        return False
    for candidate in (lines[0], text):
        try:
            json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        return True
    return False
