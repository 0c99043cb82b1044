"""The actors stage on short texts: who is found, what each word refers to, who holds which office."""

from collections.abc import Callable

import pytest

from kg.extract.actors import Roles, find_actors
from kg.extract.positions import find_positions
from kg.knowledge import Gazetteer
from kg.language import Parse

Parser = Callable[[str], Parse]
Reader = Callable[[str], Roles]


@pytest.fixture(scope="session")
def read(parse: Parser, gazetteer: Gazetteer) -> Reader:
    return lambda text: find_actors(parse(text), gazetteer)


def names(roles: Roles, kind: str) -> set[str]:
    return {actor.name for actor in roles.cast.actors if actor.type == kind}


def referred(roles: Roles, text: str, word: str, occurrence: int = 1) -> set[str]:
    """The names of the actors to which a word refers at its n-th occurrence."""
    start = -1
    for _ in range(occurrence):
        start = text.index(word, start + 1)
    actors = (roles.cast.actor(ref) for ref in roles.cast.references.get(start, ()))
    return {actor.name for actor in actors if actor is not None}


def positions(roles: Roles) -> set[tuple[str, str, str]]:
    found = set()
    for position in find_positions(roles.held):
        person, of = roles.cast.actor(position.person), roles.cast.actor(position.of)
        assert person is not None
        assert of is not None
        found.add((person.name, position.title, of.name))
    return found


# --- names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Китай и Франция подписали договор.", {"Китай", "Франция"}),
        ("КНР поддержала соседей, Китаю ответили.", {"Китай"}),
        ("Китайская сторона согласилась.", {"Китай"}),
        ("Российские военные покинули базу.", {"Россия"}),
        ("Власти Финляндии закрыли границу.", {"Финляндия"}),
        ("Правительство Израиля собралось.", {"Израиль"}),
        ("Пекин заявил, что ответит Вашингтону.", {"Китай", "США"}),
        ("Китайский фарфор дорожает.", set()),
        ("Мир и победа всем нужны.", set()),
    ],
)
def test_states(read: Reader, text: str, states: set[str]) -> None:
    assert names(read(text), "State") == states


def test_a_capital_in_which_something_happens_is_a_place(read: Reader) -> None:
    roles = read("Он прилетел в Пекин. В Пекине прошла выставка.")
    assert {mention.type for mention in roles.cast.mentions} == {"Place"}
    assert "Пекин" in {place.name for place in roles.cast.places}


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("МИД Франции выразил протест.", {"МИД Франции"}),
        ("Об этом сообщили в министерстве обороны Турции.", {"министерство обороны Турции"}),
        ("Глава японского МИДа прибыл.", {"МИД Японии"}),
        ("Газета «Труд» пишет о выборах.", {"Труд"}),
        ("Как сообщает агентство Reuters, цены растут.", {"Reuters"}),
        ("СМИ пишут о выборах.", set()),
        ("Окружной суд Манхэттена вынес приговор.", {"Окружной суд Манхэттена"}),
        ("Об этом сообщили в мэрии Уфы.", {"мэрия Уфы"}),
        ("Верховный суд Франции отменил приговор.", {"Верховный суд Франции"}),
        ("Посольство Японии в Чехии закрыто.", {"Посольство Японии в Чехии"}),
        ("Митинг прошёл у российского посольства в Токио.", {"посольство России в Токио"}),
        ("Министерство связи и массовых коммуникаций отказало.", {"Министерство связи и массовых коммуникаций"}),
    ],
)
def test_bodies(read: Reader, text: str, bodies: set[str]) -> None:
    assert names(read(text), "Organisation") == bodies


def test_an_abbreviation_in_brackets_is_the_same_body(read: Reader) -> None:
    text = "Выступила Всемирная федерация шашек (ВФШ). Решение ВФШ неизвестно."
    assert names(read(text), "Organisation") == {"Всемирная федерация шашек"}


def test_two_embassies_of_one_state_stay_two(read: Reader) -> None:
    roles = read("Посольство Японии в Чехии закрыто. Посольство Японии в Польше работает.")
    assert len(names(roles, "Organisation")) == 2


def test_two_clubs_with_a_slash_between_them_stay_two(read: Reader) -> None:
    assert len(names(read("Он играл за два клуба («Барселона»/«Спартак»)."), "Organisation")) == 2


def test_a_state_in_the_name_of_a_body_is_mentioned(read: Reader) -> None:
    mentions = read("Сенат США принял закон.").cast.mentions
    assert {(mention.text, mention.type) for mention in mentions} == {("Сенат США", "Organisation"), ("США", "State")}


# --- identity -----------------------------------------------------------------------------------------------------


def test_one_person_for_all_forms_of_the_name(read: Reader) -> None:
    text = "Прибыл Сергей Лавров. Лаврова встретили. С Лавровым говорил посол. Об этом рассказал С. Лавров."
    assert names(read(text), "Person") == {"Сергей Лавров"}


def test_two_bearers_of_a_surname_stay_two(read: Reader) -> None:
    text = "Билл Клинтон приехал в Токио. Хиллари Клинтон осталась дома."
    assert names(read(text), "Person") == {"Билл Клинтон", "Хиллари Клинтон"}


def test_a_name_in_another_alphabet_in_brackets_is_the_same_person(read: Reader) -> None:
    text = "Адвокат Халеда эль-Масри (Khaled el-Masri) подал жалобу."
    assert names(read(text), "Person") == {"Халед эль-Масри"}


# --- references ---------------------------------------------------------------------------------------------------


def test_a_title_refers_to_its_holder(read: Reader) -> None:
    text = (
        "Министр обороны Китая Вэй Фэнхэ прибыл в Казахстан. Министр отметил успехи. "
        "Глава Минобороны Китая поблагодарил хозяев."
    )
    roles = read(text)
    assert referred(roles, text, "Министр", 2) == {"Вэй Фэнхэ"}
    assert referred(roles, text, "Глава") == {"Вэй Фэнхэ"}


