"""To whom pronouns and nouns refer, and for whom an unnamed voice speaks."""

from collections.abc import Callable

import pytest

from kg.extract.actors import find_actors
from kg.knowledge import Gazetteer
from kg.language import Parse

Referred = Callable[[str, str], set[str]]


@pytest.fixture
def referred(parse: Callable[[str], Parse], gazetteer: Gazetteer) -> Referred:
    """The names of those to whom a word refers where it stands last in a text."""

    def read(text: str, word: str) -> set[str]:
        cast = find_actors(parse(text), gazetteer).cast
        actors = (cast.actor(ref) for ref in cast.references.get(text.rindex(word), ()))
        return {actor.name for actor in actors if actor is not None}

    return read


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        # of oneself one says свой and себя
        ("Петров пришёл. Орлов обнял его жену.", "его", {"Петров"}),
        ("Петров пришёл. Орлов приехал и поздравил его.", "его", {"Петров"}),
        ("Петров пришёл. Увидев его, Орлов ушёл.", "его", {"Петров"}),
        ("Петров пришёл. Орлов обещал встретить его.", "его", {"Петров"}),
        # in a clause of its own it may be the subject of the outer one
        ("Иван Орлов сказал, что его страна готова.", "его", {"Иван Орлов"}),
        ("Иван Орлов приехал. Он доволен.", "Он", {"Иван Орлов"}),
        # a woman is no man
        ("Ангела Меркель встретила Ивана Орлова. Она рада.", "Она", {"Ангела Меркель"}),
        ("Анна Лис пришла к Ивану Орлову. Орлов устал. Она рада.", "Она", {"Анна Лис"}),
        ("Франсуа Олланд прилетел в Лиму. Она ему понравилась.", "Она", set()),
        # governments
        ("Япония ждёт выборов. Правительство ушло в отставку.", "Правительство", {"Япония"}),
        ("Япония ждёт. Перу ждёт. Власти молчат.", "Власти", {"Перу"}),
        ("Премьер Японии Иван Орлов спорит. Перу ждёт. Его правительство молчит.", "правительство", {"Япония"}),
    ],
)
def test_references(referred: Referred, text: str, word: str, expected: set[str]) -> None:
    assert referred(text, word) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        # a newspaper is the one that was called so, whatever body was named since
        ("Газета «Утро» вышла. Приехал глава «Лукойла». Газета пишет о нём.", "Газета", {"Утро"}),
        # who founded a body is its head where nobody else is known to be
        ("Основатель компании «Лукойл» Иван Орлов приехал. Выступил глава «Лукойла».", "глава", {"Иван Орлов"}),
        ("Вице-президент компании «Лукойл» Иван Орлов приехал. Выступил глава «Лукойла».", "глава", {"Лукойл"}),
        # a government without a name is that of the state that the article is about, not of the last one named
        ("Дания ждёт. Дания и Дания. Король Дании гостит в Перу. Правительство молчит.", "Правительство", {"Дания"}),
    ],
)
def test_bodies_and_their_heads(referred: Referred, text: str, word: str, expected: set[str]) -> None:
    assert referred(text, word) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Польша ждёт. Польский министр выразил протест.", "министр", {"Польша"}),
        ("Польский бизнесмен купил клуб. Польша рада.", "бизнесмен", set()),
        ("Польский сенатор подал в отставку. Польша рада.", "сенатор", set()),
    ],
)
def test_who_speaks_for_a_state(referred: Referred, text: str, word: str, expected: set[str]) -> None:
    assert referred(text, word) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("США спорят. Политику США осудили в Перу.", []),
        ("Министр США в пути. Министра США ждут в Перу.", ["Министр США", "Министра США"]),
    ],
)
def test_policies_are_no_politicians(
    parse: Callable[[str], Parse], gazetteer: Gazetteer, text: str, words: list[str]
) -> None:
    mentions = find_actors(parse(text), gazetteer).cast.mentions
    assert [mention.text for mention in mentions if mention.rule == "description"] == words


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Тверской суд города Рязани отказал. Позже суд согласился.", "суд", {"Тверской суд города Рязани"}),
        ("Комитет Госдумы по обороне против. По мнению комитета, рано.", "комитета", {"Комитет Госдумы по обороне"}),
        ("Комитет Госдумы по обороне против. Он сидит в комитете.", "комитете", set()),  # only where
        ("Комитет Госдумы по обороне и Комитет Госдумы по спорту молчат. Решение комитета ждут.", "комитета", set()),
        ("Комитет Госдумы по обороне против. Глава комитета спорит.", "Глава", {"Комитет Госдумы по обороне"}),
        (
            "Представитель МИД Дании Анна Лис молчит. Неназванный представитель МИД Дании возразил.",
            "представитель",
            {"МИД Дании"},
        ),
        ("Перу ждёт. В Перу верят. По словам официальных лиц, рано.", "лиц", {"Перу"}),
        ("Об этом пишет газета «Маяк». По её данным, рано.", "её", {"Маяк"}),
        ("Об этом пишет газета «Маяк». Её закрыли.", "Её", set()),
    ],
)
def test_bare_nouns_and_pronouns_for_bodies(referred: Referred, text: str, word: str, expected: set[str]) -> None:
    assert referred(text, word) == expected
