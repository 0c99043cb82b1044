"""The command line: every command with its arguments and options, from the commands themselves."""

import typer
from typer.cli import get_docs_for_click

from kg.cli import app


def page() -> str:
    """The page, in Markdown."""
    group = typer.main.get_command(app)
    return get_docs_for_click(obj=group, ctx=typer.Context(group, info_name="kg"), name="kg", title="Commands")
