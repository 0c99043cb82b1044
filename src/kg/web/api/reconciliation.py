"""``/api/v1/reconcile``: names matched with actors and places (Reconciliation Service API 0.2, for OpenRefine).

Specification: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

import json
from difflib import SequenceMatcher
from http import HTTPStatus
from typing import Annotated, Any, Self

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from kg.rdf.vocabulary import KG
from kg.web import protocol
from kg.web.api import answers
from kg.web.api.directory import Entry, fold
from kg.web.api.lists import Api
from kg.web.problems import ProblemError

_TYPES = ("Person", "State", "Organisation", "Place")
_MOST_QUERIES = 200
_MOST_BYTES = 1_000_000
_CANDIDATES = 50
_EXACT = 100.0
_LEAST_SHARE = 0.6
"""Of letters in common, below which a name is no candidate."""


class Question(BaseModel):
    """One name that is looked for."""

    model_config = ConfigDict(extra="allow")

    query: Annotated[str, Field(max_length=500)] = ""
    type: str | list[str] | None = None
    limit: Annotated[int, Field(ge=1, le=50)] = 5
    properties: list[dict[str, Any]] = []
    """Values of other properties: nothing is matched by these."""

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not self.query and not self.properties:
            raise ValueError("a query has a name, or properties")
        return self


_QUESTIONS = TypeAdapter(dict[str, Question])


def router(api: Api, title: str) -> APIRouter:
    """The routes.

    Args:
        api: is asked.
        title: of the server.
    """
    routes = APIRouter(prefix="/reconcile", tags=["Reconciliation"])

    @routes.get("", responses=answers.PROBLEMS, response_class=JSONResponse)
    async def manifest(
        request: Request,
        queries: Annotated[str | None, Query(description="A batch of queries, as JSON.", max_length=20_000)] = None,
    ) -> JSONResponse:
        """The service's manifest or, with queries, its answers."""
        return JSONResponse(_manifest(api, title, request) if queries is None else await _answer(api, queries))

    @routes.post(
        "",
        responses=answers.PROBLEMS,
        response_class=JSONResponse,
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {
                    protocol.FORM: {
                        "schema": {
                            "type": "object",
                            "required": ["queries"],
                            "properties": {"queries": {"type": "string"}},
                        },
                        "example": {"queries": '{"q0": {"query": "Токаев", "limit": 3}}'},
                    }
                },
            }
        },
    )
    async def reconcile(request: Request) -> JSONResponse:
        """Answers a batch of queries, which is sent as a form."""
        media_type = protocol.media_type_of(request.headers.get("content-type"))
        if media_type != protocol.FORM:
            raise protocol.unsupported(media_type, protocol.FORM)
        body = await protocol.read_body(request, _MOST_BYTES, 30)
        parameters = protocol.read_parameters(body.decode("ascii", "replace"))
        return JSONResponse(await _answer(api, "".join(parameters["queries"])))

    @routes.get("/suggest/entity", responses=answers.PROBLEMS, response_class=JSONResponse)
    async def suggest(
        prefix: Annotated[str, Query(max_length=200)], cursor: Annotated[int, Query(ge=0, le=1000)] = 0
    ) -> JSONResponse:
        """Names that begin so."""
        found = (await api.directory.complete(prefix, cursor + 10))[cursor:]
        result = [{"id": api.graph.local(one.id), "name": one.name, "description": one.type} for one in found]
        return JSONResponse({"result": result})

    return routes


def _manifest(api: Api, title: str, request: Request) -> dict[str, Any]:
    base = str(request.base_url).rstrip("/")
    return {
        "versions": ["0.2"],
        "name": title,
        "identifierSpace": api.graph.base,
        "schemaSpace": KG.namespace,
        "defaultTypes": [{"id": kind, "name": kind} for kind in _TYPES],
        "view": {"url": f"{base}/{{{{id}}}}"},
        "suggest": {"entity": {"service_url": f"{base}{request.url.path}", "service_path": "/suggest/entity"}},
    }


async def _answer(api: Api, text: str) -> dict[str, Any]:
    try:
        questions = _QUESTIONS.validate_python(json.loads(text))
    except (ValueError, RecursionError, ValidationError):
        raise ProblemError(
            HTTPStatus.BAD_REQUEST, 'the queries are none; send JSON such as {"q0": {"query": "Токаев"}}'
        ) from None
    if len(questions) > _MOST_QUERIES:
        raise ProblemError(HTTPStatus.BAD_REQUEST, f"more than {_MOST_QUERIES} queries; send fewer at once")
    return {key: {"result": await candidates(api, question)} for key, question in questions.items()}


async def candidates(api: Api, question: Question) -> list[dict[str, Any]]:
    """Who may be meant by a name, the likeliest first; a match where just one goes by exactly this name."""
    wanted = {question.type} if isinstance(question.type, str) else set(question.type or ())
    types = frozenset(wanted) & frozenset(_TYPES) or frozenset(_TYPES)
    exact = [
        one for place in (False, True) for one in await api.directory.called(question.query, place=place)
        if one.type in types
    ]  # fmt: skip
    folded = fold(question.query)
    near: dict[str, Entry] = {}
    for word in folded.split():
        stem = word[: max(4, len(word) - 2)]
        near |= {one.id: one for one in await api.directory.complete(stem, _CANDIDATES, types)}
    scored = [(_EXACT, one) for one in exact]
    known = {one.id for one in exact}
    scored += [
        (round(90 * share, 1), one)
        for one in near.values()
        if one.id not in known and (share := _share(folded, one)) >= _LEAST_SHARE
    ]
    scored.sort(key=lambda pair: (-pair[0], -pair[1].articles, pair[1].id))
    return [
        {
            "id": api.graph.local(one.id),
            "name": one.name,
            "type": [{"id": one.type, "name": one.type}],
            "score": score,
            "match": score == _EXACT and len(exact) == 1,
            "description": ", ".join(one.forms[:4]),
        }
        for score, one in scored[: question.limit]
    ]


def _share(folded: str, entry: Entry) -> float:
    """How many letters the name and the likest of an entry's names have in common (Ratcliff and Obershelp)."""
    return max(SequenceMatcher(None, folded, fold(name)).ratio() for name in (entry.name, *entry.forms[:10]))
