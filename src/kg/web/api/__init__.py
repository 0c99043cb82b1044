"""The resource API: ``/api/v1``."""

from fastapi import APIRouter

from kg.web.api import (
    actors,
    articles,
    claims,
    dyads,
    events,
    extraction,
    feeds,
    network,
    positions,
    reconciliation,
    search,
    timeline,
)
from kg.web.api.directory import Directory
from kg.web.api.graph import Graph
from kg.web.api.lists import Api
from kg.web.api.text import Texts
from kg.web.executor import Executor
from kg.web.reader import Reader
from kg.web.settings import Settings

__all__ = ["Api", "create_api", "router"]

PREFIX = "/api/v1"


def create_api(executor: Executor, settings: Settings) -> Api:
    """What the routes and the pages ask."""
    graph = Graph(executor, settings)
    return Api(graph, Directory(graph), Texts(graph))


def router(api: Api, reader: Reader, executor: Executor, settings: Settings) -> APIRouter:
    """All routes of the API."""
    routes = APIRouter(prefix=PREFIX)
    for resource in (actors, claims, events, articles, positions, dyads, network, timeline, search):
        routes.include_router(resource.router(api))
    routes.include_router(extraction.router(api, reader, executor, settings))
    routes.include_router(feeds.router(api, settings.title))
    routes.include_router(reconciliation.router(api, settings.title))
    return routes
