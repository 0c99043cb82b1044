"""Is a text the beginning of another one, word for word, in another frame: other dateline, credits, advertisements?

So outlets print what an agency sends: what they leave out is the end. What a sentence says is seen in the light of
those before it ("he", "the minister", "on that day"), and hardly ever of those after it; so a text that has more, or
leaves something out before its end, is no such shortening.
"""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from kg.model import Body, Span


@dataclass(frozen=True, slots=True)
class Shortening:
    """Where the sentences of a text stand in the longer one, with what stands between them (captions)."""

    body: Body
    """Of the shorter one."""
    ours: tuple[Span, ...]
    theirs: tuple[Span, ...]
    """As many, in the same order, with the same words."""

    @classmethod
    def of(cls, ours: Body, theirs: Body) -> Self | None:
        """How our text shortens theirs; None where it says something else, or something of its own."""
        lines, all_theirs = _read(ours), _read(theirs)
        others = all_theirs[: len(lines)]
        if not lines or len(others) < len(lines):
            return None
        if len(others) < len(all_theirs) and not _parted(theirs.text, others[-1], all_theirs[len(lines)]):
            return None  # it ends within a paragraph, perhaps within a quotation
        parted = [_parted(ours.text, *pair) for pair in pairwise(lines)]
        if parted != [_parted(theirs.text, *pair) for pair in pairwise(others)]:
            return None
        for line, other in zip(lines, others, strict=True):
            if line.of(ours.text) != other.of(theirs.text) or (line in ours.sentences) != (other in theirs.sentences):
                return None
        return cls(ours, lines, others)

    def moved(self, span: Span) -> Span | None:
        """Where a stretch of their text stands in ours; None where it begins or ends in what was left out."""
        start, end = self._moved(span.start), self._moved(span.end - 1)
        return None if start is None or end is None else Span(start, end + 1)

    def _moved(self, place: int) -> int | None:
        number = bisect_right(self.theirs, place, key=lambda line: line.start) - 1
        if number < 0 or place >= self.theirs[number].end:
            return None
        return self.ours[number].start + place - self.theirs[number].start


def _read(body: Body) -> tuple[Span, ...]:
    """The sentences, and what is left out between them but may name somebody."""
    if not body.sentences:
        return ()
    first, last = body.sentences[0], body.sentences[-1]
    between = [span for span in body.boilerplate if first.end <= span.start and span.end <= last.start]
    return tuple(sorted([*body.sentences, *between]))


def _parted(text: str, line: Span, following: Span) -> int:
    """How many ends of lines stand between two."""
    return text.count("\n", line.end, following.start)
