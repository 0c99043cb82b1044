"""A gazetteer in an SQLite file: as many names as one likes, looked up one by one and never all in memory."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from kg.identifiers import wikidata_id
from kg.knowledge.entries import Entry
from kg.knowledge.names import Name, as_name, key, letters, words
from kg.knowledge.offices import Office
from kg.knowledge.tables import TableError
from kg.language.morphology import fold
from kg.model import PartialDate

_MAGIC = b"SQLite format 3\0"
_VERSION = 2
_CACHED = 1 << 16

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,  -- where several have one name, the likelier has the lower number
    wikidata TEXT, type TEXT NOT NULL, name TEXT NOT NULL, names TEXT NOT NULL, same_as TEXT NOT NULL,
    iso_code TEXT, state TEXT, sitelinks INTEGER, namesakes INTEGER NOT NULL,
    words TEXT  -- of a state: the further fields of its line (adjectives, inhabitants ...)
);
CREATE TABLE name (key TEXT, entry INTEGER, name TEXT, PRIMARY KEY (key, entry, name)) WITHOUT ROWID;
CREATE TABLE surname (surname TEXT, entry INTEGER, PRIMARY KEY (surname, entry)) WITHOUT ROWID;
CREATE TABLE beginning (letters TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE office (
    wikidata TEXT, name TEXT NOT NULL, title TEXT NOT NULL, of TEXT NOT NULL, start TEXT, "end" TEXT, as_of TEXT
);
"""
_INDEXES = """
CREATE INDEX entry_by_wikidata ON entry (wikidata);
CREATE INDEX entry_by_type ON entry (type) WHERE type = 'State';
CREATE INDEX office_by_holder ON office (wikidata);
CREATE INDEX office_by_title ON office (title, of);
"""


def is_database(path: Path) -> bool:
    """Is it an SQLite file?"""
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


class GazetteerDatabase:
    """What ``kg gazetteer import`` has made, open for lookups."""

    def __init__(self, path: Path) -> None:
        """Opens the file. Raises TableError where it is no gazetteer, or one of another version."""
        try:
            # Lookups only: any thread may make them.
            self._database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            meta = dict(self._database.execute("SELECT key, value FROM meta"))
        except sqlite3.Error as error:
            raise TableError(f"{path}: is no gazetteer ({error}); make one with `kg gazetteer import`") from None
        if meta.get("version") != str(_VERSION):
            raise TableError(f"{path}: is of another version; make it anew with `kg gazetteer import`")
        self.comes_first = meta.get("comes first") == "yes"
        """Do its entries come before those that ship?"""
        self.goes_on = lru_cache(_CACHED)(self._goes_on)
        """Does a name consist of, or begin with, the words of these keys, with blanks between them?"""
        self.names_at = lru_cache(_CACHED)(self._names_at)
        """The names of exactly the words of these keys."""
        self.entries = lru_cache(_CACHED)(self._entries_with)
        """The entries with this Wikidata id."""

    # --- names

    @property
    def root(self) -> "StoredNode":
        """Where its names begin."""
        return StoredNode(self, "")

    def beginnings(self) -> Iterator[str]:
        """The first letters of the names that may begin with a small one."""
        return (row[0] for row in self._database.execute("SELECT letters FROM beginning"))

    def _goes_on(self, path: str) -> bool:
        # A blank sorts before all that a word may hold, so the names that go on follow the name itself.
        found = self._database.execute("SELECT key FROM name WHERE key >= ? ORDER BY key LIMIT 1", (path,)).fetchone()
        return found is not None and (found[0] == path or found[0].startswith(path + " "))

    def _names_at(self, path: str) -> tuple[Name[Entry], ...]:
        found = self._database.execute(
            f"SELECT name.name, {_COLUMNS} FROM name JOIN entry ON entry.id = name.entry WHERE key = ? ORDER BY entry",
            (path,),
        )
        named = ((row[0], _entry(row[1:])) for row in found)
        return tuple(as_name(name, entry, strict=entry.type == "Person") for name, entry in named)

    # --- entries

    def _entries_with(self, wikidata: str) -> tuple[Entry, ...]:
        return self._entries("WHERE wikidata = ? ORDER BY id", wikidata)

    def persons(self, surname: str) -> tuple[Entry, ...]:
        """The persons with a surname in its folded nominative, the best known first."""
        return self._entries("JOIN surname ON surname.entry = entry.id WHERE surname = ? ORDER BY id", surname)

    def states(self) -> Iterator[tuple[Entry, tuple[str, ...]]]:
        """The states, with the further fields of their lines."""
        for row in self._database.execute(f"SELECT words, {_COLUMNS} FROM entry WHERE type = 'State' ORDER BY id"):
            yield _entry(row[1:]), tuple((row[0] or "").split("\t"))

    def _entries(self, where: str, value: str) -> tuple[Entry, ...]:
        return tuple(_entry(row) for row in self._database.execute(f"SELECT {_COLUMNS} FROM entry {where}", (value,)))

    # --- offices

    def offices_of(self, wikidata: str) -> tuple[Office, ...]:
        """The offices of a person."""
        return self._offices("wikidata = ?", wikidata)

    def offices(self, title: str, of: str) -> tuple[Office, ...]:
        """The terms of an office, by its folded title and the state's code."""
        return self._offices("title = ? AND of = ?", title, of)

    def _offices(self, where: str, *values: str) -> tuple[Office, ...]:
        found = self._database.execute(
            f'SELECT wikidata, name, title, of, start, "end", as_of FROM office WHERE {where} ORDER BY rowid', values
        )
        return tuple(Office(*row[:4], *(_date(written) for written in row[4:])) for row in found)


