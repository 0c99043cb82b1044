"""Text as XML may hold it."""

import re
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""Control characters and surrogates, which no XML may hold, escaped or not."""


@lru_cache(maxsize=100_000)
def quoted(text: str) -> str:
    """An attribute's value in its quotes."""
    return quoteattr(_FORBIDDEN.sub("", text))


@lru_cache(maxsize=100_000)
def escaped(text: str) -> str:
    """An element's text."""
    return escape(_FORBIDDEN.sub("", text))
