"""Which field of a record is which part of an article: what the user says, else what such fields are usually called."""

import importlib.resources
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType

from kg.errors import KgError

PARTS = ("text", "html", "title", "published", "url", "publisher", "authors", "section")
"""The parts of an article; ``html`` is a page to find the text in."""
_ALSO = {"author": "authors", "date": "published", "source": "publisher", "outlet": "publisher", "body": "text"}


class FieldsError(KgError):
    """A mapping of fields that cannot be understood; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Part of an article → the fields that hold it; a part that is not named here is looked for by its usual names."""

    mapping: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Several fields are joined; none means that the part is not to be read."""

    @classmethod
    def parse(cls, told: str | None) -> "Fields":
        """Reads ``text=title+body,published=date,url=``.

        Raises:
            FieldsError: for what is no such mapping, or names no part of an article.
        """
        mapping: dict[str, tuple[str, ...]] = {}
        for pair in (told or "").split(","):
            if not pair.strip():
                continue
            part, equals, names = (piece.strip() for piece in pair.partition("="))
            part = _ALSO.get(part, part)
            if not equals or part not in PARTS:
                raise FieldsError(
                    f"--fields {told}: {pair.strip()!r} names no part of an article; write PART=FIELD, parted by "
                    f"commas, where PART is one of {', '.join(PARTS)}"
                )
            mapping[part] = tuple(name.strip() for name in names.split("+") if name.strip())
        return cls(MappingProxyType(mapping))

    def found_in(self, names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Part → the fields that hold it, of records that have these fields.

        Raises:
            FieldsError: where a field that the user names is not there, or where none holds a text; the message goes
                behind the name of the input.
        """
        return _found_in(self, tuple(names))

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.mapping.items())))


@lru_cache(maxsize=1000)
def _found_in(fields: Fields, names: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    by_normal_name = {_normal(name): name for name in reversed(names)}
    for part in PARTS:
        if part in fields.mapping:
            found[part] = tuple(_named(name, names, by_normal_name) for name in fields.mapping[part])
        elif usual := next((by_normal_name[name] for name in _usual_names()[part] if name in by_normal_name), None):
            found[part] = (usual,)
    if not found.get("text") and not found.get("html"):
        raise FieldsError(
            f"has no field that is called as a text usually is{_has(names)}; name it: --fields text=FIELD"
        )
    return MappingProxyType(found)


def _named(wanted: str, names: tuple[str, ...], by_normal_name: Mapping[str, str]) -> str:
    """The field that the user means; one inside another is left to the record (``article.body``)."""
    if wanted in names:
        return wanted
    outer = wanted.split(".", maxsplit=1)[0]
    if outer != wanted and outer in names:
        return wanted
    if _normal(wanted) in by_normal_name:
        return by_normal_name[_normal(wanted)]
    raise FieldsError(f"has no field {wanted!r}{_has(names)}; name another with --fields")


def _has(names: tuple[str, ...]) -> str:
    shown = ", ".join(name[:40] for name in names[:12]) + ("…" if len(names) > 12 else "")
    return f" (it has: {shown})" if names else " (it has none)"


@lru_cache(maxsize=10_000)
def _normal(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).lower()


def usual_names(part: str) -> frozenset[str]:
    """How a part of an article is usually called, in lower case without spaces, hyphens and underscores."""
    return frozenset(_usual_names()[part])


def is_usual(name: str) -> bool:
    """Is a field of this name usually a part of an article?"""
    return any(_normal(name) in names for names in _usual_names().values())


@cache
def _usual_names() -> Mapping[str, tuple[str, ...]]:
    table = (importlib.resources.files(__package__) / "data" / "fields.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {part: tuple(names.split()) for part, names in rows}
