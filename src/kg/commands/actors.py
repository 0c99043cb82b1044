"""``kg actors``: decide who is who."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from kg.identifiers import DEFAULT_BASE

if TYPE_CHECKING:
    from kg.stores import Store

app = typer.Typer(no_args_is_help=True, help="Decide who is who, across articles.")
people = Console(stderr=True)


@app.callback()
def actors() -> None:
    """Decide who is who, across articles."""


@app.command()
def merge(
    one: Annotated[str, typer.Argument(help="An id (actor/…, Q…), an IRI or a name.", show_default=False)],
    other: Annotated[str, typer.Argument(help="Who that is, likewise.", show_default=False)],
    decisions: Annotated[Path, typer.Option("--decisions", help="The file to write it into.", show_default=False)],
    store: Annotated[str, typer.Option("--store", envvar="KG_STORE", help="The folder of the store.")] = "store",
    base: Annotated[str, typer.Option("--base", envvar="KG_BASE", help="What all ids begin with.")] = DEFAULT_BASE,
) -> None:
    """Note that one actor is another; `kg build --again --decisions FILE` puts it into effect."""
    from kg.decisions import record_same
    from kg.stores import open_store

    with open_store(store, read_only=True) as graph:
        found, found_other = (_actor(graph, base, written) for written in (one, other))
    if found.type != found_other.type:
        raise typer.BadParameter(
            f"{found.label} is a {found.type} and {found_other.label} a {found_other.type}: they can't be the same"
        )
    record_same(decisions, found.id, found_other.id, found_other.label)
    people.print(
        f"{found.label} ({found.id}) is {found_other.label} ({found_other.id}): noted in {decisions}. "
        f"To put it into effect: kg build PATH... --again --decisions {decisions}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


class _Actor:
    """An actor of the store."""

    def __init__(self, id: str, label: str, type: str) -> None:
        self.id, self.label, self.type = id, label, type


def _actor(graph: "Store", base: str, written: str) -> _Actor:
    """The actor that a user means; BadParameter where the store has none, or several of the name."""
    from pyoxigraph import Literal, NamedNode, QuerySolutions

    from kg.decisions import is_name, reference
    from kg.rdf.vocabulary import KG, RDF, RDFS, SKOS

    if is_name(written):
        name = Literal(written, language="ru")
        which = f"?actor {RDFS.label}|{SKOS.altLabel} {name} ."
    else:
        which = f"VALUES ?actor {{ {NamedNode(base + reference(written))} }}"
    found = graph.query(
        f"""SELECT ?actor ?type (SAMPLE(?name) AS ?label) WHERE {{
            {which}
            ?actor {RDF.type} ?type ; {RDFS.label} ?name .
            VALUES ?type {{ {KG.Person} {KG.State} {KG.Organisation} }}
        }} GROUP BY ?actor ?type ORDER BY ?actor"""
    )
    assert isinstance(found, QuerySolutions)
    actors = [
        _Actor(row["actor"].value.removeprefix(base), row["label"].value, row["type"].value.rpartition("#")[2])
        for row in found
    ]
    if not actors:
        raise typer.BadParameter(f"the store has no actor {written!r}; `kg query actors` lists them")
    if len({actor.id for actor in actors}) > 1:
        several = ", ".join(dict.fromkeys(f"{actor.id} ({actor.label})" for actor in actors))
        raise typer.BadParameter(f"{written!r} is the name of several: {several}; give the id")
    return actors[0]


if __name__ == "__main__":
    app()
