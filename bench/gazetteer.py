"""How fast a Wikidata dump is read, and with how much memory: on a dump made up here, in Wikidata's own structure.

    python bench/gazetteer.py [--items 200000] [--format plain|gz|bz2]

The mix is the real dump's, roughly: most items have no Russian name and no place among the classes; those that have one
are long (labels in some forty languages, some thirty statements with references). Then names are looked up in what
was made.
"""

import argparse
import bz2
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kg.knowledge import Gazetteer

WITH_RUSSIAN_NAME = 8  # one of so many
LOOKUPS = 20_000


def snak(property: str, value: Any, kind: str) -> dict[str, Any]:
    value_type = {"wikibase-item": "wikibase-entityid", "time": "time"}.get(kind, "string")
    return {
        "snaktype": "value",
        "property": property,
        "hash": "d0763cc0b8ef5f5e8c1e5d3b6a7c8d9e0f1a2b3c",
        "datavalue": {"value": value, "type": value_type},
        "datatype": kind,
    }


def statement(property: str, value: Any, kind: str = "wikibase-item", **more: Any) -> dict[str, Any]:
    reference = {
        "hash": "5a343e7e758a4282a01316d3e959b6e653b767fc",
        "snaks": {"P248": [snak("P248", item(36578), "wikibase-item")], "P813": [snak("P813", day(2020), "time")]},
        "snaks-order": ["P248", "P813"],
    }
    return {
        "mainsnak": snak(property, value, kind),
        "type": "statement",
        "id": "Q23$6bd2d7b1-4d36-9de1-b8c9-0d3ae5a1b6a2",
        "rank": "normal",
        "references": [reference],
        **more,
    }


def item(number: int) -> dict[str, Any]:
    return {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}


def day(year: int) -> dict[str, Any]:
    return {
        "time": f"+{year}-05-07T00:00:00Z",
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": 11,
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }


def entity(number: int) -> dict[str, Any]:
    russian = number % WITH_RUSSIAN_NAME == 0
    languages = [f"l{one}" for one in range(40 if russian else 4)]
    labels = {language: {"language": language, "value": f"Name {number}"} for language in languages}
    claims: dict[str, Any] = {}
    for one in range(30 if russian else 6):
        property = f"P{2000 + one}"
        claims[property] = [statement(property, f"{number}-{one}", "external-id")]
    claims["P31"] = [statement("P31", item((5, 515, 43229, 11424)[number // WITH_RUSSIAN_NAME % 4]))]
    if russian:
        labels["ru"] = {"language": "ru", "value": f"Имя{number % 5000} Фамилиев{number}"}
        claims["P27"] = claims["P17"] = [statement("P27", item(159))]
        term = {"P580": [snak("P580", day(2012), "time")], "P582": [snak("P582", day(2018), "time")]}
        claims["P39"] = [statement("P39", item(7), qualifiers=term)]
    sites = {f"{language}wiki": {"site": f"{language}wiki", "title": "x", "badges": []} for language in languages}
    return {
        "type": "item",
        "id": f"Q{1000 + number}",
        "labels": labels,
        "descriptions": dict(labels) if not russian else {},
        "aliases": {},
        "claims": claims,
        "sitelinks": sites,
        "lastrevid": 1,
        "modified": "2024-03-01T10:20:30Z",
    }


def lines(items: int) -> Iterator[bytes]:
    yield b"[\n"
    for number in range(items):
        text = json.dumps(entity(number), ensure_ascii=False, separators=(",", ":")).encode()
        yield text + (b",\n" if number < items - 1 else b"\n")
    yield b"]\n"


def make(path: Path, items: int) -> int:
    """Writes the dump; returns its size before compression."""
    openers: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open}
    opener = openers.get(path.suffix, open)
    size = 0
    with opener(path, "wb") as file:
        for line in lines(items):
            size += int(file.write(line))
    return size


def look_up(made: Path, items: int) -> None:
    gazetteer = Gazetteer.load([made])
    names = [f"Имя{number % 5000} Фамилиев{number}" for number in range(0, items, WITH_RUSSIAN_NAME)][:LOOKUPS]
    before = time.perf_counter()
    found = sum(bool(gazetteer.named(name)) for name in names)
    seconds = time.perf_counter() - before
    print(f"looked up: {len(names):,} names, {found:,} found, {seconds / len(names) * 1e6:.0f} µs each")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=200_000)
    parser.add_argument("--format", choices=("plain", "gz", "bz2"), default="plain")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / ("dump.json" + ("" if options.format == "plain" else f".{options.format}"))
        size = make(dump, options.items)
        print(f"dump: {options.items:,} items, {size / 1e6:,.0f} MB, {dump.stat().st_size / 1e6:,.0f} MB on disk")
        made = Path(folder) / "made.sqlite"
        before = time.perf_counter()
        subprocess.run(["kg", "gazetteer", "import", str(dump), "-o", str(made)], check=True, stderr=sys.stdout)
        seconds = time.perf_counter() - before
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"imported: {seconds:.1f} s, {options.items / seconds:,.0f} items/s, {size / seconds / 1e6:.0f} MB/s, "
            f"{memory:.0f} MB of memory at most, {made.stat().st_size / 1e6:.1f} MB made"
        )
        look_up(made, options.items)


if __name__ == "__main__":
    main()
