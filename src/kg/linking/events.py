"""Events of different articles that may be one: a day apart, one party more, a person in the place of his state.

What two articles tell alike has one id already. What is told nearly alike is proposed here (``kg:possiblySame``), in a
graph of its own that can be made anew at any time; a user's decisions confirm (``owl:sameAs``) or deny.

Events are compared only within blocks of those that share their type and their parties, or all parties but one, each
with the few that follow it in time; so the work grows with the number of events, not with its square.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pyoxigraph import NamedNode, Quad, QuerySolutions

from kg.decisions import Decisions
from kg.exports.records import EventRecord, Records
from kg.identifiers import iri
from kg.model import EventType, PartialDate, Status
from kg.rdf import derived_graph
from kg.rdf.vocabulary import KG, OWL, RDF
from kg.stores import Store

GRAPH = "same-events"
"""What the graph of the proposals is called, behind ``graph/``."""

_MUTUAL = frozenset({EventType.AGREE, EventType.CONSULT, EventType.COOPERATE, EventType.SUPPORT})
"""Types in which it may differ from article to article who is called the actor and who the recipient."""
_REPEATED = frozenset(
    {EventType.AGREE, EventType.SUPPORT, EventType.ACCUSE, EventType.REQUEST, EventType.REJECT, EventType.THREATEN}
)
"""Types of which the same may say the same of the same again the next day: without a day of its own, no two are one."""
_NEIGHBOURS = 8
"""With so many that follow it in its block an event is compared."""
_APART = timedelta(days=1)


class Reason(StrEnum):
    """Why two events may be one."""

    DAY = "the same parties, a day apart"
    DATE = "the same parties; one date is less exact than the other"
    UNDATED = "the same parties; articles of nearly the same day, of which one gives no date"
    PARTY = "one party more"
    STATE = "a person or a body in one, the state in the other"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two events that may be one."""

    one: EventRecord
    other: EventRecord
    reason: Reason

    @property
    def ids(self) -> tuple[str, str]:
        """In the order of the strings, so that a pair is the same whichever comes first."""
        first, second = sorted((self.one.id, self.other.id))
        return first, second


@dataclass(frozen=True, slots=True)
class Linked:
    """What was written."""

    proposed: tuple[Pair, ...]
    confirmed: int
    denied: int


@dataclass(frozen=True, slots=True)
class _Told:
    """An event, and when it was at the earliest and at the latest."""

    event: EventRecord
    parties: frozenset[str]
    states: frozenset[str]
    """The parties, each by its state."""
    first: date
    last: date
    is_dated: bool


def link_events(store: Store, base: str, decisions: Decisions) -> Linked:
    """Writes the graph of events that may be one, in the place of what it held.

    Args:
        store: open for writing.
        base: the base IRI of its graph.
        decisions: what the user has confirmed (``same``) is written as ``owl:sameAs``, what he has denied
            (``different``) is left out.

    Raises:
        StoreError: where the store fails.
    """
    records = Records(store, base)
    issued = {article.id: article.issued.first_day for article in records.articles() if article.issued is not None}
    events = records.events()
    known = {event.id for event in events}
    pairs = tuple(near_misses(events, issued, _states(store, records, base)))
    confirmed = {tuple(sorted((row.one, row.other))) for row in decisions.same_events} & set(_among(known, decisions))
    denied = {tuple(sorted((row.one, row.other))) for row in decisions.different_events}
    proposed = tuple(pair for pair in pairs if pair.ids not in confirmed and pair.ids not in denied)
    graph = derived_graph(base, GRAPH)

    def quad(predicate: NamedNode, one: str, other: str) -> Quad:
        return Quad(NamedNode(iri(base, one)), predicate, NamedNode(iri(base, other)), graph)

    store.replace(
        graph,
        [
            *(quad(KG.possiblySame, *pair.ids) for pair in proposed),
            *(quad(OWL.sameAs, one, other) for one, other in sorted(confirmed)),
        ],
    )
    return Linked(proposed, len(confirmed), sum(pair.ids in denied for pair in pairs))


def _among(known: set[str], decisions: Decisions) -> Iterator[tuple[str, ...]]:
    """The pairs of a user's rows of which the store has both."""
    for row in decisions.same_events:
        if row.one in known and row.other in known:
            yield tuple(sorted((row.one, row.other)))


