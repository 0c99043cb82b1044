"""How a store grows: what made-up graphs of several sizes cost to load, to keep and to ask.

    python bench/scale.py [--articles 800 2400 7200] [--questions 30] [--folder FOLDER]

Makes a graph of each size (``bench/made_up.py``, in the proportions of the seed articles), loads it as ``kg import``
does, optimises the store, makes what is kept beside the quads, and asks. Each is done in a process of its own, whose
peak of memory (VmHWM, Linux) is printed; seconds are of the processors, which others at work change less, and by the
clock. Questions are about actors drawn as readers would, few of them often (Zipf), and answered to their last row, in
the process that asks; of slow ones the first that fill ten seconds are asked. "predicted" is, for the largest graph,
the straight line through the smaller ones; "off" is how far the measured value lies from it. The stores are made in
FOLDER (the system's temporary one) and deleted. 13,000 articles took ten minutes on two cores with a load of 5.
"""

import argparse
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pyoxigraph
from made_up import quads
from pyoxigraph import RdfFormat

from kg.imports import import_file
from kg.queries import bind, load_queries
from kg.rdf.vocabulary import KG
from kg.stores import EmbeddedStore
from kg.stores.snapshots import Snapshots
from kg.textsearch import Kind

_WORDS = ("договор", "поставка", "граница", "помощь", "выборы", "завод", "совет", "рынок")
_BESIDE = {
    "text index": ("texts.sqlite", EmbeddedStore.index_texts),
    "catalogue": ("catalogue.sqlite", EmbeddedStore.catalogue),
    "counts": ("counts.sqlite", EmbeddedStore.aggregates),
}
"""What is kept beside the quads: the file, and what brings it up."""

_ENOUGH = 10_000
"""Milliseconds of a processor for questions of one kind."""

