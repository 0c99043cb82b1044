"""Who is one person in an article, and who is not."""

from collections.abc import Callable

import pytest

from kg.extract.actors import find_actors
from kg.knowledge import Gazetteer
from kg.language import Parse

Named = Callable[[str], list[tuple[str, str]]]


@pytest.fixture
def named(parse: Callable[[str], Parse], gazetteer: Gazetteer) -> Named:
    """The mentions of persons in a text, each with the name of who it is."""

    def read(text: str) -> list[tuple[str, str]]:
        cast = find_actors(parse(text), gazetteer).cast
        names = {actor.id: actor.name for actor in cast.actors}
        return [(mention.text, names[mention.ref]) for mention in cast.mentions if mention.type == "Person"]

    return read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # father and daughter, husband and wife: told apart by the form of the name, or by the verb
        (
            "Дарига Назарбаева приехала. Нурсултан Назарбаев встретил дочь. Назарбаева выступила. Назарбаев ответил.",
            ["Дарига Назарбаева", "Нурсултан Назарбаев", "Дарига Назарбаева", "Нурсултан Назарбаев"],
        ),
        (
            "Билл Клинтон и Хиллари Клинтон прибыли. Клинтон заявила, что рада. Клинтон заявил, что устал.",
            ["Билл Клинтон", "Хиллари Клинтон", "Хиллари Клинтон", "Билл Клинтон"],
        ),
        # two men named side by side: nobody can tell
        (
            "Виталий Кличко победил. Владимир Кличко тоже победил. Кличко доволен.",
            ["Виталий Кличко", "Владимир Кличко", "Кличко"],
        ),
        # but the one of whom the text speaks all the time
        (
            "Иван Орлов пришёл. Орлов сел. Иван Орлов устал. Брат, Пётр Орлов, спит. Орлов молчит.",
            ["Иван Орлов", "Иван Орлов", "Иван Орлов", "Пётр Орлов", "Иван Орлов"],
        ),
        # a first name alone
        ("Ирина Лис живёт в Туле. Ирину знают все.", ["Ирина Лис", "Ирина Лис"]),
        ("Ирина Лис и Ирина Котова живут в Туле. Ирину знают все.", ["Ирина Лис", "Ирина Котова", "Ирина"]),
        # a first name and a patronymic: of the only one who may have both
        ("Иван Орлов ушёл. По словам Ивана Петровича, это так.", ["Иван Орлов", "Иван Орлов"]),
        (
            "Иван Орлов ушёл. Иван Ильич Котов ждёт. По словам Ивана Ильича, это так.",
            ["Иван Орлов", "Иван Ильич Котов", "Иван Ильич Котов"],
        ),
        (
            "Иван Орлов ушёл. Иван Котов ждёт. По словам Ивана Ильича, это так.",
            ["Иван Орлов", "Иван Котов", "Иван Ильич"],
        ),
        # slips of the pen
        ("Михаил Саакашвили ушёл. Михаил Сааакашвили вернулся.", ["Михаил Саакашвили", "Михаил Саакашвили"]),
    ],
)
def test_bearers_of_one_name(named: Named, text: str, expected: list[str]) -> None:
    assert [name for _, name in named(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Супруги Обама купили дом.",
        "Братья Кличко боксировали.",
        "Горбачёвы остались на два дня.",
        "Семья Рокфеллер строит музей.",
    ],
)
def test_a_surname_of_several_names_nobody(named: Named, text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize("text", ["Похоже, война кончилась.", "— Увы, это так.", "Так сказано: Например, нет."])
def test_a_word_that_begins_a_sentence_is_nobody(named: Named, text: str) -> None:
    assert named(text) == []


def test_the_surname_of_one_whose_brother_is_spoken_of(named: Named) -> None:
    assert named("Приехал брат Орлова.") == [("Орлова", "Орлов")]
    assert named("Правит клан Кадырова.") == [("Кадырова", "Кадыров")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Полиция задержала Андрея Кандыбу. Адвокат Андрея Кандыбы молчит.", {"Андрей Кандыба"}),
        ("США требуют выдать Гэри Мак-Киннона. Юристы Гэри Мак-Киннона против.", {"Гэри Мак-Киннон"}),
        ("ПРЕЗИДЕНТ РОССИИ ВЛАДИМИР ПУТИН ПРИЕХАЛ В ПЕКИН", {"Владимир Путин"}),
        ("СУД ПРИГОВОРИЛ ИВАНА ОРЛОВА", {"Иван Орлов"}),
        ("Михаил и Раиса Горбачёвы прилетели.", {"Михаил", "Раиса Горбачёва"}),
        ("Путин В.В. доволен. Владимир Путин принял гостей.", {"Владимир Путин"}),
        ("Урсула фон дер Ляйен встретила Башара аль-Асада.", {"Урсула фон дер Ляйен", "Башар аль-Асад"}),
        ("Мохаммед бен Салман и Реджеп Тайип Эрдоган спорят.", {"Мохаммед бен Салман", "Реджеп Тайип Эрдоган"}),
        ("Речь Ирины Яровой понравилась.", {"Ирина Яровая"}),
        ("Делегация ждала Олафа Шольца.", {"Олаф Шольц"}),
        ("Газета хвалит Джеймса Гандольфини.", {"Джеймс Гандольфини"}),
        ("Министр написал Ким Чен Ыну и Вэй Фэнхэ.", {"Ким Чен Ын", "Вэй Фэнхэ"}),
        ("Пан Ги Мун и Си Цзиньпин встретились. Си молчит.", {"Пан Ги Мун", "Си Цзиньпин"}),
        ("Касым-Жомарт Токаев принял Шарля Мишеля. Токаев доволен.", {"Касым-Жомарт Токаев", "Шарль Мишель"}),
        ("Шавкат Мирзиёев встретил Эмомали Рахмона. Мирзиеев рад.", {"Шавкат Мирзиёев", "Эмомали Рахмон"}),
    ],
)
def test_names_of_many_kinds(named: Named, text: str, expected: set[str]) -> None:
    assert {name for _, name in named(text)} == expected
