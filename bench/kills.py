"""Builds that are killed at random moments: does the next one end with the graph of a build that was not killed?

    python bench/kills.py [--kills 100] [--seed N] [--articles 60] [--workers 2] [--quick]

Builds a folder of made-up texts, changes every other one, builds again, and so on. Each build is killed (SIGKILL) at
some random moments, the process alone or with those that read for it, and run again; then it is run to its end. Its
quads are compared with those of a store whose builds nobody killed, the times of reading aside, and so is what the
builds said that they did: nothing may be stored twice, and nothing left out. ``--quick`` puts a made-up reader in the
place of the language models; ``--workers 0`` reads in the process that writes.
"""

import argparse
import itertools
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import Quad

from kg.build import Status, build
from kg.extract import PRELOAD
from kg.extract.pipeline import read as real_read
from kg.identifiers import article_id, claim_id
from kg.model import Actor, ActorType, Article, Claim, Document, Extraction, QuotationType, Span
from kg.rdf.vocabulary import PROV
from kg.reading import Limits
from kg.sources import read_documents
from kg.stores import EmbeddedStore

_SENTENCE = (
    "Министр иностранных дел Китая Ван И заявил {day} апреля 2022 года, что Китай и Казахстан подписали договор {n}. "
    "«Мы будем сотрудничать {n} лет», — сказал он журналистам после переговоров в Астане.\n"
)


def main() -> None:
    """Prints what came of it; exit code 1 where the graphs differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child is not None:
        texts, store = options.child
        _child(texts, store, options.workers, options.quick)
        return
    print(f"newskg {version('newskg')}, pyoxigraph {version('pyoxigraph')}; seed {options.seed}")
    with tempfile.TemporaryDirectory() as folder:
        complaints = try_kills(
            Path(folder),
            kills=options.kills,
            seed=options.seed,
            articles=options.articles,
            workers=options.workers,
            quick=options.quick,
            say=print,
        )
    print(
        *(complaints or [f"after {options.kills} kills: the same quads, nothing read twice, nothing left out"]),
        sep="\n",
    )
    sys.exit(bool(complaints))


def try_kills(
    folder: Path,
    *,
    kills: int,
    seed: int,
    articles: int,
    workers: int,
    quick: bool,
    say: Callable[[str], None] = lambda line: None,
) -> list[str]:
    """What is wrong after so many kills; empty where nothing is."""
    chance = random.Random(seed)
    texts, killed, whole = folder / "texts", folder / "killed", folder / "whole"
    texts.mkdir()
    complaints: list[str] = []
    landed = 0
    for round_ in itertools.count():
        if landed >= kills:
            break
        _write(texts, articles, round_)
        done, seconds = _run(texts, whole, workers, quick)
        stored: Counter[str] = Counter()
        before = landed
        for _ in range(_KILLS_A_ROUND):
            some, hit = _kill(chance, seconds, texts, killed, workers, quick)
            stored.update(name for status, name in some if status in _WRITTEN)
            landed += hit
        last, _ = _run(texts, killed, workers, quick)
        stored.update(name for status, name in last if status in _WRITTEN)
        complaints += [f"stored {times} times: {name}" for name, times in stored.items() if times > 1]
        if sorted(name for _, name in last) != sorted(name for _, name in done):
            complaints.append("the last build did not come to all documents")
        ours, theirs = _quads(killed), _quads(whole)
        complaints += [f"missing: {quad}" for quad in list(theirs - ours)[:5]]
        complaints += [f"too much: {quad}" for quad in list(ours - theirs)[:5]]
        statuses = Counter(status for status, _ in done)
        say(
            f"build {round_ + 1}: {dict(statuses)} in {seconds:.1f} s unkilled, {landed - before} kills; "
            f"{len(ours):,} quads, {'other' if ours != theirs else 'the same'} ones"
        )
    return complaints


_KILLS_A_ROUND = 4
_WRITTEN = frozenset({Status.STORED, Status.REPLACED})


def _write(texts: Path, articles: int, round_: int) -> None:
    """All texts at first; in each round after it every other one is another."""
    for number in range(articles):
        if round_ == 0 or number % 2 == round_ % 2:
            (texts / f"{number}.txt").write_text(_text(number + articles * round_), encoding="utf-8")
    shutil.copy(texts / "0.txt", texts / "copy.txt")


def _text(number: int) -> str:
    return f"Новость {number}\n\n" + "".join(
        _SENTENCE.format(day=1 + number % 28, n=100 * number + k) for k in range(8)
    )


def _start(texts: Path, store: Path, workers: int, quick: bool) -> "subprocess.Popen[str]":
    command = [sys.executable, __file__, "--child", str(texts), str(store), "--workers", str(workers)]
    command += ["--quick"] if quick else []
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert run.stdout is not None
    run.stdout.readline()  # it begins
    return run


def _run(texts: Path, store: Path, workers: int, quick: bool) -> tuple[list[tuple[str, str]], float]:
    """A build that nobody kills: status and name of each document, and how long it worked."""
    run = _start(texts, store, workers, quick)
    began = time.monotonic()
    out, _ = run.communicate()
    if run.returncode != 0:
        raise RuntimeError(f"a build that nobody kills fails with exit code {run.returncode}")
    return _told(out), time.monotonic() - began


def _kill(
    chance: random.Random, seconds: float, texts: Path, store: Path, workers: int, quick: bool
) -> tuple[list[tuple[str, str]], bool]:
    """What a build that is killed said that it did, and whether it was killed before it was done."""
    run = _start(texts, store, workers, quick)
    hit = False
    try:
        out, _ = run.communicate(timeout=chance.uniform(0, seconds))
    except subprocess.TimeoutExpired:
        hit = True
        if chance.random() < 0.5:
            os.killpg(run.pid, signal.SIGKILL)
        else:
            run.kill()
        out, _ = run.communicate()
    return _told(out), hit


def _told(out: str) -> list[tuple[str, str]]:
    lines = [line.split() for line in out.splitlines(keepends=True) if line.endswith("\n")]
    return [(status, name) for status, name in lines]


def _child(texts: Path, store: Path, workers: int, quick: bool) -> None:
    """A build that prints what becomes of each document as soon as it is known."""
    print("begins", flush=True)
    with EmbeddedStore(store) as graph:
        build(
            read_documents([texts]),
            graph,
            extract=quick_read if quick else real_read,
            workers=workers,
            limits=Limits(),
            preload=() if quick else PRELOAD,
            on_progress=lambda outcome: print(outcome.status, Path(outcome.name).name, flush=True),
        )


def quick_read(documents: Iterable[Document]) -> Iterator[Extraction]:
    """Reads made-up texts: who says what is in quotation marks."""
    china = Actor("actor/Q148", ActorType.STATE, "Китай", (), ("http://www.wikidata.org/entity/Q148",))
    for document in documents:
        text = document.text
        claims = []
        for found in re.finditer("«([^»]+)»", text):
            span = Span(*found.span(1))
            claims.append(
                Claim(claim_id(china.id, span.of(text)), span, span.of(text), QuotationType.DIRECT, china.id, "сказал")
            )
        article = Article(article_id(text), text, text.splitlines()[0])
        yield Extraction(document, article, (china,), claims=tuple(claims))


def _quads(store: Path) -> set[Quad]:
    with EmbeddedStore(store, read_only=True) as graph:
        return {quad for quad in graph.quads() if quad.predicate != PROV.endedAtTime}


if __name__ == "__main__":
    main()
