"""``bench/scale.py`` on graphs that are small enough for a test: that it measures, not what."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_growth_is_measured_and_foretold(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "bench" / "scale.py"), "--articles", "50", "60", "70"]
    done = subprocess.run(
        [*command, "--questions", "2", "--folder", str(tmp_path)], capture_output=True, text=True, check=True
    )
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in done.stdout.splitlines() if line[0] == "|"
    ]
    figures = {name: [float(value.replace(",", "")) for value in values[:4]] for name, *values in rows[2:]}
    small, middle, large, predicted = figures["quads"]
    assert small < middle < large
    assert predicted == middle + (middle - small)
    assert figures["quads an article"][2] == round(large / 70)
    assert all(value > 0 for name in figures if "disk" in name for value in figures[name])
    assert not list(tmp_path.iterdir()), "the stores are deleted"
