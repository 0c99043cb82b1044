import datetime

import pytest

from kg.identifiers import actor_id, article_id, claim_id, event_id, iri, place_id
from kg.model import EventType, PartialDate, Span

SPAN = Span(3, 9)


def test_a_span_holds_the_words_between_its_offsets() -> None:
    assert Span(2, 5).of("абвгдеж") == "вгд"
    assert Span(2, 5) in Span(0, 5)
    assert Span(2, 5) not in Span(3, 9)
    assert Span(2, 5).overlaps(Span(4, 6))
    assert not Span(2, 5).overlaps(Span(5, 6))


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (-1, 3)])
def test_a_span_is_not_empty_and_not_negative(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2022-04-25", (2022, 4, 25), (2022, 4, 25)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2022", (2022, 1, 1), (2022, 12, 31)),
    ],
)
def test_a_partial_date_knows_its_first_and_last_day(
    iso: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    date = PartialDate.parse(iso)
    assert str(date) == iso
    assert date.first_day == datetime.date(*first)
    assert date.last_day == datetime.date(*last)


@pytest.mark.parametrize("iso", ["2022-02-31", "2022-13", "0", "вчера", "2022-04-25-01"])
def test_a_day_that_there_is_not_is_no_date(iso: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        PartialDate.parse(iso)


def test_a_linked_actor_has_its_wikidata_id_and_another_a_slug() -> None:
    assert actor_id("Китай", ["http://www.wikidata.org/entity/Q148"]) == "actor/Q148"
    assert actor_id("Вэй Фэнхэ") == "actor/vei-fenkhe"
    assert actor_id("МИД", state="Китай") == "actor/mid-kitai"
    assert place_id("Нур-Султан", ["https://sws.geonames.org/1526273/"]) == "place/nur-sultan"
    assert iri("https://w3id.org/newskg/", "actor/Q148") == "https://w3id.org/newskg/actor/Q148"


def test_a_name_without_letters_still_gets_an_id() -> None:
    assert actor_id("«—»").startswith("actor/")
    assert actor_id("«—»") != actor_id("«…»")


def test_a_claim_is_the_same_whatever_its_punctuation() -> None:
    assert claim_id("actor/Q1", "Всё  будет «хорошо».") == claim_id("actor/Q1", "все будет хорошо")
    assert claim_id("actor/Q1", "Всё будет хорошо") != claim_id("actor/Q2", "Всё будет хорошо")


def test_the_same_meeting_in_two_articles_is_one_event() -> None:
    day = PartialDate(2022, 4, 25)
    parties = ["actor/Q1", "actor/Q2"]
    one = event_id(EventType.CONSULT, parties, [], day, "article/a", SPAN)
    other = event_id(EventType.CONSULT, ["actor/Q2", "actor/Q1"], [], day, "article/b", Span(50, 60))
    assert one == other
    assert one != event_id(EventType.CONSULT, parties, [], PartialDate(2022, 4), "article/a", SPAN)


def test_an_event_without_a_day_belongs_to_its_article() -> None:
    one = event_id(EventType.AID, ["actor/Q1"], ["actor/Q2"], None, "article/a", SPAN)
    assert one != event_id(EventType.AID, ["actor/Q1"], ["actor/Q2"], None, "article/b", SPAN)


def test_an_article_is_its_address_or_its_text() -> None:
    assert article_id("текст", "https://example.org/1") == article_id("другой", "https://example.org/1")
    assert article_id("текст") != article_id("другой")
