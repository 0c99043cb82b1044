"""A user's decisions on who is who, which override what was read: a file of rows, applied to each article alone.

``same A B``: what would be A is B. ``different A B``: what is called A is not B. Each article is changed by the file
alone, whatever else is in the store, so two machines with the same file write the same graph. Ids of claims, events,
attitudes and positions are made from those of their actors, so they are minted anew.

Rows may also be about two events, by their ids, of which :mod:`kg.linking.events` has proposed that they are one:
``same`` makes them one, ``different`` keeps the proposal from being made again.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from kg.errors import KgError
from kg.identifiers import (
    WIKIDATA,
    actor_id,
    article_id,
    attitude_id,
    claim_id,
    digest,
    event_id,
    normal_content,
    position_id,
)
from kg.knowledge import Entry
from kg.knowledge.tables import Row, rows
from kg.model import Actor, ActorType, Article, Attitude, Claim, Event, Extraction, Mention, Position

COLUMNS = ("same or different", "who", "whom", "article", "label")
EVERYWHERE = "-"
ANY = "*"

Known = Callable[[str], Entry | None]
"""Gives what the gazetteer knows of a Wikidata id."""


class DecisionError(KgError):
    """Decisions that contradict each other; the message names the rows and the remedy."""


@dataclass(frozen=True, slots=True)
class Same:
    """What would be one actor is another."""

    one: str
    """Local id (``actor/zelenskii-v``)."""
    other: str
    """Local id (``actor/Q3874799``)."""
    article: str | None
    """Local id of the only article for which it holds; None: all."""
    label: str | None
    """What the other is called."""
    where: str
    """File and line."""


@dataclass(frozen=True, slots=True)
class Different:
    """Who is called by a name is not an actor."""

    name: str
    """As the article has it; ``*``: whatever it is called."""
    other: str
    """Local id."""
    article: str | None
    where: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """A row about two events."""

    one: str
    """Local id (``event/0c5f…``), as the store has it."""
    other: str
    """Local id."""
    where: str


@dataclass(frozen=True)
class Decisions:
    """All the rows of a user's files."""

    same: tuple[Same, ...] = ()
    different: tuple[Different, ...] = ()
    same_events: tuple[EventRow, ...] = ()
    """What would be the first event is the second."""
    different_events: tuple[EventRow, ...] = ()
    """The two events are two, in whichever order."""

    @classmethod
    def load(cls, paths: Iterable[Path]) -> "Decisions":
        """Reads decisions (see docs/gazetteer.md).

        Raises:
            TableError: for a file or a row that cannot be read.
            DecisionError: for rows that contradict each other.
        """
        same: list[Same] = []
        different: list[Different] = []
        same_events: list[EventRow] = []
        different_events: list[EventRow] = []
        for path in paths:
            for row in rows(path, COLUMNS, required=COLUMNS[:3]):
                if row.field(0) not in {"same", "different"}:
                    raise row.error(f"{row.field(0)!r} is neither 'same' nor 'different'")
                is_same = row.field(0) == "same"
                if _EVENT.fullmatch(row.field(1)) or _EVENT.fullmatch(row.field(2)):
                    (same_events if is_same else different_events).append(_events(row))
                elif is_same:
                    same.append(_same(row))
                else:
                    different.append(_different(row))
        decisions = cls(tuple(same), tuple(different), tuple(same_events), tuple(different_events))
        _check(decisions)
        return decisions

    def targets(self, article: str) -> dict[str, Same]:
        """Who is somebody else in an article: what is said of the article itself counts before what is said of all."""
        return {row.one: row for row in self.same if row.article is None} | {
            row.one: row for row in self.same if row.article == article
        }

    @cached_property
    def events(self) -> Mapping[str, str]:
        """Id of an event → id of the event that it is, as far as rows lead on."""
        direct = {row.one: row.other for row in self.same_events}
        found = {}
        for one in direct:
            last = one
            while last in direct:
                last = direct[last]
            found[one] = last
        return found


# --- reading rows -------------------------------------------------------------------------------------------------

_ID = re.compile(r"(?:.*/)?(actor/[^/\s]+)")
_WIKIDATA_ID = re.compile(r"(?:.*/)?(Q\d+)")
_EVENT = re.compile(r"(?:.*/)?(event/[0-9a-f]{16})")


def reference(written: str) -> str:
    """The local id that a user means by an id, an IRI, a Wikidata id, or the name of somebody who is not linked."""
    found = _ID.fullmatch(written)
    if found:
        return found[1]
    wikidata = _WIKIDATA_ID.fullmatch(written)
    return f"actor/{wikidata[1]}" if wikidata else actor_id(written)


