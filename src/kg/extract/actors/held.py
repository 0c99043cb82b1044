"""Which body or state an office with a holder is of, where the text names none beside it."""

import datetime
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from kg.extract.actors.candidates import ORGANISATION, STATE, Candidate
from kg.extract.actors.office import Office
from kg.extract.actors.references import Held
from kg.extract.lexicon import rows
from kg.identifiers import actor_id, wikidata_id
from kg.knowledge import Entry, Gazetteer
from kg.language.morphology import fold
from kg.model import Actor, Place


def held_offices(
    offices: Sequence[Office],
    candidates: Sequence[Candidate],
    of_candidate: dict[int, Actor | Place],
    gazetteer: Gazetteer,
    published: datetime.date | None,
) -> list[Held]:
    """The offices with a holder beside them.

    Args:
        offices: as found in the text.
        candidates: all names, in the order of the text.
        of_candidate: whom each of them names, by its identity.
        gazetteer: knows who held which office when.
        published: the article's date.
    """
    held = []
    only_state = _only_state(candidates, of_candidate)
    for office in offices:
        party = of_candidate.get(id(office.holder)) if office.holder is not None else None
        if not isinstance(party, Actor):
            continue
        of, state = own_body_of(office, candidates, of_candidate)
        if of is None and (body := _body_of_its_kind(office, candidates, of_candidate)) is not None:
            held.append(Held(party.id, office, body, None))
            continue
        if of is None and office.of_own_body:
            held.append(Held(party.id, office, None, None))
            continue
        if of is None:
            of, state = _known_office(party, office, gazetteer, published)
        if of is None and _is_of_own_state(office):
            of, state = _own_state(party, gazetteer)
        if of is None and _is_of_own_state(office) and office.title.rank != "deputy":
            of, state = only_state
        held.append(Held(party.id, office, of, state))
    return held


def own_body_of(
    office: Office, candidates: Sequence[Candidate], of_candidate: dict[int, Actor | Place]
) -> tuple[str | None, str | None]:
    """The id of the body or state that an office is of, and the state's code; of "the country" or "the company" the one
    last named.
    """
    of, state = body_of(office, of_candidate)
    if of is None and office.of_own_state:
        return _last_state(office, candidates, of_candidate)
    if of is None and office.of_own_body:
        return _last_body(office, candidates, of_candidate), None
    return of, state


def _last_state(
    office: Office, candidates: Sequence[Candidate], of_candidate: dict[int, Actor | Place]
) -> tuple[str | None, str | None]:
    """The state last named before "президент страны"."""
    for candidate in _before(candidates, office):
        state = of_candidate.get(id(candidate))
        if candidate.type == STATE and state is not None:
            return state.id, candidate.entries[0].state
    return None, None


def _before(candidates: Sequence[Candidate], office: Office) -> Iterator[Candidate]:
    """The candidates that end before an office begins, the last first."""
    first_after = bisect_left(candidates, office.span.start, key=lambda candidate: candidate.span.start)
    earlier = (candidates[place] for place in range(first_after - 1, -1, -1))
    return (one for one in earlier if one.span.end <= office.span.start)


_OF_ONE_STATE = frozenset({"head-of-state", "head-of-government", "minister", "legislator"})
"""The offices that one holds in one's own state."""


def _is_of_own_state(office: Office) -> bool:
    """Is it a bare title before a name, such as one has in one's own state: "президент Иванов"?"""
    return office.rule in _BESIDE_ITS_HOLDER and _is_of_state_by_title(office)


def _is_of_state_by_title(office: Office) -> bool:
    bare = office.words == office.title.name or office.title.rank == "minister"
    of_state = office.title.rank in _OF_ONE_STATE or (office.title.rank == "deputy" and office.title.of != "body")
    return bare and (of_state or _is_of_a_leaders_staff(office))


def _is_of_a_leaders_staff(office: Office) -> bool:
    """Is it an office of those who serve a state's leader: "помощник президента", "пресс-секретарь премьера"?"""
    return office.title.of == "state" and office.title.name.endswith(_OF_A_LEADER)


_OF_A_LEADER = (" президента", " премьера", " премьер-министра", " главы государства", " короля", " канцлера")


_BESIDE_ITS_HOLDER = frozenset(
    {"office-before-name", "office-before-office", "office-after-name", "office-of-this-post"}
)
_BY_NAME = _BESIDE_ITS_HOLDER | {"office-by-appointment", "office-before-names"}


def _own_state(person: Actor, gazetteer: Gazetteer) -> tuple[str | None, str | None]:
    """The state of a linked person."""
    wikidata = wikidata_id(person.same_as)
    entry = gazetteer.entry(wikidata) if wikidata is not None else None
    state = gazetteer.state(entry.state) if entry is not None and entry.state is not None else None
    return (actor_id(state.name, state.same_as), state.state) if state is not None else (None, None)


def _last_body(office: Office, candidates: Sequence[Candidate], of_candidate: dict[int, Actor | Place]) -> str | None:
    """The body last named before "директор компании", in the same paragraph or the one before; or further back the last
    one that is called by the same noun: "глава комитета".
    """
    named = [candidate for candidate in _before(candidates, office) if candidate.type == ORGANISATION]
    nouns = {token.lemma for token in office.sentence.within(office.span)}
    called = next((one for one in named if one.head.lemma in nouns and not one.nested), None)
    if called is not None:
        return of_candidate[id(called)].id
    if not named or office.sentence.paragraph - named[0].sentence.paragraph > _NEAR:
        return None
    return of_candidate[id(named[0])].id


