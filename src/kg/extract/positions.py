"""The positions stage: who holds which office of which body, where the text says so beside the name."""

from collections.abc import Mapping, Sequence

from kg.extract.actors.candidates import ORGANISATION
from kg.extract.actors.office_bodies import CALLINGS
from kg.extract.actors.references import HEAD_WORDS, Held
from kg.extract.lexicon import words
from kg.identifiers import position_id
from kg.knowledge.names import nominatives
from kg.knowledge.titles import Title
from kg.language.morphology import fold
from kg.model import Position


def find_positions(held: Sequence[Held]) -> tuple[Position, ...]:
    """Each office once for its holder, at the first place that names the body.

    Args:
        held: the offices with their holders, as the actors stage found them.
    """
    found: dict[str, Position] = {}
    titles: dict[str, Title] = {}
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
        titles[key] = one.office.title
    kept = (one for one in found.values() if not any(_says_less(one, other, titles) for other in found.values()))
    return tuple(sorted(kept, key=lambda position: position.span))


def _says_less(one: Position, other: Position, titles: Mapping[str, Title]) -> bool:
    """Is it another's office by a looser name: премьер or "глава правительства" of who is the премьер-министр there?"""
    if one is other or (one.person, one.of) != (other.person, other.of):
        return False
    loose, exact = titles[one.id], titles[other.id]
    is_bare = (one.title, other.title) == (loose.name, exact.name)
    return is_bare and exact.name in loose.offices and loose.name not in exact.offices


def _is_office(held: Held) -> bool:
    """Is it an office, or a calling that only a body makes one: a director of a company, not "украинский режиссёр"?"""
    title, body = held.office.title, held.office.of
    if fold(title.name) in words("no_offices.tsv"):
        return False
    if title.name.split()[0] == "член" and body is not None:
        named = {lemma for word in title.name.split() for lemma in nominatives(word)} | {t.lemma for t in body.tokens}
        return bool(named & words("bodies_with_members.tsv"))
    return title.rank not in CALLINGS or (body is not None and body.type == ORGANISATION)


def _is_known(described: Held, held: Sequence[Held]) -> bool:
    """Does a mere description ("китайский лидер") only repeat an office that the text names with its holder?"""
    return any(one.named and one.party == described.party and one.state == described.state for one in held)
