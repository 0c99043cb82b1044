"""What the gazetteer holds: plain values."""

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Entry:
    """A person, state, organisation or place that is known. Its hash is that of type and name: enough, and quick."""

    type: str
    """``Person``, ``State``, ``Organisation`` or ``Place``."""
    name: str
    """The usual short Russian name in the nominative: Китай, США, ОДКБ, Си Цзиньпин."""
    names: tuple[str, ...] = field(default=(), hash=False)
    """Other names in the nominative: КНР, Китайская Народная Республика."""
    same_as: tuple[str, ...] = field(default=(), hash=False)
    """IRIs in Wikidata or GeoNames."""
    iso_code: str | None = field(default=None, hash=False)
    """A state's ISO 3166 alpha-3 code; None for one that has none."""
    state: str | None = field(default=None, hash=False)
    """The code of the state that a body, place or person belongs to; of a state, its own. It is the ISO code or, for a
    state without one, its Wikidata id: ``Gazetteer.state`` takes either.
    """
    sitelinks: int | None = field(default=None, hash=False)
    """In how many wikis it has a page, of an entry from Wikidata's dump: how well known it is. None for what ships or
    comes from a user's table, which is there because the news names it.
    """

    has_namesakes: bool = field(default=False, hash=False)
    """Of a person: is the name so common that it alone does not tell who is meant?"""
    position: tuple[float, float] | None = field(default=None, hash=False)
    """Of a place: latitude and longitude in degrees (WGS 84)."""

    @property
    def written_names(self) -> tuple[str, ...]:
        """The names by which a text may call it, those in «» in quotation marks only."""
        bare = () if f"«{self.name}»" in self.names else (self.name,)
        return (*bare, *self.names)


class Match(NamedTuple):
    """A name found among tokens: from the token ``first`` up to, without it, the token ``last``."""

    first: int
    last: int
    entries: tuple[Entry, ...]
    """What it may name: the likelier first."""


@dataclass(frozen=True, slots=True)
class Organ:
    """A body such as every state has (министерство обороны), or one that a single state has (Пентагон)."""

    name: str
    """Canonical short name: МИД, Минобороны, парламент."""
    names: tuple[str, ...] = field(hash=False)
    kind: str
    """ministry, parliament, court, staff, service, government …"""
    state: str | None
    """The code of the state that alone has it."""
    is_state: bool
    """Is it read as the state itself (правительство, власти)?"""


class OrganMatch(NamedTuple):
    """As :class:`Match`, for an organ."""

    first: int
    last: int
    organs: tuple[Organ, ...]
