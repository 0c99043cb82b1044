"""What a page says of its article in its head: JSON-LD, OpenGraph, microdata, ``<time>``, its canonical address.

JSON-LD goes first, since it tells the article from what else is on the page; what none of these says, trafilatura and
htmldate look for elsewhere.
"""

import datetime
import json
import re
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from lxml.html import HtmlElement
from trafilatura.metadata import extract_metadata

from kg.sources.dates import DateError, day_of
from kg.sources.known import Known
from kg.sources.values import names_in, plain, web_address

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review)$")


def known_of(tree: HtmlElement, address: str | None) -> Known:
    """What a page knows of its article.

    Args:
        tree: the page; it stays as it is.
        address: where the page was fetched, if that is known.
    """
    linked = _linked(tree)
    meta = _meta(tree)
    url = _address(tree, meta, address)
    usual = extract_metadata(tree, default_url=url, extensive=False)
    return Known(
        url=url,
        title=plain(linked.get("headline")) or plain(meta.get("og:title")) or plain(usual.title),
        published=_published(tree, linked, meta) or _day(usual.date),
        publisher=(
            next(iter(names_in([linked.get("publisher")], split=False)), None)
            or plain(meta.get("og:site_name"))
            or plain(usual.sitename)
            or usual.hostname
        ),
        authors=tuple(dict.fromkeys(names_in([linked.get("author")]))) or tuple(names_in([usual.author])),
        section=next(iter(names_in([linked.get("articleSection")])), None)
        or plain(meta.get("article:section"))
        or next(iter(usual.categories or ()), None),
    )


def article_body(tree: HtmlElement) -> str:
    """The text that JSON-LD has of the article; empty if it has none."""
    body = _linked(tree).get("articleBody")
    return body if isinstance(body, str) else ""


def says_article(tree: HtmlElement) -> bool:
    """Does the page call itself an article?"""
    return bool(_linked(tree)) or _meta(tree).get("og:type") == "article"


# --- JSON-LD ------------------------------------------------------------------------------------------------------


def _linked(tree: HtmlElement) -> Mapping[str, object]:
    """The article that JSON-LD describes; empty where it describes none, or several."""
    found: dict[object, Mapping[str, object]] = {}
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        with suppress(ValueError, RecursionError):
            for thing in _things(json.loads(_script(script.text or ""), strict=False)):
                kinds = thing.get("@type")
                if any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in _list(kinds)):
                    found.setdefault(str(thing.get("headline")), thing)
    return next(iter(found.values())) if len(found) == 1 else {}


def _script(text: str) -> str:
    """Without the marks that hide a script from old browsers."""
    return re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$", "", text)


def _things(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, list):
        for one in value:
            yield from _things(one)
    elif isinstance(value, Mapping):
        yield value
        for key in ("@graph", "mainEntity"):
            yield from _things(value.get(key))


def _list(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else [value]


# --- the rest -----------------------------------------------------------------------------------------------------


def _meta(tree: HtmlElement) -> Mapping[str, str]:
    """``<meta>``: the first content of each name, property or itemprop."""
    found: dict[str, str] = {}
    for element in tree.iterfind(".//meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _address(tree: HtmlElement, meta: Mapping[str, str], fetched: str | None) -> str | None:
    """The canonical address, unless it leads to another site or to its front page; else where it was fetched."""
    links = (link.get("href") for link in tree.iterfind(".//link[@rel='canonical']"))
    for told in (*links, meta.get("og:url")):
        with suppress(ValueError):
            address = web_address(urllib.parse.urljoin(fetched or "", told or ""))
            if address is None:
                continue
            split = urllib.parse.urlsplit(address)
            same_site = fetched is None or _site_of(fetched) == _site_of(address)
            if same_site and (split.path.strip("/") or split.query):
                return address
    return fetched


def _site_of(address: str) -> str:
    return (urllib.parse.urlsplit(address).hostname or "").removeprefix("www.").removeprefix("m.")


def _published(tree: HtmlElement, linked: Mapping[str, object], meta: Mapping[str, str]) -> datetime.date | None:
    times = [
        element.get("datetime") or element.get("content")
        for path in (
            ".//time[@itemprop='datePublished']",
            ".//*[@itemprop='datePublished']",
            ".//time[@pubdate]",
            ".//article//time[@datetime]",
            ".//main//time[@datetime]",
            ".//time[@datetime]",
        )
        for element in tree.iterfind(path)
    ]
    told = ("article:published_time", "og:article:published_time", "datepublished", "pubdate", "date", "dc.date.issued")
    values = (linked.get("datePublished"), *(meta.get(name) for name in told), *times)
    return next((day for value in values if (day := _day(value))), None)


def _day(value: object) -> datetime.date | None:
    with suppress(DateError):
        return day_of(value)
    return None
