"""The application: its routes, its limits, and how its errors are told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from kg import __version__
from kg.web import api, description, exports, graph_store, probes, problems, resources, sparql
from kg.web.access import Private
from kg.web.census import Census
from kg.web.engine import Engine
from kg.web.executor import Executor
from kg.web.fairness import FairShare
from kg.web.formats import GRAPH_FORMATS, best, content_type
from kg.web.monitoring import Metrics, Monitor
from kg.web.pages import Pages
from kg.web.reader import Reader
from kg.web.settings import Settings
from kg.web.sharing import Share

_ABOUT = """\
Russian-language news as an RDF graph: who did what to whom, who said what about whom, when and where, each statement
with the words it was read from. Ask it with SPARQL 1.1 at `/sparql`; every thing answers at its own address.
"""


def create_app(
    engine: Engine, settings: Settings | None = None, *, location: str | None = None, share: Share | None = None
) -> FastAPI:
    """The application.

    Args:
        engine: who answers queries and makes changes. The application closes it when it ends.
        settings: the server's; defaults where left out.
        location: of the engine's store, a folder or an address, which exports are made from; none are without it.
        share: what this process shares with others that serve the same store.
    """
    share = share or Share()
    settings = settings or Settings()
    executor = Executor(engine, settings)
    endpoint = sparql.Endpoint(executor, settings)
    census = Census(executor)
    resource_api = api.create_api(executor, settings)
    reader = Reader(settings.base)
    pages = Pages(settings, resource_api, reader)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        executor.close()
        await endpoint.close()
        reader.close()

    # FastAPI's pages for the OpenAPI load scripts from elsewhere: off.
    app = FastAPI(
        title=settings.title,
        version=__version__,
        description=_ABOUT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    # What is added later comes first.
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=4)
    app.add_middleware(sparql.ShortCut, endpoint=endpoint)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"],
        allow_headers=["*"],
        expose_headers=[
            "Content-Location",
            "ETag",
            "Link",
            "Location",
            "Retry-After",
            "WWW-Authenticate",
            "X-Request-ID",
        ],
    )
    if settings.private:
        app.add_middleware(Private, tokens=lambda: settings.bearers)
    app.add_middleware(FairShare, most=settings.max_per_client, share=share)
    metrics = Metrics(census, share)
    app.add_middleware(Monitor, metrics=metrics)
    problems.install(app, pages.problem)

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
        totals = await census.totals()
        body = description.dataset(str(request.base_url), settings, totals.quads if totals else None, form)
        return Response(body, headers={"Vary": "Accept"}, media_type=content_type(form.media_type))

    app.include_router(probes.router(executor, census, settings))
    app.include_router(metrics.router())
    app.include_router(sparql.router(endpoint))
    app.include_router(graph_store.router(executor, endpoint, settings))
    if location is not None:

        async def published() -> None:
            with sparql.problems("", settings):
                await executor.text(probes.PROBE, fresh=True)

        app.include_router(exports.router(location, settings, published=published))
    app.include_router(api.router(resource_api, reader, executor, settings))
    app.include_router(pages.router(executor, census))
    app.mount("/static", pages.static, name="static")
    app.include_router(resources.router(executor, settings, pages, resource_api))
    return app
