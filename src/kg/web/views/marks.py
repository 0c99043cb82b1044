"""An article's text cut where something that was found begins or ends, so that all of it can be shown in its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from kg.web.api.models import FullArticle


@dataclass(frozen=True, slots=True)
class Mark:
    """Something found in the text."""

    start: int
    end: int
    layer: str
    """mention, event, claim, position or boilerplate."""
    label: str
    """What it is, for the one who points at it."""
    page: str = ""
    """Where a click leads."""
    style: str = ""
    """A further class: an actor's type, an event's quad class."""
    group: str = ""
    """What belongs together: the id of a claim."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, all of which lies in the same marks."""

    text: str
    marks: tuple[Mark, ...]
    anchors: tuple[int, ...]
    """Offset at which it begins, where evidence does."""
    opened: tuple[Mark, ...]
    """Claims that begin here."""

    @property
    def classes(self) -> str:
        """For the style sheet."""
        names = {name for mark in self.marks for name in (mark.layer, mark.style) if name}
        return " ".join(sorted(names))

    @property
    def link(self) -> Mark | None:
        """The mark that a click follows: the narrowest that leads somewhere, claims aside."""
        leading = [mark for mark in self.marks if mark.page and mark.layer != "claim"]
        return min(leading, key=lambda mark: (mark.end - mark.start, mark.layer), default=None)

    @property
    def groups(self) -> str:
        """The claims that it belongs to."""
        return " ".join(mark.group for mark in self.marks if mark.group)

    @property
    def label(self) -> str:
        """What is found here, the narrowest first."""
        ordered = sorted(self.marks, key=lambda mark: mark.end - mark.start)
        return "; ".join(dict.fromkeys(mark.label for mark in ordered if mark.label))


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The text in pieces."""
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    cuts = sorted({0, len(text), *(mark.start for mark in inside), *(mark.end for mark in inside)})
    found = []
    for start, end in pairwise(cuts):
        here = tuple(mark for mark in inside if mark.start <= start and end <= mark.end)
        begins = [mark for mark in here if mark.start == start]
        anchors = (start,) if any(mark.layer in ("claim", "event", "position") for mark in begins) else ()
        opened = tuple(mark for mark in begins if mark.layer == "claim")
        found.append(Piece(text[start:end], here, anchors, opened))
    return found


def marks_of(article: FullArticle) -> list[Mark]:
    """All that was found in an article."""
    found = [Mark(start, end, "boilerplate", "") for start, end in article.boilerplate]
    for mention in article.mentions:
        ref = mention.ref
        found.append(Mark(mention.start, mention.end, "mention", ref.name, ref.page, ref.type.lower()))
    for claim in article.claims:
        speaker = claim.speaker.name if claim.speaker else "?"
        found += [
            Mark(told.start, told.end, "claim", f"{speaker}:", claim.page, claim.quotation_type, claim.id[-16:])
            for told in claim.evidence
            if told.article.id == article.id
        ]
    for event in article.events:
        parties = " → ".join(
            ", ".join(one.name for one in side) for side in (event.initiators, event.recipients) if side
        )
        label = f"{event.type} {parties}".strip()
        found += [
            Mark(told.start, told.end, "event", label, event.page, event.quad_class)
            for told in event.evidence
            if told.article.id == article.id
        ]
    for position in article.positions:
        label = f"{position.holder.name}: {position.title}, {position.of.name}"
        found += [
            Mark(told.start, told.end, "position", label) for told in position.evidence if told.article.id == article.id
        ]
    return found
