"""``kg token``: who may change the graph over HTTP."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from kg.commands.options import DEFAULT_STORE, StoreFolder

if TYPE_CHECKING:
    from kg.web.tokens import TokenFile

app = typer.Typer(no_args_is_help=True, help="Make, list and revoke the tokens that `kg serve` knows.")

File = Annotated[
    Path | None, typer.Option("--tokens", envvar="KG_TOKENS", help="The file; none: tokens.tsv in the store's folder.")
]
_STORE = Path(DEFAULT_STORE)

Name = Annotated[str, typer.Argument(help="Whose it is, or what for: a word.", show_default=False)]


@app.command()
def new(
    name: Name,
    scope: Annotated[
        list[str],
        typer.Option(
            "--scope", help="What it allows: query, update, graph-store, articles; may be given several times."
        ),
    ],
    tokens: File = None,
    store: StoreFolder = _STORE,
) -> None:
    """Make a token and print it, this once: only its hash is kept. A server that runs takes it from now on."""
    from kg.web.access import Scope

    try:
        scopes = frozenset(map(Scope, scope))
    except ValueError as error:
        raise typer.BadParameter(f"{error}; there are {', '.join(Scope)}") from error
    print(_file(tokens, store).new(name, scopes))


@app.command("list")
def list_(tokens: File = None, store: StoreFolder = _STORE) -> None:
    """List the tokens: names and scopes."""
    table = Table("name", "scopes")
    for token in _file(tokens, store).tokens():
        table.add_row(token.name, ", ".join(sorted(token.scopes)))
    Console().print(table)


@app.command()
def revoke(name: Name, tokens: File = None, store: StoreFolder = _STORE) -> None:
    """Take a token away; a server that runs refuses it from now on."""
    _file(tokens, store).revoke(name)


def _file(tokens: Path | None, store: Path) -> "TokenFile":
    from kg.stores.mark import Mark
    from kg.web.tokens import NAME, TokenFile

    if tokens is None:
        Mark.read(store)  # tells where there is no store, so that no token is left in some other folder
    return TokenFile(tokens or store / NAME)
