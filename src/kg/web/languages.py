"""The languages of the pages: which one a reader wants, and what is said in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources as package

import pyoxigraph
from fastapi import Request
from markupsafe import Markup
from pyoxigraph import Literal, NamedNode, RdfFormat

from kg import resources
from kg.rdf.vocabulary import PLOVER

_PREFERRED = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
COOKIE = "lang"


class Language(StrEnum):
    """What the pages are written in."""

    ENGLISH = "en"
    RUSSIAN = "ru"


@dataclass(frozen=True, slots=True)
class Speech:
    """Says things in a language."""

    language: Language

    def __call__(self, key: str, *values: object) -> str:
        """A message; raises KeyError where there is none."""
        text = _messages()[self.language][key]
        return text.format(*(self.number(one) if isinstance(one, int) else one for one in values)) if values else text

    def html(self, key: str) -> Markup:
        """A message that holds markup of its own."""
        return Markup(_messages()[self.language][key])

    def number(self, number: int) -> str:
        """With its thousands apart."""
        return f"{number:,}".replace(",", "\u202f" if self.language is Language.RUSSIAN else ",")

    def date(self, iso: str | None) -> str:
        """A day, a month or a year, as people write it; empty for none."""
        parts = (iso or "").split("-")
        if not parts[0].isdecimal():
            return iso or ""
        numbers = [int(part) for part in parts]
        if len(numbers) == 1:
            return parts[0]
        if len(numbers) == 2:
            return f"{self._month('months.alone', numbers[1])} {numbers[0]}"
        return f"{numbers[2]} {self._month('months', numbers[1])} {numbers[0]}"

    def _month(self, key: str, number: int) -> str:
        return self(key).split(",")[number - 1]

    def concept(self, name: str) -> str:
        """What an event type, a mode, a context or a quad class is called."""
        return _concepts()[self.language].get(name, name)


def language_of(request: Request) -> Language:
    """The language that the address, the cookie or the browser asks for, in this order; English else."""
    for wanted in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if wanted in set(Language):
            return Language(wanted)
    ranked: list[tuple[float, int, str]] = []
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, weight = part.partition(";q=")
        try:
            ranked.append((-float(weight or 1), len(ranked), tag.strip().lower()[:2]))
        except ValueError:
            continue
    return next((Language(tag) for _, _, tag in sorted(ranked) if tag in set(Language)), Language.ENGLISH)


@cache
def _messages() -> Mapping[str, Mapping[str, str]]:
    """By language and key. Raises ValueError where a line of the table does not have three cells."""
    text = (package.files("kg.web") / "messages.tsv").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = {language: {} for language in Language}
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 3 or not all(cells):
            raise ValueError(f"messages.tsv:{number}: needs a key, English and Russian, with tabs between them")
        found[Language.ENGLISH][cells[0]], found[Language.RUSSIAN][cells[0]] = cells[1:]
    return found


@cache
def _concepts() -> Mapping[str, Mapping[str, str]]:
    """By language, the names of PLOVER's concepts (``CONSULT``, ``CONSULT-visit``, ``military``)."""
    found: dict[str, dict[str, str]] = {language: {} for language in Language}
    path = resources.folder("ontology") / "plover.ttl"
    for quad in pyoxigraph.parse(path=str(path), format=RdfFormat.TURTLE):
        label = quad.object
        if quad.predicate == _PREFERRED and isinstance(quad.subject, NamedNode) and isinstance(label, Literal):
            found.setdefault(label.language or "en", {})[quad.subject.value.removeprefix(PLOVER)] = label.value
    return found
