"""Finds the time expressions of a text."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from itertools import takewhile

from kg.extract.dates.meanings import Found, Point, TimeExpression
from kg.extract.dates.patterns import in_sentence
from kg.extract.dates.resolution import Context, resolve
from kg.language import Parse
from kg.model import PartialDate, Span

_LEAD = 3
"""So many sentences, headline included, may tell the news itself."""


def find_times(parse: Parse, published: date | None) -> tuple[TimeExpression, ...]:
    """The time expressions of a text that can be resolved, in its order.

    Args:
        parse: the text without its date lines, which tell of no event.
        published: the publication date. Without it "вчера" means nothing and is left out; a day or a month without a
            year, a weekday, "в прошлом году" are then dated by a full date of the lead or of the sentences before, or
            left out.
    """
    found = [each for sentence in parse.sentences for each in in_sentence(parse.text, sentence)]
    reported = _reported_day(parse, found)
    times: list[TimeExpression] = []
    for each in found:
        near = _near(parse, times, each.span)
        context = Context(
            published=published,
            reported=reported,
            anchor=next((time.start for time in near if time.start.month is not None and time.end is None), None),
            narrated=next((time.start.first_day for time in near if time.start.day is not None), None),
            future=each.future,
        )
        interval = resolve(each.meaning, context)
        if interval is not None:
            times.append(TimeExpression(each.span, *interval, each.rule))
    return tuple(times)


def _near(parse: Parse, times: Sequence[TimeExpression], span: Span) -> list[TimeExpression]:
    """Those of the same sentence and of the one before, the last first."""
    return list(takewhile(lambda time: _sentences_between(parse, time.span, span) <= 1, reversed(times)))


def _sentences_between(parse: Parse, first: Span, second: Span) -> int:
    return (parse.sentence_index(second.start) or 0) - (parse.sentence_index(first.start) or 0)


def _reported_day(parse: Parse, found: Sequence[Found]) -> date | None:
    """The day of the news itself: the full date in one of the first sentences that hangs on its main predicate."""
    for each in found:
        index = parse.sentence_index(each.span.start)
        if index is None or index >= _LEAD:
            return None
        words = parse.sentences[index].within(each.span)
        point = each.meaning
        if not words or not isinstance(point, Point) or None in {point.year, point.month, point.day}:
            continue
        governor = parse.sentences[index].head(parse.sentences[index].top(words))
        if governor is not None and governor.rel == "root":
            with suppress(ValueError):
                return PartialDate(point.year or 0, point.month, point.day).first_day
    return None
