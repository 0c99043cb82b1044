"""What of an item of Wikidata's JSON dump matters to the gazetteer. Pure functions; nothing is read or written.

The structure is that of https://www.wikidata.org/wiki/Special:MyLanguage/Wikidata:Database_download and of
https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html: one entity a line, labels and aliases by language,
claims by property.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.knowledge.tables import rows
from kg.model import PartialDate

_DATA = Path(__file__).parent / "data"
_CLASS_COLUMNS = ("class", "type", "label")
LANGUAGE = "ru"

_INSTANCE_OF = "P31"
_SUBCLASS_OF = "P279"
_CITIZENSHIP = "P27"
_COUNTRY = "P17"
_JURISDICTION = "P1001"
_POSITION_HELD = "P39"
_START = "P580"
_END = "P582"
_ISO_3166_ALPHA_3 = "P298"
_HUMAN = "Q5"

_DAY, _MONTH, _YEAR = 11, 10, 9  # Wikidata's precisions of time
_TIME = re.compile(r"\+(\d{4})-(\d\d)-(\d\d)T")
_PATRONYMIC = re.compile(r".+(?:ич|вна|ична)", re.IGNORECASE)
_SON_OR_DAUGHTER = frozenset({"оглы", "кызы", "угли", "кизи", "улы"})  # Гейдар оглы: the son of Гейдар
_DISAMBIGUATION = re.compile(r"\s*\([^()]*\)$")  # Медведев, Дмитрий Анатольевич (политик)


@dataclass(frozen=True, slots=True)
class Term:
    """That a person held a position."""

    position: str
    start: PartialDate | None
    end: PartialDate | None
    as_of: PartialDate | None
    """Of a term without an end: when the item was last changed, and so last known to go on."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item, reduced to what may be of use; ids are Wikidata's (Q148)."""

    id: str
    name: str
    """Its usual Russian name; empty where it has none."""
    names: tuple[str, ...]
    """Other Russian names."""
    classes: tuple[str, ...]
    """What it is an instance of."""
    parents: tuple[str, ...]
    """What it is a subclass of."""
    state: str | None
    """The state that it belongs to."""
    iso_code: str | None
    sitelinks: int
    terms: tuple[Term, ...]

    @property
    def is_human(self) -> bool:
        """Is it a person?"""
        return _HUMAN in self.classes


def is_of_use(line: bytes) -> bool:
    """Can the line be of use: has it a Russian name, or a place among the classes? Far quicker than to read it."""
    return b'"ru"' in line or b'"P279"' in line


def read_item(entity: Mapping[str, Any]) -> Item | None:
    """What matters of an entity; None for one that is no item (a property, a lexeme).

    Raises:
        KeyError, TypeError, ValueError, AttributeError: where the entity does not have Wikidata's structure.
    """
    identifier = entity["id"]
    if entity.get("type") != "item" or not re.fullmatch(r"Q\d+", identifier):
        return None
    claims: Mapping[str, Any] = entity.get("claims") or {}
    classes = _items(claims, _INSTANCE_OF)
    human = _HUMAN in classes
    name, *others = _names(entity, human=human) or [""]
    countries = [country for property in _OF[human] for country in _items(claims, property)]
    return Item(
        identifier,
        name,
        tuple(others),
        classes,
        _items(claims, _SUBCLASS_OF),
        countries[0] if countries else None,
        _text(claims, _ISO_3166_ALPHA_3),
        len(entity.get("sitelinks") or ()),
        tuple(_terms(claims, entity.get("modified"))) if human else (),
    )


_OF = {True: (_CITIZENSHIP,), False: (_JURISDICTION, _COUNTRY)}


# --- names


def _names(entity: Mapping[str, Any], *, human: bool) -> list[str]:
    """The Russian names: the label's and the page title's, then the aliases'."""
    label = (entity.get("labels") or {}).get(LANGUAGE, {}).get("value", "")
    title = (entity.get("sitelinks") or {}).get("ruwiki", {}).get("title", "")
    aliases = [alias["value"] for alias in (entity.get("aliases") or {}).get(LANGUAGE, ())]
    written = [" ".join(_DISAMBIGUATION.sub("", name).split()) for name in (label, title, *aliases)]
    forms = (form for name in written for form in (personal_names(name) if human else (name,)))
    return [form for form in dict.fromkeys(forms) if is_name(form, human=human)]


