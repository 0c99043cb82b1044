"""Reads WARC and WET archives of crawls: a document a page.

The records are told from each other here, so that a broken one costs no other; what is in them is parsed by warcio.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from kg.sources.base import Found, Input, Options, Refusal, UnreadableError
from kg.sources.checks import wrong_text
from kg.sources.encoding import DecodingError, decode
from kg.sources.html import article_of, decoded
from kg.sources.known import Known
from kg.sources.values import web_address

_BEGINS = b"WARC/"
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(rb"^WARC-Type:[ \t]*(?:response|conversion|resource)\b", re.IGNORECASE | re.MULTILINE)
_LONGEST_HEADER = 65_536
_PIECE = 65_536
_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Raw:
    """The bytes of one record."""

    number: int
    data: bytes


def read_warc(source: Input, options: Options) -> Iterator[Found]:
    """A document a page, named by the page's address: of responses with status 200, and of texts (WET).

    What is no page (requests, pictures, redirects) is passed over.
    """
    pages = False
    for raw in _records(source, options.limits.max_page):
        if isinstance(raw, Refusal):
            yield raw
            continue
        try:
            record = next(iter(ArchiveIterator(io.BytesIO(raw.data))))
            found = _page(record, source, options)
        except (ArchiveLoadFailed, StopIteration, EOFError, OSError, ValueError, AttributeError) as error:
            told = " ".join(str(error).split())[:120] or type(error).__name__
            yield Refusal(source.part(str(raw.number)), f"is a broken WARC record ({told}); fetch the page again")
            continue
        if found is not None:
            pages = True
            yield found
    if not pages:
        raise UnreadableError("holds no pages; give a WARC with responses, or a WET")


def _records(source: Input, limit: int) -> Iterator[_Raw | Refusal]:
    """The records that may hold pages, each whole; what is broken or too large is refused, and the next looked for."""
    stream, number, lost = source.stream, 0, False
    while line := stream.readline(_LONGEST_HEADER):
        if not line.startswith(_BEGINS):
            if line.strip() and not lost:
                lost = True
                reason = f"is damaged behind record {number:,} (no record begins there); reading goes on at the next"
                yield Refusal(source.name, reason)
            continue
        lost = False
        number += 1
        name = source.part(str(number))
        header = _header(line, stream)
        length = _LENGTH.search(header)
        if length is None:
            yield Refusal(name, "is a broken WARC record (it has no length); reading goes on at the next")
            lost = True
            continue
        left = int(length[1])
        if _TYPE.search(header) and left <= limit:
            body = stream.read(left)
            if len(body) < left:
                raise UnreadableError(f"is cut off in record {number:,}; fetch the whole file")
            yield _Raw(number, header + body + b"\r\n\r\n")
            continue
        if _TYPE.search(header):
            yield Refusal(name, f"is a page of more than {limit:,} bytes; raise the limit if it is an article")
        while left and (piece := stream.read(min(left, _PIECE))):
            left -= len(piece)
        if left:
            raise UnreadableError(f"is cut off in record {number:,}; fetch the whole file")


def _header(first: bytes, stream: BinaryIO) -> bytes:
    """The lines up to the blank one."""
    lines, size = [first], len(first)
    while size < _LONGEST_HEADER and (line := stream.readline(_LONGEST_HEADER)):
        lines.append(line)
        size += len(line)
        if not line.strip():
            break
    return b"".join(lines)


def _page(record: ArcWarcRecord, source: Input, options: Options) -> Found | None:
    """The document of a page; None for what is no page."""
    headers = record.rec_headers
    address = web_address((headers.get_header("WARC-Target-URI") or "").strip("<>"))
    if address is None:
        return None
    name, limits = source.part(address), options.limits
    if record.rec_type == "conversion":
        return _converted(record, name, address, source, options)
    http = record.http_headers
    if http is not None and http.get_statuscode() != "200":
        return None
    kind = (http.get_header("Content-Type") if http is not None else headers.get_header("Content-Type")) or "text/html"
    if not kind.lower().startswith(_PAGES):
        return None
    data = record.content_stream().read(limits.max_page + 1)
    if len(data) > limits.max_page:
        return Refusal(name, f"is a page of more than {limits.max_page:,} bytes; raise the limit if it is an article")
    charset = _CHARSET.search(kind)
    try:
        page = article_of(decoded(data, charset[1] if charset else None), Known(url=address), limits)
    except UnreadableError as error:
        return Refusal(name, str(error))
    if isinstance(page, str):
        return Refusal(name, page)
    return page.known.document(name, page.text, page.known.digest(page.text), source.whole)


def _converted(record: ArcWarcRecord, name: str, address: str, source: Input, options: Options) -> Found:
    """The text of a page, with its menus, as a WET has it."""
    languages = record.rec_headers.get_header("WARC-Identified-Content-Language")
    if languages and "rus" not in languages.split(","):
        return Refusal(name, f"is in another language ({languages}), not in Russian; give a text in Russian")
    try:
        text = decode(record.raw_stream.read(options.limits.max_page))
    except DecodingError as error:
        return Refusal(name, str(error))
    reason = wrong_text(text, options.limits)
    if reason is not None:
        return Refusal(name, reason)
    known = Known(url=address)
    return known.document(name, text, known.digest(text), source.whole)
