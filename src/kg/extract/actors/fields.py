"""Of what the sentences that name somebody speak: of sport, of the arts, or of neither."""

from collections.abc import Sequence
from functools import cache

from kg.extract.lexicon import rows
from kg.language import Sentence
from kg.language.morphology import fold

_LEAST = 2
"""So many different words must speak of a field: one of them may stand in any text."""


def field_of(sentences: Sequence[Sentence]) -> str | None:
    """The field of which sentences speak: ``sport`` or ``culture``, if at least half of them have a word of it and two
    such words stand in them; None for any other matter.
    """
    for field, known in _fields().items():
        found = [known & sentence.lemmas for sentence in sentences]
        speaking = sum(bool(words) for words in found)
        if 2 * speaking >= len(found) > 0 and len(set[str]().union(*found)) >= _LEAST:
            return field
    return None


@cache
def _fields() -> dict[str, frozenset[str]]:
    found = [(fold(word), field) for word, field in rows("fields.tsv")]
    return {name: frozenset(word for word, field in found if field == name) for name in ("sport", "culture")}
