"""The lines of a text as the eye sees them: what header and boilerplate are told by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kg.language import morphology
from kg.model import Span

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDED = re.compile(r"[.!?…][\"»”)\]]*$|[\"»”]$")
_FULL_STOP = re.compile(r"[.!?…][\"»”)\]]*$")
_FINITE = frozenset({"VERB", "PRTS", "ADJS", "PRED"})
_LIKELY = 0.1
"""A reading of the dictionary that is at least so probable counts ("начала": verb or noun)."""
_PARAGRAPH = 80
"""Shorter than this, in code points, even a full sentence may be a caption, a headline or a call to subscribe."""


@dataclass(frozen=True)
class Line:
    """A line that is not blank, without the white space around it."""

    span: Span
    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words, without numbers and marks."""
        return tuple(_WORD.findall(self.text))

    @property
    def has_words(self) -> bool:
        """Has it a word, and not only numbers and marks?"""
        return _WORD.search(self.text) is not None

    @cached_property
    def has_finite_verb(self) -> bool:
        """Does it say something of someone: a finite verb, a short participle or adjective, a predicative (in a likely
        reading of the dictionary; a word with a capital inside the line is a name)?
        """
        words = (match.group() for match in _WORD.finditer(self.text))  # not all of a paragraph: the verb comes soon
        return any(_may_be_finite(word.lower()) for n, word in enumerate(words) if n == 0 or word.islower())

    @property
    def is_ended(self) -> bool:
        """Does it end as a sentence does: in a full stop, or in a closing quotation mark?"""
        return _ENDED.search(self.text) is not None

    @property
    def has_full_stop(self) -> bool:
        """Does it end in a full stop, a question or an exclamation mark?"""
        return _FULL_STOP.search(self.text) is not None

    @property
    def is_sentence(self) -> bool:
        """Is it running text, however short?"""
        return self.has_full_stop and self.has_finite_verb

    @cached_property
    def is_prose(self) -> bool:
        """Is it a paragraph of running text?"""
        return len(self.text) >= _PARAGRAPH and self.is_ended and self.has_finite_verb


@lru_cache(maxsize=50_000)
def _may_be_finite(word: str) -> bool:
    known = morphology.entries(word)
    if not known:
        return any(form.tag.POS in _FINITE and form.score >= _LIKELY for form in morphology.forms(word))
    finite = [entry.tag.POS in _FINITE for entry in known]
    return any(finite) and any(
        score >= _LIKELY for score, is_finite in zip(morphology.scores(word), finite, strict=True) if is_finite
    )


@lru_cache(maxsize=1)
def lines_of(text: str) -> tuple[Line, ...]:
    """The lines that are not blank; kept for the last text, of which header and boilerplate ask one after the other."""
    return tuple(_lines_of(text))


def _lines_of(text: str) -> Iterator[Line]:
    for match in _LINE.finditer(text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + match.group().index(stripped)
            yield Line(Span(start, start + len(stripped)), stripped)
