"""Whom the article means by a government, a police or an army without a name, and by people of a nation."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from itertools import islice

from kg.extract.cast import Cast
from kg.extract.events import syntax
from kg.extract.events.scene import home_state
from kg.extract.events.triggers import any_of, classes, heading
from kg.language import Parse, Sentence, Token
from kg.model import ActorType, EventType

_NEAR = 2
"""So many words up the tree may the word stand by which people are attacked: "убито [более десяти] израильтян"."""
_OWN = frozenset({"amod", "nmod", "appos", "flat", "flat:name"})

Nation = Callable[[str], str | None]
"""Gives the id of the state of an inhabitant or of an adjective, in the normal form: израильтянин, израильский."""
_SPOKEN_OF = frozenset({"NOUN", "PROPN", "ADJ"})
_OF_THE_STATE = frozenset({"правительственный", "государственный", "президентский"})


def with_unnamed_bodies(cast: Cast, parse: Parse, states: Mapping[str, str], nation: Nation) -> Cast:
    """The cast in which bodies that every state has ("правительство", "полиция"), where nothing says whose they are,
    refer to the state that the article is about, and people of a nation to their state.

    Args:
        cast: who is who.
        parse: the article's sentences.
        states: id of an actor → id of the state that it speaks for.
        nation: see :data:`Nation`.
    """
    home, assembly = home_state(cast, states), only_assembly(cast)
    references = dict(cast.references)
    for sentence in parse.sentences:
        for token in _possible(sentence):
            if references.get(token.start):
                continue
            named = _nation(sentence, token, nation, home)
            if named is not None and cast.actor(named) is not None:
                references[token.start] = (named,)
            elif home is not None and _is_unnamed_body(sentence, token) and not _is_of_another(sentence, token, cast):
                references[token.start] = (home,)
            elif assembly is not None and _is_unnamed_member(sentence, token):
                references[token.start] = (assembly,)
    return replace(cast, references=references)


def _possible(sentence: Sentence) -> list[Token]:
    """The words of a sentence that can be such."""
    known = any_of("home_bodies", "deputies")
    attack = not sentence.lemmas.isdisjoint(_attacks())
    return [
        token
        for token in sentence.tokens
        if token.pos in _SPOKEN_OF
        and (token.lemma in known or (attack and _are_people(token)) or token.lemma.startswith(syntax.AGAINST))
    ]


@cache
def _attacks() -> frozenset[str]:
    """The words that tell of violence."""
    return heading(lambda trigger: trigger.type is EventType.ASSAULT)


def _are_people(token: Token) -> bool:
    return token.pos == "NOUN" and token.feats.get("Number") == "Plur" and token.has(Animacy="Anim")


def _nation(sentence: Sentence, token: Token, nation: Nation, home: str | None) -> str | None:
    """The state of people who are attacked ("убиты двое израильтян"; who is tried or arrested does not stand for it),
    and of an adjective that says against whom it is ("антииранский").
    """
    if _are_people(token):
        attacked = any(head.lemma in _attacks() for head in islice(sentence.ancestors(token), _NEAR))
        return nation(token.lemma) if attacked else None
    if token.pos == "ADJ" and token.lemma.startswith(syntax.AGAINST):
        against = token.lemma.removeprefix(syntax.AGAINST)
        return home if against in _OF_THE_STATE else nation(against)
    return None


def only_assembly(cast: Cast) -> str | None:
    """The id of the parliament of which an article speaks, if it speaks of one alone."""
    found = [
        actor.id
        for actor in cast.actors
        if actor.type is ActorType.ORGANISATION
        and not classes()["assemblies"].isdisjoint(actor.name.casefold().split())
    ]
    return found[0] if len(found) == 1 else None


def _is_unnamed_member(sentence: Sentence, token: Token) -> bool:
    """ "депутаты отклонили", where nothing says of what."""
    if token.lemma not in classes()["deputies"] or not token.has(Number="Plur"):
        return False
    return not sentence.children(token, *_OWN, "nummod", "nummod:gov")


def _is_unnamed_body(sentence: Sentence, token: Token) -> bool:
    if token.pos != "NOUN" or token.lemma not in classes()["home_bodies"]:
        return False
    one = token.has(Number="Sing") and token.has(Animacy="Anim")  # "убит полицейский"
    if not one and (token.lemma in classes()["home_people"]) != token.has(Number="Plur"):
        return False  # "правительства" are those of several states
    return not any(child.text[:1].isupper() for child in sentence.children(token, *_OWN))


def _is_of_another(sentence: Sentence, token: Token, cast: Cast) -> bool:
    """Does a word beside it say whose it is?"""
    around = (*syntax.genitives(sentence, token), *syntax.adjectives(sentence, token))
    if any(genitive.has(Number="Plur", Animacy="Inan") for genitive in syntax.genitives(sentence, token)):
        return True  # "власти нескольких стран"
    located = syntax.prepositional(sentence, token, "в", "loc")
    return any(cast.refers(other) or cast.mentions_in(other.span) for other in (*around, *located))
