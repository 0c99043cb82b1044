"""Finding names, which the data gives in the nominative, in text, which inflects them.

Each word of a text is put back into the nominative of its own gender and number, in all its readings (Соединённых →
соединенные, Аравию → аравия), and looked up as it stands as well, for the words of a name that do not inflect
(Организации *Объединённых Наций*). So nothing need be computed of the names when they are loaded.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, product
from typing import Generic, NamedTuple, Protocol, TypeVar

import razdel
from pymorphy3.analyzer import Parse as WordForm
from pymorphy3.tagset import OpencorporaTag

from kg.language import Token
from kg.language.morphology import Entry, entries, fold, forms, inflected, is_known

T = TypeVar("T")

_QUOTES = frozenset("\"'«»“”„‘’`")
_DASHES = frozenset("-–—‒")
_PLAIN_NAME = re.compile(r"[\w-]+(?: [\w-]+)*")
_INFLECTED_ABBREVIATION = re.compile(r"([А-ЯЁA-Z]{2,})['’-]?(?:а|у|ом|е|ы|ов|ам|ами|ах)")  # МИДа, ТАССом
_PROPER = ("Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Abbr", "Init")  # OpenCorpora's marks of proper names

# What the endings of a foreign name may stand for in the nominative, where the dictionary does not know the name.
_ENDINGS = (
    ("ого", ("ий", "ый")),
    ("ому", ("ий", "ый")),
    ("ом", ("",)),
    ("ем", ("й", "ь", "")),
    ("ей", ("а", "я")),
    ("ой", ("а", "ая")),
    ("ую", ("ая",)),
    ("ым", ("", "ый")),
    ("им", ("ий",)),
    ("а", ("",)),
    ("у", ("", "а")),
    ("е", ("", "а", "я")),
    ("ы", ("а",)),
    ("и", ("а", "я", "ь")),
    ("я", ("й", "ь")),
    ("ю", ("й", "ь", "я")),
)
_SHORTEST_STEM = 2
_MOST_READINGS = 24


def unique(values: Sequence[T]) -> tuple[T, ...]:
    """Each value once, in their order."""
    return tuple(dict.fromkeys(values)) if len(values) > 1 else tuple(values)


def is_abbreviation(word: str) -> bool:
    """Is it written in capitals alone, as МИД, США and BBC are?"""
    return len(word) > 1 and word.isupper()


def is_quoted(name: str) -> bool:
    """Does it stand in quotation marks as a whole?"""
    return name[:1] == "«" and name.find("»") == len(name) - 1


def words(name: str) -> list[str]:
    """The words of a name, without its quotation marks."""
    if _PLAIN_NAME.fullmatch(name):
        return name.split()
    return [token.text for token in razdel.tokenize(name) if token.text not in _QUOTES]


_WITHOUT_CASE = frozenset({"VERB", "INFN", "GRND", "ADVB", "COMP", "PRED", "PREP", "CONJ", "PRCL", "INTJ"})


@lru_cache(maxsize=100_000)
def nominatives(word: str) -> tuple[str, ...]:
    """What the word may be in the nominative, gender and number kept, folded: Штатов → штаты, Путина → путин, путина.

    The word itself is the first.
    """
    folded = fold(word)
    known = entries(folded)
    found = [folded, *{fold(one) for one in _known_nominatives(known)} - {folded}]
    if not known or len(found) > 2:  # guesses; or several, of which the likeliest is to come first
        found = [folded, *map(fold, _nominatives(forms(folded)))]
    if "-" in folded:
        parts = [nominatives(part) if part else ("",) for part in folded.split("-")]
        found.extend("-".join(combined) for combined in islice(product(*parts), _MOST_READINGS))
    elif not known:
        found.extend(_restored(folded))
    return tuple(dict.fromkeys(found))


def _nominatives(readings: Iterable[WordForm]) -> Iterator[str]:
    for reading in readings:
        nominative = inflected(reading, "nomn") if _is_in_another_case(reading.tag) else None
        if nominative is not None:
            yield nominative


def _known_nominatives(known: Iterable[Entry]) -> Iterator[str]:
    for entry in known:
        nominative = entry.inflected("nomn") if _is_form_of_another_case(entry.paradigm, entry.place) else None
        if nominative is not None:
            yield nominative


@cache
def _is_form_of_another_case(paradigm: int, place: int) -> bool:
    """As :func:`_is_in_another_case`, of the form at a place of a paradigm: quicker to ask than by its tag."""
    return _is_in_another_case(Entry("", paradigm, place).tag)


@cache
def _is_in_another_case(tag: OpencorporaTag) -> bool:
    """Is it a form that may have a nominative beside it?"""
    return tag.POS not in _WITHOUT_CASE and "nomn" not in tag


def _restored(word: str) -> Iterator[str]:
    for ending, originals in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            stem = word[: -len(ending)]
            yield from (stem + original for original in originals)


@lru_cache(maxsize=100_000)
def is_common_word(word: str) -> bool:
    """Does the dictionary know a reading of it that is no proper name (Того, Чад, Известия)?"""
    folded = fold(word)
    return is_known(folded) and any(
        not any(mark in form.tag for mark in _PROPER) for form in forms(folded) if form.is_known
    )


@lru_cache(maxsize=100_000)
def is_rather_person(word: str) -> bool:
    """Does the dictionary know it as a person's name more than as a place (Владимир, Виктория)?"""
    known = [form for form in forms(fold(word)) if form.is_known]
    persons = sum(form.score for form in known if "Name" in form.tag or "Surn" in form.tag)
    return bool(persons > sum(form.score for form in known if "Geox" in form.tag))


