"""The examples of docs/sources.md do what they say."""

import os
import re
import subprocess
import sys
from pathlib import Path

from kg.sources.formats import SUFFIXES, Format
from tests.commands import ROOT

PAGE = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")


def test_the_examples(tmp_path: Path) -> None:
    for name, content in re.findall(r"^`([\w.]+)`:\n\n```\w+\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert len(list(tmp_path.iterdir())) == 3
    kg = f'"{sys.executable}" -m kg'
    checked = 0
    for console in re.findall(r"^```console\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        for command, told in re.findall(r"^\$ (.*)\n((?:[^$].*\n)*)", console, re.MULTILINE):
            done = subprocess.run(
                re.sub(r"^kg\b", kg.replace("\\", r"\\"), command),
                shell=True,
                cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
                capture_output=True,
                text=True,
                check=False,
            )
            printed = [*done.stdout.splitlines(), *done.stderr.splitlines()]
            assert len(printed) == len(told.splitlines()), printed
            for line, expected in zip(printed, told.splitlines(), strict=True):
                pattern = ".*".join(map(re.escape, expected.split("…")))
                assert re.match(pattern, line), (command, line)
                checked += 1
    assert checked == 9


def test_it_names_every_format() -> None:
    for suffix in (".jsonl", ".csv", ".tsv", ".parquet", ".warc"):
        assert suffix in SUFFIXES
    names = ["plain text", "HTML", "JSON", "JSON Lines", "CSV", "Parquet", "RSS", "WARC", "ZIP", "tar"]
    names += ["gzip", "bzip2", "xz", "Zstandard"]
    assert len(names) == len(Format)
    assert [name for name in names if name not in PAGE] == []
