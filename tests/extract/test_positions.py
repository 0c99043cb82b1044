"""Short texts with the offices that they name: holder, title, and the body, state or place that it is of."""

from collections.abc import Callable

import pytest

from kg.extract.actors import find_actors
from kg.extract.positions import find_positions
from kg.knowledge import Gazetteer
from kg.knowledge.titles import plural
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
    ("Начальник полиции Бостона Джон Орлов ушёл.", {("Джон Орлов", "начальник", "полиция Бостона")}),
    ("Житель Бостона Джон Орлов доволен.", set()),
    ("Историк Москвы Иван Орлов доволен.", set()),
]


@pytest.mark.parametrize(("text", "expected"), OF_PLACES)
def test_offices_of_places(positions: Callable[[str], set[Position]], text: str, expected: set[Position]) -> None:
    assert positions(text) == expected


def test_a_place_with_an_office_is_a_party(parse: Callable[[str], Parse], gazetteer: Gazetteer) -> None:
    cast = find_actors(parse("Мэр Москвы осудил Данию."), gazetteer).cast
    ((party,),) = [cast.references[0]]
    town = cast.actor(party)
    assert town is not None
    assert (town.type, town.name) == ("Organisation", "Москва")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Мэр Твери Иван Орлов уехал. Мэрия Твери молчит.",
            {("Иван Орлов", "мэр", "Мэрия Твери")},
        ),
        ("Архиепископ Твери Иван Орлов уехал.", set()),
        (
            "Министр культуры Якутии Анна Лис ушла.",
            {("Анна Лис", "министр культуры", "Якутия")},
        ),
    ],
)
def test_offices_in_the_authorities_of_a_place(
    positions: Callable[[str], set[Position]], text: str, expected: set[Position]
) -> None:
    assert positions(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Премьер-министр Дании Иван Орлов уехал. Премьер Дании Орлов устал.",
            {("Иван Орлов", "премьер-министр", "Дания")},
        ),
        (
            "Глава государства Дании Иван Орлов уехал. Президент Дании Иван Орлов устал.",
            {("Иван Орлов", "президент", "Дания")},
        ),
        ("Премьер Дании Иван Орлов уехал.", {("Иван Орлов", "премьер", "Дания")}),
    ],
)
def test_one_office_under_two_titles_is_given_by_the_exact_one(
    positions: Callable[[str], set[Position]], text: str, expected: set[Position]
) -> None:
    assert positions(text) == expected


