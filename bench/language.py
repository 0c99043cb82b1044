"""The language models against bare Natasha: is what they find the same, and how much faster are they?

    python bench/language.py FOLDER [--articles 300]

Reads the ``.txt`` files of a folder. *Bare Natasha* is its five steps (segmentation, morphology, syntax, entities,
lemmas), document by document. Times are of one process, in seconds of its processor; run
it with OPENBLAS_NUM_THREADS=1.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from kg.language import Parse
from kg.language.natasha import natasha
from kg.model import Span

# isort: split
# After kg.language.natasha, which makes Natasha importable on Python 3.11 and later.
from natasha import Doc, MorphVocab, NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser, Segmenter

BATCH = 64


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=300)
    options = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(options.folder.glob("*.txt"))[: options.articles]]
    print(f"newskg {version('newskg')}, Natasha {version('natasha')}, NumPy {version('numpy')}; {len(texts)} articles")
    bare = Bare()
    analyser = natasha()
    bare.read(texts[0])
    analyser.analyse([whole(texts[0])])

    began = time.process_time()
    for text in texts:
        bare.read(text)
    show("bare Natasha", len(texts), time.process_time() - began)

    began = time.process_time()
    parses: list[Parse] = []
    for first in range(0, len(texts), BATCH):
        parses += analyser.analyse([whole(text) for text in texts[first : first + BATCH]])
    show("kg.language", len(texts), time.process_time() - began)

    names = ("tags", "heads", "relations", "entities")
    different = dict.fromkeys(names, 0)
    tokens = 0
    for parse in parses:
        for name, ours, theirs in zip(names, found(parse), bare.found(parse), strict=True):
            different[name] += sum(one != other for one, other in zip(ours, theirs, strict=True))
        tokens += sum(len(sentence.tokens) for sentence in parse.sentences)
    print(f"of {tokens:,} tokens, different: " + ", ".join(f"{name} {number}" for name, number in different.items()))


def whole(text: str) -> tuple[str, Sequence[Span]]:
    """A text, of which all is read."""
    return text, [Span(0, len(text))]


def show(name: str, articles: int, seconds: float) -> None:
    """Prints a line."""
    print(f"{name:14} {seconds:7.2f} s  {articles / seconds:6.1f} articles/s")


def found(parse: Parse) -> Iterator[list[object]]:
    """Tags, heads, relations, token by token; whether and as what each token is named."""
    tokens = [token for sentence in parse.sentences for token in sentence.tokens]
    yield [(token.pos, dict(token.feats)) for token in tokens]
    yield [token.head for token in tokens]
    yield [token.rel for token in tokens]
    yield [
        entity_at(token.start, [(one.span.start, one.span.end, one.type) for one in parse.entities]) for token in tokens
    ]


def entity_at(offset: int, entities: Sequence[tuple[int, int, str]]) -> tuple[int, int, str] | None:
    """The entity in which a code point lies."""
    return next((entity for entity in entities if entity[0] <= offset < entity[1]), None)


class Bare:
    """Natasha as its documentation shows it."""

    def __init__(self) -> None:
        embedding = NewsEmbedding()
        self.segmenter, self.vocabulary = Segmenter(), MorphVocab()
        self.tagger, self.parser = NewsMorphTagger(embedding), NewsSyntaxParser(embedding)
        self.namer = NewsNERTagger(embedding)

    def read(self, text: str) -> None:
        """The five steps."""
        doc = Doc(text)
        doc.segment(self.segmenter)
        doc.tag_morph(self.tagger)
        doc.parse_syntax(self.parser)
        doc.tag_ner(self.namer)
        for token in doc.tokens:
            token.lemmatize(self.vocabulary)

    def found(self, parse: Parse) -> Iterator[list[object]]:
        """As :func:`found`, of the same sentences, as Natasha's models read them."""
        words = [[plain(token.text) for token in sentence.tokens] for sentence in parse.sentences]
        yield [(token.pos, token.feats) for one in self.tagger.map(words) for token in one.tokens]
        trees = [one.tokens for one in self.parser.map(words)]
        heads = [[int(token.head_id) - 1 for token in tree] for tree in trees]
        yield [None if head in (-1, place) else head for tree in heads for place, head in enumerate(tree)]
        yield [token.rel for tree in trees for token in tree]
        entities = [
            (sentence.start + span.start, sentence.start + span.stop, span.type)
            for sentence, one in zip(
                parse.sentences, self.namer.map([plain(s.span.of(parse.text)) for s in parse.sentences]), strict=True
            )
            for span in one.spans
        ]
        yield [entity_at(token.start, entities) for sentence in parse.sentences for token in sentence.tokens]


def plain(text: str) -> str:
    """With ё as е, as kg gives it to the models."""
    return text.replace("ё", "е").replace("Ё", "Е")


if __name__ == "__main__":
    main()
