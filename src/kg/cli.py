"""The commands, thin: each reads its options, calls the floor that does the work, and prints.

Exit codes: 0 all is well; 1 something was refused, breaks a shape or could not be done; 2 the command was used wrongly.
What is for people goes to standard error, what is for programs to standard output. The floors are imported by the
command that needs them, so that ``kg --help`` need not load the language models.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from kg import __version__
from kg.commands import actors, claims, events, explain, gazetteer, mcp, shards, token, watch
from kg.commands import store as stores
from kg.commands.options import (
    DEFAULT_MEMORY,
    DEFAULT_STORE,
    DEFAULT_TIMEOUT,
    Base,
    Decisions,
    FieldNames,
    Gazetteers,
    Memory,
    StoreLocation,
    Timeout,
    Workers,
)
from kg.errors import KgError
from kg.extract import PRELOAD
from kg.identifiers import DEFAULT_BASE

if TYPE_CHECKING:
    from kg.build import Summary
    from kg.stores import QueryResult

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Russian-language news as a knowledge graph of actors, events and statements.",
)
app.add_typer(gazetteer.app, name="gazetteer")
app.add_typer(actors.app, name="actors")
app.add_typer(events.app, name="events")
app.add_typer(claims.app, name="claims")
app.add_typer(stores.app, name="store")
app.add_typer(token.app, name="token")
app.command()(explain.explain)
app.command()(mcp.mcp)
app.command()(shards.load)
app.command()(watch.watch)
people = Console(stderr=True)

Paths = Annotated[list[str], typer.Argument(help="Files, folders, or - for standard input.", show_default=False)]


class ResultFormat(StrEnum):
    """How the answer to a query is printed."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"


class LogFormat(StrEnum):
    """How the server's log is written."""

    TEXT = "text"
    JSON = "json"


class DefaultGraph(StrEnum):
    """What a query that names no graph sees."""

    UNION = "union"
    PLAIN = "plain"


