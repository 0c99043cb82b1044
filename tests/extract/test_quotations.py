"""What stands in quotation marks: each text with the insides of its quotations, the outer before the inner."""

from collections.abc import Callable

import pytest

from kg.extract.claims.quotations import find_quotations
from kg.language import Parse

CASES = [
    ("Он сказал: «Мы готовы».", ["Мы готовы"]),
    ('Он сказал: "Мы готовы".', ["Мы готовы"]),
    ("Он сказал: “Мы готовы”.", ["Мы готовы"]),
    ("Он сказал: „Мы готовы“.", ["Мы готовы"]),
    ("Газета ''Заря'' вышла в срок.", ["Заря"]),
    ("«Корабль „Заря“ вышел», — сказал он.", ["Корабль „Заря“ вышел", "Заря"]),
    ('"Завод "Заря" работает", — сказал он.', ['Завод "Заря" работает', "Заря"]),
    # one closing mark for two quotations
    ('"Мы купили завод "Заря", — сказал он.', ['Мы купили завод "Заря', "Заря"]),
    # wiki marks round other marks count once
    ("Он сказал: ''«Мы готовы»''.", ["Мы готовы"]),
    # a closing mark missing: the end of the paragraph closes
    ("Он сказал: «Мы готовы. Мы ждём.\nПотом он ушёл.", ["Мы готовы. Мы ждём."]),
    # an opening mark missing: the attribution shows that one belongs there
    ('Мы готовы помочь", - сказал он.', ["Мы готовы помочь"]),
    # over paragraphs
    ("Он сказал: «Мы готовы.\nМы ждём».", ["Мы готовы.\nМы ждём"]),
    # several to a paragraph, straight marks by turns
    ('"Да", — сказал он. "Нет", — сказала она.', ["Да", "Нет"]),
    ("Он купил хлеб и ушёл.", []),
]


@pytest.mark.parametrize(("text", "insides"), CASES)
def test_quotations(parse: Callable[[str], Parse], text: str, insides: list[str]) -> None:
    assert [quotation.inner.of(text) for quotation in find_quotations(parse(text))] == insides


def test_marks_belong_to_the_outer_span(parse: Callable[[str], Parse]) -> None:
    text = "Он сказал: «Мы готовы»."
    (quotation,) = find_quotations(parse(text))
    assert quotation.outer.of(text) == "«Мы готовы»"
