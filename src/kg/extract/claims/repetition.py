"""What an article says again in other words: a headline and its lead, a lead and the body."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.claims.reading import Reading
from kg.model import Claim, Span

_FEWEST = 3
"""Two contents that say the same share at least so many words."""
_SHARE = 0.6
"""The share of the shorter one's words that the longer one has, too."""
_TELLING = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
_EMPTY = frozenset({"быть", "мочь", "этот", "весь", "который", "год", "страна", "свой"})


def with_repetitions(reading: Reading, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims, in the order of the text, each with the first one of its speaker's before it that says the same.

    Two say the same where they share most of the shorter one's words, by normal form.
    """
    said: dict[str, list[tuple[Claim, frozenset[str]]]] = {}
    found: list[Claim] = []
    for claim in claims:
        if claim.speaker is None:
            found.append(claim)
            continue
        words = _words(reading, claim.span)
        before = said.setdefault(claim.speaker, [])
        first = next((c for c, others in before if _is_other(c, claim) and _say_the_same(words, others)), None)
        found.append(replace(claim, restates=first.id) if first else claim)
        before.append((claim, words))
    return tuple(found)


def _words(reading: Reading, span: Span) -> frozenset[str]:
    tokens = reading.parse.tokens(span)
    return frozenset(t.lemma for t in tokens if t.pos in _TELLING and t.lemma not in _EMPTY)


def _is_other(one: Claim, other: Claim) -> bool:
    return one.id != other.id and not one.span.overlaps(other.span)


def _say_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= _FEWEST and shared >= _SHARE * min(len(one), len(other))
