"""Lexicons as such: how their lines are found."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import pytest

from kg.extract.attitudes.frames import frames
from kg.extract.events.triggers import triggers
from kg.extract.lexicon import Entries, Entry, words


@dataclass(frozen=True)
class Line:
    asked: tuple[frozenset[str], ...]
    words: tuple[str, ...] = ("ввести",)

    @property
    def conditions(self) -> Sequence[object]:
        return self.asked


def line(*asked: str) -> Line:
    return Line(tuple(frozenset(some.split()) for some in asked))


def test_a_line_fits_a_sentence_that_has_one_word_of_all_that_it_asks_for() -> None:
    both, sanctions, duty, open_to_all = line("санкция мера", "против"), line("санкция"), line("пошлина"), line()
    entries = Entries([both, sanctions, duty, open_to_all])
    assert list(entries.fitting(frozenset({"ввести", "страна"}))) == [open_to_all]
    assert list(entries.fitting(frozenset({"ввести", "санкция"}))) == [sanctions, open_to_all]
    assert list(entries.fitting(frozenset({"мера", "против"}))) == [both, open_to_all]
    assert list(entries.fitting(frozenset({"мера", "санкция", "пошлина", "против"}))) == list(entries)


@pytest.mark.parametrize("lexicon", [triggers(), frames()], ids=["events", "attitudes"])
def test_no_line_is_missed_and_none_added(lexicon: dict[str, Entries[Entry]]) -> None:
    for entries in lexicon.values():
        asked = sorted({min(some) for entry in entries for some in entry.asked})[:8]
        for number in range(3):
            for lemmas in map(frozenset, combinations(asked, number)):
                expected = [one for one in entries if all(some & lemmas for some in one.asked)]
                assert list(entries.fitting(lemmas)) == expected


def test_the_words_of_several_files_are_all_of_them() -> None:
    one, other = words("voices.tsv"), words("organisation_nouns.tsv")
    assert one != other
    assert words("voices.tsv", "organisation_nouns.tsv") == one | other
