"""The embedded store: whole writes, several readers, messages that help."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions

from kg.stores import Store, StoreError, open_store
from kg.stores.dataset import names_dataset

EX = "http://example.org/"
G1, G2 = NamedNode(EX + "article/1"), NamedNode(EX + "article/2")
P = NamedNode(EX + "p")


def quad(number: int, graph: NamedNode = G1, word: str = "слово") -> Quad:
    return Quad(NamedNode(f"{EX}s{number}"), P, Literal(f"{word} {number}", language="ru"), graph)


def values(store: Store, query: str, **dataset: object) -> list[str]:
    result = store.query(query, **dataset)  # type: ignore[arg-type]
    assert isinstance(result, QuerySolutions)
    return sorted(row[0].value for row in result)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store") as opened:
        yield opened


def test_what_is_stored_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as store:
        store.replace(G1, [quad(1), quad(2)])
    with open_store(tmp_path / "store") as store:
        assert set(store.quads()) == {quad(1), quad(2)}
        assert list(store.graphs()) == [G1]
        assert len(store) == 2


@pytest.mark.parametrize("quads", [10, 10_000], ids=["few", "many"])
def test_a_load_takes_pieces_as_they_come(store: Store, tmp_path: Path, quads: int) -> None:
    given = [quad(number, graph) for graph in (G1, G2) for number in range(quads)]
    store.load((f"{one} .\n".encode() for one in given), [G1, G2])
    assert set(store.quads()) == set(given)
    assert not list((tmp_path / "store").glob("loading*"))


def test_a_load_whose_pieces_fail_leaves_nothing(store: Store, tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield "".join(f"{quad(number)} .\n" for number in range(10_000)).encode()
        raise OSError("the disk is gone")

    with pytest.raises(StoreError, match="the disk is gone"):
        store.load(broken(), [G1])
    assert len(store) == 0
    assert not list((tmp_path / "store").glob("loading*"))


def test_replace_takes_away_what_was_there_and_nothing_else(store: Store) -> None:
    store.replace(G1, [quad(1), quad(2)])
    store.replace(G2, [quad(1, G2)])
    store.replace(G1, [quad(2), quad(3)])
    assert set(store.quads(G1)) == {quad(2), quad(3)}
    assert set(store.quads(G2)) == {quad(1, G2)}


def test_replace_with_nothing_removes_the_graph(store: Store) -> None:
    store.replace(G1, [quad(1)])
    store.replace(G1, [])
    assert list(store.graphs()) == []
    assert len(store) == 0


def test_replace_keeps_every_character(store: Store) -> None:
    texts = ['«цитата» "в" \\кавычках\\', "строка\nи\tтабуляция\r", "\u2028 \x08 \x7f", "'''", "🇰🇿", "} ; DROP ALL"]
    store.replace(G1, [quad(0)])
    store.replace(G1, [Quad(NamedNode(f"{EX}{i}"), P, Literal(text), G1) for i, text in enumerate(texts)])
    assert sorted(q.object.value for q in store.quads() if isinstance(q.object, Literal)) == sorted(texts)


def test_an_error_amid_the_quads_leaves_the_old_graph_whole(store: Store) -> None:
    def broken() -> Iterator[Quad]:
        yield quad(7)
        raise RuntimeError("the reader broke")

    store.replace(G1, [quad(1), quad(2)])
    with pytest.raises(RuntimeError, match="the reader broke"):
        store.replace(G1, broken())
    assert set(store.quads()) == {quad(1), quad(2)}


@pytest.mark.parametrize("stray", [quad(2, G2), Quad(NamedNode(EX + "s"), P, BlankNode("b"), DefaultGraph())])
def test_a_quad_of_another_graph_is_refused_and_nothing_written(store: Store, stray: Quad) -> None:
    with pytest.raises(ValueError, match="not of the graph"):
        store.replace(G1, [quad(1), stray])
    assert len(store) == 0


def test_add_is_a_set_union_all_or_nothing(store: Store) -> None:
    def broken() -> Iterator[Quad]:
        yield quad(3)
        raise RuntimeError("the reader broke")

    store.add([quad(1), quad(2)])
    store.add([quad(2), quad(2), quad(1)])
    with pytest.raises(RuntimeError):
        store.add(broken())
    assert set(store.quads()) == {quad(1), quad(2)}


def test_queries_see_the_union_of_the_graphs_unless_a_dataset_is_named(store: Store) -> None:
    store.replace(G1, [quad(1)])
    store.replace(G2, [quad(2, G2)])
    everything = "SELECT ?o { ?s ?p ?o }"
    assert values(store, everything) == ["слово 1", "слово 2"]
    assert values(store, everything, union=False) == []
    assert values(store, everything, default_graphs=[G2]) == ["слово 2"]
    assert values(store, everything, named_graphs=[G2]) == []
    assert values(store, "SELECT ?o { GRAPH ?g { ?s ?p ?o } }", named_graphs=[G2]) == ["слово 2"]
    assert values(store, f"SELECT ?o FROM {G1} {{ ?s ?p ?o }}") == ["слово 1"]
    assert values(store, f"SELECT ?o FROM NAMED {G1} {{ GRAPH ?g {{ ?s ?p ?o }} }}") == ["слово 1"]
    assert values(store, f"SELECT ?o FROM {G1} {{ ?s ?p ?o }}", default_graphs=[G2]) == ["слово 2"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?from { ?from ?p 'слово FROM там' }",
        "PREFIX from: <http://example.org/from> SELECT * { ?s from:from ?o } # FROM <x>",
        'SELECT * { ?s ?p """ FROM <x> " """ }',
    ],
)
def test_the_word_from_elsewhere_names_no_dataset(query: str) -> None:
    assert not names_dataset(query)
    assert names_dataset(
        query.replace("SELECT * {", "SELECT * fRoM <x> {").replace("SELECT ?from {", "SELECT ?x FROM from:x {")
    )


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1234/sparql> { ?s ?p ?o } }",
        "SELECT * { FILTER(1<2)service silent ?x{ ?s ?p ?o } }",
        r"SELECT * { \u0053ERVICE <http://127.0.0.1:1234/sparql> { ?s ?p ?o } }",
        'SELECT * { ?s ?p "#" . SERVICE <http://127.0.0.1:1234/#> { ?s ?p ?o } }',
    ],
)
def test_no_query_reaches_into_the_network(store: Store, query: str) -> None:
    with pytest.raises(StoreError, match="SERVICE is off"):
        store.query(query)


