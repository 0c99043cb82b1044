"""Compressed files and archives, and what stands in them."""

import bz2
import gzip
import io
import lzma
import random
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from backports import zstd

from kg.model import Document
from kg.sources import Limits, Refusal, read_documents, streams
from tests.sources.making import (
    ARTICLE,
    TALKS,
    VISIT,
    documents,
    json_lines,
    read,
    read_bytes,
    reasons,
    tarred,
    zipped,
)

LINES = json_lines({"text": TALKS}, {"text": VISIT, "url": "https://example.org/2"})
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd.compress,
}


@pytest.mark.parametrize("suffix", COMPRESS)
def test_compressed_lines_are_named_by_the_file(tmp_path: Path, suffix: str) -> None:
    found = documents(read_bytes(tmp_path, f"news.jsonl.{suffix}", COMPRESS[suffix](LINES)))
    assert [one.name for one in found] == [f"{tmp_path}/news.jsonl.{suffix}#{number}" for number in (1, 2)]


@pytest.mark.parametrize("suffix", COMPRESS)
def test_what_is_cut_off_keeps_what_it_has(tmp_path: Path, suffix: str) -> None:
    noise = random.Random(1)
    lines = json_lines(*({"text": TALKS, "x": noise.randbytes(2000).hex()} for _ in range(600)))
    found = read_bytes(tmp_path, f"n.jsonl.{suffix}", COMPRESS[suffix](lines)[:-1000])
    assert isinstance(found[0], Document)
    assert "cut off" in reasons(found)[f"n.jsonl.{suffix}"]


def test_damaged_gzip(tmp_path: Path) -> None:
    data = bytearray(gzip.compress(TALKS.encode() * 50))
    data[-8:-4] = b"\0\0\0\0"
    assert "damaged" in reasons(read_bytes(tmp_path, "a.txt.gz", bytes(data)))["a.txt.gz"]


def test_a_compressed_text_is_a_document_whose_text_is_given(tmp_path: Path) -> None:
    (found,) = documents(read_bytes(tmp_path, "a.txt.gz", gzip.compress(TALKS.encode())))
    assert (found.name, found.text, found.verbatim) == (f"{tmp_path}/a.txt.gz", TALKS, False)


@pytest.mark.parametrize("archive", [zipped, tarred])
def test_archives(tmp_path: Path, archive: Callable[[Mapping[str, bytes]], bytes]) -> None:
    files = {
        "статьи/a.txt": TALKS.encode(),
        "n.jsonl.gz": gzip.compress(LINES),
        "page.html": ARTICLE.encode(),
        "inner.zip": zipped({"b.txt": VISIT.encode()}),
        "__MACOSX/a.txt": b"x",
        ".hidden": b"x",
        "a.doc": b"x",
    }
    found = read_bytes(tmp_path, "all.bin", archive(files))
    names = [one.name.removeprefix(f"{tmp_path}/") for one in found if isinstance(one, Document)]
    inside = ["статьи/a.txt", "n.jsonl.gz/1", "n.jsonl.gz/2", "page.html", "inner.zip/b.txt"]
    assert names == [f"all.bin#{name}" for name in inside]
    assert {one.container for one in found if isinstance(one, Document)} == {f"{tmp_path}/all.bin"}
    assert ".doc is no known format" in reasons(found)["all.bin#a.doc"]


def test_an_archive_that_is_compressed(tmp_path: Path) -> None:
    (found,) = documents(read_bytes(tmp_path, "a.tar.gz", gzip.compress(tarred({"a.txt": TALKS.encode()}))))
    assert found.name == f"{tmp_path}/a.tar.gz#a.txt"


def test_names_from_russian_windows(tmp_path: Path) -> None:
    data = zipped({"nnnnnn.txt": TALKS.encode()}).replace(b"nnnnnn", "статья".encode("cp866"))
    (found,) = documents(read_bytes(tmp_path, "a.zip", data))
    assert found.name == f"{tmp_path}/a.zip#статья.txt"


