"""The frame of an article: headline, date line, dateline and outlet.

A *date line* stands alone and holds nothing but date, time, outlet, counters ("29.04.2022, 11:38 27061"); a *dateline*
opens the body ("Астана, 16 июня /Синьхуа/ --"). A date in running prose is neither, and dates no article.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from kg.extract.lexicon import rows
from kg.extract.lines import Line, lines_of
from kg.language import morphology
from kg.model import Document, Span


@dataclass(frozen=True, slots=True)
class Dateline:
    """What opens the body of a wire report."""

    span: Span
    """With the dash that ends it."""
    place: str
    month: int | None
    day: int | None
    year: int | None
    outlet: str | None


@dataclass(frozen=True, slots=True)
class Header:
    """What stands around the statements of an article."""

    title: str
    """The headline or, where there is none, the beginning of the first sentence."""
    title_span: Span | None
    """None where the headline is not in the text."""
    published: date | None
    publisher: str | None
    """The outlet's usual name."""
    place: str | None
    """Where the report was written, as it stands in the dateline."""
    lines: tuple[Span, ...]
    """Date lines and dateline, which are parts of the article but no running text."""


_FRAME_LINES = 12
"""A date line stands among so many lines from the top."""
_LEADS = 2
"""At most so many paragraphs may stand above it."""
_MENU = 3
_LONGEST_TITLE = 250
_LONGEST_SENTENCE = 100
"""A headline that ends in a full stop is no longer than this."""
_SHORTENED = 150

_MONTH_NAMES = "янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек"
_MONTH_NUMBER = {
    name: number
    for number, names in enumerate(
        ("янв", "фев", "мар", "апр", "мая май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"), start=1
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{_MONTH_NAMES})[а-я]*\.?"
_DIGIT = re.compile(r"\d")
_TIME = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:\.\d+)?"
_ZONE = r"(?:\s*(?:Z\b|UTC\b|GMT\b|МСК\b|\(МСК\)|[+-]\d\d:?\d\d))"
_DATES = tuple(
    re.compile(rf"(?<![\d.:/-]){pattern}(?![\d:/-])", re.IGNORECASE)
    for pattern in (
        r"(?P<year>(?:19|20)\d\d)[-./](?P<number>\d\d)[-./](?P<day>\d\d)(?:T(?=\d))?",
        r"(?P<day>\d{1,2})[./-](?P<number>\d{1,2})[./-](?P<year>(?:19|20)\d\d|\d\d)",
        rf"(?P<day>\d{{1,2}})\s+{_MONTH},?\s+(?P<year>(?:19|20)\d\d)(?:\s*(?:года|г\.?)(?!\w))?",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:-го)?,\s+(?P<year>(?:19|20)\d\d)",
    )
)
_CLOCK = re.compile(rf"(?:\bв\s+)?(?<![\d:]){_TIME}{_ZONE}?(?![\d:])", re.IGNORECASE)
_PLACE = r"(?P<place>[А-ЯЁ][А-Яа-яЁё]*(?:-[А-ЯЁа-яё]+)*(?:[ /][А-ЯЁ][А-Яа-яЁё]*(?:-[А-ЯЁа-яё]+)*){0,3})"
_DATELINE = re.compile(
    rf"{_PLACE}[.,]?\s+"
    rf"(?P<day>\d{{1,2}})(?:\s+(?P<month>(?i:{_MONTH_NAMES}))[а-яА-Я]*\.?|\.(?P<number>\d\d))(?:[\s.](?P<year>(?:19|20)\d\d))?"
    r"(?:\s+г(?:ода|\.))?[.,]?"
    rf"(?:\s+{_TIME}{_ZONE}?[.,]?)?"
    r"(?P<credit>\s*[/(\[][^/()\[\]\n]{2,40}[/)\]]\.?)?"
    r"(?P<dash>\s*[-–—]{1,2}(?=\s))?"
)
_AFTER_OUTLET = re.compile(r"(?:, [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+)?(?:\.(?=\s|$)|(?=\s+[-–—]))")
_DASH = re.compile(r"\s*[-–—]{1,2}(?=\s)")


