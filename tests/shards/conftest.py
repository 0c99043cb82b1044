from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad

from kg.build import build
from kg.cluster import Reading
from kg.extract.pipeline import read
from kg.identifiers import DEFAULT_BASE
from kg.rdf.vocabulary import PROV
from kg.sources import read_documents
from kg.stores import EmbeddedStore, Store
from kg.versions import reading_version

_MINISTERS = ("Сергей Лавров", "Ван И", "Мевлют Чавушоглу", "Анналена Бербок", "Аннегрет Крамп-Карренбауэр")


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of articles, two of them the same."""
    folder = tmp_path_factory.mktemp("texts")
    for number, minister in enumerate(_MINISTERS * 2):
        text = f"{minister} заявил, что Китай и Казахстан подписали договор {number}. {minister} посетил Астану."
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "copy.txt").write_bytes((folder / "3.txt").read_bytes())
    return folder


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return Reading(str(tmp_path / "shards"), reading_version(()), DEFAULT_BASE)


@pytest.fixture(scope="session")
def built(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> set[Quad]:
    """What one machine makes of the articles."""
    with EmbeddedStore(tmp_path_factory.mktemp("built")) as store:
        build(read_documents([texts]), store, extract=read)
        return quads(store)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with EmbeddedStore(tmp_path / "store") as store:
        yield store


def quads(store: Store) -> set[Quad]:
    """All of a store but the times of reading."""
    return {quad for quad in store.quads() if quad.predicate != PROV.endedAtTime}
