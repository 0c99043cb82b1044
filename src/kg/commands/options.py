"""Options that several commands have, with what they are where nobody gives them."""

from pathlib import Path
from typing import Annotated

import typer

StoreLocation = Annotated[
    str, typer.Option("--store", envvar="KG_STORE", help="The folder of the store, or the address of a SPARQL server.")
]
StoreFolder = Annotated[Path, typer.Option("--store", envvar="KG_STORE", help="The folder of the store.")]
Base = Annotated[str, typer.Option("--base", envvar="KG_BASE", help="What all ids begin with; it ends in / or #.")]
Workers = Annotated[int, typer.Option("--workers", min=1, help="How many processes read.")]
Timeout = Annotated[
    float, typer.Option("--article-timeout", min=0.1, help="Seconds; an article that takes longer is refused.")
]
Memory = Annotated[
    int,
    typer.Option("--worker-memory", min=1, help="MB of a process that reads; an article that takes more is refused."),
]
Gazetteers = Annotated[
    list[Path] | None,
    typer.Option("--gazetteer", help="A TSV or SQLite file of names of your own; may be given several times."),
]
Decisions = Annotated[
    list[Path] | None,
    typer.Option("--decisions", help="A TSV file of who is the same and who is not; may be given several times."),
]
FieldNames = Annotated[
    str | None,
    typer.Option("--fields", help="Of JSON Lines and tables, which field is which part: text=body,published=date."),
]

DEFAULT_STORE = "store"
DEFAULT_TIMEOUT = 60.0
DEFAULT_MEMORY = 1024
