"""``bench/feeds.py`` for some hours: that nothing is lost, and that it would tell."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def six_hours(*options: str) -> str:
    command = [sys.executable, str(ROOT / "bench" / "feeds.py"), "--hours", "6", "--feeds", "6", *options]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_some_hours_of_feeds_lose_nothing_and_read_nothing_twice() -> None:
    told = six_hours()
    assert "lost 0, too much 0, twice in the store 0, read twice 0" in told
    sent = next(line for line in told.splitlines() if line.startswith("made"))
    assert "sent 0" not in sent


def test_nor_do_changed_copies_that_need_not_be_read() -> None:
    told = six_hours("--copies", "0.5")
    assert "lost 0, too much 0, twice in the store 0, read twice 0" in told
    copies = re.search(r"copies: (\d+) sent, (\d+) read, (\d+) of them needlessly", told)
    assert copies is not None
    sent, read, needlessly = map(int, copies.groups())
    assert (sent > 2 * read, needlessly) == (True, 0)
