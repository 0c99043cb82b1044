"""Natasha's models (Razdel, Navec, Slovnet) as an :class:`~kg.language.Analyser`.

Sentences of all texts of a call go through each model together, sorted by length, so that little is padded.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Any

import pymorphy3
import razdel

from kg.language import morphology
from kg.language.parse import Analyser, Entity, Parse, Sentence, Token
from kg.model import Span

# Natasha imports pymorphy2, which no longer runs on Python 3.11 and later (inspect.getargspec, pkg_resources). Its
# successor has the same interface and takes its place; this must stand before Natasha's import.
sys.modules.setdefault("pymorphy2", pymorphy3)

from natasha import NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser  # noqa: E402

_LONGEST_SENTENCE = 200
"""In tokens. What is longer is a list or a table without full stops; the parser's memory grows with the square."""

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")


@cache
def natasha() -> Analyser:
    """The analyser, its models loaded once for the process (about a second, some 100 MB)."""
    return _Natasha()


class _Piece:
    """A sentence on its way through the models."""

    def __init__(self, document: int, paragraph: int, start: int, text: str, words: Sequence[Any]) -> None:
        self.document, self.paragraph, self.start, self.text = document, paragraph, start, text
        self.words = words
        self.tokens: tuple[Token, ...] = ()
        self.entities: list[Entity] = []


class _Natasha:
    def __init__(self) -> None:
        embedding = NewsEmbedding()
        self._morphology = NewsMorphTagger(embedding)
        self._syntax = NewsSyntaxParser(embedding)
        self._entities = NewsNERTagger(embedding)

    def analyse(self, texts: Sequence[tuple[str, Sequence[Span]]]) -> list[Parse]:
        """See :meth:`Analyser.analyse`."""
        pieces = [piece for number, (text, spans) in enumerate(texts) for piece in _pieces(number, text, spans)]
        by_length = sorted(pieces, key=lambda piece: len(piece.words))
        words = [[_without_dots(word.text) for word in piece.words] for piece in by_length]
        markups = zip(
            by_length,
            self._morphology.map(words),
            self._syntax.map(words),
            self._entities.map([_without_dots(piece.text) for piece in by_length]),
            strict=True,
        )
        for piece, morphology_of, syntax_of, entities_of in markups:
            piece.tokens = tuple(_tokens(piece, morphology_of.tokens, syntax_of.tokens))
            piece.entities = [
                Entity(Span(piece.start + span.start, piece.start + span.stop), span.type) for span in entities_of.spans
            ]
        sentences: list[list[Sentence]] = [[] for _ in texts]
        entities: list[list[Entity]] = [[] for _ in texts]
        for piece in pieces:
            sentences[piece.document].append(Sentence(piece.tokens, piece.paragraph))
            entities[piece.document].extend(piece.entities)
        return [Parse(text, tuple(sentences[n]), tuple(entities[n])) for n, (text, _) in enumerate(texts)]


def _without_dots(text: str) -> str:
    """The text with ё as е: so written, the embeddings know nearly all these words; with ё, one in seven is unknown."""
    return text.replace("ё", "е").replace("Ё", "Е")


def _pieces(document: int, text: str, spans: Sequence[Span]) -> Iterator[_Piece]:
    """The sentences of the spans to read: no sentence goes over the end of a line."""
    paragraph_of = list(accumulate((character == "\n" for character in text), initial=0)) if spans else []
    for span in spans:
        for line in _LINE.finditer(text, span.start, span.end):
            for sentence in razdel.sentenize(line.group()):
                start = line.start() + sentence.start
                words = list(razdel.tokenize(sentence.text))
                for first in range(0, len(words), _LONGEST_SENTENCE):
                    some = words[first : first + _LONGEST_SENTENCE]
                    part, begin = sentence.text[some[0].start : some[-1].stop], start + some[0].start
                    yield _Piece(document, paragraph_of[start], begin, part, list(razdel.tokenize(part)))


def _tokens(piece: _Piece, morphology_of: Sequence[Any], syntax_of: Sequence[Any]) -> Iterator[Token]:
    for index, (word, tag, arc) in enumerate(zip(piece.words, morphology_of, syntax_of, strict=True)):
        head = int(arc.head_id) - 1
        yield Token(
            start=piece.start + word.start,
            end=piece.start + word.stop,
            text=word.text,
            lemma=morphology.lemma(word.text, tag.pos, tag.feats),
            pos=tag.pos,
            feats=tag.feats,
            index=index,
            head=head if head not in (-1, index) else None,
            rel=arc.rel,
        )
