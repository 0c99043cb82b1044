"""``POST /api/v1/extract`` reads a text; ``POST /api/v1/articles`` also stores what was read."""

import datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kg.identifiers import iri
from kg.web import protocol
from kg.web.access import Scope, authorise
from kg.web.api import answers
from kg.web.api.described import href, page
from kg.web.api.lists import Api
from kg.web.api.models import Model
from kg.web.executor import Executor
from kg.web.jobs import Effect, GraphAction, GraphJob
from kg.web.problems import ProblemError
from kg.web.reader import MAX_TEXT, Reader, Reading, document
from kg.web.settings import Settings
from kg.web.sparql import problems

_JSON, _TEXT = "application/json", "text/plain"
_MOST_BYTES = 6 * MAX_TEXT
_FIELDS = (
    "file",
    "article",
    "actors",
    "places",
    "mentions",
    "claims",
    "events",
    "attitudes",
    "positions",
    "boilerplate",
)
_EXAMPLE = "Президент Казахстана Касым-Жомарт Токаев встретился с министром обороны Китая Вэй Фэнхэ."


class Submission(BaseModel):
    """A text to be read, with what is known of it."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=MAX_TEXT, examples=[_EXAMPLE])]
    url: Annotated[
        str | None, Field(max_length=2000, pattern=r"^https?://\S+$", examples=["https://example.org/1"])
    ] = None
    title: Annotated[str | None, Field(max_length=1000)] = None
    published: Annotated[datetime.date | None, Field(description="The day.", examples=["2022-04-29"])] = None
    publisher: Annotated[str | None, Field(max_length=300, description="The outlet's name.")] = None


class Stored(Model):
    """What became of an article."""

    id: Annotated[str, Field(description="The article's IRI.")]
    href: str
    page: str
    status: Literal["stored", "replaced"]
    claims: Annotated[int, Field(description="How many were read.")]
    events: int
    actors: int
    left_out: Annotated[list[str], Field(description="What breaks the graph's shapes, if anything does.")]


_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            _JSON: {"schema": Submission.model_json_schema(), "example": {"text": _EXAMPLE, "published": "2022-04-29"}},
            _TEXT: {"schema": {"type": "string", "minLength": 1, "maxLength": MAX_TEXT}, "example": _EXAMPLE},
        },
    }
}
_CONTRACT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The contract's JSON, as `kg extract` prints it.",
        "content": {
            _JSON: {
                "schema": {
                    "type": "object",
                    "required": list(_FIELDS),
                }
            }
        },
    },
    **answers.PROBLEMS,
}


def router(api: Api, reader: Reader, executor: Executor, settings: Settings) -> APIRouter:
    """The routes."""
    routes = APIRouter(tags=["Extraction"])

    async def submission(request: Request) -> Submission:
        body = await protocol.read_body(request, _MOST_BYTES, settings.reader_timeout)
        media_type = protocol.media_type_of(request.headers.get("content-type"))
        if media_type not in (_JSON, _TEXT):
            raise protocol.unsupported(media_type, _JSON, _TEXT)
        try:
            if media_type == _JSON:
                return Submission.model_validate_json(body)
            return Submission(text=body.decode("utf-8"))
        except UnicodeDecodeError:
            raise ProblemError(HTTPStatus.BAD_REQUEST, "the text is not UTF-8") from None
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "body"
            raise ProblemError(HTTPStatus.BAD_REQUEST, f"{where}: {first['msg']}") from None

    async def read(sent: Submission) -> Reading:
        return await reader.read(document(sent.text, sent.url, sent.title, sent.published, sent.publisher))

    @routes.post("/extract", openapi_extra=_BODY, responses=_CONTRACT, response_class=JSONResponse)
    async def extract(request: Request) -> JSONResponse:
        """Reads a text in Russian and says what stands in it; nothing is stored."""
        return JSONResponse((await read(await submission(request))).contract)

    @routes.post(
        "/articles",
        openapi_extra={**_BODY, "security": [{"token": []}]},
        response_model=Stored,
        status_code=HTTPStatus.CREATED,
        responses={
            200: {"description": "It replaces an older reading of the same article.", "model": Stored},
            201: {"headers": {"Location": {"description": "The article.", "schema": {"type": "string"}}}},
            **answers.PROBLEMS,
        },
    )
    async def store(request: Request) -> JSONResponse:
        """Reads an article and stores what was read, in the place of an older reading. Needs a token."""
        authorise(request, settings.bearers, Scope.ARTICLES)
        reading = await read(await submission(request))
        if not reading.quads:
            raise ProblemError(
                HTTPStatus.UNPROCESSABLE_ENTITY, f"it can't be stored: {'; '.join(reading.violations[:3])}"
            )
        base = settings.base
        changes = (
            GraphJob(GraphAction.MERGE, iri(base, "graph/actors"), base, (("nt", reading.actors),)),
            GraphJob(GraphAction.REPLACE, reading.article, base, (("nt", reading.quads),)),
        )
        effect = Effect.CHANGED
        for change in changes:
            with problems("", settings, settings.update_timeout):
                effect = await executor.write(change)
        new = effect is Effect.CREATED
        stored = Stored(
            id=reading.article,
            href=href(api.graph, reading.article),
            page=page(api.graph, reading.article),
            status="stored" if new else "replaced",
            claims=len(reading.contract["claims"]),
            events=len(reading.contract["events"]),
            actors=len(reading.contract["actors"]),
            left_out=list(reading.violations),
        )
        status = HTTPStatus.CREATED if new else HTTPStatus.OK
        return JSONResponse(stored.model_dump(mode="json"), status, {"Location": stored.href})

    return routes
