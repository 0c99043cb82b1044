"""The lexicon of attitudes: ``data/attitudes.tsv`` and ``data/attitude_words.tsv``, whose comments explain it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from kg.extract import lexicon
from kg.extract.events.triggers import Condition, asked
from kg.extract.lexicon import Entries
from kg.model import Polarity

PARTS = frozenset("VNAP")
_CLASSES = "attitude_words.tsv"
_SLOT = re.compile(r"[а-яё_]+\+(gen|dat|acc|ins|loc)")
_OWN_SLOTS = frozenset(
    {"subj", "obj", "dat", "ins", "gen", "adj", "being", "agent", "told", "clause", "phrase", "prep", "adv", "any"}
)
_POLARITIES = frozenset({Polarity.SUPPORT, Polarity.OPPOSE})
_SIDES = frozenset({"one", "both", "each"})

Alternatives = tuple[tuple[str, ...], ...]
"""Groups of slots; the first group in which one is filled is taken."""


@dataclass(frozen=True)
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

    @cached_property
    def asked(self) -> tuple[frozenset[str], ...]:
        """See :func:`kg.extract.events.triggers.asked`; what a preposition is, no lemma of its sentence need say."""
        return asked(condition for condition in self.conditions if condition.slot != "prep")

    @cached_property
    def name(self) -> str:
        """What an attitude's ``rule`` says: the words and the slots of their conditions."""
        conditions = ", ".join(condition.slot for condition in self.conditions)
        words = "/".join(self.words[:2])
        return f"{words} ({conditions})" if conditions else words


def word_classes() -> Mapping[str, frozenset[str]]:
    """The classes of words that the lexicon and the rules name: ``{"liking": {"симпатия", …}, …}``."""
    return lexicon.word_classes(_CLASSES)


@cache
def frames() -> Mapping[str, Entries[Frame]]:
    """The lexicon: normal form → the frames that it can head, those with most conditions first.

    Raises ValueError, with the line, for one that cannot be read.
    """
    return lexicon.by_word("attitudes.tsv", read)


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
        words=tuple(lexicon.with_classes(words.split("/"), _CLASSES)),
        part=part,
        conditions=tuple(_condition(text) for text in conditions.split("; ")) if conditions != "-" else (),
        polarity=Polarity(attitude),
        sides=sides,
        holder=_alternatives(holder),
        target=_alternatives(target),
    )


def _condition(text: str) -> Condition:
    slot, _, listed = text.partition("=")
    return Condition(_slot(slot), frozenset(lexicon.with_classes(listed.split(","), _CLASSES)))


def _alternatives(text: str) -> Alternatives:
    return () if text == "-" else tuple(tuple(map(_slot, group.split())) for group in text.split("|"))


def _slot(text: str) -> str:
    if text not in _OWN_SLOTS and not _SLOT.fullmatch(text):
        raise ValueError(f"no slot: {text!r}")
    return text
