"""``kg events``: which events of different articles are one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from kg.commands.options import DEFAULT_STORE, Base, StoreLocation
from kg.identifiers import DEFAULT_BASE

if TYPE_CHECKING:
    from kg.stores import Store

app = typer.Typer(no_args_is_help=True, help="Find and decide which events of different articles are one.")
people = Console(stderr=True)

_One = Annotated[str, typer.Argument(help="An id (event/…) or an IRI.", show_default=False)]
_Other = Annotated[str, typer.Argument(help="Another.", show_default=False)]
_File = Annotated[Path, typer.Option("--decisions", help="The file to write it into.", show_default=False)]


@app.callback()
def events() -> None:
    """Find and decide which events of different articles are one."""


@app.command()
def link(
    decisions: Annotated[
        list[Path] | None,
        typer.Option("--decisions", help="A TSV file of what is the same and what is not; may be given several times."),
    ] = None,
    store: StoreLocation = DEFAULT_STORE,
    base: Base = DEFAULT_BASE,
) -> None:
    """Propose events that may be one (kg:possiblySame): told a day apart, with one party more, by person or by state.

    Prints a row for each pair: the two ids, the two events, and why. The graph of proposals is written anew.
    """
    from kg.decisions import Decisions
    from kg.exports.records import Records
    from kg.linking.events import described, link_events
    from kg.stores import open_store

    said = Decisions.load(decisions or [])
    with open_store(store) as graph:
        linked = link_events(graph, base, said)
        names = {actor.id: actor.label for actor in Records(graph, base).actors()} if linked.proposed else {}
    for pair in linked.proposed:
        print(
            pair.one.id, pair.other.id, described(pair.one, names), described(pair.other, names), pair.reason, sep="\t"
        )
    people.print(
        f"{len(linked.proposed):,} pairs proposed, {linked.confirmed:,} confirmed, {linked.denied:,} denied",
        highlight=False,
    )


@app.command()
def same(
    one: _One, other: _Other, decisions: _File, store: StoreLocation = DEFAULT_STORE, base: Base = DEFAULT_BASE
) -> None:
    """Note that two events are one; `kg build --again --decisions FILE` puts it into effect."""
    _record("same", one, other, decisions, store, base)


@app.command()
def different(
    one: _One, other: _Other, decisions: _File, store: StoreLocation = DEFAULT_STORE, base: Base = DEFAULT_BASE
) -> None:
    """Note that two events are two; `kg events link --decisions FILE` no longer proposes them."""
    _record("different", one, other, decisions, store, base)


def _record(decision: str, one: str, other: str, decisions: Path, store: str, base: str) -> None:
    from kg.decisions import record_events
    from kg.stores import open_store

    with open_store(store, read_only=True) as graph:
        first, second = (_event(graph, base, written) for written in (one, other))
    record_events(decisions, decision, first, second)
    effect = (
        f"kg build PATH... --again --decisions {decisions}"
        if decision == "same"
        else f"kg events link --decisions {decisions}"
    )
    people.print(
        f"{first} and {second} are {'one' if decision == 'same' else 'two'}: noted in {decisions}. "
        f"To put it into effect: {effect}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def _event(graph: "Store", base: str, written: str) -> str:
    """The local id of an event of the store; BadParameter where it has none such."""
    from pyoxigraph import NamedNode

    from kg.decisions import event_reference
    from kg.rdf.vocabulary import KG

    local = event_reference(written)
    if local is None:
        raise typer.BadParameter(
            f"{written!r} is no event's id; give event/ and sixteen digits, as kg events link prints"
        )
    if not graph.query(f"ASK {{ {NamedNode(base + local)} {KG.eventType} ?type }}"):
        raise typer.BadParameter(f"the store has no event {local}; `kg events link` prints those that may be one")
    return local
