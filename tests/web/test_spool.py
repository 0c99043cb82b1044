import asyncio
import tempfile
from pathlib import Path

import pytest

from kg.web.jobs import OverloadError, QueryError, QueryTooLargeError
from kg.web.spool import Space, Spool
from kg.web.wire import PIECE

LARGE = 10**9


async def read(spool: Spool) -> bytes:
    pieces, last = [], False
    while not last:
        piece, last = await spool.next()
        pieces.append(piece)
    return b"".join(pieces)


def pieces(number: int) -> list[bytes]:
    return [index.to_bytes(2, "big") * (PIECE // 2) for index in range(number)]


def test_what_is_put_is_read_in_order_whether_it_stays_in_memory_or_not() -> None:
    async def check() -> None:
        for number in (0, 1, 15, 16, 17, 100):
            spool = Spool(LARGE, Space(LARGE))
            for piece in pieces(number):
                spool.put(piece)
            spool.finish()
            assert await read(spool) == b"".join(pieces(number))

    asyncio.run(check())


def test_reader_and_writer_in_turn() -> None:
    async def check() -> None:
        space = Space(LARGE)
        spool = Spool(LARGE, space)
        read_so_far = []
        for index, piece in enumerate(pieces(120)):
            spool.put(piece)
            if index % 3 == 2:  # slower than the writer, so that the file fills, and is read while it is written
                read_so_far.append((await spool.next())[0])
        spool.finish()
        assert b"".join(read_so_far) + await read(spool) == b"".join(pieces(120))
        assert space.take(LARGE)  # all of the disk space is free again

    asyncio.run(check())


def test_a_reader_waits_for_the_writer() -> None:
    async def check() -> None:
        spool = Spool(LARGE, Space(LARGE))
        reading = asyncio.create_task(read(spool))
        await asyncio.sleep(0)
        spool.put(b"a")
        await asyncio.sleep(0)
        spool.put(b"b")
        spool.finish()
        assert await reading == b"ab"

    asyncio.run(check())


def test_a_failure_before_the_first_piece_was_read_takes_the_place_of_the_answer() -> None:
    async def check() -> None:
        spool = Spool(LARGE, Space(LARGE))
        spool.put(b"a")
        spool.fail(QueryError("no"))
        with pytest.raises(QueryError, match="no"):
            await spool.next()

    asyncio.run(check())


def test_a_failure_later_comes_after_what_was_there() -> None:
    async def check() -> None:
        spool = Spool(LARGE, Space(LARGE))
        for piece in (b"a", b"b"):
            spool.put(piece)
        assert await spool.next() == (b"a", False)
        spool.fail(QueryError("no"))
        assert await spool.next() == (b"b", False)
        with pytest.raises(QueryError):
            await spool.next()

    asyncio.run(check())


def test_an_answer_that_is_too_large_stops_the_engine() -> None:
    async def check() -> None:
        stopped = []
        spool = Spool(10, Space(LARGE))
        spool.on_abandon(lambda: stopped.append(True))
        spool.put(b"x" * 11)
        assert stopped and spool.unwanted
        with pytest.raises(QueryTooLargeError):
            await spool.next()

    asyncio.run(check())


def test_answers_that_slow_readers_leave_may_take_so_much_disk_and_no_more() -> None:
    async def check() -> None:
        space = Space(3 * PIECE)
        spool = Spool(LARGE, space)
        for piece in pieces(20):
            spool.put(piece)
        with pytest.raises(OverloadError):
            await spool.next()
        spool.abandon()
        assert space.take(3 * PIECE)

    asyncio.run(check())


def test_where_there_is_no_disk_the_answer_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))

    async def check() -> None:
        spool = Spool(LARGE, Space(LARGE))
        for piece in pieces(17):
            spool.put(piece)
        with pytest.raises(OverloadError):
            await spool.next()

    asyncio.run(check())


def test_after_the_reader_has_gone_nothing_is_kept() -> None:
    stopped = []

    async def check() -> None:
        spool = Spool(LARGE, Space(0))
        spool.on_abandon(lambda: stopped.append(True))
        spool.abandon()
        for piece in pieces(40):
            spool.put(piece)

    asyncio.run(check())
    assert stopped == [True]
