"""The outlet that published an article, as one of its actors."""

import re
from dataclasses import replace

from kg.extract.cast import Cast
from kg.extract.header import Header, is_outlet, usual_name
from kg.identifiers import actor_id
from kg.knowledge import Entry, Gazetteer
from kg.model import Actor, ActorType, Document


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
    outlet = _outlet(name, _entry(name, gazetteer))
    if cast.actor(outlet.id) is None:
        cast = replace(cast, actors=(*cast.actors, outlet))
    return cast, outlet.id


def outlet_apart(document: Document, gazetteer: Gazetteer) -> Actor | None:
    """The outlet that a document's source names, as :func:`find_publisher` adds it to a cast; None where the source
    names none, or the text may speak of it.
    """
    name = usual_name(document.publisher)
    if name is None:
        return None
    entry = _entry(name, gazetteer)
    if entry is not None and not is_outlet(name):  # a ministry may be spoken of without its name
        return None
    names = (name, *(entry.written_names if entry is not None else ()))
    capitalised = " ".join(word for word in _WORD.findall(document.text) if not word.islower()).casefold()
    if any(word[:_STEM] in capitalised for form in names for word in _WORD.findall(form.casefold())):
        return None
    return _outlet(name, entry)


_WORD = re.compile(r"\w+")
_STEM = 4
"""So many letters of a word stand in each of its forms, or nearly each; and a name has a capital, unlike "новости" in
"РИА Новости". What is found too often is read, no more.
"""


def _entry(name: str, gazetteer: Gazetteer) -> Entry | None:
    return next(iter(gazetteer.named(name, "Organisation")), None)


def _outlet(name: str, entry: Entry | None) -> Actor:
    same_as = entry.same_as if entry is not None else ()
    known_as = entry.name if entry is not None else None
    return Actor(actor_id(known_as or name, same_as), ActorType.ORGANISATION, name, (name,), same_as, known_as=known_as)
