"""Reports by their place in the text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from kg.extract.claims.reading import Report
from kg.model import Span

SAME = 0.7
"""Two contents of one speaker that share so much of their characters are one."""


class Places:
    """Reports to be asked by place."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._reports = sorted(reports, key=lambda report: report.span.start)
        self._starts = [report.span.start for report in self._reports]
        self._longest = max((report.span.end - report.span.start for report in self._reports), default=0)

    def add(self, report: Report) -> None:
        """Puts in another one."""
        index = bisect_right(self._starts, report.span.start)
        self._starts.insert(index, report.span.start)
        self._reports.insert(index, report)
        self._longest = max(self._longest, report.span.end - report.span.start)

    def overlapping(self, span: Span) -> list[Report]:
        """Those that share a code point with a span, in the order of the text."""
        first, last = bisect_left(self._starts, span.start - self._longest), bisect_left(self._starts, span.end)
        return [report for report in self._reports[first:last] if report.span.overlaps(span)]

    def all(self) -> list[Report]:
        """All of them, in the order of the text, the longer first where two begin together."""
        return sorted(self._reports, key=lambda report: (report.span.start, -report.span.end))


def overlap(one: Span, other: Span) -> float:
    """The share of the characters of both that they have in common."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / (max(one.end, other.end) - min(one.start, other.start))
