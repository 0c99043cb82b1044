"""When: the time expressions of a text, resolved to days, months and years.

A rule is a pattern over a sentence and a small function that says what a match means; of matches that overlap, the
leftmost and then the longest counts, and the rule's name stays with the result. What a match leaves open (the year of
"25 апреля", the day of "в понедельник") is then supplied from the publication date, or from a full date of the text.
What cannot be resolved surely is left out.

The words are data (``data/time.tsv``).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import takewhile

from kg.extract.lexicon import rows
from kg.language import Parse, Sentence, Token
from kg.model import PartialDate, Span, containing


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when, and what they mean."""

    span: Span
    start: PartialDate
    end: PartialDate | None
    """Where it lasts longer than ``start`` says; else None."""
    rule: str
    """What found it."""

    @property
    def date(self) -> PartialDate:
        """The exactest single date that holds all of it, as :func:`containing` says."""
        return containing(self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Point:
    """A date of which some is left open."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    years_on: int | None = None
    """The year, counted from that of publication."""
    weeks_on: int | None = None
    """With a weekday: the last (-1) or the next (1), not the day of publication itself."""


@dataclass(frozen=True, slots=True)
class _Distance:
    """So many units from the publication, or from the day last told of."""

    unit: str
    count: int
    from_narrated: bool = False


_Simple = _Point | _Distance
_Meaning = _Simple | tuple[_Simple, _Simple]
"""What a match means before it is resolved; a pair is an interval."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What an open date is resolved against."""

    published: date | None
    reported: date | None
    """The day of the news, where the lead gives it whole."""
    anchor: PartialDate | None
    """The last day or month told of, nearby."""
    narrated: date | None
    """The day last told of, nearby."""
    future: bool | None
    """Does the clause tell of what is to come (True) or of what has been (False)?"""


_Interval = tuple[PartialDate, PartialDate | None]


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    pattern: re.Pattern[str]
    meaning: Callable[[re.Match[str]], _Meaning | None]


@dataclass(frozen=True, slots=True)
class _Found:
    span: Span
    meaning: _Meaning
    rule: str
    future: bool | None
    """Does the clause tell of what is to come (True) or of what has been (False)?"""


def find_times(parse: Parse, published: date | None) -> tuple[TimeExpression, ...]:
    """The time expressions of a text that can be resolved, in its order.

    Args:
        parse: the text without its date lines, which tell of no event.
        published: the publication date. Without it "вчера" means nothing and is left out; a day or a month without a
            year, a weekday, "в прошлом году" are then dated by a full date of the lead or of the sentences before, or
            left out.
    """
    found = [each for sentence in parse.sentences for each in _in_sentence(parse.text, sentence)]
    reported = _reported_day(parse, found)
    times: list[TimeExpression] = []
    for each in found:
        near = _near(parse, times, each.span)
        context = _Context(
            published=published,
            reported=reported,
            anchor=next((time.start for time in near if time.start.month is not None and time.end is None), None),
            narrated=next((time.start.first_day for time in near if time.start.day is not None), None),
            future=each.future,
        )
        interval = _resolve(each.meaning, context)
        if interval is not None:
            times.append(TimeExpression(each.span, *interval, each.rule))
    return tuple(times)


def _near(parse: Parse, times: Sequence[TimeExpression], span: Span) -> list[TimeExpression]:
    """Those of the same sentence and of the one before, the last first."""
    return list(takewhile(lambda time: _sentences_between(parse, time.span, span) <= 1, reversed(times)))


def _sentences_between(parse: Parse, first: Span, second: Span) -> int:
    return (parse.sentence_index(second.start) or 0) - (parse.sentence_index(first.start) or 0)


def _reported_day(parse: Parse, found: Sequence[_Found]) -> date | None:
    """The day of the news itself: the full date in one of the first sentences that hangs on its main predicate."""
    for each in found:
        index = parse.sentence_index(each.span.start)
        if index is None or index >= _LEAD:
            return None
        words = parse.sentences[index].within(each.span)
        point = each.meaning
        if not words or not isinstance(point, _Point) or None in {point.year, point.month, point.day}:
            continue
        governor = parse.sentences[index].head(parse.sentences[index].top(words))
        if governor is not None and governor.rel == "root":
            with suppress(ValueError):
                return PartialDate(point.year or 0, point.month, point.day).first_day
    return None


# --- patterns -----------------------------------------------------------------------------------------------------


@cache
def _words(kind: str) -> dict[str, str]:
    """Form → value, of a class of ``time.tsv``."""
    return {form: value for name, value, forms in rows("time.tsv") if name == kind for form in forms.split()}


def _value(kind: str, word: str) -> int:
    return int(_words(kind)[word.lower().rstrip(".")])


def _one_of(kind: str) -> str:
    return "(?:" + "|".join(sorted(_words(kind), key=len, reverse=True)) + ")"


def _compile(pattern: str) -> re.Pattern[str]:
    """A pattern for whole words; a blank in it is any white space."""
    return re.compile(rf"(?<![\w.,:/-])(?:{pattern})(?!\w)".replace(" ", r"\s+"), re.IGNORECASE)


_MONTH = rf"(?:{_one_of('month')}\b(?!-)|{_one_of('short_month')}\b\.?)"
_TENS = {"двадцать": 20, "тридцать": 30, "двадцатого": 20, "тридцатого": 30}
_DAY = (
    r"(?:(?:0?[1-9]|[12]\d|3[01])(?:-?(?:го|е|му|м))?"
    rf"|(?:двадцать |тридцать )?{_one_of('ordinal')}|двадцатого|тридцатого)"
)
_YEAR = r"(?:1[0-9]|20)\d\d"
_YEAR_WORD = r"(?:год(?:а|у|ом|е)?(?!\w)|г(?!\w)\.?)"
_OF_YEAR = rf"(?P<year>{_YEAR})(?:-?(?:го|м|й))?(?: {_YEAR_WORD})?"
_SHIFT = _one_of("shift")
_OF_WHICH_YEAR = rf"(?:{_OF_YEAR}|(?P<shift>{_SHIFT}) {_YEAR_WORD})"
_WEEKDAY = rf"(?:(?P<weekday>{_one_of('weekday')})(?!-))"
_COUNT = rf"(?:(?P<count>\d{{1,3}}|{_one_of('number')}) )?"
_UNIT = rf"(?P<unit>{_one_of('unit')}|{_one_of('units')})"
_DASH = r"\s*[-–—]\s*"


# --- what a match means -------------------------------------------------------------------------------------------


def _day(text: str) -> int:
    """25, 5-го, пятого, двадцать пятого."""
    digits = re.match(r"\d+", text)
    if digits:
        return int(digits.group())
    return sum(_TENS.get(word) or _value("ordinal", word) for word in text.lower().split())


def _month_number(text: str) -> int:
    form = text.lower().rstrip(".")
    return int(_words("month").get(form) or _words("short_month")[form])


def _year(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None


def _shift(match: re.Match[str]) -> int | None:
    return _value("shift", match["shift"]) if match["shift"] else None


def _numeric(match: re.Match[str]) -> _Meaning:
    return _Point(int(match["year"]), int(match["month"]), int(match["day"]))


def _day_and_month(match: re.Match[str]) -> _Meaning:
    weekday = _value("weekday", match["weekday"]) if match["weekday"] else None
    return _Point(_year(match), _month_number(match["month"]), _day(match["day"]), weekday, _shift(match))


def _days(match: re.Match[str]) -> _Meaning:
    last = _Point(_year(match), _month_number(match["month"]), _day(match["last"]), years_on=_shift(match))
    first = _month_number(match["from_month"]) if match["from_month"] else last.month
    return _Point(month=first, day=_day(match["first"])), last


def _month(match: re.Match[str]) -> _Meaning:
    return _Point(_year(match), _month_number(match["month"]), years_on=_shift(match))


def _months(match: re.Match[str]) -> _Meaning:
    return _Point(month=_month_number(match["first"])), _Point(
        _year(match), _month_number(match["last"]), years_on=_shift(match)
    )


def _season(match: re.Match[str]) -> _Meaning:
    first, last = (int(month) for month in _words("season")[match["season"].lower()].split("-"))
    year, years_on = _year(match), _shift(match)
    if first < last:
        return _Point(year, first, years_on=years_on), _Point(year, last, years_on=years_on)
    # Winter goes over the year's end: what is told of is the year alone, if it is given.
    return _Point(year, years_on=years_on)


def _only_year(match: re.Match[str]) -> _Meaning:
    return _Point(int(match["year"]))


def _years(match: re.Match[str]) -> _Meaning:
    first, last = int(match["first"]), int(match["last"])
    return _Point(first), _Point(last if last > 99 else first - first % 100 + last)


def _decade(match: re.Match[str]) -> _Meaning:
    first = int(match["year"])
    return _Point(first), _Point(first + 9)


def _weekday(match: re.Match[str]) -> _Meaning:
    return _Point(weekday=_value("weekday", match["weekday"]), weeks_on=_shift(match))


def _day_word(match: re.Match[str]) -> _Meaning:
    return _Distance("day", _value("day", match["day"]))


def _shifted(match: re.Match[str]) -> _Meaning | None:
    unit, count = _words("unit")[match["unit"].lower()], _value("shift", match["shift"])
    if unit == "day":  # "на следующий день" is told from another day
        return _Distance(unit, count, from_narrated=True)
    return _Distance(unit, count)


def _part_of_year(match: re.Match[str]) -> _Meaning:
    return _Distance("year", 0)


def _same_day(match: re.Match[str]) -> _Meaning:
    return _Distance("day", 0, from_narrated=True)


def _ago(match: re.Match[str]) -> _Meaning | None:
    return _distance(match, -1)


def _earlier(match: re.Match[str]) -> _Meaning | None:
    return _distance(match, -1, from_narrated=True)


def _later(match: re.Match[str]) -> _Meaning | None:
    return _distance(match, 1, from_narrated=True)


def _distance(match: re.Match[str], direction: int, from_narrated: bool = False) -> _Meaning | None:
    """A distance that is counted; None for "несколько лет назад" and for numbers that are not known."""
    unit, count = match["unit"].lower(), match["count"]
    if unit in _words("units"):
        if not count:
            return None
        unit = _words("units")[unit]
    else:
        unit = _words("unit")[unit]
    number = 1 if not count else int(count) if count.isdigit() else _value("number", count)
    return _Distance(unit, direction * number, from_narrated)


_MONTH_AFTER = (
    r"(?:во?|со?|к|до|за|на|по|от|нынешнего|начал\w+|середин\w+|конц\w+|течени\w+|половин\w+|дн\w+|числа\w*|недел\w+)"
)
"""What stands before a month that is meant as a time: "в январе", "в первые дни января"."""

_LEAD = 3
"""So many sentences, headline included, may tell the news itself."""

_RULES = (
    _Rule("day.month.year", _compile(rf"(?P<day>\d\d?)[./](?P<month>\d\d?)[./](?P<year>{_YEAR})(?!\.\d)"), _numeric),
    _Rule("year-month-day", _compile(rf"(?P<year>{_YEAR})-(?P<month>\d\d)-(?P<day>\d\d)"), _numeric),
    _Rule(
        "day month year",
        _compile(
            rf"(?:{_WEEKDAY},? (?:вечером,? |утром,? |днем,? |ночью,? )?\(?)?"
            rf"(?P<day>{_DAY}) (?P<month>{_MONTH})(?:,? {_OF_WHICH_YEAR})?"
        ),
        _day_and_month,
    ),
    _Rule(
        "days of a month",
        _compile(
            rf"(?:со? )?(?P<first>{_DAY})(?: (?P<from_month>{_MONTH}))?(?: по | до | на | и |{_DASH})"
            rf"(?P<last>{_DAY}) (?P<month>{_MONTH})(?:,? {_OF_WHICH_YEAR})?"
        ),
        _days,
    ),
    _Rule("month year", _compile(rf"(?P<month>{_MONTH}),? {_OF_WHICH_YEAR}"), _month),
    _Rule("month", _compile(rf"{_MONTH_AFTER} (?P<month>{_MONTH})(?:,? {_OF_WHICH_YEAR})?"), _month),
    _Rule(
        "months",
        _compile(
            rf"(?:{_MONTH_AFTER} )?(?P<first>{_one_of('month')})(?: по | до | и |{_DASH})"
            rf"(?P<last>{_MONTH})(?:,? {_OF_WHICH_YEAR})?"
        ),
        _months,
    ),
    _Rule("season", _compile(rf"(?P<season>{_one_of('season')}),? {_OF_WHICH_YEAR}"), _season),
    _Rule("year", _compile(rf"(?P<year>{_YEAR})(?:-?(?:го|м|й))? {_YEAR_WORD}"), _only_year),
    _Rule(
        "in year", _compile(rf"(?:в|до|после|начиная с) (?P<year>{_YEAR})(?:-м|-го)?(?=\s*(?:[,.;:)]|$))"), _only_year
    ),
    _Rule(
        "years",
        _compile(
            rf"(?:со? )?(?P<first>{_YEAR})(?:{_DASH}| по | до | и )(?P<last>{_YEAR}|\d\d)(?: (?:год\w*|гг?\b\.?))"
        ),
        _years,
    ),
    _Rule("decade", _compile(r"(?P<year>1[0-9]\d0|20\d0)-(?:е|х|ые|ых)(?: (?:год\w*|гг?\b\.?))?"), _decade),
    _Rule(
        "weekday",
        _compile(
            rf"(?:во?|со?|к|до|на|вечером|утром|днем|ночью) (?:(?P<shift>{_SHIFT}) )?{_WEEKDAY}"
            rf"(?!,? \(?(?:\d\d?-|{_DAY} {_MONTH}))"  # "в пятницу 13-го" is another day than this week's
        ),
        _weekday,
    ),
    _Rule("day word", _compile(rf"(?P<day>{_one_of('day')})"), _day_word),
    _Rule("shifted", _compile(rf"(?P<shift>{_SHIFT}) (?P<unit>{_one_of('unit')})"), _shifted),
    _Rule(
        "part of the year",
        _compile(r"(?:начала|начале|начало|конца|конце|концу|середине|середины) года(?! \d)"),
        _part_of_year,
    ),
    _Rule("that day", _compile(r"(?:в|на) (?:тот же|этот же|тот|этот) (?:самый )?день"), _same_day),
    _Rule("ago", _compile(rf"{_COUNT}{_UNIT} (?:тому )?назад"), _ago),
    _Rule("earlier", _compile(rf"{_COUNT}{_UNIT} (?:ранее|раньше)"), _earlier),
    _Rule("later", _compile(rf"(?:спустя|через) {_COUNT}{_UNIT}"), _later),
)


def _in_sentence(text: str, sentence: Sentence) -> Iterator[_Found]:
    """The matches of a sentence: of those that overlap the leftmost, and of those that begin together the longest."""
    words = text[sentence.start : sentence.end].replace("ё", "е").replace("Ё", "Е")
    matches = [(match, rule) for rule in _RULES for match in rule.pattern.finditer(words)]
    end = 0
    for match, rule in sorted(matches, key=lambda pair: (pair[0].start(), -pair[0].end())):
        if match.start() < end:
            continue
        end = match.end()
        meaning = rule.meaning(match)
        span = Span(sentence.start + match.start(), sentence.start + match.end())
        if meaning is not None and not (rule.name == "day word" and _is_preposition(sentence, span)):
            yield _Found(span, meaning, rule.name, _is_future(sentence, span))


def _is_preposition(sentence: Sentence, span: Span) -> bool:
    """Is it "накануне" with a noun ("накануне визита"), which names no day?"""
    words = sentence.within(span)
    if not words or words[0].lemma != "накануне":
        return False
    after = sentence.next(words[-1])
    return after is not None and after.has(Case="Gen") and after.pos in {"NOUN", "PROPN", "ADJ", "DET", "PRON", "NUM"}


def _is_future(sentence: Sentence, span: Span) -> bool | None:
    """True where the verb that governs a time is in the future or means one, False where it is in the past."""
    words = sentence.within(span)
    if not words:
        return None
    top = sentence.top(words)
    for governor in sentence.ancestors(top):
        if governor.lemma in _words_of("future") and not (governor.index == top.head and _is_told(governor)):
            return True
        if governor.has(Tense="Fut") or any(child.has(Tense="Fut") for child in sentence.children(governor, "aux")):
            return True
        if governor.has(Tense="Past"):
            return False
    return None


def _is_told(verb: Token) -> bool:
    """Is it an act of its own ("в среду пообещал"), and not a state of plans ("на среду запланирован")?"""
    return verb.has(Tense="Past", VerbForm="Fin")


@cache
def _words_of(kind: str) -> frozenset[str]:
    return frozenset(_words(kind))


# --- resolution ---------------------------------------------------------------------------------------------------


def _resolve(meaning: _Meaning, context: _Context) -> _Interval | None:
    try:
        if not isinstance(meaning, tuple):
            return _resolve_one(meaning, context)
        last = _resolve_one(meaning[1], context)
        if last is None:
            return None
        year = last[0].year
        first = _resolve_one(_with_year(meaning[0], year), context)
        if first is not None and first[0].first_day > last[0].last_day:
            first = _resolve_one(_with_year(meaning[0], year - 1), context)  # с 28 декабря по 3 января
    except (ValueError, OverflowError):  # 31 февраля, or before the year 1
        return None
    return None if first is None else (first[0], last[1] or last[0])


def _with_year(meaning: _Simple, year: int) -> _Simple:
    return replace(meaning, year=year) if isinstance(meaning, _Point) and meaning.year is None else meaning


def _resolve_one(meaning: _Simple, context: _Context) -> _Interval | None:
    if isinstance(meaning, _Distance):
        return _at_distance(meaning, context)
    if meaning.year is not None:
        return PartialDate(meaning.year, meaning.month, meaning.day), None
    base = context.published or context.reported
    if meaning.years_on is not None:
        return None if base is None else (PartialDate(base.year + meaning.years_on, meaning.month, meaning.day), None)
    if meaning.month is not None:
        return _in_a_year(meaning, context)
    if meaning.weekday is not None and context.published is not None:
        return PartialDate.of(_nearest_weekday(meaning, context.published, context.future)), None
    if context.reported is not None and meaning.weekday == context.reported.weekday() and meaning.weeks_on is None:
        return PartialDate.of(context.reported), None
    return None


def _in_a_year(meaning: _Point, context: _Context) -> _Interval | None:
    """A day or month without a year: the last one before the publication, or the next one where the clause tells of the
    future; without a publication date, the one nearest to the date that the text gives. A weekday beside it must agree.
    """
    day = context.published or context.reported
    base = context.anchor if day is None else PartialDate.of(day)
    if base is None or meaning.month is None:
        return None
    near = base.first_day if meaning.day is not None else base.first_day.replace(day=1)
    best: tuple[int, PartialDate] | None = None
    for year in (base.year - 1, base.year, base.year + 1):
        with suppress(ValueError):  # 29 февраля
            candidate = PartialDate(year, meaning.month, meaning.day)
            distance = (candidate.first_day - near).days
            directed = context.published is not None and context.future is not None and distance != 0
            if directed and context.future != (distance > 0):
                continue
            if meaning.weekday is not None and candidate.first_day.weekday() != meaning.weekday:
                continue
            if best is None or abs(distance) < best[0]:
                best = abs(distance), candidate
    return None if best is None else (best[1], None)


def _nearest_weekday(meaning: _Point, published: date, future: bool | None) -> date:
    """The last one up to the publication day; the next one, from that day on, where the clause tells of the future."""
    behind = (published.weekday() - (meaning.weekday or 0)) % 7
    if meaning.weeks_on is not None and meaning.weeks_on < 0:
        return published - timedelta(days=behind or 7)
    if future or (meaning.weeks_on or 0) > 0:
        return published + timedelta(days=(-behind) % 7 or (7 if meaning.weeks_on else 0))
    return published - timedelta(days=behind)


def _at_distance(meaning: _Distance, context: _Context) -> _Interval | None:
    base = context.published
    if base is None and meaning.unit != "day":
        base = context.reported
    if meaning.from_narrated and not (meaning.count > 0 and context.future):  # "через неделю он посетит": from now
        base = context.narrated or (base if meaning.count < 0 else None)
    if base is None:
        return None
    if meaning.unit == "day":
        return PartialDate.of(base + timedelta(days=meaning.count)), None
    if meaning.unit == "week":
        monday = base - timedelta(days=base.weekday()) + timedelta(weeks=meaning.count)
        return PartialDate.of(monday), PartialDate.of(monday + timedelta(days=6))
    if meaning.unit == "month":
        months = base.year * 12 + base.month - 1 + meaning.count
        return PartialDate(months // 12, months % 12 + 1), None
    return PartialDate(base.year + meaning.count), None


# --- which time holds for a word ----------------------------------------------------------------------------------

_CLAUSES = frozenset({"root", "ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj", "conj"})
"""Relations of a clause's head; ``conj`` where it joins predicates."""


def date_for(parse: Parse, times: Sequence[TimeExpression], sentence: Sentence, token: Token) -> TimeExpression | None:
    """The time that holds for an event or a saying, given the token that names it.

    That is, in this order: a time below the token ("встреча 25 апреля", "переговоры, прошедшие в мае"); a time of its
    clause, which hangs on the clause's head; that of the predicate before, where two share a subject ("25 апреля прибыл
    в Минск и встретился с …"). A time that belongs to another noun ("нарушил договор 1990 года") does not count.
    None where the sentence gives none.
    """
    candidates = [
        (time, sentence.top(words))
        for time in times
        if sentence.start <= time.span.start < sentence.end and (words := sentence.within(time.span))
    ]
    below = [(time, top) for time, top in candidates if _hangs_on(sentence, top, token)]
    if below:
        return _nearest(below, token)
    if any(_is_anniversary(near) for near in (*sentence.ancestors(token), *sentence.children(token))):
        return None  # "в этом году отмечается 30-летие установления отношений"
    clause: Token | None = _clause_head(sentence, token)
    while clause is not None:
        own = [(time, top) for time, top in candidates if _hangs_on(sentence, top, clause)]
        if own:
            return _nearest(own, token)
        if clause.rel == "root" and (loose := [pair for pair in candidates if _is_loose(sentence, *pair)]):
            return _nearest(loose, token)
        clause = _shares_with(sentence, clause)
    return None


def _is_anniversary(token: Token) -> bool:
    return token.lemma in _words_of("anniversary") or token.lemma.endswith("-летие")


def _is_loose(sentence: Sentence, time: TimeExpression, top: Token) -> bool:
    """Did the parser hang a time on itself, in a circle? It can only belong to the sentence as a whole."""
    ancestors = tuple(sentence.ancestors(top))
    return bool(ancestors) and all(ancestor.span in time.span for ancestor in ancestors)


def _nearest(candidates: Sequence[tuple[TimeExpression, Token]], token: Token) -> TimeExpression:
    return min(candidates, key=lambda pair: abs(pair[1].index - token.index))[0]


def _hangs_on(sentence: Sentence, top: Token, token: Token) -> bool:
    """Does a time belong to this token: directly, or by way of an occasion ("на встрече 25 апреля", "утром 7 января"),
    an infinitive, or a participle ("переговоры, прошедшие в мае")?
    """
    if _is_cut_off(sentence, top, token):
        return False
    current = top
    for ancestor in sentence.ancestors(top):
        if ancestor.index == token.index:
            return True
        passes = (
            ancestor.rel in {"xcomp", "fixed", "flat", "case"}
            or (ancestor.pos in {"NOUN", "PROPN"} and ancestor.has(Animacy="Anim"))  # people have no dates
            or (ancestor.rel == "acl" and ancestor.head == token.index and ancestor.has(VerbForm="Part"))
            or (ancestor.lemma in _words_of("occasion") and current.rel != "acl:relcl" and ancestor.pos == "NOUN")
        )
        if not passes:
            return False
        current = ancestor
    return False


def _is_cut_off(sentence: Sentence, top: Token, token: Token) -> bool:
    """Does a time stand so far behind the token that another clause's verb lies between ("была освобождена …, которую
    приговорили … летом 2014 года")? It then belongs to that verb, whatever the parser says.
    """
    between = sentence.tokens[token.index + 1 : top.index]
    return any(
        other.has(VerbForm="Fin") and other.pos == "VERB" and other.rel not in {"xcomp", "conj"} for other in between
    )


def _clause_head(sentence: Sentence, token: Token) -> Token:
    """The predicate of the clause in which a token stands."""
    current = token
    for ancestor in sentence.ancestors(token):
        if _is_clause_head(sentence, current):
            return current
        current = ancestor
    return current


def _is_clause_head(sentence: Sentence, token: Token) -> bool:
    if token.rel != "conj":
        return token.rel in _CLAUSES
    return token.pos in {"VERB", "AUX"} and not token.has(VerbForm="Inf")


def _shares_with(sentence: Sentence, clause: Token) -> Token | None:
    """The predicate before, where this one is joined to it and has no subject of its own."""
    if clause.rel != "conj" or sentence.children(clause, "nsubj", "nsubj:pass", "csubj"):
        return None
    return sentence.head(clause)
