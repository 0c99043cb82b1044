"""Bodies that are named without their state, inside other bodies, or by what they are."""

from collections.abc import Callable

import pytest

from kg.extract.actors import find_actors
from kg.knowledge import Gazetteer
from kg.language import Parse


@pytest.fixture
def bodies(parse: Callable[[str], Parse], gazetteer: Gazetteer) -> Callable[[str], set[str]]:
    def read(text: str) -> set[str]:
        return {actor.name for actor in find_actors(parse(text), gazetteer).cast.actors if actor.type == "Organisation"}

    return read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # of the state that the article speaks of
        (
            "В Чили прошли выборы. Чилийский парламент обновился. Сенат соберётся в мае.",
            {"парламент Чили", "Сенат Чили"},
        ),
        ("Перу ждёт перемен. В Перу верят, что вооружённые силы останутся в казармах.", {"вооружённые силы Перу"}),
        # of none where two stand side by side
        ("Чили и Перу спорят. В парламенте молчат.", set()),
        ("Перу и Чили спорят, Чили и Перу торгуют. Сенат собрался.", {"Сенат"}),
        # a body that says itself which it is needs no state
        ("В Перу и в перуанских портах ждут. Областной суд отказал.", set()),
    ],
)
def test_a_body_without_a_state_is_of_the_one_that_the_article_speaks_of(
    bodies: Callable[[str], set[str]], text: str, expected: set[str]
) -> None:
    assert bodies(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Победила сборная Португалии по футболу.", {"сборная Португалии"}),
        ("Тренер чешской сборной ушёл.", {"сборная Чехии"}),
        ("В сборной новичков много талантов.", set()),
    ],
)
def test_the_teams_of_states(bodies: Callable[[str], set[str]], text: str, expected: set[str]) -> None:
    assert bodies(text) == expected


def test_a_known_body_in_the_name_of_another_is_found_with_it(
    parse: Callable[[str], Parse], gazetteer: Gazetteer
) -> None:
    cast = find_actors(parse("Документ готовит Совет министров ОБСЕ. В ОБСЕ его ждут."), gazetteer).cast
    assert [mention.text for mention in cast.mentions] == ["Совет министров ОБСЕ", "ОБСЕ", "ОБСЕ"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("США ждут выборов. Республиканцы против.", {"Республиканская партия"}),
        ("Перу ждёт выборов. Республиканцы против.", set()),
        ("Талибы взяли город.", {"Талибан"}),
        ("Одного талиба нашли.", set()),
    ],
)
def test_members_that_stand_for_their_body(bodies: Callable[[str], set[str]], text: str, expected: set[str]) -> None:
    assert bodies(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Канцелярия правительства Израиля молчит.", {"Канцелярия правительства Израиля"}),
        ("Об этом сообщил центризбирком Перу.", {"центризбирком Перу"}),
        ("Пресс-служба Орлова молчит.", {"Пресс-служба Орлова"}),
        ("Суд Ленинского района города Омска отказал.", {"Суд Ленинского района города Омска"}),
    ],
)
def test_whole_names_of_bodies(bodies: Callable[[str], set[str]], text: str, expected: set[str]) -> None:
    assert bodies(text) == expected


