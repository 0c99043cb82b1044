"""Where an event took place."""

from collections.abc import Iterator

from kg.extract.cast import Cast
from kg.extract.events import syntax
from kg.extract.events.matching import Match
from kg.extract.events.parties import recipient_tokens
from kg.extract.events.triggers import ENCLOSING
from kg.language import Sentence, Token
from kg.model import EventType, Mention

_WHERE = {"в": {"Loc"}, "на": {"Loc"}, "под": {"Ins"}, "близ": {"Gen"}, "около": {"Gen"}, "возле": {"Gen"}}
_ARGUMENTS = frozenset({"nsubj", "nsubj:pass", "obj", "obl"})
_JOINED = frozenset({"xcomp", "conj"})
_DONE_THERE = frozenset({EventType.ASSAULT, EventType.AID})
"""Types of what is done where those are to whom it is done."""
_WHITHER = {"в": {"Acc"}, "на": {"Acc"}}


def place(match: Match, cast: Cast) -> str | None:
    """The id of the place that the trigger's clause names as where it happened; for a visit, also its goal."""
    # where what is promised or asked for is to be is not where it is promised
    words = (match.head,) if match.trigger.type in ENCLOSING else match.cluster
    heads = (*words, *_governor(match))
    wanted = [_WHERE, _WHITHER] if match.trigger.mode == "visit" else [_WHERE]
    for prepositions in wanted:
        for head in heads:
            for token in _adverbials(match.sentence, head, prepositions):
                found = _place_at(match.sentence, token, cast)
                if found is not None:
                    return found
    return _place_acted_on(match, cast) if match.trigger.type in _DONE_THERE else None


def _place_acted_on(match: Match, cast: Cast) -> str | None:
    """The place, smaller than a state, to which or to whose people it is done: "обстрел Донецка", "материалы для
    жителей Уханя".
    """
    sentence = match.sentence
    for first in recipient_tokens(match):
        for token in (first, *syntax.genitives(sentence, first)):
            mention = _mention_at(sentence, token, cast)
            if mention is not None and mention.type == "Place":
                return mention.ref
    return None


def place_of_word(sentence: Sentence, word: Token, cast: Cast) -> str | None:
    """The id of the place that hangs on a word: "в Астане заявил"."""
    return next(
        (found for token in _adverbials(sentence, word, _WHERE) if (found := _place_at(sentence, token, cast))), None
    )


def _governor(match: Match) -> Iterator[Token]:
    """The verb that carries the noun: "встреча состоялась в Астане"."""
    verb = match.light_verb or match.happening_verb
    head = match.sentence.head(match.head)
    if verb is not None:
        yield verb
    elif head is not None and match.head.rel in (_ARGUMENTS if match.trigger.part == "N" else _JOINED):
        yield head


def _adverbials(sentence: Sentence, head: Token, prepositions: dict[str, set[str]]) -> Iterator[Token]:
    for child in sentence.children(head, "obl", "nmod", "advmod"):
        cases = prepositions.get(syntax.preposition(sentence, child) or "", set())
        if child.feats.get("Case") in cases:
            yield child


def _place_at(sentence: Sentence, token: Token, cast: Cast) -> str | None:
    for other in (token, *sentence.children(token, "appos", "flat:name")):
        mention = _mention_at(sentence, other, cast)
        if mention is not None:
            return cast.place_of(mention)
    return None


def _mention_at(sentence: Sentence, token: Token, cast: Cast) -> Mention | None:
    return next((m for m in cast.mentions_in(sentence.span) if token.span in m.span), None)
