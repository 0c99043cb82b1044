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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Толпа стоит у памятника Ивану Орлову.", []),
        ("Ждут на площади Орлова, у театра имени Сорокина.", []),
        ("Заявление от имени Орлова отозвано.", ["Орлова"]),
    ],
)
def test_after_whom_something_is_called(read: Reader, text: str, names: list[str]) -> None:
    assert mentioned(read(text)) == names
