"""Which articles are copies, and of which: whatever the order in which they come."""

import datetime
import itertools
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.build import build
from kg.duplicates import CopyIndex, fingerprint
from kg.identifiers import DEFAULT_BASE, article_id, iri
from kg.model import Document, Extraction, Span
from kg.rdf import derived_graph
from kg.rdf.vocabulary import KG
from kg.stores import EmbeddedStore, Store
from tests.graphs import CHINA, WEI, Reading, document

COPIES = derived_graph(DEFAULT_BASE, "copies")
DAY = datetime.date(2022, 4, 25)
WORDS = [
    "переговоры",
    "договор",
    "министр",
    "поездка",
    "граница",
    "рынок",
    "завод",
    "встреча",
    "помощь",
    "совет",
    "закон",
]


def news(seed: int, length: int = 120) -> str:
    """A made-up text, like no other."""
    chance = random.Random(seed)
    return " ".join(f"{chance.choice(WORDS)}{chance.randrange(30)}" for _ in range(length)) + "."


def story(seed: int = 1) -> str:
    """The same with words alone, of which some are common to all."""
    return news(seed).translate(str.maketrans("0123456789", "абвгдежзик"))


def changed(text: str, places: Iterable[int]) -> str:
    words = text.split()
    for place in places:
        words[place] = "иначе"
    return " ".join(words)


@pytest.mark.parametrize(
    "copy",
    [
        story(),
        story().upper().replace(" ", "\n"),
        "Об этом сообщает «Вестник степи». " + story(),
        story().rsplit(" ", 12)[0] + ".",
        changed(story(), [3, 40, 90]),
    ],
)
def test_a_copy_is_told(copy: str) -> None:
    assert fingerprint(story(), (), DAY).is_like(fingerprint(copy, (), DAY))


@pytest.mark.parametrize("other", [story(2), changed(story(), range(0, 120, 4)), "Токаев отдыхает."])
def test_another_text_is_told(other: str) -> None:
    assert not fingerprint(story(), (), DAY).is_like(fingerprint(other, (), DAY))


def test_the_same_words_with_other_numbers_tell_something_else() -> None:
    rate = story() + " Доллар стоит {}, евро {}, юань {}."
    first, second = (fingerprint(rate.format(*numbers), (), DAY) for numbers in (("83,1", 90, 12), ("83,4", 91, 13)))
    assert not first.is_like(second)


def test_boilerplate_does_not_matter() -> None:
    advert = story(7)
    text = f"{advert} {story()}"
    assert fingerprint(text, [Span(0, len(advert))], DAY).signature == fingerprint(story(), (), DAY).signature


def test_a_fingerprint_is_the_same_everywhere() -> None:
    """It is kept on the disk, and what is a copy must not depend on the machine."""
    assert list(fingerprint("Токаев встретился с Вэй Фэнхэ.", (), DAY).bands())[:2] == PINNED


PINNED = [258687630530171707, 5027948557796245784]


def read(documents: Iterable[Document]) -> Iterator[Extraction]:
    """What is in quotation marks is said by Wei."""
    for given in documents:
        reading = Reading(given.text, given=given, day=None if given.published is None else str(given.published))
        if "«" in given.text:
            said = given.text[given.text.index("«") + 1 : given.text.index("»")]
            reading.says(WEI, said, about=[CHINA], day="2022-04-20")
        extraction = reading.extraction()
        article = replace(extraction.article, id=article_id(given.text, given.url), url=given.url)
        yield replace(extraction, article=article)


def report(outlet: str, text: str, day: int | None = 25) -> Document:
    published = None if day is None else datetime.date(2022, 4, day)
    url = f"https://{outlet}.example/1"
    return replace(document(url, text), url=url, published=published)


def of(outlet: str) -> str:
    return iri(DEFAULT_BASE, article_id("", f"https://{outlet}.example/1"))


def links(store: Store) -> dict[str, str]:
    return {str(quad.subject.value): str(quad.object.value) for quad in store.quads(COPIES)}  # type: ignore[union-attr]


QUOTING = story() + " «Китай поможет соседям», — сказал он."


def test_one_quotation_in_ten_reprints_is_one_claim_reported_in_ten_articles(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path) as store:
        texts = [QUOTING, changed(QUOTING, [5, 60]), "Вестник. " + QUOTING]
        build((report(f"outlet{n}", texts[n % 3], 20 + n % 5) for n in range(10)), store, extract=read)
        claims = {quad.subject for quad in store.matching(None, KG.text, None)}
        assert len(claims) == 1
        articles = {quad.object for quad in store.matching(None, KG.reportedIn, None)}
        assert articles == {NamedNode(of(f"outlet{n}")) for n in range(10)}
        assert set(links(store)) == {of(f"outlet{n}") for n in range(10)} - {min(of("outlet0"), of("outlet5"))}


REPORTS = [
    report("b", QUOTING, 25),
    report("a", QUOTING, 25),
    report("later", changed(QUOTING, [7, 8]), 27),
    report("undated", QUOTING, None),
    report("month-after", QUOTING.replace("Китай", "КНР"), 1),
    report("other", story(3), 25),
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(6)))[::79])
@pytest.mark.parametrize("builds", [1, 6])
def test_the_order_does_not_matter(tmp_path: Path, order: tuple[int, ...], builds: int) -> None:
    first = min(of("a"), of("b"))
    with EmbeddedStore(tmp_path) as store:
        given = [REPORTS[place] for place in order]
        for number in range(builds):
            build(given if builds == 1 else [given[number]], store, extract=read)
        assert links(store) == {
            max(of("a"), of("b")): first,
            of("later"): first,
            # Without a day, it may be a copy of any, and then of the first of all.
            of("undated"): of("month-after"),
        }


def test_a_copy_whose_original_goes_points_at_the_next(tmp_path: Path) -> None:
    def file(name: str, text: str, day: int) -> Document:
        return replace(document(name, text), published=datetime.date(2022, 4, day))

    with EmbeddedStore(tmp_path) as store:
        texts = [QUOTING, changed(QUOTING, [1]), changed(QUOTING, [2])]
        build([file(f"{n}.txt", text, 20 + n) for n, text in enumerate(texts)], store, extract=read)
        first, second, third = (iri(DEFAULT_BASE, article_id(text)) for text in texts)
        assert links(store) == {second: first, third: first}
        build([file("0.txt", story(9), 20)], store, extract=read)
        assert links(store) == {third: second}


def test_an_index_that_is_lost_is_made_anew_from_the_store(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path) as store:
        build([REPORTS[0]], store, extract=read)
        for path in tmp_path.glob("copies.sqlite*"):
            path.unlink()
        build([REPORTS[1], REPORTS[5]], store, extract=read)
        assert links(store) == {max(of("a"), of("b")): min(of("a"), of("b"))}


def test_what_its_killed_writer_never_stored_is_no_copy(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path) as store:
        with CopyIndex.beside(store.location) as index:
            index.put([(of("a"), fingerprint(QUOTING, (), DAY), None)])
        build([report("later", QUOTING, 26)], store, extract=read)
        assert links(store) == {}
