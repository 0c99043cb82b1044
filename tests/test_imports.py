"""Imports: merging two graphs gives what one build of both gives."""

import datetime
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from pyoxigraph import Quad

from kg.build import build
from kg.exports import export
from kg.identifiers import DEFAULT_BASE
from kg.imports import GraphImportError, Imported, import_file
from kg.model import Document, EventType, Extraction
from kg.stores import EmbeddedStore, Store
from tests.graphs import CHINA, KAZAKHSTAN, TOKAYEV, WEI, Reading, document

FIRST = document("a.txt", "Токаев встретился с Вэй Фэнхэ.")
SHARED = document("b.txt", "Китай помог Казахстану. «Китай поможет», — сказал Вэй.")
LAST = document("c.txt", "Китай обвинил Казахстан.")


def extract(documents: Iterable[Document]) -> Iterator[Extraction]:
    """Stands for the extraction pipeline."""
    for given in documents:
        reading = Reading(given.text, given=given, day="2022-04-26")
        if "встретился" in given.text:
            reading.mention("Токаев", TOKAYEV)
            reading.does([TOKAYEV, WEI], EventType.CONSULT, "встретился", day="2022-04-25")
        if "помог " in given.text:
            reading.does([CHINA], EventType.AID, "помог", [KAZAKHSTAN])
            reading.says(WEI, "Китай поможет", about=[CHINA])
        if "обвинил" in given.text:
            reading.does([CHINA], EventType.ACCUSE, "обвинил", [KAZAKHSTAN], day="2022-04-26")
        yield reading.extraction()


Build = Callable[..., Store]


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Build]:
    """Builds a store of some documents, all read in a given hour."""
    opened: list[EmbeddedStore] = []

    def make(*batches: Sequence[Document], hours: Sequence[int] = (1, 2), version: str = "1") -> Store:
        store = EmbeddedStore(tmp_path / f"store{len(opened)}")
        opened.append(store)
        for batch, hour in zip(batches, hours, strict=False):
            now = datetime.datetime(2024, 1, 1, hour, tzinfo=datetime.UTC)
            build(batch, store, extract=extract, now=lambda now=now: now, version=version)  # type: ignore[misc]
        return store

    yield make
    for store in opened:
        store.close()


def exported(store: Store, path: Path, format_: str = "nquads") -> Path:
    with path.open("wb") as file:
        export(store, format_, file)
    return path


def quads(store: Store) -> set[Quad]:
    return set(store.quads())


@pytest.mark.parametrize(("format_", "suffix"), [("nquads", ".nq"), ("trig", ".trig")])
def test_what_was_exported_comes_back(built: Build, tmp_path: Path, format_: str, suffix: str) -> None:
    store, empty = built([FIRST, SHARED]), built()
    assert import_file(exported(store, tmp_path / f"graph{suffix}", format_), empty).added == 2
    assert quads(empty) == quads(store)


def test_merging_two_graphs_is_building_both_inputs(built: Build, tmp_path: Path) -> None:
    one, other = built([FIRST, SHARED]), built([SHARED, LAST], hours=[2])
    both = built([FIRST, SHARED], [SHARED, LAST])
    done = import_file(exported(other, tmp_path / "other.nq"), one)
    assert quads(one) == quads(both)
    assert (done.added, done.replaced, done.kept) == (1, 0, 1)


def test_doing_it_again_changes_nothing(built: Build, tmp_path: Path) -> None:
    one, other = built([FIRST]), built([SHARED, LAST])
    path = exported(other, tmp_path / "other.nq")
    import_file(path, one)
    before = quads(one)
    assert import_file(path, one) == Imported(added=0, replaced=0, kept=2, quads=0)
    assert quads(one) == before


