"""Opens ZIP and tar archives: each file in them is an input of its own."""

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import PurePath
from typing import BinaryIO, cast

from kg.sources.base import Input, Options, Refusal, UnreadableError
from kg.sources.formats import SUFFIXES
from kg.sources.streams import Counted, Unpacked, input_of, on_disk

_OFFICE = frozenset({"[Content_Types].xml", "mimetype", "META-INF/container.xml"})
_ENCRYPTED = 0x1
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError)


def unpack_zip(source: Input, options: Options) -> Iterator[Input | Refusal]:
    """The files of a ZIP archive, in its order, without hidden ones. Names without a mark of UTF-8 are read as CP866,
    as archivers write them on Russian Windows.
    """
    with on_disk(source, options.limits) as stream:
        try:
            archive = zipfile.ZipFile(stream, metadata_encoding="cp866")
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise UnreadableError(f"is a ZIP archive that is damaged or cut off ({error}); fetch it again") from error
        with archive:
            if not _OFFICE.isdisjoint(archive.namelist()):
                raise UnreadableError("is an office document or an e-book; save it as plain text")
            for member in archive.infolist():
                if not member.is_dir() and _is_wanted(member.filename):
                    yield from _zipped(source, archive, member, options)


def _zipped(
    source: Input, archive: zipfile.ZipFile, member: zipfile.ZipInfo, options: Options
) -> Iterator[Input | Refusal]:
    name = source.part(member.filename)
    if member.flag_bits & _ENCRYPTED:
        yield Refusal(name, "is encrypted; unpack it with its password, and name the files")
        return
    try:
        opened = archive.open(member)
    except NotImplementedError:
        yield Refusal(name, "is compressed in a way that cannot be read (no deflate, bzip2 or xz); unpack it yourself")
    except _DAMAGE as error:
        yield Refusal(name, f"is damaged in its ZIP archive ({error}); fetch it again")
    else:
        with opened:
            raw = Unpacked(
                cast(io.BufferedIOBase, opened), lambda: max(1, member.compress_size), options.limits, _DAMAGE
            )
            yield from _member(source, name, cast(BinaryIO, raw))


def unpack_tar(source: Input, options: Options) -> Iterator[Input | Refusal]:
    """The ordinary files of a tar archive, one after the other as they stand in the stream, without hidden ones."""
    try:
        with tarfile.open(fileobj=Counted(source.stream), mode="r|") as archive:
            for member in archive:
                if member.isfile() and _is_wanted(member.name) and (opened := archive.extractfile(member)):
                    raw = Unpacked(
                        cast(io.BufferedIOBase, opened), partial(int, member.size), options.limits, (OSError,)
                    )
                    yield from _member(source, source.part(member.name), cast(BinaryIO, raw))
    except (tarfile.TarError, EOFError) as error:
        raise UnreadableError(f"is a tar archive that is damaged or cut off ({error}); fetch it again") from error


def _member(source: Input, name: str, stream: BinaryIO) -> Iterator[Input | Refusal]:
    suffix = PurePath(name.lower()).suffix
    if suffix not in SUFFIXES:
        yield Refusal(
            name, f"is not read: in archives, {suffix} is no known format; unpack it, and name the file itself"
        )
        return
    try:
        member = input_of(name, stream, container=source.whole, packed=True, depth=source.depth + 1)
    except UnreadableError as error:
        yield Refusal(name, str(error))
    else:
        yield member


def _is_wanted(name: str) -> bool:
    return not any(part.startswith((".", "__MACOSX")) for part in PurePath(name).parts)
