"""One input, of whatever format, as documents: tells the format, and hands it to the reader or opens the container."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kg.sources.archives import unpack_tar, unpack_zip
from kg.sources.base import Found, Input, Options, Reader, Refusal, Unpacker, UnreadableError
from kg.sources.compressed import COMPRESSIONS
from kg.sources.delimited import read_delimited
from kg.sources.feed import read_feed
from kg.sources.formats import Format, format_of
from kg.sources.html import read_html
from kg.sources.jsonlines import read_json, read_json_lines
from kg.sources.parquet import read_parquet
from kg.sources.text import read_text
from kg.sources.warc import read_warc

READERS: Mapping[Format, Reader] = MappingProxyType(
    {
        Format.TEXT: read_text,
        Format.HTML: read_html,
        Format.JSON: read_json,
        Format.JSON_LINES: read_json_lines,
        Format.DELIMITED: read_delimited,
        Format.PARQUET: read_parquet,
        Format.FEED: read_feed,
        Format.WARC: read_warc,
    }
)
UNPACKERS: Mapping[Format, Unpacker] = MappingProxyType(
    {Format.ZIP: unpack_zip, Format.TAR: unpack_tar, **{Format[name]: open_ for name, open_ in COMPRESSIONS.items()}}
)


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
            yield from READERS[kind](source, options)
            return
        if source.depth >= options.limits.max_depth:
            raise UnreadableError(f"stands in more than {options.limits.max_depth} archives; unpack it yourself")
        for member in UNPACKERS[kind](source, options):
            if isinstance(member, Refusal):
                yield member
            else:
                yield from read_input(member, options)
    except UnreadableError as error:
        yield Refusal(source.name, str(error))
