"""The SQLite file of a text index: its tables, and the kinds of texts."""

import importlib.metadata
from enum import StrEnum

from kg.companion import Design


class Kind(StrEnum):
    """What a text is."""

    CLAIM = "claim"
    NAME = "name"
    """Of an actor, a place or anything else: labels and alternative labels."""
    TITLE = "title"
    """Of an article or a position."""
    ARTICLE = "article"
    """The text of an article."""


COLUMNS = ("claim", "label", "alternative", "title", "position", "article")
"""Of the table of words: one for each property whose texts are indexed."""
DESIGN = Design(
    name="the text index",
    version=f"2 {importlib.metadata.version('pymorphy3-dicts-ru')}",
    schema=f"""
CREATE TABLE graph (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT, digest BLOB NOT NULL UNIQUE,
  subject TEXT NOT NULL, property TEXT NOT NULL, text TEXT NOT NULL, language TEXT, datatype TEXT
);
CREATE TABLE standing (graph INTEGER, entry INTEGER, PRIMARY KEY (graph, entry)) WITHOUT ROWID;
CREATE INDEX standing_by_entry ON standing (entry);
CREATE VIRTUAL TABLE words USING fts5(
  {", ".join(COLUMNS)}, content='', tokenize='unicode61 remove_diacritics 0'
);
""",
)
