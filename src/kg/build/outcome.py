"""What became of each document, and of all of them together."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kg.build.kept import Kept
from kg.model import Extraction
from kg.sources import Refusal
from kg.violation import Violation

COUNTED = ("actors", "places", "mentions", "claims", "events", "attitudes", "positions")
"""What is counted in an article, beside its quads: fields of :class:`kg.model.Extraction`."""


class Status(StrEnum):
    """What became of a document."""

    STORED = "stored"
    REPLACED = "replaced"
    """Stored in the place of an older reading."""
    UNCHANGED = "unchanged"
    """As in an earlier build; not read again."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document."""

    name: str
    status: Status
    reason: str = ""
    """Why it was refused."""
    violations: tuple[Violation, ...] = ()
    """What was left out of the article because it breaks a shape; all of it, where the article was refused."""
    counts: tuple[tuple[str, int], ...] = ()
    """How many quads it has, and how many actors, claims and so on were read from it."""
    carried: bool = False
    """Was it made from the reading of another article, and not read itself?"""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did."""

    documents: int
    """All that came in: stored, replaced, unchanged and refused together."""
    stored: int
    replaced: int
    read: int
    """Of those stored or replaced."""
    carried: int
    """Of those stored or replaced: made from the reading of another article, and not read themselves."""
    unchanged: int
    refused: Kept[Refusal]
    violations: Kept[Violation]
    quads: int
    """In the articles stored or replaced."""
    actors: int
    """As all that follow: in those of them that were read."""
    places: int
    mentions: int
    claims: int
    events: int
    attitudes: int
    positions: int
    copies: int
    """Of the articles that this build came to, those that are copies of others now."""
    seconds: float
    memory: int
    """The most bytes that one process that read had in memory; 0 where nothing was read."""


def counts(extraction: Extraction, quads: int) -> tuple[tuple[str, int], ...]:
    """How much was read from an article."""
    return (("quads", quads), *((name, len(getattr(extraction, name))) for name in COUNTED))


class Tally:
    """Counts what is done."""

    def __init__(self, on_progress: Callable[[Outcome], None] | None) -> None:
        self._began = time.monotonic()
        self._on_progress = on_progress
        self._statuses: Counter[str] = Counter()
        self._carried = 0
        self._counts: Counter[str] = Counter()
        self._refused = Kept[Refusal]()
        self._violations = Kept[Violation]()

    def count(self, outcome: Outcome) -> None:
        """Takes note of a document that is done."""
        self._statuses[outcome.status] += 1
        self._carried += outcome.carried
        self._counts.update(dict(outcome.counts))
        for violation in outcome.violations:
            self._violations.append(violation)
        if outcome.status is Status.REFUSED:
            self._refused.append(Refusal(outcome.name, outcome.reason))
        if self._on_progress is not None:
            self._on_progress(outcome)

    def summary(self, *, copies: int, memory: int) -> Summary:
        """All of it."""
        stored, replaced = self._statuses[Status.STORED], self._statuses[Status.REPLACED]
        return Summary(
            documents=self._statuses.total(),
            stored=stored,
            replaced=replaced,
            read=stored + replaced - self._carried,
            carried=self._carried,
            unchanged=self._statuses[Status.UNCHANGED],
            refused=self._refused,
            violations=self._violations,
            **{name: self._counts[name] for name in ("quads", *COUNTED)},
            copies=copies,
            seconds=time.monotonic() - self._began,
            memory=memory,
        )
