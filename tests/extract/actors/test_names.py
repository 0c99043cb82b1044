from collections.abc import Callable

import pytest

from kg.extract.actors.names import acronym, misspelt, person_nominative, phrase_nominative, same_word
from kg.language import Parse

Parser = Callable[[str], Parse]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Министр встретил Ирину Яровую в аэропорту.", "Ирина Яровая"),
        ("Письмо отправили Мигелю Диас-Канелю.", "Мигель Диас-Канель"),
        ("Он говорил с Владимиром Зеленским.", "Владимир Зеленский"),
        ("Речь Ангелы Меркель понравилась.", "Ангела Меркель"),
        ("Письмо передали Ким Чен Ыну.", "Ким Чен Ын"),
        ("Адвокат Халеда эль-Масри подал жалобу.", "Халед эль-Масри"),
        ("Приказ подписал Сергей Шойгу.", "Сергей Шойгу"),
        ("Он встретил Бернарда Хогана-Хау.", "Бернард Хоган-Хау"),
        ("Спор с Тимом Бернерсом-Ли окончен.", "Тим Бернерс-Ли"),
    ],
)
def test_persons_in_the_nominative(parse: Parser, text: str, name: str) -> None:
    parsed = parse(text)
    entity = next(entity for entity in parsed.entities if entity.type == "PER")
    assert person_nominative(text, parsed.tokens(entity.span)) == name


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Он выступил в Шанхайской организации сотрудничества.", 3, "Шанхайская организация сотрудничества"),
        ("Они просили помощи у Международного валютного фонда.", 3, "Международный валютный фонд"),
        ("Он позвонил главе японского МИДа.", 1, "МИД"),
        ("Это решение Высшего земельного суда Вены.", 4, "Высший земельный суд Вены"),
    ],
)
def test_bodies_in_the_nominative(parse: Parser, text: str, words: int, name: str) -> None:
    sentence = parse(text).sentences[0]
    assert phrase_nominative(text, sentence, sentence.tokens[-1 - words : -1]) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Путина", "Путин"),
        ("Токаевым", "Токаеву"),
        ("Диас-Канель", "Диаса-Канеля"),
        ("Меркель", "Меркель"),
        ("Н.", "Наото"),
        ("Лукашенко", "Лукашенко"),
    ],
)
def test_forms_of_one_name(one: str, other: str) -> None:
    assert same_word(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Путин", "Лукашенко"), ("Билл", "Хиллари"), ("Ли", "Лю"), ("Н.", "Билл"), ("Буш", "Бу")]
)
def test_two_names(one: str, other: str) -> None:
    assert not same_word(one, other)


def test_a_slip_of_the_pen_in_a_long_name() -> None:
    assert misspelt("Сааакашвили", "Саакашвили")
    assert not misspelt("Иванов", "Иванова")
    assert not misspelt("Гачечиладзе", "Патаркацишвили")


def test_what_an_abbreviation_is_made_of() -> None:
    assert acronym(["Организация", "по", "безопасности", "и", "сотрудничеству", "в", "Европе"]) == "ОБСЕ"
    assert acronym(["Шанхайская", "организация", "сотрудничества"]) == "ШОС"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Полиция нашла Сергея Скрипаля.", "Сергей Скрипаль"),
        ("Полиция нашла Андрея Парубия.", "Андрей Парубий"),
    ],
)
def test_soft_endings_of_names_that_the_dictionary_does_not_know(parse: Parser, text: str, name: str) -> None:
    parsed = parse(text)
    entity = next(entity for entity in parsed.entities if entity.type == "PER")
    assert person_nominative(text, parsed.tokens(entity.span)) == name
