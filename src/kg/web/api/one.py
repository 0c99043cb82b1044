"""One thing of whichever kind, as JSON: what resources answer at their own addresses."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Literal

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


async def described(
    request: Request, api: Api, kind: str, local: str, form: Literal["json", "csv"] = "json"
) -> Response:
    """A thing as JSON, or as a table of one row. Raises ProblemError where the graph knows nothing of it."""
    response = await answers.single(request, api.graph, await _ONE[kind](api, local), form)
    if response.status_code == HTTPStatus.OK:
        response.headers["Content-Location"] = f"/{kind}/{local}.{form}"
    return response
