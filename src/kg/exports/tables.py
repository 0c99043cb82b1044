"""The graph as tables: what there is of each kind, a row each; and the files that several tables make.

A table is written as CSV here and as Parquet in :mod:`kg.exports.parquet`.
"""

import csv
import datetime
import io
import shutil
import tempfile
import zipfile
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.exports.base import Exporter
from kg.exports.columns import EDGE_COLUMNS, NODE_COLUMNS, edge_id
from kg.exports.network import read_network
from kg.exports.selection import FILTERS
from kg.stores import Store

Value = str | int | float | bool | datetime.date | tuple[str, ...] | None
Row = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Table:
    """A file of rows."""

    name: str
    """Of the file, without a suffix: ``claims``."""
    columns: Mapping[str, type]
    """Name → type of the values: ``str``, ``int``, ``float``, ``bool``, ``datetime.date``, or ``tuple`` of strings."""
    rows: Iterable[Row]


class TablesExporter(Exporter):
    """A format of several files: a ZIP archive, or a folder."""

    media_type = "application/zip"
    suffix = ".zip"
    table_suffix: str

    @abstractmethod
    def tables(self, store: Store) -> Iterator[Table]:
        """The tables, one after the other."""

    @abstractmethod
    def write_table(self, table: Table, target: BinaryIO) -> int:
        """Writes a table and returns how many rows it has."""

    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """Writes a ZIP archive of the tables. See :meth:`kg.exports.base.Exporter.write`."""
        counts = {}
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for table in self.tables(store):
                # Parquet's writer wants a file that knows its place, which an archive's member is not.
                with tempfile.TemporaryFile() as file:
                    counts[table.name] = self.write_table(table, file)
                    file.seek(0)
                    with archive.open(_member(table.name + self.table_suffix), "w", force_zip64=True) as member:
                        shutil.copyfileobj(file, member)
        return counts

    def write_folder(self, store: Store, folder: Path) -> Mapping[str, int]:
        """Writes a file for each table into a folder, which is made where there is none.

        Raises:
            ExportError: as :meth:`write`.
            OSError: where the folder can't be written to.
        """
        folder.mkdir(parents=True, exist_ok=True)
        counts = {}
        for table in self.tables(store):
            with (folder / (table.name + self.table_suffix)).open("wb") as file:
                counts[table.name] = self.write_table(table, file)
        return counts


def _member(name: str) -> zipfile.ZipInfo:
    """Without the time, so that the same graph gives the same archive."""
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    return member


def write_csv(table: Table, target: BinaryIO) -> int:
    """Writes a table as CSV (RFC 4180) in UTF-8 and returns how many rows it has. Several values of a cell are
    separated by semicolons, as Neo4j and Gephi have it.
    """
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    number = 0
    for row in table.rows:
        writer.writerow(map(_cell, row))
        number += 1
    text.flush()
    text.detach()
    return number


def _cell(value: Value) -> str | int | float:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case tuple():
            return ";".join(value)
        case datetime.date():
            return value.isoformat()
        case _:
            return value


_PYTHON_TYPES: Mapping[str, type] = {"integer": int, "boolean": bool}


@dataclass(frozen=True, slots=True)
class _Headings:
    """What an importer calls the columns that it needs to know."""

    nodes: tuple[str, str]
    """Id and label."""
    edges: tuple[str, str, str, str, str]
    """Id, source, target, label, weight."""
    files: tuple[str, str]
    typed: Callable[[str, str], str] = lambda name, _: name
    """The heading of another column, from its name and type."""
    kind: Callable[[str], str] = str
    """How an edge's kind is written."""


class _NetworkTables(TablesExporter):
    table_suffix = ".csv"
    filters = FILTERS
    headings: _Headings

    def tables(self, store: Store) -> Iterator[Table]:
        """See :meth:`TablesExporter.tables`."""
        network = read_network(store, self.base, self.selection)
        names = self.headings
        columns = {
            names.nodes[0]: str,
            names.nodes[1]: str,
            **{names.typed(name, type_): _PYTHON_TYPES.get(type_, str) for name, (type_, _) in NODE_COLUMNS.items()},
            names.typed("x", "float"): float,
            names.typed("y", "float"): float,
        }
        yield Table(
            names.files[0],
            columns,
            (
                (node.id, node.label, *(value(node) for _, value in NODE_COLUMNS.values()), *_rounded(node.place))
                for node in network.nodes
            ),
        )
        columns = {
            **dict(zip(names.edges, (str, str, str, str, int), strict=True)),
            **{names.typed(name, type_): _PYTHON_TYPES.get(type_, str) for name, (type_, _) in EDGE_COLUMNS.items()},
        }
        yield Table(
            names.files[1],
            columns,
            (
                (
                    edge_id(edge),
                    edge.source,
                    edge.target,
                    edge.label,
                    edge.weight,
                    *(
                        names.kind(edge.kind) if name == "kind" else value(edge)
                        for name, (_, value) in EDGE_COLUMNS.items()
                    ),
                )
                for edge in network.edges
            ),
        )

    def write_table(self, table: Table, target: BinaryIO) -> int:
        """See :meth:`TablesExporter.write_table`."""
        return write_csv(table, target)


def _rounded(place: tuple[float, float] | None) -> tuple[float | None, float | None]:
    return (None, None) if place is None else (round(place[0], 2), round(place[1], 2))


class GephiTablesExporter(_NetworkTables):
    """Node table and edge table for Gephi's import of spreadsheets, also for Cytoscape and R."""

    name = "csv"
    title = "CSV tables of nodes and edges (Gephi)"
    headings = _Headings(("Id", "Label"), ("Id", "Source", "Target", "Label", "Weight"), ("nodes", "edges"))


_NEO4J: Mapping[str, str] = {"type": ":LABEL", "kind": ":TYPE"}
_NEO4J_TYPES: Mapping[str, str] = {"integer": ":int", "boolean": ":boolean", "float": ":float"}


class Neo4jTablesExporter(_NetworkTables):
    """For ``neo4j-admin database import``: headings that tell the types."""

    name = "neo4j"
    title = "CSV tables of nodes and relationships (Neo4j)"
    headings = _Headings(
        ("id:ID", "label"),
        ("id", ":START_ID", ":END_ID", "label", "weight:int"),
        ("nodes", "relationships"),
        lambda name, type_: _NEO4J.get(name) or f"{name}{_NEO4J_TYPES.get(type_, '')}",
        lambda kind: kind.upper().replace(" ", "_"),
    )
