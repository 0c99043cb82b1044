"""What of a text is no part of the article: menus, counters, other news, credits, captions, repeated headlines.

A rule is a small function over a line and its neighbours; it answers yes or nothing. Phrases are data
(``data/boilerplate.tsv``). Of a paragraph of running text nothing is ever marked, unless it stands in a block that a
phrase has opened.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from kg.extract.header import Header, counters_start, debris, is_date_line, without_site
from kg.extract.lexicon import rows
from kg.extract.lines import Line, lines_of
from kg.model import Span


@dataclass(frozen=True)
class _Page:
    """A text as the rules see it."""

    text: str
    lines: Sequence[Line]
    header: Header

    def line(self, index: int) -> Line | None:
        return self.lines[index] if 0 <= index < len(self.lines) else None

    def is_title(self, index: int) -> bool:
        span = self.header.title_span
        return span is not None and self.lines[index].span.overlaps(span)

    @cached_property
    def title(self) -> int:
        """The number of the headline's line; that of no line where there is none."""
        return next((index for index in range(len(self.lines)) if self.is_title(index)), len(self.lines))

    @cached_property
    def first_text(self) -> int:
        """The number of the first line of running text, the headline aside."""
        return next(
            (
                index
                for index, line in enumerate(self.lines)
                if (line.is_sentence or len(line.text) > _LONGEST_CAPTION) and not self.is_title(index)
            ),
            len(self.lines),
        )

    @cached_property
    def prose(self) -> list[int]:
        """The numbers of the paragraphs."""
        return [index for index, line in enumerate(self.lines) if line.is_prose]

    @cached_property
    def menu(self) -> frozenset[int]:
        """The numbers of the lines of a word or two above the headline."""
        above = enumerate(self.lines[: self.title] if self.title < len(self.lines) else ())
        return frozenset(
            index
            for index, line in above
            if len(line.words) <= _MENU and not line.is_ended and not _is_dated(line.text)
        )

    @cached_property
    def names(self) -> list[str]:
        """All words with a capital, sorted."""
        return sorted(word for line in self.lines for word in line.words if word[0].isupper())

    def is_lead(self, index: int) -> bool:
        """Does the line stand between the headline and all running text?"""
        return self.title < index <= self.first_text


_Rule = Callable[[_Page, int], bool]


def find_boilerplate(text: str, header: Header) -> tuple[Span, ...]:
    """The spans that are no part of the article, in order, those that only white space parts as one."""
    return tuple(_merged(text, [span for span, _ in explain_boilerplate(text, header)]))


def explain_boilerplate(text: str, header: Header) -> tuple[tuple[Span, str], ...]:
    """The lines, and parts of lines, that are no part of the article, each with the name of the rule that says so."""
    page = _Page(text, lines_of(text), header)
    marks = [_first_rule(page, index) for index in range(len(page.lines))]
    _mark_blocks(page, marks)
    _mark_between(page, marks)
    found = [(line.span, rule) for line, rule in zip(page.lines, marks, strict=True) if rule]
    return tuple(sorted([*found, *_parts(page, marks)]))


def _merged(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    current: Span | None = None
    for span in spans:
        if current is not None and not text[current.end : span.start].strip():
            current = Span(current.start, span.end)
            continue
        if current is not None:
            yield current
        current = span
    if current is not None:
        yield current


def _parts(page: _Page, marks: Sequence[str | None]) -> Iterator[tuple[Span, str]]:
    """Counters at the end of a date line, stray characters before the headline."""
    for index, (line, mark) in enumerate(zip(page.lines, marks, strict=True)):
        if mark:
            continue
        if any(span.start == line.span.start for span in page.header.lines) and is_date_line(line.text):
            start = counters_start(line)
            if start < line.span.end:
                start += len(page.text[start : line.span.end]) - len(page.text[start : line.span.end].lstrip())
                yield Span(start, line.span.end), "counter"
        if (page.is_title(index) or index == 0) and (stray := debris(line.text)):
            yield Span(line.span.start, line.span.start + stray), "debris"


# --- rules over a line --------------------------------------------------------------------------------------------

_AGE_MARK = re.compile(r"\b(?:0|6|12|16|18)\+$")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d\s+\S")
_BULLET = re.compile(r"[-–—•*·▪►]\s|\d+[.)]\s")
_NAME = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)*\s+[А-ЯЁ][а-яё]+")
_YEAR_AT_END = re.compile(r"(?:19|20)\d\d(?:\s*(?:год[а-я]*|г\.?))?\)?$")
_NO_CAPTION = re.compile(
    r"^(?:автор|авторы|корреспондент|редактор|источник|записал|подготовил|беседовал|перевод|справка|досье)\b|:$|^==",
    re.IGNORECASE,
)
_LONGEST_CAPTION = 200
_LISTED_NAMES = 8
_MENU = 3


