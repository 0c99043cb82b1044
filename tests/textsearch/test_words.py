import pytest

from kg.textsearch import Search, SearchError, snippet
from kg.textsearch.words import lemmas


@pytest.mark.parametrize(
    ("one", "other"),
    [("поддержка", "поддержку"), ("ПОЕЗДА", "поезд"), ("ёлка", "елками"), ("Токаева", "Токаев"), ("NATO", "nato")],
)
def test_forms_of_a_word_are_the_same(one: str, other: str) -> None:
    assert lemmas(one) & lemmas(other)


@pytest.mark.parametrize(
    ("word", "normal"),
    [
        ("Встречах", {"встреча"}),
        ("погоднее", {"погодный", "годный"}),  # both of one paradigm
        ("белки", {"белок", "белка"}),
        ("суши", set()),  # that it is of суша, сушь or сушить is most unlikely
        ("трансгендерности", {"трансгендерность"}),
    ],
)
def test_a_word_stands_for_the_normal_forms_that_it_is_likely_of(word: str, normal: set[str]) -> None:
    assert lemmas(word) == {word.lower(), *normal}


def test_other_words_are_not() -> None:
    assert not lemmas("поддержка") & lemmas("подержать")


def test_a_search_is_read() -> None:
    read = Search.parse('новые "мирный договор" -война каз* «две недели» -"без условий"')
    assert read.phrases == (("новые",), ("мирный", "договор"), ("две", "недели"))
    assert read.prefixes == ("каз",)
    assert read.without == (("война",), ("без", "условий"))


def test_a_hyphen_within_a_word_is_no_minus() -> None:
    assert Search.parse("северо-восток").without == ()


@pytest.mark.parametrize("text", ["", " .,! ", '""', "-война", "x " * 40])
def test_a_search_for_nothing_is_told(text: str) -> None:
    with pytest.raises(SearchError, match=r"words|no word"):
        Search.parse(text)


def test_a_phrase_stands_in_one_piece_in_any_form() -> None:
    search = Search.parse('"мирный договор"')
    assert search.accepts("Подписание мирного договора отложено")
    assert not search.accepts("Договор не мирный")
    assert not Search.parse('договор -"мирный договор"').accepts("О мирном договоре говорили все")


def test_a_snippet_shows_what_was_found() -> None:
    text = "Начало " + "слов " * 100 + "о поддержке соседей " + "и ещё " * 100 + "конец"
    shown = snippet(text, Search.parse("поддержка"), 80)
    assert shown.text.startswith("… ") and shown.text.endswith(" …") and len(shown.text) <= 84
    assert [shown.text[begin:end] for begin, end in shown.marks] == ["поддержке"]


def test_a_short_text_is_shown_whole() -> None:
    shown = snippet("О поддержке, и только", Search.parse("поддержка соседей"))
    assert shown.text == "О поддержке, и только" and shown.marks == ((2, 11),)