def find_header(text: str, *, known: Document) -> Header:
    """The header of a text.

    Args:
        text: the article as it came in.
        known: what its source says of it, which goes before what the text says.
    """
    lines = lines_of(text)
    date_lines = _date_lines(lines)
    title = _headline(lines, [line for line, _ in date_lines])
    dateline = _dateline(lines, title)
    published = known.published or next((day for _, day in date_lines if day is not None), None)
    if published is None and dateline is not None:
        published = _day_of(dateline, text)
    spans = [_without_counters(line) for line, _ in date_lines]
    if dateline is not None:
        spans.append(dateline.span)
    publisher = usual_name(known.publisher) or _own_name(lines) or _credited(date_lines, dateline, lines)
    return Header(
        title=_clean(known.title or "") or (_clean(title.text) if title else _beginning(lines)),
        title_span=_title_span(title) if title else None,
        published=published,
        publisher=publisher,
        place=dateline.place if dateline is not None else None,
        lines=tuple(sorted(spans)),
    )


# --- date lines ---------------------------------------------------------------------------------------------------


def _date_lines(lines: Sequence[Line]) -> list[tuple[Line, date | None]]:
    found, prose = [], 0
    for line in lines[:_FRAME_LINES]:
        prose += line.is_prose
        if prose > _LEADS:
            break
        if is_date_line(line.text):
            found.append((line, day_in(line.text)))
    return found


