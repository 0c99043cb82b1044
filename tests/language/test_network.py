from itertools import pairwise, product
from types import SimpleNamespace
from typing import Any

import numpy as np

from kg.language.heads import EntityHead
from kg.language.network import Encoder, Layout


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


def test_encoder_convolves_each_sentence_as_if_it_stood_alone() -> None:
    random = np.random.default_rng(0)
    sizes = (5 + 2, 4, 3)  # vector and shape; what the layers give

    def layer(taken: int, given: int) -> Any:
        norm = SimpleNamespace(**{name: array(random.normal(size=given)) for name in ("mean", "bias")})
        norm.weight, norm.std = array(random.uniform(0.5, 2, given)), array(random.uniform(0.5, 2, given))
        conv = SimpleNamespace(
            weight=array(random.normal(size=(given, taken, 3))), bias=array(random.normal(size=given)), padding=1
        )
        return SimpleNamespace(conv=conv, norm=norm)

    layers = [layer(*pair) for pair in pairwise(sizes)]
    embedding = SimpleNamespace(weight=array(random.normal(size=(2, 2))))
    model = SimpleNamespace(emb=SimpleNamespace(shape=embedding), encoder=SimpleNamespace(layers=layers))
    vectors, shapes = array(random.normal(size=(6, 5))).array, np.array([0, 1, 1, 0, 1, 0])
    words, layout = np.array([3, 0, 5, 1, 2, 2, 4, 0, 5]), Layout(np.array([5, 3, 1]))

    def alone(sentence: Any) -> Any:
        found = np.concatenate((vectors[sentence], embedding.weight.array[shapes[sentence]]), axis=1)
        for each in layers:
            padded = np.pad(found, ((1, 1), (0, 0)))
            windows = np.stack([padded[place : place + 3].T for place in range(len(sentence))])
            sums = np.tensordot(windows, each.conv.weight.array, axes=((1, 2), (1, 2))) + each.conv.bias.array
            norm = each.norm
            found = (np.maximum(sums, 0) - norm.mean.array) / norm.std.array * norm.weight.array + norm.bias.array
        return found

    encoder = Encoder(model)
    encoded = encoder.encode(encoder.products(vectors, shapes), words, layout)
    expected = np.concatenate([alone(sentence) for sentence in (words[:5], words[5:8], words[8:])])
    np.testing.assert_allclose(encoded, expected, rtol=1e-4, atol=1e-4)
