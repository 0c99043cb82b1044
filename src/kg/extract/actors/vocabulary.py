"""The classes of words that the rules for actors name: ``data/actor_words.tsv``."""

from collections.abc import Mapping

from kg.extract.lexicon import word_classes


def actor_words() -> Mapping[str, frozenset[str]]:
    """Class → normal forms: ``{"matters": {"дело", "вопрос", …}, …}``."""
    return word_classes("actor_words.tsv")