def test_a_broken_query_says_where(store: Store) -> None:
    with pytest.raises(SyntaxError, match="1:1"):
        store.query("SELECT WHERE")


def test_an_unknown_function_is_an_error_of_the_query(store: Store) -> None:
    store.replace(G1, [quad(1)])
    with pytest.raises(StoreError, match="change the query"):
        store.query("SELECT (<http://example.org/f>(?o) AS ?x) { ?s ?p ?o }")


def test_readers_open_beside_a_writer_and_see_what_was_published_then(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with open_store(folder) as writer:
        writer.replace(G1, [quad(1)])
        with open_store(folder, read_only=True) as reader:
            assert len(reader) == 0
        writer.flush()
        with open_store(folder, read_only=True) as reader:
            writer.replace(G1, [quad(2), quad(3)])
            assert set(reader.quads()) == {quad(1)}
            with pytest.raises(StoreError, match="reading only"):
                reader.add([quad(4)])
        writer.flush()
        with open_store(folder, read_only=True) as reader:
            assert set(reader.quads()) == {quad(2), quad(3)}


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with open_store(tmp_path / "store"), pytest.raises(StoreError, match=r"store: .*another program has it open"):
        open_store(tmp_path / "store")


def test_a_closed_store_says_so_and_lets_others_in(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    store.close()
    with pytest.raises(StoreError, match="closed"):
        len(store)
    open_store(tmp_path / "store").close()


def test_reading_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="kg build"):
        open_store(tmp_path / "none", read_only=True)
    assert not (tmp_path / "none").exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("заметки")
    with pytest.raises(StoreError, match="no store of kg"):
        open_store(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="file"):
        open_store(tmp_path / "file")


@pytest.mark.parametrize(
    ("format_", "message"),
    [(99, r"format 99 .*made by newskg 9\.9.*newer.*install that version"), (0, r"format 0.*newskg 9\.9.*kg import")],
)
def test_another_format_is_refused_with_what_to_do(tmp_path: Path, format_: int, message: str) -> None:
    open_store(tmp_path / "store").close()
    mark = tmp_path / "store" / "kg-store.json"
    mark.write_text(json.dumps({"format": format_, "made_by": "newskg 9.9"}))
    for read_only in (True, False):
        with pytest.raises(StoreError, match=message):
            open_store(tmp_path / "store", read_only=read_only)


def run(script: str, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *arguments], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


def test_a_killed_writer_leaves_each_graph_whole(tmp_path: Path) -> None:
    """The writer gives the graph anew 400 quads that all carry the same round; it is killed amid that."""
    writer = run(
        """
        import itertools, sys
        from pathlib import Path
        from pyoxigraph import Literal, NamedNode, Quad
        from kg.stores import open_store
        store = open_store(Path(sys.argv[1]))
        graph, p = NamedNode("http://example.org/article/1"), NamedNode("http://example.org/p")
        for round in itertools.count():
            subjects = [NamedNode(f"http://example.org/s{i}") for i in range(400)]
            store.replace(graph, [Quad(subject, p, Literal(round), graph) for subject in subjects])
            print(round, flush=True)
        """,
        str(tmp_path / "store"),
    )
    assert writer.stdout is not None
    stored = [int(writer.stdout.readline()) for _ in range(20)][-1]
    os.kill(writer.pid, signal.SIGKILL)
    stored = max(
        [stored, *(int(line) for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n"))]
    )
    writer.wait()
    with open_store(tmp_path / "store") as store:
        quads = list(store.quads(G1))
    rounds = {int(quad.object.value) for quad in quads if isinstance(quad.object, Literal)}
    assert len(quads) == 400
    assert len(rounds) == 1
    assert rounds.pop() in {stored, stored + 1}


def test_a_full_disk_keeps_what_was_stored_and_says_what_to_do(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: RocksDB gets an error when it writes."""
    writer = run(
        """
        import resource, signal, sys
        from pathlib import Path
        from pyoxigraph import Literal, NamedNode, Quad
        from kg.stores import StoreError, open_store
        store = open_store(Path(sys.argv[1]))
        p = NamedNode("http://example.org/p")
        def graph(number):
            name = NamedNode(f"http://example.org/article/{number}")
            subjects = [NamedNode(f"http://example.org/s{i}") for i in range(50)]
            return name, [Quad(subject, p, Literal(f"{number} {subject}" * 3), name) for subject in subjects]
        store.replace(*graph(1))
        store.flush()
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            for number in range(2, 1000):
                store.replace(*graph(number))
        except StoreError as error:
            print(error)
        """,
        str(tmp_path / "store"),
    )
    message, _ = writer.communicate(timeout=120)
    assert f"{tmp_path / 'store'}: the store can't write" in message
    assert "make room on the disk" in message
    with open_store(tmp_path / "store") as store:
        sizes = {len(list(store.quads(graph))) for graph in store.graphs()}
        assert G1 in set(store.graphs())
        assert sizes == {50}
