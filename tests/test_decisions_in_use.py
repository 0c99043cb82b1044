"""Decisions as a user works with them: files, builds, the store."""

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from kg.errors import KgError
from kg.stores import open_store
from kg.versions import reading_version
from tests.commands import kg

FIRST = "Новости\n\nИван Орлов приехал в Данию. «Мы построим мост», — сказал Иван Орлов журналистам."
SECOND = "Мост\n\nИван Иванович Орлов осудил Данию. По словам Ивана Ивановича Орлова, мост никому не нужен."


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in (("first.txt", FIRST), ("second.txt", SECOND)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def persons(store: Path) -> set[str]:
    """The ids of the persons that articles name."""
    with open_store(str(store), read_only=True) as graph:
        found = graph.query(
            "SELECT DISTINCT ?who WHERE { GRAPH ?g { ?who a <https://w3id.org/newskg/ontology#Person> . ?g ?p ?o } }"
        )
        assert isinstance(found, QuerySolutions)
        return {row["who"].value.rpartition("/")[2] for row in found}


def merge(store: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "kg.commands.actors", "merge", *arguments, "--store", str(store)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stderr


def test_a_merge_is_in_the_store_at_once(tmp_path: Path, news: Path) -> None:
    store, said = tmp_path / "store", tmp_path / "decisions.tsv"
    kg("build", news, "--store", store)
    assert persons(store) == {"ivan-orlov", "ivan-ivanovich-orlov"}
    told = merge(store, "Иван Орлов", "Иван Иванович Орлов", "--decisions", str(said))
    assert "Articles read again: 1" in told
    assert persons(store) == {"ivan-ivanovich-orlov"}


def test_a_merge_says_what_it_could_not_read_again(tmp_path: Path, news: Path) -> None:
    store, said = tmp_path / "store", tmp_path / "decisions.tsv"
    kg("build", news, "--store", store)
    (news / "first.txt").unlink()
    told = merge(store, "Иван Орлов", "Иван Иванович Орлов", "--decisions", str(said))
    assert f"kg build PATH... --decisions {said}" in told
    assert "ivan-orlov" in persons(store)


def test_a_build_notices_a_changed_file_of_decisions(tmp_path: Path, news: Path) -> None:
    store, said = tmp_path / "store", tmp_path / "decisions.tsv"
    said.write_text("same\tИван Орлов\tQ999999999\t-\tИван Иванович Орлов\n", encoding="utf-8")
    kg("build", news, "--store", store, "--decisions", said)
    assert persons(store) == {"Q999999999", "ivan-ivanovich-orlov"}
    said.write_text("same\tИван Иванович Орлов\tИван Орлов\n", encoding="utf-8")
    kg("build", news, "--store", store, "--decisions", said)
    assert persons(store) == {"ivan-orlov"}
    kg("build", news, "--store", store)
    assert persons(store) == {"ivan-orlov", "ivan-ivanovich-orlov"}


def test_different_takes_a_link_away_in_a_build(tmp_path: Path, news: Path) -> None:
    store, said = tmp_path / "store", tmp_path / "decisions.tsv"
    (news / "first.txt").write_text("Новости\n\nДмитрий Медведев приехал в Данию.", encoding="utf-8")
    (news / "second.txt").unlink()
    kg("build", news, "--store", store)
    assert persons(store) == {"Q23530"}
    said.write_text("different\tДмитрий Медведев\tQ23530\n", encoding="utf-8")
    kg("build", news, "--store", store, "--decisions", said)
    assert persons(store) == {"dmitrii-medvedev"}


def test_the_version_tells_the_files_and_not_where_they_lie(tmp_path: Path) -> None:
    one, other, same = tmp_path / "a.tsv", tmp_path / "b.tsv", tmp_path / "c.tsv"
    one.write_text("1", encoding="utf-8")
    other.write_text("2", encoding="utf-8")
    same.write_text("1", encoding="utf-8")
    assert reading_version([one]) == reading_version([same]) != reading_version([other])
    assert reading_version([one, other]) == reading_version([other, one])
    assert "+" not in reading_version([])
    with pytest.raises(KgError, match=r"none\.tsv: cannot be read"):
        reading_version([tmp_path / "none.tsv"])
