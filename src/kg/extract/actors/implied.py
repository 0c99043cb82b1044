"""The state of a body that is named without one: in an article on Kazakhstan "парламент" is Kazakhstan's.

Only where one state stands out among those of which the article speaks; elsewhere such a word names nobody.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.actors.candidates import ORGANISATION, PLACE, STATE, Candidate
from kg.knowledge import Entry, Gazetteer
from kg.language import Parse

MAIN_STATE = "body-of-main-state"
"""The rule by which a body has the state that the article speaks of."""

_TIMES_THE_NEXT = 2
"""How much more often than any other state the one must be spoken of."""

_OF_EVERY_STATE = frozenset(
    {"parliament", "chamber", "cabinet", "forces", "prosecution", "court", "commission", "bank"}
)
"""The kinds of bodies of which a state usually has one, so that the word alone can name it."""


def with_implied_states(parse: Parse, candidates: Sequence[Candidate], gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The candidates, of which bodies without a state have the one that the article is about; those in lower case for
    which there is none are left out.
    """
    if all(one.organ is None or one.state is not None for one in candidates):
        return tuple(candidates)
    main = main_state(parse, candidates, gazetteer)
    kin = {(one.organ.name, one.state) for one in candidates if one.organ is not None and one.state is not None}
    return tuple(_settled(candidates, main, Counter(name for name, _ in kin)))


def _settled(candidates: Sequence[Candidate], main: Entry | None, kin: Counter[str]) -> Iterator[Candidate]:
    for one in candidates:
        if one.organ is None or one.state is not None or kin[one.organ.name] == 1:
            yield one  # a body of one state is what the bare word means
        elif main is not None and one.organ.kind in _OF_EVERY_STATE and not kin[one.organ.name]:
            yield replace(one, state=main, rule=MAIN_STATE)
        elif not one.is_lower:
            yield one


def main_state(parse: Parse, candidates: Sequence[Candidate], gazetteer: Gazetteer) -> Entry | None:
    """The state that the article speaks of, by name, adjective, place or body, at least twice and twice as often as of
    any other.
    """
    spoken: Counter[Entry] = Counter()
    for one in candidates:
        if one.type == STATE:
            spoken[one.entries[0]] += 1
        elif one.type == ORGANISATION and one.state is not None and not one.nested:
            spoken[one.state] += 1
        elif one.type == PLACE and one.entries and one.entries[0].state is not None:
            state = gazetteer.state(one.entries[0].state)
            spoken.update([state] if state is not None else [])
    taken = {token.start for one in candidates for token in one.tokens}
    adjectives = (t for s in parse.sentences for t in s.tokens if t.pos == "ADJ" and t.start not in taken)
    spoken.update(state for token in adjectives if (state := gazetteer.demonym(token.lemma)) is not None)
    ranked = spoken.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] < _TIMES_THE_NEXT * ranked[1][1]):
        return None
    return ranked[0][0]
