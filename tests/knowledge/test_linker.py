import datetime

import pytest

from kg.knowledge import Gazetteer
from kg.knowledge.linker import candidates, link

DAY = datetime.date(2022, 4, 25)


def linked(gazetteer: Gazetteer, name: str, type: str = "Person", **context: object) -> str | None:
    arguments = {"date": DAY} | context
    entry = link(name, type, gazetteer=gazetteer, **arguments)  # type: ignore[arg-type]
    return entry.name if entry else None


def test_a_full_name_links_in_any_case(gazetteer: Gazetteer) -> None:
    assert linked(gazetteer, "Си Цзиньпином") == "Си Цзиньпин"
    assert linked(gazetteer, "Иван Никому Неизвестный") is None


def test_a_surname_needs_a_title_or_a_state_that_fits(gazetteer: Gazetteer) -> None:
    assert linked(gazetteer, "Токаева") is None
    assert linked(gazetteer, "Токаева", titles=["президент"], states=["KAZ"]) == "Касым-Жомарт Токаев"
    assert linked(gazetteer, "Токаев", titles=["тренер"], states=["FRA"]) is None


def test_initials_must_fit(gazetteer: Gazetteer) -> None:
    assert linked(gazetteer, "В. В. Путин", states=["RUS"]) == "Владимир Путин"
    assert linked(gazetteer, "С. Путин", states=["RUS"]) is None


def test_the_office_tells_namesakes_apart(gazetteer: Gazetteer) -> None:
    year = datetime.date(2011, 1, 1)
    assert linked(gazetteer, "Клинтон", titles=["госсекретарь"], states=["USA"], date=year) == "Хиллари Клинтон"
    assert linked(gazetteer, "Клинтон", date=year) is None


def test_a_sportsman_is_not_the_politician_of_his_name(gazetteer: Gazetteer) -> None:
    assert linked(gazetteer, "Дмитрий Медведев", titles=["теннисист"]) is None
    assert linked(gazetteer, "Дмитрий Медведев", titles=["президент"], states=["RUS"]) == "Дмитрий Медведев"


def test_of_two_states_of_one_name_none_is_taken_without_more(gazetteer: Gazetteer) -> None:
    assert linked(gazetteer, "Конго", "State") is None
    assert linked(gazetteer, "Конго", "State", states=["COD"]) == "ДР Конго"


def test_the_larger_city_is_meant_unless_the_state_says_otherwise(gazetteer: Gazetteer) -> None:
    larger = link("Донецк", "Place", gazetteer=gazetteer)
    assert larger is not None
    assert larger.state == "UKR"


def test_reasons_are_given(gazetteer: Gazetteer) -> None:
    (best,) = candidates("Токаев", "Person", gazetteer=gazetteer, date=DAY, titles=["президент"], states=["KAZ"])
    assert best.reasons == ("surname", "held the office then", "its state is named")


@pytest.mark.parametrize("type", ["Person", "Organisation", "Place", "State"])
def test_nothing_links_to_nothing(gazetteer: Gazetteer, type: str) -> None:
    assert link("", type, gazetteer=gazetteer) is None


def test_sport_and_the_arts_are_no_place_of_politicians(gazetteer: Gazetteer) -> None:
    assert linked(gazetteer, "Дмитрий Медведев") == "Дмитрий Медведев"
    assert linked(gazetteer, "Дмитрий Медведев", field="sport") is None
    assert linked(gazetteer, "Дмитрий Медведев", field="sport", titles=["премьер-министр"]) == "Дмитрий Медведев"


def test_a_leader_is_known_by_the_surname_where_the_article_names_the_state(gazetteer: Gazetteer) -> None:
    assert linked(gazetteer, "Токаев", article_states=["KAZ"]) == "Касым-Жомарт Токаев"
    assert linked(gazetteer, "Токаев", article_states=["FRA"]) is None
    assert linked(gazetteer, "Токаев", article_states=["KAZ"], date=datetime.date(2005, 1, 1)) is None
    assert linked(gazetteer, "Медведева", article_states=["RUS"], date=datetime.date(2010, 1, 1)) is None


def test_a_common_name_needs_an_office(gazetteer: Gazetteer) -> None:
    assert linked(gazetteer, "Ник Картер") is None
    assert linked(gazetteer, "Ник Картер", titles=["начальник Генштаба"], states=["GBR"]) == "Ник Картер"
    (candidate,) = candidates("Ник Картер", "Person", gazetteer=gazetteer)
    assert "has namesakes" in candidate.reasons
