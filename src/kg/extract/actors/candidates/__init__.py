"""Which words name someone: each finder is one small function over a sentence, each candidate says which found it."""

from kg.extract.actors.candidates.bodies import states_of_members
from kg.extract.actors.candidates.candidate import MEMBERS, ORGANISATION, PERSON, PLACE, STATE, Candidate, words_of
from kg.extract.actors.candidates.finding import find_candidates

__all__ = [
    "MEMBERS",
    "ORGANISATION",
    "PERSON",
    "PLACE",
    "STATE",
    "Candidate",
    "find_candidates",
    "states_of_members",
    "words_of",
]
