"""What goes out: one class a format, behind :class:`kg.exports.base.Exporter`. A new format is one class more in
:data:`EXPORTERS`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import BinaryIO

from kg.exports.base import Exporter, ExportError
from kg.exports.dyads import DyadsExporter
from kg.exports.gexf import GexfExporter, GexfXsdExporter
from kg.exports.graphml import GraphMlExporter
from kg.exports.jsonld import JsonLdExporter
from kg.exports.pajek import PajekExporter
from kg.exports.parquet import ParquetExporter
from kg.exports.plover import GdeltExporter, PloverExporter
from kg.exports.quads import NQuadsExporter, TrigExporter, TurtleExporter
from kg.exports.selection import ALL, QuadClass, Selection, View
from kg.exports.tables import GephiTablesExporter, Neo4jTablesExporter, TablesExporter
from kg.identifiers import DEFAULT_BASE
from kg.stores import Store

__all__ = [
    "ALL",
    "EXPORTERS",
    "ExportError",
    "Exporter",
    "QuadClass",
    "Selection",
    "TablesExporter",
    "View",
    "export",
    "exporter",
]

EXPORTERS: Mapping[str, type[Exporter]] = MappingProxyType(
    {
        exporter.name: exporter
        for exporter in (
            NQuadsExporter,
            TrigExporter,
            TurtleExporter,
            JsonLdExporter,
            GexfExporter,
            GexfXsdExporter,
            GraphMlExporter,
            PajekExporter,
            GephiTablesExporter,
            Neo4jTablesExporter,
            ParquetExporter,
            PloverExporter,
            GdeltExporter,
            DyadsExporter,
        )
    }
)
"""Name of a format → what writes it."""


def exporter(format_: str, base: str = DEFAULT_BASE, selection: Selection = ALL) -> Exporter:
    """What writes a format.

    Raises:
        ExportError: for an unknown format, or for a choice that it can't be filtered by.
        MissingPackageError: where the format needs a package that is not installed.
    """
    if format_ not in EXPORTERS:
        raise ExportError(f"there is no export to {format_!r}; there are {', '.join(EXPORTERS)}")
    return EXPORTERS[format_](base, selection)


def export(
    store: Store, format_: str, target: BinaryIO, *, base: str = DEFAULT_BASE, selection: Selection = ALL
) -> Mapping[str, int]:
    """Writes all that a store holds.

    Args:
        store: what is exported.
        format_: one of :data:`EXPORTERS`.
        target: gets the bytes; is not closed.
        base: the base IRI of the store's graph.
        selection: what of it.

    Returns:
        How many of what was written: ``{"quads": 1204}``, ``{"nodes": 40, "edges": 95}``.

    Raises:
        ExportError: for an unknown format, or where the store holds what the format can't tell.
        StoreError: where the store fails.
    """
    return exporter(format_, base, selection).write(store, target)
