"""``kg explain``: what was found in an article, and by what rule."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.commands.options import Decisions, Gazetteers
from kg.layers import Layer

if TYPE_CHECKING:
    from kg.explain import Finding
    from kg.model import Extraction

people = Console(stderr=True)


def explain(
    file: Annotated[str, typer.Argument(help="An article, or - for standard input.", show_default=False)],
    only: Annotated[list[Layer] | None, typer.Option(help="Only this; may be given several times.")] = None,
    gazetteer: Gazetteers = None,
    decisions: Decisions = None,
) -> None:
    """Show an article with what was found in it, and which rule found each thing."""
    from kg.explain import findings
    from kg.extract.pipeline import read
    from kg.knowledge import Gazetteer
    from kg.reading import read_all
    from kg.sources import Refusal, read_documents

    files = tuple(gazetteer or ())
    known = Gazetteer.load(files)
    refused = False
    documents = read_documents([file])
    for found in read_all(documents, lambda some: read(some, files, tuple(decisions or ()))):
        if isinstance(found, Refusal):
            refused = True
            people.print(f"kg: {found}", markup=False, highlight=False, soft_wrap=True)
            continue
        shown = [one for one in findings(found, known) if only is None or one.layer in only]
        _print_coloured(found, shown) if sys.stdout.isatty() else _print_plain(found, shown)
    if refused:
        raise typer.Exit(1)


def _print_coloured(extraction: "Extraction", found: list["Finding"]) -> None:
    from kg.explain import coloured, legend

    console = Console()
    console.print(legend(found))
    console.print()
    console.print(coloured(extraction, found), soft_wrap=True)
    table = Table("at", "", "words", "read as", "rule", title=extraction.document.name)
    for one in found:
        words = Text(one.words if len(one.words) <= _LONG else f"{one.words[:_LONG]}…", style=one.style)
        table.add_row(str(one.span.start), one.layer.value, words, Text(one.meaning), Text(one.rule))
    console.print(table)


_LONG = 120


def _print_plain(extraction: "Extraction", found: list["Finding"]) -> None:
    """The text, then a line for each thing: begin, end, what, the words, what they were read as, the rule."""
    print(extraction.article.text)
    print()
    for one in found:
        print(one.span.start, one.span.end, one.layer.value, one.words, one.meaning, one.rule, sep="\t")


if __name__ == "__main__":
    typer.run(explain)
