"""The patterns of time expressions and what their matches mean."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache

from kg.extract.dates.meanings import Distance, Found, Meaning, Point
from kg.extract.lexicon import rows
from kg.language import Sentence, Token
from kg.model import Span


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what its matches mean."""

    name: str
    needs: tuple[Set[str], ...]
    """Of each of these sets of words and kinds (see :func:`_kinds`), those that tell most first, one is in whatever the
    pattern matches.
    """
    pattern: re.Pattern[str]
    meaning: Callable[[re.Match[str]], Meaning | None]

    def may_match(self, kinds: Set[str]) -> bool:
        """Are all needs met by words and kinds?"""
        return not any(kinds.isdisjoint(needed) for needed in self.needs)


@cache
def _words(kind: str) -> dict[str, str]:
    """Form → value, of a class of ``time.tsv``."""
    return {
        form.replace("_", " "): value
        for name, value, forms in rows("time.tsv")
        if name == kind
        for form in forms.split()
    }


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


def _numeric(match: re.Match[str]) -> Meaning:
    return Point(int(match["year"]), int(match["month"]), int(match["day"]))


def _day_and_month(match: re.Match[str]) -> Meaning:
    weekday = _value("weekday", match["weekday"]) if match["weekday"] else None
    return Point(_year(match), _month_number(match["month"]), _day(match["day"]), weekday, _shift(match))


def _days(match: re.Match[str]) -> Meaning:
    last = Point(_year(match), _month_number(match["month"]), _day(match["last"]), years_on=_shift(match))
    first = _month_number(match["from_month"]) if match["from_month"] else last.month
    return Point(month=first, day=_day(match["first"])), last


def _month(match: re.Match[str]) -> Meaning:
    return Point(_year(match), _month_number(match["month"]), years_on=_shift(match))


def _months(match: re.Match[str]) -> Meaning:
    return Point(month=_month_number(match["first"])), Point(
        _year(match), _month_number(match["last"]), years_on=_shift(match)
    )


def _season(match: re.Match[str]) -> Meaning:
    first, last = (int(month) for month in _words("season")[match["season"].lower()].split("-"))
    year, years_on = _year(match), _shift(match)
    if first < last:
        return Point(year, first, years_on=years_on), Point(year, last, years_on=years_on)
    # Winter goes over the year's end: what is told of is the year alone, if it is given.
    return Point(year, years_on=years_on)


def _part_of_year(match: re.Match[str]) -> Meaning:
    """A quarter or a half: "в первом квартале 2020 года"."""
    first, last = (int(month) for month in _words("part")[" ".join(match["part"].lower().split())].split("-"))
    year, years_on = _year(match), _shift(match)
    return Point(year, first, years_on=years_on), Point(year, last, years_on=years_on)


def _that_season(match: re.Match[str]) -> Meaning | None:
    """ "этим летом", "прошлой осенью"; not winter, of which one can't tell the year."""
    first, last = (int(month) for month in _words("season")[match["season"].lower()].split("-"))
    years_on = _value("shift", match["shift"])
    return (Point(month=first, years_on=years_on), Point(month=last, years_on=years_on)) if first < last else None


def _winter(match: re.Match[str]) -> Meaning:
    return Point(int(match["year"]), 12), Point(int(match["year"]) + 1, 2)


def _short_decade(match: re.Match[str]) -> Meaning:
    first = int(match["year"])
    century = 2000 if first < _THIS_CENTURY else 1900
    return Point(century + first), Point(century + first + 9)


_THIS_CENTURY = 30
"""Decades before it are those of this century: "в 10-е", "в 90-е"."""


def _weekdays(match: re.Match[str]) -> Meaning:
    return Point(weekday=_value("weekday", match["first"])), Point(weekday=_value("weekday", match["last"]))


def _weekend(match: re.Match[str]) -> Meaning:
    weeks_on = _value("shift", match["shift"])
    return Point(weekday=5, weeks_on=weeks_on), Point(weekday=6, weeks_on=weeks_on)


def _last_units(match: re.Match[str]) -> Meaning | None:
    """ "за последние три дня": up to the publication."""
    since = _distance(match, -1)
    return None if not isinstance(since, Distance) else (since, Distance("day", 0))


