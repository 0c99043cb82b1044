from collections.abc import Callable

import pytest

from kg.knowledge import Entry, Gazetteer
from kg.knowledge.names import NameIndex, beginning, letters, nominatives
from kg.language import Parse, Token

Parser = Callable[[str], Parse]


def tokens(parse: Parser, text: str) -> list[Token]:
    return [token for sentence in parse(text).sentences for token in sentence.tokens]


def found(gazetteer: Gazetteer, parse: Parser, text: str) -> list[tuple[str, str]]:
    """The words of each name in the text and what it names."""
    words = tokens(parse, text)
    return [
        (text[words[match.first].start : words[match.last - 1].end], match.entries[0].name)
        for match in gazetteer.match(words)
    ]


@pytest.mark.parametrize(
    ("word", "nominative"),
    [
        ("Соединённых", "соединенные"),
        ("Аравию", "аравия"),
        ("Штатами", "штаты"),
        ("Путина", "путин"),
        ("Вэя", "вэй"),
        ("Касым-Жомарту", "касым-жомарт"),
        ("Ростове-на-Дону", "ростов-на-дону"),
    ],
)
def test_a_word_is_put_into_the_nominative_of_its_own_number(word: str, nominative: str) -> None:
    assert nominative in nominatives(word)


def test_of_several_nominatives_the_likeliest_comes_first() -> None:
    assert nominatives("Мира") == ("мира", "мир", "миро")
    assert nominatives("Грозного") == ("грозного", "грозный", "грозное")


@pytest.mark.parametrize(
    ("name", "inflected"),
    [
        ("посол", "послом"),
        ("премьер-министр", "премьера-министра"),
        ("исполняющий", "исполняющего"),
        ("люди", "людьми"),
        ("племя", "племени"),
        ("врио", "врио"),
        ("жилец", "жильца"),
        ("ёж", "ежами"),
    ],
)
def test_what_a_name_begins_with_its_case_forms_begin_with(name: str, inflected: str) -> None:
    assert inflected.startswith(beginning(name))
    assert beginning(name).startswith(letters(name))


def test_a_name_added_later_is_found_in_a_text_read_before(parse: Parser) -> None:
    words = tokens(parse, "Посол прибыл в Зуранию.")
    index: NameIndex[int] = NameIndex()
    assert index.find(words) == []
    index.add("Зурания", 1)
    assert [(one.first, one.values) for one in index.find(words)] == [(3, (1,))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Делегации Соединённых Штатов и Саудовской Аравии уехали.", ["США", "Саудовская Аравия"]),
        ("Посол рассказал о Шанхайской организации сотрудничества.", ["ШОС"]),
        ("В Папуа — Новой Гвинее прошли выборы.", ["Папуа — Новая Гвинея"]),
        ("Гости прилетели с Мальдив, из Объединённых Арабских Эмиратов и с Кубы.", ["Мальдивы", "ОАЭ", "Куба"]),
        ("Встреча с Касым-Жомартом Токаевым и Вэй Фэнхэ закончилась.", ["Касым-Жомарт Токаев", "Вэй Фэнхэ"]),
        ("Заявление «Единой России» и движения «Талибан».", ["Единая Россия", "Талибан"]),
        ("Редакция ТАССа и офис НАТО закрыты.", ["ТАСС", "НАТО"]),
        ("США И КИТАЙ ПРОДОЛЖАТ ПЕРЕГОВОРЫ", ["США", "Китай"]),
        ("Как пишет The New York Times, саммит отложен.", ["The New York Times"]),
    ],
)
def test_names_are_found_in_every_case(gazetteer: Gazetteer, parse: Parser, text: str, expected: list[str]) -> None:
    assert [name for _, name in found(gazetteer, parse, text)] == expected


