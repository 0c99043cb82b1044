"""What a sentence answers of its words and its tree."""

from kg.language import Parse, Sentence
from kg.language.natasha import natasha
from kg.model import Span


def sentence(text: str) -> Sentence:
    return parse(text).sentences[0]


def parse(text: str) -> Parse:
    return natasha().analyse([(text, [Span(0, len(text))])])[0]


def test_tokens_are_found_by_their_normal_forms() -> None:
    read = sentence("Послы Ветрова и посол Лугании встретились.")
    assert [token.text for token in read.having(frozenset({"посол", "министр"}))] == ["Послы", "посол"]
    assert read.having({"министр": 1}.keys()) == ()
    assert {"посол", "встретиться"} <= read.lemmas


def test_prepositions_are_folded() -> None:
    assert sentence("Со стороны министра это было ошибкой, сказал он о договоре.").prepositions == {"со", "о"}


def test_a_word_knows_its_first_preposition() -> None:
    read = sentence("Посол приехал из Ветрова с письмом.")
    prepositions = {read.tokens[place].text: case.text for place, case in read.preposition_of.items()}
    assert prepositions == {"Ветрова": "из", "письмом": "с"}


def test_words_and_marks_as_they_stand() -> None:
    assert {"Посол", "сказал", ":", "мост", "закрыт", "."} == sentence("Посол сказал: мост закрыт.").texts


def test_what_is_coordinated_comes_after_its_first() -> None:
    read = sentence("Россия, Китай и Индия подписали договор.")
    first = read.tokens[0]
    assert [token.text for token in read.conjuncts(first)] == ["Россия", "Китай", "Индия"]
    assert read.conjuncts(read.tokens[2]) == (read.tokens[2],)