def is_name(written: str) -> bool:
    """Is it a name, rather than an id?"""
    return not _ID.fullmatch(written) and not _WIKIDATA_ID.fullmatch(written)


def _article(row: Row) -> str | None:
    written = row.field(3)
    if not written:
        return None
    found = re.fullmatch(r"(?:.*/)?(article/[0-9a-f]{16})", written)
    if found:
        return found[1]
    if "://" in written:
        return article_id("", written)
    raise row.error(f"{written!r} is no article; give its id (article/…) or its address, or {EVERYWHERE} for all")


def _same(row: Row) -> Same:
    one, other = reference(row.field(1)), reference(row.field(2))
    if one == other:
        raise row.error(f"{row.field(1)!r} and {row.field(2)!r} are the same id already: {one}")
    label = row.field(4) or (row.field(2) if is_name(row.field(2)) else None)
    return Same(one, other, _article(row), label, f"{row.path}, line {row.line}")


def _different(row: Row) -> Different:
    name, other, article = row.field(1), reference(row.field(2)), _article(row)
    if not is_name(name):
        raise row.error(f"{name!r} is no name; say how the article calls whom you mean, or {ANY} for any name")
    if article is None and (name == ANY or actor_id(name) == other):
        raise row.error("in which article? Give its id in the fourth field, else nobody is left who has that name")
    return Different(name, other, article, f"{row.path}, line {row.line}")


def event_reference(written: str) -> str | None:
    """The local id of an event that is given by its id or its IRI; None for anything else."""
    found = _EVENT.fullmatch(written)
    return found[1] if found else None


def _events(row: Row) -> EventRow:
    one, other = event_reference(row.field(1)), event_reference(row.field(2))
    if one is None or other is None:
        raise row.error("one is an event and the other is not; give two ids (event/…), as kg events link prints them")
    if one == other:
        raise row.error(f"{row.field(1)!r} and {row.field(2)!r} are the same event already")
    return EventRow(one, other, f"{row.path}, line {row.line}")


def _check(decisions: Decisions) -> None:
    """Raises DecisionError where rows contradict each other."""
    _check_events(decisions)
    said: dict[tuple[str, str | None], Same] = {}
    for row in decisions.same:
        before = said.setdefault((row.one, row.article), row)
        if before.other != row.other:
            raise DecisionError(
                f"{row.where}: {row.one} can't be {row.other}, since {before.where} says it is {before.other}; "
                "take one of the rows out"
            )
    for article in {row.article for row in decisions.same}:
        targets = decisions.targets(article or "")
        for one in targets:
            _target(one, targets)
    for other in decisions.different:
        if other.name == ANY:
            continue
        targets = decisions.targets(other.article or "")
        row_of_name = targets.get(actor_id(other.name))
        if row_of_name is not None and _target(row_of_name.one, targets).other == other.other:
            raise DecisionError(
                f"{other.where}: says that {other.name} is not {other.other}, {row_of_name.where} that it is; "
                "take one of the rows out"
            )


def _check_events(decisions: Decisions) -> None:
    said: dict[str, EventRow] = {}
    for row in decisions.same_events:
        before = said.setdefault(row.one, row)
        if before.other != row.other:
            raise DecisionError(
                f"{row.where}: {row.one} can't be {row.other}, since {before.where} says it is {before.other}; "
                "take one of the rows out"
            )
    for row in decisions.same_events:
        passed, last = {row.one}, row.other
        while last in said:
            if last in passed:
                raise DecisionError(f"{row.where}: leads in a circle back to {last}; take one of the rows out")
            passed.add(last)
            last = said[last].other
    for row in decisions.different_events:
        one, other = (decisions.events.get(event, event) for event in (row.one, row.other))
        if one == other:
            raise DecisionError(
                f"{row.where}: says that {row.one} and {row.other} are two, other rows that they are one; "
                "take one of the rows out"
            )


def _target(one: str, targets: Mapping[str, Same]) -> Same:
    """The last of the rows that lead from one to the next."""
    row, passed = targets[one], {one}
    while row.other in targets:
        if row.other in passed:
            raise DecisionError(f"{row.where}: leads in a circle from {row.other} back to it; take one of the rows out")
        passed.add(row.other)
        row = targets[row.other]
    return row


