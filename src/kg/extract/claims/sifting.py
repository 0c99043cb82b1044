"""Which of the reports that the rules found stay, and whose they are where nobody is named."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.claims.cues import Cue
from kg.extract.claims.quotation_type import without_marks
from kg.extract.claims.reading import Reading, Report
from kg.language import Token
from kg.model import ActorType, Span

_SAME = 0.7
"""Two contents of one speaker that share so much of their characters are one."""


def sift(reading: Reading, reports: Sequence[Report]) -> list[Report]:
    """The reports in the order of the text: without doubles, without relays, without what a speaker says of himself
    inside what he says; an elided speaker is the one before.
    """
    found = [replace(report, span=without_marks(reading, report.span)) for report in reports]
    found = _with_speakers(sorted(found, key=lambda report: (report.span.start, -report.span.end)))
    found = _without_doubles(found)
    found = [report for report in found if not _is_relay(reading, report, found)]
    return [report for report in found if not _is_own_words(report, found)]


def _with_speakers(reports: Sequence[Report]) -> list[Report]:
    """An elided speaker is that of the last report that has one."""
    found: list[Report] = []
    for report in reports:
        if report.elided and not report.speakers:
            before = next((r for r in reversed(found) if r.speakers and report.span not in r.span), None)
            found.append(replace(report, speakers=before.speakers if before else ()))
        else:
            found.append(report)
    return found


def overlap(one: Span, other: Span) -> float:
    """The share of the characters of both that they have in common."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / (max(one.end, other.end) - min(one.start, other.start))


def _without_doubles(reports: Sequence[Report]) -> list[Report]:
    """Of reports with the same content the one with a cue, or else the first, stays; and another named speaker's."""
    kept: list[Report] = []
    for report in sorted(reports, key=lambda r: (r.rule == "bare-quotation", not r.direct, r.cue is None)):
        same = [r for r in kept if overlap(r.span, report.span) >= _SAME]
        if not any(r.speakers == report.speakers or r.direct or not report.speakers for r in same):
            kept.append(report)
    return sorted(kept, key=lambda report: (report.span.start, -report.span.end))


def _is_relay(reading: Reading, report: Report, reports: Sequence[Report]) -> bool:
    """Does an outlet pass on what another speaker says ("Путин заявил, что …, передаёт ТАСС")? Unnamed people in the
    plural ("жители жалуются, что …, пишет газета") leave the outlet its claim.
    """
    if report.rule not in {"aside", "phrase"} or report.cue is None:
        return False
    if any((actor := reading.cast.actor(ref)) and actor.type is ActorType.PERSON for ref in report.speakers):
        return False
    sentence = report.cue.sentence
    return any(
        other.cue is not None
        and other is not report
        and other.cue.sentence is sentence
        and other.cue.frame.kind != "decide"
        and (other.speakers or not other.cue.word.has(Number="Plur"))
        and other.cue.word in _main_predicates(report, report.cue)
        for other in reports
    )


def _main_predicates(report: Report, cue: Cue) -> tuple[Token, ...]:
    """The predicates of a content round a cue that stand in no clause below another."""
    sentence = cue.sentence
    governor = sentence.head(cue.word)
    return tuple(
        token
        for token in sentence.within(report.span)
        if token.head is None or token == governor or token.rel in {"root", "conj", "parataxis"}
    )


def _is_own_words(report: Report, reports: Sequence[Report]) -> bool:
    """Does it lie inside what the same speaker, or one of whom nothing is known, says?"""
    for outer in reports:
        if outer is report or report.span not in outer.span or outer.span == report.span:
            continue
        if not report.speakers or report.elided or set(report.speakers) <= set(outer.speakers):
            return True
    return False
