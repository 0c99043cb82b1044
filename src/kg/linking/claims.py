"""Quotations that one article gives whole and another abridged.

The same quotation in two outlets has one id already, since a claim's id is made of its speaker and its words. What is
left are quotations of which an outlet gives a part: they are linked here (``kg:excerptOf``), in a graph of its own that
can be made anew at any time.

Two quotations are compared only if they are one speaker's and share a run of words (a *shingle*: Broder 1997, "On the
resemblance and containment of documents"); a run that very many quotations have in common is passed over. So the work
grows with the number of words, not with the square of the number of claims.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kg.exports.records import ClaimRecord, Records
from kg.identifiers import iri, normal_content
from kg.model import QuotationType
from kg.rdf import derived_graph
from kg.rdf.vocabulary import KG
from kg.stores import Store

GRAPH = "claim-excerpts"
"""What the graph of the excerpts is called, behind ``graph/``."""

_RUN = 4
"""So many words in a row make a shingle."""
_SHARE = 0.6
"""So much of the shorter one's shingles the longer one has; an omission or an attribution in the middle costs a few."""
_COMMON = 100
"""A shingle of more quotations than this tells nothing."""
_SPEECH = frozenset({QuotationType.DIRECT, QuotationType.MIXED})


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quotation, and the longer one that it is a part of."""

    part: ClaimRecord
    whole: ClaimRecord


def link_claims(store: Store, base: str) -> tuple[Excerpt, ...]:
    """Writes the graph of excerpts, in the place of what it held, and answers them.

    Args:
        store: open for writing.
        base: the base IRI of its graph.

    Raises:
        StoreError: where the store fails.
    """
    found = tuple(excerpts(Records(store, base).claims()))
    graph = derived_graph(base, GRAPH)
    store.replace(
        graph,
        [
            Quad(NamedNode(iri(base, one.part.id)), KG.excerptOf, NamedNode(iri(base, one.whole.id)), graph)
            for one in found
        ],
    )
    return found


def excerpts(claims: Iterable[ClaimRecord]) -> Iterator[Excerpt]:
    """The quotations that are part of a longer one of the same speaker in another article, in the order of the ids.

    Args:
        claims: of any number of articles, with their texts; what is only retold is left out.
    """
    by_speaker: dict[str, list[ClaimRecord]] = defaultdict(list)
    for claim in claims:
        if claim.speaker and claim.type in _SPEECH:
            by_speaker[claim.speaker].append(claim)
    found = [excerpt for said in by_speaker.values() for excerpt in _of_one_speaker(said)]
    yield from sorted(found, key=lambda excerpt: (excerpt.part.id, excerpt.whole.id))


def _of_one_speaker(claims: list[ClaimRecord]) -> Iterator[Excerpt]:
    shingles = {claim.id: _shingles(claim.text) for claim in claims}
    known = {claim.id: claim for claim in claims}
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for claim in claims:
        for shingle in shingles[claim.id]:
            holders[shingle].append(claim.id)
    for claim in claims:
        own = shingles[claim.id]
        shared = Counter(
            other
            for shingle in own
            if len(holders[shingle]) <= _COMMON
            for other in holders[shingle]
            if other != claim.id
        )
        for other, number in shared.items():
            longer = len(shingles[other]) > len(own)
            elsewhere = not set(claim.articles) <= set(known[other].articles)
            if longer and elsewhere and number >= _SHARE * len(own):
                yield Excerpt(claim, known[other])


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of words of a text; a shorter text has none, as it may be anybody's."""
    words = normal_content(text).split()
    return frozenset(tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))
