"""Natasha's models (Razdel, Navec, Slovnet) as an :class:`~kg.language.Analyser`.

Sentences of all texts of a call go through the networks together (:mod:`kg.language.network`); what is found is what
Natasha finds, document by document (``bench/language.py`` compares them).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

import numpy as np
from slovnet.conll import parse_conll_tag
from slovnet.shape import word_shape

from kg.language import models, morphology
from kg.language.heads import Decode, EntityHead, TagHead, TreeHead
from kg.language.network import Encoder, Floats, Ints, Layout
from kg.language.parse import Analyser, Entity, Parse, Sentence, Token
from kg.language.segmentation import Word, sentences_of, tokenize
from kg.model import Span

_LONGEST_SENTENCE = 200
"""In tokens. What is longer is a list or a table without full stops; the parser's memory grows with the square."""
_TOKENS_AT_ONCE = 50_000
"""Through the networks: some hundred articles."""


@cache
def natasha() -> Analyser:
    """The analyser, its models loaded once for the process (about a second, some 100 MB)."""
    return _Natasha()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence on its way through the models, or a part of one that is too long."""

    document: int
    paragraph: int
    start: int
    """In the text; the words count from here."""
    words: Sequence[Word]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the models say of a piece, a number for each word."""

    tags: list[int]
    heads: list[int]
    relations: list[int]
    entities: list[int]


class _Natasha:
    def __init__(self) -> None:
        tagger, parser, entities = models.load()
        self._vectors = tagger.model.emb.word
        # All three have the same words and shapes.
        self._word_numbers: dict[str, int] = tagger.encoder.words_vocab.item_ids
        self._unknown: int = tagger.encoder.words_vocab.unk_id
        self._shape_numbers: dict[str, int] = tagger.encoder.shapes_vocab.item_ids
        self._encoders = [Encoder(one.model) for one in (tagger, parser, entities)]
        self._kind = lru_cache(maxsize=50_000)(self._kind_of)
        self._tags, self._entities = TagHead(tagger.model.head), EntityHead(entities.model.head)
        self._trees = TreeHead(parser.model.head, parser.model.rel)
        self._tag_names = [(tag, *_features(tag)) for tag in tagger.decoder.tags_vocab.items]
        self._relation_names: list[str] = parser.decoder.rels_vocab.items
        self._entity_names = [name.partition("-")[::2] for name in entities.decoder.tags_vocab.items]

    def analyse(self, texts: Sequence[tuple[str, Sequence[Span]]]) -> list[Parse]:
        """See :meth:`Analyser.analyse`."""
        pieces = [piece for number, (text, spans) in enumerate(texts) for piece in _pieces(number, text, spans)]
        sentences: list[list[Sentence]] = [[] for _ in texts]
        entities: list[list[Entity]] = [[] for _ in texts]
        for piece, reading in zip(pieces, self._read(pieces), strict=True):
            sentences[piece.document].append(Sentence(tuple(self._tokens(piece, reading)), piece.paragraph))
            entities[piece.document].extend(self._named(piece, reading))
        return [Parse(text, tuple(sentences[n]), tuple(entities[n])) for n, (text, _) in enumerate(texts)]

    def _read(self, pieces: Sequence[_Piece]) -> list[_Reading]:
        """What the models say of the pieces, in their order."""
        if not pieces:
            return []
        kinds = {word: self._kind(word) for word in {word for piece in pieces for _, word in piece.words}}
        # What the networks cannot tell apart, such as two words that they do not know, is one word to them.
        rows = {kind: row for row, kind in enumerate(dict.fromkeys(kinds.values()))}
        row_of = {word: rows[kind] for word, kind in kinds.items()}
        numbers = [[row_of[word] for _, word in piece.words] for piece in pieces]
        vectors, shapes = np.array(list(rows)).T
        vectors = self._vectors(vectors)
        order = sorted(range(len(pieces)), key=lambda index: -len(numbers[index]))
        batches = list(_batches(order, numbers))
        tags, trees, entities = (
            _decoded(encoder, encoder.products(vectors, shapes), batches, decode)
            for encoder, decode in zip(
                self._encoders, (self._tags.decode, self._trees.decode, self._entities.decode), strict=True
            )
        )
        readings: list[_Reading] = []
        for (_, layout), *of_batch in zip(batches, tags, trees, entities, strict=True):
            lines = np.concatenate(of_batch).tolist()
            for first, length in zip(layout.starts.tolist(), layout.lengths.tolist(), strict=True):
                readings.append(_Reading(*(line[first : first + length] for line in lines)))
        in_order = sorted(zip(order, readings, strict=True), key=lambda pair: pair[0])
        return [reading for _, reading in in_order]

    def _kind_of(self, word: str) -> tuple[int, int]:
        """The numbers of the word's vector and of its shape: all that the networks know of it."""
        undotted = _without_dots(word)
        return self._word_numbers.get(undotted.lower(), self._unknown), self._shape_numbers[word_shape(undotted)]

    def _tokens(self, piece: _Piece, reading: _Reading) -> Iterator[Token]:
        offset, lemma, tags, relations = piece.start, morphology.lemma, self._tag_names, self._relation_names
        words = zip(piece.words, reading.tags, reading.heads, reading.relations, strict=True)
        for index, ((start, text), number, place, relation) in enumerate(words):
            tag, pos, feats = tags[number]
            head = place - 1 if place not in (0, index + 1) else None
            begin = offset + start
            yield Token(begin, begin + len(text), text, lemma(text, tag), pos, feats, index, head, relations[relation])

    def _named(self, piece: _Piece, reading: _Reading) -> Iterator[Entity]:
        """The stretches of words that begin with B, of a type, and go on with I."""
        type_, start, end = "", 0, 0
        for (place, word), number in zip(piece.words, reading.entities, strict=True):
            part, type_here = self._entity_names[number]
            if part == "I":
                end = place + len(word)
                continue
            if type_:
                yield Entity(Span(piece.start + start, piece.start + end), type_)
            type_, start, end = type_here, place, place + len(word)
        if type_:
            yield Entity(Span(piece.start + start, piece.start + end), type_)


