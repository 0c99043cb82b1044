"""When something was said."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from kg.extract.claims.addressees import is_received
from kg.extract.claims.cues import Cue
from kg.extract.claims.reading import Reading, Report
from kg.extract.dates import TimeExpression, date_for
from kg.extract.lexicon import words
from kg.language.morphology import forms
from kg.model import PartialDate

_NEWS = timedelta(days=7)
"""What was said longer before the publication is background."""
_LEAD = 6
"""Without a publication date, what is dated in the first sentences is the news."""


def dates_of(
    reading: Reading, reports: Sequence[Report], times: Sequence[TimeExpression], published: date | None
) -> list[PartialDate | None]:
    """The date of each report: its own, or that of the one occasion on which its speakers are dated to have spoken.

    That is, where every dated statement of a speaker is of one day, and this day the news, the others that the article
    doesn't put at another time ("ранее", "в мае", "говорил не раз") are of the same day. None is later than the
    publication.
    """
    near = _by_sentence(reading, times)
    own = [_own(reading, report, near, published) for report in reports]
    days = _days_of_news(reading, reports, own, published)
    return [
        day or (days.get(report.speakers) if _could_be_same(reading, report, near) else None)
        for report, day in zip(reports, own, strict=True)
    ]


def _by_sentence(reading: Reading, times: Sequence[TimeExpression]) -> Mapping[int, Sequence[TimeExpression]]:
    """Start of a sentence → its times."""
    found: dict[int, list[TimeExpression]] = {}
    for time in times:
        sentence = reading.parse.sentence_at(time.span.start)
        if sentence is not None:
            found.setdefault(sentence.start, []).append(time)
    return found


def _own(
    reading: Reading, report: Report, near: Mapping[int, Sequence[TimeExpression]], published: date | None
) -> PartialDate | None:
    """When it was said, if the clause of the cue says so outside the content, or the sentence that completes it."""
    for cue in (report.cue, report.circumstance):
        found = _of_cue(reading, report, cue, near.get(cue.sentence.start, ())) if cue else None
        if found is not None and (published is None or found.first_day <= published):
            return found
    return None


def _of_cue(reading: Reading, report: Report, cue: Cue, times: Sequence[TimeExpression]) -> PartialDate | None:
    if not times:
        return None
    received = (token for token in cue.sentence.tokens if is_received(cue, token))  # "в полученном в среду письме"
    for word in (cue.word, *received):
        time = date_for(reading.parse, times, cue.sentence, word)
        if time and (not time.span.overlaps(report.span) or cue.word.span in report.span):
            return time.date
    return None


def _days_of_news(
    reading: Reading, reports: Sequence[Report], own: Sequence[PartialDate | None], published: date | None
) -> Mapping[tuple[str, ...], PartialDate]:
    """Speakers → the one day on which they are said to have spoken, if it is that of the news."""
    dated: dict[tuple[str, ...], set[PartialDate]] = {}
    lead: set[tuple[str, ...]] = set()
    for report, day in zip(reports, own, strict=True):
        if day is not None and report.speakers:
            dated.setdefault(report.speakers, set()).add(day)
            if (reading.parse.sentence_index(report.span.start) or 0) < _LEAD:
                lead.add(report.speakers)
    found: dict[tuple[str, ...], PartialDate] = {}
    for speakers, days in dated.items():
        if len(days) > 1:
            continue
        (day,) = days
        recent = published - _NEWS <= day.first_day if published else speakers in lead
        if day.day is not None and recent:
            found[speakers] = day
    return found


def _could_be_same(reading: Reading, report: Report, near: Mapping[int, Sequence[TimeExpression]]) -> bool:
    """Does nothing in the attribution speak of another time?"""
    cue = report.cue
    if cue is None:
        return True
    if any(not time.span.overlaps(report.span) for time in near.get(cue.sentence.start, ())):
        return False
    if cue.word.has(Tense="Past", Aspect="Imp") and not any("perf" in form.tag for form in forms(cue.word.text)):
        return False  # "заявлял", "говорил": at some time before
    beside = [token for token in cue.sentence.tokens if cue.word.index - 6 <= token.index <= cue.word.index + 2]
    return not any(token.lemma in words("other_times.tsv") and token.span not in report.span for token in beside)
