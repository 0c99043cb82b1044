"""Makes a gazetteer's SQLite file: from a dump of Wikidata, or from a table in the project's own format.

A dump takes hours, so what matters of it is gathered in ``FILE.part`` as it is read, in one transaction with the place
up to which it was read: a reading that was killed goes on from there. Only when all classes are known can it be said
what an item is (a town of Kazakhstan is a city); so the gazetteer is written from what was gathered, at the end.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from kg.identifiers import WIKIDATA
from kg.knowledge.database import DatabaseWriter
from kg.knowledge.dumps import Checkpoint, DumpError, DumpReader
from kg.knowledge.entries import Entry
from kg.knowledge.gazetteer import WORDS_OF_STATE, Gazetteer, read_entries, surnames
from kg.knowledge.names import NameIndex, is_common_word, is_quoted, words
from kg.knowledge.offices import Office
from kg.knowledge.tables import TableError
from kg.knowledge.titles import Titles
from kg.knowledge.wikidata import Item, is_of_use, item_classes, left_out, read_item
from kg.model import PartialDate

DEFAULT_SITELINKS = 5
"""In how many wikis an item must have a page."""
_COMMIT_EVERY = 5_000
"""Lines; at most these are read again after a kill."""
_HEAD = 1 << 16
"""Bytes by which a dump is recognised: its end may still be missing."""

OnProgress = Callable[[int], None]
"""Is told up to which byte of the file all has been read."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    entries: int
    lines: int
    """Lines that were read, of a dump with those of an earlier reading that was broken off."""
    bad: int
    """Lines that could not be read and were skipped."""


def is_dump(path: Path) -> bool:
    """Is it a dump in JSON rather than a table? Raises DumpError where it is neither."""
    try:
        first, _ = next(DumpReader(path).batches(), ([], Checkpoint()))
    except OSError as error:
        raise DumpError(f"{path}: cannot be read ({error.strerror}); give a Wikidata dump or a TSV file") from error
    return any(first) and next(line.lstrip()[:1] for line in first if line.strip()) in (b"[", b"{")


# --- a table ------------------------------------------------------------------------------------------------------


def import_table(source: Path, target: Path) -> Imported:
    """Makes a gazetteer of a user's table; its entries will come before those that ship.

    Raises:
        TableError: where a line cannot be read, or none is there; a gazetteer that is there already stays.
        DumpError: where the target cannot be written.
    """
    new = target.with_name(target.name + ".new")
    try:
        entries = _write_table(source, new)
    except sqlite3.Error as error:
        new.unlink(missing_ok=True)
        raise DumpError(f"{target}: cannot be written ({error}); give a file in a folder that has room") from error
    except TableError:
        new.unlink(missing_ok=True)
        raise
    new.replace(target)
    return Imported(entries, entries, 0)


def _write_table(source: Path, new: Path) -> int:
    """Makes the gazetteer; returns how many entries it has."""
    writer = DatabaseWriter(new, comes_first=True)
    for entry, row in read_entries(source):
        is_state = entry.type == "State"
        writer.add(
            entry,
            surnames=surnames(entry) if entry.type == "Person" else (),
            words_of_state=row.fields[WORDS_OF_STATE:] if is_state else (),
        )
    entries = writer.close()
    if not entries:
        raise TableError(f"{source}: has no entries; give a Wikidata dump or a TSV file as in docs/gazetteer.md")
    return entries


# --- a dump -------------------------------------------------------------------------------------------------------

