"""Attributions of kinds that were once missed or taken where nobody speaks: the speaker and the content of each."""

from collections.abc import Callable

import pytest

from kg.model import Claim

Read = Callable[[str], tuple[Claim, ...]]

SAID = [
    # the plural without a subject, behind what is said
    ("«Мост давно закрыт», — сообщили в МИД.", [("mid", "Мост давно закрыт")]),
    ("Мост давно закрыт, рассказали в полиции.", [(None, "Мост давно закрыт")]),
    ("«Мост давно закрыт», - пояснили агентству в пресс-службе завода.", [(None, "Мост давно закрыт")]),
    # a statement before an attribution that introduces a quotation
    (
        "Мост давно закрыли, сказал Орлов: «Мы очень опечалены этим».",
        [("orlov", "Мост давно закрыли"), ("orlov", "Мы очень опечалены этим")],
    ),
    ("Закрыв мост, Орлов сказал: «Мы очень опечалены этим».", [("orlov", "Мы очень опечалены этим")]),
    # what something is said to be
    ("Орлов охарактеризовал мост как ошибку.", [("orlov", "мост как ошибку")]),
    ("Орлов назвал мост «одной из ошибок века на севере».", [("orlov", "мост «одной из ошибок века на севере»")]),
    ("Врачи оценивают состояние Орлова как тяжёлое.", [(None, "состояние Орлова как тяжёлое")]),
    # what news is confirmed
    ("Лис подтвердила информацию о закрытии моста.", [("lis", "закрытии моста")]),
    ("Орлов опроверг слухи о своей отставке.", [("orlov", "своей отставке")]),
    # what follows from a text, what is wished
    ("Из письма МИД следует, что мост закроют.", [("mid", "мост закроют")]),
    ("Жители хотят, чтобы мост открыли.", [(None, "мост открыли")]),
    ("Как было объявлено, мост закроют весной.", [(None, "мост закроют весной")]),
    ("Орлов выразил мнение о необходимости закрыть мост.", [("orlov", "необходимости закрыть мост")]),
    ("Лис высказала сомнения в правильности решения.", [("lis", "правильности решения")]),
    # a relay at the end is no part of what is said
    ("По словам Орлова, мост закрыт, пишет газета.", [("orlov", "мост закрыт")]),
    ("Мост, напомнил Орлов, закрыли в мае, пишет газета.", [("orlov", "Мост, напомнил Орлов, закрыли в мае")]),
    # a headline without a name
    ("СМИ: мост закроют весной", [(None, "мост закроют весной")]),
    # two outlets together
    (
        "Мост закроют, сообщают ТАСС и Заря. По данным изданий, мост опасен.",
        [("tass", "Мост закроют"), ("zarya", "Мост закроют"), ("tass", "мост опасен"), ("zarya", "мост опасен")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_attributions(read: Read, text: str, expected: list[tuple[str | None, str]]) -> None:
    assert [(claim.speaker, claim.text) for claim in read(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Праздник призван привлечь внимание к мосту.",
        "Кризис угрожает закрыть мост.",
        "Орлов приехал в рамках работы по оценке ущерба на мосту.",
        "Жители моста не просили их спасти.",
        "Орлов и Лис не могли договориться, кто из них закроет мост.",
        "Решение было принято после того, как мост закрыли.",
        "Вы хотите, чтобы мост закрыли?",
        "За это закон предлагает наказывать строже.",
        "Погода: мост закрыли",
    ],
)
def test_where_nobody_says_anything(read: Read, text: str) -> None:
    assert read(text) == ()


def test_a_document_does_not_go_on_with_what_a_person_said(read: Read) -> None:
    text = "В заявлении МИД говорится, что мост закрыт. Орлов признал, что мост стар. В документе указано, что он плох."
    assert [claim.speaker for claim in read(text)] == ["mid", "orlov", "mid"]
    (_, letter) = read("Орлов признал, что мост стар. В письме говорится, что он опасен.")
    assert letter.speaker == "orlov"


def test_a_pronoun_beside_another_nominative_is_the_subject(read: Read) -> None:
    (_, second) = read("Лис сообщила, что мост закрыт. В блоге Заря он отметил, что мост стар.")
    assert second.speaker == "orlov"
