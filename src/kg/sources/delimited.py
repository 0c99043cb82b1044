"""Reads CSV and TSV: a table whose first row names the columns, a document a row."""

import csv
from collections.abc import Iterable, Iterator, Mapping

from kg.sources.base import Found, Input, Options, Refusal, UnreadableError
from kg.sources.fields import FieldsError
from kg.sources.lines import is_damaged, lines_of
from kg.sources.records import document_of

_DELIMITERS = ",;\t|"


def read_delimited(source: Input, options: Options) -> Iterator[Found]:
    """A document a row, named by the number of the row below the header, which counts from 1.

    The delimiter is the comma, the semicolon, the tab or the bar, whichever parts the header.
    """
    limit = options.limits.max_page
    csv.field_size_limit(limit)
    lines = _all_read(lines_of(source, limit), limit)
    first = next(lines, "")
    delimiter = max(_DELIMITERS, key=first.count)
    rows = csv.reader(_chained(first, lines), delimiter=delimiter, strict=False)
    try:
        header = [name.strip() for name in next(rows, [])]
        parts = options.fields.found_in(header)
        yield from _read(rows, header, parts, source, options)
    except FieldsError as error:
        raise UnreadableError(f"is a table that {error}") from error
    except csv.Error as error:
        line = rows.line_num
        raise UnreadableError(
            f"can't be read on at line {line:,} ({error}); is a quotation mark never closed there?"
        ) from error


def _read(
    rows: Iterator[list[str]], header: list[str], parts: Mapping[str, tuple[str, ...]], source: Input, options: Options
) -> Iterator[Found]:
    number = 0
    for row in rows:
        if not row:
            continue
        number += 1
        mark = str(number)
        if any(map(is_damaged, row)):
            reason = "holds bytes that are wrong in the encoding of the file; save it in UTF-8"
            yield Refusal(source.part(mark), reason)
        elif len(row) != len(header):
            reason = f"has {len(row)} columns, where the header has {len(header)}; quote what holds the delimiter"
            yield Refusal(source.part(mark), reason)
        else:
            yield document_of(dict(zip(header, row, strict=True)), parts, source, mark, options)
    if number == 0:
        raise UnreadableError("is a table without rows; check how it was saved")


def _all_read(lines: Iterator[str | None], limit: int) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if line is None:
            raise UnreadableError(f"has a line {number:,} of more than {limit:,} characters; split it into rows")
        yield line


def _chained(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest
