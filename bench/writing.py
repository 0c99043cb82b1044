"""What it costs to write a store, and to back it up.

python bench/writing.py STORE

STORE is one that bench/made_up.py made, say. Prints how many of its quads go, from N-Quads, into a new store, in a
second and in a second of the processors' time, which others at work do not change so much: by Oxigraph's own command,
where it is installed, by its loader in this process, by ``kg import`` (which has all new articles loaded at once), and
article by article, each whole or not at all; then how long text index and counts take, and a backup of STORE.
"""

import os
import statistics
import subprocess
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

OXIGRAPH = Path(sys.executable).parent / "oxigraph"
_FLUSH_EVERY = 500
"""Articles, as kg build has it."""


def rate(name: str, quads: int, work: Callable[[], object]) -> None:
    """Prints how many quads a second the work takes."""
    began, before = time.perf_counter(), processor_time()
    work()
    took, used = time.perf_counter() - began, processor_time() - before
    print(f"{name}: {quads / took:,.0f} quads/s ({took:.1f} s); {quads / used:,.0f} a processor's second", flush=True)


def processor_time() -> float:
    """Seconds that this process and its children have used."""
    return sum(os.times()[:4])


def oxigraph(file: Path, folder: Path) -> None:
    command = [str(OXIGRAPH), "load", "--location", str(folder), "--file", str(file)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


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


def follow(folder: Path) -> None:
    with EmbeddedStore(folder) as store:
        store.index_texts()
        store.aggregates()


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
        if OXIGRAPH.exists():
            rate("oxigraph load", size, lambda: oxigraph(file, folder / "oxigraph"))
        rate("Store.bulk_load", size, lambda: bulk(file, folder / "bulk"))
        rate("kg import", size, lambda: imported(file, folder / "import"))
        rate("article by article", size, lambda: one_by_one(graphs, folder / "articles"))
        graphs.clear()
        rate("text index and counts", size, lambda: follow(folder / "import"))
        times = []
        for number in range(5):
            began = time.perf_counter()
            backup(source, folder / f"backup{number}")
            times.append(time.perf_counter() - began)
        print(f"backup: {1000 * statistics.median(times):.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
