"""The outlet that published an article, as one of its actors."""

from dataclasses import replace

from kg.extract.cast import Cast
from kg.extract.header import Header
from kg.identifiers import actor_id
from kg.knowledge import Gazetteer
from kg.model import Actor, ActorType


def find_publisher(cast: Cast, header: Header, gazetteer: Gazetteer) -> tuple[Cast, str | None]:
    """The cast with the publisher in it, and the publisher's id; the cast as it is and None where it is unknown.

    Args:
        cast: the actors that the text names.
        header: what the text or its source says of the outlet.
        gazetteer: knows outlets by name.
    """
    name = header.publisher
    if name is None:
        return cast, None
    entry = next(iter(gazetteer.named(name, "Organisation")), None)
    same_as = entry.same_as if entry is not None else ()
    ref = actor_id(entry.name if entry is not None else name, same_as)
    if cast.actor(ref) is None:
        outlet = Actor(ref, ActorType.ORGANISATION, name, (name,), same_as, known_as=entry.name if entry else None)
        cast = replace(cast, actors=(*cast.actors, outlet))
    return cast, ref
