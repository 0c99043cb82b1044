"""How what was written reaches those that read: copies of the store, and before each the notes of what differs in it.

The text index and the counts (:mod:`kg.companion`) are told of the graphs that may differ before the copy is there, so
that a process killed at any moment leaves them with too many notes rather than too few.
"""

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

import pyoxigraph

from kg.companion import Companion
from kg.stores.base import GraphName
from kg.stores.snapshots import Snapshots


class Publisher:
    """Knows what the one writer of a folder has written since the last copy. Several threads may use it."""

    def __init__(self, snapshots: Snapshots, companions: Sequence[Companion]) -> None:
        self._snapshots = snapshots
        self._companions = companions
        self._changed: set[GraphName] | None = set()
        self._begun = self._done = 0
        """Writes."""
        self._counting = threading.Lock()
        self._publishing = threading.Lock()

    @contextmanager
    def writing(self, graphs: Iterable[GraphName] | None) -> Iterator[None]:
        """Frames a write to these graphs, or to nobody knows which (None)."""
        with self._counting:
            self._begun += 1
            if graphs is None:
                self._changed = None
            elif self._changed is not None:
                self._changed.update(graphs)
            self._snapshots.fall_behind()
        try:
            yield
        finally:
            with self._counting:
                self._done += 1

    def publish(self, store: pyoxigraph.Store) -> None:
        """Makes a copy, if the newest lacks something; may run beside a write."""
        with self._publishing:
            if self._snapshots.is_behind:
                self._publish_changes(store)

    def publish_unknown(self, store: pyoxigraph.Store) -> None:
        """Makes a copy of a store that is new, or whose last writer was killed: nobody knows what it has written."""
        self._publish_copy(store, None)
        self._snapshots.catch_up()

    def _publish_changes(self, store: pyoxigraph.Store) -> None:
        with self._counting:
            done = self._done
            changed, self._changed = self._changed, set()
        whole = False
        try:
            self._publish_copy(store, changed)
            with self._counting:
                whole = self._begun == done  # nothing was written meanwhile that the copy may lack
                if whole:
                    self._snapshots.catch_up()
        finally:
            if not whole:
                with self._counting:
                    self._changed = None if changed is None or self._changed is None else self._changed | changed

    def _publish_copy(self, store: pyoxigraph.Store, changed: Collection[GraphName] | None) -> None:
        newest = self._snapshots.newest()
        number = int(newest.name) + 1 if newest else 1
        for companion in self._companions:
            companion.note(changed, number)
        self._snapshots.publish(store.backup)
