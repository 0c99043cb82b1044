"""PLOVER's contexts, by the words of a sentence."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from kg.extract.lexicon import rows
from kg.language import Sentence


@cache
def _contexts() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word, context in rows("contexts.tsv"):
        found[word].append(context)
    return {word: tuple(contexts) for word, contexts in found.items()}


def contexts(sentence: Sentence) -> tuple[str, ...]:
    """The contexts that a sentence's words speak of, each once, in the order of the words."""
    known = _contexts()
    return tuple(dict.fromkeys(context for token in sentence.tokens for context in known.get(token.lemma, ())))