def main() -> None:
    """Runs the command line; an error that has a remedy is told in a line, without a traceback."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone (kg query … | head): nothing to say to it
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except (KgError, OSError, SyntaxError) as error:
        people.print(f"kg: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None:
    """Russian-language news as a knowledge graph of actors, events and statements."""


# --- reading ------------------------------------------------------------------------------------------------------


@app.command()
def extract(
    paths: Paths,
    base: Base = DEFAULT_BASE,
    workers: Workers = 1,
    fields: FieldNames = None,
    article_timeout: Timeout = DEFAULT_TIMEOUT,
    worker_memory: Memory = DEFAULT_MEMORY,
    gazetteer: Gazetteers = None,
    decisions: Decisions = None,
) -> None:
    """Print what articles say: a JSON object a line for each."""
    from kg.contract import JsonLines
    from kg.extract.reader import Reader
    from kg.reading import Limits, read_all
    from kg.sources import Fields, Options, Refusal, read_documents

    refused = False
    for found in read_all(
        read_documents(paths, Options(fields=Fields.parse(fields))),
        JsonLines(Reader(tuple(gazetteer or ()), tuple(decisions or ())), base),
        workers,
        Limits(article_timeout, worker_memory << 20),
        PRELOAD,
    ):
        if isinstance(found, Refusal):
            refused = True
            _complain(str(found))
        else:
            print(found)
    if refused:
        raise typer.Exit(1)


@app.command()
def build(
    paths: Paths,
    store: StoreLocation = DEFAULT_STORE,
    base: Base = DEFAULT_BASE,
    workers: Workers = 1,
    fields: FieldNames = None,
    article_timeout: Timeout = DEFAULT_TIMEOUT,
    worker_memory: Memory = DEFAULT_MEMORY,
    gazetteer: Gazetteers = None,
    decisions: Decisions = None,
    text: Annotated[bool, typer.Option(help="Keep the articles' texts in the store.")] = True,
    again: Annotated[bool, typer.Option("--again", help="Read unchanged articles again, too.")] = False,
    report: Annotated[
        str | None, typer.Option(help="A file for a report in JSON, or - for standard output.", metavar="FILE|-")
    ] = None,
    shards: Annotated[
        str | None, typer.Option("--shards", help="Write N-Quads into this folder instead, for kg load.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", help="With --shards: the Ray cluster that reads (ray://HOST:10001, HOST:6379, local)."),
    ] = None,
    part_size: Annotated[
        int, typer.Option("--part-size", min=1, help="With --shards: files that are read together, to make one shard.")
    ] = 256,
) -> None:
    """Read articles into the store; what is there already, read by this version with these files, stays as it is."""
    if on is not None and shards is None:
        raise typer.BadParameter("a cluster writes shards; say where they go with --shards")
    from kg.reading import Limits
    from kg.sources import Fields, Options, read_documents
    from kg.versions import reading_version

    version = reading_version((*(gazetteer or ()), *(decisions or ())))
    options = Options(fields=Fields.parse(fields))
    limits = Limits(article_timeout, worker_memory << 20)
    if shards is not None:
        from kg.cluster import Attached, Reading
        from kg.commands.shards import build_shards

        reading = Reading(
            target=shards if "://" in shards else str(Path(shards).resolve()),
            version=version,
            base=base,
            text=text,
            gazetteers=tuple(map(Attached.of, gazetteer or ())),
            decisions=tuple(map(Attached.of, decisions or ())),
            options=options,
            limits=limits,
        )
        build_shards(paths, reading, on, part_size)
        return
    from kg.build import Outcome
    from kg.build import build as build_graph
    from kg.extract.reader import Reader
    from kg.stores import open_store

    if report is not None and report != "-":
        Path(report).touch()  # what can't be written is told now, not when all is done
    with open_store(store) as graph, _progress("Reading") as bar:
        task = bar.add_task("", total=None)

        def advance(outcome: Outcome) -> None:
            bar.update(task, advance=1, description=Path(outcome.name).name)

        summary = build_graph(
            read_documents(paths, options),
            graph,
            extract=Reader(tuple(gazetteer or ()), tuple(decisions or ())),
            base=base,
            text=text,
            workers=workers,
            limits=limits,
            preload=PRELOAD,
            again=again,
            on_progress=advance,
            version=version,
        )
    _tell(summary, store, report)
    if summary.refused or summary.violations:
        raise typer.Exit(1)


def _tell(summary: "Summary", store: str, report: str | None) -> None:
    """Tells what a build did: what went wrong, a table for people, JSON where it is asked for."""
    from kg.build.report import as_table, write_json

    for refusal in summary.refused:
        _complain(str(refusal))
    for violation in summary.violations:
        _complain(f"{violation.article}: left out {violation.node}: {violation.message} ({violation.shape})")
    if people.is_terminal or report is not None:
        people.print(as_table(summary, store))
    if report == "-":
        write_json(summary, store, sys.stdout)
    elif report is not None:
        with Path(report).open("w", encoding="utf-8") as target:
            write_json(summary, store, target)


# --- checking and asking ------------------------------------------------------------------------------------------


@app.command()
def validate(
    file: Annotated[
        Path | None, typer.Argument(help="An RDF file (Turtle, TriG, N-Quads, N-Triples); none: the store.")
    ] = None,
    store: StoreLocation = DEFAULT_STORE,
    language: Annotated[str, typer.Option(help="Of the messages: en or ru.")] = "en",
) -> None:
    """Check the store, or a file, against the shapes; exit code 1 if something breaks one."""
    from kg.stores import open_store
    from kg.validation import validate_file, validate_store

    checked = violations = 0
    with _progress("Checking") as bar:
        task = bar.add_task("", total=None)
        reports = (
            validate_file(file, language=language)
            if file is not None
            else validate_store(open_store(store, read_only=True), language=language)
        )
        for report in reports:
            checked += 1
            bar.update(task, advance=1, description=report.graph)
            for violation in report.violations:
                violations += 1
                value = f" [{violation.value}]" if violation.value is not None else ""
                print(f"{violation.article}\t{violation.node}\t{violation.shape}\t{violation.message}{value}")
    people.print(f"{checked} graphs checked, {violations} violations", highlight=False)
    if violations:
        raise typer.Exit(1)


@app.command()
def query(
    query: Annotated[
        str | None, typer.Argument(help="The name of a query, a file NAME.rq, or SPARQL; none: the names.")
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="A value for a named query: name=value.")
    ] = None,
    format: Annotated[ResultFormat, typer.Option("--format", "-f", help="Of the answer.")] = ResultFormat.TABLE,
    store: StoreLocation = DEFAULT_STORE,
    base: Base = DEFAULT_BASE,
    default_graph: Annotated[
        DefaultGraph, typer.Option(help="What a query that names no graph sees.")
    ] = DefaultGraph.UNION,
) -> None:
    """Ask the store: a named query with its parameters, or SPARQL of your own."""
    from kg.queries import bind, load_queries
    from kg.stores import open_store

    if query is None:
        _list_queries()
        return
    values = dict(_parameter(text) for text in param or ())
    with open_store(store, read_only=True) as graph:
        named = load_queries().get(query)
        if named is not None:
            text = bind(named, values, graph, base=base)
        elif values:
            raise typer.BadParameter(f"only a named query takes --param, and {query!r} is none; `kg query` lists them")
        else:
            text = Path(query).read_text(encoding="utf-8") if query.endswith(".rq") else query
            if not any(character.isspace() for character in text.strip()):
                raise typer.BadParameter(
                    f"{query!r} is no named query, no file and no SPARQL; `kg query` lists the names"
                )
        # As at the endpoint, a relative IRI is one under the base: <actor/Q148>.
        result = graph.query(f"BASE <{base}> {text}", union=default_graph is DefaultGraph.UNION)
        _print_result(result, format, base)


def _list_queries() -> None:
    from kg.queries import load_queries

    table = Table("name", "parameters", "what it answers")
    for named in load_queries().values():
        parameters = ", ".join(p.name if p.required else f"[{p.name}]" for p in named.parameters)
        table.add_row(named.name, parameters.replace("[", r"\["), named.title)
    Console().print(table)


def _parameter(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator:
        raise typer.BadParameter(f"{text!r} has no =; write --param name=value")
    return name.strip(), value.strip()


def _print_result(result: "QueryResult", format: ResultFormat, base: str) -> None:
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, serialize

    formats = {
        ResultFormat.CSV: QueryResultsFormat.CSV,
        ResultFormat.TSV: QueryResultsFormat.TSV,
        ResultFormat.JSON: QueryResultsFormat.JSON,
        ResultFormat.XML: QueryResultsFormat.XML,
    }
    out = sys.stdout.buffer
    if isinstance(result, QueryTriples):
        from kg.rdf.vocabulary import PREFIXES

        serialize(result, out, format=RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    elif isinstance(result, QueryBoolean):
        if format in {ResultFormat.JSON, ResultFormat.XML}:
            result.serialize(out, format=formats[format])
        else:
            print("yes" if result else "no")
    elif format is not ResultFormat.TABLE:
        result.serialize(out, format=formats[format])
    else:
        table = Table(box=SIMPLE_HEAD)
        for variable in result.variables:
            table.add_column(variable.value, overflow="fold")
        for solution in result:
            table.add_row(*("" if term is None else _cell(term, base) for term in solution))
        Console(width=None if sys.stdout.isatty() else _WIDE).print(table)
    out.flush()


_WIDE = 240
"""Columns of a table that goes into a file or a pipe."""


def _cell(term: object, base: str) -> Text:
    """A term as a person likes to read it: an IRI under the base, or a term of the ontology, without what is the same
    in all of them.
    """
    value = str(getattr(term, "value", term))
    return Text(value.removeprefix(base).removeprefix("ontology#").removeprefix("plover#"))


@app.command()
def stats(store: StoreLocation = DEFAULT_STORE) -> None:
    """Print what is in the store, kind by kind."""
    from pyoxigraph import QuerySolutions

    from kg.rdf.vocabulary import KG
    from kg.stores import open_store

    with open_store(store, read_only=True) as graph:
        table = Table("kind", "how many")
        table.columns[1].justify = "right"
        table.add_row("quads", f"{len(graph):,}")
        counts = graph.query("SELECT ?kind (COUNT(DISTINCT ?thing) AS ?count) WHERE { ?thing a ?kind } GROUP BY ?kind")
        assert isinstance(counts, QuerySolutions)
        for kind, count in sorted((row["kind"].value, int(row["count"].value)) for row in counts):
            if kind.startswith(KG.namespace):
                table.add_row(kind.removeprefix(KG.namespace), f"{count:,}")
        types = graph.query(
            f"SELECT ?type (COUNT(DISTINCT ?event) AS ?count) WHERE {{ ?event {KG.eventType} ?type }} GROUP BY ?type"
        )
        assert isinstance(types, QuerySolutions)
        for kind, count in sorted((row["type"].value, int(row["count"].value)) for row in types):
            table.add_row(f"  {kind.rpartition('#')[2]}", f"{count:,}")
    Console().print(table)


# --- giving out ---------------------------------------------------------------------------------------------------


@app.command()
def export(
    format: Annotated[
        str, typer.Argument(help="As gexf, nquads, parquet; docs/exports.md lists them.", show_default=False)
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file, or a folder for tables; none: standard output.")
    ] = None,
    store: StoreLocation = DEFAULT_STORE,
    base: Base = DEFAULT_BASE,
    view: Annotated[
        str, typer.Option(help="Of networks: actors, statements, events, cooperation or conflict.")
    ] = "actors",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first day.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day.")] = None,
    type: Annotated[list[str] | None, typer.Option(help="An event type, as CONSULT; may be repeated.")] = None,
    quad_class: Annotated[list[str] | None, typer.Option(help="As material-conflict; may be repeated.")] = None,
    min_weight: Annotated[int, typer.Option(min=1, help="Of an edge: events or statements.")] = 1,
    manifest: Annotated[bool, typer.Option(help="Write FILE.manifest.ttl beside (DCAT, VoID).")] = False,
    licence: Annotated[str | None, typer.Option(help="IRI of the licence, for the manifest.")] = None,
) -> None:
    """Write the graph for other tools: RDF, GEXF for Gephi, tables, event data."""
    from kg.exports import QuadClass, Selection, TablesExporter, View, exporter
    from kg.exports.manifest import describe
    from kg.model import EventType
    from kg.stores import open_store

    try:
        selection = Selection(
            View(view),
            since and since.date(),
            until and until.date(),
            frozenset(map(EventType, type or ())),
            frozenset(map(QuadClass, quad_class or ())),
            min_weight,
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    writer = exporter(format, base, selection)
    with open_store(store, read_only=True) as graph:
        if output is not None and output.is_dir() and isinstance(writer, TablesExporter):
            counts = writer.write_folder(graph, output)
        else:
            with _target(output) as target:
                counts = writer.write(graph, target)
    people.print(", ".join(f"{number:,} {name}" for name, number in counts.items()), highlight=False)
    if manifest and output is not None and output.is_file():
        text = describe(writer, counts, output, licence=licence)
        output.with_name(output.name + ".manifest.ttl").write_bytes(text)


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="N-Quads (.nq) or TriG (.trig) that kg export wrote.")],
    store: StoreLocation = DEFAULT_STORE,
    base: Base = DEFAULT_BASE,
    check: Annotated[bool, typer.Option("--check", help="Check each article with SHACL first; takes a while.")] = False,
) -> None:
    """Take exported graphs into the store: merges them as one build of all inputs would."""
    from kg.imports import import_file
    from kg.stores import open_store

    with open_store(store) as graph:
        for file in files:
            done = import_file(file, graph, base=base, check=check)
            people.print(
                f"{file}: {done.added:,} articles added, {done.replaced:,} replaced, {done.kept:,} kept",
                highlight=False,
                soft_wrap=True,
            )


@contextmanager
def _target(output: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that takes its name only when it is whole."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


@app.command()
def serve(
    store: StoreLocation = DEFAULT_STORE,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = 8000,
    base: Base = DEFAULT_BASE,
    default_graph: Annotated[
        DefaultGraph, typer.Option(help="What a query that names no graph sees.")
    ] = DefaultGraph.UNION,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 30.0,
    workers: Annotated[int, typer.Option(min=1, help="Server processes: as many as cores are to be used.")] = 1,
    queries: Annotated[int, typer.Option(min=1, help="How many queries run at once in each of them.")] = 2,
    token: Annotated[
        str | None,
        typer.Option(
            envvar="KG_TOKEN", help="Whoever bears it may change the graph; none: read only.", show_default=False
        ),
    ] = None,
    tokens: Annotated[
        Path | None,
        typer.Option(envvar="KG_TOKENS", help="A file of `kg token`; none: tokens.tsv in the store's folder."),
    ] = None,
    private: Annotated[bool, typer.Option("--private", help="Reading needs a token, too.")] = False,
    allow_service: Annotated[
        list[str] | None,
        typer.Option(help="The address of an endpoint that queries may ask with SERVICE; may be given several times."),
    ] = None,
    header_timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds in which the headers of a request must have come.")
    ] = 20.0,
    log: Annotated[LogFormat, typer.Option(help="Of the log on standard error: text, or JSON lines.")] = LogFormat.TEXT,
    log_requests: Annotated[bool, typer.Option("--log-requests", help="A line in the log for each request.")] = False,
    licence: Annotated[str | None, typer.Option(help="IRI of the licence under which the graph is given on.")] = None,
) -> None:
    """Answer SPARQL and serve the graph over HTTP until Ctrl-C."""
    from kg.stores import is_remote
    from kg.web.access import Token
    from kg.web.monitoring import log_to_stderr
    from kg.web.server import serve as serve_store
    from kg.web.settings import DefaultGraph as ServedGraph
    from kg.web.settings import Settings
    from kg.web.tokens import NAME as TOKENS
    from kg.web.tokens import TokenFile

    try:
        settings = Settings(
            base=base,
            default_graph=ServedGraph(default_graph.value),
            query_timeout=timeout,
            header_timeout=header_timeout,
            services=tuple(allow_service or ()),
            workers=workers,
            queries=queries,
            tokens=(Token.of(token),) if token else (),
            token_file=TokenFile(tokens or Path(store) / TOKENS) if tokens or not is_remote(store) else None,
            private=private,
            licence=licence,
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    log_to_stderr(json_lines=log is LogFormat.JSON, requests=log_requests)
    people.print(f"Serving {store} on http://{host}:{port}/ (SPARQL at /sparql); Ctrl-C stops it.", highlight=False)
    serve_store(store, host, port, settings)


# --- talking to people --------------------------------------------------------------------------------------------


def _complain(message: str) -> None:
    people.print(f"kg: {message}", markup=False, highlight=False, soft_wrap=True)


def _progress(verb: str) -> Progress:
    """A bar on a terminal; nothing elsewhere."""
    columns = (SpinnerColumn(), TextColumn(verb), MofNCompleteColumn(), TextColumn("{task.description}"))
    return Progress(*columns, TimeElapsedColumn(), console=people, transient=True, disable=not people.is_terminal)
