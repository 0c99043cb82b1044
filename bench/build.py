"""``kg build`` from end to end, against bare Natasha; ``kg extract`` with several processes, against one.

    python bench/build.py FOLDER… [--articles 300] [--workers 2] [--runs 2] [--extract]

Builds the ``.txt`` files of folders into a new store with the command itself, and reads them with bare
Natasha (its five steps, document by document, in one process), in turns. It prints articles a second by the clock
(starting, loading the models and the last index included), seconds of processors, and the most memory of each kind of
process: RSS, and PSS, in which what processes share is divided among them (Linux). To watch takes a fiftieth of a core.

With ``--extract``, it reads the files with ``kg extract``, by one process that reads and by several, in turns, and
fails where the two print different bytes. Each reads one short article alone before: what it takes to start. It
prints how many times as fast several are by the clock, start included and start apart.
"""

import argparse
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from contextlib import nullcontext
from importlib.metadata import version
from pathlib import Path

from kg.model import Document
from kg.sources import Refusal, read_documents

_MB = 1 << 20
_SELDOM = 5
"""So many looks at the processes to one at their memory, which takes the system some milliseconds for each."""


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--extract", action="store_true", help="measure kg extract, not kg build")
    options = parser.parse_args()
    packages = ("newskg", "natasha", "numpy", "pyoxigraph", "shacl", "rensa")
    print(", ".join(f"{name} {version(name)}" for name in packages))
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before")
    with tempfile.TemporaryDirectory() as folder:
        documents = copied(options.folders, options.articles, Path(folder))
        for _ in range(options.runs):
            if options.extract:
                compare_processes(Path(folder), len(documents), options.workers)
            else:
                _bare([document.text for document in documents])
                _build(Path(folder), len(documents), options.workers)
    print(f"load {os.getloadavg()[0]:.1f} after")


def copied(folders: list[Path], articles: int, folder: Path) -> list[Document]:
    """The first good texts, which are copied into ``texts`` in the folder."""
    (folder / "texts").mkdir()
    files = (file for one in folders for file in sorted(one.rglob("*.txt")))
    good = (one for one in read_documents(files) if not isinstance(one, Refusal))
    documents = [document for document, _ in zip(good, range(articles), strict=False)]
    for number, document in enumerate(documents):
        shutil.copy(document.name, folder / "texts" / f"{number:05}.txt")
    print(f"{len(documents)} articles, {sum(len(document.text) for document in documents):,} characters")
    return documents


def compare_processes(folder: Path, articles: int, workers: int) -> None:
    """Extracts with one process that reads, and with several."""
    short = folder / "short.txt"
    short.write_text("МИД России вызвал посла Германии.\n")
    printed, start, whole = [], [], []
    for number in (1, workers):
        output = folder / f"{number}.jsonl"
        start.append(_run(["extract", short, "--workers", number], output, 1))
        whole.append(_run(["extract", folder / "texts", "--workers", number], output, articles))
        printed.append(output.read_bytes())
    if printed[0] != printed[1]:
        raise SystemExit("several processes print something else than one")
    apart = [seconds - before for seconds, before in zip(whole, start, strict=True)]
    print(
        f"{workers} processes against one, the same bytes: {whole[0] / whole[1]:.2f} times as fast by the clock; "
        f"start apart {apart[0] / apart[1]:.2f} ({start[0]:.1f} and {start[1]:.1f} s of {whole[0]:.1f} and "
        f"{whole[1]:.1f})"
    )


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
    _run(["build", folder / "texts", "--store", folder / "store", "--workers", workers], None, articles)


def _run(arguments: list[object], output: Path | None, articles: int) -> float:
    """Runs a command of kg and prints what it took; what it prints goes into a file. Seconds by the clock."""
    clock = time.monotonic()
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    with output.open("wb") if output is not None else nullcontext() as target:
        run = subprocess.Popen(command, stdout=target, start_new_session=True)
        watch = Watch(run.pid)
        if run.wait() != 0:
            raise SystemExit(f"kg {arguments[0]} fails")
    seconds = time.monotonic() - clock
    watch.stop()
    _show(f"kg {arguments[0]}, {arguments[-1]} workers", articles, seconds, watch.processor_seconds)
    for name, (rss, pss) in watch.memory.items():
        print(f"    {name}: at most {rss / _MB:,.0f} MB RSS, {pss / _MB:,.0f} MB PSS")
    return seconds


def _show(name: str, articles: int, clock: float, processor: float) -> None:
    print(
        f"{name:22} {articles:,} articles: {articles / clock:6.1f} articles/s by the clock; "
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
        for number in itertools.count():
            if self._stopped.wait(0.2):
                return
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    self._look(process, with_memory=number % _SELDOM == 0)
                except OSError:  # it has just ended
                    continue

    def _look(self, process: Path, *, with_memory: bool) -> None:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        if int(fields[3]) != self._session:
            return
        pid = int(process.name)
        self._ticks[pid] = int(fields[11]) + int(fields[12])
        if not with_memory:
            return
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
