"""What text search costs: making the index, searching, and the same asked with CONTAINS.

python bench/textsearch.py STORE [WORD…]

STORE is the folder of a store (bench/made_up.py makes one). Prints the seconds that the index takes where it is
missing, its megabytes, and for each word the milliseconds (the best of five) of a search for 20 texts, of the same in
SPARQL with a join, and of FILTER(CONTAINS(…)).
"""

import argparse
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pyoxigraph import Literal, QuerySolutions

from kg.stores import EmbeddedStore
from kg.textsearch import Kind

_PROLOGUE = "PREFIX kg: <https://w3id.org/newskg/ontology#> SELECT ?claim ?speaker "


def best(work: Callable[[], object], times: int = 5) -> float:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found) * 1000


def ask(store: EmbeddedStore, pattern: str) -> int:
    found = store.query(f"{_PROLOGUE} {{ {pattern} ?claim kg:speaker ?speaker }} LIMIT 20")
    assert isinstance(found, QuerySolutions)
    return sum(1 for _ in found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("words", nargs="*", default=["договора", "поставку завода", '"мир союз"', "деятель*"])
    given = parser.parse_args()
    with EmbeddedStore(given.store, read_only=True) as store:
        began = time.perf_counter()
        store.index_texts()
        print(f"index: {time.perf_counter() - began:.1f} s", end=", ")
        print(f"{sum(path.stat().st_size for path in given.store.glob('texts.sqlite*')) / 1e6:.0f} MB")

        for words in given.words:
            first = words.strip('"').split()[0].rstrip("*")
            searched = f"?claim kg:textMatch (kg:text {Literal(words)} 20) ."
            contained = f"?claim kg:text ?text FILTER(CONTAINS(?text, {Literal(first)}) && STRLEN(?text) = 0)"
            print(
                f"{words}: search {best(partial(store.search, words, kinds=[Kind.CLAIM])):.1f} ms, "
                f"SPARQL {best(partial(ask, store, searched)):.1f} ms, "
                f"CONTAINS {best(partial(ask, store, contained), 2):.0f} ms"
            )


if __name__ == "__main__":
    main()
