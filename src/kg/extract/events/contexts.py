"""PLOVER's contexts, by the words of a sentence and of the whole article."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache

from kg.extract.lexicon import rows
from kg.language import Parse, Sentence

_SHARE = 0.25
"""In so many of an article's sentences must a context's words stand for all of it to be about that."""
_LEAST = 3
"""And in so many sentences at least."""


@cache
def _contexts() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word, context in rows("contexts.tsv"):
        found[word].append(context)
    return {word: tuple(contexts) for word, contexts in found.items()}


def contexts(sentence: Sentence) -> tuple[str, ...]:
    """The contexts that a sentence's words speak of, each once, in the order of the words."""
    known = _contexts()
    return tuple(dict.fromkeys(context for token in sentence.having(known.keys()) for context in known[token.lemma]))


def contexts_of_article(parse: Parse) -> tuple[str, ...]:
    """The contexts that all of an article is about, and so each event that it tells: those of many of its sentences,
    the most frequent first.
    """
    counted = Counter(context for sentence in parse.sentences for context in contexts(sentence))
    enough = max(_LEAST, _SHARE * len(parse.sentences))
    return tuple(context for context, number in counted.most_common() if number >= enough)
