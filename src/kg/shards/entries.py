"""What stands in a shard, and in a folder of shards: small JSON files beside the N-Quads."""

import base64
import datetime
import json
from dataclasses import asdict, dataclass
from typing import Any, Self

from kg.duplicates import Fingerprint
from kg.errors import KgError
from kg.shards.places import Place
from kg.sources import Refusal

MANIFEST = "manifest.json"
FORMAT = "newskg-shards/1"


class ShardError(KgError):
    """A shard, or a folder of them, is not what it should be; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Contained:
    """An article in a shard. Its lines follow those of the article before it: first its graph, then its actors."""

    name: str
    """Of the document that it was read from."""
    source: str
    """Of that document: see :func:`kg.build.preparation.source_of`."""
    sha256: str
    """Of that document's bytes."""
    article: str
    """IRI of the article and of its graph."""
    quads: int
    """Lines of its graph."""
    known: int
    """Lines of what is known of its actors and places."""
    fingerprint: Fingerprint | None
    """By which its copies are found."""
    content: str | None
    """Likewise: see :attr:`kg.build.preparation.Prepared.content`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A shard, and what was read to make it."""

    part: str
    """Id of the part (:attr:`kg.shards.parts.Part.id`)."""
    sha256: str
    """Of the file of N-Quads as it lies there, compressed."""
    articles: tuple[Contained, ...]
    refused: tuple[Refusal, ...]
    left_out: int
    """Things that break a shape, in articles that were taken."""

    @property
    def shard(self) -> str:
        """Name of the file of N-Quads."""
        return shard_name(self.part)

    @property
    def quads(self) -> int:
        """In the articles' graphs."""
        return sum(article.quads for article in self.articles)

    def write(self, place: Place) -> None:
        """Puts the entry beside its shard, which must be there already: an entry says that its shard is whole."""
        place.write(entry_name(self.part), _json(asdict(self)))

    @classmethod
    def read(cls, place: Place, part: str) -> Self:
        """The entry of a part.

        Raises:
            FileNotFoundError: where there is none.
            ShardError: where it is damaged.
        """
        name = entry_name(part)
        try:
            given = json.loads(place.read(name))
            return cls(
                part=given["part"],
                sha256=given["sha256"],
                articles=tuple(
                    Contained(**article | {"fingerprint": _fingerprint(article["fingerprint"])})
                    for article in given["articles"]
                ),
                refused=tuple(Refusal(**refusal) for refusal in given["refused"]),
                left_out=given["left_out"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ShardError(f"{name}: is damaged ({error}); delete it and build the shards again") from error


@dataclass(frozen=True, slots=True)
class Manifest:
    """All shards of a build, in the order in which a single machine would have read them."""

    version: str
    """What read them (:func:`kg.versions.reading_version`)."""
    base: str
    """The base IRI."""
    parts: tuple[str, ...]
    refused: tuple[Refusal, ...] = ()
    """Inputs that are in no part."""

    def write(self, place: Place) -> None:
        """Puts the manifest beside the shards."""
        place.write(MANIFEST, _json({"format": FORMAT, **asdict(self)}))

    @classmethod
    def read(cls, place: Place, address: str) -> Self:
        """The manifest of a folder of shards.

        Raises:
            ShardError: where there is none, or it is damaged or of another program.
        """
        try:
            given: dict[str, Any] = json.loads(place.read(MANIFEST))
            if given["format"] != FORMAT:
                raise ShardError(
                    f"{address}: has shards of the form {given['format']!r}; this program reads {FORMAT!r}"
                )
            return cls(
                version=given["version"],
                base=given["base"],
                parts=tuple(given["parts"]),
                refused=tuple(Refusal(**refusal) for refusal in given["refused"]),
            )
        except FileNotFoundError:
            raise ShardError(
                f"{address}: has no {MANIFEST}; name the folder that kg build --shards wrote, or let that build end"
            ) from None
        except (ValueError, KeyError, TypeError) as error:
            raise ShardError(f"{address}: its {MANIFEST} is damaged ({error}); build the shards again") from error


def shard_name(part: str) -> str:
    """Of the file with a part's N-Quads."""
    return f"part-{part}.nq.gz"


def entry_name(part: str) -> str:
    """Of the file that says what is in it."""
    return f"part-{part}.json"


def _fingerprint(told: dict[str, str] | None) -> Fingerprint | None:
    if told is None:
        return None
    day = None if told["day"] is None else datetime.date.fromisoformat(told["day"])
    return Fingerprint(base64.b64decode(told["signature"]), told["numbers"], day)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_told).encode()


def _told(value: bytes | datetime.date) -> str:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value.isoformat()
