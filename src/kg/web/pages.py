"""The pages for people."""

from collections.abc import Awaitable, Callable

import pyoxigraph
from fastapi import APIRouter, Request, Response
from fastapi.staticfiles import StaticFiles
from pyoxigraph import NamedNode, RdfFormat

from kg.web.api import Api
from kg.web.census import Census
from kg.web.executor import Executor
from kg.web.problems import ProblemError
from kg.web.reader import Reader
from kg.web.rendering import Renderer
from kg.web.settings import Settings
from kg.web.views import between, graph, lists, query, search, start, trial
from kg.web.views.actors import actor_page
from kg.web.views.articles import article_page
from kg.web.views.statements import claim_page, event_page, place_page, position_page

_View = Callable[[Request, Renderer, Api, str, str], Awaitable[Response]]
_VIEWS: dict[str, _View] = {
    "actor": actor_page,
    "article": article_page,
    "claim": claim_page,
    "event": event_page,
    "place": place_page,
    "position": position_page,
}


class Pages:
    """All pages, with what they need."""

    def __init__(self, settings: Settings, api: Api, reader: Reader) -> None:
        self._render = Renderer(settings)
        self._api = api
        self._reader = reader

    @property
    def static(self) -> StaticFiles:
        """Style sheet, script and icon."""
        return self._render.static

    def router(self, executor: Executor, census: Census) -> APIRouter:
        """The routes of the pages that are no resource's."""
        routes = APIRouter(include_in_schema=False)
        routes.include_router(start.router(self._render, self._api, census))
        routes.include_router(query.router(self._render, executor))
        routes.include_router(lists.router(self._render, self._api))
        routes.include_router(search.router(self._render, self._api))
        routes.include_router(between.router(self._render, self._api))
        routes.include_router(graph.router(self._render, self._api))
        routes.include_router(trial.router(self._render, self._reader))
        return routes

    def problem(self, request: Request, problem: ProblemError) -> Response | None:
        """The page of a problem; None where it is no browser that asked."""
        return self._render.problem(request, problem)

    async def guarded(self, request: Request, answer: Awaitable[Response]) -> Response:
        """An answer, or the page of its problem, for browsers. Raises ProblemError for others."""
        return await self._render.guarded(request, answer)

    async def resource(
        self, request: Request, kind: str, node: NamedNode, triples: Callable[[], Awaitable[bytes]], asked: str
    ) -> Response:
        """The page of a resource: of its own kind, or else a plain view of what is said of it.

        Args:
            request: what was asked.
            kind: of the resource.
            node: its IRI.
            triples: asks for what is said of it, as N-Triples.
            asked: the query for that.

        Raises:
            ProblemError: where the graph says nothing of it.
        """
        view = _VIEWS.get(kind)
        if view is not None:
            local = node.value.removeprefix(f"{self._render.settings.base}{kind}/")
            return await view(request, self._render, self._api, local, asked)
        parsed = [quad.triple for quad in pyoxigraph.parse(await triples(), RdfFormat.N_TRIPLES)]
        return query.resource(request, self._render, node, parsed, asked)
