"""Reads the lexicons: tab-separated files beside the code, one entry a line, comments after ``#``."""

import importlib.resources
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, cached_property
from operator import itemgetter
from pathlib import Path
from typing import Protocol, TypeVar

_FOLDER = Path(str(importlib.resources.files("kg.extract"))) / "data"


class Entry(Protocol):
    """A line of a lexicon that words head and that conditions narrow."""

    @property
    def words(self) -> Sequence[str]:
        """The normal forms that head it."""

    @property
    def conditions(self) -> Sequence[object]:
        """What must be true of the words around one."""

    @property
    def asked(self) -> Sequence[Set[str]]:
        """Sets of normal forms, of each of which its sentence must have one, as the conditions say."""


_Entry = TypeVar("_Entry", bound=Entry)


class Entries(tuple[_Entry, ...]):
    """The entries that one word can head, those with most conditions first; found by what their sentence must have."""

    @cached_property
    def _unasking(self) -> Mapping[int, _Entry]:
        """By their places those that any sentence may fit."""
        return {place: entry for place, entry in enumerate(self) if not entry.asked}

    @cached_property
    def _asking(self) -> Mapping[str, Mapping[int, _Entry]]:
        """Normal form → by their places those that ask for it, or for one of the fewest others."""
        found: dict[str, dict[int, _Entry]] = defaultdict(dict)
        for place, entry in enumerate(self):
            for word in min(entry.asked, key=len, default=()):
                found[word][place] = entry
        return found

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(self._asking)

    def fitting(self, lemmas: Set[str]) -> Sequence[_Entry]:
        """Those for which a sentence with these normal forms has all that they ask for, in their order."""
        there = self._words & lemmas
        if not there:
            return tuple(self._unasking.values())
        found = dict(self._unasking)
        for word in there:
            found |= self._asking[word]
        possible = [entry for _, entry in sorted(found.items(), key=itemgetter(0))]
        return [entry for entry in possible if len(entry.asked) < _SEVERAL or _has_all(lemmas, entry.asked)]


_SEVERAL = 2


def _has_all(lemmas: Set[str], asked: Iterable[Set[str]]) -> bool:
    return not any(words.isdisjoint(lemmas) for words in asked)


def rows(name: str) -> Iterator[tuple[str, ...]]:
    """The rows of a data file of this package, each a tuple of its stripped fields."""
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(field.strip() for field in line.split("\t"))


@cache
def words(*names: str) -> frozenset[str]:
    """The first field of each row of some files, folded."""
    return frozenset(row[0].casefold().replace("ё", "е") for name in names for row in rows(name))


@cache
def word_classes(name: str) -> Mapping[str, frozenset[str]]:
    """The classes of a file with a class and a word a line: ``{"light": {"совершить", …}, …}``."""
    found: dict[str, set[str]] = defaultdict(set)
    for label, word in rows(name):
        found[label].add(word)
    return {label: frozenset(some) for label, some in found.items()}


def with_classes(listed: Iterable[str], name: str) -> Iterator[str]:
    """Words, and for "@light" those of that class of a file; raises ValueError where it has no such class."""
    classes = word_classes(name)
    for word in listed:
        if not word.startswith("@"):
            yield word
        elif word[1:] in classes:
            yield from sorted(classes[word[1:]])
        else:
            raise ValueError(f"no class of {name}: {word!r}")


def by_word(name: str, read: Callable[[tuple[str, ...]], _Entry]) -> Mapping[str, Entries[_Entry]]:
    """A lexicon: normal form → the entries that it can head, those with most conditions first.

    Args:
        name: of the data file.
        read: makes an entry of the fields of a line; raises ValueError or KeyError where it can't.

    Raises:
        ValueError: with the line, for one that cannot be read.
    """
    found: dict[str, list[_Entry]] = defaultdict(list)
    for row in rows(name):
        try:
            entry = read(row)
        except (ValueError, KeyError) as error:
            raise ValueError(f"{name}: {error}: {' | '.join(row)}") from error
        for word in entry.words:
            found[word].append(entry)
    return {word: Entries(sorted(some, key=lambda entry: -len(entry.conditions))) for word, some in found.items()}