Figures = dict[str, float]
"""By the name of what was measured, unit included."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took."""

    processor: float
    """Seconds of all its threads."""
    clock: float
    """Seconds."""
    memory: float
    """Megabytes, at most."""


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[800, 2400, 7200])
    parser.add_argument("--questions", type=int, default=30, help="of each kind")
    parser.add_argument("--folder", type=Path, help="where there is room for the stores (8 MB for ten articles)")
    options = parser.parse_args()
    sizes = sorted(set(options.articles))
    if len(sizes) < 3 or sizes[0] < 50 or options.questions < 2:
        parser.error("three sizes are needed, of 50 articles or more, and two questions")
    packages = ", ".join(f"{name} {version(name)}" for name in ("newskg", "pyoxigraph"))
    print(f"{packages}, Python {sys.version.split()[0]}; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    began, found = time.perf_counter(), []
    for articles in sizes:
        with tempfile.TemporaryDirectory(prefix="kg-scale-", dir=options.folder) as folder:
            found.append(measure(Path(folder), articles, options.questions))
        print(
            f"{articles:,} articles after {time.perf_counter() - began:.0f} s:", found[-1], file=sys.stderr, flush=True
        )
    print_table(sizes, found)
    print(f"load {os.getloadavg()[0]:.1f} after {time.perf_counter() - began:.0f} s")
    return 0


def measure(folder: Path, articles: int, questions: int) -> Figures:
    """Makes a graph of so many articles in an empty folder, loads it and asks."""
    file, store = folder / "graph.nq", folder / "store"
    in_process(write, file, articles)
    found: Figures = {"N-Quads, MB": file.stat().st_size / 1e6}
    cost, _ = in_process(load, file, store)
    file.unlink()
    found |= {"load, s of processors": cost.processor, "load, s": cost.clock, "load, MB of memory": cost.memory}
    cost, _ = in_process(optimised, store)
    found |= {"optimising, s of processors": cost.processor, "optimising, MB of memory": cost.memory}
    with ThreadPoolExecutor() as pool:  # the three at once, as beside a server
        made = pool.map(lambda name: in_process(bring_up, store, name)[0], _BESIDE)
    for name, cost in zip(_BESIDE, made, strict=True):
        found |= {f"{name}, s of a processor": cost.processor, f"{name}, MB of memory": cost.memory}
    sizes = bytes_on_disk(store)
    found |= {f"{name}, MB on disk": size / 1e6 for name, size in sizes.items()}
    found["all, kB on disk an article"] = sum(sizes.values()) / 1e3 / articles
    cost, latencies = in_process(ask, store, questions)
    size = latencies.pop("quads")
    return (
        {"quads": size, "quads an article": size / articles} | found | latencies | {"asking, MB of memory": cost.memory}
    )


# --- what runs in processes of their own -----------------------------------------------------------------------------


def in_process(work: Callable[..., Figures], *given: object) -> tuple[Cost, Figures]:
    """Does the work in a new process, so that its memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_costing, (work, given))


def _costing(work: Callable[..., Figures], given: Iterable[object]) -> tuple[Cost, Figures]:
    processor, clock = time.process_time(), time.perf_counter()
    found = work(*given)
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines())
    memory = int(status["VmHWM"].split()[0]) / 1024
    return Cost(time.process_time() - processor, time.perf_counter() - clock, memory), found


def write(file: Path, articles: int) -> Figures:
    """Writes a made-up graph as N-Quads."""
    pyoxigraph.serialize(quads(articles), str(file), RdfFormat.N_QUADS)
    return {}


def load(file: Path, folder: Path) -> Figures:
    """Loads N-Quads into a new store."""
    with EmbeddedStore(folder) as store:
        import_file(file, store)
    return {}


def optimised(folder: Path) -> Figures:
    """Merges what was loaded, as ``kg store optimize`` does before it makes what is kept beside the quads."""
    pyoxigraph.Store(str(folder)).optimize()
    Snapshots(folder).fall_behind()
    with EmbeddedStore(folder) as store:
        store.flush()
    return {}


def bring_up(folder: Path, name: str) -> Figures:
    """Makes one of the files beside the quads."""
    with EmbeddedStore(folder, read_only=True) as store:
        _BESIDE[name][1](store)
    return {}


def ask(folder: Path, questions: int) -> Figures:
    """How many quads there are, and the milliseconds that answers take."""
    chance = random.Random(1)
    named = load_queries()
    found: Figures = {}
    with EmbeddedStore(folder, read_only=True) as store:
        actors = drawn(store, chance, questions)

        def by_name(name: str, **values: str) -> Callable[[], object]:
            query = bind(named[name], values, store)
            return lambda: list(store.query(query))  # type: ignore[arg-type]

        counts = store.aggregates()
        months = chance.choices(
            [f"{year}-{month:02}" for year in range(2020, 2024) for month in range(1, 13)], k=questions
        )
        searched = [" ".join(chance.sample(_WORDS, 2)) for _ in range(questions)]
        kinds: dict[str, list[Callable[[], object]]] = {
            "ASK {}": [lambda: store.query("ASK {}")] * questions,
            "statements of an actor": [by_name("statements-of", speaker=actor) for actor in actors],
            "who said what about an actor": [by_name("who-said-about", about=actor) for actor in actors],
            "dyads of an actor by month": [by_name("dyads", actor=actor, by="month") for actor in actors],
            "dyads of a month, from the counts": [partial(counts.dyads, since=one, until=one) for one in months],
            "text search": [partial(store.search, words, kinds=[Kind.CLAIM]) for words in searched],
        }
        for name, calls in kinds.items():
            calls[0]()  # what is read once
            processor, clock = milliseconds(calls)
            found[f"{name}, ms of a processor (median)"] = statistics.median(processor)
            found[f"{name}, ms of a processor (95 %)"] = statistics.quantiles(processor, n=20, method="inclusive")[-1]
            found[f"{name}, ms by the clock (median)"] = statistics.median(clock)
        found["quads"] = len(store)
    return found


def drawn(store: EmbeddedStore, chance: random.Random, size: int) -> list[str]:
    """IRIs of actors who say something; made_up gives the lowest numbers to those who are named most."""
    speakers = store.query(f"SELECT DISTINCT ?who WHERE {{ ?claim {KG.speaker} ?who }}")
    iris = sorted((row["who"].value for row in speakers), key=lambda iri: int(iri.rpartition("Q")[2]))  # type: ignore[union-attr]
    return chance.choices(iris, [1 / (rank + 1) ** 0.9 for rank in range(len(iris))], k=size)


def milliseconds(calls: Iterable[Callable[[], object]]) -> tuple[list[float], list[float]]:
    """Of the processors and by the clock, for each call; of slow ones only the first are made."""
    processor: list[float] = []
    clock: list[float] = []
    for call in calls:
        before, began = time.process_time(), time.perf_counter()
        call()
        processor.append(1000 * (time.process_time() - before))
        clock.append(1000 * (time.perf_counter() - began))
        if sum(processor) > _ENOUGH and len(processor) > 2:
            break
    return processor, clock


def bytes_on_disk(folder: Path) -> Figures:
    """Of the quads (a file that has several names counts once) and of each file beside them."""
    files = {(info := path.stat()).st_ino: (path.name, info.st_size) for path in folder.rglob("*") if path.is_file()}
    sizes = dict.fromkeys(("quads", *_BESIDE), 0.0)
    for file, size in files.values():
        sizes[next((name for name, (stem, _) in _BESIDE.items() if file.startswith(stem)), "quads")] += size
    return sizes


# --- printing --------------------------------------------------------------------------------------------------------


def print_table(sizes: list[int], found: list[Figures]) -> None:
    """A row for each figure, in Markdown, with what the smaller graphs foretell of the largest."""
    print("| articles | " + " | ".join(f"{size:,}" for size in sizes) + " | predicted | off |")
    print("| --- |" + " --- |" * (len(sizes) + 2))
    for name in found[0]:
        values = [one[name] for one in found]
        slope, start = statistics.linear_regression(sizes[:-1], values[:-1])
        predicted = start + slope * sizes[-1]
        off = f"{values[-1] / predicted - 1:+.0%}" if predicted > 0 else "-"
        print(f"| {name} | " + " | ".join(map(shown, [*values, predicted])) + f" | {off} |")


def shown(value: float) -> str:
    """With three figures that count, or all of a large number."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