def _only_state(
    candidates: Sequence[Candidate], of_candidate: dict[int, Actor | Place]
) -> tuple[str | None, str | None]:
    """The only state of which the article speaks: that of "премьер Иванов", of whom nothing is known."""
    states = {of_candidate[id(one)].id: one.entries[0].state for one in candidates if one.type == STATE}
    return next(iter(states.items())) if len(states) == 1 else (None, None)


def _known_office(
    person: Actor, office: Office, gazetteer: Gazetteer, published: datetime.date | None
) -> tuple[str | None, str | None]:
    """The state of which a linked person holds an office of this title, where the gazetteer knows only one."""
    wikidata = wikidata_id(person.same_as)
    if wikidata is None:
        return None, None
    known = [one for one in gazetteer.offices(wikidata) if one.title in office.title.offices]
    if published is not None:
        known = [one for one in known if one.held(published)] or known
    states = {one.of for one in known}
    state = gazetteer.state(states.pop()) if len(states) == 1 else None
    return (actor_id(state.name, state.same_as), state.state) if state is not None else (None, None)


def body_of(office: Office, of_candidate: dict[int, Actor | Place]) -> tuple[str | None, str | None]:
    """The id of the body or state that an office is of, and the state's code."""
    state = office.state
    if office.of is not None and (body := of_candidate.get(id(office.of))) is not None:
        return body.id, state.state if state is not None else None
    if state is not None:
        return actor_id(state.name, state.same_as), state.state
    return None, None


_NEAR = 2
"""Paragraphs back in which the body may be named, the empty line between two counting as one."""


def _body_of_its_kind(
    office: Office, candidates: Sequence[Candidate], of_candidate: dict[int, Actor | Place]
) -> str | None:
    """The body last named before the title of those who are only in such bodies, or further back the only one:
    "В Сенате … спикер Иванов", "Окружной суд отказал. Судья Иванов …".
    """
    kinds = _kinds_of_bodies().get(office.title.name)
    if kinds is None or office.words != office.title.name or office.of_own_state or _is_of_another_kind(office):
        return None
    earlier = [one for one in _before(candidates, office) if not one.nested and _is_of_kind(one, kinds)]
    near = [one for one in earlier if office.sentence.paragraph - one.sentence.paragraph <= _NEAR]
    far = earlier if "chamber" in kinds else []  # of courts there are too many
    bodies = {of_candidate[id(one)].id for one in near[:1] or far}
    return bodies.pop() if len(bodies) == 1 else None


_OTHER_HOLDERS = frozenset({"новый", "бывший", "прежний", "нынешний", "первый", "молодой"})


def _is_of_another_kind(office: Office) -> bool:
    """Does an adjective say of which kind of bodies the office is: "федеральный судья", "сельский депутат"?"""
    described = office.sentence.children(office.head, "amod")
    return any(adjective.pos == "ADJ" and adjective.lemma not in _OTHER_HOLDERS for adjective in described)


def _is_of_kind(one: Candidate, kinds: frozenset[str]) -> bool:
    called = {one.organ.kind, fold(one.organ.name)} if one.organ is not None else {one.head.lemma}
    return one.type == ORGANISATION and not called.isdisjoint(kinds)


@cache
def _kinds_of_bodies() -> Mapping[str, frozenset[str]]:
    return {row[0]: frozenset(fold(kind) for kind in row[1].split("; ")) for row in rows("bodies_of_titles.tsv")}


def with_own_states(held: Sequence[Held], main: Entry | None = None) -> list[Held]:
    """The offices, those of a state that the text does not name with the one in which the same person holds another:
    "Главой Малави стала вице-президент Банда"; where he holds none, with the state that the article is about.

    Args:
        held: the offices with their holders.
        main: the state that the article is about: see :func:`~kg.extract.actors.implied.main_state`.
    """
    states: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for one in held:
        if one.of is not None and one.state is not None and (one.office.of is None or one.office.of.type == STATE):
            states[one.party].add((one.of, one.state))
    of_main: set[tuple[str, str]] = set()
    if main is not None and main.state is not None:
        of_main.add((actor_id(main.name, main.same_as), main.state))
    return [
        _with_own_state(one, states[one.party] or (of_main if _is_of_any_state(one.office) else set())) for one in held
    ]


_OLD_TITLES = frozenset({"князь", "император"})


def _is_of_any_state(office: Office) -> bool:
    """Is it an office that the state has of which an article speaks, not one of some body or of bygone times?"""
    return office.title.name not in _OLD_TITLES and office.title.name not in _kinds_of_bodies()


def _with_own_state(one: Held, states: set[tuple[str, str]]) -> Held:
    if one.of is not None or len(states) != 1 or not _is_of_a_state(one.office):
        return one
    ((of, state),) = states
    return replace(one, of=of, state=state)


def _is_of_a_state(office: Office) -> bool:
    return office.rule in _BY_NAME and _is_of_state_by_title(office)