def test_a_party_is_not_its_namesake_in_another_state(parse: Callable[[str], Parse], gazetteer: Gazetteer) -> None:
    def ids(text: str) -> list[tuple[str, ...]]:
        actors = find_actors(parse(text), gazetteer).cast.actors
        return [actor.same_as for actor in actors if actor.type == "Organisation"]

    party = "На выборах победила Республиканская партия."
    assert ids(f"США ждут. В США спорят. {party}") != [()]
    assert ids(f"Перу ждёт. В Перу спорят. {party}") == [()]


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("В Пекине заявили, что ответят.", {"Китай"}),
        ("В Пекине министры заявили, что ответят.", set()),
        ("В Пекине прошла выставка.", set()),
    ],
)
def test_a_capital_in_which_those_speak_who_are_not_named(
    parse: Callable[[str], Parse], gazetteer: Gazetteer, text: str, states: set[str]
) -> None:
    mentions = find_actors(parse(text), gazetteer).cast.mentions
    assert {mention.text for mention in mentions if mention.type == "State"} == ({"Пекине"} if states else set())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a capital at the start of a sentence makes no name
        ("Присутствие России растёт.", set()),
        ("Лидеры ближневосточных государств против.", set()),
        ("Высший совет решил спор.", {"Высший совет"}),
        # a body that does more than its kind in every state is not the one that the text names
        (
            "Минсельхоз РФ против. Министерство сельского хозяйства и пищевой промышленности за.",
            {"Минсельхоз РФ", "Министерство сельского хозяйства и пищевой промышленности"},
        ),
        # a town's name is a band's in quotation marks only
        ("Группа «Ленинград» поёт.", {"Ленинград"}),
        ("Он родился в Ленинграде.", set()),
    ],
)
def test_what_is_a_body(bodies: Callable[[str], set[str]], text: str, expected: set[str]) -> None:
    assert bodies(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # by their district or their city
        ("Полиция штата Юта ищет улики.", {"Полиция штата Юта"}),
        ("Решил суд лондонского района Вестминстер.", {"суд лондонского района Вестминстер"}),
        ("Он предстал перед федеральным судом в Лидсе.", {"федеральный суд в Лидсе"}),
        ("Он предстал перед судом в Лидсе.", set()),
        # by what they are attached to or made of
        ("Следственный комитет при прокуратуре ждёт.", {"Следственный комитет при прокуратуре"}),
        ("Конгресс профсоюзов собрался.", {"Конгресс профсоюзов"}),
        # up to the closing mark
        ("Пришёл «Координационный совет обманутых вкладчиков».", {"Координационный совет обманутых вкладчиков"}),
        # with a hyphen or without
        ("Движение «Дети-цветы» ушло. Движение «Дети цветы» вернулось.", {"Дети цветы"}),
    ],
)
def test_the_whole_name_of_a_body(bodies: Callable[[str], set[str]], text: str, expected: set[str]) -> None:
    assert bodies(text) == expected


def test_a_body_of_a_region_is_meant_by_its_noun_alone(bodies: Callable[[str], set[str]]) -> None:
    text = "В России и в российских портах ждут. Прокуратура Орловской области ищет улики. Прокуратура молчит."
    assert bodies(text) == {"Прокуратура Орловской области"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # by a matter
        (
            "Комитет Госдумы по вопросам семьи, женщин и детей против.",
            "Комитет Госдумы по вопросам семьи, женщин и детей",
        ),
        ("Он глава комитета по надзору Палаты представителей.", "комитет по надзору Палаты представителей"),
        ("Комиссия ООН по борьбе с голодом молчит.", "Комиссия ООН по борьбе с голодом"),
        (
            "Он ушёл из управления президента Чили по связям с общественностью.",
            "управление президента Чили по связям с общественностью",
        ),
        # by a territory
        ("Управление МВД по Рязанской области молчит.", "Управление МВД по Рязанской области"),
        ("В УФСБ России по Рязанской области молчат.", "УФСБ России по Рязанской области"),
        ("МВД по Чечне молчит.", "МВД по Чечне"),
    ],
)
def test_parts_of_bodies_with_what_tells_them_apart(
    bodies: Callable[[str], set[str]], text: str, expected: str
) -> None:
    assert expected in bodies(text)


