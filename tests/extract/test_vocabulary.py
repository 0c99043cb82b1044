"""The classes of words that the rules for claims and for actors name."""

import re
from pathlib import Path

import pytest

import kg.extract
from kg.extract.claims.frames import authority_names, claim_words
from kg.extract.lexicon import rows, word_classes, words
from kg.language.morphology import fold


@pytest.mark.parametrize("name", ["claim_words.tsv", "actor_words.tsv"])
def test_each_word_stands_once_in_a_class_and_as_texts_are_looked_up(name: str) -> None:
    lines = list(rows(name))
    assert len(lines) == len(set(lines))
    assert [word for _, word in lines if word != fold(word)] == []


@pytest.mark.parametrize("kind", ["claim", "actor"])
def test_the_rules_name_every_class_and_no_other(kind: str) -> None:
    rules = Path(kg.extract.__file__).parent.joinpath(f"{kind}s").rglob("*.py")
    named = re.compile(rf'{kind}_words\(\)\["(\w+)"\]')
    found = {name for rule in rules for name in named.findall(rule.read_text(encoding="utf-8"))}
    assert found == set(word_classes(f"{kind}_words.tsv"))


def test_authorities_with_names_are_authorities_or_legislators() -> None:
    assert set(authority_names()) <= words("authorities.tsv") | claim_words()["legislators"]


@pytest.mark.parametrize(
    ("noun", "name", "holds"),
    [
        ("полицейский", "Скотланд-Ярд", True),
        ("полиция", "Прокуратура Приморья", False),
        ("следователь", "СК Приморья", True),
        ("следствие", "СКА", False),
        ("прокурор", "Генпрокуратура", True),
        ("депутат", "Верховная Рада", True),
        ("законодатель", "Радио Приморья", False),
    ],
)
def test_the_name_of_an_authority_holds_a_stem(noun: str, name: str, holds: bool) -> None:
    assert bool(authority_names()[noun].search(name)) is holds
