"""Of which state an article speaks, and of which it has spoken last: whose police, courts and government it means."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from kg.extract.cast import Cast
from kg.model import ActorType, Mention

_CLEAR_LEAD = 2
"""So many times as often as any other must a state be spoken of for an article to be about it."""


def home_state(cast: Cast, states: Mapping[str, str]) -> str | None:
    """The id of the state of which, with its people, bodies and places, an article speaks by far the most.

    Args:
        cast: who is who.
        states: id of an actor → id of the state that it speaks for.
    """
    counted = Counter(state for _, state in _spoken_of(cast, states))
    ranked = counted.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < _CLEAR_LEAD * ranked[1][1]):
        return None
    return _known(ranked[0][0], cast)


def nearest_state(cast: Cast, states: Mapping[str, str], end: int, without: Collection[str] = ()) -> str | None:
    """The id of the state of which, with its people, bodies and places, the text has spoken last.

    Args:
        cast: who is who.
        states: id of an actor → id of the state that it speaks for.
        end: the place in the text before which it has.
        without: ids of actors whose own state does not count.
    """
    before = [
        state for mention, state in _spoken_of(cast, states) if mention.span.start < end and mention.ref not in without
    ]
    return _known(before[-1], cast) if before else None


def _spoken_of(cast: Cast, states: Mapping[str, str]) -> Iterator[tuple[Mention, str]]:
    """The mentions that speak of a state, and which, in the order of the text."""
    places = {place.id: place.state for place in cast.places}
    for mention in cast.mentions:
        state = states.get(mention.ref) or places.get(mention.ref)
        if state is not None:
            yield mention, state


def _known(state: str, cast: Cast) -> str | None:
    actor = cast.actor(state)
    return actor.id if actor is not None and actor.type is ActorType.STATE else None
