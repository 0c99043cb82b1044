"""``kg mcp``: the graph for assistants."""

from typing import Annotated

import typer

from kg.commands.options import DEFAULT_STORE, Base, StoreLocation
from kg.extras import require
from kg.identifiers import DEFAULT_BASE


def mcp(
    store: StoreLocation = DEFAULT_STORE,
    base: Base = DEFAULT_BASE,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 30.0,
    workers: Annotated[int, typer.Option(min=1, help="How many queries run at once.")] = 2,
) -> None:
    """Let an assistant search and cite the graph (Model Context Protocol over standard input and output)."""
    require("mcp", "mcp", "kg mcp")
    from kg.mcp.server import serve
    from kg.web.settings import Settings

    try:
        settings = Settings(base=base, query_timeout=timeout, queries=workers)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    serve(store, settings)
