"""What the machines ask that keep the server running: is it alive, does it take queries?"""

import contextlib
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from kg import __version__
from kg.identifiers import DEFAULT_BASE
from kg.web import sparql
from kg.web.census import Census
from kg.web.executor import Executor
from kg.web.jobs import Job, OverloadError
from kg.web.settings import Settings

PROBE = Job("ASK {}", "json", None, DEFAULT_BASE)


class Health(BaseModel):
    """How the server is."""

    status: Annotated[str, Field(description="`ok` where the store answers.", examples=["ok"])]
    version: Annotated[str, Field(description="Of newskg.", examples=["0.1.0"])]
    quads: Annotated[
        int | None,
        Field(description="How many there were when last counted; null while they never were.", examples=[128431]),
    ]


class Readiness(BaseModel):
    """Whether the server takes queries."""

    status: Annotated[str, Field(description="`ready`.", examples=["ready"])]


def router(executor: Executor, census: Census, settings: Settings) -> APIRouter:
    """The routes."""
    routes = APIRouter(tags=["Operation"])

    @routes.head("/health", include_in_schema=False)
    @routes.get("/health", responses=sparql.problem_docs(HTTPStatus.SERVICE_UNAVAILABLE))
    async def health() -> Health:
        """Whether the store answers, and how much is in it. A server that is busy is healthy."""
        with sparql.problems("", settings), contextlib.suppress(OverloadError):
            await executor.text(PROBE, fresh=True)
        totals = await census.totals()
        return Health(status="ok", version=__version__, quads=totals.quads if totals else None)

    @routes.head("/ready", include_in_schema=False)
    @routes.get("/ready", responses=sparql.problem_docs(HTTPStatus.SERVICE_UNAVAILABLE))
    async def ready() -> Readiness:
        """Whether the server takes queries now: the store answers, and not too many wait."""
        with sparql.problems("", settings):
            await executor.text(PROBE, fresh=True)
        return Readiness(status="ready")

    return routes
