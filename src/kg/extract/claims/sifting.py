"""Which of the reports that the rules found stay, and whose they are where nobody is named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.extract.claims.cues import Cue
from kg.extract.claims.places import Places
from kg.extract.claims.quotation_type import without_marks
from kg.extract.claims.reading import Reading, Report
from kg.extract.claims.recall import recalled
from kg.language import Token
from kg.model import ActorType, Span

_SAME = 0.7
"""Two contents of one speaker that share so much of their characters are one."""


def sift(reading: Reading, reports: Sequence[Report]) -> list[Report]:
    """The reports in the order of the text: without doubles, without relays, without what a speaker says of himself
    inside what he says; an elided speaker is the one before.
    """
    found = [replace(report, span=without_marks(reading, report.span)) for report in reports]
    found = recalled(reading, sorted(found, key=lambda report: (report.span.start, -report.span.end)))
    near, places = _by_sentence(found), Places(found)
    found = [r for r in found if not _is_relay(reading, r, near) and not _is_relayed_before(reading, r, places)]
    found = _without_doubles(found)
    places = Places(found)
    return [report for report in found if not _is_own_words(report, places.overlapping(report.span))]


def overlap(one: Span, other: Span) -> float:
    """The share of the characters of both that they have in common."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / (max(one.end, other.end) - min(one.start, other.start))


def _without_doubles(reports: Sequence[Report]) -> list[Report]:
    """Of reports with the same content the one with a cue, or else the first, stays; and another named speaker's."""
    kept = Places(())
    for report in sorted(reports, key=lambda r: (r.rule == "bare-quotation", not r.direct, r.cue is None)):
        same = [r for r in kept.overlapping(report.span) if overlap(r.span, report.span) >= _SAME]
        if not any(r.speakers == report.speakers or r.direct or not report.speakers for r in same):
            kept.add(report)
    return kept.all()


def _by_sentence(reports: Iterable[Report]) -> Mapping[int, Sequence[Report]]:
    """Start of a sentence → the reports whose cue stands in it."""
    found: dict[int, list[Report]] = {}
    for report in reports:
        if report.cue is not None:
            found.setdefault(report.cue.sentence.start, []).append(report)
    return found


def _is_relay(reading: Reading, report: Report, near: Mapping[int, Sequence[Report]]) -> bool:
    """Does an outlet pass on what another speaker says ("Путин заявил, что …, передаёт ТАСС")? Unnamed people in the
    plural ("жители жалуются, что …, пишет газета") leave the outlet its claim.
    """
    if report.cue is None or _is_person(reading, report):
        return False
    if report.rule == "quotation-aside":
        return any(
            other.span == report.span and _is_person(reading, other) for other in near[report.cue.sentence.start]
        )
    if report.rule not in {"aside", "phrase"}:
        return False
    return _reports_speech(reading, report, report.cue, near)


def _is_person(reading: Reading, report: Report) -> bool:
    return any((actor := reading.cast.actor(ref)) and actor.type is ActorType.PERSON for ref in report.speakers)


def _is_relayed_before(reading: Reading, report: Report, places: Places) -> bool:
    """As in "Как передаёт ТАСС, [мост закрыт]. Об этом сообщил министр": it is the minister's statement."""
    if report.rule != "aside" or _is_person(reading, report):
        return False
    return any(
        other.rule == "about-this" and other.speakers and overlap(other.span, report.span) >= _SAME
        for other in places.overlapping(report.span)
    )


def _reports_speech(reading: Reading, report: Report, cue: Cue, near: Mapping[int, Sequence[Report]]) -> bool:
    """Is what it passes on itself somebody's saying?"""
    predicates = _main_predicates(report, cue)
    return any(
        other.cue is not None
        and other is not report
        and other.cue.frame.kind != "decide"
        and (other.speakers or not (other.cue.word.has(Number="Plur") or other.cue.word.has(Voice="Pass")))
        and other.cue.word in predicates
        and (other.rule != "aside" or report.rule != "phrase" or _is_person(reading, other))
        and (other.rule != "phrase" or other.speakers)
        for other in near[cue.sentence.start]
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
        if not _is_other_voice(report, outer) or set(report.speakers) & set(outer.speakers):
            return True
    return False


def _is_other_voice(report: Report, outer: Report) -> bool:
    """Does somebody else speak there, be it somebody without a name ("заявил, что врачи советуют [отдохнуть]")? What
    people without a name think, or say inside a quotation, is what the outer speaker tells.
    """
    if report.speakers:
        return True
    says = report.cue is not None and report.cue.frame.kind not in {"think", "recall"} and not outer.direct
    return says and report.source is not None and report.source.pos in {"NOUN", "PROPN"} and not report.elided
