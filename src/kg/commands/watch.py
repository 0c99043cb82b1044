"""``kg watch``: folders and feeds that are followed."""

import re
import signal
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from kg.commands.options import (
    DEFAULT_MEMORY,
    DEFAULT_STORE,
    DEFAULT_TIMEOUT,
    Base,
    Decisions,
    FieldNames,
    Gazetteers,
    StoreLocation,
    Workers,
)
from kg.errors import KgError
from kg.extract import PRELOAD
from kg.identifiers import DEFAULT_BASE

if TYPE_CHECKING:
    from kg.build import Outcome
    from kg.sources import Found
    from kg.watch import Round

_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_BUSY = 30.0
"""Seconds after which a store that another process writes is tried again."""


def watch(
    followed: Annotated[
        list[str],
        typer.Argument(metavar="PATH|URL...", help="Folders, files, and addresses of feeds.", show_default=False),
    ],
    store: StoreLocation = DEFAULT_STORE,
    interval: Annotated[str, typer.Option(help="Between two rounds: 90s, 15m, 6h, 1d.")] = "15m",
    once: Annotated[bool, typer.Option("--once", help="One round, and end; feeds that are not due are left.")] = False,
    pages: Annotated[
        bool, typer.Option("--pages", help="Fetch the article's page where the feed has only a summary.")
    ] = False,
    delay: Annotated[str, typer.Option(help="Between two requests to one host.")] = "1s",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Follow links and redirects to private addresses, too.")
    ] = False,
    state: Annotated[
        Path | None, typer.Option(help="The file that remembers what was read; none: beside the store.")
    ] = None,
    fields: FieldNames = None,
    base: Base = DEFAULT_BASE,
    workers: Workers = 1,
    gazetteer: Gazetteers = None,
    decisions: Decisions = None,
) -> None:
    """Follow folders and feeds, and keep the store up to date; ends at Ctrl-C or SIGTERM, and can be killed."""
    from kg.sources import Fields, Options
    from kg.stores import open_store
    from kg.versions import reading_version
    from kg.watch import Fetcher, Manners, State, Watch
    from kg.watch.fetching import origin_of
    from kg.watch.state import FILE

    feeds = tuple(place for place in followed if "://" in place)
    folders = tuple(Path(place) for place in followed if "://" not in place)
    version = reading_version((*(gazetteer or ()), *(decisions or ())))
    options = Options(fields=Fields.parse(fields))
    missing = next((folder for folder in folders if not folder.exists()), None)
    if missing is not None:
        raise KgError(f"{missing}: is not there; check the path")
    manners = Manners(
        delay=_seconds(delay, "--delay"), allow_private=allow_private, named=frozenset(map(origin_of, feeds))
    )
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

    def build(documents: "Iterable[Found]", on_outcome: "Callable[[Outcome], None]") -> None:
        from kg.build import build as build_graph
        from kg.extract.reader import Reader
        from kg.reading import Limits

        with open_store(store) as graph:
            build_graph(
                documents,
                graph,
                extract=Reader(tuple(gazetteer or ()), tuple(decisions or ())),
                base=base,
                workers=workers,
                limits=Limits(DEFAULT_TIMEOUT, DEFAULT_MEMORY << 20),
                preload=PRELOAD,
                on_progress=on_outcome,
                version=version,
            )

    with State(_state_file(state, store, FILE)) as memory, Fetcher(memory, manners, stop) as fetcher:
        following = Watch(
            feeds,
            folders,
            memory,
            fetcher,
            build,
            stop,
            interval=_seconds(interval, "--interval"),
            pages=pages,
            options=options,
            version=version,
        )
        if once:
            done = following.once()
            _tell(done)
            if done.refused or done.troubles:
                raise typer.Exit(1)
            return
        while not stop.is_set():
            try:
                following.until_stopped(_tell)
            except KgError as error:  # another process may be writing: nothing is lost
                _say(f"{error}; it is tried again in {_BUSY:g} seconds")
                stop.wait(_BUSY)
        _say("stopped")


def _state_file(told: Path | None, store: str, name: str) -> Path:
    from kg.stores import is_remote, open_store

    if told is not None:
        return told
    if is_remote(store):
        raise KgError(f"{store}: a watch that stores on a server needs a file of its own to remember by: --state FILE")
    if not Path(store).exists():
        open_store(store).close()
    return Path(store) / name


def _seconds(told: str, option: str) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd]?)", told.strip())
    if match is None:
        raise typer.BadParameter(f"{told!r} is no length of time; write {option} 90s, 15m, 6h or 1d")
    return float(match[1]) * _UNITS[match[2] or "s"]


def _tell(done: "Round") -> None:
    for refusal in (*done.troubles, *done.refused):
        _say(str(refusal))
    if done.new or done.refused or done.troubles:
        _say(f"{done.new} new, {done.unchanged} unchanged, {len(done.refused)} refused")


def _say(line: str) -> None:
    print(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {line}", file=sys.stderr, flush=True)
