import pytest
from pymorphy3.units import DictionaryAnalyzer

from kg.language.morphology import entries, fold, forms, inflected, lemma, normal_forms, scores

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


@pytest.mark.parametrize("word", WORDS)
def test_entries_are_the_readings_of_known_words(word: str) -> None:
    known = [form for form in forms(word) if type(form.methods_stack[0][0]) is DictionaryAnalyzer]
    if len(known[0].methods_stack if known else ()) == 1:
        assert {(one.word, one.tag, one.at(0)) for one in entries(word)} == {
            (form.word, form.tag, form.normal_form) for form in known
        }
    else:
        assert entries(word) == ()


@pytest.mark.parametrize("word", WORDS)
def test_normal_forms_are_those_of_all_readings(word: str) -> None:
    assert normal_forms(word) == {fold(form.normal_form) for form in forms(word)}


def test_a_lemma_is_that_of_the_reading_that_the_tagger_chose() -> None:
    assert lemma("стали", "NOUN|Case=Gen|Number=Sing") == "сталь"
    assert lemma("стали", "VERB|Number=Plur|Tense=Past|VerbForm=Fin") == "стать"
    assert lemma("Путину", "PROPN|Case=Dat") == "путин"
    assert lemma("трёх", "NUM|Case=Gen") == "три"
    assert lemma("Frukt", "X") == "frukt"


@pytest.mark.parametrize("word", ["стали", "начала", "мыла", "ноября", "а", "авизо"])
def test_entries_are_scored_as_readings_are(word: str) -> None:
    readings = {(form.methods_stack[0][2:], form.score) for form in forms(word)}
    scored = zip(entries(word), scores(word), strict=True)
    assert {((entry.paradigm, entry.place), score) for entry, score in scored} == readings
