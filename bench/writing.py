"""What it costs to write a store, and to back it up.

python bench/writing.py STORE

STORE is one that bench/made_up.py made, say. Prints how many of its quads a second go, from N-Quads, into a new store:
in bulk (by Oxigraph's loader, as where an import begins), article by article, each whole or not at all, and with both
of these and the text index, as ``kg import`` does it; then the milliseconds of a backup of STORE.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from kg.imports import import_file
from kg.stores import EmbeddedStore
from kg.stores.maintenance import backup

_FLUSH_EVERY = 500
"""Articles, as kg build has it."""


def rate(name: str, quads: int, work: Callable[[], object]) -> None:
    """Prints how many quads a second the work takes."""
    began = time.perf_counter()
    work()
    took = time.perf_counter() - began
    print(f"{name}: {quads / took:,.0f} quads/s ({took:.1f} s)", flush=True)


def bulk(file: Path, folder: Path) -> None:
    pyoxigraph.Store(str(folder)).bulk_load(path=str(file), format=RdfFormat.N_QUADS)


def one_by_one(graphs: dict[NamedNode, list[Quad]], folder: Path) -> None:
    with EmbeddedStore(folder) as store:
        for number, (graph, quads) in enumerate(graphs.items(), start=1):
            store.replace(graph, quads)
            if number % _FLUSH_EVERY == 0:
                store.flush()


def imported(file: Path, folder: Path) -> None:
    with EmbeddedStore(folder) as store:
        import_file(file, store)


def main() -> int:
    """Measures and prints."""
    source = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(dir=source.absolute().parent) as temporary:
        folder = Path(temporary)
        file = folder / "graph.nq"
        with EmbeddedStore(source, read_only=True) as store:
            with file.open("wb") as target:
                store.dump(target, RdfFormat.N_QUADS)
            size = len(store)
            graphs = {graph: list(store.quads(graph)) for graph in store.graphs()}
        print(f"{size:,} quads in {len(graphs):,} graphs")
        rate("in bulk", size, lambda: bulk(file, folder / "bulk"))
        rate("article by article", size, lambda: one_by_one(graphs, folder / "articles"))
        graphs.clear()
        rate("kg import, with the text index", size, lambda: imported(file, folder / "import"))
        times = []
        for number in range(5):
            began = time.perf_counter()
            backup(source, folder / f"backup{number}")
            times.append(time.perf_counter() - began)
        print(f"backup: {1000 * statistics.median(times):.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
