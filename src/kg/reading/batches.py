"""Documents in batches: enough for the language models to be fast, not so many that they take much memory."""

from collections.abc import Iterable, Iterator

from kg.model import Document
from kg.sources import Refusal

_DOCUMENTS = 64
"""Twice as many make them faster by a thirtieth, but leave several processes less alike at the end."""
_CHARACTERS = 200_000
"""Code points; a longer article is a batch of its own."""


def batches(inputs: Iterable[Document | Refusal]) -> Iterator[list[Document | Refusal]]:
    """The inputs in their order, some at a time."""
    batch: list[Document | Refusal] = []
    size = 0
    for one in inputs:
        length = len(one.text) if isinstance(one, Document) else 0
        if batch and (len(batch) == _DOCUMENTS or size + length > _CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += length
    if batch:
        yield batch
