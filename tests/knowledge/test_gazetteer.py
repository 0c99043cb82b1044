import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.knowledge import Gazetteer, TableError
from kg.knowledge.tables import rows
from kg.language import Parse

Parser = Callable[[str], Parse]


PAST = datetime.date(2022, 4, 25)


def name_of(entry: object) -> str | None:
    return getattr(entry, "name", None)


def test_a_state_has_its_id_code_and_names(gazetteer: Gazetteer) -> None:
    china = gazetteer.state("CHN")
    assert china is not None
    assert (china.name, china.iso_code, china.same_as) == ("Китай", "CHN", ("http://www.wikidata.org/entity/Q148",))
    assert gazetteer.named("Китайской Народной Республикой") == (china,)
    assert gazetteer.named("КНР", "State") == (china,)
    assert gazetteer.named("КНР", "Person") == ()


def test_a_state_without_a_code_is_known_by_its_wikidata_id(gazetteer: Gazetteer) -> None:
    abkhazia = gazetteer.state("Q23334")
    assert abkhazia is not None
    assert (abkhazia.name, abkhazia.iso_code) == ("Абхазия", None)


@pytest.mark.parametrize(
    ("lemma", "state"),
    [
        ("китайский", "Китай"),
        ("американский", "США"),
        ("немецкий", "Германия"),
        ("южнокорейский", "Южная Корея"),
        ("латиноамериканский", None),
        ("китайско-казахстанский", None),
        ("каменный", None),
    ],
)
def test_adjectives_of_states(gazetteer: Gazetteer, lemma: str, state: str | None) -> None:
    assert name_of(gazetteer.demonym(lemma)) == state


@pytest.mark.parametrize(
    ("compound", "states"),
    [
        ("китайско-казахстанский", ["Китай", "Казахстан"]),
        ("американо-российский", ["США", "Россия"]),
        ("франко-германский", ["Франция", "Германия"]),
        ("российский", ["Россия"]),
        ("культурно-российский", []),
    ],
)
def test_a_compound_has_all_its_states_or_none(gazetteer: Gazetteer, compound: str, states: list[str]) -> None:
    assert [state.name for state in gazetteer.demonyms(compound)] == states


def test_inhabitants(gazetteer: Gazetteer) -> None:
    assert name_of(gazetteer.national("россиянка")) == "Россия"
    assert name_of(gazetteer.national("француз")) == "Франция"
    assert gazetteer.national("москвич") is None


@pytest.mark.parametrize(
    ("seat", "state"),
    [
        ("Пекином", "Китай"),
        ("Нур-Султана", "Казахстан"),
        ("Астана", "Казахстан"),
        ("Кремль", "Россия"),
        ("Белого дома", "США"),
        ("Шанхай", None),
    ],
)
def test_capitals_and_seats_of_governments(gazetteer: Gazetteer, seat: str, state: str | None) -> None:
    assert name_of(gazetteer.capital(seat)) == state


def test_the_adjective_of_a_capital_is_no_adjective_of_the_state(gazetteer: Gazetteer) -> None:
    assert gazetteer.demonym("киевский") is None


def test_organs_are_found_by_each_of_their_names(gazetteer: Gazetteer, parse: Parser) -> None:
    text = "В министерстве обороны, МИДе и внешнеполитическом ведомстве молчат, Пентагон тоже."
    assert [
        (match.organs[0].name, match.organs[0].state) for match in gazetteer.organs(parse(text).sentences[0].tokens)
    ] == [
        ("Минобороны", None),
        ("МИД", None),
        ("МИД", None),
        ("Минобороны", "USA"),
    ]


@pytest.mark.parametrize(
    ("organ", "state", "body", "wikidata"),
    [
        ("внешнеполитическое ведомство", "CHN", "МИД Китая", "Q1155502"),
        ("министерство иностранных дел", "JPN", "МИД Японии", None),
        ("Пентагон", "RUS", "Минобороны США", "Q11209"),
        ("Верховная рада", "UKR", "Верховная рада", "Q176296"),
        ("парламент", "UKR", "Верховная рада", "Q176296"),
        ("Минфин", "KOR", "Минфин Южной Кореи", None),
    ],
)
def test_the_body_that_an_organ_is_in_a_state(
    gazetteer: Gazetteer, organ: str, state: str, body: str, wikidata: str | None
) -> None:
    entry = gazetteer.body(gazetteer.organ(organ)[0], state)
    assert entry.name == body
    assert entry.same_as == ((f"http://www.wikidata.org/entity/{wikidata}",) if wikidata else ())


