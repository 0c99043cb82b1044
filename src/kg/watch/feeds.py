"""Follows feeds: asks them when they are due, notes what is new, and makes documents of it."""

import datetime
import hashlib
import json
import time
from dataclasses import asdict, dataclass, replace

from lxml import etree
from lxml.html import fromstring

from kg.sources import Found, Refusal
from kg.sources.base import Limits, UnreadableError
from kg.sources.feed import Entry, entries_of, entry_document
from kg.sources.fields import Fields
from kg.sources.formats import HEAD, Format, format_of
from kg.sources.html import Page, article_of, decoded
from kg.sources.known import Known
from kg.watch.fetching import Answer, Fetcher, FetchError
from kg.watch.state import FeedState, Item, State

_LONGEST_PAUSE = 24 * 3600.0
_ATTEMPTS = 5
"""So often a page is asked for; then the summary has to do."""
_FIRST_PAUSE = 60.0
"""Seconds before a page is asked for again; twice as many after each failure."""


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of asking a feed."""

    new: int = 0
    """Entries that are new or changed."""
    trouble: str | None = None


def poll(url: str, state: State, fetcher: Fetcher, interval: float) -> Polled:
    """Asks a feed for what is new, and notes it as still to be read.

    Args:
        url: of the feed.
        state: what was asked before.
        fetcher: asks the server.
        interval: seconds until it is asked again; longer after failures, and where the server wants that.

    Raises:
        StoppedError: where the watch is to end.
    """
    known = state.feed(url)
    try:
        answer = fetcher.get(url, etag=known.etag, modified=known.modified)
        entries = [] if answer.status == 304 else list(_entries(answer))
    except (FetchError, UnreadableError) as error:
        pause = min(interval * 2 ** min(known.failures + 1, 20), _LONGEST_PAUSE)
        if isinstance(error, FetchError) and error.after is not None:
            pause = max(interval, error.after)
        state.record_feed(url, FeedState(known.etag, known.modified, time.time() + pause, known.failures + 1))
        return Polled(trouble=str(error))
    due = time.time() + min(max(interval, answer.max_age), _LONGEST_PAUSE)
    if answer.status == 304:
        state.record_feed(url, FeedState(answer.etag or known.etag, answer.modified or known.modified, due))
        return Polled()
    written = ((entry.id, _fingerprint(entry), _written(entry)) for entry in entries)
    return Polled(state.record_feed(url, FeedState(answer.etag, answer.modified, due), written))


def _entries(answer: Answer) -> list[Entry]:
    kind = format_of(answer.body[:HEAD], "", Fields())
    if kind is Format.HTML:
        feeds = _feeds_of_page(answer.body)
        raise UnreadableError(f"is a page, not a feed; {f'it names the feed {feeds[0]}' if feeds else 'name its feed'}")
    if kind is not Format.FEED:
        raise UnreadableError("is no feed; give the address of RSS or Atom")
    return list(entries_of(answer.body, answer.content_type))


def _feeds_of_page(data: bytes) -> list[str]:
    try:
        tree = fromstring(data)
    except (etree.LxmlError, ValueError, AssertionError):
        return []
    kinds = {"application/rss+xml", "application/atom+xml"}
    return [str(link.get("href")) for link in tree.iterfind(".//link[@rel='alternate']") if link.get("type") in kinds]


def completed(item: Item, state: State, fetcher: Fetcher, limits: Limits) -> Item | Refusal | None:
    """An entry with the article of its page, where the feed has only a summary.

    What was fetched is on disk at once, so that a watch that is killed does not ask for it again.

    Args:
        item: the entry.
        state: keeps it.
        fetcher: fetches the page.
        limits: how long an article may be.

    Returns:
        The entry; with its summary where its page has no article; a refusal where there is no summary either; None
        where the page is to be asked for later.

    Raises:
        StoppedError: where the watch is to end.
    """
    entry = _read(item.entry)
    url = entry.known.url
    if entry.is_full or url is None:
        return item
    try:
        answer = fetcher.get(url)
        page = article_of(decoded(answer.body, answer.charset), Known(url=answer.url), limits)
    except UnreadableError as error:
        page = str(error)
    except FetchError as error:
        if not error.lasting and item.failures + 1 < _ATTEMPTS:
            pause = error.after or _FIRST_PAUSE * 2**item.failures
            state.postpone(item, time.time() + pause, failed=error.after is None)
            return None
        page = str(error)
    if isinstance(page, Page):
        entry = Entry(entry.id, page.known.or_else(entry.known), page.text, is_full=True)
    elif entry.text:
        entry = replace(entry, is_full=True)
    else:
        return Refusal(_name(item, entry), f"has no text in the feed, and its page {url} {page}")
    return state.complete(item, _written(entry))


def document_of(item: Item, limits: Limits) -> Found:
    """The document of an entry."""
    entry = _read(item.entry)
    return entry_document(entry, _name(item, entry), item.feed, limits)


def _name(item: Item, entry: Entry) -> str:
    return f"{item.feed}#{entry.id}"


def _fingerprint(entry: Entry) -> str:
    return hashlib.sha256(_written(entry).encode()).hexdigest()[:16]


def _written(entry: Entry) -> str:
    return json.dumps(asdict(entry), ensure_ascii=False, default=datetime.date.isoformat)


def _read(written: str) -> Entry:
    told = json.loads(written)
    known = told["known"]
    day = known["published"]
    published = datetime.date.fromisoformat(day) if day else None
    return Entry(
        told["id"],
        Known(**{**known, "authors": tuple(known["authors"]), "published": published}),
        told["text"],
        told["is_full"],
    )
