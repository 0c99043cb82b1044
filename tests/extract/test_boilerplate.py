from pathlib import Path

import pytest

from kg.extract.boilerplate import explain_boilerplate, find_boilerplate
from kg.extract.header import find_header
from kg.extract.lexicon import rows
from kg.model import Document

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
TITLE = "Президент Перу прибыл в Чили"
LEAD = (
    "Президент Перу Ольмедо Кастанеда прибыл в Чили с визитом и провёл переговоры с министром торговли Лаутаро Вера, "
    "сообщило правительство."
)
BODY = "Стороны договорились увеличить поставки меди и построить новую дорогу через горы, заявил министр торговли."


def boilerplate(text: str) -> list[str]:
    header = find_header(text, known=Document("test", text, ""))
    return [span.of(text) for span in find_boilerplate(text, header)]


def page(*, above: str = "", between: str = "", inside: str = "", below: str = "") -> str:
    return "\n".join(part for part in (above, TITLE, between, LEAD, inside, BODY, BODY, below) if part)


def test_every_phrase_of_the_lexicon_tells_its_line() -> None:
    by_phrase = {"phrase", "list_of_others", "end_of_page"}
    for _, place, phrase in rows("boilerplate.tsv"):
        text = page(below=f"{phrase.upper()}:" if place == "label" else phrase.upper())
        header = find_header(text, known=Document("test", text, ""))
        assert {rule for _, rule in explain_boilerplate(text, header)} & by_phrase, phrase


def test_nothing_of_an_article() -> None:
    text = page()
    assert boilerplate(text) == []
    assert boilerplate(text.replace("\n", "\n\n")) == []


@pytest.mark.parametrize(
    "below",
    [
        "Читайте также:\n- В Боливии выбрали президента\n- В Эквадоре строят порт",
        "Читайте также: В Боливии выбрали президента",
        "Новости по теме\n\nВ Боливии выбрали президента\n12\n3\n\nВ Эквадоре строят порт",
        "5486 \n- 12\n-",
        "16:55 Тайны морей 12+\n17:00 Новости 12+",
        "16:55 В Боливии выбрали президента\n17:10 В Эквадоре строят порт",
        "Подпишитесь на рассылку последних новостей.",
        "Теги: Чили, Перу",
        "Поделиться\nРаспечатать",
        "Мы используем cookies, чтобы сайт работал лучше.",
        "Нашли ошибку? Выделите её и нажмите Ctrl+Enter",
        "© Все права защищены",
        "Аргентина Боливия Бразилия Венесуэла Гайана Колумбия Парагвай Перу Суринам Уругвай Чили Эквадор",
        "Ваше мнение\n\nСтроительство дорог в горах началось двести лет назад. Считаете ли Вы нужной ещё одну дорогу?",
        "Комментарии (3)\nАвтор этой статьи ничего не понимает в меди, да и в дорогах через горы он тоже не понимает.",
    ],
)
def test_what_stands_below_an_article(below: str) -> None:
    assert boilerplate(page(below=below)) == [below.strip()]


@pytest.mark.parametrize(
    "between",
    [
        "Фото: Reuters",
        "Ольмедо Кастанеда",
        "Ольмедо Кастанеда и Лаутаро Вера, 2019 год",
        "Порт Вальпараисо с высоты",
        "left|Порт Вальпараисо",
        TITLE,
    ],
)
def test_what_stands_between_headline_and_lead(between: str) -> None:
    assert boilerplate(page(between=between)) == [between]


@pytest.mark.parametrize(
    "between",
    [
        "Министр: дорога будет построена",  # a second headline says something
        "Мариана Дельгадо",  # nobody of the article: its author
        "Автор: Ольмедо Кастанеда",
        "«Хроника двух стран»",
        "Медь дешевеет.",
    ],
)
def test_parts_of_an_article_between_headline_and_lead(between: str) -> None:
    assert boilerplate(page(between=between)) == []


@pytest.mark.parametrize(
    "inside",
    [
        "Поставки",  # a subheading
        "Предварительные результаты",
        "Министр сказал:",
        "«Медь — хлеб Чили»",
        "Он уехал.",
        "• Колумбия (12 голосов) • Эквадор (9 голосов) • Парагвай (5 голосов) • Гайана (1 голос)",
        "Читайте также наши книги, сказал он, и не забывайте, что медь в Чили добывали ещё до прихода сюда испанцев.",
        "Поделиться своими мыслями с читателями министр не захотел.",
        "2 марта.",
    ],
)
def test_parts_of_an_article_inside_its_body(inside: str) -> None:
    assert boilerplate(page(inside=inside)) == []


def test_caption_and_other_news_inside_the_body_do_not_swallow_paragraphs() -> None:
    assert boilerplate(page(inside="Министр Лаутаро Вера в порту, 2018 год")) == [
        "Министр Лаутаро Вера в порту, 2018 год"
    ]
    assert boilerplate(page(inside="Читайте также:\nВ Боливии выбрали президента")) == [
        "Читайте также:\nВ Боливии выбрали президента"
    ]


def test_menu_above() -> None:
    assert boilerplate(page(above="Главная\nПолитика\nЭкономика\nСпорт")) == ["Главная\nПолитика\nЭкономика\nСпорт"]


def test_headline_with_the_name_of_the_site_is_the_copy() -> None:
    text = f"{TITLE}_Russian.news.cn\n\n{TITLE}\n\n{LEAD}\n\n{BODY}\n"
    assert boilerplate(text) == [f"{TITLE}_Russian.news.cn"]


def test_stray_characters_and_counters_within_lines() -> None:
    assert boilerplate("百" + page(between="12.05.2020, 14:05 27061")) == ["百", "27061"]


def test_every_mark_names_its_rule() -> None:
    text = page(between="Фото: Reuters", below="Читайте также: В Боливии выбрали президента")
    found = explain_boilerplate(text, find_header(text, known=Document("test", text, "")))
    assert [rule for _, rule in found] == ["phrase", "list_of_others"]


@pytest.mark.parametrize(
    ("number", "beginnings", "length"),
    [
        (0, ["Читайте также:"], 1305),
        (1, ["1\nФото: knews.kg", "16:55 История дракона"], 726),
        (2, ["27061", "Минобороны КНР: Китай", "новости по теме"], 382),
        (3, ["百"], 1),
        (4, ["Китай рассчитывает вместе с Казахстаном"], 134),
    ],
)
def test_seeds(number: int, beginnings: list[str], length: int) -> None:
    found = boilerplate(SEEDS[number].read_bytes().decode())
    assert len(found) == len(beginnings)
    assert all(span.startswith(beginning) for span, beginning in zip(found, beginnings, strict=True))
    assert sum(map(len, found)) == length


@pytest.mark.parametrize("text", ["", "\n\n", "Да", "—", "12:05", "Читайте также:"])
def test_hardly_any_text(text: str) -> None:
    assert boilerplate(text) in ([], [text])
