"""``kg gazetteer``: make a larger one, and ask what a name would link to."""

import datetime
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.table import Table

if TYPE_CHECKING:
    from kg.knowledge import Gazetteer

app = typer.Typer(no_args_is_help=True, help="What is known beforehand: import more of it, look a name up.")
people = Console(stderr=True)

_WIDE = 160
"""Columns of a table that goes into a file or a pipe."""


class EntryType(StrEnum):
    """What an entry is."""

    PERSON = "Person"
    STATE = "State"
    ORGANISATION = "Organisation"
    PLACE = "Place"


class Field(StrEnum):
    """Matters in which politicians are seldom named."""

    SPORT = "sport"
    CULTURE = "culture"


@app.command("import")
def import_(
    source: Annotated[
        Path,
        typer.Argument(
            help="A Wikidata JSON dump (plain, .gz, .bz2), or a TSV file.",
            exists=True,
            dir_okay=False,
            show_default=False,
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The SQLite file to make.", show_default=False)],
    sitelinks: Annotated[
        int, typer.Option(min=0, help="Of a dump: in how many wikis an item without an office must have a page.")
    ] = 5,
) -> None:
    """Make a gazetteer for --gazetteer; of a dump, run again after a kill, it goes on where it was."""
    from kg.knowledge import Gazetteer
    from kg.knowledge.importing import import_dump, import_table, is_dump

    output.parent.mkdir(parents=True, exist_ok=True)
    if not is_dump(source):
        imported = import_table(source, output)
    else:
        with _progress() as bar:
            task = bar.add_task(source.name, total=source.stat().st_size)
            imported = import_dump(
                source,
                output,
                Gazetteer.load(),
                sitelinks=sitelinks,
                on_progress=lambda position: bar.update(task, completed=position),
            )
    skipped = f", {imported.bad:,} of them bad and skipped" if imported.bad else ""
    people.print(f"{output}: {imported.entries:,} entries of {imported.lines:,} lines{skipped}", highlight=False)


def _progress() -> Progress:
    """A bar on a terminal; nothing elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    return Progress(*columns, TimeRemainingColumn(), console=people, transient=True, disable=not people.is_terminal)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="As a text has it, in any case form.", show_default=False)],
    type: Annotated[EntryType | None, typer.Option(help="Only as this; none: as each.")] = None,
    state: Annotated[
        list[str] | None, typer.Option(help="The state that the text connects with it: KAZ, or its name.")
    ] = None,
    title: Annotated[list[str] | None, typer.Option(help="What the text calls a person: президент.")] = None,
    article_state: Annotated[
        list[str] | None, typer.Option(help="A state that the text names somewhere: KAZ, or its name.")
    ] = None,
    field: Annotated[Field | None, typer.Option(help="Of what the text speaks beside the name.")] = None,
    date: Annotated[datetime.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Of the article.")] = None,
    gazetteer: Annotated[
        list[Path] | None, typer.Option("--gazetteer", help="A TSV or SQLite file of names of your own.")
    ] = None,
) -> None:
    """Show what a name would link to, and why; exit code 1 if nothing is known by it."""
    from kg.knowledge import Gazetteer
    from kg.knowledge.linker import candidates, is_clear

    known = Gazetteer.load(gazetteer or ())
    codes = [_code(known, one) for one in state or ()]
    table = Table("", "type", "name", "id", "state", "points", "known", "why")
    for kind in [type] if type is not None else EntryType:
        ranked = candidates(
            name,
            kind.value,
            gazetteer=known,
            date=date.date() if date is not None else None,
            states=codes,
            titles=title or (),
            article_states=[_code(known, one) for one in article_state or ()],
            field=field.value if field is not None else None,
        )
        for place, one in enumerate(ranked):
            linked = "→" if place == 0 and is_clear(ranked) else ""
            ids = " ".join(iri.rstrip("/").rsplit("/", 1)[-1] for iri in one.entry.same_as)
            why = "; ".join(one.reasons)
            points, prior = f"{one.score:.2f}", f"{one.prior:.2f}"
            table.add_row(linked, one.entry.type, one.entry.name, ids, one.entry.state or "", points, prior, why)
    for organ in known.organ(name) if type in {None, EntryType.ORGANISATION} else ():
        owner = organ.state or next(iter(codes), None)
        if owner is None or organ.is_state:
            what = "read as the state itself" if organ.is_state else "an organ that every state has: give --state"
            table.add_row("", "organ", organ.name, "", "", "", "", what)
            continue
        body = known.body(organ, owner)
        ids = " ".join(iri.rsplit("/", 1)[-1] for iri in body.same_as)
        table.add_row("→", body.type, body.name, ids, owner, "", "", f"the {organ.kind} of a state")
    if not table.row_count:
        people.print(f"kg: nothing is known by the name {name!r}", markup=False, highlight=False)
        raise typer.Exit(1)
    Console(width=None if sys.stdout.isatty() else _WIDE).print(table)
    people.print("→ is what would be linked; of several that are as likely, none is.", highlight=False)


def _code(gazetteer: "Gazetteer", state: str) -> str:
    """The code of a state that is given by its code or by name."""
    if gazetteer.state(state) is not None:
        return state
    named = gazetteer.named(state, "State")
    if not named or named[0].state is None:
        raise typer.BadParameter(f"{state!r} is no state; give its ISO 3166 alpha-3 code (KAZ) or its Russian name")
    return named[0].state


if __name__ == "__main__":
    app()
