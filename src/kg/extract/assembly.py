"""What of all that was named belongs into the graph: whoever says or does something, or to whom it is done."""

from dataclasses import replace

from kg.extract.cast import Cast
from kg.language import Parse
from kg.model import Actor, ActorType, Claim, Event, Mention, Position

_WHERE = frozenset({"в", "во", "на", "из", "под", "до", "через", "над", "около", "близ", "возле", "вокруг", "по"})


def settle(
    parse: Parse,
    cast: Cast,
    claims: tuple[Claim, ...],
    events: tuple[Event, ...],
    positions: tuple[Position, ...],
    publisher: str | None,
) -> Cast:
    """The cast without states that are only where something happened ("прибыл из Праги в Чехию"), which become places,
    and without places of which nothing is said.
    """
    taking_part = {publisher}
    for claim in claims:
        taking_part |= {claim.speaker, *claim.addressees}
    for event in events:
        taking_part |= {*event.actors, *event.recipients}
    for position in positions:
        taking_part |= {position.person, position.of}
    named = {mention.ref for mention in cast.mentions if not _is_where(parse, mention)}
    taking_part |= {actor.state for actor in cast.actors if actor.id in named or actor.id in taking_part}
    kept = tuple(actor for actor in cast.actors if actor.id in taking_part or _acts(actor, named))
    gone = {actor.id for actor in cast.actors} - {actor.id for actor in kept}
    mentions = tuple(_as_place(cast, mention) if mention.ref in gone else mention for mention in cast.mentions)
    there = {mention.ref for mention in mentions} | {event.place for event in events}
    places = tuple(place for place in cast.places if place.id in there)
    return replace(cast, actors=kept, places=places, mentions=mentions)


def _acts(actor: Actor, named: set[str]) -> bool:
    return actor.type != ActorType.STATE or actor.id in named


def _is_where(parse: Parse, mention: Mention) -> bool:
    """Does a state's name stand where a place would: after в, из, на …?"""
    if mention.type != ActorType.STATE:
        return False
    tokens = parse.tokens(mention.span)
    sentence = parse.sentence_at(mention.span.start)
    if not tokens or sentence is None:
        return False
    before = sentence.next(tokens[0], -1)
    while before is not None and before.pos in {"ADJ", "DET", "NUM"}:
        before = sentence.next(before, -1)
    return before is not None and before.pos == "ADP" and before.lemma in _WHERE


def _as_place(cast: Cast, mention: Mention) -> Mention:
    return replace(mention, ref=cast.territories[mention.ref], type="Place")
