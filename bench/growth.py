"""What an article costs when many are in the store already: all of ``kg build`` beside the reading.

    python bench/growth.py [--sizes 1000 10000 50000 100000] [--claims 2] [--events 1] [--mentions 4] [--words 60]

Builds made-up articles (``bench/made_up.py``), which cost nothing to read, into one store, a thousand at a time as a
watch does, in this process. Of the thousand before each size, it prints what an article took of the processors: to be
made ready (quads, shapes, fingerprint), to be stored (store, journal, copies), to be brought into the text index and
the catalogue, and in threads of the store (loading, compaction); with the memory of the process (RSS), and the bytes on
the disk. The words of the texts are drawn from a vocabulary of 300,000 (Zipf), so that what is kept of words in memory
grows as it does with real texts. The articles are small, unless something else is said.
"""

import argparse
import itertools
import os
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from made_up import Shape, World

from kg.build import Preparation, build
from kg.catalogue import Catalogue
from kg.model import Document, Extraction
from kg.stores import EmbeddedStore
from kg.textsearch.index import TextIndex

_ROUND = 1_000
_MB = 1 << 20
_STAGES = {"text index": (TextIndex, "catch_up"), "catalogue": (Catalogue, "catch_up")}


def main() -> int:
    """Prints a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 50_000, 100_000])
    parser.add_argument("--claims", type=int, default=2)
    parser.add_argument("--events", type=int, default=1)
    parser.add_argument("--mentions", type=int, default=4)
    parser.add_argument("--words", type=int, default=60)
    parser.add_argument("--vocabulary", type=int, default=300_000)
    parser.add_argument("--folder", type=Path, help="where there is room for the store")
    options = parser.parse_args()
    shape = Shape(options.claims, options.events, options.mentions, options.words, options.vocabulary)
    packages = ", ".join(f"{name} {version(name)}" for name in ("newskg", "pyoxigraph", "shacl", "rensa"))
    print(f"{packages}, Python {sys.version.split()[0]}; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(dir=options.folder, prefix="kg-growth-") as folder:
        grow(Path(folder), sorted(options.sizes), shape)
    print(f"load {os.getloadavg()[0]:.1f} after")
    return 0


def grow(folder: Path, sizes: list[int], shape: Shape) -> None:
    """Builds, and prints."""
    reader = MadeUpReader(sizes[-1], shape)
    costs = Costs()
    for name, (kind, method) in _STAGES.items():
        costs.measure(name, kind, method)
    costs.measure("made ready", Preparation, "_prepare")
    print("| articles | ms an article | made ready | stored | text index | catalogue | threads | MB | MB on disk |")
    print("| --- |" + " --- |" * 8)
    with EmbeddedStore(folder / "store") as store:
        for start, end in itertools.pairwise(sorted({*range(0, sizes[-1], _ROUND), *sizes})):
            before, before_here, read = costs.seconds.copy(), costs.here.copy(), reader.seconds
            began = time.process_time(), time.thread_time()
            documents = (Document(f"{number}.txt", f"{number}", f"{number:064}") for number in range(start, end))
            build(documents, store, extract=reader)
            whole = time.process_time() - began[0] - (reader.seconds - read)
            own = time.thread_time() - began[1] - (reader.seconds - read)
            if end in sizes:
                ready, *indexed = (costs.seconds[name] - before[name] for name in ("made ready", *_STAGES))
                indexed_here = sum(costs.here[name] - before_here[name] for name in _STAGES)
                others = whole - own - (sum(indexed) - indexed_here)
                cost = [whole, ready, own - ready - indexed_here, *indexed, others]
                cells = [f"{1000 * seconds / (end - start):.2f}" for seconds in cost]
                print(
                    f"| {end:,} | {' | '.join(cells)} | {rss() / _MB:,.0f} | {on_disk(folder) / _MB:,.0f} |", flush=True
                )


class Costs:
    """Seconds that were spent in some methods: in any thread, and in the main one."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.here: defaultdict[str, float] = defaultdict(float)

    def measure(self, name: str, kind: type, method: str) -> None:
        """Measures all calls of a method from now on; of one name, one call at a time."""
        original: Callable[..., Any] = getattr(kind, method)

        def measured(*given: object, **named: object) -> object:
            began = time.thread_time()
            try:
                return original(*given, **named)
            finally:
                spent = time.thread_time() - began
                self.seconds[name] += spent
                if threading.current_thread() is threading.main_thread():
                    self.here[name] += spent

        setattr(kind, method, measured)


class MadeUpReader:
    """Reads whatever it is given as a made-up article, and knows how long that took."""

    def __init__(self, actors: int, shape: Shape) -> None:
        self._world = World(actors, shape)
        self.seconds = 0.0

    def __call__(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """An article for each document."""
        for document in documents:
            began = time.thread_time()
            extraction = self._world.article(int(document.text))
            self.seconds += time.thread_time() - began
            yield extraction


def rss() -> int:
    """Bytes of memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def on_disk(folder: Path) -> int:
    """Bytes; a file that has several names counts once."""
    files = (path.stat() for path in folder.rglob("*") if path.is_file())
    return sum({found.st_ino: found.st_size for found in files}.values())


if __name__ == "__main__":
    sys.exit(main())
