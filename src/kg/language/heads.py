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
        tags: Ints = self._scores(encoded).argmax(-1)
        return tags[None]


class EntityHead:
    """The likeliest sequence of tags of each sentence: a conditional random field."""

    def __init__(self, head: Any) -> None:
        self._scores = _Linear(head.proj)
        self._transitions = head.crf.transitions.array

    def decode(self, encoded: Floats, layout: Layout) -> Ints:
        """One line: the number of each token's tag, by Viterbi's algorithm over all sentences in step."""
        emissions = self._scores(encoded)
        starts, lengths = layout.starts, layout.lengths
        longest, tags_number = int(lengths[0]), emissions.shape[1]
        # At each step the sentences that are that long: the first so many, because the longest come first.
        going_on = [int(np.searchsorted(-lengths, -step, side="left")) for step in range(longest)]
        best = emissions[starts]
        came_from = np.zeros((longest, len(lengths), tags_number), dtype=np.int8)
        for step in range(1, longest):
            some = going_on[step]
            scores = best[:some, :, None] + self._transitions + emissions[starts[:some] + step][:, None, :]
            came_from[step, :some] = scores.argmax(1)
            best[:some] = scores.max(1)
        tags = np.zeros(layout.tokens, dtype=np.int64)
        last = best.argmax(-1)
        tags[starts + lengths - 1] = last
        for step in range(longest - 1, 0, -1):
            some = going_on[step]
            last[:some] = came_from[step, np.arange(some), last[:some]]
            tags[starts[:some] + step - 1] = last[:some]
        return tags[None]


class TreeHead:
    """The head of each token and its relation to it: biaffine attention (Dozat and Manning 2017)."""

    def __init__(self, head: Any, relation: Any) -> None:
        self._dependent, self._head = _Rectified(head.head), _Rectified(head.tail)
        self._kernel = head.kernel.array
        self._root: Floats = self._head(head.root.array.reshape(1, -1))
        self._of_head, self._of_dependent = _Rectified(relation.head), _Rectified(relation.tail)
        self._relation_kernel = _of_pairs(relation.kernel.array)
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
        relations = np.empty(len(encoded), dtype=np.int64)
        for first in range(0, len(encoded), _PAIRS_AT_ONCE):
            some = slice(first, first + _PAIRS_AT_ONCE)
            pairs = known[places[some], :, None] * dependents[some, None, :]
            relations[some] = (pairs.reshape(len(pairs), -1) @ self._relation_kernel).argmax(-1)
        return relations


_PAIRS_AT_ONCE = 512
"""Of a word and its head: so many stay in the processor's cache."""


def _of_pairs(kernel: Floats) -> Floats:
    """The relations' kernel, from features of the head × (relations × features of the dependent) to (features of the
    head × features of the dependent) × relations, for all products of the one with the other.
    """
    features = len(kernel)
    return np.ascontiguousarray(kernel.reshape(features, -1, features).swapaxes(1, 2).reshape(features * features, -1))


@cache
def _distances(length: int) -> Ints:
    """How far each word of a sentence is from each possible head, of which the first is the root, farther than all."""
    places = np.arange(length)
    away = np.abs(places[:, None] - places)
    return np.concatenate((np.full((length, 1), length + 1), away), axis=1)


def _of_one_length(layout: Layout) -> Iterator[tuple[int, int, int]]:
    """First token, number of sentences and their length, for each length that there is."""
    first = 0
    for length, group in groupby(layout.lengths.tolist()):
        number = sum(1 for _ in group)
        yield first, number, length
        first += number * length
