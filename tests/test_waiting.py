"""Articles that wait to be stored together: their quads on the disk, as many as the store bears."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from kg.build import Preparation, Prepared
from kg.build.kept import Kept
from kg.build.waiting import Pace, Waiting
from tests.graphs import document
from tests.test_build import extract

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def articles() -> list[Prepared]:
    documents = [document(f"/news/{number}.txt", f"Токаев отдыхает {number} дней.") for number in range(3)]
    return list(Preparation(extract)(documents))


def test_records_are_found_again_by_their_place() -> None:
    kept = Kept[bytes]()
    places = [kept.append(bytes([number]) * 400_000) for number in range(4)]  # more than stays in memory
    assert kept.at(places[1]) == b"\1" * 400_000
    kept.append(b"last")
    assert kept.at(places[3]) == b"\3" * 400_000
    assert [len(record) for record in kept] == [400_000] * 4 + [4]
    kept.clear()
    assert len(kept) == 0
    assert kept.at(kept.append(b"new")) == b"new"
    assert list(kept) == [b"new"]


def test_what_waits_is_given_back_whole_and_without_its_quads(articles: list[Prepared]) -> None:
    waiting = Waiting(Pace())
    for article in articles:
        waiting.add(article)
    first = articles[0]
    assert first.content is not None and first.fingerprint is not None
    assert waiting.with_content(first.content) == first
    assert waiting.with_text(first.content.partition(".")[0]) == first
    assert waiting.has_like(first.fingerprint)
    assert first in waiting.copies(first.fingerprint)
    assert [light.article for light in waiting.articles()] == [article.article for article in articles]
    assert not any(light.written or light.known for light in waiting.articles())
    assert list(waiting.pieces()) == [article.written + article.known for article in articles]

    waiting.clear()
    assert waiting.articles() == []
    assert list(waiting.pieces()) == []
    assert waiting.with_content(first.content) is None
    assert not waiting.has_like(first.fingerprint)


def test_more_wait_where_more_are_stored(articles: list[Prepared]) -> None:
    waiting = Waiting(Pace(articles=2, share=0.1, seconds=1000))
    assert not waiting.is_full(0)
    waiting.add(articles[0])
    assert not waiting.is_full(0)
    waiting.add(articles[1])
    assert waiting.is_full(20)
    assert not waiting.is_full(30)
    waiting.add(articles[2])
    assert waiting.is_full(30)


def test_they_wait_longer_where_more_are_stored(articles: list[Prepared]) -> None:
    waiting = Waiting(Pace(articles=100, seconds=0.0, seconds_each=1.0))
    waiting.add(articles[0])
    assert waiting.is_full(0)
    assert not waiting.is_full(1000)


def test_known_quads_count_for_the_bytes(articles: list[Prepared]) -> None:
    one = articles[0]
    assert one.written and one.known
    size = len(one.written) + len(one.known)
    for most, full in ((size, True), (size + 1, False)):
        waiting = Waiting(Pace(articles=100, bytes=most, seconds=1000))
        waiting.add(one)
        assert waiting.is_full(0) is full


def test_no_room_for_what_waits_is_told_with_what_to_do(tmp_path: Path) -> None:
    """The system lets no file grow beyond a size, as a full disk does."""
    script = """
        import resource, signal, sys
        from dataclasses import replace
        from pathlib import Path
        from kg.build import Preparation
        from kg.build.waiting import Pace, Waiting
        from kg.stores import StoreError
        from tests.graphs import document
        from tests.test_build import extract
        (one,) = Preparation(extract)([document("/news/a.txt", "Токаев отдыхает.")])
        waiting = Waiting(Pace(), Path(sys.argv[1]))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
        try:
            waiting.add(replace(one, written=one.written * (1 + (2 << 20) // len(one.written))))
        except StoreError as error:
            print(error)
        """
    command = [sys.executable, "-c", textwrap.dedent(script), str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("/news/a.txt: there is no room for what waits to be stored"), done.stderr
    assert "make room on the disk" in done.stdout
    assert list(tmp_path.iterdir()) == []
