"""An article at a second address is not read again, and stored as if it were. The reader is the real one."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from kg.build import Status, build
from kg.extract.pipeline import read
from kg.identifiers import DEFAULT_BASE, article_id, iri
from kg.model import Document, Extraction
from kg.rdf.vocabulary import KG, PROV
from kg.stores import EmbeddedStore, Store

TEXT = """Переговоры в Астане

Министр иностранных дел Китая Ван И встретился 25 апреля с президентом Казахстана Касым-Жомартом Токаевым.

«Мы построим новую дорогу», — сказал Ван И журналистам. Китай обвинил США во вмешательстве.
Вчера Россия и Казахстан подписали договор о границе.
"""


def at(url: str, text: str = TEXT, **known: object) -> Document:
    sha256 = hashlib.sha256(f"{url}{text}{known}".encode()).hexdigest()
    document = Document(url, text, sha256, url=url, published=date(2022, 4, 26), publisher="Вестник степи")
    return replace(document, **known)  # type: ignore[arg-type]


FIRST = at("https://vestnik.example/1", authors=("Анна Орлова",), section="Мир")
SECOND = at("https://m.vestnik.example/1?from=feed", authors=("Пётр Долин",))


class Reader:
    """The pipeline, which knows what it was asked to read."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        given = list(documents)
        self.names += [document.name for document in given]
        return read(given)


def quads(store: Store) -> set[Quad]:
    return {quad for quad in store.quads() if quad.predicate != PROV.endedAtTime}


def test_what_is_stored_is_what_reading_it_would_give(tmp_path: Path) -> None:
    reader = Reader()
    with EmbeddedStore(tmp_path / "once") as once, EmbeddedStore(tmp_path / "twice") as twice:
        build([FIRST], once, extract=reader)
        statuses: list[Status] = []
        build([SECOND], once, extract=reader, on_progress=lambda outcome: statuses.append(outcome.status))
        assert reader.names == [FIRST.name]
        assert statuses == [Status.STORED]
        build([FIRST, SECOND], twice, extract=Reader())  # side by side: neither is in the store yet
        assert quads(once) == quads(twice)
        assert len({quad.subject for quad in once.matching(None, KG.eventType, None)}) == len(
            {quad.subject for quad in once.matching(None, KG.eventType, None, graph_of(FIRST))}
        )
        again = Reader()
        assert build([FIRST, SECOND], once, extract=again).unchanged == 2
        assert again.names == []


def graph_of(document: Document) -> NamedNode:
    return NamedNode(iri(DEFAULT_BASE, article_id(document.text, document.url)))


@pytest.mark.parametrize(
    "other",
    [
        at("https://vestnik.example/2", published=date(2022, 4, 27)),
        at("https://vestnik.example/2", publisher="Северная звезда"),
        at("https://vestnik.example/2", title="Дорога"),
        at("https://vestnik.example/2", TEXT + "Это всё."),
    ],
)
def test_what_may_be_read_otherwise_is_read(tmp_path: Path, other: Document) -> None:
    reader = Reader()
    with EmbeddedStore(tmp_path / "graph") as store:
        build([FIRST], store, extract=reader)
        build([other], store, extract=reader)
        assert reader.names == [FIRST.name, other.name]


@pytest.mark.parametrize("change", [{"version": "99.0"}, {"again": True}, {"text": False}])
def test_another_version_is_not_copied(tmp_path: Path, change: dict[str, object]) -> None:
    reader = Reader()
    with EmbeddedStore(tmp_path / "graph") as store:
        build([FIRST], store, extract=reader)
        build([SECOND], store, extract=reader, **change)  # type: ignore[arg-type]
        assert reader.names == [FIRST.name, SECOND.name]