@lru_cache(maxsize=100_000)
def _keys(word: str) -> tuple[str, ...]:
    """Under which keys a word of a text may stand in the index."""
    if word in _DASHES:
        return ("—",)
    abbreviation = _INFLECTED_ABBREVIATION.fullmatch(word)
    exact = (word,) if is_abbreviation(word) else (abbreviation[1],) if abbreviation else ()
    return exact + nominatives(word)


def key(word: str) -> str:
    """The key of a name's word: an abbreviation stays in capitals, so that ``МИД`` is not found in ``мид``."""
    if word in _DASHES:
        return "—"
    return word if is_abbreviation(word) else fold(word)


@dataclass(frozen=True, slots=True)
class Name(Generic[T]):
    """A name, as the words of a text are held against it."""

    value: T
    capitals: tuple[int, ...]
    """The places of its words that begin with a capital."""
    strict: bool
    """Must all of them have it in the text, or only one?"""
    abbreviation: bool
    quoted: bool
    """Must it stand in quotation marks (the channel «Звезда»)?"""

    @property
    def may_begin_small(self) -> bool:
        """May its first word have a small letter in the text?"""
        return 0 not in self.capitals or (not self.strict and len(self.capitals) > 1)


class Node(Protocol[T]):
    """The words with which names begin: those that may follow, and the names that end here."""

    @property
    def names(self) -> Sequence[Name[T]]:
        """The names that end here."""

    def child(self, key: str) -> "Node[T] | None":
        """What follows after one more word, given by its key; None where no name goes on with it."""


class _Node(Generic[T]):
    __slots__ = ("child", "children", "names")

    def __init__(self) -> None:
        self.children: dict[str, _Node[T]] = {}
        self.child = self.children.get
        self.names: list[Name[T]] = []


class Found(NamedTuple, Generic[T]):
    """Where a name stands among tokens (end exclusive) and what it may name."""

    first: int
    last: int
    values: tuple[T, ...]


def as_name(name: str, value: T, *, strict: bool = False) -> Name[T]:
    """A name by its spelling; see :meth:`NameIndex.add`."""
    parts = words(name)
    capitals = tuple(place for place, part in enumerate(parts) if part[0].isupper())
    abbreviation = len(parts) == 1 and is_abbreviation(parts[0])
    return Name(value, capitals, strict, abbreviation, is_quoted(name))


def letters(word: str) -> str:
    """The first letters of a word, by which most words that begin no name are told."""
    return fold(word)[:3]


def beginning(word: str) -> str:
    """With what all case forms of a word begin: its stem where the dictionary knows it, else its first letters. Of a
    word with a hyphen, either part may be inflected.
    """
    folded = fold(word)
    stems = [fold(entry.stem) for entry in entries(folded)] if "-" not in folded else []
    return max(min(stems, key=len, default=""), letters(word), key=len)


