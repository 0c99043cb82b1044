"""Where an event took place."""

from collections.abc import Iterator

from kg.extract.cast import Cast
from kg.extract.events import syntax
from kg.extract.events.matching import Match, happening_verb, light_verb
from kg.language import Sentence, Token

_WHERE = {"в": {"Loc"}, "на": {"Loc"}, "под": {"Ins"}, "близ": {"Gen"}, "около": {"Gen"}, "возле": {"Gen"}}
_ARGUMENTS = frozenset({"nsubj", "nsubj:pass", "obj", "obl"})
_JOINED = frozenset({"xcomp", "conj"})
_WHITHER = {"в": {"Acc"}, "на": {"Acc"}}


def place(match: Match, cast: Cast) -> str | None:
    """The id of the place that the trigger's clause names as where it happened; for a visit, also its goal."""
    heads = (*match.cluster, *_governor(match))
    wanted = [_WHERE, _WHITHER] if match.trigger.mode == "visit" else [_WHERE]
    for prepositions in wanted:
        for head in heads:
            for token in _adverbials(match.sentence, head, prepositions):
                found = _place_at(match.sentence, token, cast)
                if found is not None:
                    return found
    return None


def _governor(match: Match) -> Iterator[Token]:
    """The verb that carries the noun: "встреча состоялась в Астане"."""
    verb = light_verb(match) or happening_verb(match)
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
        mention = next((m for m in cast.mentions_in(sentence.span) if _heads(m.span.start, m.span.end, other)), None)
        if mention is None:
            continue
        return cast.place_of(mention)
    return None


def _heads(start: int, end: int, token: Token) -> bool:
    return start <= token.start and token.end <= end
