from itertools import pairwise, product
from types import SimpleNamespace
from typing import Any

import numpy as np

from kg.language.heads import EntityHead
from kg.language.network import Layout


def test_parts_are_all_sentences_in_their_order() -> None:
    layout = Layout(np.array([30, 20, 9, 9, 5, 1]))
    parts = list(layout.parts(20))
    assert [length for _, part in parts for length in part.lengths.tolist()] == layout.lengths.tolist()
    assert [token for some, _ in parts for token in range(some.start, some.stop)] == list(range(layout.tokens))
    assert [part.tokens for _, part in parts] == [some.stop - some.start for some, _ in parts]
    assert max(part.tokens for _, part in parts) <= 30


def array(values: object) -> Any:
    return SimpleNamespace(array=np.asarray(values, dtype=np.float32))


def test_entities_are_the_likeliest_sequence_of_each_sentence() -> None:
    random = np.random.default_rng(0)
    transitions, encoded = random.normal(size=(3, 3)), random.normal(size=(10, 3)).astype(np.float32)
    projection = SimpleNamespace(weight=array(np.eye(3)), bias=array(np.zeros(3)))
    head = EntityHead(SimpleNamespace(proj=projection, crf=SimpleNamespace(transitions=array(transitions))))
    layout = Layout(np.array([4, 3, 2, 1]))
    expected: list[int] = []
    for start, length in zip(layout.starts.tolist(), layout.lengths.tolist(), strict=True):
        scores = encoded[start : start + length]
        expected += max(
            product(range(3), repeat=length),
            key=lambda tags, scores=scores: (  # type: ignore[misc]
                sum(scores[place, tag] for place, tag in enumerate(tags))
                + sum(transitions[one, other] for one, other in pairwise(tags))
            ),
        )
    assert head.decode(encoded, layout).tolist() == [expected]
