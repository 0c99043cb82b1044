"""The encoder that Slovnet's news models share, over many sentences at once.

The networks are Slovnet's (https://github.com/natasha/slovnet, ``slovnet.exec.model``): word and shape embeddings,
three convolutions over three tokens, each with ReLU and batch normalisation. What they compute is the same up to the
order of floating point additions; how they compute it is not:

- Sentences lie one after another in one array. Slovnet pads the sentences of a batch to the longest with a word whose
  embedding is zero; here nothing is multiplied with zeros, and nothing goes over the break between two sentences.
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
    def breaks(self) -> Ints:
        """The last token of each sentence but the last: it and the one after it are no neighbours."""
        return self.starts[1:] - 1

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

    def __call__(self, tokens: Floats, breaks: Ints) -> Floats:
        """What it makes of all tokens."""
        before, here, after = self.weights
        return self.activate(_joined(tokens[:-1] @ before, tokens @ here, tokens[1:] @ after, breaks))

    def activate(self, sums: Floats) -> Floats:
        """Bias, ReLU and normalisation of what the convolution gave, in its place."""
        sums += self.bias
        return np.maximum(sums, self.least, out=sums)


def _joined(before: Floats, here: Floats, after: Floats, breaks: Ints) -> Floats:
    """What each token is given by the one before it, by itself and by the one after it, added up in place of its own.

    Args:
        before: given by all tokens but the last to the next.
        here: by each token to itself.
        after: by all tokens but the first to the one before.
        breaks: see :class:`Layout`.
    """
    before[breaks] = after[breaks] = 0
    here[1:] += before
    here[:-1] += after
    return here


class Encoder:
    """Embeddings and convolutions of one model."""

    def __init__(self, model: Any) -> None:
        """Takes the weights of a ``slovnet.exec.model`` with its Navec embeddings.

        Raises:
            ValueError: where the model has another form than Slovnet's news models have.
        """
        self._first, *self._layers = map(_Layer.of, model.encoder.layers)
        shapes = model.emb.shape.weight.array
        # A word is its vector, then its shape's; for each of the places in which a convolution may see it.
        of_vector, of_shape = np.split(np.hstack(self._first.weights), [-shapes.shape[1]])
        self._of_vector: Floats = of_vector
        self._of_shape: Floats = shapes @ of_shape

    def products(self, vectors: Floats, shapes: Ints) -> tuple[Floats, ...]:
        """The first convolution of each distinct word, for each place in which a convolution may see it.

        Args:
            vectors: of Navec, one for each word × its dimensions.
            shapes: the number of each word's shape.

        Returns:
            For each place: a row for each word.
        """
        found = vectors @ self._of_vector
        found += self._of_shape[shapes]
        return tuple(np.hsplit(found, KERNEL))

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
        before, here, after = products
        tokens = self._first.activate(_joined(before[words[:-1]], here[words], after[words[1:]], layout.breaks))
        for layer in self._layers:
            tokens = layer(tokens, layout.breaks)
        return tokens
