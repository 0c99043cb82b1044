"""Words that name an actor or a place, before it is known which."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kg.knowledge import Entry, Organ
from kg.language import Sentence, Token
from kg.model import Span

PERSON, STATE, ORGANISATION, PLACE = "Person", "State", "Organisation", "Place"

MEMBERS = "party-members"
"""The rule by which members stand for their body."""


def words_of(tokens: Iterable[Token]) -> tuple[str, ...]:
    """The words among tokens, without marks and stops."""
    return tuple([token.text for token in tokens if token.text[:1].isalnum()])


@dataclass(frozen=True)
class Candidate:
    """Words that name an actor or a place, before it is known which."""

    type: str
    sentence: Sentence
    tokens: tuple[Token, ...]
    rule: str
    entries: tuple[Entry, ...] = ()
    """What the gazetteer knows by this name."""
    state: Entry | None = None
    """The state that a body belongs to, where the words say so."""
    organ: Organ | None = None
    """The kind of body that each state has, if it is one: ``МИД``."""
    nested: bool = False
    """Does it stand inside a longer name?"""
    adjective: bool = False
    """Is the first token an adjective that only tells the state: "японский МИД"?"""

    @cached_property
    def span(self) -> Span:
        """From the first token to the last."""
        return Span(self.tokens[0].start, self.tokens[-1].end)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words as the text has them, without marks and stops."""
        return words_of(self.tokens)

    @property
    def is_lower(self) -> bool:
        """Is it written without any capital?"""
        return not any(character.isupper() for token in self.tokens for character in token.text)

    @property
    def own(self) -> tuple[Token, ...]:
        """The tokens of the name, without an adjective that only tells its state."""
        return self.tokens[1:] if self.adjective else self.tokens

    @cached_property
    def head(self) -> Token:
        """The token on which the others hang."""
        return self.sentence.top(self.tokens)
