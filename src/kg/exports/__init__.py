"""What goes out: one class a format, behind :class:`kg.exports.base.Exporter`. A new format is one class more in
:data:`EXPORTERS`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import BinaryIO

from kg.exports.base import Exporter, ExportError
from kg.exports.gexf import GexfExporter
from kg.exports.jsonld import JsonLdExporter
from kg.exports.quads import NQuadsExporter, TrigExporter, TurtleExporter
from kg.identifiers import DEFAULT_BASE
from kg.stores import Store

__all__ = ["EXPORTERS", "ExportError", "Exporter", "export"]

EXPORTERS: Mapping[str, type[Exporter]] = MappingProxyType(
    {
        exporter.name: exporter
        for exporter in (NQuadsExporter, TrigExporter, TurtleExporter, JsonLdExporter, GexfExporter)
    }
)
"""Name of a format → what writes it."""


def export(store: Store, format_: str, target: BinaryIO, *, base: str = DEFAULT_BASE) -> Mapping[str, int]:
    """Writes all that a store holds.

    Args:
        store: what is exported.
        format_: one of :data:`EXPORTERS`.
        target: gets the bytes; is not closed.
        base: the base IRI of the store's graph.

    Returns:
        How many of what was written: ``{"quads": 1204}``, ``{"nodes": 40, "edges": 95}``.

    Raises:
        ExportError: for an unknown format, or where the store holds what the format can't tell.
        StoreError: where the store fails.
    """
    if format_ not in EXPORTERS:
        raise ExportError(f"there is no export to {format_!r}; there are {', '.join(EXPORTERS)}")
    return EXPORTERS[format_](base).write(store, target)