def _part_of_unit(match: re.Match[str]) -> Meaning:
    return Distance(_words("unit")[match["unit"].lower()], 0)


def _only_year(match: re.Match[str]) -> Meaning:
    return Point(int(match["year"]))


def _years(match: re.Match[str]) -> Meaning:
    first, last = int(match["first"]), int(match["last"])
    return Point(first), Point(last if last > 99 else first - first % 100 + last)


def _decade(match: re.Match[str]) -> Meaning:
    first = int(match["year"])
    return Point(first), Point(first + 9)


def _weekday(match: re.Match[str]) -> Meaning:
    return Point(weekday=_value("weekday", match["weekday"]), weeks_on=_shift(match))


def _day_word(match: re.Match[str]) -> Meaning:
    return Distance("day", _value("day", match["day"]))


def _shifted(match: re.Match[str]) -> Meaning | None:
    unit, count = _words("unit")[match["unit"].lower()], _value("shift", match["shift"])
    if unit == "day":  # "на следующий день" is told from another day
        return Distance(unit, count, from_narrated=True)
    return Distance(unit, count)


def _same_day(match: re.Match[str]) -> Meaning:
    return Distance("day", 0, from_narrated=True)


def _ago(match: re.Match[str]) -> Meaning | None:
    return _distance(match, -1)


def _earlier(match: re.Match[str]) -> Meaning | None:
    return _distance(match, -1, from_narrated=True)


def _later(match: re.Match[str]) -> Meaning | None:
    return _distance(match, 1, from_narrated=True)


def _distance(match: re.Match[str], direction: int, from_narrated: bool = False) -> Meaning | None:
    """A distance that is counted; None for "несколько лет назад" and for numbers that are not known."""
    unit, count = match["unit"].lower(), match["count"]
    if unit in _words("units"):
        if not count:
            return None
        unit = _words("units")[unit]
    else:
        unit = _words("unit")[unit]
    number = 1 if not count else int(count) if count.isdigit() else _value("number", count)
    return Distance(unit, direction * number, from_narrated)


_MONTH_AFTER = (
    r"(?:весь|во?|со?|к|до|за|на|по|от|нынешнего|начал\w+|середин\w+|конц\w+|течени\w+|половин\w+|дн\w+|числа\w*"
    r"|недел\w+)"
)
"""What stands before a month that is meant as a time: "в январе", "в первые дни января"."""

_MONTHS, _DECADES = {"month", "short_month"}, {"е", "х", "ые", "ых"}
_DAYS = {"figures", "ordinal", "двадцатого", "тридцатого"}
_YEARS, _UNITS = {"year", "shift"}, {"unit", "units"}

