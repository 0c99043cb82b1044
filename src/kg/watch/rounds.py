"""Goes round what is followed, again and again: asks, reads, stores, notes."""

import time
import urllib.parse
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from kg.build import Outcome, Status
from kg.sources import Found, Options, Refusal, read_documents
from kg.watch.feeds import completed, document_of, poll
from kg.watch.fetching import Fetcher, StoppedError, is_private
from kg.watch.folders import changed
from kg.watch.state import Item, State

_TOGETHER = 500
"""Entries that are read and noted as read together."""
_LEAST_INTERVAL = 60.0
"""Seconds between two requests for a feed of somebody else's."""
_LONGEST_SLEEP = 3600.0

Build = Callable[[Iterable[Found], Callable[[Outcome], None]], None]
"""Reads documents into the store, and tells of each; when it returns, all of them are on disk."""


@dataclass(slots=True)
class Round:
    """What one round did."""

    new: int = 0
    """Articles stored, or stored anew."""
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    troubles: list[Refusal] = field(default_factory=list)
    """Feeds that could not be asked."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What is followed, and how."""

    feeds: tuple[str, ...]
    folders: tuple[Path, ...]
    state: State
    fetcher: Fetcher
    build: Build
    stop: Event
    interval: float = 900.0
    """Seconds between two rounds; a feed on the web is asked once a minute at most."""
    pages: bool = False
    """Are the articles' pages fetched where the feed has only a summary?"""
    options: Options = field(default_factory=Options)
    version: str = ""
    """Of the program: files that another version has read are read again."""

    def once(self) -> Round:
        """One round. What was read is noted when it is on disk, so that a watch that is killed reads it again."""
        done = Round()
        for url in self.feeds:
            if self.stop.is_set():
                return done
            if self.state.feed(url).due <= time.time():
                self._poll(url, done)
        self._read_files(done)
        while not self.stop.is_set() and (items := self.state.waiting(time.time(), _TOGETHER)):
            self._read_items(items, done)
        return done

    def until_stopped(self, on_round: Callable[[Round], None]) -> None:
        """Round after round, until it is told to stop."""
        while not self.stop.is_set():
            begun = time.time()
            on_round(self.once())
            due = [self.state.feed(url).due for url in self.feeds]
            waiting = self.state.next_due()
            if self.folders or not due:
                due.append(begun + self.interval)
            if waiting is not None:
                due.append(waiting)
            self.stop.wait(min(max(min(due) - time.time(), 0.01), _LONGEST_SLEEP))

    def _poll(self, url: str, done: Round) -> None:
        host = urllib.parse.urlsplit(url).hostname or ""
        interval = self.interval if is_private(host) else max(self.interval, _LEAST_INTERVAL)
        try:
            polled = poll(url, self.state, self.fetcher, interval)
        except StoppedError:
            return
        if polled.trouble is not None:
            done.troubles.append(Refusal(url, polled.trouble))

    def _read_files(self, done: Round) -> None:
        stamps: list[tuple[str, str]] = []

        def documents() -> Iterator[Found]:
            for folder in self.folders:
                for found, stamp in changed(folder, self.state, self.version):
                    if isinstance(found, Refusal):
                        yield found
                    else:
                        for document in read_documents([found], self.options):
                            if self.stop.is_set():
                                return
                            yield document
                    name = found.name if isinstance(found, Refusal) else found
                    stamps.append((str(Path(name).resolve()), stamp))

        self._build(documents(), done)
        self.state.record((), stamps)

    def _read_items(self, items: list[Item], done: Round) -> None:
        read: list[Item] = []

        def documents() -> Iterator[Found]:
            for item in items:
                if self.stop.is_set():
                    return
                whole = self._completed(item)
                if isinstance(whole, Item):
                    read.append(whole)
                    yield document_of(whole, self.options.limits)
                elif whole is not None:
                    read.append(item)
                    yield whole

        self._build(documents(), done)
        self.state.record(read, ())

    def _completed(self, item: Item) -> Item | Refusal | None:
        if not self.pages:
            return item
        try:
            return completed(item, self.state, self.fetcher, self.options.limits)
        except StoppedError:
            return None

    def _build(self, documents: Iterator[Found], done: Round) -> None:
        """Builds, unless there is nothing to be built: then the store need not be opened."""
        first = next(documents, None)
        if first is None:
            return

        def chained() -> Iterator[Found]:
            yield first
            yield from documents

        def count(outcome: Outcome) -> None:
            done.new += outcome.status in {Status.STORED, Status.REPLACED}
            done.unchanged += outcome.status is Status.UNCHANGED
            if outcome.status is Status.REFUSED:
                done.refused.append(Refusal(outcome.name, outcome.reason))

        self.build(chained(), count)
