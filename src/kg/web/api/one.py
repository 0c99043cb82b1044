"""One thing of whichever kind, as JSON: what resources answer at their own addresses."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from fastapi import Request, Response
from pydantic import BaseModel

from kg.web.api import actors, answers, articles, claims, events, positions
from kg.web.api.lists import Api

_ONE: dict[str, Callable[[Api, str], Awaitable[BaseModel]]] = {
    "actor": actors.one_actor,
    "article": articles.full,
    "claim": claims.one,
    "event": events.one,
    "place": actors.one_place,
    "position": positions.one,
}
DESCRIBED = frozenset(_ONE)
"""The kinds that the API describes."""


async def described(request: Request, api: Api, kind: str, local: str) -> Response:
    """A thing as JSON. Raises ProblemError where the graph knows nothing of it."""
    item = await _ONE[kind](api, local)
    response = answers.tagged(request, item.model_dump_json().encode(), answers.MEDIA_TYPES["json"], {})
    if response.status_code == HTTPStatus.OK:
        response.headers["Content-Location"] = f"/{kind}/{local}.json"
    return response
