"""``kg actors``: decide who is who."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from kg.commands.options import DEFAULT_STORE, Base, Gazetteers, StoreLocation
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
    store: StoreLocation = DEFAULT_STORE,
    base: Base = DEFAULT_BASE,
    gazetteer: Gazetteers = None,
    apply: Annotated[bool, typer.Option(help="Read the articles that name the first again, at once.")] = True,
) -> None:
    """Note that one actor is another, and read the articles that name the first again, so that the store has it."""
    from kg.decisions import record_same
    from kg.stores import open_store

    with open_store(store, read_only=not apply) as graph:
        found, found_other = (_actor(graph, base, written) for written in (one, other))
        if found.type != found_other.type:
            raise typer.BadParameter(
                f"{found.label} is a {found.type} and {found_other.label} a {found_other.type}: they can't be the same"
            )
        record_same(decisions, found.id, found_other.id, found_other.label)
        _say(f"{found.label} ({found.id}) is {found_other.label} ({found_other.id}): noted in {decisions}.")
        left = (
            _read_again(graph, base, found.id, decisions, gazetteer or []) if apply else _naming(graph, base, found.id)
        )
    if left:
        _say(
            f"Articles that still name {found.id}: {len(left)}, such as {left[0]}. To put it into effect there: "
            f"kg build PATH... --decisions {decisions}"
        )


def _say(message: str) -> None:
    people.print(message, markup=False, highlight=False, soft_wrap=True)


def _naming(graph: "Store", base: str, actor: str) -> list[str]:
    """The IRIs of the articles whose graphs name an actor."""
    from pyoxigraph import NamedNode, QuerySolutions

    from kg.rdf.vocabulary import KG, RDF

    found = graph.query(
        f"SELECT DISTINCT ?article WHERE {{ GRAPH ?article {{ ?article {RDF.type} {KG.Article} . "
        f"{NamedNode(base + actor)} {RDF.type} {KG.Actor} }} }} ORDER BY ?article"
    )
    assert isinstance(found, QuerySolutions)
    return [row["article"].value for row in found]


def _read_again(graph: "Store", base: str, actor: str, decisions: Path, gazetteers: list[Path]) -> list[str]:
    """Reads the articles that name an actor from their sources again; returns those that name it still, because their
    sources are not there any more.
    """
    from pyoxigraph import NamedNode

    from kg.build import build
    from kg.extract.reader import Reader
    from kg.rdf.vocabulary import NIF
    from kg.sources import Refusal, file_of, read_documents
    from kg.stores.journal import Journal
    from kg.versions import reading_version

    articles = _naming(graph, base, actor)
    with Journal.beside(graph.location) as journal:
        places = {place for article in articles for place in journal.sources(article)}
    files = {file for place in places if (file := file_of(place))}
    if files:
        has_text = graph.query(f"ASK {{ GRAPH {NamedNode(articles[0])} {{ ?article {NIF.isString} ?text }} }}")
        summary = build(
            (found for found in read_documents(sorted(files)) if isinstance(found, Refusal) or found.place in places),
            graph,
            extract=Reader(tuple(gazetteers), (decisions,)),
            base=base,
            text=bool(has_text),
            version=reading_version((*gazetteers, decisions)),
        )
        for refusal in summary.refused:
            _say(f"kg: {refusal}")
        _say(f"Articles read again: {summary.stored + summary.replaced}.")
    return _naming(graph, base, actor)


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
