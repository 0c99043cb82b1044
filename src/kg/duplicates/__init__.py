"""Articles that are copies of each other: under two addresses, reprinted, or slightly changed.

Every article has a graph of its own, which is what reading it alone gives; of one that is the beginning of another,
very nearly so (:mod:`kg.duplicates.shortening`). That it is a copy is said beside these, in a graph that depends on the
set of articles and not on the order in which they came.
"""

from kg.duplicates.fingerprint import Fingerprint, content_key, fingerprint, text_key
from kg.duplicates.index import CopyIndex
from kg.duplicates.linking import GRAPH, CopyLinker
from kg.duplicates.recent import Recent
from kg.duplicates.shortening import Shortening

__all__ = [
    "GRAPH",
    "CopyIndex",
    "CopyLinker",
    "Fingerprint",
    "Recent",
    "Shortening",
    "content_key",
    "fingerprint",
    "text_key",
]
