"""The lexicon of attitudes: ``data/attitudes.tsv`` and ``data/attitude_words.tsv``, whose comments explain it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.extract.events.triggers import Condition
from kg.extract.lexicon import rows
from kg.model import Polarity

PARTS = frozenset("VNAP")
_SLOT = re.compile(r"[а-яё_]+\+(gen|dat|acc|ins|loc)")
_OWN_SLOTS = frozenset(
    {"subj", "obj", "dat", "ins", "gen", "adj", "being", "agent", "told", "clause", "phrase", "prep", "adv", "any"}
)
_POLARITIES = frozenset({Polarity.SUPPORT, Polarity.OPPOSE})
_SIDES = frozenset({"one", "both", "each"})

Alternatives = tuple[tuple[str, ...], ...]
"""Groups of slots; the first group in which one is filled is taken."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A line of the lexicon."""

    words: tuple[str, ...]
    part: str
    conditions: tuple[Condition, ...]
    polarity: Polarity
    sides: str
    """one, both or each."""
    holder: Alternatives
    target: Alternatives

    @property
    def name(self) -> str:
        """What an attitude's ``rule`` says: the words and the slots of their conditions."""
        conditions = ", ".join(condition.slot for condition in self.conditions)
        words = "/".join(self.words[:2])
        return f"{words} ({conditions})" if conditions else words


@cache
def word_classes() -> Mapping[str, frozenset[str]]:
    """The classes of words that the lexicon and the rules name: ``{"liking": {"симпатия", …}, …}``."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, word in rows("attitude_words.tsv"):
        found[name].add(word)
    return {name: frozenset(words) for name, words in found.items()}


@cache
def frames() -> Mapping[str, tuple[Frame, ...]]:
    """The lexicon: normal form → the frames that it can head, those with most conditions first.

    Raises ValueError, with the line, for one that cannot be read.
    """
    found: dict[str, list[Frame]] = defaultdict(list)
    for row in rows("attitudes.tsv"):
        try:
            frame = read(row)
        except (ValueError, KeyError) as error:
            raise ValueError(f"attitudes.tsv: {error}: {' | '.join(row)}") from error
        for word in frame.words:
            found[word].append(frame)
    return {word: tuple(sorted(some, key=lambda frame: -len(frame.conditions))) for word, some in found.items()}


def read(row: tuple[str, ...]) -> Frame:
    """A frame from the seven fields of its line; raises ValueError where one cannot be read."""
    words, part, conditions, attitude, sides, holder, target = row
    if part not in PARTS:
        raise ValueError(f"no part of speech: {part!r} (V, N, A or P)")
    if attitude not in _POLARITIES:
        raise ValueError(f"no attitude: {attitude!r} (support or oppose)")
    if sides not in _SIDES:
        raise ValueError(f"no number of sides: {sides!r} (one, both or each)")
    return Frame(
        words=tuple(_words(words.replace("/", ","))),
        part=part,
        conditions=tuple(_condition(text) for text in conditions.split("; ")) if conditions != "-" else (),
        polarity=Polarity(attitude),
        sides=sides,
        holder=_alternatives(holder),
        target=_alternatives(target),
    )


def _condition(text: str) -> Condition:
    slot, _, listed = text.partition("=")
    return Condition(_slot(slot), frozenset(_words(listed)))


def _words(listed: str) -> Iterator[str]:
    """The words of a list, those of a class for its name."""
    for word in listed.split(","):
        if not word.startswith("@"):
            yield word
        elif word[1:] in word_classes():
            yield from sorted(word_classes()[word[1:]])
        else:
            raise ValueError(f"no class of attitude_words.tsv: {word!r}")


def _alternatives(text: str) -> Alternatives:
    return () if text == "-" else tuple(tuple(map(_slot, group.split())) for group in text.split("|"))


def _slot(text: str) -> str:
    if text not in _OWN_SLOTS and not _SLOT.fullmatch(text):
        raise ValueError(f"no slot: {text!r}")
    return text
