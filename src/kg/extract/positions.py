"""The positions stage: who holds which office of which body, where the text says so beside the name."""

from collections.abc import Sequence

from kg.extract.actors.candidates import ORGANISATION
from kg.extract.actors.office_bodies import CALLINGS
from kg.extract.actors.references import HEAD_WORDS, Held
from kg.identifiers import position_id
from kg.model import Position


def find_positions(held: Sequence[Held]) -> tuple[Position, ...]:
    """Each office once for its holder, at the first place that names the body.

    Args:
        held: the offices with their holders, as the actors stage found them.
    """
    found: dict[str, Position] = {}
    for one in sorted(held, key=lambda one: not one.named):
        if (
            one.of is None
            or not _is_office(one)
            or (not one.named and (_is_known(one, held) or one.office.title.name in HEAD_WORDS))
        ):
            continue
        key = position_id(one.party, one.office.words, one.of)
        position = Position(key, one.party, one.office.words, one.of, one.office.span, one.office.rule)
        found.setdefault(key, position)
    return tuple(sorted(found.values(), key=lambda position: position.span))


def _is_office(held: Held) -> bool:
    """Is it an office, or a calling that only a body makes one: a director of a company, not "украинский режиссёр"?"""
    return held.office.title.rank not in CALLINGS or (
        held.office.of is not None and held.office.of.type == ORGANISATION
    )


def _is_known(described: Held, held: Sequence[Held]) -> bool:
    """Does a mere description ("китайский лидер") only repeat an office that the text names with its holder?"""
    return any(one.named and one.party == described.party and one.state == described.state for one in held)