def personal_names(name: str) -> tuple[str, ...]:
    """A person's name as news write it, with and without the patronymic: Путин, Владимир Владимирович → Владимир Путин,
    Владимир Владимирович Путин. The usual one is the first.
    """
    surname, comma, given = name.partition(", ")
    parts = [*given.split(), surname] if comma else name.split()
    full = " ".join(parts)
    if len(parts) > 3 and parts[-2].casefold() in _SON_OR_DAUGHTER:
        return " ".join((*parts[:-3], parts[-1])), full
    if len(parts) > 2 and _PATRONYMIC.fullmatch(parts[-2]):
        return " ".join((*parts[:-2], parts[-1])), full
    return (full,)


_LETTERS = re.compile(r"[^\W\d_]{2}")


def is_name(name: str, *, human: bool) -> bool:
    """Can text be searched for it? Not for a lone letter or a number, nor for a person by one word."""
    return bool(_LETTERS.search(name)) and (not human or " " in name) and len(name) <= 150


# --- claims


def _valid(claims: Mapping[str, Any], property: str) -> list[Mapping[str, Any]]:
    """The statements of a property that are not deprecated: preferred ones first, those that have ended last."""
    statements = [one for one in claims.get(property, ()) if one.get("rank") != "deprecated"]
    return sorted(statements, key=lambda one: (_END in one.get("qualifiers", {}), one.get("rank") != "preferred"))


def _value(snak: Mapping[str, Any]) -> Any:
    """The value of a statement or qualifier; None where it is unknown or none."""
    return snak["datavalue"]["value"] if snak.get("snaktype") == "value" else None


def _items(claims: Mapping[str, Any], property: str) -> tuple[str, ...]:
    values = (_value(statement["mainsnak"]) for statement in _valid(claims, property))
    return tuple(dict.fromkeys(value["id"] for value in values if value is not None))


def _text(claims: Mapping[str, Any], property: str) -> str | None:
    values = (_value(statement["mainsnak"]) for statement in _valid(claims, property))
    return next((str(value) for value in values if value is not None), None)


def _terms(claims: Mapping[str, Any], modified: str | None) -> Iterator[Term]:
    as_of = PartialDate.parse(modified[:10]) if modified else None
    for statement in _valid(claims, _POSITION_HELD):
        position = _value(statement["mainsnak"])
        if position is None:
            continue
        qualifiers = statement.get("qualifiers") or {}
        start, end = _date(qualifiers.get(_START, ())), _date(qualifiers.get(_END, ()))
        if end is None and qualifiers.get(_END):
            end = start  # it has ended, nobody knows when: at least that it was held can be said
        yield Term(position["id"], start, end, as_of if end is None else None)


def _date(snaks: Sequence[Mapping[str, Any]]) -> PartialDate | None:
    """The first date that is known to the year at least."""
    for snak in snaks:
        value = _value(snak)
        time = _TIME.match(value["time"]) if value is not None else None
        if value is None or time is None or value["precision"] < _YEAR:
            continue
        year, month, day = (int(part) for part in time.groups())
        if value["precision"] >= _DAY:
            return PartialDate(year, month, day)
        return PartialDate(year, month) if value["precision"] == _MONTH else PartialDate(year)
    return None


# --- classes


@dataclass(frozen=True, slots=True)
class ItemClass:
    """A class of Wikidata's and what becomes of its instances."""

    id: str
    type: str | None
    """An entry's type, or ``Position``; None for those that are left out."""


@cache
def item_classes() -> tuple[ItemClass, ...]:
    """The classes of wikidata_classes.tsv, in its order."""
    return tuple(
        ItemClass(row.field(0), row.field(1) if row.field(1) != "none" else None)
        for row in rows(_DATA / "wikidata_classes.tsv", _CLASS_COLUMNS, required=("class", "type"))
    )


@cache
def left_out() -> frozenset[str]:
    """The classes whose instances are left out."""
    return frozenset(one.id for one in item_classes() if one.type is None)
