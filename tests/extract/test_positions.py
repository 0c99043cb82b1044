"""Short texts with the offices that they name: holder, title, and the body, state or place that it is of."""

from collections.abc import Callable

import pytest

from kg.extract.actors import find_actors
from kg.extract.positions import find_positions
from kg.knowledge import Gazetteer
from kg.language import Parse

Position = tuple[str, str, str]


@pytest.fixture(scope="session")
def positions(parse: Callable[[str], Parse], gazetteer: Gazetteer) -> Callable[[str], set[Position]]:
    def read(text: str) -> set[Position]:
        roles = find_actors(parse(text), gazetteer)
        names = {actor.id: actor.name for actor in roles.cast.actors}
        names |= {place.id: place.name for place in roles.cast.places}
        return {(names[one.person], one.title, names[one.of]) for one in find_positions(roles.held)}

    return read


OF_PLACES: list[tuple[str, set[Position]]] = [
    ("Мэр Москвы Сергей Орлов выступил.", {("Сергей Орлов", "мэр", "Москва")}),
    ("Глава Чечни Иван Орлов уехал.", {("Иван Орлов", "глава", "Чечня")}),
    ("Приехал губернатор Калифорнии Джон Орлов.", {("Джон Орлов", "губернатор", "Калифорния")}),
    ("Губернатор штата Нью-Йорк Джон Орлов уехал.", {("Джон Орлов", "губернатор", "Нью-Йорк")}),
    ("Ушёл бывший глава города Химки Иван Орлов.", {("Иван Орлов", "глава", "Химки")}),
    ("Начальник полиции Бостона Джон Орлов ушёл.", {("Джон Орлов", "начальник полиции", "Бостон")}),
    ("Житель Бостона Джон Орлов доволен.", set()),
    ("Историк Москвы Иван Орлов доволен.", set()),
]


@pytest.mark.parametrize(("text", "expected"), OF_PLACES)
def test_offices_of_places(positions: Callable[[str], set[Position]], text: str, expected: set[Position]) -> None:
    assert positions(text) == expected


def test_unnamed_head_of_a_place_is_nobody(parse: Callable[[str], Parse], gazetteer: Gazetteer) -> None:
    text = "Мэр Москвы осудил Данию."
    cast = find_actors(parse(text), gazetteer).cast
    assert cast.references.get(0, ()) == ()
