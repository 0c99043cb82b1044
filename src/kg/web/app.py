"""The application: its routes, its limits, and how its errors are told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Annotated

from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, Field
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from kg import __version__
from kg.stores.base import Store
from kg.web import description, problems, resources, sparql
from kg.web.census import Census
from kg.web.engine import Engine, ThreadEngine
from kg.web.executor import Executor
from kg.web.formats import GRAPH_FORMATS, best, content_type
from kg.web.pages import Pages
from kg.web.settings import Settings

_ABOUT = """\
Russian-language news as an RDF graph: who did what to whom, who said what about whom, when and where, each statement
with the words it was read from. Ask it with SPARQL 1.1 at `/sparql`; every thing answers at its own address.
"""


class Health(BaseModel):
    """How the server is."""

    status: Annotated[str, Field(description="`ok` where the store answers.", examples=["ok"])]
    version: Annotated[str, Field(description="Of newskg.", examples=["0.1.0"])]
    quads: Annotated[int, Field(description="How many there are; up to half a minute old.", examples=[128431])]


def create_app(store: Store, settings: Settings | None = None, *, engine: Engine | None = None) -> FastAPI:
    """The application over a store.

    Args:
        store: what is asked; it stays the caller's to close.
        settings: the server's; defaults where left out.
        engine: who asks it; threads of this process where left out. The application closes it when it ends.
    """
    settings = settings or Settings()
    executor = Executor(engine or ThreadEngine(store, settings.workers), settings)
    census = Census(executor)
    pages = Pages(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        executor.close()

    # FastAPI's pages for the OpenAPI load scripts from elsewhere: off.
    app = FastAPI(
        title=settings.title,
        version=__version__,
        description=_ABOUT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=4)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
        allow_headers=["*"],
        expose_headers=["Content-Location", "Link", "Retry-After"],
    )
    problems.install(app)

    @app.head("/health", include_in_schema=False)
    @app.get("/health", tags=["Operation"], responses=sparql.problem_docs(HTTPStatus.SERVICE_UNAVAILABLE))
    async def health() -> Health:
        """Whether the store answers, and how much is in it."""
        with sparql.problems("", settings):
            totals = await census.totals()
        return Health(status="ok", version=__version__, quads=totals.quads)

    @app.get(
        "/.well-known/void",
        tags=["Operation"],
        response_class=Response,
        responses={200: {"content": {form.media_type: {} for form in GRAPH_FORMATS}}},
    )
    async def void(request: Request) -> Response:
        """The graph's description in VoID."""
        form = best(GRAPH_FORMATS, request.headers.get("accept"))
        if form is None:
            raise sparql.not_acceptable("the description is written as RDF")
        with sparql.problems("", settings):
            totals = await census.totals()
        body = description.dataset(str(request.base_url), settings, totals.quads, form)
        return Response(body, headers={"Vary": "Accept"}, media_type=content_type(form.media_type))

    app.include_router(sparql.router(executor, settings))
    app.include_router(pages.router(executor, census))
    app.mount("/static", pages.static, name="static")
    app.include_router(resources.router(executor, settings, pages))
    return app
