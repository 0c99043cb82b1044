"""A copy in another frame, or without its end, is not read again, and stored as if it were. The reader is real."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.build import build
from kg.duplicates import Shortening
from kg.extract.reader import Reader
from kg.identifiers import DEFAULT_BASE, article_id, iri
from kg.model import Body, Document, Extraction
from kg.rdf.vocabulary import KG, NIF, PROV
from kg.stores import EmbeddedStore, Store
from kg.validation import validate
from tests.noting import NotingBodies

HEADLINE = "Китай и Казахстан договорились о новой дороге"
FIRST = (
    "Министр иностранных дел Китая Ван И встретился 25 апреля в Астане с президентом Казахстана Касым-Жомартом "
    "Токаевым, который накануне вернулся из поездки по областям страны."
)
SECOND = (
    "«Мы построим новую дорогу через горы, и наши купцы будут ездить по ней круглый год», — сказал Ван И журналистам "
    "после переговоров. Китай обвинил США во вмешательстве в дела соседей."
)
THIRD = (
    "Касым-Жомарт Токаев поблагодарил Китай за помощь в строительстве мостов и пригласил Ван И приехать летом снова, "
    "чтобы открыть первый участок дороги."
)
LAST = "Дороги в этих горах размывает каждую весну, а чинят их до осени."
WHOLE = "\n\n".join((HEADLINE, FIRST, SECOND, THIRD, LAST)) + "\n"


def at(url: str, text: str, **known: object) -> Document:
    sha256 = hashlib.sha256(f"{url}{text}{known}".encode()).hexdigest()
    document = Document(url, text, sha256, url=url, published=date(2022, 4, 26), publisher="Вестник степи")
    return replace(document, **known)  # type: ignore[arg-type]


ORIGINAL = at("https://vestnik.example/1", WHOLE, authors=("Анна Орлова",))


def quads(store: Store, document: Document) -> set[Quad]:
    """What is said of a document, but when and from what it was read."""
    how = {PROV.endedAtTime, PROV.wasInformedBy}
    return {quad for quad in store.quads(graph_of(document)) if quad.predicate not in how}


def graph_of(document: Document) -> NamedNode:
    return NamedNode(iri(DEFAULT_BASE, article_id(document.text, document.url)))


def with_dateline(dateline: str) -> str:
    return WHOLE.replace(FIRST, f"{dateline} {FIRST}")


SHORTENED = WHOLE.replace(LAST, "").rstrip() + "\n"
CARRIED = {
    "without its last paragraph": SHORTENED,
    "with credits": f"{WHOLE}\nПодписывайтесь на наш канал в Telegram\nВсе права защищены\n",
    "with a dateline": with_dateline("АСТАНА, 26 апреля. /ТАСС/."),
    "with another dateline, shorter": with_dateline("АСТАНА, 26 апреля — РИА Новости.").replace(LAST, ""),
    "with blanks at the ends of lines": WHOLE.replace("\n\n", " \n \n"),
}


@pytest.mark.parametrize("text", CARRIED.values(), ids=CARRIED)
@pytest.mark.parametrize("publisher", ["Вестник степи", "Северная звезда", None])
@pytest.mark.parametrize("together", [True, False])
def test_what_is_stored_is_what_reading_it_would_give(
    tmp_path: Path, text: str, publisher: str | None, together: bool
) -> None:
    copy = at("https://zvezda.example/7", text, publisher=publisher, section="В мире", title="О дороге")
    reader = NotingBodies()
    with EmbeddedStore(tmp_path / "once") as once, EmbeddedStore(tmp_path / "twice") as twice:
        for documents in [[ORIGINAL, copy]] if together else [[ORIGINAL], [copy]]:
            build(documents, once, extract=reader)
        assert reader.names == [ORIGINAL.name]
        build([ORIGINAL, copy], twice, extract=NotingBodies(), again=True)
        assert quads(once, copy) == quads(twice, copy)
        assert quads(once, ORIGINAL) == quads(twice, ORIGINAL)
        assert len(list(once.matching(None, KG.reportedIn, graph_of(copy)))) > 4
        assert not validate(list(once.quads(graph_of(copy))))
        again = NotingBodies()
        assert build([ORIGINAL, copy], once, extract=again).unchanged == 2
        assert again.names == []


def test_every_word_that_is_carried_over_stands_where_it_is_said_to(tmp_path: Path) -> None:
    copy = at("https://zvezda.example/7", CARRIED["with another dateline, shorter"], publisher=None)
    with EmbeddedStore(tmp_path / "graph") as store:
        build([ORIGINAL, copy], store, extract=NotingBodies())
        said = {quad.subject: quad.object for quad in store.matching(None, NIF.anchorOf, None, graph_of(copy))}
        assert said
        for node, words in said.items():
            (begin,) = (quad.object for quad in store.matching(node, NIF.beginIndex, None))
            (end,) = (quad.object for quad in store.matching(node, NIF.endIndex, None))
            assert isinstance(begin, Literal) and isinstance(end, Literal) and isinstance(words, Literal)
            assert copy.text[int(begin.value) : int(end.value)] == words.value


def test_the_graph_says_from_what_it_was_made_and_what_was_made_so_is_not_carried_on(tmp_path: Path) -> None:
    copies = [at("https://zvezda.example/7", SHORTENED), at("https://zvezda.example/8", SHORTENED + "\nРеклама\n")]
    copies.append(replace(copies[0], name="twin", url="https://m.zvezda.example/7", sha256="0" * 64))
    with EmbeddedStore(tmp_path / "graph") as store:
        for document in [ORIGINAL, *copies]:
            build([document], store, extract=NotingBodies())
        made = {(quad.subject, quad.object) for quad in store.matching(None, PROV.wasInformedBy, None)}
        reading = [NamedNode(f"{graph_of(document).value}#reading") for document in [ORIGINAL, *copies]]
        assert made == {(one, reading[0]) for one in reading[1:]}


READ = {
    "a sentence of its own": WHOLE.replace(LAST, "Переговоры продолжатся в Пекине."),
    "another word": WHOLE.replace("обвинил США", "обвинил Индию"),
    "a paragraph more": WHOLE + "\nПереговоры продолжатся в Пекине, сообщил посол.\n",
    "a paragraph less within": WHOLE.replace(f"{LAST}", "").replace(SECOND + "\n\n", ""),
    "another headline": WHOLE.replace(HEADLINE, "О чём говорили в Астане"),
    "a sentence less within a paragraph": WHOLE.replace(" Китай обвинил США во вмешательстве в дела соседей.", ""),
}


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_a_copy_that_says_anything_else_is_read(tmp_path: Path, text: str) -> None:
    copy = at("https://zvezda.example/7", text)
    reader = NotingBodies()
    with EmbeddedStore(tmp_path / "graph") as store:
        build([ORIGINAL, copy], store, extract=reader)
        assert reader.names == [ORIGINAL.name, copy.name]


@pytest.mark.parametrize(
    ("behind", "known"),
    [
        ("Посол Китая Чжан Сяо напомнил, что Ван И Сяо родился в Пекине и вырос там же, у самых гор.", {}),
        ("Чжан Токаев, который строил эти дороги, на встречу приехать не смог из-за дождей и снега в горах.", {}),
        (LAST, {"published": date(2022, 4, 27)}),
    ],
    ids=["a name in full", "another one of that name", "another day"],
)
def test_where_what_was_left_out_may_matter_the_copy_is_read(
    tmp_path: Path, behind: str, known: dict[str, object]
) -> None:
    original, copy = at("https://vestnik.example/1", WHOLE.replace(LAST, behind)), at("https://b.example", SHORTENED)
    reader = NotingBodies()
    with EmbeddedStore(tmp_path / "graph") as store:
        build([original], store, extract=reader)
        build([replace(copy, **known)], store, extract=reader)  # type: ignore[arg-type]
        assert reader.names == [original.name, copy.name]


@pytest.mark.parametrize("change", [{"version": "99.0"}, {"again": True}])
def test_what_another_version_has_read_is_not_carried_over(tmp_path: Path, change: dict[str, object]) -> None:
    copy, reader = at("https://zvezda.example/7", SHORTENED), NotingBodies()
    with EmbeddedStore(tmp_path / "graph") as store:
        build([ORIGINAL], store, extract=reader)
        build([copy], store, extract=reader, **change)  # type: ignore[arg-type]
        assert reader.names == [ORIGINAL.name, copy.name]


def test_from_a_store_without_texts_nothing_is_carried_over(tmp_path: Path) -> None:
    copy, reader = at("https://zvezda.example/7", SHORTENED), NotingBodies()
    with EmbeddedStore(tmp_path / "graph") as store:
        build([ORIGINAL, copy], store, extract=reader, text=False)
        assert reader.names == [ORIGINAL.name, copy.name]


def test_a_changed_article_at_the_same_address_is_read(tmp_path: Path) -> None:
    copy, reader = at(ORIGINAL.url or "", SHORTENED), NotingBodies()
    with EmbeddedStore(tmp_path / "graph") as store:
        build([ORIGINAL, copy], store, extract=reader)
        assert reader.names == [ORIGINAL.name, copy.name]


def test_a_text_that_cannot_be_read_holds_no_copy_back_for_good(tmp_path: Path) -> None:
    class Failing(NotingBodies):
        def __call__(self, documents: Iterable[Document]) -> Iterator[Extraction]:
            for document in documents:
                if document == ORIGINAL:
                    raise RecursionError("too deep")
                yield from super().__call__([document])

    copy = at("https://zvezda.example/7", SHORTENED)
    with EmbeddedStore(tmp_path / "graph") as store:
        summary = build([ORIGINAL, copy], store, extract=Failing())
        assert (summary.stored, len(summary.refused)) == (1, 1)


def test_a_text_of_which_nothing_can_be_known_beforehand_is_read(tmp_path: Path) -> None:
    class Failing(NotingBodies):
        def body(self, document: Document) -> Body | None:
            raise RecursionError("too deep")

    reader, copy = Failing(), at("https://zvezda.example/7", SHORTENED)
    with EmbeddedStore(tmp_path / "graph") as store:
        assert build([ORIGINAL, copy], store, extract=reader).stored == 2
    assert reader.names == [ORIGINAL.name, copy.name]


def test_only_texts_like_another_one_are_looked_at_before_they_are_read(tmp_path: Path) -> None:
    other = at(
        "https://a.example", "Президент России Владимир Путин прибыл в Минск и встретился с президентом Белоруссии."
    )
    copy = at("https://b.example", SHORTENED)
    long = at("https://c.example", f"{WHOLE}\n{'а' * 200_000}\n")
    asked: list[str] = []

    class Asked(NotingBodies):
        def body(self, document: Document) -> Body | None:
            asked.append(document.name)
            return super().body(document)

    with EmbeddedStore(tmp_path / "graph") as store:
        assert build([ORIGINAL, other, long], store, extract=Asked()).stored == 3
        assert asked == []
        assert build([copy], store, extract=Asked()).stored == 1
        assert copy.name in asked


@pytest.mark.parametrize("workers", [0, 1])
def test_copies_that_come_with_their_original_are_stored_by_processes_too(tmp_path: Path, workers: int) -> None:
    copies = [at(f"https://b.example/{number}", text) for number, text in enumerate(CARRIED.values())]
    with EmbeddedStore(tmp_path / "graph") as store:
        summary = build([ORIGINAL, *copies], store, extract=Reader(), workers=workers)
        assert (summary.stored, summary.read, summary.carried) == (len(copies) + 1, 1, len(copies))
        assert len(list(store.matching(None, PROV.wasInformedBy, None))) == len(copies)


def test_a_shortening_tells_where_words_stand() -> None:
    reader = Reader()
    theirs, ours = (
        reader.body(at("https://a.example", text)) for text in (WHOLE, with_dateline("Астана, 26 апреля —"))
    )
    assert theirs is not None and ours is not None
    shortening = Shortening.of(ours, theirs)
    assert shortening is not None
    for sentence in theirs.sentences:
        moved = shortening.moved(sentence)
        assert moved is not None and moved.of(ours.text) == sentence.of(theirs.text)
