"""The server: what ``kg mcp`` runs until its client closes standard input."""

import asyncio
import dataclasses

from mcp.server.mcpserver import MCPServer

from kg import __version__
from kg.mcp.tools import Tools
from kg.resources import folder
from kg.stores import is_remote, open_store
from kg.web.api import create_api
from kg.web.engine import Engine
from kg.web.executor import Executor
from kg.web.processes import ProcessEngine
from kg.web.settings import Settings
from kg.web.threads import ThreadEngine

_INSTRUCTIONS = """\
A graph of what Russian-language news articles say: who did what to whom (events, coded in PLOVER), who said what about
whom (claims), and who held which office (positions). Names and texts are Russian; search in Russian. It holds what
articles report, which need not be true. Cite each statement: quote the sentence of its evidence, with the article's
title, publisher, date and IRI. Names lead to ids with search_actors.
"""


def serve(location: str, settings: Settings) -> None:
    """Serves the store in a folder, or on another server, read-only, over standard input and output.

    Queries over a folder run in processes of their own and are killed when they take longer than the settings allow;
    those on another server are bounded by that server, and here no longer waited for.

    Raises:
        StoreError: where there is no store, or none that can be opened.
    """
    store = open_store(location, read_only=True, timeout=settings.query_timeout)
    try:
        if is_remote(location):
            settings = dataclasses.replace(settings, text_search=False)
            asyncio.run(_serve(ThreadEngine(store, settings.queries), settings))
        else:
            store.close()
            engine = ProcessEngine(location, settings.queries, memory=settings.worker_memory_bytes)
            asyncio.run(_serve(engine, settings))
    finally:
        store.close()


def create_server(executor: Executor, settings: Settings) -> MCPServer:
    """The server with its tools and the ontology as a resource."""
    server = MCPServer(settings.title, instructions=_INSTRUCTIONS, version=__version__, log_level="WARNING")
    Tools(create_api(executor, settings), executor, settings).install(server)

    @server.resource("newskg://ontology", mime_type="text/turtle")
    def ontology() -> str:
        """The ontology: the classes and properties that queries use, with their definitions."""
        return (folder("ontology") / "kg.ttl").read_text(encoding="utf-8")

    return server


async def _serve(engine: Engine, settings: Settings) -> None:
    executor = Executor(engine, settings)
    try:
        await create_server(executor, settings).run_stdio_async()
    finally:
        executor.close()
