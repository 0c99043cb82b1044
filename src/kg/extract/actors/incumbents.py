"""Who is meant by an office alone: "президент Казахстана заявил", where it is known who that was on the day."""

import datetime
import re
from collections.abc import Iterable, Iterator

from kg.extract.actors.candidates import STATE
from kg.extract.actors.office import Office
from kg.extract.actors.references import Held
from kg.extract.actors.vocabulary import actor_words
from kg.identifiers import actor_id
from kg.knowledge import Gazetteer
from kg.knowledge.titles import Titles
from kg.model import Actor, ActorType

_RANKS = frozenset({"head-of-state", "head-of-government", "minister"})
"""The offices of which a state has one at a time."""
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def incumbents(
    offices: Iterable[Office], held: Iterable[Held], gazetteer: Gazetteer, published: datetime.date | None
) -> Iterator[Actor]:
    """The persons whom an article names by their office only.

    Args:
        offices: as found in the text.
        held: those with a holder: a state of which the article names an office-holder of that rank is left out.
        gazetteer: knows who held which office when.
        published: the article's date; without it nobody is meant for sure.
    """
    if published is None:
        return
    named = {(one.state, one.office.title.rank) for one in held}
    for office in offices:
        state = office.state.state if office.state is not None else None
        if state is None or (state, office.title.rank) in named or not _acts_now(office, published):
            continue
        known = [person for person in gazetteer.holders(office.title.name, state, published) if person.same_as]
        if len(known) == 1:
            person = known[0]
            ref = actor_id(person.name, person.same_as)
            yield Actor(ref, ActorType.PERSON, person.name, same_as=person.same_as, known_as=person.name)


def _acts_now(office: Office, published: datetime.date) -> bool:
    """Does whoever holds a state's office do something, at no other time than the article's?"""
    sentence, head = office.sentence, office.head
    if office.holder is not None or office.subject is not None or office.title.rank not in _RANKS:
        return False
    if office.of is not None and office.of.type != STATE:
        return False
    verb = sentence.head(head)
    if head.rel != "nsubj" or verb is None or not verb.has(VerbForm="Fin") or not head.has(Number="Sing"):
        return False
    described = {child.lemma for child in sentence.children(head, "amod")}
    is_former = head.text.casefold().startswith("экс") or bool(described & actor_words()["not_now"])
    years = {token.text for token in sentence.tokens if _YEAR.fullmatch(token.text)}
    return not is_former and years <= {str(published.year)} and Titles.load().named(office.title.name) is not None
