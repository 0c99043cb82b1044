"""Razdel's sentences and tokens (https://github.com/natasha/razdel), found in linear time and no work done twice.

Razdel looks at all that a sentence has so far at each mark that might end it, and divides each word anew. What it finds
is found here: the rules are its own.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import razdel
from razdel.segmenters.punct import DASHES
from razdel.segmenters.sentenize import BULLET_SIZE, SentSplit

from kg.model import Span

Word = tuple[int, str]
"""Where a word or a punctuation mark starts, in code points, and what it is. So many are made that they are no more."""


_LINE = re.compile(r"[^\n\r\u2028\u2029]+")


def sentences_of(text: str, within: Span) -> Iterator[Span]:
    """The sentences in a stretch of a text; none goes over the end of a line."""
    for line in _LINE.finditer(text, within.start, within.end):
        for sentence in sentenize(line.group()):
            yield Span(line.start() + sentence.start, line.start() + sentence.end)


def sentenize(text: str) -> Iterator[Span]:
    """The sentences of a line, without the blanks around them."""
    begin, window = 0, razdel.sentenize.split.window
    for mark in razdel.sentenize.split.re.finditer(text):
        start, stop = mark.span()
        if not text[stop : stop + 1].isspace():
            continue  # inside a word or at the end, where Razdel divides nothing
        split = SentSplit(text[max(0, start - window) : start], mark[1], text[stop : stop + window])
        # The rules ask what stands before only whether it is a number of a list, and that is short.
        split.buffer = text[begin : min(start, begin + BULLET_SIZE + 1)]
        if not razdel.sentenize.join(split):
            yield from _stripped(text, begin, stop)
            begin = stop
    yield from _stripped(text, begin, len(text))


def _stripped(text: str, begin: int, end: int) -> Iterator[Span]:
    sentence = text[begin:end].lstrip()
    if sentence:
        yield Span(end - len(sentence), end - len(sentence) + len(sentence.rstrip()))


_MARKS, _MARKS_OF_NUMBERS = re.escape(DASHES) + "_", r".,/\\"
_PIECE = re.compile(
    r"\S+(?:(?:"
    rf"(?<=\S[{_MARKS}])|(?=\s+[{_MARKS}]\S)"
    rf"|(?<=\d[{_MARKS_OF_NUMBERS}])(?=\s+\d)|(?<=\d)(?=\s+[{_MARKS_OF_NUMBERS}]\d)"
    r")\s+\S+)*"
)
"""What stands between blanks, by which Razdel divides. But at a hyphen or a low line, and at a full stop or a comma of
a number, it looks for what stands on either side, over blanks as well: "в 1990. 5 мая".
"""
_PLAIN = re.compile(
    r"([«\"(]?)"
    r"((?:[А-Яа-яЁё]+|\d+)(?:-[А-Яа-яЁё]+)*|[A-Za-z]+|\d+(?:[.,]\d+)+)"
    r"(?:([»\")]?)([.,:;?]?)|([.,?])([»\"]))"
)
"""A word or a number with few marks on either side: for nearly all, what Razdel would make of them is plain."""
_LONGEST_KEPT = 50
_LONGEST_WORD = 1000
"""What has no blank for so long is no text."""


def tokenize(text: str) -> list[Word]:
    """The tokens of a sentence."""
    found = []
    begin = 0
    for piece in _PIECE.findall(text):
        begin = text.index(piece, begin)
        for start, word in _divided(piece) if len(piece) <= _LONGEST_KEPT else _divide(piece):
            found.append((begin + start, word))
        begin += len(piece)
    return found


def _divide(piece: str) -> list[Word]:
    plain = _PLAIN.fullmatch(piece)
    if plain is not None:
        return [(plain.start(part), text) for part, text in enumerate(plain.groups(), start=1) if text]
    return [
        (begin + word.start, word.text)
        for begin in range(0, len(piece), _LONGEST_WORD)
        for word in razdel.tokenize(piece[begin : begin + _LONGEST_WORD])
    ]


_divided = lru_cache(maxsize=50_000)(_divide)