@pytest.mark.parametrize(
    "text",
    [
        "Приехал комитет по встрече гостей.",  # no one's
        "Наш департамент опубликовал доклад по итогам года.",
        "Пришли комиссия и по просьбе Орлова врачи.",
    ],
)
def test_a_matter_alone_names_no_body(bodies: Callable[[str], set[str]], text: str) -> None:
    assert not bodies(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Член Палаты представителей Конгресса США выступил.", {"Палата представителей Конгресса США", "Конгресс США"}),
        ("Начальник Генштаба ВС Перу ушёл.", {"Генштаб ВС Перу", "ВС Перу"}),
        ("Федеральная прокуратура Бельгии молчит.", {"Федеральная прокуратура Бельгии"}),
        ("Партия мира Дании молчит.", {"Партия мира Дании"}),
        ("Прогрессивная партия Исландии молчит.", {"Прогрессивная партия Исландии"}),
        ("Ушёл командующий Уральским военным округом.", {"Уральский военный округ"}),
        ("Начальник ОВД «Заречье» уволен.", {"ОВД «Заречье»"}),
        ("Он глава «Газпром медиа».", {"Газпром медиа"}),
        ("Он глава «Газпрома».", {"Газпром"}),
        ("В пресс-службе губернатора Аляски молчат.", {"пресс-служба губернатора Аляски"}),
        ("Новое правительство Рязанской области молчит.", {"правительство Рязанской области"}),
        ("Бельгийский суд района Льежа отказал.", {"суд района Льежа"}),
        ("Перу ждёт. В Перу выбран Государственный совет.", {"Государственный совет Перу"}),
        ("Администрация президента Чили молчит.", {"Администрация президента Чили"}),
        ("Премию дала Шведская академия наук.", {"Шведская академия наук"}),
        ("Решил Верховный суд страны.", {"Верховный суд"}),
        ("Вчера Бюро США по патентам и товарным знакам отказало.", {"Бюро США по патентам и товарным знакам"}),
        ("Так пишет The Sunday People.", {"The Sunday People"}),
        ("Банк J. P. Morgan богатеет.", {"J. P. Morgan"}),
        (
            "Прибыли офицеры Центра химической, биологической и ядерной обороны.",
            {"Центр химической, биологической и ядерной обороны"},
        ),
    ],
)
def test_names_of_bodies_with_all_that_belongs_to_them(
    bodies: Callable[[str], set[str]], text: str, expected: set[str]
) -> None:
    assert bodies(text) == expected


def test_a_body_in_the_name_of_its_part_is_named(bodies: Callable[[str], set[str]]) -> None:
    assert bodies("Пресс-служба МВД Перу молчит. МВД ждёт.") == {"Пресс-служба МВД Перу", "МВД Перу"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Компания Berkshire Hathaway растёт. В Berkshire довольны.", {"Berkshire Hathaway"}),
        ("ГУП «Ромашка» молчит. Компания «Ромашка» богата.", {"Ромашка"}),
        ("Компания News Corporation растёт. Газета News закрыта.", {"News Corporation", "News"}),
    ],
)
def test_a_company_by_the_short_form_of_its_name(
    bodies: Callable[[str], set[str]], text: str, expected: set[str]
) -> None:
    assert bodies(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Лондонская полиция закрыла мост.", {"Лондонская полиция"}),
        ("Вчера женевская прокуратура открыла дело.", {"женевская прокуратура"}),
        ("Столичная полиция закрыла мост.", set()),
        ("Датская полиция закрыла мост.", set()),
        ("Вчера высший административный суд Чехии отменил решение.", {"высший административный суд Чехии"}),
    ],
)
def test_a_body_named_by_an_adjective_of_its_town_or_by_its_state(
    bodies: Callable[[str], set[str]], text: str, expected: set[str]
) -> None:
    assert bodies(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Федеральная антимонопольная служба России открыла дело. ФАС молчит.", {"actor/fas-rossii"}),
        ("Российская ФАС открыла дело.", {"actor/fas-rossii"}),
        # once named in full: one party, and another one than that of another state
        (
            "Демократическая партия Перу избрала главу. Выборы в Перу Демократическая партия проиграла.",
            {"actor/demokraticheskaia-partiia-peru"},
        ),
        (
            "Демократическая партия Чили избрала главу. Выборы в Чили Демократическая партия проиграла.",
            {"actor/demokraticheskaia-partiia-chili"},
        ),
        # whose name tells the state, by whatever name of it
        ("Победила сборная Перу. Минсельхоз РФ рад.", {"actor/sbornaia-peru", "actor/minselkhoz-rossii"}),
        # namesakes that are known
        ("Социалистическая партия Португалии победила на выборах.", {"actor/Q847263"}),
        ("Социалистическая партия Франции победила на выборах.", {"actor/Q170972"}),
    ],
)
def test_the_id_of_a_body_tells_its_state(
    parse: Callable[[str], Parse], gazetteer: Gazetteer, text: str, expected: set[str]
) -> None:
    actors = find_actors(parse(text), gazetteer).cast.actors
    assert {actor.id for actor in actors if actor.type == "Organisation"} == expected
