"""The server's settings and the environment's variables, from the code that reads them."""

import ast
import dataclasses
import inspect
from collections.abc import Iterator
from enum import Enum
from itertools import pairwise
from typing import Any

import typer
from typer.core import TyperGroup

from kg.cli import app
from kg.web.settings import Settings


def page() -> str:
    """The page, in Markdown."""
    lines = ["# Settings", "", "## Environment", ""]
    lines += ["A variable stands for an option of these commands that is not given.", ""]
    lines += ["| variable | option | of | what |", "| --- | --- | --- | --- |"]
    variables: dict[tuple[str, str, str], list[str]] = {}
    for path, command in _commands(typer.main.get_command(app), "kg"):
        for option in command.params:
            if option.envvar:
                told = getattr(option, "help", None) or ""
                variables.setdefault((str(option.envvar), option.opts[0], told), []).append(path)
    for (variable, name, told), commands in sorted(variables.items()):
        lines.append(f"| `{variable}` | `{name}` | {', '.join(f'`{command}`' for command in commands)} | {told} |")
    lines += ["", "## The server", ""]
    lines += [
        "What `kg.web.settings.Settings` holds, for those who put the application behind a server of their own; "
        "the options of [`kg serve`](commands.md) set the same.",
        "",
        "| setting | default | what |",
        "| --- | --- | --- |",
    ]
    told_of = dict(_told(Settings))
    for field in dataclasses.fields(Settings):
        default = "" if field.default is dataclasses.MISSING else f"`{_value(field.default)!r}`"
        lines.append(f"| `{field.name}` | {default} | {told_of.get(field.name, '')} |")
    return "\n".join(lines)


def _value(default: object) -> object:
    return default.value if isinstance(default, Enum) else default


def _commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The commands of a group, and of the groups within it, by what one types to call them."""
    if isinstance(command, TyperGroup):
        for name, inner in sorted(command.commands.items()):
            yield from _commands(inner, f"{path} {name}")
    else:
        yield path, command


def _told(described: type) -> Iterator[tuple[str, str]]:
    """The strings below a class's fields, which say what each is."""
    body = next(node for node in ast.parse(inspect.getsource(described)).body if isinstance(node, ast.ClassDef)).body
    for field, text in pairwise(body):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(told))):
                yield name, " ".join(told.split())
