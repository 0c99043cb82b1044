"""The lexicon of speech, thought and writing (``data/speech.tsv``) and of nominal contents."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.extract.lexicon import rows, with_classes, word_classes, words

_CLASSES = frozenset({"verb", "adjective", "noun", "phrase"})
_SAYING_SUFFIXES = ("ние", "тие", "ция", "сия", "ость", "изм", "изна")
"""Endings of nouns formed from verbs and adjectives: an act, a state or a property, which can be asserted."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A word of speech and where its content, its speaker and its addressees stand; the header of ``speech.tsv`` says
    what the values mean.
    """

    words: tuple[str, ...]
    kind_of_word: str
    contents: frozenset[str]
    speaker: str
    addressees: frozenset[str]
    kind: str

    @property
    def prepositions(self) -> frozenset[str]:
        """The prepositions whose noun can be the content."""
        return self.contents - {"quote", "clause", "inf", "obj", "ins", "gen", "as"}


ANY_VERB = Frame((), "verb", frozenset({"quote"}), "subject", frozenset(), "say")
"""Of a verb that is none of speech but stands where only an attribution can: «…», — не скрывает радости министр."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The frames, each list to be found by the word that leads it: the verb, the adjective, the noun or the
    preposition. The longer frames stand first.
    """

    verbs: Mapping[str, tuple[Frame, ...]]
    adjectives: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[Frame, ...]]
    phrases: Mapping[str, tuple[Frame, ...]]


@cache
def lexicon() -> Lexicon:
    """The frames of ``speech.tsv``, read once. Raises ValueError for a row that the header does not explain."""
    tables: dict[str, dict[str, list[Frame]]] = {name: {} for name in _CLASSES}
    for row in rows("speech.tsv"):
        if len(row) != 6 or row[1] not in _CLASSES:
            raise ValueError(f"speech.tsv: not six columns with a known class: {row}")
        first, *others = row[0].split()
        contents, addressees = (frozenset(field.split()) - {"-"} for field in (row[2], row[4]))
        for partner in first.split("/"):
            frame = Frame((partner, *others), row[1], contents, row[3], addressees, row[5])
            tables[row[1]].setdefault(partner, []).append(frame)
    ordered = {
        name: {word: tuple(sorted(frames, key=lambda frame: -len(frame.words))) for word, frames in table.items()}
        for name, table in tables.items()
    }
    return Lexicon(ordered["verb"], ordered["adjective"], ordered["noun"], ordered["phrase"])


def says_something(noun: str) -> bool:
    """Does a noun's normal form name an act, a state or a fact rather than a topic? ``обнаружение``, not ``тема``."""
    known = _nominal_contents().get(noun)
    return noun.endswith(_SAYING_SUFFIXES) and not noun.endswith("летие") if known is None else known


@cache
def _nominal_contents() -> Mapping[str, bool]:
    return {row[0]: row[1] == "content" for row in rows("nominal_contents.tsv")}


def claim_words() -> Mapping[str, frozenset[str]]:
    """The classes of words that the rules name: ``{"shouting": {"крикнуть", …}, …}``."""
    return word_classes("claim_words.tsv")


@cache
def authority_names() -> Mapping[str, re.Pattern[str]]:
    """A noun for an authority → what the name of such a body holds: ``полиция`` → ``полиц|скотленд|…``."""
    stems: dict[str, list[str]] = defaultdict(list)
    for nouns, stem in rows("authority_names.tsv"):
        for noun in with_classes(nouns.split("/"), "claim_words.tsv"):
            stems[noun].append(stem)
    return {noun: re.compile("|".join(some), re.IGNORECASE) for noun, some in stems.items()}


@cache
def connectives() -> frozenset[tuple[str, ...]]:
    """Words at the head of a sentence that are no part of what is reported (``Кроме того``), as folded tokens."""
    return frozenset(tuple(entry.split()) for entry in words("connectives.tsv"))
