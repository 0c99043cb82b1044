"""In which claim of several that stand in each other something is told."""

from collections.abc import Iterable

from kg.model import Claim, Span


def innermost_claim(span: Span, claims: Iterable[Claim]) -> Claim | None:
    """The shortest claim around a span, the first of those as short; None where it stands in none."""
    around = (claim for claim in claims if span in claim.span)
    return min(around, key=lambda claim: claim.span.end - claim.span.start, default=None)
