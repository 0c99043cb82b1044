"""Parquet for pandas, Polars, DuckDB and R: articles, actors, places, claims, events and mentions as tables.

Needs pyarrow, which is not installed with newskg itself: it is larger than all the rest together.
"""

import datetime
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from kg.exports.network import QUAD_CLASSES, selected
from kg.exports.records import Records
from kg.exports.selection import DATES, EVENTS
from kg.exports.tables import Row, Table, TablesExporter
from kg.model import PartialDate
from kg.stores import Store

if TYPE_CHECKING:
    import pyarrow

_ROWS_AT_ONCE = 50_000


class ParquetExporter(TablesExporter):
    """Ids are local (``actor/Q148``), as in the graph after the base IRI; the tables join on them. Dates that are no
    days stand as text in ISO 8601, with their first and last day beside.
    """

    name = "parquet"
    package = "pyarrow"
    title = "Parquet tables (pandas, DuckDB, R)"
    table_suffix = ".parquet"
    filters = DATES | EVENTS

    def tables(self, store: Store) -> Iterator[Table]:
        """See :meth:`kg.exports.tables.TablesExporter.tables`."""
        records, selection = Records(store, self.base), self.selection
        articles = {article.id: article for article in records.articles() if selection.has_time(article.issued)}
        yield Table(
            "articles",
            {"id": str, "title": str, "issued": datetime.date, "publisher": str, "url": str},
            (
                (a.id, a.title, a.issued.first_day if a.issued else None, a.publisher or None, a.url or None)
                for a in articles.values()
            ),
        )
        yield Table(
            "actors",
            {"id": str, "type": str, "label": str, "wikidata": str, "iso_code": str, "state": str},
            (
                (a.id, a.type.value, a.label, a.wikidata or None, a.iso_code or None, a.state or None)
                for a in records.actors()
            ),
        )
        yield Table(
            "places",
            {"id": str, "label": str, "wikidata": str, "state": str},
            ((place.id, place.label, place.wikidata, place.state) for place in records.places().values()),
        )
        evidence = records.evidence()
        yield Table(
            "claims",
            {
                "id": str,
                "text": str,
                "type": str,
                "cue": str,
                "speaker": str,
                "about": tuple,
                "addressees": tuple,
                **_TIME,
                "articles": tuple,
                "evidence": tuple,
            },
            (
                (
                    *(c.id, c.text, c.type.value if c.type else None, c.cue or None, c.speaker or None),
                    *(c.about, c.addressees, *_time(c.date), c.articles, c.evidence),
                )
                for c in records.claims(evidence=evidence)
                if selection.has_time(c.date)
            ),
        )
        yield Table(
            "events",
            {
                "id": str,
                "type": str,
                "quad_class": str,
                "mode": str,
                "contexts": tuple,
                "status": str,
                "initiators": tuple,
                "recipients": tuple,
                **_TIME,
                "place": str,
                "claims": tuple,
                "articles": tuple,
                "evidence": tuple,
            },
            (
                (
                    *(e.id, e.type.value, QUAD_CLASSES[e.type].value, e.mode or None, e.contexts, e.status.value),
                    *(e.initiators, e.recipients, *_time(e.start, e.end), e.place or None),
                    *(e.claims, e.articles, e.evidence),
                )
                for e in records.events(evidence=evidence)
                if selected(e, selection)
            ),
        )
        del evidence
        yield Table(
            "mentions",
            {"article": str, "start": int, "end": int, "text": str, "ref": str},
            ((m.article, m.start, m.end, m.text, m.ref) for m in records.mentions() if m.article in articles),
        )

    def write_table(self, table: Table, target: BinaryIO) -> int:
        """See :meth:`kg.exports.tables.TablesExporter.write_table`."""
        import pyarrow as pa  # noqa: PLC0415 -- see the module's docstring
        from pyarrow import parquet  # noqa: PLC0415

        types: dict[type, pyarrow.DataType] = {
            str: pa.string(),
            int: pa.int64(),
            datetime.date: pa.date32(),
            tuple: pa.list_(pa.string()),
        }
        schema = pa.schema([(name, types[type_]) for name, type_ in table.columns.items()])
        number = 0
        rows = iter(table.rows)
        with parquet.ParquetWriter(target, schema, compression="zstd") as writer:
            while held := list[Row](islice(rows, _ROWS_AT_ONCE)):
                columns = zip(*held, strict=True)
                arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
                writer.write_table(pa.table(arrays, schema=schema))
                number += len(held)
        return number


_TIME: dict[str, type] = {"date": str, "first_day": datetime.date, "last_day": datetime.date}


def _time(
    start: PartialDate | None, end: PartialDate | None = None
) -> tuple[str | None, datetime.date | None, datetime.date | None]:
    return (None, None, None) if start is None else (str(start), start.first_day, (end or start).last_day)
