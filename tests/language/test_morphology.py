import pytest

from kg.language.morphology import forms, inflected

WORDS = (
    *("штатов", "путина", "токаевым", "объединенных", "мак-киннона", "людьми", "сахалина", "бутявке"),
    *("экс-министром", "уверены", "его", "сша", "скрипалями", "трех", "псевдоученых"),
    *("яцунами", "замгендиректора", "полузакрытым", "frukt", "77"),
)


@pytest.mark.parametrize("word", WORDS)
def test_forms_are_those_that_pymorphy_builds(word: str) -> None:
    for _ in range(2):  # the second time from what is known of the paradigm
        for form in forms(word):
            for grammemes in (("nomn",), ("nomn", "plur"), ("sing", "nomn", "femn"), ("PRTF", "sing", "masc", "nomn")):
                other = form.inflect(frozenset(grammemes))
                assert inflected(form, *grammemes) == (None if other is None else other.word)


@pytest.mark.parametrize(("form", "nominative"), [("высшего", "высший"), ("лучшему", "лучший"), ("высших", "высшие")])
def test_a_superlative_stays_the_same_word(form: str, nominative: str) -> None:
    assert nominative in {inflected(reading, "nomn") for reading in forms(form)}
