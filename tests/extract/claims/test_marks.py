"""Direct speech where the marks do not tell all: unclosed quotations, questions in capitals or bold, dashes."""

from collections.abc import Callable

import pytest

from kg.model import Claim

Read = Callable[[str], tuple[Claim, ...]]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Орлов заявил: «Мы построим мост. Деньги уже есть.\n\nМост открыли в мае.",
            "Мы построим мост. Деньги уже есть.",
        ),
        (
            "«Мы построим мост, — сказал Орлов. — Деньги уже есть.\n\nМост открыли в мае.",
            "Мы построим мост, — сказал Орлов. — Деньги уже есть.",
        ),
        ('"Мы построим мост", - сказал Орлов "Заре".', "Мы построим мост"),
        ("„Мы построим мост“, — сказал Орлов.", "Мы построим мост"),
        ("“Мы построим мост”, — сказал Орлов.", "Мы построим мост"),
    ],
)
def test_quotation_marks(read: Read, text: str, content: str) -> None:
    (claim,) = read(text)
    assert (claim.type, claim.speaker, claim.text) == ("direct", "orlov", content)


INTERVIEWS = {
    "bold": "Орлов дал интервью газете «Заря».\n\n**Почему вы ушли?**\n\nЯ устал.\n\n**Что дальше?**\n\nПосмотрим.",
    "capitals": "Орлов дал интервью газете «Заря».\n\nПОЧЕМУ ВЫ УШЛИ?\n\nЯ устал.\n\nЧТО ДАЛЬШЕ?\n\nПосмотрим.",
    "dashes": "Орлов дал интервью газете «Заря».\n— Почему вы ушли?\n— Я устал.\n— Что дальше?\n— Посмотрим.",
    "labels": "Орлов дал интервью газете «Заря».\nВопрос: Почему вы ушли?\nОтвет: Я устал.\nВопрос: Что дальше?\n"
    "Ответ: Посмотрим.",
}


@pytest.mark.parametrize("layout", INTERVIEWS)
def test_interviews(read: Read, layout: str) -> None:
    claims = read(INTERVIEWS[layout])
    assert [(claim.speaker, claim.text, claim.addressees) for claim in claims] == [
        ("orlov", "Я устал", ("zarya",)),
        ("orlov", "Посмотрим", ("zarya",)),
    ]
