"""Reads the lexicons: tab-separated files beside the code, one entry a line, comments after ``#``."""

import importlib.resources
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_FOLDER = Path(str(importlib.resources.files("kg.extract"))) / "data"


def rows(name: str) -> Iterator[tuple[str, ...]]:
    """The rows of a data file of this package, each a tuple of its stripped fields."""
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(field.strip() for field in line.split("\t"))


@cache
def words(name: str) -> frozenset[str]:
    """The first field of each row, folded."""
    return frozenset(row[0].casefold().replace("ё", "е") for row in rows(name))
