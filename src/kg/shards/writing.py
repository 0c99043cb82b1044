"""What was read from a part → a shard and its entry."""

import gzip
from collections.abc import Iterable
from hashlib import sha256

from kg.build import Prepared
from kg.shards.entries import Contained, Entry, shard_name
from kg.shards.places import Place
from kg.sources import Refusal

_LEVEL = 6


def write_shard(part: str, read: Iterable[Prepared | Refusal], place: Place) -> Entry:
    """Writes a shard, and then its entry, which says that the shard is whole.

    Args:
        part: its id.
        read: the articles of the part, in their order; what is refused is noted.
        place: where shards lie.

    Raises:
        PlaceError: where they can't be written.
    """
    pieces, articles, refused, left_out = [], [], [], 0
    for one in read:
        if isinstance(one, Refusal):
            refused.append(one)
        elif one.refusal:
            refused.append(Refusal(one.name, one.refusal))
        else:
            pieces += [one.written, one.known]
            quads, known = (lines.count(b"\n") for lines in (one.written, one.known))
            articles.append(
                Contained(one.name, one.source, one.sha256, one.article, quads, known, one.fingerprint, one.content)
            )
            left_out += len(one.violations)
    packed = gzip.compress(b"".join(pieces), _LEVEL, mtime=0)
    place.write(shard_name(part), packed)
    entry = Entry(part, sha256(packed).hexdigest(), tuple(articles), tuple(refused), left_out)
    entry.write(place)
    return entry
