"""Answers kept with the sentence that they are about."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from kg.language.parse import Sentence, Token

P = ParamSpec("P")
R = TypeVar("R")


def once(function: Callable[Concatenate[Sentence, Token, P], R]) -> Callable[Concatenate[Sentence, Token, P], R]:
    """A function of a word in its sentence that works out each answer once, for rules ask the same again and again.

    The sentence keeps the answers, as long as it lives.

    Args:
        function: a pure one, whose further arguments can be hashed.
    """

    @wraps(function)
    def answer(sentence: Sentence, token: Token, /, *others: P.args, **named: P.kwargs) -> R:
        answers = sentence.answers
        key = (function, token.index, *others, *named.items())
        if key not in answers:
            answers[key] = function(sentence, token, *others, **named)
        found: R = answers[key]
        return found

    return answer