def near_misses(events: Iterable[EventRecord], issued: Mapping[str, date], states: Mapping[str, str]) -> Iterator[Pair]:
    """Events of different articles that may be one, each pair once, in the order of days and ids.

    Args:
        events: of any number of articles.
        issued: id of an article → its day; by it an event without a date is placed.
        states: id of a person or a body → id of its state.
    """
    blocks: dict[tuple[str, ...], list[_Told]] = defaultdict(list)
    for event in events:
        told = _told(event, issued, states)
        if told is not None:
            for key in set(_keys(told)):
                blocks[key].append(told)
    found: dict[tuple[str, str], Pair] = {}
    for block in blocks.values():
        block.sort(key=lambda told: (told.first, told.last, told.event.id))
        for number, one in enumerate(block):
            for other in block[number + 1 : number + 1 + _NEIGHBOURS]:
                if other.first > one.last + _APART:
                    break
                reason = _reason(one, other)
                if reason is not None:
                    pair = Pair(one.event, other.event, reason)
                    found.setdefault(pair.ids, pair)
    yield from (found[ids] for ids in sorted(found, key=lambda ids: (str(found[ids].one.start or ""), ids)))


def _told(event: EventRecord, issued: Mapping[str, date], states: Mapping[str, str]) -> _Told | None:
    """None for what can't be placed in time closely enough, and for what did not happen."""
    if event.status is Status.NEGATED:
        return None
    parties = frozenset(event.initiators + event.recipients)
    own = frozenset(states.get(party, party) for party in parties)
    if event.start is not None:
        if event.start.month is None:
            return None
        return _Told(event, parties, own, event.start.first_day, (event.end or event.start).last_day, True)
    days = [issued[article] for article in event.articles if article in issued]
    if not days or event.type in _REPEATED:
        return None
    return _Told(event, parties, own, min(days) - _APART, min(days), False)


def _keys(told: _Told) -> Iterator[tuple[str, ...]]:
    """The blocks that an event belongs to: its parties, all of them but one, and their states."""
    kind = told.event.type.value
    if len(told.parties) >= _ENOUGH:
        yield kind, *sorted(told.parties)
    for left_out in told.parties if len(told.parties) > _ENOUGH else ():
        yield kind, *sorted(told.parties - {left_out})
    if told.states != told.parties and len(told.states) >= _ENOUGH:
        yield kind, *sorted(told.states)


_ENOUGH = 2
"""So many parties must be shared: of one actor alone too much is told on one day."""


def _reason(one: _Told, other: _Told) -> Reason | None:
    """Why two events of one block, a day apart at most, may be one; None where they can't."""
    if set(one.event.articles) & set(other.event.articles):
        return None  # an article tells two apart
    if not _fit(one.event, other.event):
        return None
    exact = _is_day(one.event.start) and _is_day(other.event.start)
    if one.parties == other.parties:
        if not (one.is_dated and other.is_dated):
            return Reason.UNDATED
        return Reason.DAY if exact else Reason.DATE
    if not exact or one.first != other.first:
        return None  # one difference is enough
    if one.parties < other.parties or other.parties < one.parties:
        return Reason.PARTY
    return Reason.STATE if one.states == other.states else None


def _fit(one: EventRecord, other: EventRecord) -> bool:
    """Do mode, status, place and sides of two events not speak against their being one?"""
    if one.status != other.status or (one.place and other.place and one.place != other.place):
        return False
    if one.mode != other.mode and "visit" in (one.mode, other.mode):
        return False  # the visit and the talks held on it are two
    if one.type in _MUTUAL:
        return True
    return not set(one.initiators) & set(other.recipients) and not set(one.recipients) & set(other.initiators)


def _is_day(day: PartialDate | None) -> bool:
    return day is not None and day.day is not None


def _states(store: Store, records: Records, base: str) -> Mapping[str, str]:
    """Id of a person or a body → id of its state: that it belongs to, or in which the person holds an office."""
    states = {actor.id: actor.state for actor in records.actors() if actor.state}
    held = store.query(
        f"SELECT DISTINCT ?holder ?of WHERE {{ GRAPH ?article {{ ?position {KG.holder} ?holder ; {KG.of} ?of . "
        f"?of {RDF.type} {KG.State} }} }}"
    )
    assert isinstance(held, QuerySolutions)
    offices: dict[str, set[str]] = defaultdict(set)
    for row in held:
        offices[row["holder"].value.removeprefix(base)].add(row["of"].value.removeprefix(base))
    return {person: next(iter(of)) for person, of in offices.items() if len(of) == 1} | states


def described(event: EventRecord, names: Mapping[str, str]) -> str:
    """An event in a line: ``2022-04-25 CONSULT Китай, Казахстан``.

    Args:
        event: of the store.
        names: id of an actor → what it is called.
    """

    def called(parties: Sequence[str]) -> str:
        return ", ".join(names.get(party, party) for party in parties)

    sides = " → ".join(filter(None, (called(event.initiators), called(event.recipients))))
    return f"{event.start or '?'} {event.type} {sides}"
