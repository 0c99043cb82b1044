"""The state of a body that is named without one: in an article on Kazakhstan "парламент" is Kazakhstan's.

Only where one state stands out among those of which the article speaks; elsewhere such a word names nobody.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.actors.candidates import MEMBERS, ORGANISATION, PLACE, STATE, Candidate, states_of_members
from kg.extract.actors.names import same_word
from kg.extract.actors.vocabulary import actor_words
from kg.knowledge import Entry, Gazetteer, Organ
from kg.language import Parse

MAIN_STATE = "body-of-main-state"
"""The rule by which a body has the state that the article speaks of."""

_TIMES_THE_NEXT = 2
"""How much more often than any other state the one must be spoken of."""

_OF_EVERY_STATE = frozenset(
    {"parliament", "chamber", "cabinet", "forces", "prosecution", "court", "commission", "bank"}
)
"""The kinds of bodies of which a state usually has one, so that the word alone can name it."""


def with_implied_states(candidates: Sequence[Candidate], spoken: Counter[Entry]) -> tuple[Candidate, ...]:
    """The candidates, of which bodies without a state have the one that the article is about; those in lower case for
    which there is none are left out, and so are members of a body of another state ("демократы").

    Args:
        candidates: in the order of the text.
        spoken: how often the article speaks of each state: see :func:`spoken_states`.
    """
    main, most = main_state(spoken), next(iter(spoken.most_common(1)), None)
    candidates = [_without_namesakes(one, main, spoken) for one in candidates]
    kin = {(one.organ.name, one.state) for one in candidates if one.organ is not None and one.state is not None}
    bodies = Counter(name for name, _ in kin)
    candidates = [_shortened(one, candidates) for one in candidates]
    return tuple(_settled(candidates, main, most[0] if most is not None else None, bodies))


SHORTENED = "shortened-name"
"""The rule by which the bare kind of a body means the one of some place that the article names in full."""

_OF_DISTRICTS = frozenset({"prosecution", "court", "commission"})
"""The kinds of bodies that regions and towns have as well as states."""


def _shortened(one: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """A body without a state as the only one of that kind of a region or a town: in an article on the прокуратура
    Орловской области "прокуратура" is none of the state's.
    """
    if one.organ is None or one.state is not None:
        return one
    if one.organ.kind not in _OF_DISTRICTS and one.tokens[0].lemma != "законодательный":
        return one
    longer = [other for other in candidates if other.organ is None and is_beginning(one, other)]
    names = {tuple(token.lemma for token in other.tokens) for other in longer}
    return replace(one, organ=None, rule=SHORTENED) if len(names) == 1 else one


def is_beginning(one: Candidate, other: Candidate) -> bool:
    """Is a name the beginning of another body's, which goes on with a place?"""
    size = len(one.tokens)
    is_longer = other.type == ORGANISATION and len(other.tokens) > size and other.tokens[size].pos != "ADP"
    goes_on = is_longer and any(token.text[:1].isupper() for token in other.tokens[size:])
    return goes_on and all(same_word(a.text, b.text) for a, b in zip(one.tokens, other.tokens, strict=False))


def _without_namesakes(one: Candidate, main: Entry | None, spoken: Counter[Entry]) -> Candidate:
    """A party without what the gazetteer knows by its name in states of which the article says nothing: the Народный
    фронт of one state is not that of another.
    """
    if main is None or len(one.tokens) < 2 or one.head.lemma not in actor_words()["common_names"]:
        return one
    states = {state.state for state in spoken}
    entries = tuple(entry for entry in one.entries if entry.state is None or entry.state in states)
    return one if entries == one.entries else replace(one, entries=entries, state=one.state or main)


def _settled(
    candidates: Sequence[Candidate], main: Entry | None, most: Entry | None, kin: Counter[str]
) -> Iterator[Candidate]:
    for one in candidates:
        if one.rule == MEMBERS:
            state = states_of_members().get(one.head.lemma)
            if state is None or (most is not None and most.state == state):
                yield one
        elif one.organ is None or one.state is not None or kin[one.organ.name] == 1:
            yield one  # a body of one state is what the bare word means
        elif main is not None and _is_of_every_state(one, one.organ) and not kin[one.organ.name]:
            yield replace(one, state=main, rule=MAIN_STATE)
        elif not one.is_lower:
            yield one


def _is_of_every_state(one: Candidate, organ: Organ) -> bool:
    """Is it a body of which a state has one, be it by whose staff it is: "администрация президента"; not "пресс-служба
    Кремля", which says itself whose it is?
    """
    is_staff = organ.name.endswith(" президента") and all(token.text.islower() for token in one.tokens[1:])
    return organ.kind in _OF_EVERY_STATE or is_staff


def main_state(spoken: Counter[Entry]) -> Entry | None:
    """The state that the article speaks of at least twice, and twice as often as of any other."""
    ranked = spoken.most_common(2)
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] < _TIMES_THE_NEXT * ranked[1][1]):
        return None
    return ranked[0][0]


def spoken_states(parse: Parse, candidates: Sequence[Candidate], gazetteer: Gazetteer) -> Counter[Entry]:
    """How often an article speaks of each state: by name, adjective, place or body."""
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
    of_states = gazetteer.words_of_states
    adjectives = (t for s in parse.sentences for t in s.having(of_states) if t.pos == "ADJ" and t.start not in taken)
    spoken.update(state for token in adjectives if (state := gazetteer.demonym(token.lemma)) is not None)
    return spoken