@pytest.mark.parametrize("newer", [True, False])
def test_of_two_versions_readings_the_later_stays(built: Build, tmp_path: Path, newer: bool) -> None:
    old, new = built([SHARED], hours=[1], version="1"), built([SHARED], hours=[5], version="2")
    source, target = (new, old) if newer else (old, new)
    wanted = quads(new)
    done = import_file(exported(source, tmp_path / "graph.nq"), target)
    assert (done.replaced, done.kept) == ((1, 0) if newer else (0, 1))
    assert quads(target) == wanted


def test_the_order_of_the_lines_means_nothing(built: Build, tmp_path: Path) -> None:
    store, empty = built([FIRST, SHARED, LAST]), built()
    path = exported(store, tmp_path / "graph.nq")
    path.write_bytes(b"".join(sorted(path.read_bytes().splitlines(keepends=True))))
    import_file(path, empty)
    assert quads(empty) == quads(store)


def refused(path: Path, store: Store, message: str, base: str = DEFAULT_BASE) -> None:
    before = quads(store)
    with pytest.raises(GraphImportError, match=message):
        import_file(path, store, base=base)
    assert quads(store) == before


def test_a_broken_file_changes_nothing(built: Build, tmp_path: Path) -> None:
    path = exported(built([FIRST, LAST]), tmp_path / "graph.nq")
    path.write_bytes(path.read_bytes()[:-20])
    refused(path, built([SHARED]), "graph.nq: line .*; nothing was imported")


def test_what_kg_did_not_write_is_refused(built: Build, tmp_path: Path) -> None:
    store, path = built([SHARED]), tmp_path / "other.nq"
    path.write_text('<http://example.org/s> <http://example.org/p> "o" .\n')
    refused(path, store, "statements outside of every named graph")
    path.write_text('<http://example.org/s> <http://example.org/p> "o" <http://example.org/g> .\n')
    refused(path, store, "the graph <http://example.org/g> is no article's")
    refused(tmp_path / "graph.ttl", store, r"graph.ttl: the suffix tells no format .* \.nq, \.trig")


def test_another_base_is_named(built: Build, tmp_path: Path) -> None:
    path = exported(built([FIRST]), tmp_path / "graph.nq")
    refused(path, built(), "give it with --base", base="http://example.org/")


def test_a_load_of_new_articles_that_is_killed_leaves_none_of_them(built: Build, tmp_path: Path) -> None:
    file = exported(built([FIRST, SHARED]), tmp_path / "graph.nq")
    folder = tmp_path / "killed"
    with EmbeddedStore(folder) as store:
        import_file(exported(built([LAST]), tmp_path / "last.nq"), store)
        before = set(store.quads())
    script = """
        import os, signal, sys
        from pathlib import Path
        from kg.imports import import_file
        from kg.stores import EmbeddedStore
        store = EmbeddedStore(Path(sys.argv[2]))
        Path.unlink = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)  # when the note of the load would go
        import_file(Path(sys.argv[1]), store)
        """
    killed = subprocess.run([sys.executable, "-c", textwrap.dedent(script), file, folder], check=False)
    assert killed.returncode == -signal.SIGKILL and (folder / "loading").exists()
    with EmbeddedStore(folder, read_only=True) as reader:  # which finds no writer, and so looks what is to be done
        assert {quad for quad in reader.quads() if "/graph/" not in str(quad.graph_name)} == {
            quad for quad in before if "/graph/" not in str(quad.graph_name)
        }
    with EmbeddedStore(folder) as store:
        assert import_file(file, store).added == 2
        assert all(store.has_graph(graph) for graph in built([FIRST, SHARED]).graphs())


def test_an_article_that_breaks_a_shape_is_found_where_it_is_asked_for(built: Build, tmp_path: Path) -> None:
    file = exported(built([FIRST]), tmp_path / "graph.nq")
    file.write_text("".join(line for line in file.read_text().splitlines(True) if "/title>" not in line))
    with EmbeddedStore(tmp_path / "store") as store:
        with pytest.raises(GraphImportError, match="breaks the shapes"):
            import_file(file, store, check=True)
        assert len(store) == 0
        assert import_file(exported(built([FIRST]), tmp_path / "good.nq"), store, check=True).added == 1
