"""The classes of words that the rules for claims name."""

import re
from pathlib import Path

import kg.extract.claims
from kg.extract.claims.frames import claim_words
from kg.extract.lexicon import rows
from kg.language.morphology import fold


def test_each_word_stands_once_in_a_class_and_as_texts_are_looked_up() -> None:
    lines = list(rows("claim_words.tsv"))
    assert len(lines) == len(set(lines))
    assert [word for _, word in lines if word != fold(word)] == []


def test_the_rules_name_every_class_and_no_other() -> None:
    rules = Path(kg.extract.claims.__file__).parent.glob("*.py")
    named = {name for rule in rules for name in re.findall(r'claim_words\(\)\["(\w+)"\]', rule.read_text("utf-8"))}
    assert named == set(claim_words())
