"""Names of persons in whole sentences: what the tagger cuts off or takes along is mended."""

from collections.abc import Callable

import pytest

from kg.extract.actors import Roles, find_actors
from kg.knowledge import Gazetteer
from kg.language import Parse

Parser = Callable[[str], Parse]
Reader = Callable[[str], Roles]


@pytest.fixture(scope="session")
def read(parse: Parser, gazetteer: Gazetteer) -> Reader:
    return lambda text: find_actors(parse(text), gazetteer)


def mentioned(roles: Roles) -> list[str]:
    return [mention.text for mention in roles.cast.mentions if mention.type == "Person"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Преемником Виктора Сорокина станет юрист.", ["Виктора Сорокина"]),  # the capital is the sentence's
        ("Писатель-сатирик Олег Громов выступил.", ["Олег Громов"]),
        ("После ухода Радия Хабирова всё стихло.", ["Радия Хабирова"]),  # the tagger makes two of it
        ("Заявление губернатора Михальчука И. Ф. о досрочном уходе принято.", ["Михальчука И. Ф."]),
        ("Это отец Ким Чен Ира Ким Ир Сен.", ["Ким Чен Ира", "Ким Ир Сен"]),
        ("Скончался премьер Грузии Зураб Жвания.", ["Зураб Жвания"]),
    ],
)
def test_persons_without_more_or_less(read: Reader, text: str, names: list[str]) -> None:
    assert mentioned(read(text)) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Приехал А. Сорокин. Анна Сорокина ждала. Анатолий Сорокин устал.", "Анатолий Сорокин"),
        ("Выступил Мигель Мартин (Miguel Mario Martín).", "Мигель Мартин"),
    ],
)
def test_the_fullest_name_in_cyrillic(read: Reader, text: str, name: str) -> None:
    assert name in {actor.name for actor in read(text).cast.actors}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Суд осудил Пьера Лабуду. Лабуда признал вину.", {"Пьер Лабуда"}),
        ("Все ждали Грету Линдберг.", {"Грета Линдберг"}),
        ("Приехал Танзо Орлов. Сам Танзо молчит.", {"Танзо Орлов"}),  # a first name that no dictionary knows
        ("Приехали Иван Орлов и Иван Котов. Иван выступил.", {"Иван Орлов", "Иван Котов", "Иван"}),
        ("Приехал король Эсватини Мсвати III.", {"Мсвати III"}),
    ],
)
def test_names_of_the_persons(read: Reader, text: str, names: set[str]) -> None:
    assert {actor.name for actor in read(text).cast.actors if actor.type == "Person"} == names


@pytest.mark.parametrize(
    "text",
    [
        "Он выступил от имени Церкви.",
        "Они отравлены Новичком.",
        "Король поговорил с Мозамбиком.",
        "Сенатор представляет Алабаму.",
        "Среди них был и сын.",
    ],
)
def test_everyday_words_and_places_are_no_persons(read: Reader, text: str) -> None:
    assert not mentioned(read(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [("Она названа журналом Маяк женщиной года.", "Маяк"), ("Он написал в газету Рассвет письмо.", "Рассвет")],
)
def test_what_follows_a_noun_for_bodies_is_one(read: Reader, text: str, name: str) -> None:
    assert name in {actor.name for actor in read(text).cast.actors if actor.type == "Organisation"}


def test_a_surname_that_tells_a_man_is_not_his_sister(read: Reader) -> None:
    roles = read("Анна Кузнецова прилетела в Астану. Решение Кузнецова обжаловали.")
    assert {actor.name for actor in roles.cast.actors if actor.type == "Person"} == {"Анна Кузнецова", "Кузнецов"}


def test_an_initial_does_not_make_two_persons_one(read: Reader) -> None:
    text = "Приехал А. Сорокин. Алексей Сорокин ждал. Анатолий Сорокин устал."
    found = {actor.name for actor in read(text).cast.actors if actor.type == "Person"}
    assert {"Алексей Сорокин", "Анатолий Сорокин"} <= found


def test_an_initial_is_no_name_of_its_own(read: Reader) -> None:
    roles = read("Книгу написал М. М. Краснов. Мария прочла её.")
    assert len({actor.id for actor in roles.cast.actors if actor.type == "Person"}) == 2