RULES = (
    Rule(
        "day.month.year",
        ({"three numbers"}, {"year"}),
        _compile(rf"(?P<day>\d\d?)[./](?P<month>\d\d?)[./](?P<year>{_YEAR})(?!\.\d)"),
        _numeric,
    ),
    Rule(
        "year-month-day",
        ({"three numbers"}, {"year"}),
        _compile(rf"(?P<year>{_YEAR})-(?P<month>\d\d)-(?P<day>\d\d)"),
        _numeric,
    ),
    Rule(
        "day month year",
        (_MONTHS, _DAYS),
        _compile(
            rf"(?:{_WEEKDAY},? (?:вечером,? |утром,? |днем,? |ночью,? )?\(?)?"
            rf"(?P<day>{_DAY}) (?P<month>{_MONTH})(?:,? {_OF_WHICH_YEAR})?"
        ),
        _day_and_month,
    ),
    Rule(
        "days of a month",
        (_MONTHS, _DAYS),
        _compile(
            rf"(?:со? )?(?P<first>{_DAY})(?: (?P<from_month>{_MONTH}))?(?:, {_DAY})*(?: по | до | на | и |{_DASH})"
            rf"(?P<last>{_DAY}) (?P<month>{_MONTH})(?:,? {_OF_WHICH_YEAR})?"
        ),
        _days,
    ),
    Rule("month year", (_MONTHS, _YEARS), _compile(rf"(?P<month>{_MONTH}),? {_OF_WHICH_YEAR}"), _month),
    Rule("month", (_MONTHS,), _compile(rf"{_MONTH_AFTER} (?P<month>{_MONTH})(?:,? {_OF_WHICH_YEAR})?"), _month),
    Rule(
        "months",
        ({"two months"},),
        _compile(
            rf"(?:{_MONTH_AFTER} )?(?P<first>{_one_of('month')})(?: по | до | и |{_DASH})"
            rf"(?P<last>{_MONTH})(?:,? {_OF_WHICH_YEAR})?"
        ),
        _months,
    ),
    Rule(
        "part of a year", ({"part"},), _compile(rf"(?P<part>{_one_of('part')})(?:,? {_OF_WHICH_YEAR})?"), _part_of_year
    ),
    Rule(
        "that season",
        ({"season"}, {"shift"}),
        _compile(rf"(?P<shift>{_SHIFT}) (?P<season>{_one_of('season')})"),
        _that_season,
    ),
    Rule(
        "winter",
        ({"season"}, {"year"}),
        _compile(rf"(?:зимой|зиму|зима|зимы) (?P<year>{_YEAR}){_DASH}(?:{_YEAR}|\d\d)(?: год\w*)?"),
        _winter,
    ),
    Rule("season", ({"season"}, _YEARS), _compile(rf"(?P<season>{_one_of('season')}),? {_OF_WHICH_YEAR}"), _season),
    Rule("year", ({"year"}, {"year word"}), _compile(rf"(?P<year>{_YEAR})(?:-?(?:го|м|й))? {_YEAR_WORD}"), _only_year),
    Rule(
        "in year",
        ({"year"}, {"в", "до", "после", "с"}),
        _compile(rf"(?:в|до|после|начиная с) (?P<year>{_YEAR})(?:-(?:м|го)|(?=\s*(?:[,.;:)]|$)))"),
        _only_year,
    ),
    Rule(
        "years",
        ({"year"}, {"year word"}),
        _compile(
            rf"(?:со? )?(?P<first>{_YEAR})(?:{_DASH}| по | до | и )(?P<last>{_YEAR}|\d\d)(?: (?:год\w*|гг?\b\.?))"
        ),
        _years,
    ),
    Rule("decade", (_DECADES,), _compile(r"(?P<year>1[0-9]\d0|20\d0)-(?:е|х|ые|ых)(?: (?:год\w*|гг?\b\.?))?"), _decade),
    Rule(
        "decade, short", (_DECADES,), _compile(r"(?P<year>\d0)-(?:е|х|ые|ых)(?: (?:год\w*|гг?\b\.?))?"), _short_decade
    ),
    Rule(
        "weekdays",
        ({"weekday"}, {"с", "со"}),
        _compile(rf"со? (?P<first>{_one_of('weekday')}) (?:по|до) (?P<last>{_one_of('weekday')})"),
        _weekdays,
    ),
    Rule(
        "weekend",
        ({"выходные", "выходных", "уик"}, {"shift"}),
        _compile(rf"(?P<shift>{_SHIFT}) (?:выходные|выходных|уик-энд)"),
        _weekend,
    ),
    Rule(
        "last",
        ({"последние", "последних", "последний", "последним"}, _UNITS),
        _compile(rf"последни(?:е|х|й|м) {_COUNT}{_UNIT}"),
        _last_units,
    ),
    Rule(
        "weekday",
        ({"weekday"},),
        _compile(
            rf"(?:во?|со?|к|до|на|вечером|утром|днем|ночью) (?:(?P<shift>{_SHIFT}) )?{_WEEKDAY}"
            rf"(?!,? \(?(?:\d\d?-|{_DAY} {_MONTH}))"  # "в пятницу 13-го" is another day than this week's
        ),
        _weekday,
    ),
    Rule("day word", ({"day"},), _compile(rf"(?P<day>{_one_of('day')})"), _day_word),
    Rule("shifted", ({"shift"}, {"unit"}), _compile(rf"(?P<shift>{_SHIFT}) (?P<unit>{_one_of('unit')})"), _shifted),
    Rule(
        "part of the year",
        ({"начала", "начале", "начало", "конца", "конце", "концу", "середине", "середины"}, {"unit"}),
        _compile(r"(?:начала|начале|начало|конца|конце|концу|середине|середины) (?P<unit>года|месяца|недели)(?! \d)"),
        _part_of_unit,
    ),
    Rule(
        "that day",
        ({"день", "дня"}, {"тот", "этот", "того", "этого"}),
        _compile(r"(?:(?:в|на) (?:тот же|этот же|тот|этот) (?:самый )?день|(?:того|этого) же дня)"),
        _same_day,
    ),
    Rule("ago", ({"назад"}, _UNITS), _compile(rf"{_COUNT}{_UNIT} (?:тому )?назад"), _ago),
    Rule("earlier", ({"ранее", "раньше"}, _UNITS), _compile(rf"{_COUNT}{_UNIT} (?:ранее|раньше)"), _earlier),
    Rule("later", ({"спустя", "через"}, _UNITS), _compile(rf"(?:спустя|через) {_COUNT}{_UNIT}"), _later),
)


