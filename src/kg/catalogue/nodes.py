"""IRIs as the numbers that stand for them in the file."""

import json
import sqlite3
from collections.abc import Iterable


def known(database: sqlite3.Connection, iris: Iterable[str]) -> dict[str, int]:
    """The numbers of those that have one."""
    query = "SELECT node.iri, node.id FROM json_each(?) AS given CROSS JOIN node ON node.iri = given.value"
    return dict(database.execute(query, (json.dumps(list(iris)),)))


def numbered(database: sqlite3.Connection, iris: Iterable[str]) -> dict[str, int]:
    """The numbers of all of them, the next ones where they have none; in a transaction that writes."""
    given = list(dict.fromkeys(iris))
    ids = known(database, given)
    (last,) = database.execute("SELECT COALESCE(MAX(id), 0) FROM node").fetchone()
    new = {iri: number for number, iri in enumerate((iri for iri in given if iri not in ids), start=last + 1)}
    database.executemany("INSERT INTO node (iri, id) VALUES (?, ?)", sorted(new.items()))
    return ids | new


def spelt(database: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, str]:
    """The IRIs of numbers."""
    query = "SELECT node.id, node.iri FROM json_each(?) AS given CROSS JOIN node ON node.id = given.value"
    return dict(database.execute(query, (json.dumps(sorted(numbers)),)))


def of_kind(kind: str, name: str) -> str:
    """What stands for a property of the things of a class: claims are not looked for among events."""
    return f"{kind} {name}"
