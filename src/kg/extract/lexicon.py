"""Reads the lexicons: tab-separated files beside the code, one entry a line, comments after ``#``."""

import importlib.resources
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
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


_Entry = TypeVar("_Entry", bound=Entry)


def rows(name: str) -> Iterator[tuple[str, ...]]:
    """The rows of a data file of this package, each a tuple of its stripped fields."""
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(field.strip() for field in line.split("\t"))


@cache
def words(name: str) -> frozenset[str]:
    """The first field of each row, folded."""
    return frozenset(row[0].casefold().replace("ё", "е") for row in rows(name))


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


def by_word(name: str, read: Callable[[tuple[str, ...]], _Entry]) -> Mapping[str, tuple[_Entry, ...]]:
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
    return {word: tuple(sorted(some, key=lambda entry: -len(entry.conditions))) for word, some in found.items()}
