"""Bulk loads, which are no transaction: one that is broken off is undone by who opens the store for writing next."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode


class Loading:
    """Notes in a store's folder which graphs a bulk load is making."""

    def __init__(self, folder: Path) -> None:
        self._note = folder / "loading"
        self._file = folder / "loading.nq"

    @contextmanager
    def noted(self, graphs: Iterable[NamedNode], store: pyoxigraph.Store) -> Iterator[None]:
        """Frames a load that makes these graphs; on an error they are gone."""
        draft = self._note.with_suffix(".new")
        draft.write_text("".join(f"{graph.value}\n" for graph in graphs), encoding="utf-8")
        draft.replace(self._note)
        try:
            yield
            store.flush()
        except BaseException:
            self.undo(store)
            raise
        self._note.unlink()

    @contextmanager
    def written(self, pieces: Iterable[bytes]) -> Iterator[Path]:
        """A file of these bytes, which goes afterwards: the loader would copy them in memory."""
        try:
            with self._file.open("wb") as target:
                target.writelines(pieces)
            yield self._file
        finally:
            self._file.unlink(missing_ok=True)

    def undo(self, store: pyoxigraph.Store) -> None:
        """Removes what a load that was broken off has left."""
        self._file.unlink(missing_ok=True)
        try:
            graphs = self._note.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return
        for graph in graphs:
            store.remove_graph(NamedNode(graph))
        store.flush()
        self._note.unlink()
