"""A build that is killed, or runs out of disk, and goes on: nothing that was stored is lost.

``bench/kills.py`` does a hundred kills, with the language models and processes that read.
"""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

from pyoxigraph import Quad

from kg.build import build
from kg.rdf.vocabulary import PROV
from kg.stores import EmbeddedStore, Store
from tests.graphs import document
from tests.test_build import extract

ROOT = Path(__file__).parent.parent


def test_kills_at_random_moments_change_nothing(tmp_path: Path) -> None:
    script = ROOT / "bench" / "kills.py"
    done = subprocess.run(
        [sys.executable, str(script), "--kills", "3", "--workers", "0", "--quick"],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr  # the seed is among the first


def test_a_disk_that_is_full_ends_the_build_and_loses_nothing(tmp_path: Path) -> None:
    """The system lets no file grow beyond a size, as a full disk does."""
    script = """
        import resource, signal, sys
        from kg.build import build
        from kg.cli import people
        from kg.stores import StoreError, open_store
        from tests.graphs import document
        from tests.test_build import extract
        documents = [document(f"/news/{i}.txt", f"Токаев отдыхает {i}.") for i in range(400)]
        try:
            with open_store(sys.argv[1]) as store:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
                build(documents, store, extract=extract, on_progress=lambda outcome: print(outcome.name, flush=True))
        except StoreError as error:
            print("refused:", error)
        """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(tmp_path / "full")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    *stored, refusal = done.stdout.splitlines()
    assert refusal.startswith("refused:"), done.stderr
    assert str(tmp_path / "full") in refusal
    assert 1 <= len(stored) < 400

    documents = [document(f"/news/{i}.txt", f"Токаев отдыхает {i}.") for i in range(400)]
    with EmbeddedStore(tmp_path / "full") as full, EmbeddedStore(tmp_path / "fresh") as fresh:
        summary = build(documents, full, extract=extract)
        build(documents, fresh, extract=extract)
        assert summary.unchanged >= len(stored)
        assert without_times(full) == without_times(fresh)


def without_times(store: Store) -> set[Quad]:
    return {quad for quad in store.quads() if quad.predicate != PROV.endedAtTime}
