"""Titles of offices, as a text gives them: министр обороны, глава, официальный представитель."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kg.knowledge.names import Found, NameIndex
from kg.knowledge.tables import rows
from kg.language import Token
from kg.language.morphology import forms, inflected, like

_DATA = Path(__file__).parent / "data"
_COLUMNS = ("title", "class", "of", "implied", "stands for")
_PREFIX_COLUMNS = ("prefix", "meaning")


@dataclass(frozen=True, slots=True)
class Title:
    """What an office is called."""

    name: str
    """In the nominative: министр обороны."""
    rank: str
    """The class of office: head-of-state, head-of-government, minister, spokesperson, ambassador …"""
    of: str
    """What it is an office of: ``state``, ``body`` or ``either``."""
    implied: str | None = None
    """The code of the state, or the name of the body, whose office it is even where none is named (госсекретарь)."""
    stands_for: tuple[str, ...] = field(default=(), hash=False)
    """The titles of offices for which it is used: глава государства for президент, король …; else its own name."""

    @property
    def offices(self) -> tuple[str, ...]:
        """The titles under which the table of offices may have it."""
        return self.stands_for or (self.name,)


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A title found among tokens: from the token ``first`` up to, without it, the token ``last``."""

    first: int
    last: int
    title: Title
    plural: bool = False
    """Does it stand for several: министры обороны?"""


class Titles:
    """The titles that are known, to be found in inflected text."""

    def __init__(self, titles: Sequence[Title] = (), prefixes: Sequence[str] = ()) -> None:
        """Takes the titles, and the prefixes that may be joined to one without changing it (экс-)."""
        self._index: NameIndex[tuple[Title, bool]] = NameIndex()
        for title in titles:
            several = plural(title.name)
            for prefix in ("", *prefixes):
                self._index.add(prefix + title.name, (title, False))
                if several is not None:
                    self._index.add(prefix + several, (title, True))

    def find(self, tokens: Sequence[Token]) -> list[TitleMatch]:
        """The titles in a sequence of tokens, from left to right, the longest wherever one begins."""
        return [_as_title(one, tokens) for one in self._index.find(tokens)]

    def first(self, tokens: Sequence[Token]) -> TitleMatch | None:
        """As :meth:`find`, only the title with which the tokens begin."""
        found = self._index.first(tokens)
        return _as_title(found, tokens) if found is not None else None

    def named(self, name: str) -> Title | None:
        """The title with this name, in any case form, of one or of several."""
        return next((title for title, _ in self._index.named(name)), None)

    def offices(self, name: str) -> tuple[str, ...]:
        """The titles of offices for which a title is used, itself if none are given."""
        title = self.named(name)
        return title.offices if title is not None else (name,)

    @classmethod
    def load(cls) -> "Titles":
        """Those that ship with the package, read once. Raises TableError for a file that is broken."""
        return _shipped()


def _as_title(found: Found[tuple[Title, bool]], tokens: Sequence[Token]) -> TitleMatch:
    return TitleMatch(found.first, found.last, *_of_number(found.values, tokens[found.first : found.last]))


def _of_number(titles: Sequence[tuple[Title, bool]], tokens: Sequence[Token]) -> tuple[Title, bool]:
    """The title in the number that the tagger sees: "главы" is of one or of several."""
    noun = next((token for token in tokens if token.pos in {"NOUN", "PROPN"}), tokens[0])
    several = noun.has(Number="Plur")
    return next((one for one in titles if one[1] == several), titles[0])


def plural(name: str) -> str | None:
    """What several are called: министр обороны → министры обороны; None for a title that has no such form."""
    parts = name.split()
    for place, word in enumerate(parts):
        form = next((form for form in forms(word) if {"nomn", "sing"} <= form.tag.grammemes), None)
        several = inflected(form, "nomn", "plur") if form is not None else None
        if form is None or several is None:
            return None
        parts[place] = like(word, several)
        if form.tag.POS == "NOUN":
            return " ".join(parts)
    return None


@cache
def _shipped() -> Titles:
    titles = [
        Title(row.field(0), row.field(1), row.field(2), row.field(3) or None, row.values(4))
        for row in rows(_DATA / "titles.tsv", _COLUMNS, required=("title", "class", "of"))
    ]
    prefixes = rows(_DATA / "title_prefixes.tsv", _PREFIX_COLUMNS, required=_PREFIX_COLUMNS)
    return Titles(titles, [p.field(0) for p in prefixes if p.field(0).endswith("-") and p.field(1) == "former"])
