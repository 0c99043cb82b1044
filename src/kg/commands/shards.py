"""``kg build --shards`` and ``kg load``: graphs that many machines read, and how they come into a store."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from kg.commands.options import DEFAULT_STORE, Base, StoreLocation
from kg.identifiers import DEFAULT_BASE

if TYPE_CHECKING:
    from kg.cluster import Reading

people = Console(stderr=True)


def build_shards(paths: list[str], reading: "Reading", on: str | None, most: int) -> None:
    """Reads paths on a cluster, or here, and says what came of it."""
    from kg import cluster
    from kg.shards.entries import Entry

    def advance(entry: Entry) -> None:
        _say(f"{entry.shard}: {len(entry.articles):,} articles")

    done = cluster.build_shards(paths, reading, on=on, most=most, on_progress=advance)
    for refusal in done.refused:
        _say(f"kg: {refusal}")
    found = f" ({done.found:,} of them there already)" if done.found else ""
    left_out = f", {done.left_out:,} things left out" if done.left_out else ""
    _say(
        f"{reading.target}: {done.articles:,} articles in {done.parts:,} shards{found}, {done.quads:,} quads, "
        f"{len(done.refused):,} refused{left_out}; kg load {reading.target} takes them in"
    )
    if done.refused or done.left_out:
        raise typer.Exit(1)


def load(
    shards: Annotated[
        list[str],
        typer.Argument(help="Folders that kg build --shards wrote, or addresses of such.", show_default=False),
    ],
    store: StoreLocation = DEFAULT_STORE,
    base: Base = DEFAULT_BASE,
    again: Annotated[bool, typer.Option("--again", help="Take in shards that were taken in before, too.")] = False,
) -> None:
    """Take the shards of a build on many machines into the store; broken off, it goes on from there."""
    from kg.shards.loading import load_shards
    from kg.stores import open_store

    refused = False
    with open_store(store) as graph:
        for address in shards:
            done = load_shards(address, graph, base=base, again=again)
            for refusal in done.refused:
                refused = True
                _say(f"kg: {refusal}")
            _say(
                f"{address}: {done.shards:,} shards, {done.found:,} of them taken in before; "
                f"{done.stored:,} articles stored, {done.replaced:,} replaced, {done.unchanged:,} unchanged"
            )
    if refused:
        raise typer.Exit(1)


def _say(message: str) -> None:
    people.print(message, markup=False, highlight=False, soft_wrap=True)
