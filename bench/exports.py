"""What exports cost: seconds and peak memory of each format, of the layout, and of a million edges.

python bench/exports.py [--articles N] [--store FOLDER] [FORMAT...]

Makes up a graph of N articles (20,000, if nothing else is said) in a temporary folder, or takes the store in a folder,
and exports it in each format, each in a process of its own. N-Quads are compared with the store's own dump to a file.
"""

import argparse
import datetime
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import made_up
import numpy as np
from pyoxigraph import RdfFormat

from kg.exports import EXPORTERS, QuadClass, export
from kg.exports.gexf import write_gexf
from kg.exports.layout import force_atlas
from kg.exports.network import Edge, Node
from kg.extras import MissingPackageError
from kg.stores import open_store

Counts = Mapping[str, int]


def measured(work: Callable[..., Counts], *arguments: object) -> None:
    """Runs the work in a new process and prints what it cost."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        try:
            seconds, memory, counts = pool.apply(_measure, (work, arguments))
        except MissingPackageError as error:
            print(f"{work.__name__} {arguments[-1]}: {error}")
            return
    print(f"{work.__name__} {arguments[-1]}: {seconds:.1f} s, {memory} MB, {dict(counts)}", flush=True)


def _measure(work: Callable[..., Counts], arguments: tuple[object, ...]) -> tuple[float, int, Counts]:
    start = time.perf_counter()
    counts = work(*arguments)
    return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, counts


def exported(store: str, folder: str, name: str) -> Counts:
    path = Path(folder) / f"graph{EXPORTERS[name].suffix}"
    with open_store(store, read_only=True) as graph, path.open("wb") as target:
        return export(graph, name, target)


def dumped(store: str, folder: str, _: str) -> Counts:
    path = Path(folder) / "dump.nq"
    with open_store(store, read_only=True) as graph, path.open("wb") as target:
        graph.dump(target, RdfFormat.N_QUADS)
    return {"bytes": path.stat().st_size}


def laid_out(nodes: int, edges: int) -> Counts:
    random = np.random.default_rng(1)
    chance = 1 / np.arange(1, nodes + 1) ** 0.9
    ends = random.choice(nodes, (2, edges), p=chance / chance.sum())
    force_atlas(nodes, ends[0], ends[1], np.ones(edges))
    return {"nodes": nodes, "edges": edges}


def wrote_gexf(edges: int) -> Counts:
    """Edges that come one by one, as they would from a stream."""
    days = datetime.date(2022, 4, 1), datetime.date(2022, 4, 2)
    nodes = (
        Node(f"actor/Q{i}", f"https://w3id.org/newskg/actor/Q{i}", f"Деятель {i}", "Person", place=(i, i))
        for i in range(100_000)
    )

    def stream() -> Iterator[Edge]:
        for i in range(edges):
            source, target = f"actor/Q{i % 100_000}", f"actor/Q{i * 7 % 99_991}"
            yield Edge(source, target, "AID", QuadClass.MATERIAL_COOPERATION, False, 1 + i % 9, 1, 1, (days,))

    with tempfile.TemporaryFile() as target:
        write_gexf(nodes, stream(), target)
        return {"edges": edges, "bytes": target.tell()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("formats", nargs="*", default=list(EXPORTERS), metavar="FORMAT")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--store")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = options.store
        if store is None:
            store = str(Path(folder) / "store")
            print(f"{options.articles} articles, {made_up.fill(Path(store), options.articles)} quads", flush=True)
        if "nquads" in options.formats:
            measured(dumped, store, folder, "by the store itself")
        for name in options.formats:
            measured(exported, store, folder, name)
        measured(laid_out, 5_000, 25_000)
        measured(laid_out, 20_000, 120_000)
        measured(wrote_gexf, 1_000_000)


if __name__ == "__main__":
    main()
