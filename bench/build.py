"""``kg build`` from end to end, against bare Natasha.

    python bench/build.py FOLDER [--articles 300] [--workers 2] [--runs 2]

Builds the ``.txt`` files of a folder into a new store with the command itself, and reads them with bare
Natasha (its five steps, document by document, in one process), in turns. It prints articles a second by the clock
(starting, loading the models and the last index included), seconds of processors, and the most memory of each kind of
process: RSS, and PSS, in which what processes share is divided among them (Linux).
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

from kg.sources import Refusal, read_documents

_MB = 1 << 20


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--runs", type=int, default=2)
    options = parser.parse_args()
    packages = ("newskg", "natasha", "numpy", "pyoxigraph", "shacl", "rensa")
    print(", ".join(f"{name} {version(name)}" for name in packages))
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before")
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), options.folder, options.articles, options.workers, options.runs)
    print(f"load {os.getloadavg()[0]:.1f} after")


def compare(folder: Path, texts: Path, articles: int, workers: int, runs: int) -> None:
    """Builds and reads in turns."""
    (folder / "texts").mkdir()
    good = (one for one in read_documents([texts]) if not isinstance(one, Refusal))
    documents = [document for document, _ in zip(good, range(articles), strict=False)]
    for document in documents:
        shutil.copy(document.name, folder / "texts" / Path(document.name).name)
    print(f"{len(documents)} articles, {sum(len(document.text) for document in documents):,} characters")
    for _ in range(runs):
        _bare([document.text for document in documents])
        _build(folder, len(documents), workers)


def _bare(texts: list[str]) -> None:
    from language import Bare  # noqa: PLC0415 - the models are loaded for this alone

    bare = Bare()
    bare.read(texts[0])
    clock, processor = time.monotonic(), time.process_time()
    for text in texts:
        bare.read(text)
    _show("bare Natasha", len(texts), time.monotonic() - clock, time.process_time() - processor)


def _build(folder: Path, articles: int, workers: int) -> None:
    shutil.rmtree(folder / "store", ignore_errors=True)
    command = [sys.executable, "-m", "kg", "build", folder / "texts", "--store", folder / "store", "--workers", workers]
    clock = time.monotonic()
    run = subprocess.Popen([str(part) for part in command], start_new_session=True)
    watch = Watch(run.pid)
    if run.wait() != 0:
        raise SystemExit("the build fails")
    seconds = time.monotonic() - clock
    watch.stop()
    _show(f"kg build, {workers} workers", articles, seconds, watch.processor_seconds)
    for name, (rss, pss) in watch.memory.items():
        print(f"    {name}: at most {rss / _MB:,.0f} MB RSS, {pss / _MB:,.0f} MB PSS")


def _show(name: str, articles: int, clock: float, processor: float) -> None:
    print(
        f"{name:22} {articles / clock:6.1f} articles/s by the clock; "
        f"{1000 * processor / articles:6.1f} ms of a processor an article"
    )


class Watch(threading.Thread):
    """Looks at the processes of a session again and again (Linux)."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._stopped = threading.Event()
        self._ticks: dict[int, int] = {}
        self.memory: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
        """Name of a kind of process → the most RSS and PSS that one of them had, in bytes."""
        self.start()

    @property
    def processor_seconds(self) -> float:
        """Of all of them, as last seen."""
        return sum(self._ticks.values()) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """Looks no more."""
        self._stopped.set()
        self.join()

    def run(self) -> None:
        """The thread's work."""
        while not self._stopped.wait(0.1):
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    self._look(process)
                except OSError:  # it has just ended
                    continue

    def _look(self, process: Path) -> None:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        if int(fields[3]) != self._session:
            return
        pid = int(process.name)
        self._ticks[pid] = int(fields[11]) + int(fields[12])
        parent = int(fields[1])
        kind = "the process that writes" if pid == self._session else "a process that reads"
        if pid != self._session and parent == self._session:
            kind = "those that fork and count"
        sizes = {
            line.split()[0]: int(line.split()[1]) * 1024
            for line in (process / "smaps_rollup").read_text().splitlines()[1:]
            if line.startswith(("Rss:", "Pss:"))
        }
        rss, pss = self.memory[kind]
        self.memory[kind] = (max(rss, sizes["Rss:"]), max(pss, sizes["Pss:"]))


if __name__ == "__main__":
    main()
