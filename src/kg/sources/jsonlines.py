"""Reads JSON Lines, a line at a time, and JSON files that hold one object or a list of them."""

import json
from collections.abc import Iterator, Mapping

from kg.sources.base import Found, Input, Options, Refusal, UnreadableError
from kg.sources.encoding import DecodingError, decode
from kg.sources.fields import FieldsError
from kg.sources.lines import is_damaged, lines_of
from kg.sources.records import document_of
from kg.sources.streams import whole

_HOPELESS = 20
"""Where so many records at the beginning have no text, none will."""


def read_json_lines(source: Input, options: Options) -> Iterator[Found]:
    """A document a line, named by the number of the line, which counts from 1."""
    lines = lines_of(source, options.limits.max_page)
    yield from _read(_parsed(lines, source, options), source, options)


def read_json(source: Input, options: Options) -> Iterator[Found]:
    """A document an object, named by its number in the list, which counts from 1."""
    data = whole(source, options.limits.max_page)
    try:
        value = json.loads(decode(data))
    except (DecodingError, ValueError, RecursionError) as error:
        raise UnreadableError(f"is no JSON that can be read ({error}); check how it was saved") from error
    values = value if isinstance(value, list) else [value]
    yield from _read(((str(number), value) for number, value in enumerate(values, start=1)), source, options)


def _parsed(lines: Iterator[str | None], source: Input, options: Options) -> Iterator[tuple[str, object] | Refusal]:
    for number, line in enumerate(lines, start=1):
        name = source.part(str(number))
        if line is None:
            size = options.limits.max_page
            yield Refusal(name, f"is a line of more than {size:,} characters; split it into articles")
        elif is_damaged(line):
            yield Refusal(name, "holds bytes that are wrong in the encoding of the file; save it in UTF-8")
        elif line.strip():
            try:
                yield str(number), json.loads(line)
            except (ValueError, RecursionError) as error:
                yield Refusal(name, f"is no JSON ({error}); write one object a line")


def _read(values: Iterator[tuple[str, object] | Refusal], source: Input, options: Options) -> Iterator[Found]:
    read, hopeless, found_any = 0, 0, False
    for value in values:
        if isinstance(value, Refusal):
            found_any = True
            yield value
            continue
        mark, record = value
        found_any = True
        if not isinstance(record, Mapping):
            yield Refusal(source.part(mark), f"is no object but {_kind(record)}; write one object a line")
            continue
        try:
            parts = options.fields.found_in(record)
        except FieldsError as error:
            hopeless += 1
            if read == 0 and hopeless == _HOPELESS:
                raise UnreadableError(f"holds no articles: each of {hopeless} objects {error}") from error
            yield Refusal(source.part(mark), str(error))
            continue
        read += 1
        yield document_of(record, parts, source, mark, options)
    if not found_any:
        raise UnreadableError("holds no objects; check how it was saved")


def _kind(value: object) -> str:
    return "null" if value is None else type(value).__name__
