"""Streams of bytes that can be looked into, kept on disk, or watched for growing too large."""

import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import BinaryIO

from kg.sources.base import Input, Limits, UnreadableError
from kg.sources.formats import COMPRESSED, HEAD

_SMALL = 50_000_000
"""So much may come out of any compressed input before the ratio counts."""


def input_of(
    name: str, stream: BinaryIO, *, container: str | None = None, packed: bool = False, depth: int = 0
) -> Input:
    """An input whose first bytes are known; they stay in its stream.

    Raises:
        UnreadableError: where nothing can be read of it.
        OSError: of the stream.
    """
    head, failure = _beginning(stream)
    if stream.seekable():
        stream.seek(-len(head), io.SEEK_CUR)
    else:
        stream = io.BufferedReader(_Prefixed(head, stream, failure), HEAD)
    return Input(name, stream, head, suffix_of(name), container, packed, depth)


def suffix_of(name: str) -> str:
    """The suffix of a name in lower case, without that of a compression."""
    path = PurePath(name.lower())
    return path.with_suffix("").suffix if path.suffix in COMPRESSED else path.suffix


def _beginning(stream: BinaryIO) -> tuple[bytes, UnreadableError | None]:
    """The first bytes of a stream: as many as there are, since a pipe may give few at a time; and what ended them."""
    pieces, missing = [], HEAD
    try:
        while missing and (piece := stream.read(missing)):
            pieces.append(piece)
            missing -= len(piece)
    except UnreadableError as error:
        if not pieces:
            raise
        return b"".join(pieces), error
    return b"".join(pieces), None


@contextmanager
def on_disk(source: Input, limits: Limits) -> Iterator[BinaryIO]:
    """The bytes of an input where any of them can be gone to; written to a temporary file where they can't.

    Raises:
        UnreadableError: where there are too many for that.
    """
    if source.stream.seekable():
        yield source.stream
        return
    with tempfile.TemporaryFile() as file:
        while piece := source.stream.read(HEAD):
            if file.tell() + len(piece) > limits.max_spooled:
                raise UnreadableError("is too large to be kept on disk while it is read; unpack it, or name the file")
            file.write(piece)
        file.seek(0)
        yield file


def whole(source: Input, limit: int) -> bytes:
    """All bytes of an input.

    Raises:
        UnreadableError: where there are too many.
    """
    data = source.stream.read(limit + 1)
    if len(data) > limit:
        raise UnreadableError(f"is larger than {limit:,} bytes; split it into articles, or raise the limit")
    return data


class _Source(io.RawIOBase):
    """A stream that takes its bytes from elsewhere."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._take(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _take(self, size: int) -> bytes:
        raise NotImplementedError


class _Prefixed(_Source):
    """Bytes, and a stream behind them, or what is to be raised there."""

    def __init__(self, prefix: bytes, rest: BinaryIO, failure: UnreadableError | None) -> None:
        self._prefix = prefix
        self._rest = rest
        self._failure = failure

    def _take(self, size: int) -> bytes:
        if self._failure is not None and not self._prefix:
            raise self._failure
        data = self._prefix[:size] or self._rest.read(size)
        self._prefix = self._prefix[len(data) :]
        return data


class Counted(_Source):
    """A stream that counts what is read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        """Takes the stream to be read."""
        self._stream = stream
        self.count = 0

    def _take(self, size: int) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        return data


class Unpacked(_Source):
    """What comes out of a decompressor, watched for damage and for bombs."""

    def __init__(
        self, stream: io.BufferedIOBase, packed: Callable[[], int], limits: Limits, damage: tuple[type[Exception], ...]
    ) -> None:
        """Takes a decompressor.

        Args:
            stream: gives the bytes.
            packed: how many compressed bytes it has taken in.
            limits: how many times as many may come out.
            damage: what it raises where the compressed bytes are wrong.
        """
        self._stream = stream
        self._packed = packed
        self._limits = limits
        self._damage = damage
        self._count = 0

    def _take(self, size: int) -> bytes:
        try:
            data = self._stream.read1(size)  # with read, what stands before the damage would be lost
        except EOFError as error:
            raise UnreadableError("is cut off: what is compressed has no end; fetch the whole file") from error
        except self._damage as error:
            raise UnreadableError(f"is damaged ({error}); fetch it again") from error
        self._count += len(data)
        if self._count > max(_SMALL, self._limits.max_ratio * self._packed()):
            ratio = self._limits.max_ratio
            raise UnreadableError(f"unpacks to more than {ratio} times its size, as no text does; unpack it yourself")
        return data
