"""What an input is, told by its first bytes; by the suffix of its name only where the bytes leave it open."""

import json
import re
from enum import Enum, auto

from kg.sources.encoding import DecodingError, encoding_of
from kg.sources.fields import Fields, is_usual

HEAD = 65_536
"""Bytes that are looked at."""


class Format(Enum):
    """What can be read or opened."""

    TEXT = auto()
    HTML = auto()
    JSON = auto()
    """One value: an object, or a list of objects."""
    JSON_LINES = auto()
    DELIMITED = auto()
    PARQUET = auto()
    FEED = auto()
    WARC = auto()
    ZIP = auto()
    TAR = auto()
    GZIP = auto()
    BZIP2 = auto()
    XZ = auto()
    ZSTANDARD = auto()


_SIGNATURES: tuple[tuple[bytes, Format | str], ...] = (
    (b"\x1f\x8b", Format.GZIP),
    (b"BZh", Format.BZIP2),
    (b"\xfd7zXZ\x00", Format.XZ),
    (b"\x28\xb5\x2f\xfd", Format.ZSTANDARD),
    (b"PK\x03\x04", Format.ZIP),
    (b"PK\x05\x06", Format.ZIP),
    (b"PAR1", Format.PARQUET),
    (b"WARC/", Format.WARC),
    (b"%PDF-", "a PDF; turn it into text first (pdftotext)"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save it as plain text"),
    (b"{\\rtf", "a rich text document; save it as plain text"),
    (b"\x89PNG", "a picture; give the text of the article"),
    (b"\xff\xd8\xff", "a picture; give the text of the article"),
    (b"GIF8", "a picture; give the text of the article"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first (7z x)"),
    (b"Rar!", "a RAR archive; unpack it first (unrar x)"),
    (b"SQLite format 3\x00", "an SQLite database; write its articles out as CSV or JSON Lines"),
    (b"ARC1", "an ORC or ARC file; turn it into WARC or Parquet first"),
    (b"filedesc://", "an old ARC archive; turn it into WARC first (warcio recompress)"),
)
COMPRESSED = frozenset({".gz", ".bz2", ".xz", ".zst"})
_LINES, _DELIMITED = frozenset({".jsonl", ".ndjson"}), frozenset({".csv", ".tsv", ".tab"})
SUFFIXES = (
    frozenset({"", ".txt", ".text", ".html", ".htm", ".xhtml", ".json", ".parquet", ".xml", ".rss", ".atom", ".rdf"})
    | frozenset({".warc", ".wet", ".zip", ".tar", ".tgz"})
    | _LINES
    | _DELIMITED
    | COMPRESSED
)
"""Of the files that are read in folders; a file that is named itself may have any."""
_DOCTYPE = re.compile(r"\s*<!doctype\s+html", re.IGNORECASE)
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<![A-Za-z][^<>\[]*(?:\[.*?\]\s*)?>)*", re.DOTALL)
_ROOT = re.compile(r"<([A-Za-z][\w:.-]*)")
_FEEDS = frozenset({"rss", "feed", "rdf:rdf", "channel"})
_PAGE = re.compile(r"<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|div|span|a|br|li|ul|h[1-6]|table|tr|td|script|style|img|meta)\b[^<>]*>", re.IGNORECASE)
_MANY_TAGS = 5
_OBJECT = re.compile(r'\s*\{\s*(?:"|\})')
_LIST = re.compile(r"\s*\[\s*\{")


def format_of(head: bytes, suffix: str, fields: Fields) -> Format | str:
    """What begins with these bytes.

    Args:
        head: the first bytes, :data:`HEAD` of them or all.
        suffix: of the name, in lower case, without that of a compression.
        fields: the user's names of fields, by which a table without a telling suffix is known.

    Returns:
        The format; or, for what cannot be read, what it is and the remedy.
    """
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[257:262] == b"ustar":
        return Format.TAR
    text = _leniently(head)
    found = _markup(text) or _json(text, suffix) or _table(text, suffix, fields)
    if found is None and (_PAGE.search(text, 0, 2000) or len(_TAG.findall(text)) >= _MANY_TAGS):
        return Format.HTML
    return found or Format.TEXT


def _leniently(head: bytes) -> str:
    """The text as far as its marks matter."""
    try:
        encoding = encoding_of(head)
    except DecodingError:
        encoding = "utf-8"
    return head.decode(encoding, errors="replace")


def _markup(text: str) -> Format | str | None:
    begins = text.lstrip()
    if not begins.startswith("<"):
        return None
    if _DOCTYPE.match(begins):
        return Format.HTML
    prolog = _PROLOG.match(begins)
    root = _ROOT.match(begins, prolog.end() if prolog else 0)
    name = root[1].lower() if root else ""
    if name in _FEEDS:
        return Format.FEED
    if begins.startswith("<?xml") and name != "html":
        return f"XML (<{name}>) that is neither a feed nor a page; give RSS, Atom, HTML or JSON Lines"
    return None


def _json(text: str, suffix: str) -> Format | None:
    if _OBJECT.match(text):
        first, _, rest = text.lstrip().partition("\n")
        if suffix in _LINES or not rest.strip() or _is_json(first) or _OBJECT.match(rest):
            return Format.JSON_LINES
        return Format.JSON
    if suffix in _LINES:
        return Format.JSON_LINES
    return Format.JSON if _LIST.match(text) or (suffix == ".json" and text.strip()) else None


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _table(text: str, suffix: str, fields: Fields) -> Format | None:
    if suffix in _DELIMITED and text.strip():
        return Format.DELIMITED
    first = text.lstrip().partition("\n")[0]
    wanted = {name for names in fields.mapping.values() for name in names}
    for delimiter in "\t;,":
        names = [name.strip(' "\r') for name in first.split(delimiter)]
        if len(names) > 1 and sum(name in wanted or is_usual(name) for name in names) >= 2:
            return Format.DELIMITED
    return None