def day_in(text: str) -> date | None:
    """The first full date in a date line; None if it has none."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            month = groups.get("number") or _MONTH_NUMBER[groups["month"][:3].lower()]
            year = int(groups["year"])
            with suppress(ValueError):
                return date(year + 2000 if year < 100 else year, int(month), int(groups["day"]))
    return None


@lru_cache(maxsize=1000)
def is_date_line(text: str) -> bool:
    """Is it a line of date, time, outlets, counters and the words that go with them, and nothing else?

    A date alone, or one with a clock time or an outlet, will do; a place or an author only after the date or with a
    clock time, since a caption may end in a date ("Минск, 12 мая 2020").
    """
    if len(text) > 150 or _DIGIT.search(text) is None:
        return False
    rest, dated = text, False
    for pattern in _DATES:
        rest, count = pattern.subn(" ", rest)
        dated = dated or count > 0
    rest, clock = _CLOCK.subn(" ", rest)
    if not dated:
        return False
    for form, _ in _outlet_forms():
        rest = form.sub(" ", rest)
    rest = _FRAME_WORDS.sub(" ", rest)
    words = re.findall(r"[A-Za-zА-Яа-яЁё]+", rest)
    if not words:
        # "15 апреля 2013 года" alone is rather the day of what is shown or told.
        return clock > 0 or _OF_YEAR.search(text) is None
    begins_with_date = any(pattern.match(text) for pattern in _DATES) or _CLOCK.match(text) is not None
    is_name = len(words) <= 3 and all(word[0].isupper() for word in words)
    return is_name and (begins_with_date or clock > 0)


_OF_YEAR = re.compile(r"\bгода\s*$")
_FRAME_WORDS = re.compile(
    r"\b(?:опубликован[оа]?|обновлен[оа]?|обновлён|дата|публикаци[ия]|создано|добавлено|изменено|время|"
    r"просмотр(?:ов|а|ы)?|комментари(?:ев|я|и|й)|прочтени[йяе]|источник|автор|мск|по|московскому|времени|год[а]?|г|"
    r"понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс|посмотреть|оригинал)\b",
    re.IGNORECASE,
)


def _without_counters(line: Line) -> Span:
    """The date line without the numbers at its end, which count views and comments."""
    return Span(line.span.start, counters_start(line))


def counters_start(line: Line) -> int:
    """Where the counters at the end of a date line begin; its end if it has none."""
    last = 0
    for pattern in (*_DATES, _CLOCK):
        last = max([last, *(match.end() for match in pattern.finditer(line.text))])
    match = re.search(r"(?:\s+\d+)+$", line.text[last:])
    return line.span.start + last + match.start() if match else line.span.end


# --- headline -----------------------------------------------------------------------------------------------------


def _headline(lines: Sequence[Line], date_lines: Sequence[Line]) -> Line | None:
    """The first line that is not a date line, if it is one: no paragraph, no full stop, with more of the text below."""
    rest = [line for line in lines if line.has_words and line not in date_lines]
    rest = rest[_menu_length(rest) :]
    if len(rest) < 2:
        return None
    first = rest[0]
    if len(first.text) > _LONGEST_TITLE or len(first.words) < 2 or _DATELINE.match(first.text):
        return None
    if first.text.endswith(".") and len(first.text) > _LONGEST_SENTENCE:
        return None
    if first.text.endswith((":", ",", ";")):
        return None
    bare = without_site(first.text)
    return next((line for line in rest[1:_FRAME_LINES] if bare != first.text and line.text == bare), first)


def _menu_length(lines: Sequence[Line]) -> int:
    """How many items of a menu stand first: lines of a word or two that say nothing, if they are several."""
    length = next(
        (number for number, line in enumerate(lines) if len(line.words) > 2 or line.is_ended or line.has_finite_verb),
        len(lines),
    )
    return length if length >= _MENU else 0


def debris(text: str) -> int:
    """How many characters at the beginning of a headline are stray: of another script, right before a Russian capital
    ("百Президент"), or a mark that was no character (U+FFFD).
    """
    match = re.match(r"[^\W\d_a-zA-Zа-яёА-ЯЁ\u0400-\u052f]{1,3}(?=[А-ЯЁ])|\ufffd+\s*", text)
    return match.end() if match else 0


def _title_span(line: Line) -> Span:
    return Span(line.span.start + debris(line.text), line.span.start + len(without_site(line.text)))


def _clean(text: str) -> str:
    return without_site(text)[debris(text) :].strip()


def without_site(text: str) -> str:
    """A headline without the name of the site that browsers show behind it ("…_Russian.news.cn", "… | ТАСС")."""
    for mark in ("_", " | ", " :: ", " — ", " – ", " - ", " // "):
        head, found, tail = text.rpartition(mark)
        if found and len(head) > len(tail) and (outlet_named(tail) or (mark == "_" and "." in tail)):
            return head.rstrip()
    return text


def _beginning(lines: Sequence[Line]) -> str:
    text = lines[0].text if lines else ""
    sentence = re.split(r"(?<=[.!?…])\s", text, maxsplit=1)[0]
    if len(sentence) <= _SHORTENED:
        return sentence.rstrip(".")
    return sentence[:_SHORTENED].rsplit(" ", 1)[0].rstrip(",;:—–- ") + "…"


# --- dateline -----------------------------------------------------------------------------------------------------


def _dateline(lines: Sequence[Line], title: Line | None) -> Dateline | None:
    """The dateline of the first paragraph that has one; it needs a credit or a dash to be told from prose."""
    for line in lines[:_FRAME_LINES]:
        match = _DATELINE.match(line.text)
        if line == title or match is None:
            continue
        outlet, end = _wire(line.text, match.end())
        outlet = outlet_named(match["credit"] or "") or outlet
        if not (outlet or match["credit"] or (match["dash"] and _is_town(match["place"]))):
            continue
        if dash := _DASH.match(line.text, end):
            end = dash.end()
        month = match["number"] or _MONTH_NUMBER[match["month"][:3].lower()]
        year = int(match["year"]) if match["year"] else None
        span = Span(line.span.start, line.span.start + end)
        return Dateline(span, match["place"], int(month), int(match["day"]), year, outlet)
    return None


def _wire(text: str, start: int) -> tuple[str | None, int]:
    """The outlet that follows a date ("— РИА Новости.", "INTERFAX.RU -"), and where it ends; None and the start if none
    does.
    """
    begin = start + len(text[start:]) - len(text[start:].lstrip())
    for form, name in _outlet_forms():
        if (named := form.match(text, begin)) and (ended := _AFTER_OUTLET.match(text, named.end())):
            return name, ended.end()
    return None, start


def _is_town(place: str) -> bool:
    """Capitals throughout, or a place that the dictionary knows: "Напомним, 9 мая — праздник" has none."""
    return place.isupper() or any(
        "Geox" in form.tag for word in re.split(r"[ /]", place) for form in morphology.forms(word.lower())
    )


def _day_of(dateline: Dateline, text: str) -> date | None:
    """The day of a dateline: its own year, or that of the same day and month where the text gives it whole."""
    with suppress(ValueError, TypeError):
        if dateline.year is not None:
            return date(dateline.year, dateline.month or 0, dateline.day or 0)
        for pattern in _DATES:
            for match in pattern.finditer(text):
                day = day_in(match.group())
                if day is not None and (day.month, day.day) == (dateline.month, dateline.day):
                    return day
    return None


# --- outlet -------------------------------------------------------------------------------------------------------

_OWN = re.compile(
    r"подпи(?:с|ш)|рассылк|получайте|прогноз погоды|все права защищены|©|copyright|читайте нас|наш(?:ем|его)? канал"
    r"|telegram|телеграм|при использовании материал|использование материал",
    re.IGNORECASE,
)
"""What a site says of itself in its frame."""
_REPORTS = re.compile(
    r"\b(?:переда[её]т|сообщает|информирует|пишет)\s+(?P<correspondent>корреспондент\w*\s+)?", re.IGNORECASE
)


def usual_name(told: str | None) -> str | None:
    """The name of an outlet as ``outlets.tsv`` has it, where a source names it otherwise ("ria.ru", "ТАСС - Политика");
    else as the source has it.
    """
    if told is None:
        return None
    bare = told.strip(' «»"').removeprefix("www.")
    head = re.split(r"\s*[|:/]\s*|\.?\s+[-–—]\s+|\.\s+", bare, maxsplit=1)[0]
    for form, name in _outlet_forms():
        if form.fullmatch(bare) or form.fullmatch(head):
            return name
    return told.strip() or None


def is_outlet(name: str) -> bool:
    """Is it the usual name of an outlet of ``outlets.tsv``?"""
    return any(name == known for _, known in _outlet_forms())


def outlet_named(text: str) -> str | None:
    """The usual name of the first outlet of ``outlets.tsv`` that a text names."""
    found = [
        (match.start(), -len(match.group()), name) for form, name in _outlet_forms() if (match := form.search(text))
    ]
    return min(found)[2] if found else None


@cache
def _outlet_forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    forms = []
    for name, *others in rows("outlets.tsv"):
        for form in (name, *(others[0].split("|") if others and others[0] else ())):
            exact = form.startswith("=")
            pattern = rf"(?<![A-Za-zА-Яа-яЁё0-9.]){re.escape(form.removeprefix('='))}(?!\w)"
            forms.append((re.compile(pattern, 0 if exact else re.IGNORECASE), name))
    return tuple(sorted(forms, key=lambda pair: -len(pair[0].pattern)))


def _own_name(lines: Sequence[Line]) -> str | None:
    """The outlet that a site names as itself, in lines that are no prose."""
    named = (outlet_named(line.text) for line in lines if not line.is_prose and _OWN.search(line.text))
    return next((name for name in named if name is not None), None)


def _credited(
    date_lines: Sequence[tuple[Line, date | None]], dateline: Dateline | None, lines: Sequence[Line]
) -> str | None:
    """The outlet of the dateline or of a date line; where a dateline names none, the one that its paragraph ends in
    ("…, передает KAZAKHSTAN TODAY"); and the one whose own correspondent reports.
    """
    if dateline is not None and dateline.outlet:
        return dateline.outlet
    for line, _ in date_lines:
        if name := outlet_named(line.text):
            return name
    for line in lines[:_FRAME_LINES]:
        if not line.is_prose and _is_site(line.text):
            return outlet_named(line.text)
        for match in _REPORTS.finditer(line.text):
            after = line.text[match.end() : match.end() + 60]
            opens = dateline is not None and line.span.start == dateline.span.start
            name = outlet_named(after)
            if name and (match["correspondent"] or opens) and any(form.match(after) for form, _ in _outlet_forms()):
                return name
    return None


def _is_site(text: str) -> bool:
    """Is the whole line the name of an outlet?"""
    return _any_outlet().fullmatch(text.strip(" ©|")) is not None


@cache
def _any_outlet() -> re.Pattern[str]:
    forms = (form for form, _ in _outlet_forms())
    return re.compile("|".join(f"(?i:{one.pattern})" if one.flags & re.IGNORECASE else one.pattern for one in forms))
