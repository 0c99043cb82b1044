"""What the text index and the counts have in common: they follow a store, whatever happens to their files."""

import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.aggregates import Aggregates
from kg.companion import Companion, CompanionBehindError, CompanionError
from kg.rdf.vocabulary import KG
from kg.textsearch import Search
from kg.textsearch.index import TextIndex

EX = "http://example.org/"
GRAPH = NamedNode(EX + "g")


def store(*claims: str, graph: NamedNode | DefaultGraph = GRAPH) -> Store:
    """Statements of one actor, by their texts."""
    memory = Store()
    for text in claims:
        claim = NamedNode(EX + text)
        memory.add(Quad(claim, KG.speaker, NamedNode(EX + "a"), graph))
        memory.add(Quad(claim, KG.text, Literal(text), graph))
    return memory


@pytest.fixture(params=[TextIndex, Aggregates])
def kind(request: pytest.FixtureRequest) -> type[Companion]:
    found: type[Companion] = request.param
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "beside.sqlite"


@pytest.fixture
def companion(kind: type[Companion], path: Path) -> Iterator[Companion]:
    with kind(path) as opened:
        yield opened


def number(companion: Companion, snapshot: int = 1) -> int:
    """Of the statements that it knows."""
    if isinstance(companion, TextIndex):
        return len(companion.search(Search.parse("мост"), snapshot))
    assert isinstance(companion, Aggregates)
    return sum(one.statements for one in companion.most_quoted())


def test_it_follows_what_is_noted_and_nothing_else(companion: Companion) -> None:
    companion.catch_up(store("мост"), 1)
    assert number(companion) == 1 and not companion.is_behind(1)
    companion.note([GRAPH], 2)
    assert companion.is_behind(2) and not companion.is_behind(1)
    companion.catch_up(store("мост", "моста"), 1)
    assert number(companion) == 1
    companion.catch_up(store("мост", "моста"), 2)
    assert number(companion, 2) == 2
    companion.note([NamedNode(EX + "other")], 3)
    companion.catch_up(store(), 3)
    assert number(companion, 3) == 2


def test_the_default_graph_may_be_noted(companion: Companion) -> None:
    companion.catch_up(store("мост"), 1)
    companion.note([DefaultGraph(), GRAPH], 2)
    companion.catch_up(store("мост", "моста"), 2)
    assert number(companion, 2) == 2


@pytest.mark.parametrize("damage", [b"", b"this is no database" * 1000, None])
def test_a_file_that_is_missing_or_broken_is_made_anew(kind: type[Companion], path: Path, damage: bytes | None) -> None:
    with kind(path) as first:
        first.catch_up(store("мост"), 1)
    path.unlink()
    if damage is not None:
        path.write_bytes(damage)
    with kind(path) as second:
        assert second.is_behind(1)
        second.catch_up(store("мост", "моста"), 1)
        assert number(second) == 2


@pytest.mark.parametrize("change", ["UPDATE about SET version = 'older'", "DELETE FROM about", "DROP TABLE stale"])
def test_a_file_of_another_version_is_made_anew(kind: type[Companion], path: Path, change: str) -> None:
    with kind(path) as first:
        first.catch_up(store("мост"), 1)
    with sqlite3.connect(path) as database:
        database.execute(change)
    database.close()
    with kind(path) as second:
        second.catch_up(store("мост", "моста"), 1)
        assert number(second) == 2


def test_a_file_that_is_removed_while_it_is_open_is_made_anew_and_notes_reach_it(
    kind: type[Companion], companion: Companion, path: Path
) -> None:
    companion.catch_up(store("мост"), 1)
    with kind(path) as other:
        assert number(other) == 1
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        companion.catch_up(store("мост"), 1)
        other.note([GRAPH], 2)
        companion.catch_up(store("мост", "моста"), 2)
        assert number(companion, 2) == number(other, 2) == 2


def test_one_at_a_time_brings_it_up(companion: Companion, path: Path) -> None:
    script = """
        import sys, time
        from pathlib import Path
        from kg.exclusion import alone
        with alone(Path(sys.argv[1]).with_suffix(".lock")):
            print("held", flush=True)
            time.sleep(60)
        """
    holder = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script), path], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        with pytest.raises(CompanionBehindError, match="ask again in a while"):
            companion.catch_up(store("мост"), 1, patience=0.1)
    finally:
        holder.kill()
        holder.wait()
    companion.catch_up(store("мост"), 1, patience=0.1)
    assert number(companion) == 1


def test_what_can_not_be_opened_is_told_with_the_remedy(kind: type[Companion], tmp_path: Path) -> None:
    with (
        kind(tmp_path / "nowhere" / "beside.sqlite") as companion,
        pytest.raises(CompanionError, match=r"beside\.sqlite: .* run `kg store optimize`"),
    ):
        companion.is_behind(1)
