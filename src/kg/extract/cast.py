"""Who takes part in an article: the answer of the actors stage, as the later stages ask it."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kg.language import Sentence, Token
from kg.model import Actor, Mention, Place, Span


@dataclass(frozen=True)
class Cast:
    """The actors and places of an article, where they are mentioned, and what each noun or pronoun refers to."""

    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    mentions: tuple[Mention, ...]
    """In the order of the text, the longer first where two begin together."""
    references: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Start of a token → ids of the actors that it refers to: the head of a name, of a description ("китайский лидер",
    "министр"), a demonym with its noun ("китайская сторона"), a pronoun. One that refers to several ("стороны", "они")
    has all of them.
    """
    territories: Mapping[str, str] = field(default_factory=dict)
    """Id of a state → id of the place that it is: where something happened "в Казахстане"."""

    @cached_property
    def _by_id(self) -> dict[str, Actor | Place]:
        things: list[Actor | Place] = [*self.places, *self.actors]
        return {thing.id: thing for thing in things}

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.span.start for mention in self.mentions]

    def actor(self, ref: str) -> Actor | None:
        """The actor with this id."""
        found = self._by_id.get(ref)
        return found if isinstance(found, Actor) else None

    def place_of(self, mention: Mention) -> str | None:
        """The id of the place that a mention names, be it as a place or as a state; None for other actors."""
        return mention.ref if mention.type == "Place" else self.territories.get(mention.ref)

    def mentions_in(self, span: Span) -> tuple[Mention, ...]:
        """The mentions that lie inside a span."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return tuple(mention for mention in self.mentions[first:last] if mention.span.end <= span.end)

    def actors_in(self, span: Span) -> tuple[str, ...]:
        """The ids of the actors mentioned in a span, each once, in the order of the text."""
        return _unique(m.ref for m in self.mentions_in(span) if self.actor(m.ref) is not None)

    def refers(self, token: Token) -> tuple[str, ...]:
        """The actors that this very token, as the head of its phrase, refers to; empty if none are known."""
        return self.references.get(token.start, ())

    def parties(self, sentence: Sentence, token: Token) -> tuple[str, ...]:
        """The actors that an argument stands for, given its head token: what it refers to and, in an enumeration
        ("Токаев и Вэй Фэнхэ"), what the others refer to.
        """
        _, *others = sentence.conjuncts(token)
        heads = (token, *sorted(others, key=lambda other: other.index))
        return _unique(ref for head in heads for ref in self.refers(head))


def _unique(refs: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(refs))
