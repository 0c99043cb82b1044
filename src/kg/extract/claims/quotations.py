"""Quotation marks: which belong together, and what they hold."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from kg.language import Parse
from kg.model import Span

MARKS = frozenset({"«", "»", "‹", "›", "„", "“", "”", "‟", '"', "''", "``"})
"""The quotation marks as tokens."""

_MARK = re.compile(r"''|``|[«»‹›„“”‟\"]")
_OPENING = frozenset({"«", "‹", "„", "‟", "``"})
_CLOSING = frozenset({"»", "›", "”"})
_ATTRIBUTION_FOLLOWS = re.compile(r"\s*[,.!?…]*\s*[—–-]{1,2}\s*\w")
_PARAGRAPHS = 8
"""An opening mark that finds no closing one within so many paragraphs was never closed: its paragraph's end closes."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between quotation marks."""

    outer: Span
    """With the marks, as far as they are there."""
    inner: Span
    """Without them and without white space at the edges."""


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    opens: bool


def find_quotations(parse: Parse) -> tuple[Quotation, ...]:
    """The quotations of a text in the order of their beginnings, one that holds another before it.

    Marks of every style are paired by paragraph. Where the closing mark is missing, a later paragraph's closing mark
    without an opening one closes, or else the end of the paragraph; where the opening mark is missing and an
    attribution follows the closing one ("…", — сказал он), the beginning of the paragraph opens, or of the sentence
    where the paragraph has other quotations.
    """
    pairs: list[tuple[int, int, int, int]] = []  # start and end of the opening mark, then of the closing one
    waiting: list[tuple[_Mark, int, int]] = []  # an opening mark without a partner, the number and end of its paragraph
    for number, paragraph in enumerate(_paragraphs(parse)):
        paired, openings, closings = _pair(parse.text, paragraph)
        pairs.extend((opening.start, opening.end, closing.start, closing.end) for opening, closing in paired)
        for closing in closings:
            if waiting and number - waiting[0][1] <= _PARAGRAPHS:
                opening = waiting[0][0]
                waiting.clear()
                pairs.append((opening.start, opening.end, closing.start, closing.end))
            elif _ATTRIBUTION_FOLLOWS.match(parse.text, closing.end):
                sentence = parse.sentence_at(closing.start)
                start = sentence.start if sentence and paired else paragraph.start
                pairs.append((start, start, closing.start, closing.end))
        waiting.extend((opening, number, paragraph.end) for opening in openings)
        while waiting and number - waiting[0][1] >= _PARAGRAPHS:
            opening, _, end = waiting.pop(0)
            pairs.append((opening.start, opening.end, end, end))
    pairs.extend((opening.start, opening.end, end, end) for opening, _, end in waiting)
    found = [q for pair in pairs if (q := _quotation(parse.text, *pair))]
    outers = {q.outer for q in found}
    doubled = {q.inner: q.outer for q in found if q.inner in outers}  # ''«…»'': both marks belong to one quotation
    single = (Quotation(doubled.get(q.outer, q.outer), q.inner) for q in found if q.inner not in outers)
    return tuple(sorted(single, key=lambda q: (q.outer.start, -q.outer.end)))


def _paragraphs(parse: Parse) -> Iterator[Span]:
    for _, sentences in groupby(parse.sentences, key=lambda sentence: sentence.paragraph):
        together = list(sentences)
        yield Span(together[0].start, together[-1].end)


def _pair(text: str, paragraph: Span) -> tuple[list[tuple[_Mark, _Mark]], list[_Mark], list[_Mark]]:
    """The pairs of a paragraph, and the opening and closing marks that found no partner."""
    pairs: list[tuple[_Mark, _Mark]] = []
    stack: list[_Mark] = []
    closings: list[_Mark] = []
    for mark in _marks(text, paragraph):
        if mark.opens:
            stack.append(mark)
        elif stack:
            pairs.append((stack.pop(), mark))
        else:
            closings.append(mark)
    # "Мы верим партии "Весна", — сказал он: one closing mark for two, the inner quotation's and the outer one's.
    openings: list[_Mark] = []
    for opening in stack:
        shared = next(
            (c for o, c in reversed(pairs) if o.start > opening.start and _ends_speech(text, c, paragraph)), None
        )
        if shared:
            pairs.append((opening, shared))
        else:
            openings.append(opening)
    return pairs, openings, closings


def _ends_speech(text: str, closing: _Mark, paragraph: Span) -> bool:
    return bool(_ATTRIBUTION_FOLLOWS.match(text, closing.end)) or not text[closing.end : paragraph.end].strip(" .!?…")


def _marks(text: str, paragraph: Span) -> Iterator[_Mark]:
    """The marks of a paragraph, each told whether it opens: by its shape, by its neighbours, or else by turns."""
    open_straight = open_low = 0
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        mark, start, end = match.group(), match.start(), match.end()
        before = text[start - 1] if start > paragraph.start else " "
        after = text[end] if end < paragraph.end else " "
        if mark in _OPENING:
            opens = True
            open_low += mark in "„‟"
        elif mark in _CLOSING:
            opens = False
        elif mark == "“":  # closes the German „…“, opens the English “…”
            opens = not open_low
            open_low -= open_low > 0
        else:
            starts_word = not before.isalnum() and before not in ".,!?…»”" and not after.isspace()
            ends_word = not before.isspace() and not after.isalnum()
            opens = starts_word if starts_word != ends_word else not open_straight
            open_straight += 1 if opens else -1
            open_straight = max(0, open_straight)
        yield _Mark(start, end, opens)


def _quotation(text: str, outer_start: int, start: int, end: int, outer_end: int) -> Quotation | None:
    inner = trimmed(text, start, end)
    return Quotation(Span(outer_start, outer_end), inner) if inner else None


def trimmed(text: str, start: int, end: int) -> Span | None:
    """A stretch without the white space at its edges; None where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def last_before(text: str, end: int) -> int | None:
    """Where the last character before a place stands that is no white space; None at the beginning."""
    while end > 0 and text[end - 1].isspace():
        end -= 1
    return end - 1 if end else None


@dataclass(frozen=True)
class Quotations:
    """The quotations of a text, to be asked by place."""

    all: tuple[Quotation, ...]

    @cached_property
    def outermost(self) -> tuple[Quotation, ...]:
        """Those that stand in no other."""
        found: list[Quotation] = []
        for quotation in self.all:
            if not found or quotation.outer.start >= found[-1].outer.end:
                found.append(quotation)
        return tuple(found)

    @cached_property
    def _starts(self) -> list[int]:
        return [quotation.outer.start for quotation in self.all]

    @cached_property
    def _outermost_starts(self) -> list[int]:
        return [quotation.outer.start for quotation in self.outermost]

    def before(self, offset: int) -> Quotation | None:
        """The last outermost quotation that begins at a code point or before it."""
        index = bisect_right(self._outermost_starts, offset) - 1
        return self.outermost[index] if index >= 0 else None

    def around(self, span: Span) -> Quotation | None:
        """The outermost quotation that holds the whole span between its marks."""
        found = self.before(span.start)
        return found if found is not None and span in found.inner else None

    def inside(self, span: Span) -> tuple[Quotation, ...]:
        """The quotations that lie, with their marks, inside a span."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return tuple(quotation for quotation in self.all[first:last] if quotation.outer in span)