_STAGE = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS item (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, names TEXT NOT NULL, state INTEGER, iso_code TEXT,
    sitelinks INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS instance (class INTEGER, item INTEGER, PRIMARY KEY (class, item)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS subclass (parent INTEGER, class INTEGER, PRIMARY KEY (parent, class)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS term (
    person INTEGER, position INTEGER, start TEXT, "end" TEXT, as_of TEXT, PRIMARY KEY (person, position, start)
) WITHOUT ROWID;
"""


def import_dump(
    source: Path,
    target: Path,
    gazetteer: Gazetteer,
    *,
    sitelinks: int = DEFAULT_SITELINKS,
    on_progress: OnProgress = lambda position: None,
) -> Imported:
    """Makes a gazetteer of a dump: persons, states, bodies, cities with Russian names, and who held which office.

    Args:
        source: one JSON object a line, in an array or not; plain, gzip or bzip2.
        target: the SQLite file. What is gathered meanwhile stands beside it in a file that ends in ``.part``.
        gazetteer: what ships: by it, states and titles of offices are known, and entries whose type is settled.
        sitelinks: in how many wikis an item must have a page. Those who held an office of a state need none.
        on_progress: is told how far the reading is.

    Raises:
        DumpError: where the file is damaged or cut off, another dump has been begun at the same place, or the target
            cannot be written.
    """
    part = target.with_name(target.name + ".part")
    try:
        with closing(_Stage(part, source, sitelinks)) as stage:
            stage.read(source, on_progress)
            new = target.with_name(target.name + ".new")
            entries = stage.write(new, gazetteer)
            new.replace(target)
            imported = Imported(entries, stage.lines, stage.bad)
    except sqlite3.Error as error:
        raise DumpError(
            f"{target}: cannot be written ({error}); see that the disk has room, and delete {part.name} if it is broken"
        ) from error
    for name in (part, *(part.with_name(part.name + suffix) for suffix in ("-wal", "-shm"))):
        name.unlink(missing_ok=True)
    return imported


_OPEN, _CLOSE = b"[", b"]"


class _Stage:
    """What was gathered of a dump so far."""

    def __init__(self, path: Path, source: Path, sitelinks: int) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.executescript(_STAGE)
        self._sitelinks = sitelinks
        self.lines = self.bad = 0
        meta = dict(self._database.execute("SELECT key, value FROM meta"))
        head = meta.get("head", min(_HEAD, source.stat().st_size))
        with source.open("rb") as file:
            begun = f"{sha256(file.read(head)).hexdigest()} {sitelinks}"
        if meta and meta["begun"] != begun:
            raise DumpError(f"{path}: was begun from another dump or with another --sitelinks; delete it to begin anew")
        self._checkpoint = Checkpoint(meta.get("stream", 0), meta.get("skip", 0))
        self.lines, self.bad = meta.get("lines", 0), meta.get("bad", 0)
        self._is_array, self._is_closed = meta.get("array") == 1, False
        self._head, self._begun = head, begun
        self._done = meta.get("done") == 1

    def close(self) -> None:
        self._database.close()

    # --- reading

    def read(self, source: Path, on_progress: OnProgress) -> None:
        """Gathers what the rest of the dump has."""
        if self._done:
            return
        reader = DumpReader(source, self._checkpoint)
        uncommitted = 0
        self._database.execute("BEGIN")
        try:
            for lines, end in reader.batches():
                if end is None and self._is_array and lines[-1].strip() != _CLOSE:
                    break  # in the middle of a line
                bad = sum(not self._read_line(line) for line in lines)
                # From here on the lines count as read; of those before, nothing is lost if they are read again.
                self.lines, self.bad = self.lines + len(lines), self.bad + bad
                self._checkpoint = end or self._checkpoint
                on_progress(reader.position)
                uncommitted += len(lines)
                if uncommitted >= _COMMIT_EVERY:
                    uncommitted = 0
                    self._commit()
                    self._database.execute("BEGIN")
        finally:
            self._commit()
        if self._is_array and not self._is_closed:
            raise DumpError(
                f"{source}: is cut off: its last line is no ]; fetch the rest, then run the same command: it goes on "
                "from there"
            )
        self.bad += reader.overlong
        self._done = True
        self._commit()

    def _commit(self) -> None:
        state = {
            "head": self._head,
            "begun": self._begun,
            "stream": self._checkpoint.stream,
            "skip": self._checkpoint.skip,
            "lines": self.lines,
            "bad": self.bad,
            "array": int(self._is_array),
            "done": int(self._done),
        }
        self._database.executemany("REPLACE INTO meta VALUES (?, ?)", state.items())
        if self._database.in_transaction:
            self._database.execute("COMMIT")

    def _read_line(self, line: bytes) -> bool:
        """Gathers what a line has. Could it be read?"""
        line = line.strip()
        if line == _OPEN:
            self._is_array = True
        elif line == _CLOSE:
            self._is_closed = True
        elif is_of_use(line):
            try:
                item = read_item(json.loads(line.rstrip(b",")))
            except (ValueError, KeyError, TypeError, AttributeError):
                return False
            if item is not None:
                self._keep(item)
        return True

    def _keep(self, item: Item) -> None:
        number = _number(item.id)
        if item.parents:
            pairs = [(_number(parent), number) for parent in item.parents]
            self._database.executemany("INSERT OR IGNORE INTO subclass VALUES (?, ?)", pairs)
        is_known = item.sitelinks >= self._sitelinks or bool(item.terms)
        # An office, or a state, is seldom written about; which it is can't be said yet.
        may_be_office_or_state = not item.is_human and (bool(item.parents) or item.state is not None)
        if not item.name or left_out() & set(item.classes) or not (is_known or may_be_office_or_state):
            return
        state = _number(item.state) if item.state is not None else None
        self._database.execute(
            "REPLACE INTO item VALUES (?, ?, ?, ?, ?, ?)",
            (number, item.name, "\n".join(item.names), state, item.iso_code, item.sitelinks),
        )
        instances = [(_number(one), number) for one in item.classes]
        self._database.executemany("INSERT OR IGNORE INTO instance VALUES (?, ?)", instances)
        self._database.executemany(
            "REPLACE INTO term VALUES (?, ?, ?, ?, ?)",
            [(number, _number(t.position), _iso(t.start) or "", _iso(t.end), _iso(t.as_of)) for t in item.terms],
        )

    # --- writing

    def write(self, path: Path, gazetteer: Gazetteer) -> int:
        """Makes the gazetteer of what was gathered; returns how many entries it has."""
        self._tell_types()
        codes = _Codes(self._database, gazetteer)
        titles = dict(self._titles(codes, gazetteer))
        writer = DatabaseWriter(path, comes_first=False)
        for number, entry in self._entries(codes, gazetteer, titles):
            person = entry.type == "Person"
            known = person and ((entry.sitelinks or 0) >= _SURNAME_ALONE or self._has_term(number, titles))
            writer.add(entry, surnames=surnames(entry) if known else ())
        for office in self._offices(titles):
            writer.add_office(office)
        return writer.close()

    def _tell_types(self) -> None:
        """What each class is, by the table of classes and by the classes above it."""
        database = self._database
        database.execute("CREATE TEMP TABLE root (class INTEGER, place INTEGER, type TEXT)")
        roots = [(_number(one.id), place, one.type) for place, one in enumerate(item_classes()) if one.type]
        database.executemany("INSERT INTO root VALUES (?, ?, ?)", roots)
        database.execute(
            "CREATE TEMP TABLE type (class INTEGER, place INTEGER, PRIMARY KEY (class, place)) WITHOUT ROWID"
        )
        for number, place, _ in roots:
            database.execute(
                """WITH RECURSIVE below (class) AS (
                    VALUES (?) UNION SELECT subclass.class FROM subclass JOIN below ON subclass.parent = below.class
                ) INSERT INTO type SELECT class, ? FROM below""",
                (number, place),
            )
        database.execute("CREATE TEMP TABLE typed (item INTEGER PRIMARY KEY, place INTEGER)")
        # An office is a class itself (those who were presidents of Kazakhstan): it is one by the classes above it, too.
        database.execute(
            """INSERT INTO typed SELECT item, min(place) FROM (
                SELECT item, place FROM instance JOIN type USING (class)
                UNION ALL
                SELECT item.id, place FROM item JOIN type ON type.class = item.id JOIN root USING (place)
                WHERE root.type = 'Position' AND root.class <> item.id
            ) GROUP BY item"""
        )

    def _items(self, type_: str) -> Iterator[tuple[int, str, str, int | None, str | None, int]]:
        """The items of a type, the best known first."""
        return self._database.execute(
            """SELECT id, name, names, state, iso_code, sitelinks FROM item
            JOIN typed ON typed.item = item.id JOIN root USING (place)
            WHERE root.type = ? ORDER BY sitelinks DESC, id""",
            (type_,),
        )

    def _entries(
        self, codes: "_Codes", gazetteer: Gazetteer, titles: dict[int, tuple[str, str]]
    ) -> Iterator[tuple[int, Entry]]:
        for type_ in ("State", "Organisation", "Person", "Place"):
            for number, name, names, state, _, sitelinks in self._items(type_):
                wanted = sitelinks >= self._sitelinks or self._has_term(number, titles)
                if not wanted:
                    continue
                known = gazetteer.entry(f"Q{number}")
                code = codes.code(number) if type_ == "State" else codes.code(state)
                entry = Entry(
                    known.type if known is not None else type_,
                    name,
                    # What a state is called is looked through; Wikidata's aliases of states (Русь, РФия) are not.
                    () if type_ == "State" else tuple(names.split("\n")) if names else (),
                    (f"{WIKIDATA}Q{number}",),
                    code if type_ == "State" and code is not None and len(code) == _ISO_LENGTH else None,
                    code,
                    sitelinks,
                )
                yield number, _with_findable_names(entry)

    def _has_term(self, number: int, titles: dict[int, tuple[str, str]]) -> bool:
        held = self._database.execute("SELECT position FROM term WHERE person = ?", (number,))
        return any(position in titles for (position,) in held)

    def _titles(self, codes: "_Codes", gazetteer: Gazetteer) -> Iterator[tuple[int, tuple[str, str]]]:
        """The positions that are offices of states: title and code of the state."""
        for number, name, _, state, _, _ in self._items("Position"):
            code = codes.code(state)
            if code is not None:
                yield number, (office_title(name, code, codes.named, gazetteer.titles), code)

    def _offices(self, titles: dict[int, tuple[str, str]]) -> Iterator[Office]:
        found = self._database.execute(
            """SELECT position, person, name, start, "end", as_of FROM term JOIN item ON item.id = term.person
            ORDER BY person, start, position"""
        )
        for position, person, name, *dates in found:
            if position in titles:
                title, of = titles[position]
                start, end, as_of = (PartialDate.parse(date) if date else None for date in dates)
                yield Office(f"Q{person}", name, title, of, start, end, as_of)


_ISO_LENGTH = 3
_SURNAME_ALONE = 20
"""From how many wikis on a person without an office is looked for by the surname alone."""


class _Codes:
    """The codes of states by their items."""

    def __init__(self, database: sqlite3.Connection, gazetteer: Gazetteer) -> None:
        found = database.execute(
            """SELECT id, name, iso_code FROM item JOIN typed ON typed.item = item.id JOIN root USING (place)
            WHERE root.type = 'State'"""
        )
        self._gazetteer = gazetteer
        self._codes: dict[int, str] = {}
        self._names: NameIndex[str] = NameIndex()
        for number, name, iso_code in found:
            self._codes[number] = iso_code or f"Q{number}"
            self._names.add(name, self._codes[number])

    def code(self, number: int | None) -> str | None:
        """The ISO code or, of a state without one, its id; None for what is no state."""
        if number is None:
            return None
        known = self._gazetteer.entry(f"Q{number}")
        if known is not None and known.type == "State":
            return known.state
        return self._codes.get(number)

    def named(self, name: str) -> tuple[str, ...]:
        """The codes of the states with a name, in any case form."""
        known = (entry.state for entry in self._gazetteer.named(name, "State"))
        return (*(code for code in known if code is not None), *self._names.named(name))


def office_title(label: str, code: str, states: Callable[[str], Collection[str]], titles: Titles) -> str:
    """The title in the name of an office: президент Казахстана → президент.

    Args:
        label: the name of the office.
        code: of the state whose office it is.
        states: gives the codes of the states with a name.
        titles: those that are known.

    Returns:
        The title; the whole name where the state's does not end it.
    """
    parts = label.split()
    for cut in range(1, len(parts)):
        state = " ".join(parts[cut:])
        if code in states(state):
            title = " ".join(parts[:cut])
            known = titles.named(title)
            return known.name if known is not None else title[:1].lower() + title[1:]
    return label[:1].lower() + label[1:]


def _with_findable_names(entry: Entry) -> Entry:
    """The entry with «» around the names that are common words: the band «Кино», not the cinema."""
    if entry.type == "Person":
        return entry
    names = tuple(name if not _is_common(name) else f"«{name.strip('«»')}»" for name in entry.names)
    if _is_common(entry.name):
        names = (f"«{entry.name}»", *names)
    return replace(entry, names=names)


def _is_common(name: str) -> bool:
    parts = words(name)
    return not is_quoted(name) and len(parts) == 1 and not parts[0].isupper() and is_common_word(parts[0])


def _number(identifier: str) -> int:
    return int(identifier.removeprefix("Q"))


def _iso(date: PartialDate | None) -> str | None:
    return str(date) if date is not None else None
