"""The encoder that Slovnet's news models share, over many sentences at once.

The networks are Slovnet's (https://github.com/natasha/slovnet, ``slovnet.exec.model``): word and shape embeddings,
three convolutions over three tokens, each with ReLU and batch normalisation. What they compute is the same up to the
order of floating point additions; how they compute it is not:

- Sentences lie one after another in one array, with a row of zeros before, between and after them. Slovnet pads the
  sentences of a batch to the longest with a word whose embedding is zero, so the zeros say the same.
- The first convolution is multiplied once for each distinct word, not for each token.
- Batch normalisation is folded into weights and bias: its scale is positive, so that
  ``scale × max(x, 0) + shift = max(scale × x + shift, shift)``.
- The convolutions go over so many tokens at a time as stay in the processor's cache.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

KERNEL = 3
"""Tokens that a convolution sees: the one before, the one itself, the one after."""
_TOKENS_IN_CACHE = 1024
"""Of so many tokens what a layer computes stays in the processor's cache."""


@dataclass(frozen=True)
class Layout:
    """Where the tokens of some sentences lie. The sentences stand in the order of their length, the longest first."""

    lengths: Ints
    """Tokens of each sentence; none has none."""

    @cached_property
    def starts(self) -> Ints:
        """The first token of each sentence, counted over all."""
        return np.concatenate(([0], np.cumsum(self.lengths)[:-1]))

    @cached_property
    def tokens(self) -> int:
        """How many tokens there are."""
        return int(self.lengths.sum())

    @cached_property
    def rows(self) -> Ints:
        """The row of each token, where a row of zeros stands before each sentence and after the last."""
        return np.arange(self.tokens) + np.repeat(np.arange(1, len(self.lengths) + 1), self.lengths)

    @cached_property
    def gaps(self) -> Ints:
        """The rows of zeros."""
        return np.append(self.starts + np.arange(len(self.lengths)), self.tokens + len(self.lengths))

    def parts(self, tokens: int) -> Iterator[tuple[slice, "Layout"]]:
        """Some sentences at a time, of about so many tokens together: where these lie, and their own layout."""
        last_of_part = np.append(
            np.flatnonzero(np.diff((self.starts + self.lengths - 1) // tokens)), len(self.lengths) - 1
        )
        first = 0
        for last in last_of_part.tolist():
            start = int(self.starts[first])
            part = Layout(self.lengths[first : last + 1])
            yield slice(start, start + part.tokens), part
            first = last + 1


@dataclass(frozen=True)
class _Layer:
    weights: tuple[Floats, ...]
    """For each of the tokens that the convolution sees: what goes in × what comes out."""
    bias: Floats
    least: Floats
    """Of each feature that comes out: what stands for the zero of ReLU."""

    @classmethod
    def of(cls, layer: Any) -> "_Layer":
        kernel, norm = layer.conv.weight.array, layer.norm
        scale = norm.weight.array / norm.std.array
        if kernel.shape[2] != KERNEL or layer.conv.padding != KERNEL // 2 or scale.min() <= 0:
            raise ValueError("another convolution or normalisation than in the models that are known here")
        shift = norm.bias.array - norm.mean.array * scale
        return cls(
            tuple(np.ascontiguousarray(kernel[:, :, place].T * scale) for place in range(KERNEL)),
            layer.conv.bias.array * scale + shift,
            shift,
        )

    def convolve(self, rows: Floats) -> Floats:
        """The convolution without its bias, for all rows but the first and the last."""
        before, here, after = self.weights
        sums: Floats = rows[:-2] @ before
        sums += rows[1:-1] @ here
        sums += rows[2:] @ after
        return sums

    def activate(self, sums: Floats, gaps: Ints) -> Floats:
        """Bias, ReLU and normalisation of what the convolution gave for all rows but the first and the last.

        Returns:
            All rows, those of the gaps zero.
        """
        sums += self.bias
        rows: Floats = np.empty((len(sums) + KERNEL - 1, sums.shape[1]), dtype=np.float32)
        np.maximum(sums, self.least, out=rows[1:-1])
        rows[gaps] = 0
        return rows


class Encoder:
    """Embeddings and convolutions of one model."""

    def __init__(self, model: Any) -> None:
        """Takes the weights of a ``slovnet.exec.model`` with its Navec embeddings.

        Raises:
            ValueError: where the model has another form than Slovnet's news models have.
        """
        self._shapes: Floats = model.emb.shape.weight.array
        self._first, *self._layers = map(_Layer.of, model.encoder.layers)

    def products(self, vectors: Floats, shapes: Ints) -> tuple[Floats, ...]:
        """The first convolution of each distinct word, for each place in which a convolution may see it.

        Args:
            vectors: of Navec, one for each word × its dimensions.
            shapes: the number of each word's shape.

        Returns:
            For each place: a row of zeros, then a row for each word.
        """
        words = np.concatenate((vectors, self._shapes[shapes]), axis=1)
        found = []
        for weights in self._first.weights:
            table = np.empty((len(words) + 1, weights.shape[1]), dtype=np.float32)
            table[0] = 0
            np.matmul(words, weights, out=table[1:])
            found.append(table)
        return tuple(found)

    def encode(self, products: Sequence[Floats], words: Ints, layout: Layout) -> Floats:
        """What the model knows of each token: tokens × features.

        Args:
            products: see :meth:`products`.
            words: the number of each token's word, from 0.
            layout: of the sentences.
        """
        encoded: Floats = np.empty((layout.tokens, len(self._layers[-1].bias)), dtype=np.float32)
        for some, part in layout.parts(_TOKENS_IN_CACHE):
            encoded[some] = self._encode(products, words[some], part)
        return encoded

    def _encode(self, products: Sequence[Floats], words: Ints, layout: Layout) -> Floats:
        lines = np.zeros(layout.tokens + len(layout.lengths) + 1, dtype=np.int64)
        lines[layout.rows] = words + 1
        before, here, after = products
        sums = np.take(before, lines[:-2], axis=0)
        sums += np.take(here, lines[1:-1], axis=0)
        sums += np.take(after, lines[2:], axis=0)
        rows = self._first.activate(sums, layout.gaps)
        for layer in self._layers:
            rows = layer.activate(layer.convolve(rows), layout.gaps)
        encoded: Floats = rows[layout.rows]
        return encoded
