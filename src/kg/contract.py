"""The JSON that ``kg extract`` prints: one object an article, its ids as IRIs, its offsets in code points."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kg.identifiers import iri
from kg.model import Document, Extraction


@dataclass(frozen=True, slots=True)
class JsonLines:
    """Reads documents and writes what they say: a line of JSON for each, in their order."""

    extract: Callable[[Iterable[Document]], Iterator[Extraction]]
    base: str

    def __call__(self, documents: Iterable[Document]) -> Iterator[str]:
        """A line for each document, without its end."""
        return (json.dumps(as_json(found, self.base), ensure_ascii=False) for found in self.extract(documents))


def as_json(extraction: Extraction, base: str) -> dict[str, Any]:
    """An extraction as the contract has it (DESIGN.md, "Contract: kg extract").

    Args:
        extraction: what was read from one document.
        base: the base IRI, put before each id.
    """
    article = extraction.article

    def ref(local: str | None) -> str | None:
        return None if local is None else iri(base, local)

    number_of_claim: dict[str, int] = {}
    for number, claim in enumerate(extraction.claims):
        number_of_claim.setdefault(claim.id, number)
    return {
        "file": extraction.document.name,
        "article": {
            "id": ref(article.id),
            "title": article.title,
            "published": None if article.published is None else article.published.isoformat(),
            "publisher": ref(article.publisher),
            "url": article.url,
            "language": article.language,
            "authors": list(article.authors),
            "section": article.section,
            **({} if extraction.document.verbatim else {"text": article.text}),
        },
        "actors": [
            {"id": ref(actor.id), "type": actor.type, "name": actor.name, "sameAs": list(actor.same_as)}
            for actor in extraction.actors
        ],
        "places": [
            {"id": ref(place.id), "name": place.name, "sameAs": list(place.same_as)} for place in extraction.places
        ],
        "mentions": [
            {
                "start": mention.span.start,
                "end": mention.span.end,
                "text": mention.text,
                "ref": ref(mention.ref),
                "type": mention.type,
            }
            for mention in extraction.mentions
        ],
        "claims": [
            {
                "id": ref(claim.id),
                "start": claim.span.start,
                "end": claim.span.end,
                "text": claim.text,
                "type": claim.type,
                "speaker": ref(claim.speaker),
                "cue": claim.cue,
                "addressees": [ref(actor) for actor in claim.addressees],
                "about": [ref(actor) for actor in claim.about],
                "date": None if claim.date is None else str(claim.date),
                "via": [ref(actor) for actor in claim.via],
                "restates": None if claim.restates is None else number_of_claim.get(claim.restates),
                "stances": [
                    {
                        "target": ref(stance.target),
                        "polarity": stance.polarity,
                        "start": None if stance.span is None else stance.span.start,
                        "end": None if stance.span is None else stance.span.end,
                    }
                    for stance in claim.stances
                ],
            }
            for claim in extraction.claims
        ],
        "events": [
            {
                "id": ref(event.id),
                "type": event.type,
                "mode": event.mode,
                "contexts": list(event.contexts),
                "start": event.span.start,
                "end": event.span.end,
                "trigger": event.trigger,
                "actor": [ref(actor) for actor in event.actors],
                "recipient": [ref(actor) for actor in event.recipients],
                "date": None if event.date is None else str(event.date),
                "place": ref(event.place),
                "status": event.status,
                "claim": None if event.claim is None else number_of_claim.get(event.claim),
            }
            for event in extraction.events
        ],
        "attitudes": [
            {
                "id": ref(attitude.id),
                "holder": ref(attitude.holder),
                "target": ref(attitude.target),
                "polarity": attitude.polarity,
                "start": attitude.span.start,
                "end": attitude.span.end,
                "claim": None if attitude.claim is None else number_of_claim.get(attitude.claim),
            }
            for attitude in extraction.attitudes
        ],
        "positions": [
            {"person": ref(position.person), "title": position.title, "of": ref(position.of)}
            for position in extraction.positions
        ],
        "boilerplate": [[span.start, span.end] for span in extraction.boilerplate],
    }
