"""The README tells the truth: its query, its answers, its links, its commands."""

import re

from kg.cli import app
from tests.commands import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_its_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_its_query_is_the_file() -> None:
    assert (ROOT / "docs" / "example.rq").read_text(encoding="utf-8").strip() in README


def test_it_names_every_command() -> None:
    names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert {name for name in names if f"`kg {name}" not in README} == set()
