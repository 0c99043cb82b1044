"""What the gazetteer holds: plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A person, state, organisation or place that is known."""

    type: str
    """``Person``, ``State``, ``Organisation`` or ``Place``."""
    name: str
    """The usual short Russian name in the nominative: Китай, США, ОДКБ, Си Цзиньпин."""
    names: tuple[str, ...] = ()
    """Other names in the nominative: КНР, Китайская Народная Республика."""
    same_as: tuple[str, ...] = ()
    """IRIs in Wikidata or GeoNames."""
    iso_code: str | None = None
    """A state's ISO 3166 alpha-3 code; None for one that has none."""
    state: str | None = None
    """The code of the state that a body, place or person belongs to; of a state, its own. It is the ISO code or, for a
    state without one, its Wikidata id: ``Gazetteer.state`` takes either.
    """
    sitelinks: int | None = None
    """In how many wikis it has a page, of an entry from Wikidata's dump: how well known it is. None for what ships or
    comes from a user's table, which is there because the news names it.
    """

    has_namesakes: bool = False
    """Of a person: is the name so common that it alone does not tell who is meant?"""

    @property
    def written_names(self) -> tuple[str, ...]:
        """The names by which a text may call it, those in «» in quotation marks only."""
        bare = () if f"«{self.name}»" in self.names else (self.name,)
        return (*bare, *self.names)


@dataclass(frozen=True, slots=True)
class Match:
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
    names: tuple[str, ...]
    kind: str
    """ministry, parliament, court, staff, service, government …"""
    state: str | None
    """The code of the state that alone has it."""
    is_state: bool
    """Is it read as the state itself (правительство, власти)?"""


@dataclass(frozen=True, slots=True)
class OrganMatch:
    """As :class:`Match`, for an organ."""

    first: int
    last: int
    organs: tuple[Organ, ...]