HOLDERS: list[tuple[str, set[Position]]] = [
    ("Генсек ООН норвежец Пётр Орлов ушёл.", {("Пётр Орлов", "генсек", "ООН")}),
    ("Ведущий «Би-би-си» 59-летний журналист Иван Орлов ушёл.", {("Иван Орлов", "ведущий", "Би-би-си")}),
    (
        "Бывший спикер Госдумы, Нина Орлова, выступила.",
        {("Нина Орлова", "спикер", "Госдума")},
    ),
    ("Пришли спикер Госдумы, Нина Орлова и Иван Лисин.", set()),
    ("Скотт Орлов (Scott Orlov), бывший сотрудник НАСА, ушёл.", {("Скотт Орлов", "сотрудник", "НАСА")}),
    (
        "Депутаты Госдумы Адам Орлов и Иван Лисин выступили.",
        {("Адам Орлов", "депутат", "Госдума"), ("Иван Лисин", "депутат", "Госдума")},
    ),
    (
        "Президенты Франции и Турции Эмманюэль Макрон и Реджеп Эрдоган встретились.",
        {("Эмманюэль Макрон", "президент", "Франция"), ("Реджеп Эрдоган", "президент", "Турция")},
    ),
    ("Депутаты Госдумы ушли. Иван Лисин остался.", set()),
    (
        "Основатель и генеральный директор компании «Ромашка» Иван Орлов уехал.",
        {("Иван Орлов", "основатель", "Ромашка"), ("Иван Орлов", "генеральный директор", "Ромашка")},
    ),
    (
        "Министр обороны и глава «Роснефти» Иван Орлов прибыли.",
        {("Иван Орлов", "глава", "Роснефть")},
    ),
    (
        "Исполняющим обязанности главы Роспотребнадзора назначена Анна Орлова.",
        {("Анна Орлова", "исполняющий обязанности главы", "Роспотребнадзор")},
    ),
    (
        "Врио губернатора Пермского края Иван Орлов ушёл.",
        {("Иван Орлов", "исполняющий обязанности губернатора", "Пермский край")},
    ),
    (
        "Пётр Лисин сменил Ивана Орлова на посту главы «Роснефти».",
        {("Пётр Лисин", "глава", "Роснефть"), ("Иван Орлов", "глава", "Роснефть")},
    ),
    ("«Роснефть» возглавляет Иван Орлов.", {("Иван Орлов", "глава", "Роснефть")}),
    ("В «Роснефти», которую возглавляет Иван Орлов, рады.", {("Иван Орлов", "глава", "Роснефть")}),
    ("«Роснефть» во главе с Иваном Орловым богатеет.", {("Иван Орлов", "глава", "Роснефть")}),
    ("Делегация «Роснефти» во главе с Иваном Орловым уехала.", set()),
    (
        "Командующий Черноморским флотом России Иван Орлов ушёл.",
        {("Иван Орлов", "командующий", "Черноморский флот России")},
    ),
    ("Советник президента США Джон Орлов уехал.", {("Джон Орлов", "советник президента", "США")}),
    ("Болельщик «Спартака» Иван Орлов доволен.", set()),
    ("Член партии «Яблоко» Иван Орлов доволен.", set()),
    ("Член Совета Федерации России Иван Орлов доволен.", {("Иван Орлов", "член", "Совет Федерации России")}),
]


@pytest.mark.parametrize(("text", "expected"), HOLDERS)
def test_holders(positions: Callable[[str], set[Position]], text: str, expected: set[Position]) -> None:
    assert positions(text) == expected


@pytest.mark.parametrize(
    ("title", "several"),
    [
        ("министр обороны", "министры обороны"),
        ("официальный представитель", "официальные представители"),
        ("вице-президент", "вице-президенты"),
        ("аятолла", None),
    ],
)
def test_plural_of_a_title(title: str, several: str | None) -> None:
    assert plural(title) == several


UNNAMED_BODIES: list[tuple[str, set[Position]]] = [
    # those who are only in courts or parliaments are in the one last named
    ("В Сенате Чили ждут. Спикер Хуан Орлов выступил.", {("Хуан Орлов", "спикер", "Сенат Чили")}),
    (
        "Окружной суд города Лидс отказал. Судья Джон Орлов объяснил.",
        {("Джон Орлов", "судья", "Окружной суд города Лидс")},
    ),
    ("Окружной суд города Лидс отказал. Федеральный судья Джон Орлов ушёл.", set()),
    # a minister or deputy is of the state in which he holds another office
    (
        "Президент Чили Хуан Орлов в Перу. В 2002 году Орлов был назначен министром финансов.",
        {("Хуан Орлов", "президент", "Чили"), ("Хуан Орлов", "министр финансов", "Чили")},
    ),
    # the time in an office
    ("В начале президентства Владимира Путина ждали перемен.", {("Владимир Путин", "президент", "Россия")}),
    # no offices
    ("Адвокат «Ромашки» Иван Орлов ушёл.", set()),
    ("Кандидат в президенты от партии «Ромашка» Иван Орлов ушёл.", set()),
]


@pytest.mark.parametrize(("text", "expected"), UNNAMED_BODIES)
def test_the_body_that_a_bare_title_means(
    positions: Callable[[str], set[Position]], text: str, expected: set[Position]
) -> None:
    assert positions(text) == expected