def test_a_leader_is_known_by_the_adjective_of_the_state(read: Reader) -> None:
    text = "Председатель КНР Си Цзиньпин прилетел в Астану. Китайский лидер улыбался."
    assert referred(read(text), text, "лидер") == {"Си Цзиньпин"}


def test_a_spokesman_without_a_name_speaks_for_the_body(read: Reader) -> None:
    text = "Представитель МИД Франции сообщил о встрече. Он подчеркнул, что всё готово."
    roles = read(text)
    assert referred(roles, text, "Представитель") == {"МИД Франции"}
    assert referred(roles, text, "Он") == {"МИД Франции"}


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Ангела Меркель встретила Сергея Лаврова. Она была рада.", "Она", "Ангела Меркель"),
        ("Ангела Меркель встретила Сергея Лаврова. Он был рад.", "Он", "Сергей Лавров"),
        ("Сергей Лавров позвонил Рексу Тиллерсону. Он сообщил новости.", "Он", "Сергей Лавров"),
        ("Приехал Сергей Лавров, который встретился с послом.", "который", "Сергей Лавров"),
    ],
)
def test_pronouns(read: Reader, text: str, pronoun: str, name: str) -> None:
    assert referred(read(text), text, pronoun) == {name}


def test_the_sides_are_the_two_of_whom_the_text_speaks(read: Reader) -> None:
    text = "Сергей Лавров встретился с Ангелой Меркель. Стороны обсудили торговлю."
    assert referred(read(text), text, "Стороны") == {"Сергей Лавров", "Ангела Меркель"}


def test_parties_of_an_enumeration(read: Reader, parse: Parser) -> None:
    text = "Встретились президент Казахстана Касым-Жомарт Токаев и министр обороны Китая Вэй Фэнхэ."
    roles = read(text)
    sentence = parse(text).sentences[0]
    first = next(token for token in sentence.tokens if token.text == "президент")
    found = {actor.name for ref in roles.cast.parties(sentence, first) if (actor := roles.cast.actor(ref))}
    assert found == {"Касым-Жомарт Токаев", "Вэй Фэнхэ"}


# --- positions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "В Москву прибыл министр иностранных дел Франции Жан-Ив Ле Дриан.",
            {("Жан-Ив Ле Дриан", "министр иностранных дел", "Франция")},
        ),
        ("Глава МИД Турции Хакан Фидан выступил.", {("Хакан Фидан", "глава", "МИД Турции")}),
        ("Японский премьер-министр Наото Кан ушёл.", {("Наото Кан", "премьер-министр", "Япония")}),
        (
            "Посол Ирландии в Японии Майкл Коллинз уехал.",
            {("Майкл Коллинз", "посол в Японии", "Ирландия")},
        ),
        ("Выступил Сергей Иванов, министр обороны России.", {("Сергей Иванов", "министр обороны", "Россия")}),
        ("Экс-президент США Джимми Картер приехал.", {("Джимми Картер", "президент", "США")}),
        ("Алоис Ирлмайер был избран президентом Австрии.", {("Алоис Ирлмайер", "президент", "Австрия")}),
        ("После Ирландии Обама посетит Польшу.", set()),
        ("Об этом сказал солист рок-группы «Ария» Иван Петров.", {("Иван Петров", "солист", "Ария")}),
        (
            "Глава Европейского центробанка (ЕЦБ) Виктор Орлов выступил.",
            {("Виктор Орлов", "глава", "Европейский центробанк")},
        ),
        ("Письмо передали солисту «Большого театра» Ивану Петрову.", {("Иван Петров", "солист", "Большой театр")}),
        ("Мохсен Ходжаджи, солдат КСИР, попал в плен.", {("Мохсен Ходжаджи", "солдат", "КСИР")}),
        ("Лесин занимал пост министра печати России.", {("Лесин", "министр печати", "Россия")}),
        ("Виктор Орлов претендует на пост министра печати России.", set()),
        ("Виктор Орлов прилетел. Он был главой «Роснефти».", {("Виктор Орлов", "глава", "Роснефть")}),
        ("Виктор Орлов возглавляет «Роснефть».", {("Виктор Орлов", "глава", "Роснефть")}),
        (
            "Президент назначил начальником Генштаба Украины Григория Орлова.",
            {("Григорий Орлов", "начальник", "Генштаб Украины")},
        ),
        ("Президент Туниса, 74-летний Виктор Орлов, бежал.", {("Виктор Орлов", "президент", "Тунис")}),
        (
            "Депутат Госдумы, председатель партии «Родина» Алексей Орлов выступил.",
            {("Алексей Орлов", "депутат", "Госдума"), ("Алексей Орлов", "председатель", "Родина")},
        ),
        ("Президент Франции, канцлер Германии Ангела Меркель.", {("Ангела Меркель", "канцлер", "Германия")}),
        (
            "Партия «Яблоко» выступила против. Пришёл и глава партии Сергей Орлов.",
            {("Сергей Орлов", "глава", "Яблоко")},
        ),
        ("Партия «Яблоко» выступила против. Пришёл и глава крупной компании Сергей Орлов.", set()),
    ],
)
def test_positions(read: Reader, text: str, expected: set[tuple[str, str, str]]) -> None:
    assert positions(read(text)) == expected


def test_mentions_are_the_words_themselves(read: Reader) -> None:
    text = "😀 Президент Казахстана Касым-Жомарт Токаев прибыл в Пекин. Китайская сторона рада."
    mentions = read(text).cast.mentions
    assert mentions
    assert all(mention.span.of(text) == mention.text for mention in mentions)
