"""The lines of a huge file, plain or compressed with gzip or bzip2, read on from where an earlier reading stopped."""

import bz2
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from kg.errors import KgError

_CHUNK = 1 << 16
_LONGEST_LINE = 1 << 26
"""Bytes; a longer line is no entity, and would not fit into memory."""


class DumpError(KgError):
    """A file that cannot be read to its end; the message names it, the place and the remedy."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The end of a line: where to read on."""

    stream: int = 0
    """Where in the file the compressed stream begins (a file may consist of several); 0 in a plain one."""
    skip: int = 0
    """How many bytes of the stream, decompressed, come before."""


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


class DumpReader:
    """Reads lines in batches."""

    def __init__(self, path: Path, start: Checkpoint = Checkpoint()) -> None:
        """Takes the file and where to begin in it."""
        self.path = path
        self.position = 0
        """Bytes of the file that have been read: how far it is."""
        self.overlong = 0
        """Lines that were left out because they would not fit into memory."""
        self._start = start

    def batches(self) -> Iterator[tuple[list[bytes], Checkpoint | None]]:
        """Lines without their ends, and where the last of them ends; None where the file ends without a line feed, so
        that nobody can say whether the line is whole.

        Raises:
            DumpError: where a compressed file is damaged or cut off; what came before was given out.
        """
        rest: list[bytes] = []
        length, drop = 0, False
        for chunk, stream, skip in self._chunks():
            last = chunk.rfind(b"\n") + 1
            if last:
                lines = b"".join((*rest, chunk[: last - 1])).split(b"\n")
                rest, length = [chunk[last:]], len(chunk) - last
                yield lines[1:] if drop else lines, Checkpoint(stream, skip + last)
                drop = False
            elif not drop:
                rest.append(chunk)
                length += len(chunk)
                if length > _LONGEST_LINE:
                    rest, length, drop = [], 0, True
                    self.overlong += 1
        if length and not drop:
            yield [b"".join(rest)], None

    def _chunks(self) -> Iterator[tuple[bytes, int, int]]:
        """Pieces of the text, each with the stream that it is of and its place there."""
        with self.path.open("rb") as file:
            new = _decompressor(file)
            file.seek(self._start.stream if new else self._start.skip)
            yield from self._inflated(file, new) if new else self._plain(file)

    def _plain(self, file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
        self.position = file.tell()
        while chunk := file.read(_CHUNK):
            place, self.position = self.position, file.tell()
            yield chunk, 0, place

    def _inflated(self, file: BinaryIO, new: Callable[[], _Decompressor]) -> Iterator[tuple[bytes, int, int]]:
        stream, done, to_skip = self._start.stream, 0, self._start.skip
        decompressor, fed = new(), False
        while data := file.read(_CHUNK):
            self.position = file.tell()
            while data:
                if not fed and not data.strip(b"\0"):
                    break  # some writers fill up the last block with zeros
                try:
                    text, fed = decompressor.decompress(data), True
                except (zlib.error, OSError) as error:
                    raise DumpError(
                        f"{self.path}: is damaged before byte {self.position:,} ({error}); fetch it again, then run "
                        "the same command: it goes on from there"
                    ) from error
                if done + len(text) > to_skip:
                    kept = max(to_skip - done, 0)
                    yield text[kept:], stream, done + kept
                done += len(text)
                data = b""
                if decompressor.eof:
                    data = decompressor.unused_data
                    stream, done, to_skip = self.position - len(data), 0, 0
                    decompressor, fed = new(), False
        if fed:
            raise DumpError(
                f"{self.path}: is cut off after {self.position:,} bytes; fetch the rest, then run the same command: "
                "it goes on from there"
            )


def _gzip() -> _Decompressor:
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)


def _decompressor(file: BinaryIO) -> Callable[[], _Decompressor] | None:
    """What decompresses the file, by its first bytes; None for a plain one."""
    magic = file.read(3)
    if magic.startswith(b"\x1f\x8b"):
        return _gzip
    return bz2.BZ2Decompressor if magic == b"BZh" else None
