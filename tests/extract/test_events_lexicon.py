"""The lexicons of events: that each line can be read, and can be found in a text."""

import pytest

from kg.extract.events.triggers import classes, read, triggers
from kg.extract.lexicon import rows
from kg.language import morphology
from kg.model import EventType

LINE = ("ввести/вводить", "V", "obj=санкция", "SANCTION", "discontinue", "subj!", "против+gen на+acc", "1")

TAGS = {"V": "VERB|VerbForm=Inf", "N": "NOUN|Case=Nom", "A": "ADJ|Case=Nom|Gender=Masc|Number=Sing"}


def test_every_type_has_triggers() -> None:
    found = {trigger.type for some in triggers().values() for trigger in some}
    assert found == set(EventType)


def test_every_word_is_a_normal_form_of_the_dictionary() -> None:
    strange = {
        (word, trigger.part)
        for some in triggers().values()
        for trigger in some
        for word in trigger.words
        if morphology.lemma(word, TAGS[trigger.part]) != word
    }
    assert strange == set()


@pytest.mark.parametrize("name", ["events.tsv", "attitudes.tsv"])
def test_no_line_says_only_what_another_says_of_more_words(name: str) -> None:
    lines = [(set(words.split("/")), rest) for words, *rest in rows(name)]
    assert [
        line
        for number, line in enumerate(lines)
        for words, rest in lines[:number]
        if rest == line[1] and words >= line[0]
    ] == []


def test_a_line_is_read() -> None:
    trigger = read(LINE)
    assert trigger.words == ("ввести", "вводить")
    assert trigger.type is EventType.SANCTION
    assert [condition.slot for condition in trigger.conditions] == ["obj"]
    assert [slot.name for slot in trigger.recipient[0]] == ["против+gen", "на+acc"]
    assert trigger.actor[0][0].needed


@pytest.mark.parametrize(
    ("column", "text", "message"),
    [
        (1, "X", "no part of speech"),
        (2, "obj=@nothing", "no class"),
        (3, "QUARREL", "QUARREL"),
        (5, "subject", "no slot"),
        (5, "с+xyz", "no slot"),
        (5, "subj:Ghost", "Ghost"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_what_is_wrong(column: int, text: str, message: str) -> None:
    row = (*LINE[:column], text, *LINE[column + 1 :])
    with pytest.raises(ValueError, match=message):
        read(row)


def test_the_classes_that_the_rules_name_have_words() -> None:
    named = {"light", "announcing", "telling", "happening", "planned", "intending", "wishing", "doubting", "phase"}
    named |= {"times", "accusing", "quantity", "forces", "officials", "opponents", "sport", "accident"}
    assert named <= set(classes())


def test_each_context_is_given_to_a_word_once() -> None:
    lines = list(rows("contexts.tsv"))
    assert len(lines) == len(set(lines))
    assert all(len(row) == 2 for row in lines)
