"""Which known entry a name in an article means, if that is clear enough.

Candidates with the name are scored by what speaks for each: how full the name is, the states that the article names,
the titles that the article gives the bearer and the day on which it was written. The best is taken only if it reaches
the threshold and is clear of the second, how well known each is considered too: a missing link costs less than a wrong
one.
"""

import datetime
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.identifiers import wikidata_id
from kg.knowledge.entries import Entry
from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.names import nominatives, words
from kg.language.morphology import fold

THRESHOLD = 1.0
_MARGIN = 0.25
"""By how much the best must lead the second."""

# What speaks for a candidate, in points. A full name alone suffices; a surname needs an office or a state beside it.
_FULL_NAME = 1.0
_INITIALS = 0.7
_SURNAME = 0.5
_HELD_OFFICE_THEN = 1.0
_HELD_OFFICE_EVER = 0.5
_STATE_NAMED = 0.5
_STATE_OTHER = -0.25
_TITLE_OF_OTHERS = -0.75
"""The article gives a title that is at odds with all that is known of the candidate (a tennis player)."""
_LEADER_THEN = 0.5
_FIELD_OF_OTHERS = -0.5
"""The article speaks of sport or of the arts where it names the candidate, and gives no office."""
_NAMESAKES = -0.25
_LITTLE_KNOWN = -0.25
"""A person whom few wikis know: a namesake whom none knows is as likely."""
_FEW_WIKIS = 10
_FIRST = 0.3
"""For the first of several places of one name: the files put regions first, then the larger cities."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a name may mean, and how much speaks for it."""

    entry: Entry
    score: float
    """What the article says for it; :data:`THRESHOLD` must be reached."""
    reasons: tuple[str, ...]
    prior: float = 0.0
    """How well known it is: what speaks for it before the article is read. It ranks, and can't make up for evidence."""

    @property
    def rank(self) -> float:
        """By which the candidates are ordered."""
        return self.score + self.prior


def link(
    name: str,
    type: str,
    *,
    gazetteer: Gazetteer,
    date: datetime.date | None = None,
    states: Iterable[str] = (),
    titles: Iterable[str] = (),
    article_states: Iterable[str] = (),
    field: str | None = None,
) -> Entry | None:
    """The entry that a name means.

    Args:
        name: as the article has it, in any case form; of a person the fullest one.
        type: ``Person``, ``State``, ``Organisation`` or ``Place``.
        gazetteer: what is known.
        date: when the article was written.
        states: codes of the states that the article connects with the name (its title's state, its adjective's).
        titles: the titles that the article gives the person: президент, министр обороны.
        article_states: codes of all states that the article names.
        field: of what the article speaks where it names the person, if it is ``sport`` or ``culture``.

    Returns:
        The entry, or None where nothing is known, too little speaks for it, or several are as likely.
    """
    ranked = candidates(
        name,
        type,
        gazetteer=gazetteer,
        date=date,
        states=states,
        titles=titles,
        article_states=article_states,
        field=field,
    )
    return ranked[0].entry if is_clear(ranked) else None


def is_clear(ranked: Sequence[Candidate]) -> bool:
    """Does enough speak for the first of the candidates, and clearly more than for the second?"""
    if not ranked or ranked[0].score < THRESHOLD:
        return False
    return len(ranked) == 1 or ranked[0].rank - ranked[1].rank >= _MARGIN


def candidates(
    name: str,
    type: str,
    *,
    gazetteer: Gazetteer,
    date: datetime.date | None = None,
    states: Iterable[str] = (),
    titles: Iterable[str] = (),
    article_states: Iterable[str] = (),
    field: str | None = None,
) -> list[Candidate]:
    """All entries that a name may mean, the best first, with the reasons; the arguments are those of :func:`link`."""
    if type == "Person":
        around = _Surroundings(date, frozenset(states), tuple(titles), frozenset(article_states), field)
        found = [_person(*named, gazetteer, around) for named in _persons(name, gazetteer)]
    else:
        found = [_other(entry, place, frozenset(states)) for place, entry in enumerate(gazetteer.named(name, type))]
    return sorted(found, key=lambda candidate: -candidate.rank)


def _persons(name: str, gazetteer: Gazetteer) -> Iterator[tuple[Entry, float, str]]:
    """Persons with the name, how much the name itself says, and why."""
    parts = [part for part in words(name) if part[0].isalpha()]
    given = [part for part in parts if len(part.rstrip(".")) > 1 or not part[0].isupper()]
    full = gazetteer.named(name, "Person") if len(given) > 1 else ()
    yield from ((entry, _FULL_NAME, "full name") for entry in full)
    if full or not given:
        return
    initials = [fold(part[0]) for part in parts if part not in given]
    if initials and len(given) == 1:
        for entry in gazetteer.persons(given[0]):
            if _has_initials(entry, given[0], initials):
                yield entry, _INITIALS, "surname and initials"
    elif len(given) == 1:
        for entry in gazetteer.persons(given[0]):
            own = len(given[0]) >= _LONG_SURNAME and fold(given[0]) in {
                fold(words(one)[-1]) for one in entry.written_names
            }
            yield entry, _SURNAME, _OWN_SURNAME if own else "surname in another form"


