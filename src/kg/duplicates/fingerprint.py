"""What of an article tells its copies: a few hundred bytes, whatever its length.

MinHash (Broder 1997, "On the resemblance and containment of documents"): of two texts, the share of equal numbers in
their signatures estimates the share of the runs of words (*shingles*) that they have in common (Jaccard). A signature
is cut into bands; texts that are alike have a band in common nearly always, others hardly ever (Leskovec, Rajaraman,
Ullman, "Mining of Massive Datasets", 3.4).
"""

import datetime
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rensa import RMinHash

from kg.identifiers import digest, normal_content
from kg.model import Document, Span

_RUN = 3
"""So many words in a row make a shingle: a changed word costs three of them."""
_BANDS, _ROWS = 25, 5
"""Texts with 0.7 of their shingles in common share a band with probability 0.99, with 0.3 of them 0.06."""
_SIGNATURE = struct.Struct(f"<{_BANDS * _ROWS}I")
_SEED = 1
_ALIKE = 0.7
"""The least share of common shingles of copies: one word in twenty may be another."""
_DIGIT = re.compile(r"\d")
_SAME_NUMBERS = 0.8
"""The least share of the numbers of one copy that the other has too."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Of one article."""

    signature: bytes
    """MinHash: 125 numbers of 32 bits, the lowest byte first."""
    numbers: str
    """The words with digits that stand in the text, each once, in order: 12 2022 5g."""
    day: datetime.date | None
    """When it was published."""

    def bands(self) -> tuple[int, ...]:
        """A number of 63 bits for each band."""
        return _bands(self.signature)

    def is_like(self, other: "Fingerprint") -> bool:
        """Is one a copy of the other? They have most of their words in common, and their numbers.

        The reports of two days on the rate of the rouble have the same words and tell different things.
        """
        pairs = zip(_SIGNATURE.unpack(self.signature), _SIGNATURE.unpack(other.signature), strict=True)
        if sum(one == another for one, another in pairs) < _ALIKE * _BANDS * _ROWS:
            return False
        ours, theirs = set(self.numbers.split()), set(other.numbers.split())
        return len(ours & theirs) >= _SAME_NUMBERS * min(len(ours), len(theirs))


@lru_cache(maxsize=4096)  # an article's are asked for several times while it is stored
def _bands(signature: bytes) -> tuple[int, ...]:
    width = 4 * _ROWS
    parts = (signature[band * width : (band + 1) * width] for band in range(_BANDS))
    return tuple(int(digest(str(band), part.hex()), 16) >> 1 for band, part in enumerate(parts))


def fingerprint(text: str, boilerplate: Iterable[Span], day: datetime.date | None) -> Fingerprint:
    """The fingerprint of an article.

    Args:
        text: as received.
        boilerplate: what of it is no part of the article, and differs from outlet to outlet.
        day: when it was published.
    """
    content = normal_content(_without(text, boilerplate))
    words = content.split()
    shingles = [" ".join(words[start : start + _RUN]) for start in range(max(1, len(words) - _RUN + 1))]
    hashes = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    hashes.update(shingles)
    numbers = sorted({word for word in words if _DIGIT.search(word)})
    return Fingerprint(_SIGNATURE.pack(*hashes.digest()), " ".join(numbers), day)


def text_key(document: Document) -> str:
    """The same for documents with the same text, title and day: nothing but the outlet is read otherwise."""
    return digest(document.text, document.title or "", str(document.published))


def content_key(document: Document) -> str:
    """The same for documents of which everything is read alike, the outlet too; it begins as :func:`text_key`."""
    return f"{text_key(document)}.{digest(document.publisher or '')}"


def _without(text: str, spans: Iterable[Span]) -> str:
    kept, position = [], 0
    for span in sorted(spans):
        kept.append(text[position : span.start])
        position = max(position, span.end)
    return " ".join([*kept, text[position:]])