def phrase(page: _Page, index: int) -> bool:
    """A line that a phrase of the data file tells: a credit, tags, a call to subscribe or to share."""
    return _phrase_kind(page.lines[index]) == "line"


def repeated_headline(page: _Page, index: int) -> bool:
    """The headline again, word for word, with or without the name of the site."""
    span = page.header.title_span
    if span is None or page.is_title(index):
        return False
    return without_site(page.lines[index].text).casefold() == span.of(page.text).casefold()


def counter(page: _Page, index: int) -> bool:
    """A line of numbers and marks alone, without a date or a clock time."""
    line = page.lines[index]
    return re.fullmatch(r"[-–—•*+\s\d.,|/()👁💬👍❤️]+", line.text) is not None and not _is_dated(line.text)


def programme(page: _Page, index: int) -> bool:
    """An item of a television programme or a news ribbon: a clock time first, no full stop; an age mark at the end, or
    a neighbour of the same kind.
    """
    line = page.lines[index]
    if _AGE_MARK.fullmatch(line.text):
        return True
    if not _is_timed(line):
        return False
    return _AGE_MARK.search(line.text) is not None or any(
        other is not None and _is_timed(other) for other in (page.line(index - 1), page.line(index + 1))
    )


def names_in_a_row(page: _Page, index: int) -> bool:
    """A list of countries, cities or sections below the article: capitalised words, no mark, no verb."""
    line = page.lines[index]
    below_the_article = not page.prose or page.prose[-1] < index
    if not below_the_article or page.lines[index - 1].text.endswith(":"):
        return False
    words = line.words
    capitalised = sum(word[0].isupper() for word in words)
    return (
        len(words) >= _LISTED_NAMES
        and capitalised >= 0.85 * len(words)
        and not line.text.isupper()
        and not line.is_ended
        and re.search(r"[,;:.!?•()]", line.text) is None
    )


def menu_above(page: _Page, index: int) -> bool:
    """One of several lines of a word or two above the headline."""
    return index in page.menu and len(page.menu) >= _MENU


def caption_of_lead(page: _Page, index: int) -> bool:
    """Between the headline and the first paragraph, a line that says nothing of anyone: what a picture shows. One with
    a full stop only where it is glued to the paragraph below; a bare name only if the article tells of its bearer,
    since it may be the author's.
    """
    line = page.lines[index]
    if not page.is_lead(index) or not _is_nominal(page, index):
        return False
    if line.has_full_stop and (" — " in line.text or not _is_glued(page, index)):  # "Столица Чили — Сантьяго."
        return False
    return not _is_bare_name(line) or _is_told_of(page, index)


def caption_in_body(page: _Page, index: int) -> bool:
    """Between paragraphs, a nominal line without full stop that names someone and ends in a year, or whose people the
    next paragraph or the one above names too.
    """
    line = page.lines[index]
    if page.is_lead(index) or index + 1 >= len(page.lines) or line.has_full_stop or not _is_nominal(page, index):
        return False
    above = page.lines[index - 1].text  # "… написал:" has a quotation below it
    if above.endswith(":") or line.text.endswith(",") or _BULLET.match(line.text) or not _NAME.search(line.text):
        return False
    return _YEAR_AT_END.search(line.text) is not None or (_is_told_of(page, index) and len(line.words) <= 12)


RULES: tuple[_Rule, ...] = (
    repeated_headline,
    phrase,
    counter,
    programme,
    names_in_a_row,
    menu_above,
    caption_of_lead,
    caption_in_body,
)
"""In this order; the first that answers yes names the line."""


def _first_rule(page: _Page, index: int) -> str | None:
    line = page.lines[index]
    if line.is_prose or any(span.overlaps(line.span) for span in page.header.lines):
        return None
    return next((rule.__name__ for rule in RULES if rule(page, index)), None)


def _is_dated(text: str) -> bool:
    return is_date_line(text) or re.search(r"\d{1,2}[:.]\d\d", text) is not None


def _is_timed(line: Line) -> bool:
    return _CLOCK.match(line.text) is not None and not line.has_full_stop


def _is_nominal(page: _Page, index: int) -> bool:
    line = page.lines[index]
    if page.is_title(index) or len(line.text) > _LONGEST_CAPTION or not line.has_words or line.has_finite_verb:
        return False
    quoted = line.text[0] in "«\"“„'" and line.text[-1] in "»\"”“'"
    return not (quoted or is_date_line(line.text) or _NO_CAPTION.search(line.text))