def _decoded(
    encoder: Encoder, products: Sequence[Floats], batches: Iterable[tuple[Ints, Layout]], decode: Decode
) -> list[Ints]:
    """What one model says of the batches."""
    return [decode(encoder.encode(products, words, layout), layout) for words, layout in batches]


def _features(tag: str) -> tuple[str, Mapping[str, str]]:
    """Part of speech and features of a tag: ``NOUN|Case=Nom|Number=Sing``."""
    pos, feats = parse_conll_tag(tag)
    return pos, feats


def _without_dots(text: str) -> str:
    """The text with ё as е: so written, the embeddings know nearly all these words; with ё, one in seven is unknown."""
    return text.replace("ё", "е").replace("Ё", "Е")


def _batches(order: Sequence[int], words: Sequence[Sequence[int]]) -> Iterator[tuple[Ints, Layout]]:
    """Words and layout of so many sentences as go through the networks together, in the order given."""
    first = tokens = 0
    for last, index in enumerate(order, start=1):
        tokens += len(words[index])
        if tokens >= _TOKENS_AT_ONCE or last == len(order):
            some = order[first:last]
            yield (
                np.fromiter(chain.from_iterable(words[index] for index in some), dtype=np.int64, count=tokens),
                Layout(np.array([len(words[index]) for index in some])),
            )
            first, tokens = last, 0


def _pieces(document: int, text: str, spans: Sequence[Span]) -> Iterator[_Piece]:
    """The sentences of the spans to read."""
    paragraph = position = 0
    for span in spans:
        for sentence in sentences_of(text, span):
            words = tokenize(sentence.of(text))
            paragraph += text.count("\n", position, sentence.start)
            position = sentence.start
            for first in range(0, len(words), _LONGEST_SENTENCE):
                yield _Piece(document, paragraph, sentence.start, words[first : first + _LONGEST_SENTENCE])
