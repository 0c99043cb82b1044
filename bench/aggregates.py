"""What counts cost that are kept beside the store, and what SPARQL takes for the same.

python bench/aggregates.py STORE

STORE is one that bench/made_up.py made, say. Prints the seconds in which the counts are made from nothing and brought
up after one article was replaced, and the milliseconds of each count, from the file and by SPARQL.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import NamedNode

from kg.aggregates import Aggregates
from kg.rdf.vocabulary import KG
from kg.stores import EmbeddedStore

CONSULT = "<https://w3id.org/newskg/plover#CONSULT>"
SPARQL = {
    "most quoted": (
        f"SELECT ?who (COUNT(DISTINCT ?c) AS ?n) WHERE {{ ?c {KG.speaker} ?who }} "
        "GROUP BY ?who ORDER BY DESC(?n) LIMIT 50"
    ),
    "who meets whom": (
        f"SELECT ?one ?other (COUNT(DISTINCT ?e) AS ?n) WHERE {{ ?e {KG.eventType} {CONSULT} ; "
        f"{KG.initiator} ?one, ?other "
        "FILTER(STR(?one) < STR(?other)) } GROUP BY ?one ?other ORDER BY DESC(?n) LIMIT 50"
    ),
    "dyads of a month": (
        f"SELECT ?from ?to ?t (COUNT(DISTINCT ?e) AS ?n) WHERE {{ ?e {KG.startDate} ?d ; {KG.eventType} ?t ; "
        f"{KG.initiator} ?from ; {KG.recipient} ?to FILTER(STRSTARTS(STR(?d), '2022-04')) }} GROUP BY ?from ?to ?t"
    ),
}
COUNTS: dict[str, Callable[[Aggregates], list[object]]] = {
    "most quoted": lambda counts: list(counts.most_quoted()),
    "who meets whom": lambda counts: list(counts.meetings()),
    "dyads of a month": lambda counts: list(counts.dyads(since="2022-04", until="2022-04")),
}


def main() -> int:
    """Measures and prints."""
    with tempfile.TemporaryDirectory(dir=Path(sys.argv[1]).parent) as temporary:
        folder = Path(temporary) / "store"
        shutil.copytree(sys.argv[1], folder, ignore=shutil.ignore_patterns("snapshots", "*.sqlite*"))
        with EmbeddedStore(folder) as store:
            began = time.perf_counter()
            counts = store.aggregates()
            print(f"made from {len(store):,} quads in {time.perf_counter() - began:.1f} s")
            article = next(graph for graph in store.graphs() if "/article/" in graph.value)
            store.replace(NamedNode(article.value), list(store.quads(article))[1:])
            store.publish()
            began = time.perf_counter()
            store.aggregates()
            print(f"brought up after a change in {1000 * (time.perf_counter() - began):.0f} ms")
            for name, count in COUNTS.items():
                times = []
                for _ in range(9):
                    began = time.perf_counter()
                    count(counts)
                    times.append(time.perf_counter() - began)
                began = time.perf_counter()
                list(store.query(SPARQL[name]))  # type: ignore[arg-type]
                slow = time.perf_counter() - began
                print(f"{name}: {1000 * statistics.median(times):.1f} ms; by SPARQL {1000 * slow:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
