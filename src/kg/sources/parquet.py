"""Reads Parquet: a document a row, a batch of rows at a time, and of these only the columns that are needed."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kg.sources.base import Found, Input, Options, UnreadableError
from kg.sources.fields import FieldsError
from kg.sources.records import document_of
from kg.sources.streams import on_disk

_ROWS = 256
_TEXTUAL = re.compile(r"(?:large_)?(?:string|binary|list)|string_view|dictionary<values=(?:large_)?string|struct")


def read_parquet(source: Input, options: Options) -> Iterator[Found]:
    """A document a row, named by the number of the row, which counts from 1."""
    try:
        import pyarrow  # noqa: PLC0415 (an extra)
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise UnreadableError("is a Parquet file, which needs pyarrow; install newskg[parquet]") from error
    with on_disk(source, options.limits) as stream:
        try:
            table = parquet.ParquetFile(stream)
            names = table.schema_arrow.names
            parts = options.fields.found_in(names)
            wanted = {field for fields in parts.values() for field in fields}
            columns = sorted(field if field in names else field.split(".")[0] for field in wanted)
            _check(table.schema_arrow, parts)
            number = 0
            for batch in table.iter_batches(batch_size=_ROWS, columns=columns):
                for row in batch.to_pylist():
                    number += 1
                    yield document_of(row, parts, source, str(number), options)
        except FieldsError as error:
            raise UnreadableError(f"is a table that {error}") from error
        except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise UnreadableError(f"is a Parquet file that is damaged or cut off ({reason}); fetch it again") from error
    if number == 0:
        raise UnreadableError("is a table without rows; check how it was saved")


def _check(schema: Any, parts: Mapping[str, tuple[str, ...]]) -> None:
    """Refuses a table whose text is of a type that holds none, before each of its rows would be refused."""
    for part in ("text", "html"):
        for field in parts.get(part, ()):
            kind = str(schema.field(field).type) if field in schema.names else "struct"
            if not re.match(
                r"(?:large_)?(?:string|binary|list)|string_view|dictionary<values=(?:large_)?string|struct", kind
            ):
                raise UnreadableError(
                    f"is a table whose column {field!r} holds {kind}, no text; name another: --fields {part}=FIELD"
                )