def record_events(path: Path, decision: str, one: str, other: str) -> None:
    """Adds to a file, which need not exist, that two events are one (``same``) or two (``different``).

    Raises:
        TableError: where the file cannot be read.
        DecisionError: where it says otherwise; the file is left as it is.
    """
    before = Decisions.load([path]) if path.exists() else Decisions()
    row = EventRow(one, other, f"{path}, the new row")
    known = before.same_events if decision == "same" else before.different_events
    if {(old.one, old.other) for old in known} & {(one, other), (other, one)}:
        return
    if one == other:
        raise DecisionError(f"{one} is the same as itself already")
    after = (
        replace(before, same_events=(*known, row))
        if decision == "same"
        else replace(before, different_events=(*known, row))
    )
    _check(after)
    _append(path, (decision, one, other))


def _append(path: Path, fields: Sequence[str]) -> None:
    text = path.read_text(encoding="utf-8") if path.exists() else "# " + "\t".join(COLUMNS) + "\n"
    ending = "" if text.endswith("\n") else "\n"
    path.write_text(text + ending + "\t".join(fields) + "\n", encoding="utf-8")


def record_same(path: Path, one: str, other: str, label: str) -> None:
    """Adds to a file, which need not exist, that one actor is another.

    Args:
        path: of the file.
        one: local id.
        other: local id.
        label: what the other is called.

    Raises:
        TableError: where the file cannot be read.
        DecisionError: where it says otherwise; the file is left as it is.
    """
    before = Decisions.load([path]) if path.exists() else Decisions()
    row = Same(one, other, None, label, f"{path}, the new row")
    if any((known.one, known.other, known.article) == (one, other, None) for known in before.same):
        return
    if one == other:
        raise DecisionError(f"{one} and {other} are the same already")
    _check(replace(before, same=(*before.same, row)))
    _append(path, ("same", one, other, EVERYWHERE, label))


# --- applying them ------------------------------------------------------------------------------------------------


def decide(extractions: Iterable[Extraction], decisions: Decisions, known: Known) -> Iterator[Extraction]:
    """Articles as the user's decisions have them, in their order; see :func:`applied`."""
    return (applied(extraction, decisions, known) for extraction in extractions)


def applied(extraction: Extraction, decisions: Decisions, known: Known = lambda wikidata: None) -> Extraction:
    """An article as the user's decisions have it.

    Args:
        extraction: as it was read.
        decisions: the user's.
        known: what the gazetteer knows of a Wikidata id: what an actor that becomes linked is called in all articles.
    """
    separated = _separate(extraction, decisions.different)
    targets = decisions.targets(extraction.article.id)
    renamed: dict[str, Actor] = {}
    for actor in separated.actors:
        if actor.id in targets:
            row = _target(actor.id, targets)
            there = next((other for other in separated.actors if other.id == row.other), None)
            renamed[actor.id] = there or _become(actor, row, known)
    decided = _renamed(separated, renamed) if renamed else separated
    events = tuple(replace(event, id=decisions.events.get(event.id, event.id)) for event in decided.events)
    return replace(decided, events=events) if events != decided.events else decided


def _separate(extraction: Extraction, rows: Sequence[Different]) -> Extraction:
    """The article without the links that the user denies."""
    article = extraction.article.id
    denied = {
        actor.id: _unlinked(actor, article)
        for actor in extraction.actors
        for row in rows
        if row.other == actor.id and row.article in {None, article} and _is_called(actor, row.name)
    }
    return _renamed(extraction, denied) if denied else extraction


def _is_called(actor: Actor, name: str) -> bool:
    called = {normal_content(form) for form in (actor.name, *actor.aliases)}
    return name == ANY or normal_content(name) in called


def _unlinked(actor: Actor, article: str) -> Actor:
    """Somebody of whom only the article knows."""
    new = actor_id(actor.name)
    if new == actor.id:  # it was not linked, but only has the same name as one in another article
        new = f"{new}-{digest(article)[:8]}"
    return replace(actor, id=new, same_as=(), iso_code=None, known_as=None)


def _become(actor: Actor, row: Same, known: Known) -> Actor:
    """An actor that is one whom the article did not have."""
    wikidata = _WIKIDATA_ID.fullmatch(row.other)
    entry = known(wikidata[1]) if wikidata else None
    if entry is None:
        same_as = (WIKIDATA + wikidata[1],) if wikidata else ()
        return replace(actor, id=row.other, same_as=same_as, known_as=row.label)
    type_ = ActorType(entry.type) if entry.type in set(ActorType) else actor.type
    return replace(
        actor,
        id=row.other,
        type=type_,
        same_as=entry.same_as,
        iso_code=entry.iso_code,
        known_as=row.label or entry.name,
    )


