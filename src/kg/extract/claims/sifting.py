"""Which of the reports that the rules found stay, and whose they are where nobody is named."""

from collections.abc import Sequence

from kg.extract.claims.places import SAME, Places, overlap
from kg.extract.claims.quotation_type import without_marks
from kg.extract.claims.reading import Reading, Report, changed
from kg.extract.claims.recall import recalled
from kg.extract.claims.relays import without_relays


def sift(reading: Reading, reports: Sequence[Report]) -> list[Report]:
    """The reports in the order of the text: without doubles, without relays, without what a speaker says of himself
    inside what he says; an elided speaker is the one before.
    """
    found = [changed(report, span=without_marks(reading, report.span)) for report in reports]
    found = recalled(reading, sorted(found, key=lambda report: (report.span.start, -report.span.end)))
    found = _without_doubles(without_relays(reading, found))
    places = Places(found)
    return [
        report
        for report in found
        if not _is_own_words(report, beside := places.overlapping(report.span)) and not _points_back(report, beside)
    ]


def _without_doubles(reports: Sequence[Report]) -> list[Report]:
    """Of reports with the same content the one with a cue, or else the first, stays; and another named speaker's."""
    kept = Places(())
    for report in sorted(reports, key=lambda r: (r.rule == "bare-quotation", not r.direct, r.cue is None)):
        same = [r for r in kept.overlapping(report.span) if overlap(r.span, report.span) >= SAME]
        if not any(r.speakers == report.speakers or r.direct or not report.speakers for r in same):
            kept.add(report)
    return kept.all()


def _is_own_words(report: Report, reports: Sequence[Report]) -> bool:
    """Does it lie inside what the same speaker, or one of whom nothing is known, says?"""
    for outer in reports:
        if outer is report or report.span not in outer.span or outer.span == report.span:
            continue
        if not _is_other_voice(report, outer) or set(report.speakers) & set(outer.speakers):
            return True
    return False


def _points_back(report: Report, reports: Sequence[Report]) -> bool:
    """Does nobody known only repeat another's report ("Полиция сообщила, что […]. Об этом заявили в управлении")?"""
    unknown = report.rule == "about-this" and not report.speakers
    return unknown and any(other.speakers and other.span in report.span and other is not report for other in reports)


def _is_other_voice(report: Report, outer: Report) -> bool:
    """Does somebody else speak there, be it somebody without a name ("заявил, что врачи советуют [отдохнуть]")? What
    people without a name think, or say inside a quotation, is what the outer speaker tells.
    """
    if report.speakers:
        return True
    if outer.rule == "about-this" and report.source is not None and report.source.pos == "NOUN":
        return True  # "[Соседи считают, что [долг велик]]. Об этом заявил министр"
    says = report.cue is not None and report.cue.frame.kind not in {"think", "recall"} and not outer.direct
    return says and report.source is not None and report.source.pos in {"NOUN", "PROPN"} and not report.elided