_OWN_SURNAME = "surname"
"""Why a surname speaks for a person who has it in just this form: Медведев has, Медведева may be another."""
_LONG_SURNAME = 4
"""Letters: shorter ones (Ли, Ким) are the most common."""


def _has_initials(entry: Entry, surname: str, initials: list[str]) -> bool:
    surnames = nominatives(surname)
    for name in (entry.name, *entry.names):
        others = [fold(part)[0] for part in words(name) if fold(part) not in surnames]
        # В. Путин is as much Владимир Путин as Владимир Владимирович; В. В. Путин is at odds with Сергей.
        if others[: len(initials)] == initials[: len(others)]:
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What an article says about a person whom it names: see :func:`link`."""

    date: datetime.date | None
    states: frozenset[str]
    titles: tuple[str, ...]
    article_states: frozenset[str]
    field: str | None


def _person(entry: Entry, points: float, reason: str, gazetteer: Gazetteer, around: _Surroundings) -> Candidate:
    found = [(points, reason), *_of_offices(entry, gazetteer, around)]
    if entry.state is not None and around.states:
        matching = entry.state in around.states
        found.append((_STATE_NAMED, "its state is named") if matching else (_STATE_OTHER, "another state is named"))
    if (
        reason == _OWN_SURNAME
        and entry.state in around.article_states
        and _leads_a_state(entry, gazetteer, around.date)
    ):
        found.append((_LEADER_THEN, "leads a state that the article names"))
    if entry.has_namesakes:
        found.append((_NAMESAKES, "has namesakes"))
    if entry.sitelinks is not None and entry.sitelinks < _FEW_WIKIS:
        found.append((_LITTLE_KNOWN, "little known"))
    return Candidate(entry, sum(each for each, _ in found), tuple(why for _, why in found), _prior(entry))


def _of_offices(entry: Entry, gazetteer: Gazetteer, around: _Surroundings) -> Iterator[tuple[float, str]]:
    """What the offices of a person say, compared with the titles and the matters of the article."""
    held = gazetteer.offices(wikidata_id(entry.same_as) or "")
    called, states = around.titles, around.states
    stands_for = {fold(office) for title in called for office in (title, *gazetteer.titles.offices(title))}
    fitting = [office for office in held if fold(office.title) in stands_for and (not states or office.of in states)]
    if any(around.date is not None and office.held(around.date) for office in fitting):
        yield _HELD_OFFICE_THEN, "held the office then"
    elif fitting:
        yield _HELD_OFFICE_EVER, "held the office at some time"
    elif held and called and all(_is_outside_politics(title, gazetteer) for title in called):
        yield _TITLE_OF_OTHERS, "title of someone else"
    elif held and around.field is not None and not states:
        yield _FIELD_OF_OTHERS, f"named in matters of {around.field}"


_LEADING = frozenset({"head-of-state", "head-of-government"})


def _leads_a_state(entry: Entry, gazetteer: Gazetteer, date: datetime.date | None) -> bool:
    """Is it somebody who headed a state or its government on that day (at any time, if the day is not known), so that a
    surname alone may name him?
    """
    for office in gazetteer.offices(wikidata_id(entry.same_as) or ""):
        title = gazetteer.titles.named(office.title)
        if title is not None and title.rank in _LEADING and (date is None or office.held(date)):
            return True
    return False


def _prior(entry: Entry) -> float:
    """From 0 (no wiki knows it) to 0.5 (a hundred do): ten times as many make a clear lead. What ships was chosen
    because the news names it, and leads clearly.
    """
    if entry.sitelinks is None:
        return _MOST_KNOWN + _MARGIN
    return min(_MARGIN * math.log10(1 + entry.sitelinks), _MOST_KNOWN)


_MOST_KNOWN = 0.5


def _is_outside_politics(title: str, gazetteer: Gazetteer) -> bool:
    """Is it a title that office-holders do not have, or one that the dictionary of titles does not know (теннисист)?"""
    known = gazetteer.titles.named(title)
    outside = known is not None and (known.rank == "member" or known.name in _OUTSIDE_POLITICS)
    return known is None or outside


_OUTSIDE_POLITICS = frozenset({"спортсмен", "тренер", "певец", "актёр", "режиссёр", "писатель"})


def _other(entry: Entry, place: int, states: frozenset[str]) -> Candidate:
    score, reasons = _FULL_NAME, ["name"]
    if place == 0 and entry.type == "Place":
        score += _FIRST
        reasons.append("first of its name")
    if entry.state is not None and states:
        matching = entry.state in states
        score += _STATE_NAMED if matching else _STATE_OTHER
        reasons.append("its state is named" if matching else "another state is named")
    return Candidate(entry, score, tuple(reasons), _prior(entry))
