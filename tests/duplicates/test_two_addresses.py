"""An article at a second address is not read again, and stored as if it were. The reader is the real one."""

import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad
from rich.console import Console

from kg.build import Status, build
from kg.build.report import as_table, write_json
from kg.extract.pipeline import read
from kg.identifiers import DEFAULT_BASE, article_id, iri
from kg.model import Document, Extraction
from kg.rdf.vocabulary import KG, PROV
from kg.stores import EmbeddedStore, Store
from tests.noting import Noting, NotingOutlets

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


def quads(store: Store) -> set[Quad]:
    return {quad for quad in store.quads() if quad.predicate != PROV.endedAtTime}


def test_what_is_stored_is_what_reading_it_would_give(tmp_path: Path) -> None:
    reader = Noting()
    with EmbeddedStore(tmp_path / "once") as once, EmbeddedStore(tmp_path / "twice") as twice:
        build([FIRST], once, extract=reader)
        statuses: list[Status] = []
        summary = build([SECOND], once, extract=reader, on_progress=lambda outcome: statuses.append(outcome.status))
        assert (summary.stored, summary.read, summary.carried) == (1, 0, 1)
        assert (summary.quads > 50, summary.claims) == (True, 0)
        assert reader.names == [FIRST.name]
        assert statuses == [Status.STORED]
        build([FIRST, SECOND], twice, extract=Noting(), again=True)
        assert quads(once) == quads(twice)
        assert len({quad.subject for quad in once.matching(None, KG.eventType, None)}) == len(
            {quad.subject for quad in once.matching(None, KG.eventType, None, graph_of(FIRST))}
        )
        again = Noting()
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
    reader = Noting()
    with EmbeddedStore(tmp_path / "graph") as store:
        build([FIRST], store, extract=reader)
        build([other], store, extract=reader)
        assert reader.names == [FIRST.name, other.name]


@pytest.mark.parametrize("change", [{"version": "99.0"}, {"again": True}, {"text": False}])
def test_another_version_is_not_copied(tmp_path: Path, change: dict[str, object]) -> None:
    reader = Noting()
    with EmbeddedStore(tmp_path / "graph") as store:
        build([FIRST], store, extract=reader)
        build([SECOND], store, extract=reader, **change)  # type: ignore[arg-type]
        assert reader.names == [FIRST.name, SECOND.name]


def test_of_two_that_come_together_one_is_read(tmp_path: Path) -> None:
    reader = Noting()
    with EmbeddedStore(tmp_path / "together") as together, EmbeddedStore(tmp_path / "apart") as apart:
        assert build([FIRST, SECOND], together, extract=reader).stored == 2
        assert reader.names == [FIRST.name]
        build([FIRST, SECOND], apart, extract=Noting(), again=True)
        assert quads(together) == quads(apart)


def test_what_waits_for_a_text_that_cannot_be_read_is_read_itself(tmp_path: Path) -> None:
    names: list[str] = []

    def failing(documents: Iterable[Document]) -> Iterator[Extraction]:
        for document in documents:
            names.append(document.name)
            if document == FIRST:
                raise RecursionError("too deep")
            yield from read([document])

    with EmbeddedStore(tmp_path / "graph") as store:
        summary = build([FIRST, SECOND], store, extract=failing)
        assert [refusal.name for refusal in summary.refused] == [FIRST.name]
        assert summary.stored == 1
        assert names[-1] == SECOND.name
        assert store.has_graph(graph_of(SECOND))


def test_the_report_tells_what_was_read_from_what_was_carried_over(tmp_path: Path) -> None:
    third = at("https://zvezda.example/7", publisher="Северная звезда")
    with EmbeddedStore(tmp_path / "graph") as store:
        summary = build([FIRST, SECOND, third, at("https://b.example/1", TEXT + "Это всё.")], store, extract=Noting())
    written = io.StringIO()
    write_json(summary, "graph", written)
    told = json.loads(written.getvalue())
    # Noting knows no outlets, so the reprint is read.
    assert (told["stored"], told["articles_read"], told["articles_carried_over"]) == (4, 3, 1)
    shown = io.StringIO()
    Console(file=shown, width=80).print(as_table(summary, "graph"))
    rows = {name.strip(): number.strip() for _, name, number, _ in map(_cells, shown.getvalue().splitlines()) if name}
    assert (rows["stored"], rows["of these read"], rows["carried over from another's reading"]) == ("4", "3", "1")


def _cells(line: str) -> tuple[str, str, str, str]:
    cells = line.split("│")
    return (cells[0], cells[1], cells[2], cells[3]) if len(cells) == 4 else ("", "", "", "")


REPRINT = at("https://zvezda.example/7", publisher="Северная звезда", authors=("Олег Цой",), section="В мире")


@pytest.mark.parametrize("first", ["Вестник степи", "ТАСС", None])
@pytest.mark.parametrize("second", ["Северная звезда", "РИА Новости", "tass.ru"])
@pytest.mark.parametrize("together", [True, False])
def test_a_reprint_is_what_reading_it_would_give(
    tmp_path: Path, first: str | None, second: str, together: bool
) -> None:
    given = [at("https://vestnik.example/1", publisher=first), replace(REPRINT, publisher=second)]
    reader = NotingOutlets()
    with EmbeddedStore(tmp_path / "once") as once, EmbeddedStore(tmp_path / "twice") as twice:
        for documents in [given] if together else [given[:1], given[1:]]:
            build(documents, once, extract=reader)
        assert reader.names == [given[0].name]
        build(given, twice, extract=NotingOutlets(), again=True)
        assert quads(once) == quads(twice)
        assert {quad.subject for quad in once.matching(None, KG.copyOf, None)} != set()
        again = NotingOutlets()
        assert build(given, once, extract=again).unchanged == 2
        assert again.names == []


def test_the_same_address_from_another_outlet_is_not_read_again(tmp_path: Path) -> None:
    given = [FIRST, replace(FIRST, name="https://zvezda.example/feed", publisher="Северная звезда", sha256="0" * 64)]
    reader = NotingOutlets()
    with EmbeddedStore(tmp_path / "once") as once, EmbeddedStore(tmp_path / "twice") as twice:
        summary = build(given, once, extract=reader)
        assert (summary.stored, summary.replaced, summary.read, summary.carried) == (1, 1, 1, 1)
        assert reader.names == [FIRST.name]
        build(given, twice, extract=NotingOutlets(), again=True)
        assert quads(once) == quads(twice)


SPOKEN_OF = TEXT + "Об этом сообщил ТАСС. Читателей «Северной звезды» просят писать в редакцию.\n"


@pytest.mark.parametrize("first", ["Вестник степи", "ТАСС"])
@pytest.mark.parametrize("second", ["Северная звезда", "ТАСС", "МИД Китая", "Парламентская газета"])
def test_a_reprint_by_or_of_an_outlet_that_the_text_speaks_of(tmp_path: Path, first: str, second: str) -> None:
    given = [at("https://vestnik.example/1", SPOKEN_OF, publisher=first), at("https://other.example", SPOKEN_OF)]
    given[1] = replace(given[1], publisher=second)
    with EmbeddedStore(tmp_path / "once") as once, EmbeddedStore(tmp_path / "twice") as twice:
        build(given, once, extract=NotingOutlets())
        build(given, twice, extract=NotingOutlets(), again=True)
        assert quads(once) == quads(twice)
