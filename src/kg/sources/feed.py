"""Reads RSS and Atom feeds (feedparser): a document an entry."""

import io
import re
import xml.sax
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import feedparser
from lxml import etree
from lxml.html import fromstring

from kg.sources.base import Found, Input, Limits, Options, Refusal, UnreadableError
from kg.sources.checks import wrong_text
from kg.sources.dates import DateError, day_of
from kg.sources.known import Known
from kg.sources.streams import whole
from kg.sources.values import mended, names_in, plain, web_address

_BLOCKS = re.compile(r"p|div|br|li|[uo]l|h[1-6]|blockquote|tr|table|section|article|figcaption")
_NO_TEXT = ("script", "style", "figure", "iframe", "form")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    id: str
    """Tells it from others of the feed, and stays when its words change."""
    known: Known
    text: str
    """Its full text or, where the feed has none, its summary; may be empty."""
    is_full: bool
    """Does the feed say that this is the whole article?"""

    @property
    def words(self) -> str:
        """What there is to read: the headline as the first line, the text below it."""
        title = self.known.title
        return f"{title}\n\n{self.text}" if title and not self.text.startswith(title) else self.text


def read_feed(source: Input, options: Options) -> Iterator[Found]:
    """A document an entry, named by the entry's id or address."""
    for entry in entries_of(whole(source, options.limits.max_page)):
        yield entry_document(entry, source.part(entry.id), source.whole, options.limits)


def entry_document(entry: Entry, name: str, container: str, limits: Limits) -> Found:
    """The document of an entry, as far as the feed has its text."""
    if not entry.text:
        return Refusal(name, "has no text in the feed, only a headline; `kg watch --pages` fetches the pages")
    reason = wrong_text(entry.words, limits)
    if reason is not None:
        return Refusal(name, reason)
    return entry.known.document(name, entry.words, entry.known.digest(entry.words), container)


def entries_of(data: bytes, content_type: str | None = None) -> Iterator[Entry]:
    """The entries of a feed, in its order.

    Args:
        data: the feed.
        content_type: as the server names it, with its charset.

    Raises:
        UnreadableError: where the bytes are no feed, or one without entries.
    """
    headers = {"content-type": content_type} if content_type else {}
    try:
        feed: Any = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False)
    except (xml.sax.SAXException, ValueError, RecursionError, AttributeError, TypeError, KeyError) as error:
        raise UnreadableError(
            f"is a feed that can't be read ({type(error).__name__}: {error}); fetch it again"
        ) from error
    if not feed.entries:
        wrong = feed.get("bozo_exception")
        if feed.get("bozo") and not isinstance(wrong, feedparser.CharacterEncodingOverride):
            raise UnreadableError(f"is broken XML ({plain(str(wrong))}); fetch it again")
        if not feed.get("version"):
            raise UnreadableError("is no feed; give the address of RSS or Atom")
        raise UnreadableError("is a feed without entries; see whether its address has changed")
    outlet = plain(feed.feed.get("title"))
    for number, entry in enumerate(feed.entries, start=1):
        yield _entry(entry, outlet, number)


def _entry(entry: Any, outlet: str | None, number: int) -> Entry:
    published = None
    for name in ("published", "created", "updated"):
        with suppress(DateError):
            published = published or day_of(entry.get(name))
    address = web_address(entry.get("link"))
    source = entry.get("source") or {}
    full = entry.get("yandex_full-text") or "\n".join(
        content.get("value", "") for content in entry.get("content") or () if "text" in content.get("type", "text")
    )
    text = text_of(full)
    summary = text_of(entry.get("summary") or "")
    known = Known(
        url=address,
        title=plain(entry.get("title")),
        published=published,
        publisher=plain(source.get("title")) or plain(entry.get("publisher")) or outlet,
        authors=tuple(dict.fromkeys(names_in([entry.get("author")]))),
        section=next((plain(tag.get("term")) for tag in entry.get("tags") or () if tag.get("term")), None),
    )
    is_full = len(text) > len(summary)
    return Entry(plain(entry.get("id")) or address or str(number), known, text if is_full else summary, is_full)


def text_of(html: str) -> str:
    """The text of a piece of HTML, a line a block."""
    if "<" not in html and "&" not in html:
        return "\n".join(filter(None, (" ".join(line.split()) for line in mended(html).splitlines())))
    try:
        tree = fromstring(f"<div>{html.replace(chr(0), '')}</div>")
    except (etree.LxmlError, ValueError, AssertionError):
        return plain(html) or ""
    etree.strip_elements(tree, *_NO_TEXT, with_tail=False)
    for element in tree.iter():
        if isinstance(element.tag, str) and _BLOCKS.fullmatch(element.tag):
            element.tail = f"\n{element.tail or ''}"
            if element.tag != "br":
                element.text = f"\n{element.text or ''}"
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in mended(str(tree.xpath("string()"))).splitlines())
    return "\n".join(filter(None, lines))
