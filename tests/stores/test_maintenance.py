"""Backup, restore, optimise, statistics: of a store that is in use."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from typer.testing import CliRunner

from kg.cli import app
from kg.rdf.vocabulary import KG
from kg.stores import EmbeddedStore, StoreError, open_store
from kg.stores.journal import Journal
from kg.stores.maintenance import backup, restore, statistics

EX = "http://example.org/"


def graph(number: int, size: int = 20) -> tuple[NamedNode, list[Quad]]:
    name = NamedNode(f"{EX}article/{number}")
    claims = (NamedNode(f"{EX}claim/{number}-{i}") for i in range(size))
    return name, [Quad(claim, KG.text, Literal(f"мост номер {number}"), name) for claim in claims]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with open_store(tmp_path / "store") as store:
        for number in range(5):
            store.replace(*graph(number))
        with Journal.beside(store.location) as journal:
            journal.record([("a.txt", "0" * 64, f"{EX}article/1")])
    yield tmp_path / "store"


def test_a_backup_is_a_store_of_its_own(folder: Path, tmp_path: Path) -> None:
    done = backup(folder, tmp_path / "backup")
    assert done.size > 0 and not done.is_behind
    shutil.rmtree(folder)
    with open_store(tmp_path / "backup") as store:
        assert len(store) == 100
        store.replace(*graph(9))
        assert len(store.search("мосты", limit=200)) == 120
    with Journal.beside(str(tmp_path / "backup")) as journal:
        assert journal.reading("a.txt") == ("0" * 64, f"{EX}article/1")


def test_a_backup_is_made_beside_a_writer_and_does_not_change_with_the_store(folder: Path, tmp_path: Path) -> None:
    with EmbeddedStore(folder) as writer:
        writer.replace(*graph(6))
        writer.publish()
        assert not backup(folder, tmp_path / "backup").is_behind
        writer.update("DROP ALL")
        writer.optimise()
    with open_store(tmp_path / "backup", read_only=True) as store:
        assert len(store) == 120


def test_what_a_build_has_not_published_is_told_of(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.stores.maintenance._PATIENCE", 0.1)
    with open_store(folder) as writer:
        writer.replace(*graph(6))
        done = backup(folder, tmp_path / "backup")
    assert done.is_behind
    assert len(EmbeddedStore(done.folder, read_only=True)) == 100


def test_restore_brings_back_what_was_there(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "backup")
    with open_store(folder) as store:
        store.update("DROP ALL")
    with pytest.raises(StoreError, match="something already"):
        restore(tmp_path / "backup", folder)
    assert restore(tmp_path / "backup", folder, replace=True) == 100
    assert restore(tmp_path / "backup", tmp_path / "other") == 100
    for place in (folder, tmp_path / "other"):
        with open_store(place) as store:
            assert len(store) == 100
            store.update("DROP ALL")
    with open_store(tmp_path / "backup", read_only=True) as store:
        assert len(store) == 100


def test_restore_of_a_backup_that_was_written_to_takes_what_is_in_it(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "backup")
    with open_store(tmp_path / "backup") as store:
        store.replace(*graph(7))
    assert restore(tmp_path / "backup", tmp_path / "other") == 120
    with open_store(tmp_path / "other", read_only=True) as store:
        assert len(store) == 120


def test_a_store_that_is_written_to_is_not_replaced(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "backup")
    with open_store(folder) as writer:
        with pytest.raises(StoreError, match="another program has it open"):
            restore(tmp_path / "backup", folder, replace=True)
        assert len(writer) == 100


@pytest.mark.parametrize("target", ["store", "store/kg-store.json"])
def test_nothing_that_is_there_is_overwritten(folder: Path, tmp_path: Path, target: str) -> None:
    with pytest.raises(StoreError, match="something already"):
        backup(folder, tmp_path / target)
    assert len(EmbeddedStore(folder, read_only=True)) == 100


def test_what_is_no_backup_is_not_restored(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no backup"):
        restore(tmp_path / "none", folder, replace=True)
    (tmp_path / "notes").mkdir()
    with pytest.raises(StoreError, match="no store of kg"):
        restore(tmp_path / "notes", folder, replace=True)
    assert len(EmbeddedStore(folder, read_only=True)) == 100


def test_optimising_frees_what_was_deleted(folder: Path) -> None:
    with EmbeddedStore(folder) as store:
        store.replace(*graph(1, 20_000))
        store.flush()
        store.replace(*graph(1, 1))
        store.flush()
        before = statistics(folder)
        store.optimise()
        after = statistics(folder)
    assert after.quads == before.quads == 81
    assert after.quad_bytes + after.copy_bytes < before.quad_bytes + before.copy_bytes


def test_the_commands(folder: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        done = CliRunner().invoke(app, ["store", *arguments], env={"COLUMNS": "100"})
        assert done.exit_code == 0, done.output
        return done.output

    assert "shared" in run("backup", str(tmp_path / "backup"), "--store", str(folder))
    assert "100 quads" in run("restore", str(tmp_path / "backup"), "--store", str(folder), "--replace")
    run("optimize", "--store", str(folder))
    assert "100" in run("stats", "--store", str(folder))


def test_a_server_is_not_backed_up(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["store", "backup", str(tmp_path / "b"), "--store", "http://h/sparql"])
    assert isinstance(done.exception, StoreError) and "on the server" in str(done.exception)
