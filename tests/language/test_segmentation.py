import random

import pytest
import razdel

from kg.language.segmentation import sentenize, tokenize

PIECES = (
    *("слово", "Да", "Б", "1", "25", "г", "т.", "д.", "А.", "yahoo", "°", "№", " ", " ", "  ", "\u00a0"),
    *("-", "—", "_", ".", ",", "/", "\\", "!", "?", "…", '"', "«", "»", "(", ")", ":", ";", "*", "--", ":)"),
)
TEXTS = (
    "Он родился в 1990. 5 мая 2015, 6 и -10, 1/ 2, 3 .5; мини- и макси-юбки, из- за «А. С. Пушкина».",
    "И т.д. и т. п. 1. Первое. 2) Второе! Да?! «Нет», - сказал он... — Что?.. Да!",
)


def assert_like_razdel(line: str) -> None:
    expected = [sentence for sentence in razdel.sentenize(line) if sentence.text]
    assert [(span.start, span.end) for span in sentenize(line)] == [(one.start, one.stop) for one in expected]
    for sentence in expected:
        words = [(word.start, word.text) for word in razdel.tokenize(sentence.text)]
        assert tokenize(sentence.text) == words


@pytest.mark.parametrize("text", TEXTS)
def test_sentences_and_tokens_are_razdels(text: str) -> None:
    assert_like_razdel(text)


def test_any_mixture_is_divided_as_razdel_divides_it() -> None:
    chance = random.Random(1)
    for _ in range(3000):
        assert_like_razdel("".join(chance.choices(PIECES, k=chance.randint(1, 14))))


@pytest.mark.parametrize("text", ["!" * 100_000, '"' * 100_000, "а" * 100_000, "(" * 100_000])
def test_what_is_no_text_is_divided_in_linear_time(text: str) -> None:
    tokens = [word for span in sentenize(text) for _, word in tokenize(span.of(text))]
    assert "".join(tokens) == text  # a quadratic search would take minutes
