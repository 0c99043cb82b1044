"""Words of a subordinate clause, which the parser had hung on a verb outside it."""

import pytest

from kg.language import Sentence, Token
from kg.language.natasha import natasha
from kg.language.repair import repaired
from kg.model import Span


def sentence(text: str) -> Sentence:
    (parse,) = natasha().analyse([(text, [Span(0, len(text))])])
    return repaired(parse).sentences[0]


def word(within: Sentence, text: str) -> Token:
    return next(token for token in within.tokens if token.text == text)


@pytest.mark.parametrize(
    ("text", "dependent", "verb"),
    [
        ("Лунина передала через адвокатов, что власти возбудили против Ветрова новое дело.", "дело", "возбудили"),
        ("Лунина передала через адвокатов, что власти возбудили против Ветрова новое дело.", "Ветрова", "возбудили"),
        ("Орлов сообщил, что Лунин вручил послу ноту.", "ноту", "вручил"),
        ("Орлов подписал договор, который Лунин привёз из Минска.", "договор", "подписал"),
    ],
)
def test_an_argument_hangs_on_the_verb_of_its_clause(text: str, dependent: str, verb: str) -> None:
    found = sentence(text)
    assert found.head(word(found, dependent)) == word(found, verb)


def test_a_nominative_before_a_verb_without_a_subject_is_its_subject() -> None:
    found = sentence("Орлов потребовал, чтобы Иран освободил Ветрова.")
    assert word(found, "Иран").rel == "nsubj"
    assert word(found, "Ветрова").rel == "obj"


def test_a_tree_without_faults_is_left_as_it_is() -> None:
    text = "Орлов встретился с Луниным в Астане."
    (parse,) = natasha().analyse([(text, [Span(0, len(text))])])
    assert repaired(parse).sentences == parse.sentences


def test_one_person_is_no_subject_of_a_plural() -> None:
    found = sentence("Бэ Чжун Хо арестовали в Китае.")
    assert [token.text for token in found.children(found.tokens[3], "obj")] == ["Бэ"]
    found = sentence("Орлов и Лунин арестовали Ветрова.")
    assert [token.text for token in found.children(found.tokens[3], "nsubj")] == ["Орлов"]
