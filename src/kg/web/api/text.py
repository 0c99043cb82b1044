"""Words looked for in texts, as a pattern of SPARQL."""

import re
from http import HTTPStatus

from pyoxigraph import Literal, NamedNode

from kg.web.problems import ProblemError

_MOST_WORDS = 8
_LONGEST_ENDING = 3
_SHORTEST_STEM = 4


def stems(words: str) -> list[str]:
    """The beginnings that the forms of Russian words share, as a rule: all but the last letters.

    Raises:
        ProblemError: where there is no word, or too many.
    """
    found = re.findall(r"\w+", words.lower().replace("ё", "е"))
    if not 0 < len(found) <= _MOST_WORDS:
        raise ProblemError(HTTPStatus.BAD_REQUEST, f"{words!r} has no word to look for, or more than {_MOST_WORDS}")
    return [word[: max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING)] for word in found]


def containing(subject: str, property: NamedNode, words: str) -> str:
    """That a text of the subject has all these words, in whatever form. Raises ProblemError."""
    folded = f'REPLACE(LCASE(?{subject}Text), "ё", "е")'
    conditions = " && ".join(f"CONTAINS({folded}, {Literal(stem)})" for stem in stems(words))
    return f"?{subject} {property} ?{subject}Text . FILTER({conditions})"