def _renamed(extraction: Extraction, renamed: Mapping[str, Actor]) -> Extraction:
    """The article with some of its actors being others, and all that refers to them minted anew."""

    def ref(old: str) -> str:
        return renamed[old].id if old in renamed else old

    def refs(old: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(ref(one) for one in old))

    def touches(ids: Iterable[str | None]) -> bool:
        return any(one in renamed for one in ids if one is not None)

    def claim(old: Claim) -> Claim:
        if not touches((old.speaker, *old.addressees, *old.about, *old.via, *(s.target for s in old.stances))):
            return old
        speaker = ref(old.speaker) if old.speaker is not None else None
        addressees = tuple(one for one in refs(old.addressees) if one != speaker)
        new = claim_id(speaker, old.text)
        return replace(
            old,
            id=new,
            speaker=speaker,
            addressees=addressees,
            about=refs(old.about),
            via=tuple(one for one in refs(old.via) if one != speaker),
            stances=tuple(replace(s, target=ref(s.target)) for s in old.stances if ref(s.target) != speaker),
        )

    def event(old: Event) -> Event:
        if not touches((*old.actors, *old.recipients)):
            return replace(old, claim=new_claims.get(old.claim, old.claim)) if old.claim is not None else old
        actors = refs(old.actors)
        recipients = tuple(one for one in refs(old.recipients) if one not in actors)
        new = event_id(old.type, actors, recipients, old.date, extraction.article.id, old.span)
        told_in = new_claims.get(old.claim, old.claim) if old.claim is not None else None
        return replace(old, id=new, actors=actors, recipients=recipients, claim=told_in)

    def position(old: Position) -> Position:
        if not touches((old.person, old.of)):
            return old
        person, of = ref(old.person), ref(old.of)
        return replace(old, id=position_id(person, old.title, of), person=person, of=of)

    def attitude(old: Attitude) -> Attitude:
        told_in = new_claims.get(old.claim, old.claim) if old.claim is not None else None
        if not touches((old.holder, old.target)):
            return replace(old, claim=told_in)
        holder, target = ref(old.holder), ref(old.target)
        new = attitude_id(article_id(extraction.article.text), holder, target, old.polarity)
        return replace(old, id=new, holder=holder, target=target, claim=told_in)

    def mention(old: Mention) -> Mention:
        return replace(old, ref=renamed[old.ref].id, type=renamed[old.ref].type) if old.ref in renamed else old

    claims = [claim(old) for old in extraction.claims]
    positions: dict[str, Position] = {}
    for new in map(position, extraction.positions):
        positions.setdefault(new.id, new)
    new_claims = {old.id: new.id for old, new in zip(extraction.claims, claims, strict=True)}
    claims = [replace(one, restates=_other(new_claims, one)) for one in claims]
    state_of = {actor.id: ref(actor.state) for actor in extraction.actors if actor.state is not None}
    return replace(
        extraction,
        article=_published_by(extraction.article, ref),
        actors=tuple(_merged(extraction.actors, renamed, state_of)),
        places=tuple(replace(one, state=ref(one.state)) if one.state else one for one in extraction.places),
        mentions=tuple(mention(old) for old in extraction.mentions),
        references=tuple(mention(old) for old in extraction.references),
        claims=tuple(dict.fromkeys(claims)),
        events=tuple(dict.fromkeys(event(old) for old in extraction.events)),
        attitudes=tuple(one for old in extraction.attitudes if (one := attitude(old)).holder != one.target),
        positions=tuple(positions.values()),
    )


def _other(new_claims: Mapping[str, str], claim: Claim) -> str | None:
    """The new id of the claim that one restates; None where the two have become one."""
    new = new_claims.get(claim.restates, claim.restates) if claim.restates is not None else None
    return new if new != claim.id else None


def _published_by(article: Article, ref: Callable[[str], str]) -> Article:
    return replace(article, publisher=ref(article.publisher)) if article.publisher is not None else article


def _merged(actors: Sequence[Actor], renamed: Mapping[str, Actor], state_of: Mapping[str, str]) -> Iterator[Actor]:
    """The actors, each once, with the names of all that it was."""
    by_id: dict[str, list[Actor]] = {}
    for actor in actors:
        by_id.setdefault(renamed[actor.id].id if actor.id in renamed else actor.id, []).append(actor)
    for new, were in by_id.items():
        base = next((actor for actor in were if actor.id == new), None) or renamed[were[0].id]
        forms = dict.fromkeys(form for actor in (base, *were) for form in actor.aliases)
        others = dict.fromkeys(actor.name for actor in were if actor.name != base.name)
        state = next((state_of[actor.id] for actor in were if actor.id in state_of), base.state)
        yield replace(base, aliases=(*forms, *(name for name in others if name not in forms)), state=state)
