"""How fast sources are read, before any language model, and in how much memory: python bench/sources.py [MEGABYTES]

Each format is read in a process of its own, from a file made of one text; the file of the second figure is eight times
as large as that of the first, so that memory that grows with the file would show.
"""

import csv
import gzip
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from kg.model import Document
from kg.sources import read_documents

SEEDS = Path(__file__).parent.parent / "seeds"
TEXT = sorted(SEEDS.glob("*.txt"))[2].read_bytes().decode()
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in TEXT.splitlines() if line)
PAGE = (
    "<!DOCTYPE html><html><head><meta charset=utf-8><title>Встреча</title></head><body>"
    f"<nav><a href='/'>Главная</a></nav><article><h1>Встреча</h1>{PARAGRAPHS}</article></body></html>"
).encode()


def json_lines(path: Path, size: int) -> None:
    line = json.dumps({"text": TEXT, "date": "2022-04-25"}, ensure_ascii=False).encode() + b"\n"
    with path.open("wb") as file:
        file.writelines(line for _ in range(size // len(line)))


def table(path: Path, size: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["text", "date"])
        rows.writerows([TEXT, "2022-04-25"] for _ in range(size // len(TEXT.encode())))


def warc(path: Path, size: int) -> None:
    payload = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE
    with path.open("wb") as file:
        for number in range(size // len(payload)):
            head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\n"
            file.write(
                gzip.compress(f"{head}Content-Length: {len(payload)}\r\n\r\n".encode() + payload + b"\r\n\r\n", 1)
            )


MAKERS: dict[str, Callable[[Path, int], None]] = {"news.jsonl": json_lines, "news.csv": table, "crawl.warc.gz": warc}


def measure(path: Path) -> tuple[int, float, float]:
    """Documents, CPU seconds, and megabytes at the most."""
    begun = time.process_time()
    count = sum(isinstance(found, Document) for found in read_documents([path]))
    return count, time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    print(f"load {os.getloadavg()[0]:.1f}; Python {sys.version.split()[0]}, trafilatura {version('trafilatura')}")
    print(f"{'file':14} {'MB':>6} {'articles':>9} {'articles/CPU s':>15} {'peak MB':>8}")
    for name, make in MAKERS.items():
        for size in (megabytes, 8 * megabytes):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / name
                make(path, size * 1_000_000)
                with multiprocessing.get_context("spawn").Pool(1) as pool:
                    count, seconds, peak = pool.apply(measure, (path,))
            print(f"{name:14} {size:6} {count:9,} {count / seconds:15,.0f} {peak:8,.0f}")


if __name__ == "__main__":
    main()
