"""Errors as the client sees them: RFC 9457 problem details."""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from kg.web.formats import preferred

MEDIA_TYPE = "application/problem+json"
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
"""Of a problem, in OpenAPI."""


class ProblemError(Exception):
    """A request that is not answered; ``detail`` says what was wrong with it and what to do."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **members: object,
    ) -> None:
        """Takes the HTTP status, the explanation, headers, and further members of the problem's JSON object."""
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.members = members


def _tell_of_bad_requests(responses: dict[str, Any]) -> None:
    """FastAPI says that parameters which are none are answered with 422; here it is 400."""
    theirs = responses.get("422", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if theirs.get("$ref", "").endswith("HTTPValidationError"):
        del responses["422"]
        responses.setdefault("400", {"description": HTTPStatus.BAD_REQUEST.phrase, "content": {MEDIA_TYPE: {}}})


def respond(problem: ProblemError, accept: str | None) -> Response:
    """The problem as JSON, or as plain text for those who would rather have that."""
    headers = {**problem.headers, "Cache-Control": "no-store", "Vary": "Accept"}
    if accept and preferred([MEDIA_TYPE, "application/json", "text/plain"], accept) == "text/plain":
        return Response(f"{problem.detail}\n", problem.status, headers, "text/plain; charset=utf-8")
    body = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        **problem.members,
    }
    return Response(json.dumps(body, ensure_ascii=False), problem.status, headers, MEDIA_TYPE)


def install(app: FastAPI, page: Callable[[Request, ProblemError], Response | None]) -> None:
    """Has every error of the application answered as a problem, and told of as such in its OpenAPI description.

    Args:
        app: the application.
        page: tells a browser of a problem; gives nothing where it is no browser that asked.
    """
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            for path in describe()["paths"].values():
                for operation in path.values():
                    _tell_of_bad_requests(operation.get("responses", {}))
        return describe()

    app.openapi = openapi  # type: ignore[method-assign]

    @app.exception_handler(ProblemError)
    async def on_problem(request: Request, problem: ProblemError) -> Response:
        return respond(problem, request.headers.get("accept"))

    @app.exception_handler(HTTPException)
    async def on_http_exception(request: Request, error: HTTPException) -> Response:
        detail = error.detail
        if error.status_code == HTTPStatus.NOT_FOUND:
            detail = f"there is nothing at {request.url.path}; the paths are listed at /openapi.json"
        elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            detail = f"{request.url.path} does not take {request.method}"
        problem = ProblemError(error.status_code, detail, headers=error.headers)
        return page(request, problem) or respond(problem, request.headers.get("accept"))

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return respond(ProblemError(HTTPStatus.BAD_REQUEST, f"{where}: {first['msg']}"), request.headers.get("accept"))

    @app.exception_handler(Exception)
    async def on_fault(request: Request, error: Exception) -> Response:
        # The cause is in the server's log, not for everyone to read.
        detail = "the server failed; its log says why"
        return respond(ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, detail), request.headers.get("accept"))
