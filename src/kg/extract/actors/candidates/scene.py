"""A sentence as the finders of names see it: its tokens, the tagged entities, what the gazetteer knows in it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.knowledge import Entry, Gazetteer, Match
from kg.knowledge.entries import OrganMatch
from kg.language import Entity, Sentence, Token

MARKS = frozenset("«»\"“”„'`''/|_")
OPENING = {"«": "»", '"': '"', "“": "”", "„": "“", "''": "''", "'": "'"}


@dataclass(frozen=True)
class Scene:
    """A sentence with what the models and the gazetteer see in it."""

    text: str
    sentence: Sentence
    entities: tuple[Entity, ...]
    gazetteer: Gazetteer

    @cached_property
    def known(self) -> tuple[Match, ...]:
        """What the gazetteer knows by name in the sentence, from left to right."""
        return tuple(self.gazetteer.match(self.sentence.tokens))

    @cached_property
    def organs(self) -> tuple[OrganMatch, ...]:
        """The kinds of bodies that each state has, where the sentence names them."""
        return tuple(self.gazetteer.organs(self.sentence.tokens))

    def tagged(self, kind: str) -> Sequence[tuple[Token, ...]]:
        """The tokens of each named entity of a kind, quotation marks and what hangs over at the ends left off."""
        return self._tagged.get(kind, ()) if self.entities else ()

    @cached_property
    def _tagged(self) -> Mapping[str, Sequence[tuple[Token, ...]]]:
        found: dict[str, list[tuple[Token, ...]]] = defaultdict(list)
        for entity in self.entities:
            if tokens := _closed(self.sentence, _trimmed(self.sentence.within(entity.span))):
                found[entity.type].append(tokens)
        return found


def _trimmed(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Tokens without quotation marks at the ends, but for one that closes what is opened inside: "ФК «Спартак»"."""
    some = list(tokens)
    while some and (some[0].text in MARKS or some[0].text == "''"):
        some.pop(0)
    while some and (some[-1].text in MARKS or some[-1].text == "''") and not _closes(some):
        some.pop()
    return tuple(some)


def _closes(tokens: Sequence[Token]) -> bool:
    """Does the last of the tokens close a quotation that is opened after the first of them?"""
    texts = [token.text for token in tokens]
    if texts[-1] == '"':
        return texts.count('"') % 2 == 0
    return texts[-1] == "»" and texts.count("«") >= texts.count("»")


def _closed(sentence: Sentence, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Tokens with the closing quotation mark after them, where the opening one is among them: "ФК «Спартак»"."""
    opened = sum(token.text == "«" for token in tokens) > sum(token.text == "»" for token in tokens)
    odd = sum(token.text == '"' for token in tokens) % 2 == 1
    mark = sentence.next(tokens[-1]) if tokens else None
    is_closing = mark is not None and ((opened and mark.text == "»") or (odd and mark.text == '"'))
    return (*tokens, mark) if is_closing and mark is not None else tokens


def parts(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """The parts of a tagged name that brackets or slashes divide: "Международная амнистия (Amnesty International)"."""
    part: list[Token] = []
    for token in (*tokens, None):
        if token is None or token.text in {"(", ")", "/", "[", "]"}:
            trimmed = _trimmed(part)
            if trimmed:
                yield trimmed
            part = []
        else:
            part.append(token)


def looks_like_a_name(tokens: Sequence[Token]) -> bool:
    """Has it a capital letter, and is it more than one letter or number?"""
    letters = "".join(token.text for token in tokens)
    return len(letters) > 1 and any(character.isupper() for character in letters)


def exactly_named(scene: Scene, tokens: Sequence[Token], kind: str) -> tuple[Entry, ...]:
    """What the gazetteer knows by just these tokens."""
    match = scene.gazetteer.first(tokens)
    whole = match.entries if match is not None and match.last == len(tokens) else ()
    return tuple([entry for entry in whole if entry.type == kind])
