"""Interviews and dialogue: each text with the speakers, addressees and contents of its answers."""

from collections.abc import Callable

import pytest

from kg.model import Claim, QuotationType

Read = Callable[[str], tuple[Claim, ...]]

FROM_ROLES = """Иван Орлов дал интервью ТАСС.

Вопрос: Когда построят мост?

Ответ: Мы начнём весной. Деньги уже есть.

Вопрос: Кто против?

Ответ: Никто. Министр сказал, что мост нужен.
Все согласны.

Вопрос: Спасибо."""

FROM_DASHES = """В интервью ТАСС Иван Орлов рассказал о мосте.
— Когда построят мост?
— Весной. Деньги уже есть.
Мы ждём тепла.
— А дорогу?
— Дорогу построят летом."""

IN_BOLD = """Иван Орлов о мосте
**Когда построят мост?**
Весной. Деньги уже есть.
Мы ждём тепла.
**А дорогу?**
Дорогу построят летом.
Редакция благодарит за беседу."""

IN_CAPITALS = """Беседа с Иваном Орловым
КОГДА ПОСТРОЯТ МОСТ?
Весной. Деньги уже есть.
А КОГДА ПОСТРОЯТ ДОРОГУ?
Дорогу построят летом."""

FROM_LABELS = """Спор о мосте
Орлов: Мост нужен городу. Без него не прожить.
Лис: Это слишком дорого.
ТАСС: Кто заплатит?
Орлов: Заплатит город.
ТАСС: А потом?
Лис: Мы против."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            FROM_ROLES,
            [
                ("orlov", ("tass",), "Мы начнём весной. Деньги уже есть"),
                ("orlov", ("tass",), "Никто. Министр сказал, что мост нужен.\nВсе согласны"),
            ],
        ),
        (
            FROM_DASHES,
            [
                ("orlov", ("tass",), "Весной. Деньги уже есть.\nМы ждём тепла"),
                ("orlov", ("tass",), "Дорогу построят летом"),
            ],
        ),
        (
            IN_BOLD,
            [("orlov", (), "Весной. Деньги уже есть.\nМы ждём тепла"), ("orlov", (), "Дорогу построят летом")],
        ),
        (IN_CAPITALS, [("orlov", (), "Весной. Деньги уже есть"), ("orlov", (), "Дорогу построят летом")]),
        (
            FROM_LABELS,
            [
                ("orlov", (), "Мост нужен городу. Без него не прожить"),
                ("lis", (), "Это слишком дорого"),
                ("orlov", (), "Заплатит город"),
                ("lis", (), "Мы против"),
            ],
        ),
    ],
)
def test_answers(read: Read, text: str, expected: list[tuple[str, tuple[str, ...], str]]) -> None:
    claims = read(text)
    assert [(claim.speaker, claim.addressees, claim.text) for claim in claims] == expected
    assert {claim.type for claim in claims} == {QuotationType.DIRECT}


@pytest.mark.parametrize(
    "text",
    [
        # a list
        "Орлов назвал условия:\n— снизить налоги;\n— построить мост;\n— открыть границу.",
        # rhetorical questions in an article of nobody's
        "О мосте\n— Когда построят мост?\n— Весной.\n— А дорогу?\n— Летом.",
        # one question is no interview
        "Иван Орлов о мосте\n**Когда построят мост?**\nВесной.",
    ],
)
def test_no_dialogue(read: Read, text: str) -> None:
    assert read(text) == ()


def test_dialogue_with_attributions(read: Read) -> None:
    text = "— Мы построим мост, — сказал Орлов.\n— Когда же? — спросила Лис.\n— Весной мы начнём, — ответил Орлов."
    assert [(claim.speaker, claim.type, claim.text) for claim in read(text)] == [
        ("orlov", "direct", "Мы построим мост"),
        ("orlov", "direct", "Весной мы начнём"),
    ]
