"""What Slovnet's news models read off the encoded tokens: tags, named entities, trees (``slovnet.exec.model``).

Each head decodes into lines of numbers, one number a token.
"""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from typing import Any

import numpy as np

from kg.language.network import Floats, Ints, Layout

Decode = Callable[[Floats, Layout], Ints]
"""From encoded tokens (tokens × features) to lines × tokens."""

_TIE = 1e-4
"""Two words with the same neighbours have the same score as a head, but for rounding, which is another in each batch.
The nearest of them is taken, so that an article is read alike in any company.
"""
_TOKENS_IN_CACHE = 256
"""Of so many tokens the scores of all tags, and of all relations, stay in the processor's cache."""
_SCORES_IN_CACHE = 50_000
"""Of pairs of words."""


class _Linear:
    def __init__(self, linear: Any) -> None:
        self._weight, self._bias = linear.weight.array, linear.bias.array

    def __call__(self, values: Floats) -> Floats:
        result: Floats = values @ self._weight
        result += self._bias
        return result


class _Rectified(_Linear):
    def __init__(self, layer: Any) -> None:
        super().__init__(layer.proj)

    def __call__(self, values: Floats) -> Floats:
        result = super().__call__(values)
        np.maximum(result, 0, out=result)
        return result


class TagHead:
    """The tag of each token by itself: parts of speech and features."""

    def __init__(self, head: Any) -> None:
        self._scores = _Linear(head.proj)

    def decode(self, encoded: Floats, layout: Layout) -> Ints:
        """One line: the number of each token's tag."""
        tags = np.empty((1, layout.tokens), dtype=np.int64)
        for some in _in_cache(layout.tokens):
            tags[0, some] = self._scores(encoded[some]).argmax(-1)
        return tags


class EntityHead:
    """The likeliest sequence of tags of each sentence: a conditional random field."""

    def __init__(self, head: Any) -> None:
        self._scores = _Linear(head.proj)
        self._transitions = head.crf.transitions.array

    def decode(self, encoded: Floats, layout: Layout) -> Ints:
        """One line: the number of each token's tag, by Viterbi's algorithm over all sentences in step."""
        emissions = self._scores(encoded)
        starts, longest = layout.starts, int(layout.lengths[0])
        # At each step the sentences that are that long: the first so many, because the longest come first.
        going_on = np.searchsorted(-layout.lengths, -np.arange(longest), side="left").tolist()
        best = [emissions[starts].T]  # at each step: tags × sentences
        for step in range(1, longest):
            some = going_on[step]
            scores = best[-1][:, None, :some] + self._transitions[:, :, None]
            best.append(scores.max(0) + emissions[starts[:some] + step].T)
        tags = np.zeros((1, layout.tokens), dtype=np.int64)
        following = np.zeros(0, dtype=np.int64)
        for step in range(longest - 1, -1, -1):
            scores, going = best[step], len(following)
            scores[:, :going] += self._transitions[:, following]
            following = scores.argmax(0)
            tags[0, starts[: len(following)] + step] = following
        return tags


class TreeHead:
    """The head of each token and its relation to it: biaffine attention (Dozat and Manning 2017)."""

    def __init__(self, head: Any, relation: Any) -> None:
        self._dependent, self._head = _Rectified(head.head), _Rectified(head.tail)
        self._kernel = head.kernel.array
        self._root: Floats = self._head(head.root.array.reshape(1, -1))
        self._of_head, self._of_dependent = _Rectified(relation.head), _Rectified(relation.tail)
        self._relation_kernel = relation.kernel.array  # features of the head × (relations × features of the dependent)
        self._relation_root: Floats = self._of_head(relation.root.array.reshape(1, -1))

    def decode(self, encoded: Floats, layout: Layout) -> Ints:
        """Two lines: the place of each token's head in the sentence, from 1, 0 for the root; the relation's number."""
        dependents = self._dependent(encoded) @ self._kernel
        candidates = self._head(encoded)
        to_root = dependents @ self._root.T
        heads = np.zeros(layout.tokens, dtype=np.int64)
        for first, number, length in _of_one_length(layout):
            some = slice(first, first + number * length)
            shape = (number, length, -1)
            scores = dependents[some].reshape(shape) @ candidates[some].reshape(shape).swapaxes(-2, -1)
            scores = np.concatenate((to_root[some].reshape(shape), scores), axis=-1)
            ties = scores >= scores.max(-1, keepdims=True) - _TIE
            heads[some] = np.where(ties, _distances(length), length + 2).argmin(-1).ravel()
        return np.stack((heads, self._relations(encoded, heads, layout)))

    def _relations(self, encoded: Floats, heads: Ints, layout: Layout) -> Ints:
        known = np.concatenate((self._relation_root, self._of_head(encoded)))
        places = np.where(heads == 0, 0, heads + np.repeat(layout.starts, layout.lengths))
        dependents = self._of_dependent(encoded)
        relations = np.empty(layout.tokens, dtype=np.int64)
        for some in _in_cache(layout.tokens):
            of_head = (known[places[some]] @ self._relation_kernel).reshape(len(places[some]), -1, dependents.shape[1])
            relations[some] = (of_head @ dependents[some, :, None]).argmax(1).ravel()
        return relations


def _in_cache(tokens: int) -> Iterator[slice]:
    return (slice(first, first + _TOKENS_IN_CACHE) for first in range(0, tokens, _TOKENS_IN_CACHE))


@cache
def _distances(length: int) -> Ints:
    """How far each word of a sentence is from each possible head, of which the first is the root, farther than all."""
    places = np.arange(length)
    away = np.abs(places[:, None] - places)
    return np.concatenate((np.full((length, 1), length + 1), away), axis=1)


def _of_one_length(layout: Layout) -> Iterator[tuple[int, int, int]]:
    """First token, number of sentences and their length, for each length that there is; of long ones, whose scores are
    many, so few at a time that they stay in the processor's cache.
    """
    first = 0
    for length, group in groupby(layout.lengths.tolist()):
        waiting, at_once = sum(1 for _ in group), max(1, _SCORES_IN_CACHE // length**2)
        while waiting:
            number = min(waiting, at_once)
            yield first, number, length
            first += number * length
            waiting -= number
