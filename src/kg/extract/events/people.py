"""Persons without a name: "троих", "нескольких американцев", "их". They are no actors, but an act of the law or of war
on them is an event of whoever does it.
"""

from kg.extract.events import syntax
from kg.extract.events.matching import Match
from kg.extract.events.triggers import classes
from kg.language import Sentence, Token
from kg.model import EventType

ACTS_OF_LAW = frozenset(
    {
        (EventType.COERCE, "arrest"),
        (EventType.COERCE, "deport"),
        (EventType.SANCTION, "convict"),
        (EventType.RETREAT, "release"),
        (EventType.ACCUSE, "allege"),
    }
)
"""What those do to people who hold and try them."""
_COLLECTIVES = frozenset({"двое", "трое", "четверо", "пятеро", "шестеро", "семеро", "восьмеро", "девятеро", "десятеро"})

_SPEAKING = frozenset({"мы", "вы", "я", "ты"})


def _are_unnamed_people(sentence: Sentence, token: Token) -> bool:
    """Does a word mean several people whom the text does not name? A single one ("дипломата") it mostly does name."""
    if token.lemma in _COLLECTIVES:
        return True
    if token.pos == "NUM" or token.lemma in classes()["quantity"]:
        counted = syntax.genitives(sentence, token)
        return any(_are_unnamed_people(sentence, other) for other in counted if other != token)
    if not token.has(Number="Plur") and not sentence.children(token, "nummod", "nummod:gov"):
        return False
    return (token.pos == "PRON" and token.lemma not in _SPEAKING) or (token.pos == "NOUN" and token.has(Animacy="Anim"))


def is_done_to_unnamed(match: Match, suffering: tuple[Token, ...]) -> bool:
    """Does a predicate tell what is done to people without a name? Participles and nouns go back to what has been told
    ("арестованные студенты").

    Args:
        match: the trigger.
        suffering: the heads of the phrases that name to whom it is done.
    """
    if not syntax.is_verb(match.head) or syntax.is_participle(match.head) or match.head.has(VerbForm="Inf"):
        return False
    return any(_are_unnamed_people(match.sentence, token) for token in suffering)
