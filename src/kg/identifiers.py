"""Ids minted from content alone, so that two machines that read the same article write the same graph.

An id here is local (``actor/Q148``); :func:`iri` puts the base before it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from slugify import slugify

from kg.model import EventType, PartialDate, Polarity, Span

DEFAULT_BASE = "https://w3id.org/newskg/"
WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"


def iri(base: str, local: str) -> str:
    """The IRI of a local id under a base IRI that ends in ``/`` or ``#``."""
    return base + local


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of the parts, which are told apart by an unlikely separator."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def normal_content(text: str) -> str:
    """The text without case, punctuation, quotation marks, the dots of ё and runs of white space."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return " ".join(re.findall(r"\w+", folded))


def wikidata_id(same_as: Iterable[str]) -> str | None:
    """The Q-number among the IRIs, if there is one."""
    return next((uri.rsplit("/", 1)[-1] for uri in same_as if uri.startswith(WIKIDATA)), None)


def actor_id(name: str, same_as: Iterable[str] = (), state: str | None = None) -> str:
    """The Wikidata id of a linked actor, else a slug of its normal name and, for a body of a state, the state's."""
    return "actor/" + (wikidata_id(same_as) or _slug(name, state))


def place_id(name: str, same_as: Iterable[str] = ()) -> str:
    """As :func:`actor_id`, for a place."""
    return "place/" + (wikidata_id(same_as) or _slug(name))


def article_id(text: str, url: str | None = None) -> str:
    """The hash of the article's address or, where that is unknown, of its text."""
    return "article/" + digest(url or text)


def claim_id(speaker: str | None, text: str) -> str:
    """The hash of the speaker's id and of the normal content: a statement repeated elsewhere is the same claim."""
    return "claim/" + digest(speaker or "", normal_content(text))


def stance_id(claim: str, target: str) -> str:
    """The hash of the claim's id and of the actor towards whom it is taken."""
    return "stance/" + digest(claim, target)


def event_id(
    kind: EventType,
    actors: Iterable[str],
    recipients: Iterable[str],
    date: PartialDate | None,
    article: str,
    span: Span,
) -> str:
    """The hash of type, parties and day where all are known (two parties at least), else of article and span.

    So the same meeting told by two outlets is one event.
    """
    initiators, others = sorted(actors), sorted(recipients)
    if date is not None and date.day is not None and len(initiators) + len(others) >= 2:
        return "event/" + digest(kind, str(date), " ".join(initiators), " ".join(others))
    return "event/" + digest(kind, article, str(span.start), str(span.end), " ".join(initiators), " ".join(others))


def attitude_id(article: str, holder: str, target: str, polarity: Polarity) -> str:
    """The hash of the article's id and of who stands how to whom."""
    return "attitude/" + digest(article, holder, target, polarity)


def position_id(person: str, title: str, of: str) -> str:
    """The hash of holder, title and body."""
    return "position/" + digest(person, normal_content(title), of)


@lru_cache(maxsize=10_000)
def _slug(*parts: str | None) -> str:
    text = " ".join(part for part in parts if part)
    return slugify(text, max_length=100, backend="text-unidecode") or digest(text)