class NameIndex(Generic[T]):
    """Names of several words each, to be found in inflected text."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()
        self._before: list[Node[T]] = []
        self._after: list[Node[T]] = []
        self._beginnings: dict[str, tuple[str, ...]] = {}
        """First letters → with what words that have them begin names, where those may begin small."""
        self._begun: dict[str, list[Node[T]]] = {}
        """Where names go on after a word that one begins with."""
        self._idle: set[str] = set()
        """Words with which no name begins, as nearly all words of a text."""
        self.named = lru_cache(_MOST_KEPT)(self._named)
        """What has exactly this name, in whatever case form; capitals matter in abbreviations only."""

    def add(self, name: str, value: T, *, strict: bool = False) -> None:
        """Adds a name.

        Args:
            name: in the nominative, with its usual capitals; a name without any is found in lower case, too. One that
                stands in «» is found in quotation marks only.
            value: what it names.
            strict: must each of its capitals stand in the text as well (persons), or one of them (bodies)?
        """
        parts = words(name)
        node = self._root
        for part in parts:
            node = node.children.setdefault(key(part), _Node())
        known_as = as_name(name, value, strict=strict)
        if not parts or known_as in node.names:  # нацбанк beside Нацбанк is another: it may stand in lower case
            return
        node.names.append(known_as)
        self._forget()
        if known_as.may_begin_small:
            self._may_begin_with(beginning(parts[0]))

    def join(self, root: Node[T], beginnings: Iterable[str], *, first: bool) -> None:
        """Adds names that are kept elsewhere.

        Args:
            root: where they begin.
            beginnings: with what the first words of those begin that may begin small: their :func:`letters`.
            first: do they come before the names added here, or after?
        """
        (self._before if first else self._after).append(root)
        self._forget()
        for some in beginnings:
            self._may_begin_with(some)

    def _may_begin_with(self, beginning: str) -> None:
        known = self._beginnings.get(letters(beginning), ())
        if beginning not in known:
            self._beginnings[letters(beginning)] = (*known, beginning)

    @property
    def _roots(self) -> list[Node[T]]:
        return [*self._before, self._root, *self._after]

    def _named(self, name: str) -> tuple[T, ...]:
        parts = words(name)
        nodes = self._roots if parts else []
        for part in parts:
            nodes = _following(nodes, part)
        return unique([known.value for node in nodes for known in node.names])

    def find(self, tokens: Sequence[Token]) -> list[Found[T]]:
        """The names in a sequence of tokens, from left to right, the longest wherever one begins, none overlapping."""
        found, end = [], 0
        idle = self._idle
        for place in [place for place, token in enumerate(tokens) if token.text not in idle]:
            begun = self._begun_with(tokens[place].text)
            if begun and place >= end:
                match = self._longest(begun, tokens, place)
                if match is not None:
                    found.append(match)
                    end = match.last
        return found

    def first(self, tokens: Sequence[Token]) -> Found[T] | None:
        """The longest name that begins with the first of some tokens; None where none does."""
        begun = self._begun_with(tokens[0].text) if tokens else []
        return self._longest(begun, tokens, 0) if begun else None

    def _longest(self, nodes: Sequence[Node[T]], tokens: Sequence[Token], first: int) -> Found[T] | None:
        best: Found[T] | None = None
        matched: list[Token] = []
        for place in range(first, len(tokens)):
            token = tokens[place]
            if token.text in _QUOTES and matched:
                continue
            if matched:
                nodes = _following(nodes, token.text)
            if not nodes:
                break
            matched.append(token)
            names = [name for node in nodes for name in node.names]
            standing = [name.value for name in names if _stands(name, matched, tokens, first, place)]
            if standing:
                best = Found(first, place + 1, unique(standing))
        return best

    def _begun_with(self, word: str) -> list[Node[T]]:
        """Where names go on after a word of a text, if it begins any: looked up once."""
        known = self._begun.get(word)
        if known is not None:
            return known
        if word in self._idle:
            return []
        if len(self._begun) + len(self._idle) >= _MOST_KEPT:
            self._forget()
        nodes = _following(self._roots, word) if self._may_begin(word) else []
        if nodes:
            self._begun[word] = nodes
        else:
            self._idle.add(word)
        return nodes

    def _forget(self) -> None:
        self._begun.clear()
        self._idle.clear()
        self.named.cache_clear()

    def _may_begin(self, word: str) -> bool:
        """May a name begin with a word of a text, as it is written?"""
        if not word[0].islower():
            return word[0].isalnum()
        return fold(word).startswith(self._beginnings.get(letters(word), ()))


_MOST_KEPT = 100_000


def _following(nodes: Sequence[Node[T]], word: str) -> list[Node[T]]:
    """Where the names go on with a word of a text, in each of its readings."""
    keys = _keys(word)
    return [child for node in nodes for key in keys if (child := node.child(key)) is not None]


def _stands(name: Name[T], matched: Sequence[Token], tokens: Sequence[Token], first: int, last: int) -> bool:
    """Do the capitals, and the quotation marks where they are needed, say that the words are this name?"""
    if name.quoted and not _enclosed(tokens, first, last):
        return False
    written = [matched[place].text[0].isupper() for place in name.capitals]
    if written and not (all(written) if name.strict else any(written)):
        return False
    if len(matched) > 1 or name.abbreviation or not name.capitals:
        return True
    if name.quoted:
        return True
    token = matched[0]
    forced = token.text.isupper() or _begins_sentence(tokens, first)
    return not forced or token.pos == "PROPN" or not is_common_word(token.text)


def _enclosed(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Is there a quotation mark on either side?"""
    inside = first > 0 and last + 1 < len(tokens)
    return inside and tokens[first - 1].text in _QUOTES and tokens[last + 1].text in _QUOTES


def _begins_sentence(tokens: Sequence[Token], place: int) -> bool:
    """Has the word its capital from where it stands?"""
    return tokens[place].index == 0 or (
        place > 0 and tokens[place - 1].pos == "PUNCT" and tokens[place - 1].text in _OPENS
    )


_OPENS = _QUOTES | _DASHES | frozenset(":.!?…")
