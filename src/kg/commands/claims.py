"""``kg claims``: quotations across articles."""

import typer
from rich.console import Console

from kg.commands.options import DEFAULT_STORE, Base, StoreLocation
from kg.identifiers import DEFAULT_BASE

app = typer.Typer(no_args_is_help=True, help="Find quotations that several articles give.")
people = Console(stderr=True)


@app.callback()
def claims() -> None:
    """Find quotations that several articles give."""


@app.command()
def link(
    store: StoreLocation = DEFAULT_STORE,
    base: Base = DEFAULT_BASE,
) -> None:
    """Link abridged quotations to the whole ones of other articles (kg:excerptOf).

    Prints a row for each: the two ids, and the words of the shorter one. The graph of excerpts is written anew.
    """
    from kg.linking.claims import link_claims
    from kg.stores import open_store

    with open_store(store) as graph:
        found = link_claims(graph, base)
    for excerpt in found:
        print(excerpt.part.id, excerpt.whole.id, " ".join(excerpt.part.text.split()), sep="\t")
    people.print(f"{len(found):,} excerpts linked", highlight=False)
