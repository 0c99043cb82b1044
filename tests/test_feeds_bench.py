"""``bench/feeds.py`` for some hours: that nothing is lost, and that it would tell."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_some_hours_of_feeds_lose_nothing_and_read_nothing_twice() -> None:
    command = [sys.executable, str(ROOT / "bench" / "feeds.py"), "--hours", "6", "--feeds", "6"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "lost 0, too much 0, twice in the store 0, read twice 0" in done.stdout
    sent = next(line for line in done.stdout.splitlines() if line.startswith("made"))
    assert "sent 0" not in sent