def in_sentence(text: str, sentence: Sentence) -> Iterator[Found]:
    """The matches of a sentence: of those that overlap the leftmost, and of those that begin together the longest."""
    words = text[sentence.start : sentence.end].replace("ё", "е").replace("Ё", "Е")
    matches = [(match, rule) for rule in rules_for(words) for match in rule.pattern.finditer(words)]
    end = 0
    for match, rule in sorted(matches, key=lambda pair: (pair[0].start(), -pair[0].end())):
        if match.start() < end:
            continue
        end = match.end()
        meaning = rule.meaning(match)
        span = Span(sentence.start + match.start(), sentence.start + match.end())
        if meaning is not None and not (rule.name == "day word" and _is_preposition(sentence, span)):
            yield Found(span, meaning, rule.name, _is_future(sentence, span))


@cache
def _by_kind() -> dict[str, list[int]]:
    """Word or kind → the numbers of the rules of which it is one of the first needs."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, rule in enumerate(RULES):
        for kind in rule.needs[0]:
            found[kind].append(number)
    return found


def rules_for(text: str) -> list[Rule]:
    """The rules whose patterns may match in a text with е for ё, in their order."""
    kinds, known = _kinds(text), _by_kind()
    numbers = {number for kind in known.keys() & kinds for number in known[kind]}
    return [rule for number in sorted(numbers) if (rule := RULES[number]).may_match(kinds)]


def _kinds(text: str) -> set[str]:
    """The words of a text, in lower case, and their kinds: the classes of ``time.tsv``; figures and year; "three
    numbers" and "two months" of several; and "year word" for what can stand behind a year.
    """
    words = _WORD.findall(text.lower())
    found = set(words)
    classes = _classes()
    kinds = found.union(*[classes[word] for word in found & _classified()])
    if _DIGIT.search(text):
        kinds |= _kinds_of_numbers(words)
    if not _MONTHS.isdisjoint(kinds) and sum(not _MONTHS.isdisjoint(classes.get(word, ())) for word in words) > 1:
        kinds.add("two months")
    return kinds


def _kinds_of_numbers(words: Sequence[str]) -> set[str]:
    numbers = [word for word in words if word[0].isdigit()]
    kinds = {"figures"} if numbers else set()
    if len(numbers) >= _PARTS_OF_A_DATE:
        kinds.add("three numbers")
    if any(map(_BEGINS_AS_YEAR.match, numbers)):
        kinds.add("year")
        if any(word.startswith("год") or word in {"г", "гг"} for word in words):
            kinds.add("year word")
    return kinds


_PARTS_OF_A_DATE = 3
_BEGINS_AS_YEAR = re.compile(_YEAR)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")


@cache
def _classes() -> dict[str, frozenset[str]]:
    """Word → its classes; of a form of several words the last."""
    found: dict[str, set[str]] = {}
    for kind, _, forms in rows("time.tsv"):
        for form in forms.split():
            found.setdefault(_WORD.findall(form.replace("_", " "))[-1], set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


@cache
def _classified() -> frozenset[str]:
    return frozenset(_classes())


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
        if governor.lemma in words_of("future") and not (governor.index == top.head and _is_told(governor)):
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
def words_of(kind: str) -> frozenset[str]:
    """The forms of a class of ``time.tsv``."""
    return frozenset(_words(kind))
