from datetime import date
from pathlib import Path

import pytest

from kg.extract.header import Header, find_header
from kg.model import Document

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
BODY = (
    "Президент Перу прибыл в Чили с двухдневным визитом и провёл переговоры с министром торговли этой страны.\n\n"
    "Стороны обсудили поставки меди 3 марта 2011 года, говорится в сообщении правительства.\n"
)


def header(text: str, **known: object) -> Header:
    return find_header(text, known=Document("test", text, "", **known))  # type: ignore[arg-type]


def seed(number: int) -> tuple[str, Header]:
    text = SEEDS[number].read_bytes().decode()
    return text, header(text)


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("29.04.2022, 11:38 27061", date(2022, 4, 29)),
        ("07.01.2022", date(2022, 1, 7)),
        ("07.01.22", date(2022, 1, 7)),
        ("2025-06-17 04:05:45丨Russian.News.Cn", date(2025, 6, 17)),
        ("2020-03-12T21:05:00+03:00", date(2020, 3, 12)),
        ("20 мая 2019, 14:05", date(2019, 5, 20)),
        ("21:05 12.03.2020", date(2020, 3, 12)),
        ("14:05 12.05.2020 (обновлено: 15:00 13.05.2020)", date(2020, 5, 12)),
        ("Опубликовано: 12 мая 2020 г. Просмотров: 133", date(2020, 5, 12)),
        ("12 мая 2020, Сантьяго", date(2020, 5, 12)),
        ("Иван Петров 12 мая 2020, 14:05", date(2020, 5, 12)),
        ("май 24-го, 2016", date(2016, 5, 24)),
        ("31.02.2022", None),
        ("11.09", None),
        ("Митинг в Сантьяго, 12 мая 2020 года", None),
        ("15 апреля 2013 года", None),
        ("12 мая 2020 года президент прибыл в Чили", None),
        ("Сегодня, 14:05", None),
    ],
)
def test_publication_date_of_a_date_line(line: str, published: date | None) -> None:
    assert header(f"Президент Перу прибыл в Чили\n\n{line}\n\n{BODY}").published == published


def test_date_in_running_prose_dates_no_article() -> None:
    assert header("Президент Перу прибыл в Чили\n\n" + BODY).published is None


def test_date_line_below_the_body_is_another_news() -> None:
    assert header("Президент Перу прибыл в Чили\n\n" + BODY * 3 + "\n12.05.2020, 14:05\n").published is None


@pytest.mark.parametrize(
    ("opening", "place", "outlet", "dateline"),
    [
        ("МОСКВА, 5 мая — РИА Новости. Президент", "МОСКВА", "РИА Новости", "МОСКВА, 5 мая — РИА Новости."),
        ("ТАШКЕНТ, 3 июн - Sputnik. Президент", "ТАШКЕНТ", "Sputnik", "ТАШКЕНТ, 3 июн - Sputnik."),
        ("Москва. 5 мая. INTERFAX.RU - Президент", "Москва", "Интерфакс", "Москва. 5 мая. INTERFAX.RU -"),
        ("МОСКВА, 5 мая. /ТАСС/. Президент", "МОСКВА", "ТАСС", "МОСКВА, 5 мая. /ТАСС/."),
        ("Астана, 16 июня /Синьхуа/ -- Президент", "Астана", "Синьхуа", "Астана, 16 июня /Синьхуа/ --"),
        ("Пекин, 7 января (Синьхуа) — Президент", "Пекин", "Синьхуа", "Пекин, 7 января (Синьхуа) —"),
        ("НУР-СУЛТАН. 29 АПРЕЛЯ - Президент", "НУР-СУЛТАН", None, "НУР-СУЛТАН. 29 АПРЕЛЯ -"),
    ],
)
def test_dateline(opening: str, place: str, outlet: str | None, dateline: str) -> None:
    text = (
        f"Президент Перу прибыл в Чили\n\n{opening} Перу прибыл в Чили, где проведёт переговоры с министром торговли.\n"
    )
    found = header(text)
    assert (found.place, found.publisher) == (place, outlet)
    assert [span.of(text) for span in found.lines] == [dateline]
    assert found.published is None  # no year anywhere


