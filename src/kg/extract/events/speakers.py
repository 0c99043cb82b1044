"""Who says "я" and "мы" inside a claim."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.extract.cast import Cast
from kg.extract.events import syntax
from kg.extract.events.triggers import classes
from kg.language import Parse, Sentence, Token
from kg.model import ActorType, Claim

_SINGULAR = frozenset({"я", "мой"})
_PLURAL = frozenset({"мы", "наш"})


def with_first_persons(cast: Cast, parse: Parse, claims: Sequence[Claim], states: Mapping[str, str]) -> Cast:
    """The cast in which the first persons of each claim refer to its speaker; "мы", where the state is known for which
    the speaker speaks (:func:`states_spoken_for`), to that.
    """
    references = dict(cast.references)
    for claim in sorted(claims, key=lambda claim: claim.span.start - claim.span.end):
        speaker = cast.actor(claim.speaker) if claim.speaker else None
        if speaker is None:
            continue
        we = states.get(speaker.id)
        for token in parse.tokens(claim.span):
            number = _first_person(token)
            if number == "Sing" or (number == "Plur" and _is_inclusive(parse, token)):
                references[token.start] = (speaker.id,)
            elif number == "Plur" and we is not None:
                references[token.start] = (we,)
    return replace(cast, references=references)


def _first_person(token: Token) -> str | None:
    """The number of a first person: of a pronoun, or of a verb, whose ending stands for it."""
    if token.lemma in _SINGULAR:
        return "Sing"
    if token.lemma in _PLURAL:
        return "Plur"
    is_verb = token.feats.get("Person") == "1" and token.has(VerbForm="Fin")
    return token.feats.get("Number") if is_verb else None


def _is_inclusive(parse: Parse, token: Token) -> bool:
    """ "мы с премьером": I and he."""
    sentence = parse.sentence_at(token.start)
    return sentence is not None and bool(syntax.prepositional(sentence, token, "с", "ins"))


def states_spoken_for(cast: Cast, parse: Parse) -> Mapping[str, str]:
    """Id of an actor → id of the state that it speaks for: itself, the state that it belongs to, or the one
    whose official a person is said to be ("президент Сербии").
    """
    found = {actor.id: actor.state for actor in cast.actors if actor.state is not None}
    found |= {actor.id: actor.id for actor in cast.actors if actor.type is ActorType.STATE}
    for sentence in parse.sentences:
        for token in sentence.having(classes()["officials"]):
            state = _state_served(sentence, token, cast)
            for person in cast.refers(token):
                if state is not None:
                    found.setdefault(person, state)
    return found


def _state_served(sentence: Sentence, official: Token, cast: Cast) -> str | None:
    around = (*syntax.genitives(sentence, official), *syntax.adjectives(sentence, official))
    served = (ref for token in around for ref in cast.refers(token))
    return next((ref for ref in served if (actor := cast.actor(ref)) and actor.type is ActorType.STATE), None)
