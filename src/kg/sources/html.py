"""Reads pages: trafilatura finds the article among menus and adverts, :mod:`kg.sources.metadata` what is said of it."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from kg.sources import metadata
from kg.sources.base import Found, Input, Limits, Options, UnreadableError
from kg.sources.checks import wrong_text
from kg.sources.encoding import DecodingError, decode
from kg.sources.known import Known
from kg.sources.streams import whole
from kg.sources.values import mended

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]{3,20})|<\?xml[^>]{0,100}encoding=["']([\w-]{3,20})"""
)
_CHARSET_LOOKED_FOR = 4096
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CYRILLIC = re.compile(r"[А-яЁё]")
_LEAST_CYRILLIC = 60
_SENTENCE = re.compile(r"[.!?…][»”\")\]]*$")
_PROSE = 50
"""A paragraph that tells something has as many code points and ends as a sentence does."""
_LEAST_PROSE = 0.4
"""Of the characters of an article stand in such paragraphs; a page of headlines and teasers has fewer."""


@dataclass(frozen=True, slots=True)
class Page:
    """An article found in a page."""

    text: str
    """With its headline as the first line, since an article is read with it."""
    known: Known


def read_html(source: Input, options: Options) -> Iterator[Found]:
    """The one article of a page."""
    data = whole(source, options.limits.max_page)
    page = article_of(decoded(data), Known(), options.limits)
    if isinstance(page, str):
        raise UnreadableError(page)
    yield source.document(page.known.document(source.name, page.text, hashlib.sha256(data).hexdigest()))


def decoded(data: bytes, charset: str | None = None) -> str:
    """The characters of a page, in the encoding that the server or the page names, else the one that reads best.

    Raises:
        UnreadableError: where none can be told.
    """
    declared = _CHARSET.search(data, 0, _CHARSET_LOOKED_FOR)
    named = charset or (next(filter(None, declared.groups())).decode() if declared else None)
    for encoding in ("utf-8", named):
        try:
            if encoding is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
                return data.decode(encoding).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
    try:
        return decode(data)
    except DecodingError as error:
        patched = data.decode("utf-8", errors="replace")
        if patched.count("\ufffd") < len(patched) / 1000:  # a byte or two of a page are wrong, maybe not of its article
            return patched
        raise UnreadableError(str(error)) from error


def article_of(page: str, known: Known, limits: Limits) -> Page | str:
    """The article of a page, or why there is none.

    Args:
        page: the HTML.
        known: what is known of the page from elsewhere; what the page itself says goes before it.
        limits: how long the article may be.
    """
    letters = sum(1 for _ in islice(_CYRILLIC.finditer(page), _LEAST_CYRILLIC))
    if letters < _LEAST_CYRILLIC:  # most pages of a crawl, and the rest costs far more
        return "is an HTML page with hardly a word in Russian; give the page of an article in Russian"
    try:
        tree = load_html(_DECLARATION.sub("", page.replace("\x00", "")))
        if tree is None:
            return "is no HTML that can be read; save the page anew"
        told = metadata.known_of(tree, known.url).or_else(known)
        body = metadata.article_body(tree)
        is_article = metadata.says_article(tree)
        text = _main_text(tree)
    except (
        etree.LxmlError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        IndexError,
        RecursionError,
        AssertionError,
    ) as error:
        return f"is HTML that can't be read ({type(error).__name__}: {error}); save the text of the page"
    if len(text) < len(body) / 2:
        text = body
    text = _without_title(text, told.title)
    if not _is_article(text, is_article):
        return "is HTML without an article (a front page, a list, a form?); give the page of an article"
    reason = wrong_text(text, limits)
    if reason is not None:
        return f"is a page whose article {reason}" if reason.startswith("is ") else reason
    return Page(f"{told.title}\n\n{text}" if told.title else text, told)


def _main_text(tree: HtmlElement) -> str:
    found = bare_extraction(tree, include_comments=False, include_tables=False)
    text = found.text if found is not None and not isinstance(found, dict) else ""
    return "\n".join(filter(None, (line.strip() for line in mended(text or "").splitlines())))


def _without_title(text: str, title: str | None) -> str:
    first, _, rest = text.partition("\n")
    return rest.lstrip() if title and first.strip(" .") == title.strip(" .") else text


def _is_article(text: str, says_so: bool) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    prose = sum(len(line) for line in lines if len(line) >= _PROSE and _SENTENCE.search(line))
    return prose > 0 and (says_so or prose >= _LEAST_PROSE * sum(map(len, lines)))
