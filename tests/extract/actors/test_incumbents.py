"""Whom an article means by an office without a name."""

import datetime
from collections.abc import Callable

import pytest

from kg.extract.actors import find_actors
from kg.knowledge import Gazetteer
from kg.language import Parse

DAY = datetime.date(2022, 4, 25)


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("Президент Казахстана осудил Данию.", DAY, {"Касым-Жомарт Токаев"}),
        ("Президент Казахстана осудил Данию.", datetime.date(2015, 1, 1), {"Нурсултан Назарбаев"}),
        ("Президент Казахстана осудил Данию.", None, set()),
        ("Министр обороны Китая осудил Данию.", DAY, {"Вэй Фэнхэ"}),
        ("Бывший президент Казахстана осудил Данию.", DAY, set()),
        ("В 1999 году президент Казахстана осудил Данию.", DAY, set()),
        ("Президент Казахстана Иван Орлов осудил Данию. Президент Казахстана ушёл.", DAY, {"Иван Орлов"}),
        ("Дания осудила президента Казахстана.", DAY, set()),
    ],
)
def test_incumbents(
    parse: Callable[[str], Parse], gazetteer: Gazetteer, text: str, on: datetime.date | None, expected: set[str]
) -> None:
    cast = find_actors(parse(text), gazetteer, on).cast
    assert {actor.name for actor in cast.actors if actor.type == "Person"} == expected


def test_the_incumbent_is_who_acts(parse: Callable[[str], Parse], gazetteer: Gazetteer) -> None:
    cast = find_actors(parse("Президент Казахстана осудил Данию."), gazetteer, DAY).cast
    (person,) = (actor for actor in cast.actors if actor.type == "Person")
    assert person.same_as
    assert cast.references[0] == (person.id,)
    assert ("Президент Казахстана", person.id) in {(one.text, one.ref) for one in cast.mentions}
