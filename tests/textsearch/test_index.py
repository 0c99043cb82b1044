"""The index beside a store: true of what was written, however it was written, and whoever was killed."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad
from pyoxigraph import Store as Memory

from kg.companion import CompanionBehindError
from kg.rdf.vocabulary import DCTERMS, KG, NIF, RDFS
from kg.stores import EmbeddedStore, Store, open_store
from kg.textsearch import Kind, Search, index
from kg.textsearch.index import TextIndex

EX = "http://example.org/"
G1, G2 = NamedNode(EX + "article/1"), NamedNode(EX + "article/2")


def claim(number: int, text: str, graph: NamedNode = G1) -> Quad:
    return Quad(NamedNode(f"{EX}claim/{number}"), KG.text, Literal(text, language="ru"), graph)


def found(store: Store, words: str, **options: object) -> list[str]:
    return [hit.subject.removeprefix(EX) for hit in store.search(words, **options)]  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def store(folder: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(folder) as opened:
        yield opened


def test_word_forms_are_found_the_best_first(store: Store) -> None:
    store.add([claim(1, "Мы ждём поддержки"), claim(2, "Поддержку, поддержку и поддержку!"), claim(3, "Мы не ждём")])
    assert found(store, "поддержка") == ["claim/2", "claim/1"]
    assert found(store, "поддержка ждать") == ["claim/1"]
    assert found(store, "ждать -поддержка") == ["claim/3"]
    assert found(store, '"не ждать"') == ["claim/3"]
    assert found(store, "подд*", limit=1) == ["claim/2"]


def test_kinds_of_texts(store: Store) -> None:
    thing = NamedNode(EX + "thing")
    for property, text in (
        (KG.text, "мост"),
        (RDFS.label, "Мост"),
        (DCTERMS.title, "О мосте"),
        (NIF.isString, "Был мост."),
    ):
        store.add([Quad(thing, property, Literal(text), G1)])
    assert {hit.kind for hit in store.search("мосты")} == set(Kind)
    (hit,) = store.search("мосты", kinds=[Kind.TITLE])
    assert (hit.literal, hit.kind) == (Literal("О мосте"), Kind.TITLE)


@pytest.mark.parametrize(
    "update",
    [
        f"PREFIX a: <{EX}article/> "
        f"DELETE DATA {{ GRAPH <{G1.value}> {{ <{EX}claim/1> <{KG.text.value}> 'старый мост'@ru }} }} ; "
        f"INSERT DATA {{ GRAPH a:1 {{ <{EX}claim/1> <{KG.text.value}> 'новый завод' }} }}",
        f"DELETE {{ GRAPH ?g {{ ?c ?p ?o }} }} INSERT {{ GRAPH ?g {{ ?c ?p 'новый завод' }} }} WHERE {{ GRAPH ?g {{ "
        f"?c ?p ?o . FILTER(?p = <{KG.text.value}>) }} }}",
        f"DROP ALL ; INSERT DATA {{ <{EX}claim/1> <{KG.text.value}> 'новый завод' }}",
    ],
)
def test_it_follows_every_update(store: Store, folder: Path, update: str) -> None:
    store.add([claim(1, "старый мост")])
    assert found(store, "мост") == ["claim/1"]
    store.update(update)
    assert found(store, "мост") == []
    assert found(store, "завод") == ["claim/1"]


def test_a_text_stays_as_long_as_it_stands_in_some_graph(store: Store) -> None:
    store.replace(G1, [claim(1, "мост")])
    store.replace(G2, [claim(1, "мост", G2)])
    assert found(store, "мост") == ["claim/1"]
    store.replace(G1, [])
    assert found(store, "мост") == ["claim/1"]
    store.replace(G2, [])
    assert found(store, "мост") == []


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_graphs_that_are_brought_up_together_share_texts(
    store: Store, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_BATCH", batch)
    graphs = [NamedNode(f"{EX}article/{number}") for number in range(5)]
    for graph in graphs:
        store.add([claim(0, "Общее", graph), claim(int(graph.value[-1]) + 1, "Своё", graph)])
    assert found(store, "общий") == ["claim/0"]
    assert sorted(found(store, "свой")) == [f"claim/{number}" for number in range(1, 6)]
    for graph in graphs[:4]:
        store.replace(graph, [claim(6, "Новое", graph)])
    assert (found(store, "общий"), found(store, "свой"), found(store, "новый")) == (
        ["claim/0"],
        ["claim/5"],
        ["claim/6"],
    )
    store.replace(graphs[4], [])
    assert (found(store, "общий"), found(store, "свой"), found(store, "новый")) == ([], [], ["claim/6"])


def test_readers_find_what_was_published(folder: Path) -> None:
    with open_store(folder) as writer:
        writer.add([claim(1, "мост")])
        writer.flush()
        with open_store(folder, read_only=True) as reader:
            assert found(reader, "мосты") == ["claim/1"]
            writer.replace(G1, [claim(2, "завод")])
            assert found(reader, "мосты") == ["claim/1"]
        writer.flush()
        with open_store(folder, read_only=True) as reader:
            assert found(reader, "мосты") == [] and found(reader, "заводы") == ["claim/2"]


@pytest.mark.parametrize("damage", [b"", b"no database", None])
def test_an_index_that_is_missing_or_broken_is_made_anew(folder: Path, damage: bytes | None) -> None:
    with open_store(folder) as store:
        store.add([claim(1, "мост")])
        store.index_texts()
    for name in ("texts.sqlite", "texts.sqlite-wal", "texts.sqlite-shm"):
        (folder / name).unlink(missing_ok=True)
    if damage is not None:
        (folder / "texts.sqlite").write_bytes(damage)
    with open_store(folder, read_only=True) as store:
        assert found(store, "мосты") == ["claim/1"]


def test_a_killed_writer_leaves_nothing_that_is_not_found(folder: Path) -> None:
    script = """
        import sys, time
        from pathlib import Path
        from pyoxigraph import Literal, NamedNode, Quad
        from kg.rdf.vocabulary import KG
        from kg.stores import open_store
        store = open_store(Path(sys.argv[1]))
        graph = NamedNode("http://example.org/article/1")
        store.index_texts()
        store.add([Quad(NamedNode("http://example.org/claim/1"), KG.text, Literal("старый мост"), graph)])
        print("written", flush=True)
        time.sleep(60)
        """
    writer = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script), str(folder)], stdout=subprocess.PIPE)
    assert writer.stdout is not None and writer.stdout.readline() == b"written\n"
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    with open_store(folder, read_only=True) as store:
        assert found(store, "мосты") == ["claim/1"]


def test_words_of_texts_that_are_gone_leave_the_file_when_it_is_optimised(store: EmbeddedStore, folder: Path) -> None:
    store.replace(G1, [claim(number, f"мост через реку {number}") for number in range(1000)])
    store.optimise()
    store.replace(G1, [claim(1, "завод")])
    before = (folder / "texts.sqlite").stat().st_size
    store.optimise()
    assert (folder / "texts.sqlite").stat().st_size < before / 2
    assert found(store, "завод") == ["claim/1"] and found(store, "мост") == []


def test_texts_that_are_gone_keep_none_of_those_that_are_there_from_being_ranked(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "MOST_RANKED", 10)
    store.add([claim(0, "мост", G2)])
    store.replace(G1, [claim(number, f"мост {number}") for number in range(1, 31)])
    assert len(found(store, "мосты", limit=5)) == 5
    store.replace(G1, [])
    assert found(store, "мосты", limit=5) == ["claim/0"]


class InterruptedReadingError(Exception):
    pass


class Interrupting:
    """A store whose reader is stopped when so many graphs have been read one by one."""

    def __init__(self, store: Memory, graphs: int) -> None:
        self._store = store
        self._left = graphs

    def quads_for_pattern(
        self,
        subject: None,
        predicate: NamedNode | None,
        object: None,
        graph_name: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        if graph_name is not None and predicate == KG.text:
            self._left -= 1
            if self._left < 0:
                raise InterruptedReadingError
        return self._store.quads_for_pattern(subject, predicate, object, graph_name)

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        return self._store.named_graphs()


@pytest.mark.parametrize("builder", [1, 2, 5])
def test_an_index_that_is_not_whole_answers_nobody(tmp_path: Path, builder: int) -> None:
    """Whoever reads an older copy than the one whose reader began to make the index must not take it for whole."""
    memory = Memory()
    memory.extend([claim(number, "мост", NamedNode(f"{EX}article/{number}")) for number in range(60)])
    texts, search = TextIndex(tmp_path / "texts.sqlite"), Search.parse("мосты")
    for graphs in (0, 30, 30):  # at its beginning, and when some transactions are through
        with pytest.raises(InterruptedReadingError):
            texts.catch_up(Interrupting(memory, graphs), builder)
        for reader in (1, 2, 5):
            assert texts.is_behind(reader)
            with pytest.raises(CompanionBehindError):
                texts.search(search, reader)
    texts.catch_up(memory, 1)
    assert len(texts.search(search, 5, limit=100)) == 60
    texts.close()
