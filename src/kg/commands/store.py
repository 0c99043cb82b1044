"""``kg store``: looking after a store in a folder."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from kg.commands.options import DEFAULT_STORE, StoreFolder

app = typer.Typer(no_args_is_help=True, help="Back a store up, restore it, make it smaller, measure it.")

_DEFAULT = Path(DEFAULT_STORE)


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="A folder that is not there yet.", show_default=False)],
    store: StoreFolder = _DEFAULT,
) -> None:
    """Back the store up, also while it is served or built; the backup is a store that every command can open."""
    from kg.stores.maintenance import backup as back_up

    done = back_up(_folder(store), target)
    people = Console(stderr=True)
    people.print(f"{done.folder}: {_megabytes(done.size)} MB, most of them shared with the store", highlight=False)
    if done.is_behind:
        people.print("A build is at work: what it has not published yet is not in the backup.", highlight=False)


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A folder that `kg store backup` made.", show_default=False)],
    store: StoreFolder = _DEFAULT,
    replace: Annotated[bool, typer.Option("--replace", help="Give up the store that is there.")] = False,
) -> None:
    """Make a store of a backup, which stays as it is; stop whatever serves the store before."""
    from kg.stores.maintenance import restore as bring_back

    size = bring_back(source, _folder(store), replace=replace)
    Console(stderr=True).print(f"{size:,} quads in {store}", highlight=False)


@app.command()
def optimize(store: StoreFolder = _DEFAULT) -> None:
    """Rewrite the store's files, so that they are small and fast, and bring its text index up to it."""
    from kg.stores import EmbeddedStore

    with EmbeddedStore(_existing(store)) as opened:
        opened.optimise()


@app.command()
def stats(store: StoreFolder = _DEFAULT) -> None:
    """Print how large the store is, and what made it; `kg stats` tells what is in it."""
    from kg.stores.maintenance import statistics

    found = statistics(_folder(store))
    table = Table("of the store", "", show_header=False)
    table.columns[1].justify = "right"
    for name, value in (
        ("quads", f"{found.quads:,}"),
        ("graphs", f"{found.graphs:,}"),
        ("made by", f"{found.made_by}, format {found.format}"),
        ("quads on the disk, MB", _megabytes(found.quad_bytes)),
        ("copies for readers", f"{found.copies}"),
        ("which take beside it, MB", _megabytes(found.copy_bytes)),
        ("text index, MB", _megabytes(found.text_bytes)),
    ):
        table.add_row(name, value)
    Console().print(table)


def _folder(store: Path) -> Path:
    from kg.stores import StoreError, is_remote

    if is_remote(str(store)) or str(store).startswith(("http:/", "https:/")):  # a Path makes one slash of two
        raise StoreError(f"{store}: this is done to a store in a folder; a server's is looked after on the server")
    return store


def _existing(store: Path) -> Path:
    from kg.stores.mark import Mark

    Mark.read(_folder(store))
    return store


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f}"
