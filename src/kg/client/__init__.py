"""A client of the resource API: what ``/api/v1`` answers, as typed objects.

    from kg.client import Client

    with Client("http://127.0.0.1:8000") as graph:
        for claim in graph.claims(speaker="Токаев", since="2022-04"):
            print(claim.stated_on, claim.text, claim.evidence[0].article.title)

Lists are asked for part by part while they are iterated over. Filters are the parameters of the API (docs/api.md); a
list of values stands for any of them.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel

from kg.closing import Closing
from kg.errors import KgError
from kg.web.api.extraction import Stored
from kg.web.api.models import (
    Actor,
    Article,
    Claim,
    Dyad,
    Entry,
    Event,
    FullArticle,
    Hit,
    Page,
    Place,
    Position,
    Reference,
    Stance,
)

__all__ = [
    "Actor",
    "Article",
    "Claim",
    "Client",
    "ClientError",
    "Dyad",
    "Entry",
    "Event",
    "FullArticle",
    "Hit",
    "Place",
    "Position",
    "Reference",
    "Stance",
    "Stored",
]

Item = TypeVar("Item", bound=BaseModel)
_PART = 100


class ClientError(KgError):
    """The server can't be reached, or does not answer; the message is what it says, and ``status`` its HTTP status."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class Client(Closing):
    """Asks a server. All methods raise ClientError."""

    def __init__(self, address: str, *, token: str | None = None, timeout: float = 60.0) -> None:
        """Makes no request yet.

        Args:
            address: of the server, as ``http://127.0.0.1:8000``.
            token: with the right to store articles.
            timeout: seconds to wait for an answer.
        """
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        self._http = httpx.Client(base_url=address, headers=headers, timeout=timeout)

    def actors(self, **filters: Any) -> Iterator[Actor]:
        """Persons, states and organisations, those first that most articles name."""
        return self._list("actors", Actor, filters)

    def places(self, **filters: Any) -> Iterator[Place]:
        """Places, those first that most articles name."""
        return self._list("places", Place, filters)

    def claims(self, **filters: Any) -> Iterator[Claim]:
        """Who said what, the newest first."""
        return self._list("claims", Claim, filters)

    def events(self, **filters: Any) -> Iterator[Event]:
        """Who did what, the newest first."""
        return self._list("events", Event, filters)

    def articles(self, **filters: Any) -> Iterator[Article]:
        """What was read, the newest first."""
        return self._list("articles", Article, filters)

    def positions(self, **filters: Any) -> Iterator[Position]:
        """Who is said to hold which office."""
        return self._list("positions", Position, filters)

    def dyads(self, **filters: Any) -> Iterator[Dyad]:
        """How many events there are between two actors in a month."""
        return self._list("dyads", Dyad, filters)

    def timeline(self, actor: str, **filters: Any) -> Iterator[Entry]:
        """What an actor did and said, and what was done to it and said of it."""
        return self._list("timeline", Entry, {"actor": actor, **filters})

    def search(self, words: str, **filters: Any) -> list[Hit]:
        """What is meant by some words: so many hits of each kind."""
        return Page[Hit].model_validate(self._json("GET", "search", params={"q": words, **filters})).items

    def complete(self, beginning: str, **filters: Any) -> list[Reference]:
        """Names of which a word begins so."""
        found = self._json("GET", "complete", params={"q": beginning, **filters})
        return [Reference.model_validate(one) for one in found]

    def actor(self, id: str) -> Actor:
        """One actor, by its id (``Q148``) or its IRI."""
        return self._one("actors", id, Actor)

    def place(self, id: str) -> Place:
        """One place."""
        return self._one("places", id, Place)

    def claim(self, id: str) -> Claim:
        """One claim."""
        return self._one("claims", id, Claim)

    def event(self, id: str) -> Event:
        """One event."""
        return self._one("events", id, Event)

    def position(self, id: str) -> Position:
        """One position."""
        return self._one("positions", id, Position)

    def article(self, id: str) -> FullArticle:
        """One article, with its text and all that was read from it."""
        return self._one("articles", id, FullArticle)

    def extract(self, text: str, *, published: date | None = None, **known: str) -> dict[str, Any]:
        """What stands in a text, as ``kg extract`` prints it; nothing is stored.

        Args:
            text: in Russian.
            published: the day on which it was.
            known: what else is known of it: ``url``, ``title``, ``publisher``.
        """
        found: dict[str, Any] = self._json("POST", "extract", json=_submission(text, published, known))
        return found

    def store(self, text: str, *, published: date | None = None, **known: str) -> Stored:
        """Reads an article and stores what was read; needs a token. Arguments as of :meth:`extract`."""
        return Stored.model_validate(self._json("POST", "articles", json=_submission(text, published, known)))

    def close(self) -> None:
        """Ends the connections."""
        self._http.close()

    def _list(self, path: str, item: type[Item], filters: Mapping[str, Any]) -> Iterator[Item]:
        address: str | None = path
        parameters: dict[str, Any] | None = {"limit": _PART, **_written(filters)}
        while address is not None:
            answer = self._json("GET", address, params=parameters)
            yield from (item.model_validate(one) for one in answer["items"])
            address, parameters = answer["next"], None

    def _one(self, path: str, id: str, item: type[Item]) -> Item:
        return item.model_validate(self._json("GET", f"{path}/{quote(id.rpartition('/')[2], safe='')}"))

    def _json(self, method: str, path: str, **arguments: Any) -> Any:
        address = path if path.startswith("/") else f"/api/v1/{path}"
        try:
            answer = self._http.request(method, address, **arguments)
        except httpx.HTTPError as error:
            raise ClientError(f"{self._http.base_url}: can't be reached ({error}); is the server running?") from error
        if answer.is_success:
            return answer.json()
        try:
            detail = answer.json()["detail"]
        except (ValueError, KeyError, TypeError):
            detail = answer.reason_phrase
        raise ClientError(f"{answer.request.url}: {detail}", answer.status_code)


def _written(filters: Mapping[str, Any]) -> dict[str, Any]:
    """Filters as parameters: what is None is left out."""
    return {name: value for name, value in filters.items() if value is not None}


def _submission(text: str, published: date | None, known: Mapping[str, str]) -> dict[str, Any]:
    return {"text": text, "published": published.isoformat() if published else None, **known}
