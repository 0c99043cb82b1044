"""The documentation tells the truth: the site builds with every link whole, the tutorial's commands run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import app
from tests.commands import ROOT

TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` does."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def text(site: Path, page: str) -> str:
    return (site / page / "index.html").read_text(encoding="utf-8")


def test_every_command_is_in_the_reference(site: Path) -> None:
    names = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    page = text(site, "reference/commands")
    assert [name for name in names if f"<code>kg {name}</code>" not in page] == []


def test_terms_types_and_shapes_are_in_the_reference(site: Path) -> None:
    terms, types, shapes = (text(site, f"reference/{name}") for name in ("terms", "event-types", "shapes"))
    assert 'id="quotationType"' in terms and "высказывание" in terms
    assert "<code>plover:CONSULT</code>" in types and "<code>plover:CONSULT-visit</code>" in types
    assert "<code>shape:ArticleIri</code>" in shapes


def test_settings_and_variables_are_in_the_reference(site: Path) -> None:
    page = text(site, "reference/settings")
    assert "<code>KG_STORE</code>" in page and "<code>--store</code>" in page
    assert "<code>query_timeout</code>" in page and "Seconds of work that a query may take" in page


def test_addresses_are_in_the_reference(site: Path) -> None:
    page = text(site, "reference/http")
    assert "<code>GET /api/v1/claims</code>" in page and "<code>POST /sparql</code>" in page
    assert (site / "reference" / "openapi.json").stat().st_size > 10_000


def test_the_notebook_ran(site: Path) -> None:
    page = text(site, "notebook")
    assert re.search(r"5 articles: \d+ statements, \d+ events", page)
    picture = re.search(r'src="\.\./(output_\w+\.png)"', page)
    assert picture and (site / picture[1]).read_bytes().startswith(b"\x89PNG")


def test_the_tutorial_runs(tmp_path: Path) -> None:
    blocks = re.findall(r"```console\n(.*?)```", TUTORIAL, re.DOTALL)
    script = "\n".join(re.sub(r"^\$ ", "", block, flags=re.MULTILINE) for block in blocks)
    claim = r"""$(kg query statements-of -p speaker=Токаев -p limit=1 -f csv | grep -o 'claim/[0-9a-z]*')"""
    script = script.replace("make run", f"kg build '{ROOT / 'seeds'}'", 1).replace("claim/…", claim)
    folder = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Китай поддерживает Казахстан" in done.stdout
    assert {path.name for path in tmp_path.glob("*.*")} == {"visit.txt", "news.gexf", "events.jsonl", "tables.zip"}
