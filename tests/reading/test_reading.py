"""What happens to a text that takes too much, and to those beside it. The processes are real."""

import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.model import Document
from kg.reading import Limits, ReadingError, read_all, with_whole_characters
from kg.reading.batches import batches
from kg.reading.pool import Pool
from kg.sources import Refusal
from tests.graphs import document
from tests.reading.poison import work

IN_PROJECT = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])}
LIMITS = Limits(seconds=4, memory=400 << 20)


@pytest.mark.parametrize("workers", [1, 2])
def test_only_the_guilty_are_refused_and_the_order_is_kept(workers: int) -> None:
    guilty = {
        "hang": "longer to read than 4 seconds",
        "regex": "longer to read than 4 seconds",
        "memory": "more than 400 MB of memory",
        "grow": "more than 400 MB of memory",
        "killed": "SIGKILL",
        "crash": "SIGSEGV",
        "exit": "exit code 3",
        "raise": "too deep",
    }
    texts = [text for number, bad in enumerate(guilty) for text in (f"good {number}", bad)]
    given: list[Document | Refusal] = [document(text, text) for text in texts]
    given.insert(3, Refusal("x.pdf", "is a PDF"))
    read = list(read_all(given, work, workers, LIMITS))
    assert [one.name if isinstance(one, Refusal) else one for one in read] == [one.name for one in given]
    refused = {one.name: one.reason for one in read if isinstance(one, Refusal) and one.name != "x.pdf"}
    assert set(refused) == set(guilty)
    for name, reason in guilty.items():
        assert reason in refused[name]


def test_a_text_whose_process_somebody_kills_is_read_again(tmp_path: Path) -> None:
    texts = ["good", f"unlucky {tmp_path / 'one'}", f"unlucky {tmp_path / 'two'}"]
    assert list(read_all([document(text, text) for text in texts], work, 1, LIMITS)) == texts


def test_a_hundred_batches_pass_through_few_processes() -> None:
    texts = [f"good {number} " + "я" * 10_000 for number in range(2_000)]
    assert list(read_all((document("a", text) for text in texts), work, 2, LIMITS)) == texts


def sizes(documents: Iterable[Document]) -> Iterator[int]:
    together = list(documents)
    time.sleep(0.3)  # longer than it takes to come to the end of the input
    return iter([len(together)] * len(together))


def test_what_is_left_at_the_end_is_shared_among_the_processes() -> None:
    given = [document(f"good {number}", "good") for number in range(5 * 64)]
    assert list(read_all(given, sizes, 1, LIMITS)) == [64] * 320
    read = list(read_all(given, sizes, 2, LIMITS))
    assert read[-64:] == [8] * 64  # not begun when the input came to its end


def loaded(documents: Iterable[Document]) -> Iterator[list[str]]:
    return ([name for name in ("kg.cli", "typer") if name in sys.modules] for _ in documents)


def test_who_reads_need_not_load_the_commands_of_the_program(tmp_path: Path) -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    module, _, name = project["project"]["scripts"]["kg"].partition(":")
    script = tmp_path / "kg"  # as pip writes it
    script.write_text(
        f"""
import sys
from {module} import {name}
if __name__ == "__main__":
    from kg.model import Document
    from kg.reading import read_all
    from tests.reading.test_reading import loaded
    print(list(read_all([Document("a", "text", "")], loaded, 1)))
"""
    )
    run = subprocess.run([sys.executable, script], check=True, capture_output=True, text=True, env=IN_PROJECT)
    assert run.stdout == "[[]]\n"


def test_files_are_read_without_loading_the_stores() -> None:
    program = "import sys, kg.reading, kg.sources; print('kg.stores' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert run.stdout == "False\n"


def test_those_that_ask_no_more_leave_no_process_waiting() -> None:
    began = time.monotonic()
    given = (document("a", "hang" if number == 100 else "good") for number in range(200))
    some = read_all(given, work, 1, Limits(seconds=60))
    assert next(some) == "good"
    some.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 30


def broken_settings(documents: Iterable[Document]) -> Iterator[str]:
    raise KgError("names.tsv: is no table")


def test_a_process_that_has_grown_makes_room_for_another() -> None:
    asked: list[list[Document | Refusal]] = [[document("a", text)] for text in ("pid", "pid", "fat", "pid", "pid")]
    with Pool(work, 1, LIMITS) as pool:
        first, second, _, third, fourth = (read for (read,) in pool.map(asked))
    assert first == second != third == fourth


def dead_at_once(documents: Iterable[Document]) -> Iterator[str]:
    os._exit(1)


@pytest.mark.parametrize("workers", [0, 1])
def test_a_file_of_the_user_that_is_wrong_ends_the_reading(workers: int) -> None:
    with pytest.raises(KgError, match=r"names\.tsv"):
        list(read_all([document("a", "a")], broken_settings, workers))


def test_a_process_that_cannot_even_start_is_told_with_the_remedy() -> None:
    with pytest.raises(ReadingError, match="--worker-memory"):
        list(read_all([document("a", "a")], dead_at_once, 1))


def test_a_long_text_is_a_batch_of_its_own() -> None:
    sizes = [100_000, 90_000, 20_000, 500_000, 10]
    given = [document(str(size), "я" * size) for size in sizes]
    assert [[one.name for one in batch] for batch in batches(given)] == [
        ["100000", "90000"],
        ["20000"],
        ["500000"],
        ["10"],
    ]
    assert [len(batch) for batch in batches([document("a", "a")] * 130)] == [64, 64, 2]


def test_half_a_character_is_refused_with_its_place() -> None:
    whole = document("a", "Китай 😀\x00 \u202e а\u0301")
    given = [whole, replace(whole, text="ab\ud83d"), replace(whole, title="\udc00"), replace(whole, name="\udcff.txt")]
    assert list(with_whole_characters(given)) == [
        whole,
        Refusal("a", "has half a character (U+D83D) at 2; fetch it again"),
        Refusal("a", "has half a character (U+DC00) at 0; fetch it again"),
        Refusal("\\udcff.txt", "has a name that is not in UTF-8; rename the file"),
    ]
