"""What of all that was named belongs into the graph: whoever says or does something, or to whom it is done."""

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.actors.candidates.states import speech_verbs
from kg.extract.cast import Cast
from kg.extract.events.syntax import conjuncts, first_conjunct
from kg.extract.lexicon import words
from kg.language import Parse, Sentence, Token
from kg.model import ActorType, Claim, Event, Mention, Position

_WHERE = frozenset({"в", "во", "на", "из", "под", "до", "через", "над", "около", "близ", "возле", "вокруг", "по"})


def settle(
    parse: Parse,
    cast: Cast,
    claims: tuple[Claim, ...],
    events: tuple[Event, ...],
    positions: tuple[Position, ...],
    publisher: str | None,
) -> Cast:
    """The cast without states that are only where something happened ("прибыл в Чехию") or in the names of bodies
    ("МИД Чехии"), which become places, and without bodies that are only venues ("живёт в посольстве") or in the names
    of others ("пресс-служба Минобороны"). Places of which nothing is said are left out.
    """
    taking_part = {publisher}
    for claim in claims:
        taking_part |= {claim.speaker, *claim.addressees, *claim.via}
    for event in events:
        taking_part |= {*event.actors, *event.recipients}
    for position in positions:
        taking_part |= {position.person, position.of}
    free = [mention for mention in _not_in_bodies(cast) if not _stands_for_a_body(mention)]
    named = {mention.ref for mention in free if not _is_where(parse, mention)}
    on_their_own = {mention.ref for mention in free}
    of_bodies = {actor.state for actor in cast.actors if actor.id in named or actor.id in taking_part}
    taking_part |= of_bodies & on_their_own
    kept = tuple(actor for actor in cast.actors if actor.id in taking_part or actor.id in named)
    gone = {actor.id for actor in cast.actors} - {actor.id for actor in kept}
    mentions = tuple(
        _as_place(cast, mention) if mention.ref in gone else mention
        for mention in cast.mentions
        if mention.ref not in gone or mention.ref in cast.territories
    )
    there = {mention.ref for mention in mentions} | {event.place for event in events}
    places = tuple(place for place in cast.places if place.id in there)
    return replace(cast, actors=kept, places=places, mentions=mentions)


def _stands_for_a_body(mention: Mention) -> bool:
    """Is it whoever speaks for a body ("мэр города"), rather than the body's name?"""
    return mention.rule == "description" and mention.type == ActorType.ORGANISATION


def _not_in_bodies(cast: Cast) -> list[Mention]:
    """The mentions that are no part of a body's name."""
    found: list[Mention] = []
    end = 0
    for mention in cast.mentions:  # the longer first where two begin together
        if mention.span.end > end:
            found.append(mention)
        if mention.type == ActorType.ORGANISATION and mention.rule != "description":
            end = max(end, mention.span.end)
    return found


def _is_where(parse: Parse, mention: Mention) -> bool:
    """Does the name of a state, or of a body that is a mere venue, stand where a place would: after в, из, на …, or a
    state's as an attribute ("гражданин Германии"), in brackets ("в Осло (Норвегия)") or in a long list of members, or a
    person's as that of a site ("площадь Ленина")?
    """
    sentence = parse.sentence_at(mention.span.start)
    tokens = sentence.within(mention.span) if sentence is not None else ()
    if sentence is None or not tokens:
        return False
    if mention.type == ActorType.PERSON:
        return _is_namesake_of_a_site(sentence, tokens)
    first = sentence.top(tokens)
    if mention.type == ActorType.ORGANISATION:
        return _is_venue(sentence, first)
    if mention.type == ActorType.STATE and (_is_in_brackets(sentence, tokens) or _is_in_a_long_list(sentence, first)):
        return True
    first = _first_of(sentence, first, "conj")
    if any(child.lemma in _WHERE for child in sentence.children(first, "case")):
        return True
    head = sentence.head(first)
    return first.rel == "nmod" and head is not None and head.lemma in words("attribute_nouns.tsv")


def _first_of(sentence: Sentence, token: Token, *relations: str) -> Token:
    """The first of those that are joined by relations: what a name stands beside, or is called ("телеканал NBC")."""
    while token.rel in relations and (head := sentence.head(token)) is not None and head.index < token.index:
        token = head
    return token


_IN = frozenset({"в", "во", "на"})


def _is_venue(sentence: Sentence, name: Token) -> bool:
    """Is a body only where something is done ("работает в банке", "живёт в посольстве"), or does it only tell things
    and learners apart ("самолёт Air France", "в эфире NBC", "окончил МГИМО")?
    """
    first = _first_of(sentence, name, "conj", "appos")
    head = sentence.head(first)
    without_part = words("no_part_of_bodies.tsv")
    if first.lemma in without_part or (head is not None and head.lemma in without_part):
        return True
    prepositions = {case.lemma for case in sentence.children(first, "case")}
    if name.lemma in words("venues.tsv") or first.lemma in words("venues.tsv"):
        return not prepositions.isdisjoint(_WHERE)
    is_inside = not prepositions.isdisjoint(_IN) and first.has(Case="Loc") and first.rel == "obl"
    if not is_inside or head is None or head.pos != "VERB" or _is_said_of_those_inside(sentence, head):
        return False
    return head.lemma not in words("heard_in_bodies.tsv") and head.lemma not in speech_verbs()


def _is_said_of_those_inside(sentence: Sentence, verb: Token) -> bool:
    """Has a verb no subject but those in the body: "в НАТО жалеют"?"""
    return verb.has(VerbForm="Fin", Number="Plur") and not sentence.children(verb, "nsubj", "nsubj:pass")


def _is_in_brackets(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Do brackets hold nothing but the name: "Иван Орлов (Россия)"?"""
    before, after = sentence.next(tokens[0], -1), sentence.next(tokens[-1])
    return before is not None and before.text == "(" and after is not None and after.text in {")", ","}


_LONG_LIST = 6
"""So many names joined to one another are a list of members, or of places, rather than of those who act together."""


def _is_in_a_long_list(sentence: Sentence, token: Token) -> bool:
    return len(conjuncts(sentence, first_conjunct(sentence, token))) >= _LONG_LIST


def _is_namesake_of_a_site(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Is something called after a person: "площадь Ленина", "театр имени Пушкина", but not "от имени Пушкина"?"""
    noun = sentence.next(tokens[0], -1)
    if noun is None or noun.pos != "NOUN" or noun.lemma not in words("memorial_nouns.tsv"):
        return False
    before = sentence.next(noun, -1)
    by_name = noun.lemma == "имя" and (not noun.has(Case="Gen") or before is None or before.pos == "ADP")
    return not by_name and sentence.top(tokens).feats.get("Case") in {"Gen", "Dat"}


def _as_place(cast: Cast, mention: Mention) -> Mention:
    return replace(mention, ref=cast.territories[mention.ref], type="Place")