_COLUMNS = (
    "entry.type, entry.name, entry.names, entry.same_as, entry.iso_code, entry.state, entry.sitelinks, entry.namesakes"
)


def _entry(row: Sequence[object]) -> Entry:
    type_, name, names, same_as, iso_code, state, sitelinks, namesakes = row
    return Entry(
        str(type_),
        str(name),
        tuple(str(names).split("\n")) if names else (),
        tuple(str(same_as).split()),
        None if iso_code is None else str(iso_code),
        None if state is None else str(state),
        sitelinks if isinstance(sitelinks, int) else None,
        bool(namesakes),
    )


def _date(written: str | None) -> PartialDate | None:
    return PartialDate.parse(written) if written else None


class StoredNode:
    """As a node in memory, for names in the file (see :class:`kg.knowledge.names.Node`)."""

    __slots__ = ("_database", "_path")

    def __init__(self, database: GazetteerDatabase, path: str) -> None:
        self._database = database
        self._path = path

    @property
    def names(self) -> Sequence[Name[Entry]]:
        """The names that end here."""
        return self._database.names_at(self._path) if self._path else ()

    def child(self, key: str) -> "StoredNode | None":
        """What follows after one more word."""
        path = f"{self._path} {key}" if self._path else key
        return StoredNode(self._database, path) if self._database.goes_on(path) else None


class DatabaseWriter:
    """Fills a new gazetteer, in one transaction."""

    def __init__(self, path: Path, *, comes_first: bool) -> None:
        """Makes the file, in the place of one that is there.

        Args:
            path: of the file.
            comes_first: are its entries to come before those that ship (a user's own), or after (Wikidata's)?
        """
        path.unlink(missing_ok=True)
        self._database = sqlite3.connect(path, isolation_level=None)
        # Nobody reads the file before it is whole, and what fails is begun anew.
        self._database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA}")
        self._database.execute("BEGIN")
        # Names come in any order; sorted at the end, they are written once, page after page.
        self._database.execute("CREATE TEMP TABLE unsorted (key TEXT, entry INTEGER, name TEXT)")
        meta = (("version", str(_VERSION)), ("comes first", "yes" if comes_first else "no"))
        self._database.executemany("INSERT INTO meta VALUES (?, ?)", meta)
        self._entries = 0

    def add(self, entry: Entry, *, surnames: Iterable[str] = (), words_of_state: Sequence[str] = ()) -> None:
        """Adds an entry with its names; of two that share one, the first added comes first."""
        self._entries += 1
        row = (
            self._entries,
            wikidata_id(entry.same_as),
            entry.type,
            entry.name,
            "\n".join(entry.names),
            " ".join(entry.same_as),
            entry.iso_code,
            entry.state,
            entry.sitelinks,
            entry.has_namesakes,
            "\t".join(words_of_state) or None,
        )
        self._database.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        for name in entry.written_names:
            parts = words(name)
            path = " ".join(key(part) for part in parts)
            self._database.execute("INSERT INTO unsorted VALUES (?, ?, ?)", (path, self._entries, name))
            if parts and as_name(name, None, strict=entry.type == "Person").may_begin_small:
                self._database.execute("INSERT OR IGNORE INTO beginning VALUES (?)", (letters(parts[0]),))
        for surname in surnames:
            self._database.execute("INSERT OR IGNORE INTO surname VALUES (?, ?)", (surname, self._entries))

    def add_office(self, office: Office) -> None:
        """Adds a term of office."""
        dates = (str(date) if date is not None else None for date in (office.start, office.end, office.as_of))
        self._database.execute(
            "INSERT INTO office VALUES (?, ?, ?, ?, ?, ?, ?)",
            (office.wikidata, office.name, fold(office.title), office.of, *dates),
        )

    def close(self) -> int:
        """Writes what is left; returns how many entries there are."""
        self._database.execute(
            "INSERT OR IGNORE INTO name SELECT key, entry, name FROM unsorted WHERE key <> '' ORDER BY key, entry, name"
        )
        self._database.execute("DROP TABLE unsorted")
        for statement in _INDEXES.strip().split("\n"):
            self._database.execute(statement)
        self._database.execute("COMMIT")
        self._database.execute("ANALYZE")
        self._database.close()
        return self._entries
