"""IRIs as the numbers that stand for them in the file."""

import json
import sqlite3
from collections.abc import Iterable, Sequence


def known(database: sqlite3.Connection, iris: Iterable[str]) -> dict[str, int]:
    """The numbers of those that have one."""
    query = "SELECT node.iri, node.id FROM json_each(?) AS given CROSS JOIN node ON node.iri = given.value"
    return dict(database.execute(query, (json.dumps(list(iris)),)))


def numbered(database: sqlite3.Connection, iris: Sequence[str]) -> dict[str, int]:
    """The numbers of all of them, new ones where they have none."""
    database.executemany("INSERT OR IGNORE INTO node (iri) VALUES (?)", [(iri,) for iri in iris])
    return known(database, iris)


def spelt(database: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, str]:
    """The IRIs of numbers."""
    query = "SELECT node.id, node.iri FROM json_each(?) AS given CROSS JOIN node ON node.id = given.value"
    return dict(database.execute(query, (json.dumps(sorted(numbers)),)))


def of_kind(kind: str, name: str) -> str:
    """What stands for a property of the things of a class: claims are not looked for among events."""
    return f"{kind} {name}"