def encrypted(files: dict[str, bytes]) -> bytes:
    """As if encrypted: the flag is set in the local and in the central header."""
    data = bytearray(zipped(files))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def test_encrypted_damaged_and_other_zips(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "e.zip", encrypted({"a.txt": TALKS.encode(), "b.txt": VISIT.encode()}))
    assert "encrypted" in reasons(found)["e.zip#a.txt"]
    assert isinstance(found[1], Document)
    good = zipped({"a.txt": TALKS.encode() * 20, "b.txt": VISIT.encode()})
    assert "ZIP archive that is damaged" in reasons(read_bytes(tmp_path, "c.zip", good[:-40]))["c.zip"]
    wrong = bytearray(good)
    wrong[60:64] = b"\xff\xff\xff\xff"
    found = read_bytes(tmp_path, "w.zip", bytes(wrong))
    assert "damaged" in reasons(found)["w.zip#a.txt"]
    assert isinstance(found[1], Document)
    office = zipped({"[Content_Types].xml": b"", "word/document.xml": b""})
    assert "office document" in reasons(read_bytes(tmp_path, "d.zip", office))["d.zip"]


def test_a_tar_that_is_cut_off(tmp_path: Path) -> None:
    data = tarred({"a.txt": TALKS.encode(), "b.txt": VISIT.encode() * 20})
    found = read_bytes(tmp_path, "a.tar", data[:1600])
    assert isinstance(found[0], Document)
    assert any("cut off" in reason for reason in reasons(found).values())


@pytest.mark.parametrize("suffix", COMPRESS)
def test_bombs(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_SMALL", 1_000_000)
    bomb = COMPRESS[suffix](b"\n" * 30_000_000)
    found = read_bytes(tmp_path, f"n.jsonl.{suffix}", bomb)
    assert "200 times its size" in reasons(found)[f"n.jsonl.{suffix}"]


def test_a_bomb_in_a_zip_and_nested_zips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_SMALL", 1_000_000)
    found = read_bytes(tmp_path, "b.zip", zipped({"n.jsonl": b"\n" * 30_000_000, "a.txt": TALKS.encode()}))
    assert "200 times" in reasons(found)["b.zip#n.jsonl"]
    assert isinstance(found[1], Document)
    data = TALKS.encode()
    for _ in range(6):
        data = zipped({"a.zip": data})
    assert "more than 4 archives" in next(iter(reasons(read_bytes(tmp_path, "n.zip", data)).values()))


class Pipe(io.RawIOBase):
    """Standard input that gives a few bytes at a time and can't be gone back in."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(min(7, len(buffer)))
        buffer[: len(data)] = data
        return len(data)


@pytest.mark.parametrize(
    "data",
    [
        LINES,
        gzip.compress(LINES),
        zipped({"n.jsonl": LINES}),
        tarred({"n.jsonl": LINES}),
        b"text;url\n" + f"{TALKS};\n{VISIT};\n".encode(),
    ],
)
def test_standard_input_of_any_format(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Pipe(data))))
    found = documents(list(read_documents(["-"])))
    assert [one.text for one in found] == [TALKS, VISIT]
    assert all(one.name.startswith("-#") and one.container == "-" for one in found)


def test_memory_stays_the_same_however_large_the_file(tmp_path: Path) -> None:
    line = json_lines({"text": TALKS, "padding": "я" * 20_000})
    peaks = []
    for count in (20, 200):
        path = tmp_path / f"{count}.jsonl.gz"
        with gzip.open(path, "wb", compresslevel=1) as stream:
            for number in range(count):
                stream.write(line.replace(b"padding", f"p{number}".encode()))
        next(iter(read(path)))
        tracemalloc.start()
        assert sum(isinstance(one, Document) for one in read_documents([path])) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0] + 1_000_000


def test_a_document_keeps_its_place_when_lines_are_added_before_it(tmp_path: Path) -> None:
    first = documents(read_bytes(tmp_path, "n.jsonl", LINES))[1]
    again = documents(read_bytes(tmp_path, "n.jsonl", json_lines({"text": TALKS + " Да."}) + LINES))[2]
    assert first.name != again.name
    assert first.place == again.place == f"{tmp_path}/n.jsonl#https://example.org/2"
    assert first.sha256 == again.sha256


def test_refusals_of_folders_name_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"x")
    (tmp_path / "b.jsonl").write_bytes(LINES)
    found = read(tmp_path)
    assert isinstance(found[0], Refusal)
    assert ".jsonl" in found[0].reason
    assert len(found) == 3


def test_a_zip_from_standard_input_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", TALKS * 1000)
    (tmp_path / "a.zip.gz").write_bytes(gzip.compress(stream.getvalue()))
    found = read(tmp_path / "a.zip.gz", limits=Limits(max_spooled=1000))
    assert "too large" in reasons(found)["a.zip.gz"]
