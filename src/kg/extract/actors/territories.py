"""Regions and towns as those of whom somebody is губернатор or мэр: the body that governs them, where the text names it
("мэрия Москвы"), else the region itself, which then is a party as a state is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from kg.extract.actors.candidates import ORGANISATION, PLACE, Candidate
from kg.extract.actors.office import Office
from kg.extract.lexicon import rows
from kg.identifiers import actor_id
from kg.knowledge.names import nominatives
from kg.language.morphology import fold
from kg.model import Actor, ActorType, Place

_GOVERNING = frozenset({"администрация", "мэрия"})
"""Nouns for the body that governs a region or a town."""


def with_territories(
    offices: Sequence[Office], candidates: Sequence[Candidate], of_candidate: Mapping[int, Actor | Place]
) -> tuple[list[Office], dict[int, Actor]]:
    """The offices, those of a place being of who governs it; and these actors.

    Args:
        offices: as found in the text.
        candidates: all names, in the order of the text.
        of_candidate: whom each of them names, by its identity.

    Returns:
        The offices, and whom the new names in them (:attr:`Office.of`) stand for, by the identity of the name.
    """
    found: list[Office] = []
    governing: dict[int, Actor] = {}
    named: dict[str, Actor] | None = None
    for one in offices:
        place = of_candidate.get(id(one.of)) if one.of is not None and one.of.type == PLACE else None
        if one.of is None or not isinstance(place, Place):
            found.append(one)
        elif not _is_of_authorities(one):
            found.append(replace(one, of=None))
        else:
            named = _named_bodies(candidates, of_candidate) if named is None else named
            of = replace(one.of, type=ORGANISATION, rule="territory", entries=())
            governing[id(of)] = named.get(place.id) or _as_body(place)
            found.append(replace(one, of=of))
    return found, governing


def _as_body(place: Place) -> Actor:
    ref = actor_id(place.name, place.same_as)
    return Actor(
        ref,
        ActorType.ORGANISATION,
        place.name,
        place.aliases,
        place.same_as,
        state=place.state,
        known_as=place.known_as,
    )


def _named_bodies(candidates: Sequence[Candidate], of_candidate: Mapping[int, Actor | Place]) -> dict[str, Actor]:
    """Id of a place → the body that governs it, where the text names it: "администрация Омска"."""
    found: dict[str, Actor] = {}
    body: Candidate | None = None
    for one in candidates:
        if one.type == ORGANISATION and not one.nested:
            body = one if one.head.lemma in _GOVERNING else None
        elif one.type == PLACE and body is not None and one.span in body.span:
            place, actor = of_candidate.get(id(one)), of_candidate.get(id(body))
            if place is not None and isinstance(actor, Actor):
                found.setdefault(place.id, actor)
    return found


def _is_of_authorities(office: Office) -> bool:
    """Is it an office in the authorities of the place that it is of?"""
    words = (lemma for word in office.words.split()[:3] for lemma in nominatives(word))
    called = (office.title.name, *words, office.title.rank)
    return next((_territorial()[title] for title in called if title in _territorial()), False)


@cache
def _territorial() -> dict[str, bool]:
    return {fold(row[0]): row[1] == "yes" for row in rows("territorial_offices.tsv")}