def _is_glued(page: _Page, index: int) -> bool:
    """Does the next line follow without a blank one, though paragraphs of this text are parted by blank lines?"""
    below = page.line(index + 1)
    if below is None:
        return False
    return page.text.count("\n", page.lines[index].span.end, below.span.start) == 1 and "\n\n" in page.text


def _is_bare_name(line: Line) -> bool:
    return 2 <= len(line.words) <= 3 and all(word[0].isupper() for word in line.words)


def _is_told_of(page: _Page, index: int) -> bool:
    """Do other lines name a name of this one, in whatever case? Its last two letters may change."""
    names = [word for word in page.lines[index].words if word[0].isupper()]
    stems = [name[: max(4, len(name) - 2)] for name in names if len(name) > 3]
    return any(_count(page.names, stem) > sum(name.startswith(stem) for name in names) for stem in stems[-2:])


def _count(words: Sequence[str], beginning: str) -> int:
    """How many of the sorted words begin so."""
    return bisect_left(words, beginning + "\uffff") - bisect_left(words, beginning)


# --- blocks -------------------------------------------------------------------------------------------------------


def _mark_blocks(page: _Page, marks: list[str | None]) -> None:
    """Marks what stands below a line that opens a list of other news, or the end of the page."""
    for index, line in enumerate(page.lines):
        kind = _phrase_kind(line)
        if kind == "list" and marks[index] != "list_of_others":
            marks[index] = "list_of_others"
            below = index + 1
            while below < len(page.lines) and (_BULLET.match(page.lines[below].text) or not page.lines[below].is_prose):
                marks[below] = marks[below] or "list_of_others"
                below += 1
        elif kind == "rest" and _is_end(page, index):
            marks[index:] = [mark or "end_of_page" for mark in marks[index:]]
            return


def _is_end(page: _Page, index: int) -> bool:
    """Has the article been told: do more paragraphs stand above than below?"""
    above = bisect_left(page.prose, index)
    return above > len(page.prose) - above


def _mark_between(page: _Page, marks: list[str | None]) -> None:
    """After the last paragraph, what stands between marked lines belongs to them."""
    last = max((index for index in page.prose if not marks[index]), default=len(page.lines))
    marked = [index for index in range(last + 1, len(page.lines)) if marks[index]]
    for index in range(marked[0] if marked else 0, marked[-1] if marked else 0):
        if not (page.lines[index].has_finite_verb and page.lines[index].text.endswith((":", ".", "!", "?"))):
            marks[index] = marks[index] or "between"


# --- phrases ------------------------------------------------------------------------------------------------------

_TRAILING = r"[\s:.…>»→\d()!–—-]*"
_PHRASE_LINE = 200
"""A line longer than this, in code points, is a paragraph that happens to begin like a phrase."""


@cache
def _phrases() -> dict[str, re.Pattern[str]]:
    """What to leave out → a pattern for all its phrases."""
    places = {
        "whole": rf"\W*{{}}{_TRAILING}$",
        "start": r"\W{{0,3}}{}",
        "label": r"\W{{0,3}}{}\s*:",
        "in": r".*(?<!\w){}",
    }
    patterns: dict[str, list[str]] = {}
    for kind, place, words in rows("boilerplate.tsv"):
        border = r"(?!\w)" if words[-1].isalnum() else ""
        patterns.setdefault(kind, []).append(places[place].format(re.escape(words) + border))
    return {kind: re.compile("|".join(alternatives)) for kind, alternatives in patterns.items()}


_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")


@cache
def _telling_words() -> frozenset[str]:
    """The longest word of each phrase, or its mark: a line that has none of them has no phrase."""
    of_phrases = (_WORD_OR_MARK.findall(phrase) for _, _, phrase in rows("boilerplate.tsv"))
    return frozenset(max(words, key=lambda word: (word.isalnum(), len(word))) for words in of_phrases)


def _phrase_kind(line: Line) -> str | None:
    """What a line's phrase says to leave out: ``line``, ``list`` or ``rest``."""
    return _phrase_kind_of(line.text) if len(line.text) <= _PHRASE_LINE else None


@lru_cache(maxsize=1000)
def _phrase_kind_of(text: str) -> str | None:
    folded = text.lower().replace("ё", "е")
    if _telling_words().isdisjoint(_WORD_OR_MARK.findall(folded)):
        return None
    return next((kind for kind, pattern in _phrases().items() if pattern.match(folded)), None)