def test_year_of_a_dateline() -> None:
    text = "Визит начался\n\nМИНСК, 12 мая 2014 — БЕЛТА. Президент прибыл.\n"
    assert header(text).published == date(2014, 5, 12)
    text = "Визит начался\n\nМИНСК, 12 мая — БЕЛТА. Президент прибыл. Это было 12 мая 2014 года.\n"
    assert header(text).published == date(2014, 5, 12)


@pytest.mark.parametrize(
    "line", ["Напомним, 9 мая — праздник.", "Президент 9 мая — в Минске.", "Победа 9 мая - это память."]
)
def test_prose_with_a_date_and_a_dash_is_no_dateline(line: str) -> None:
    assert header(f"Визит начался\n\n{line}\n").lines == ()


def test_what_the_source_knows_goes_first() -> None:
    text = "Визит начался\n\n07.01.2022 ТАСС\n\n" + BODY
    found = header(text, title="Другой заголовок", published=date(2020, 1, 1), publisher="Ведомости")
    assert (found.title, found.published, found.publisher) == ("Другой заголовок", date(2020, 1, 1), "Ведомости")


def test_relayed_outlet_is_no_publisher() -> None:
    text = (
        "Визит начался\n\nПрезидент прибыл в Чили, сообщает ТАСС со ссылкой на министерство торговли этой страны.\n\n"
        + BODY
    )
    assert header(text).publisher is None
    assert header(text.replace("сообщает", "сообщает корреспондент")).publisher == "ТАСС"


def test_site_names_itself_in_its_frame() -> None:
    text = "Визит начался\n\n" + BODY + "\nПодписывайтесь на канал «Ведомости» в Telegram\n"
    assert header(text).publisher == "Ведомости"


def test_text_without_a_headline_has_the_beginning_of_its_first_sentence() -> None:
    found = header(BODY)
    assert found.title_span is None
    assert (
        found.title
        == "Президент Перу прибыл в Чили с двухдневным визитом и провёл переговоры с министром торговли этой страны"
    )


@pytest.mark.parametrize("text", ["", "\n", "Да", "12.05.2020", "—", "."])
def test_hardly_any_text(text: str) -> None:
    assert header(text).title_span is None


def test_seeds() -> None:
    found = [seed(number)[1] for number in range(5)]
    assert [each.published for each in found] == [None, date(2022, 1, 7), date(2022, 4, 29), None, date(2025, 6, 17)]
    assert [each.publisher for each in found] == [None, "Большая Азия", "KAZAKHSTAN TODAY", None, "Синьхуа"]
    assert found[3].title == "Президент Казахстана: КНР и Казахстан совместно пишут новую"
    assert found[4].title.endswith("-- Си Цзиньпин")
    assert found[2].place == "НУР-СУЛТАН"
    for number, each in enumerate(found):
        text, _ = seed(number)
        assert each.title_span is None or each.title_span.of(text) == each.title


@pytest.mark.parametrize(
    ("told", "usual"),
    [
        ("ria.ru", "РИА Новости"),
        ("www.tass.ru", "ТАСС"),
        ("ТАСС - Политика", "ТАСС"),
        ("«Коммерсантъ»", "Коммерсантъ"),
        ("Вестник Сантьяго - Главное", "Вестник Сантьяго - Главное"),
        ("Дайджест ТАСС и других", "Дайджест ТАСС и других"),
    ],
)
def test_outlet_that_the_source_names_has_its_usual_name(told: str, usual: str) -> None:
    assert header(BODY, publisher=told).publisher == usual


def test_headline_that_the_source_names_is_without_the_site() -> None:
    assert header(BODY, title="Визит президента Перу в Чили | ТАСС").title == "Визит президента Перу в Чили"