def test_the_longest_name_is_taken_with_its_quotation_marks_inside(gazetteer: Gazetteer, parse: Parser) -> None:
    text = "Бойцы ЧВК «Вагнер» и Совет Безопасности ООН не встречались."
    assert found(gazetteer, parse, text) == [
        ("ЧВК «Вагнер", "ЧВК «Вагнер»"),
        ("Совет Безопасности ООН", "Совет Безопасности ООН"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Того, кто опоздал, не пустили.",
        "В комнате стоял чад, а мал был только стол.",
        "Хозяин перевёз груз на кубе из досок.",
        "Мир и победа нужны всем, известия пришли поздно.",
        "Он сша не видел и мид не строил.",
        "Штат фирмы вырос.",
        "Лига молчит, а победа близка.",
        "Куб воды стоит дорого.",
    ],
)
def test_what_only_looks_like_a_name_is_none(gazetteer: Gazetteer, parse: Parser, text: str) -> None:
    assert found(gazetteer, parse, text) == []


def test_a_homonym_with_a_capital_inside_the_sentence_is_the_name(gazetteer: Gazetteer, parse: Parser) -> None:
    assert [name for _, name in found(gazetteer, parse, "Президент Чада посетил Того и Мали.")] == [
        "Чад",
        "Того",
        "Мали",
    ]


def test_a_surname_alone_is_no_full_name(gazetteer: Gazetteer, parse: Parser) -> None:
    assert found(gazetteer, parse, "Вечером Токаев выступил.") == []
    assert [entry.name for entry in gazetteer.persons("Токаевым")] == ["Касым-Жомарт Токаев"]


def test_a_strict_name_needs_all_its_capitals(parse: Parser) -> None:
    index: NameIndex[str] = NameIndex()
    index.add("Вера Надежда", "person", strict=True)
    index.add("Совет Старейшин", "body")
    assert index.find(tokens(parse, "Его держала Вера надежда.")) == []
    assert [match.values for match in index.find(tokens(parse, "Он пошёл в Совет старейшин."))] == [("body",)]
    assert index.find(tokens(parse, "Он дал совет старейшин.")) == []


def test_a_name_given_in_quotation_marks_is_found_in_them_only(gazetteer: Gazetteer, parse: Parser) -> None:
    assert found(gazetteer, parse, "Об этом сообщил телеканал «Звезда».") == [("Звезда", "Звезда")]
    assert found(gazetteer, parse, "В небе горела Звезда Востока.") == []
    assert found(gazetteer, parse, "Он сказал: «Страны договорились».") == []


def test_a_city_with_a_persons_name_needs_a_preposition(gazetteer: Gazetteer, parse: Parser) -> None:
    assert found(gazetteer, parse, "Вечером Владимир Петровский уехал домой.") == []
    assert [name for _, name in found(gazetteer, parse, "Музей открыли во Владимире.")] == ["Владимир"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Китая и Японии", "Китай"),
        ("Соединённых Штатов Америки", "США"),
        ("и Китая", None),
        ("Владимир сообщил", None),  # a person's name rather than the city's
    ],
)
def test_the_name_with_which_words_begin(gazetteer: Gazetteer, parse: Parser, text: str, expected: str | None) -> None:
    words = tokens(parse, text)
    first = gazetteer.first(words)
    assert (first.entries[0].name if first is not None else None) == expected
    assert first == next((match for match in gazetteer.match(words) if match.first == 0), None)


def test_no_words_begin_with_no_name(gazetteer: Gazetteer) -> None:
    assert gazetteer.first(()) is None


def test_a_name_added_later_is_known_though_it_was_asked_for_before() -> None:
    index: NameIndex[str] = NameIndex()
    assert index.named("Ветрову") == ()
    index.add("Ветрова", "state")
    assert index.named("Ветрову") == ("state",)


def test_two_of_one_name_are_two() -> None:
    one, other = Entry("Person", "Иван Орлов", same_as=("Q1",)), Entry("Person", "Иван Орлов", same_as=("Q2",))
    assert len({one, other}) == 2
