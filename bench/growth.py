"""What an article costs when many are in the store already: all of ``kg build`` beside the reading.

    python bench/growth.py [--sizes 1000 10000 50000 100000] [--claims 2] [--events 1] [--mentions 4] [--words 60]

Builds made-up articles (``bench/made_up.py``), which cost nothing to read, into one store in one build, in this
process. For each size, it prints what an article has taken of the processors since the size before: to be made ready
(quads, shapes, fingerprint), to be stored (store, journal, copies), to be brought into the text index and the
catalogue, and in threads of the store (loading, compaction); with the memory of the process (RSS: now, and the most
since the size before), and the MB on the disk. What threads have still to do when a size is told counts for the next.
The words of the texts are drawn from a vocabulary of 300,000 (Zipf), so that what is kept of words in memory grows as
it does with real texts. The articles are small, unless something else is said.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from made_up import Shape, World

from kg.build import Outcome, Preparation, Status, build
from kg.catalogue import Catalogue
from kg.model import Document, Extraction
from kg.stores import EmbeddedStore
from kg.textsearch.index import TextIndex

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
    print("| articles | ms an article | made ready | stored | text index | catalogue | threads | MB | most | on disk |")
    print("| --- |" + " --- |" * 9)
    documents = (Document(f"{number}.txt", f"{number}", f"{number:064}") for number in range(sizes[-1]))
    ahead = iter(sizes)
    before, size, done = Spent.now(reader, costs), next(ahead), 0

    def count(outcome: Outcome) -> None:
        nonlocal before, size, done
        if outcome.status is not Status.STORED:
            raise RuntimeError(f"{outcome.name}: {outcome.status} {outcome.reason}")
        done += 1
        if done == size and size < sizes[-1]:
            before, size = tell(folder, before, Spent.now(reader, costs)), next(ahead)

    with EmbeddedStore(folder / "store") as store:
        build(documents, store, extract=reader, on_progress=count)
        tell(folder, before, Spent.now(reader, costs))


@dataclass(frozen=True, slots=True)
class Spent:
    """Articles that were read, and seconds of the processors that were spent by then."""

    read: int
    everywhere: float
    """All but reading."""
    here: float
    """Of that, in the main thread."""
    stages: dict[str, float]
    stages_here: dict[str, float]

    @classmethod
    def now(cls, reader: "MadeUpReader", costs: "Costs") -> "Spent":
        """Up to now."""
        everywhere, here = time.process_time() - reader.seconds, time.thread_time() - reader.seconds
        return cls(reader.read, everywhere, here, dict(costs.seconds), dict(costs.here))


def tell(folder: Path, before: Spent, after: Spent) -> Spent:
    """Prints what an article took between two moments; gives the later one."""

    def spent(name: str) -> float:
        return after.stages.get(name, 0.0) - before.stages.get(name, 0.0)

    def here(name: str) -> float:
        return after.stages_here.get(name, 0.0) - before.stages_here.get(name, 0.0)

    whole, own = after.everywhere - before.everywhere, after.here - before.here
    ready, indexed, indexed_here = spent("made ready"), list(map(spent, _STAGES)), sum(map(here, _STAGES))
    others = whole - own - (sum(indexed) - indexed_here)
    cost = [whole, ready, own - ready - indexed_here, *indexed, others]
    cells = [f"{1000 * seconds / (after.read - before.read):.2f}" for seconds in cost]
    cells += [f"{size / _MB:,.0f}" for size in (rss(), most_rss(), on_disk(folder))]
    print(f"| {after.read:,} | {' | '.join(cells)} |", flush=True)
    return after


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
        self.read = 0

    def __call__(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """An article for each document."""
        for document in documents:
            began = time.thread_time()
            extraction = self._world.article(int(document.text))
            self.seconds += time.thread_time() - began
            self.read += 1
            yield extraction


def rss() -> int:
    """Bytes of memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def most_rss() -> int:
    """The most bytes of memory that this process has had since this was asked last."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    Path("/proc/self/clear_refs").write_text("5")
    return int(line.split()[1]) << 10


def on_disk(folder: Path) -> int:
    """Bytes; a file that has several names counts once."""
    files = (path.stat() for path in folder.rglob("*") if path.is_file())
    return sum({found.st_ino: found.st_size for found in files}.values())


if __name__ == "__main__":
    sys.exit(main())
