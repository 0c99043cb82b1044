"""Opens gzip, bzip2, xz and Zstandard: a stream of bytes in the place of another."""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from backports import zstd

from kg.sources.base import Input, Options, Unpacker
from kg.sources.streams import Counted, Unpacked, input_of

_DAMAGE = (gzip.BadGzipFile, zlib.error, lzma.LZMAError, zstd.ZstdError, OSError, ValueError)


def _gzip(stream: BinaryIO) -> gzip.GzipFile:
    return gzip.GzipFile(fileobj=stream)


def _unpacker(opened: Callable[[BinaryIO], object]) -> Unpacker:
    def unpack(source: Input, options: Options) -> Iterator[Input]:
        """The one input that was compressed; it keeps the name, since nothing else is in there."""
        packed = Counted(source.stream)
        plain = cast(io.BufferedIOBase, opened(cast(BinaryIO, io.BufferedReader(packed))))
        raw = Unpacked(plain, lambda: packed.count, options.limits, _DAMAGE)
        yield input_of(
            source.name, cast(BinaryIO, raw), container=source.container, packed=True, depth=source.depth + 1
        )

    return unpack


unpack_gzip = _unpacker(_gzip)
unpack_bzip2 = _unpacker(bz2.BZ2File)
unpack_xz = _unpacker(lzma.LZMAFile)
unpack_zstandard = _unpacker(zstd.ZstdFile)
