"""Names, addresses and lines as data, feeds and pages write them."""

import html
import re
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_PARTED = re.compile(r"[;,]|\s+и\s+(?=[А-ЯЁ])")


def mended(text: str) -> str:
    """The text with U+FFFD for each half of a character (a lone surrogate), which can't be stored; it stays as long."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def plain(value: object) -> str | None:
    """A string without entities, tags and runs of white space; None for what is no string or empty."""
    if not isinstance(value, str):
        return None
    text = re.sub(r"<[^<>]*>", " ", html.unescape(value)) if "<" in html.unescape(value) else html.unescape(value)
    return mended(" ".join(text.split())) or None


def names_in(values: Iterable[object], *, split: bool = True) -> Iterator[str]:
    """Names in strings, in lists, and in objects that have a ``name``.

    Args:
        values: as they were found.
        split: may a string hold several names, parted by commas, semicolons or "и"?
    """
    for value in values:
        if isinstance(value, str):
            pieces = _PARTED.split(value) if split else [value]
            yield from (name for piece in pieces if (name := plain(piece)) and "://" not in name)
        elif isinstance(value, Mapping):
            yield from names_in([value.get("name")], split=False)
        elif isinstance(value, (list, tuple)):
            yield from names_in(value, split=split)


def web_address(text: object) -> str | None:
    """An address of the web; None for anything else: a path, a name, an address without a host."""
    if not isinstance(text, str):
        return None
    address = mended(text.strip())
    with suppress(ValueError):
        split = urllib.parse.urlsplit(address)
        if split.scheme in {"http", "https"} and split.hostname:
            return address
    return None
