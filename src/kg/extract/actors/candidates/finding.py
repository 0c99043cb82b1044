"""Runs the finders over each sentence.

Where the candidates of two finders cross, the finder that stands earlier in :data:`FINDERS` wins; a name inside another
("КНР" in "МИД КНР") is kept as nested.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from kg.extract.actors.candidates.bodies import (
    bare_bodies,
    local_bodies,
    military_districts,
    national_teams,
    nested_bodies,
    party_members,
    state_bodies,
)
from kg.extract.actors.candidates.candidate import ORGANISATION, PLACE, STATE, Candidate
from kg.extract.actors.candidates.departments import departments
from kg.extract.actors.candidates.organisations import (
    expanded_abbreviations,
    known_organisations,
    quoted_organisations,
    tagged_organisations,
)
from kg.extract.actors.candidates.persons import (
    known_persons,
    repeated_surnames,
    tagged_persons,
    without_families,
)
from kg.extract.actors.candidates.scene import Scene
from kg.extract.actors.candidates.states import acting_demonyms, governments_by_seat, named_states, tagged_places
from kg.knowledge import Gazetteer
from kg.language import Entity, Parse

Finder = Callable[[Scene], Iterator[Candidate]]


FINDERS: tuple[Finder, ...] = (
    expanded_abbreviations,
    party_members,
    departments,
    acting_demonyms,
    military_districts,
    state_bodies,
    quoted_organisations,
    known_organisations,
    tagged_persons,
    known_persons,
    tagged_organisations,
    local_bodies,
    national_teams,
    named_states,
    governments_by_seat,
    tagged_places,
    bare_bodies,
)


def find_candidates(parse: Parse, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """All names of a text, in its order, the longer first where two begin together."""
    found: list[Candidate] = []
    entities = _by_sentence(parse)
    for number, sentence in enumerate(parse.sentences):
        scene = Scene(parse.text, sentence, tuple(entities.get(number, ())), gazetteer)
        accepted: list[Candidate] = []
        for finder in FINDERS:
            for candidate in finder(scene):
                _accept(accepted, candidate)
        found.extend(accepted)
        found.extend(inner for body in accepted if body.type == ORGANISATION for inner in nested_bodies(scene, body))
    found.extend(repeated_surnames(parse, found))
    found = without_families(found)
    return tuple(sorted(found, key=lambda candidate: (candidate.span.start, -candidate.span.end)))


def _by_sentence(parse: Parse) -> dict[int, list[Entity]]:
    """Number of a sentence → the named entities that lie in it."""
    found: dict[int, list[Entity]] = {}
    for entity in parse.entities:
        number = parse.sentence_index(entity.span.start)
        if number is not None and entity.span in parse.sentences[number].span:
            found.setdefault(number, []).append(entity)
    return found


def _accept(accepted: list[Candidate], candidate: Candidate) -> None:
    """Adds a candidate unless it crosses one that is there; inside one it is nested, which only states may be, and in
    bodies places.
    """
    nested = False
    first, last = candidate.tokens[0].index, candidate.tokens[-1].index
    for other in accepted:
        begin, end = other.tokens[0].index, other.tokens[-1].index
        if first <= end and begin <= last:
            may_nest = other.type == ORGANISATION if candidate.type == PLACE else candidate.type == STATE
            if not may_nest or (first, last) == (begin, end) or not begin <= first <= last <= end:
                return
            nested = nested or other.type != STATE
            if other.type == STATE:
                return
    accepted.append(replace(candidate, nested=True) if nested else candidate)
