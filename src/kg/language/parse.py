"""What the language models say of a text: the interface that the extraction stages read."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from kg.language.morphology import fold
from kg.model import Span


@dataclass(slots=True, unsafe_hash=True)
class Token:
    """A word or a punctuation mark. Two tokens of one text are equal only if they are the same.

    Nobody changes one; but it is not frozen, for then it would take nine times as long to make, and there are many.
    """

    start: int
    end: int
    text: str = field(compare=False)
    lemma: str = field(compare=False)
    """Normal form in lower case, ё as е: ``китай``, ``заявить``; a participle has its verb's: ``заявить``."""
    pos: str = field(compare=False)
    """Universal part of speech: NOUN, PROPN, VERB, ADJ, PRON, DET, ADP, PUNCT …"""
    feats: Mapping[str, str] = field(compare=False)
    """Universal features: ``{"Case": "Nom", "Gender": "Masc", "Number": "Sing"}``."""
    index: int = field(compare=False)
    """Its place in the sentence, from 0."""
    head: int | None = field(compare=False)
    """The place of its head in the sentence; None for a root."""
    rel: str = field(compare=False)
    """Universal dependency relation to the head: nsubj, obj, obl, nmod, ccomp, parataxis …"""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)

    def has(self, **feats: str) -> bool:
        """Does it have each of these features? ``token.has(Case="Nom", Number="Sing")``."""
        return feats.items() <= self.feats.items()


@dataclass(frozen=True)
class Sentence:
    """A sentence with its dependency tree. The trees are a model's: every walk here ends even if one has a cycle."""

    tokens: tuple[Token, ...]
    paragraph: int
    """The number of its line in the text, from 0: what stands on one line is one paragraph."""

    @property
    def start(self) -> int:
        """Where the first token begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where the last token ends."""
        return self.tokens[-1].end

    @property
    def span(self) -> Span:
        """From the first token to the last."""
        return Span(self.start, self.end)

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """The normal forms of its words: what a lexicon asks before it looks at any of them."""
        return frozenset([token.lemma for token in self.tokens])

    @cached_property
    def texts(self) -> frozenset[str]:
        """Its words and marks as they stand in the text."""
        return frozenset([token.text for token in self.tokens])

    def having(self, lemmas: Set[str]) -> tuple[Token, ...]:
        """The tokens with one of some normal forms; of most sentences none."""
        if lemmas.isdisjoint(self.lemmas):
            return ()
        return tuple([token for token in self.tokens if token.lemma in lemmas])

    @cached_property
    def prepositions(self) -> frozenset[str]:
        """The words that hang on others as prepositions, folded; of one of several words (во время) the first."""
        return frozenset([fold(token.text) for token in self.tokens if token.rel == "case"])

    @cached_property
    def preposition_of(self) -> Mapping[int, Token]:
        """The place of a word → the preposition that hangs on it, of several the first."""
        found = [token for token in self.tokens if token.rel == "case" and token.head is not None]
        return {token.head: token for token in reversed(found) if token.head is not None}

    @cached_property
    def answers(self) -> dict[tuple[object, ...], Any]:
        """What has been worked out about its words: see :func:`kg.language.once.once`."""
        return {}

    @cached_property
    def _children(self) -> tuple[tuple[Token, ...], ...]:
        found: list[list[Token]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head is not None:
                found[token.head].append(token)
        return tuple(map(tuple, found))

    def head(self, token: Token) -> Token | None:
        """The token that it depends on."""
        return None if token.head is None else self.tokens[token.head]

    def children(self, token: Token, *rels: str) -> tuple[Token, ...]:
        """What depends on it, in the order of the text; only the relations named, if any are (``nsubj`` is not
        ``nsubj:pass``).
        """
        children = self._children[token.index]
        return tuple([child for child in children if child.rel in rels]) if rels and children else children

    def conjuncts(self, token: Token) -> tuple[Token, ...]:
        """The token and what is coordinated with it: "Россия, Китай и Индия"."""
        found = [token]
        for other in found:
            found.extend(child for child in self.children(other, "conj") if child not in found)
        return tuple(found)

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Its head, its head's head and so on to the root."""
        seen = {token.index}
        head = self.head(token)
        while head is not None and head.index not in seen:
            seen.add(head.index)
            yield head
            head = self.head(head)

    def subtree(self, token: Token, *, without: Iterable[str] = ()) -> tuple[Token, ...]:
        """The token and all below it, in the order of the text, not going into the relations of ``without``."""
        barred = frozenset(without)
        found: set[int] = set()
        waiting = [token]
        while waiting:
            current = waiting.pop()
            if current.index not in found:
                found.add(current.index)
                waiting.extend(child for child in self.children(current) if child.rel not in barred)
        return tuple(self.tokens[index] for index in sorted(found))

    def next(self, token: Token, step: int = 1) -> Token | None:
        """The token so many places on (or back)."""
        index = token.index + step
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def within(self, span: Span) -> tuple[Token, ...]:
        """The tokens that lie inside a span of the text."""
        start, end = span.start, span.end
        return tuple([token for token in self.tokens if start <= token.start and token.end <= end])

    def top(self, tokens: Sequence[Token]) -> Token:
        """Of some tokens, the one on which the others hang: the first whose head is not among them."""
        inside = {token.index for token in tokens}
        return next((token for token in tokens if token.head is None or token.head not in inside), tokens[0])


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity as the model tags it: PER, LOC or ORG."""

    span: Span
    type: str


@dataclass(frozen=True)
class Parse:
    """The sentences and named entities of one text; text that was left out (boilerplate) is in none of them."""

    text: str
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence in which a code point lies."""
        index = self.sentence_index(offset)
        return None if index is None else self.sentences[index]

    def sentence_index(self, offset: int) -> int | None:
        """The number of the sentence in which a code point lies."""
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 and offset < self.sentences[index].end else None

    def tokens(self, span: Span) -> tuple[Token, ...]:
        """The tokens that lie inside a span, over sentences."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        found: list[Token] = []
        for sentence in self.sentences[first:]:
            if sentence.start >= span.end:
                break
            found.extend(sentence.within(span))
        return tuple(found)


class Analyser(Protocol):
    """What turns text into parses."""

    def analyse(self, texts: Sequence[tuple[str, Sequence[Span]]]) -> list[Parse]:
        """The parses of many texts, each given with the spans to read (in order, none for none), in the same order."""
