"""The gazetteer: which states, bodies, persons and places are known, by what names, and who held which office when."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Self

from kg.identifiers import GEONAMES, WIKIDATA, wikidata_id
from kg.knowledge.database import GazetteerDatabase, is_database
from kg.knowledge.entries import Entry, Match, Organ, OrganMatch
from kg.knowledge.names import NameIndex, is_quoted, is_rather_person, nominatives, unique, words
from kg.knowledge.offices import Office, read_offices
from kg.knowledge.tables import Row, rows, split_values
from kg.knowledge.titles import Titles
from kg.language import Token
from kg.language.morphology import fold

DATA = Path(__file__).parent / "data"

ENTRY_COLUMNS = (
    "type",
    "name",
    "other names",
    "ids",
    "state",
    "adjectives (of a person: namesakes)",
    "inhabitants",
    "capital",
    "seats",
    "adjectives of the capital",
    "genitive",
)
PLACE_COLUMNS = (*ENTRY_COLUMNS[:5], "population", "latitude", "longitude")
WORDS_OF_STATE = 5
"""The number of the first field that only states have."""
_ORGAN_COLUMNS = ("name", "other names", "kind", "state")
_BODY_COLUMNS = ("organ", "state", "name", "other names", "ids")
_TYPES = ("Person", "State", "Organisation", "Place")
_ISO_LENGTH = 3
_STATE_ITSELF = "state"
"""The kind of an organ that is read as the state: правительство, власти."""

_KEPT = 1 << 16

_FAMILY_NAME_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN", "SGP", "VNM"})


class Gazetteer:
    """Names and what they may name. Where a name is shared, the entries that stand first in the files come first."""

    def __init__(self) -> None:
        self._names: NameIndex[Entry] = NameIndex()
        self._organs: NameIndex[Organ] = NameIndex()
        self._states: dict[str, Entry] = {}
        self._by_wikidata: dict[str, list[Entry]] = {}
        self._first: list[GazetteerDatabase] = []
        self._after: list[GazetteerDatabase] = []
        self._demonyms: dict[str, Entry] = {}
        self._compounds: dict[str, Entry] = {}
        self._nationals: dict[str, Entry] = {}
        self._capitals: dict[str, Entry] = {}
        self._seats: NameIndex[Entry] = NameIndex()
        self._persons: dict[str, list[Entry]] = {}
        self._offices: dict[tuple[str, str], list[Office]] = {}
        self._offices_of: dict[str, list[Office]] = {}
        self._bodies: dict[tuple[str, str], Entry] = {}
        self._genitives: dict[str, str] = {}
        self.titles = Titles()
        self._canonical = lru_cache(_KEPT)(self._first_of_its_id)
        """The first entry of the type that has its id: one thing is one entry, in however many files it stands."""

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> "Gazetteer":
        """The gazetteer that ships, with files of the user's own.

        Args:
            extra: TSV files of entries (type, name, other names, ids, state: see docs/gazetteer.md), which come before
                those that ship; and SQLite files that ``kg gazetteer import`` has made, which do so too if they were
                made from a TSV file. What Wikidata's dump knows comes after what ships.

        Raises:
            TableError: for a file that cannot be read; the message names it, the line and the remedy.
        """
        return cls._read(tuple(extra)) if extra else _shipped()

    @classmethod
    def _read(cls, extra: Sequence[Path]) -> Self:
        gazetteer = cls()
        databases = [GazetteerDatabase(path) for path in extra if is_database(path)]
        tables = [path for path in extra if not is_database(path)]
        for database in (one for one in databases if one.comes_first):
            gazetteer._join(database, gazetteer._first)
        for path in (*tables, *(DATA / f"{name}.tsv" for name in ("states", "organisations", "persons", "places"))):
            gazetteer._add_table(path)
        for database in (one for one in databases if not one.comes_first):
            gazetteer._join(database, gazetteer._after)
        for row in rows(DATA / "bodies.tsv", _BODY_COLUMNS, required=("organ", "state", "name")):
            gazetteer._add_body(row)
        canonical: set[str] = set()
        for row in rows(DATA / "organs.tsv", _ORGAN_COLUMNS, required=("name", "kind")):
            gazetteer._add_organ(row, named=row.field(0) not in canonical)
            canonical.add(row.field(0))
        gazetteer.titles = Titles.load()
        for office in read_offices(DATA / "offices.tsv"):
            gazetteer._offices.setdefault((fold(office.title), office.of), []).append(office)
            if office.wikidata is not None:
                gazetteer._offices_of.setdefault(office.wikidata, []).append(office)
        return gazetteer

    # --- finding names in text

    def match(self, tokens: Sequence[Token]) -> list[Match]:
        """The names of states, bodies, persons and places in a sequence of tokens, from left to right, the longest
        wherever one begins, none overlapping. Persons are found by full names only: for a surname see :meth:`persons`.
        """
        found = (Match(found.first, found.last, self._each(found.values)) for found in self._names.find(tokens))
        return [match for match in found if not _is_likelier_person(match, tokens)]

    def first(self, tokens: Sequence[Token]) -> Match | None:
        """As :meth:`match`, only the name with which the tokens begin."""
        found = self._names.first(tokens)
        match = Match(found.first, found.last, self._each(found.values)) if found is not None else None
        return match if match is not None and not _is_likelier_person(match, tokens) else None

    def organs(self, tokens: Sequence[Token]) -> list[OrganMatch]:
        """The names of organs of states (МИД, министерство обороны, парламент) in a sequence of tokens."""
        return [OrganMatch(found.first, found.last, found.values) for found in self._organs.find(tokens)]

    # --- asking for a name

    def named(self, name: str, type: str | None = None) -> tuple[Entry, ...]:
        """The entries with this name, in any case form, of the given type if one is given."""
        return self._each([entry for entry in self._names.named(name) if type in (None, entry.type)])

    def organ(self, name: str) -> tuple[Organ, ...]:
        """The organs with this name, in any case form."""
        return self._organs.named(name)

    def body(self, organ: Organ, state: str) -> Entry:
        """A state's own organ: the body that bodies.tsv knows (Верховная рада), else one named after organ and state
        (МИД Японии). An organ that a single state has (Госдепартамент) belongs to that state, whichever is given.
        """
        owner = organ.state or state
        known = self._bodies.get((organ.name, owner))
        if known is not None:
            return known
        alone = organ.state is not None and all(other.state for other in self._organs.named(organ.name))
        name = organ.name[:1].upper() + organ.name[1:] if alone else f"{organ.name} {self._genitives.get(owner, owner)}"
        return Entry("Organisation", name, state=owner)

    def genitive(self, code: str) -> str:
        """A state's name in the genitive, as the names of its bodies end in it: (МИД) Японии."""
        return self._genitives.get(code, code)

    def persons(self, surname: str) -> tuple[Entry, ...]:
        """The persons with this surname, in any case form."""
        forms = nominatives(surname)
        first = (entry for base in self._first for form in forms for entry in base.persons(form))
        found = (entry for form in forms for entry in self._persons.get(form, ()))
        after = (entry for base in self._after for form in forms for entry in base.persons(form))
        return self._each(chain(first, found, after))

    def entry(self, wikidata: str) -> Entry | None:
        """The entry with this Wikidata id (``Q148``)."""
        return next(self._with_id(wikidata), None)

    def _with_id(self, wikidata: str) -> Iterator[Entry]:
        """The entries with a Wikidata id: the user's, those that ship, Wikidata's own."""
        for base in self._first:
            yield from base.entries(wikidata)
        yield from self._by_wikidata.get(wikidata, ())
        for base in self._after:
            yield from base.entries(wikidata)

    def _first_of_its_id(self, entry: Entry) -> Entry:
        wikidata = wikidata_id(entry.same_as)
        if wikidata is None:
            return entry
        return next((known for known in self._with_id(wikidata) if known.type == entry.type), entry)

    def _each(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Each thing once."""
        return unique([self._canonical(entry) for entry in entries])

    # --- states and the words for them

    def state(self, iso: str) -> Entry | None:
        """The state with this ISO 3166 alpha-3 code or, for one without a code, this Wikidata id."""
        return self._states.get(iso)

    def demonym(self, lemma: str) -> Entry | None:
        """The state of an adjective in its normal form: китайский, российский. None for a compound of two."""
        return self._demonyms.get(fold(lemma))

    def demonyms(self, lemma: str) -> tuple[Entry, ...]:
        """The states of an adjective, of which a compound has several: китайско-казахстанский. None unless every part
        of it is known.
        """
        whole = self.demonym(lemma)
        if whole is not None:
            return (whole,)
        *firsts, last = fold(lemma).split("-")
        states = [*(self._compounds.get(first) for first in firsts), self._demonyms.get(last)]
        return tuple(state for state in states if state is not None) if None not in states else ()

    @cached_property
    def words_of_states(self) -> frozenset[str]:
        """The adjectives of states and the nouns for their inhabitants, folded; no compounds of two."""
        return frozenset((*self._demonyms, *self._nationals))

    def national(self, lemma: str) -> Entry | None:
        """The state of an inhabitant, in the normal form: китаец, россиянка."""
        return self._nationals.get(fold(lemma))

    def capital(self, lemma_or_name: str) -> Entry | None:
        """The state for whose government a capital or a seat stands, in any case form: Пекин, Кремль, Белый дом."""
        for form in nominatives(lemma_or_name):
            if form in self._capitals:
                return self._capitals[form]
        return next(iter(self._seats.named(lemma_or_name)), None)

    def is_capital(self, lemma_or_name: str) -> bool:
        """Is it a capital, rather than a house from which a state is governed (Кремль)?"""
        return any(form in self._capitals for form in nominatives(lemma_or_name))

    def seats(self, tokens: Sequence[Token]) -> list[Match]:
        """The capitals and seats of governments in a sequence of tokens, with the states for which they stand."""
        return [Match(found.first, found.last, found.values) for found in self._seats.find(tokens)]

    # --- offices

    def holders(self, title: str, state_iso: str, on: datetime.date | None) -> tuple[Entry, ...]:
        """Who held an office.

        Args:
            title: as titles.tsv and offices.tsv have it: президент, министр обороны.
            state_iso: the code of the state or, for an international body, its short name (ООН).
            on: the day; None asks for all who ever held it.

        Returns:
            The holders, each once; for a day on which the office changed hands, both. A person whose Russian name is
            not known has the English one.
        """
        names = dict.fromkeys(fold(name) for name in (title, *self.titles.offices(title)))
        shipped = [office for name in names for office in self._offices.get((name, state_iso), ())]
        further = (office for base in self._after for name in names for office in base.offices(name, state_iso))
        # What ships has been looked through; a dump has terms that nobody ended.
        found = self._held(shipped, on) or self._held(further, on)
        return tuple(dict.fromkeys(self._holder(office) for office in found))

    @staticmethod
    def _held(offices: Iterable[Office], on: datetime.date | None) -> list[Office]:
        return [office for office in offices if on is None or office.held(on)]

    def offices(self, person: str) -> tuple[Office, ...]:
        """The offices of a person, given by Wikidata id."""
        further = (office for base in self._after for office in base.offices_of(person))
        return (*self._offices_of.get(person, ()), *further)

    def _holder(self, office: Office) -> Entry:
        known = self.entry(office.wikidata) if office.wikidata else None
        known = known or next(iter(self.named(office.name, "Person")), None)
        if known is not None:
            return known
        same_as = (WIKIDATA + office.wikidata,) if office.wikidata else ()
        return Entry("Person", office.name, same_as=same_as, state=office.of if office.of in self._states else None)

    # --- filling it

    def _index(self, entry: Entry) -> None:
        for name in entry.written_names:
            self._names.add(name, entry, strict=entry.type == "Person")
        wikidata = wikidata_id(entry.same_as)
        if wikidata:
            self._by_wikidata.setdefault(wikidata, []).append(entry)

    def _join(self, database: GazetteerDatabase, to: list[GazetteerDatabase]) -> None:
        to.append(database)
        self._names.join(database.root, database.beginnings(), first=database.comes_first)
        for state, words_of_state in database.states():
            self._add_state(state, words_of_state)

    def _add_table(self, path: Path) -> None:
        for entry, row in read_entries(path):
            self._index(entry)
            if entry.type == "Person":
                for surname in dict.fromkeys(surnames(entry)):
                    self._persons.setdefault(surname, []).append(entry)
            if entry.type == "State":
                self._add_state(entry, row.fields[WORDS_OF_STATE:])

    def _add_state(self, entry: Entry, fields: Sequence[str]) -> None:
        """Adds a state with its words: adjectives, inhabitants, capital, seats, adjectives of the capital, genitive."""
        adjectives, inhabitants, capital, seats, _, genitive = (
            split_values(fields[number] if number < len(fields) else "") for number in range(6)
        )
        self._states.setdefault(entry.state or "", entry)
        for adjective in adjectives:
            if adjective.endswith("-"):
                self._compounds.setdefault(fold(adjective[:-1]), entry)
            else:
                self._demonyms.setdefault(fold(adjective), entry)
                if adjective.endswith("ский"):
                    self._compounds.setdefault(fold(adjective[:-2]) + "о", entry)
        for inhabitant in inhabitants:
            self._nationals.setdefault(fold(inhabitant), entry)
        for place in (*capital, *seats):
            self._capitals.setdefault(fold(place), entry)
            self._seats.add(place, entry)
        self._genitives.setdefault(entry.state or "", next(iter(genitive), entry.name))

    def _add_organ(self, row: Row, *, named: bool) -> None:
        """Adds an organ; where its canonical name already stands for another line of it, under its other names only."""
        kind = row.field(2)
        organ = Organ(row.field(0), row.values(1), kind, row.field(3) or None, kind == _STATE_ITSELF)
        for name in (*((organ.name,) if named else ()), *organ.names):
            self._organs.add(name, organ)

    def _add_body(self, row: Row) -> None:
        organ, state = row.field(0), row.field(1)
        body = Entry("Organisation", row.field(2), row.values(3), tuple(_identifiers(row, 4)), state=state)
        self._bodies[organ, state] = body
        self._index(body)


def _is_likelier_person(match: Match, tokens: Sequence[Token]) -> bool:
    """Is a place's name of one word rather a person's, and does no preposition speak for the place (во Владимире)?"""
    if match.last - match.first > 1 or any(entry.type != "Place" for entry in match.entries):
        return False
    after_preposition = match.first > 0 and tokens[match.first - 1].pos == "ADP"
    return not after_preposition and is_rather_person(tokens[match.first].text)


@cache
def _shipped() -> Gazetteer:
    return Gazetteer._read(())


def read_entries(path: Path) -> Iterator[tuple[Entry, Row]]:
    """The entries of a table, with the rows that they stand in.

    Raises:
        TableError: for a file or a line that cannot be read, naming it and the remedy.
    """
    columns = PLACE_COLUMNS if path == DATA / "places.tsv" else ENTRY_COLUMNS
    return ((_entry(row), row) for row in rows(path, columns, required=("type", "name")))


def _entry(row: Row) -> Entry:
    """Reads a row of entries; raises TableError where the type or an id is none."""
    type_, name, state = row.field(0), row.field(1), row.field(4)
    if type_ not in _TYPES:
        raise row.error(f"{type_!r} is no type; use {', '.join(_TYPES)}")
    if type_ == "State" and not state:
        raise row.error("a state needs a code in its fifth field: ISO 3166 alpha-3, or its Wikidata id")
    namesakes = row.field(5) if type_ == "Person" else ""
    if namesakes not in {"", "yes"}:
        raise row.error(f"{namesakes!r} in the sixth field of a person; write yes if there are known namesakes, or -")
    iso_code = state if type_ == "State" and len(state) == _ISO_LENGTH else None
    # «Звезда» is called Звезда; the marks only say that the text must have them, and so stand among the other names.
    bare = name.strip("«»") if is_quoted(name) else name
    others = (name, *row.values(2)) if is_quoted(name) else row.values(2)
    position = _position(row) if type_ == "Place" else None
    same_as = tuple(_identifiers(row, 3))
    return Entry(type_, bare, others, same_as, iso_code, state or None, None, bool(namesakes), position)


def _position(row: Row) -> tuple[float, float] | None:
    """Latitude and longitude of a place; raises TableError where one is no number of degrees."""
    latitude, longitude = row.field(6), row.field(7)
    if not latitude and not longitude:
        return None
    try:
        found = float(latitude), float(longitude)
    except ValueError:
        raise row.error(f"{latitude!r}, {longitude!r} is no place on the globe; write degrees, as 51.1801") from None
    if not (-90 <= found[0] <= 90 and -180 <= found[1] <= 180):
        raise row.error(f"{latitude}, {longitude} is no place on the globe; latitude comes first")
    return found


def _identifiers(row: Row, number: int) -> Iterator[str]:
    for value in row.values(number):
        scheme, _, digits = value.rpartition(":")
        if value.startswith("Q") and value[1:].isdigit():
            yield WIKIDATA + value
        elif scheme == "geonames" and digits.isdigit():
            yield f"{GEONAMES}{digits}/"
        else:
            raise row.error(f"{value!r} is no id; write a Wikidata id as Q148 and a GeoNames id as geonames:1816670")


def surnames(entry: Entry) -> Iterator[str]:
    """The folded surnames of a person: the last word of each name and, where families are named first, the first."""
    for name in (entry.name, *entry.names):
        parts = words(name)
        yield fold(parts[-1])
        if entry.state in _FAMILY_NAME_FIRST:
            yield fold(parts[0])