def test_the_government_is_the_state_itself(gazetteer: Gazetteer) -> None:
    assert [organ.is_state for organ in gazetteer.organ("правительством")] == [True]
    assert not any(organ.is_state for organ in gazetteer.organ("парламент"))


@pytest.mark.parametrize(
    ("title", "of", "on", "holder"),
    [
        ("президент", "KAZ", PAST, "Касым-Жомарт Токаев"),
        ("президент", "KAZ", datetime.date(2010, 5, 1), "Нурсултан Назарбаев"),
        ("глава государства", "CHN", PAST, "Си Цзиньпин"),
        ("министр обороны", "CHN", PAST, "Вэй Фэнхэ"),
        ("глава МИД", "RUS", datetime.date(2015, 1, 1), "Сергей Лавров"),
        ("премьер", "ISR", datetime.date(2022, 8, 1), "Яир Лапид"),
        ("канцлер", "DEU", datetime.date(2010, 1, 1), "Ангела Меркель"),
        ("генсек", "ООН", datetime.date(2020, 1, 1), "Антониу Гутерриш"),
    ],
)
def test_who_held_an_office_on_a_day(gazetteer: Gazetteer, title: str, of: str, on: datetime.date, holder: str) -> None:
    assert [entry.name for entry in gazetteer.holders(title, of, on)] == [holder]


def test_nobody_is_said_to_hold_an_office_after_what_is_known_ends(gazetteer: Gazetteer) -> None:
    assert gazetteer.holders("президент", "USA", datetime.date(2040, 1, 1)) == ()
    assert len(gazetteer.holders("президент", "USA", None)) > 2


def test_a_users_file_comes_first(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text(
        "# мои имена\n"
        "Organisation\tКлуб «Ромашка»\tРомашка\t-\tKAZ\n"
        "Person\tИван Вымышленный\n"
        "State\tЛимония\tЛимонная Республика\tQ999999999\tQ999999999\tлимонский\tлимонец\tЛимонград\n",
        encoding="utf-8",
    )
    gazetteer = Gazetteer.load([own])
    (club,) = gazetteer.named("Клубом «Ромашка»")
    assert (club.type, club.state) == ("Organisation", "KAZ")
    assert [person.name for person in gazetteer.persons("Вымышленному")] == ["Иван Вымышленный"]
    assert name_of(gazetteer.demonym("лимонский")) == "Лимония"
    assert name_of(gazetteer.capital("Лимонграде")) == "Лимония"
    assert gazetteer.state("CHN") is not None
    assert Gazetteer.load().named("Клуб «Ромашка»") == ()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Planet\tМарс", "'Planet' is no type"),
        ("Person\tИван Орлов\t-\t-\tRUS\tmaybe", "'maybe' in the sixth field"),
        ("Person", "no name"),
        ("Person\tИван Иванов\t-\t12345", "'12345' is no id"),
        ("State\tЛимония", "a state needs a code"),
        ("Person\t" + "\t".join("abcdefghijkl"), "13 fields"),
    ],
)
def test_a_bad_line_is_named_with_its_file_and_number(tmp_path: Path, line: str, message: str) -> None:
    own = tmp_path / "own.tsv"
    own.write_text(f"# heading\n{line}\n", encoding="utf-8")
    with pytest.raises(TableError, match=message) as error:
        Gazetteer.load([own])
    assert str(error.value).startswith(f"{own}, line 2: ")


def test_a_file_that_is_not_there_or_not_utf8_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="there is no such file"):
        list(rows(tmp_path / "none.tsv", ("name",), ()))
    broken = tmp_path / "broken.tsv"
    broken.write_bytes("Китай".encode("cp1251"))
    with pytest.raises(TableError, match="UTF-8"):
        list(rows(broken, ("name",), ()))
