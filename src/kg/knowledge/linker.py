"""Temporary until the real linker stands here."""
from typing import Any
from kg.knowledge.entries import Entry
def link(name: str, type: str, **k: Any) -> Entry | None:
    return next(iter(k["gazetteer"].named(name, type)), None)
