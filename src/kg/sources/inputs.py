"""One input, of whatever format, as documents: tells the format, and hands it to the reader or opens the container."""

import importlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import cast

from kg.sources.base import Found, Input, Options, Reader, Refusal, Unpacker, UnreadableError
from kg.sources.formats import Format, format_of

READERS: Mapping[Format, str] = MappingProxyType(
    {
        Format.TEXT: "text.read_text",
        Format.HTML: "html.read_html",
        Format.JSON: "jsonlines.read_json",
        Format.JSON_LINES: "jsonlines.read_json_lines",
        Format.DELIMITED: "delimited.read_delimited",
        Format.PARQUET: "parquet.read_parquet",
        Format.FEED: "feed.read_feed",
        Format.WARC: "warc.read_warc",
    }
)
"""What reads a format: a :data:`~kg.sources.base.Reader` by its module here, which is loaded when first needed, since
some bring large libraries with them.
"""
UNPACKERS: Mapping[Format, str] = MappingProxyType(
    {
        Format.ZIP: "archives.unpack_zip",
        Format.TAR: "archives.unpack_tar",
        Format.GZIP: "compressed.unpack_gzip",
        Format.BZIP2: "compressed.unpack_bzip2",
        Format.XZ: "compressed.unpack_xz",
        Format.ZSTANDARD: "compressed.unpack_zstandard",
    }
)
"""What opens a container: an :data:`~kg.sources.base.Unpacker`, likewise."""


def read_input(source: Input, options: Options) -> Iterator[Found]:
    """The documents of an input, and refusals of what in it can't be read.

    Raises:
        OSError: of the stream.
    """
    try:
        kind = format_of(source.head, source.suffix, options.fields)
        if isinstance(kind, str):
            raise UnreadableError(f"is {kind}")
        if kind in READERS:
            yield from cast(Reader, _function(READERS[kind]))(source, options)
            return
        if source.depth >= options.limits.max_depth:
            raise UnreadableError(f"stands in more than {options.limits.max_depth} archives; unpack it yourself")
        for member in cast(Unpacker, _function(UNPACKERS[kind]))(source, options):
            if isinstance(member, Refusal):
                yield member
            else:
                yield from read_input(member, options)
    except UnreadableError as error:
        yield Refusal(source.name, str(error))


def _function(path: str) -> object:
    module, name = path.split(".")
    return getattr(importlib.import_module(f"kg.sources.{module}"), name)
