from collections.abc import Callable

import numpy as np

import kg.language.natasha  # noqa: F401
from kg.language import Analyser, Parse, models
from kg.model import Span
from tests.commands import ROOT

# isort: split
# After kg.language.natasha, which makes Natasha importable on Python 3.11 and later.
from natasha import NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser

Parser = Callable[[str], Parse]

TEXT = "Канцлер ФРГ Олаф Шольц прибыл в Пекин.\nОн встретится с премьером Ли Цяном, сообщила газета «Труд»."


def test_tokens_stand_where_they_say(parse: Parser) -> None:
    text = "😀 " + TEXT
    for sentence in parse(text).sentences:
        for token in sentence.tokens:
            assert token.span.of(text) == token.text


def test_a_sentence_ends_with_its_line(parse: Parser) -> None:
    parsed = parse("Заголовок без точки\nПервая фраза. Вторая фраза.")
    assert [(s.paragraph, len(s.tokens)) for s in parsed.sentences] == [(0, 3), (1, 3), (1, 3)]


def test_trees_lemmas_and_entities(parse: Parser) -> None:
    parsed = parse(TEXT)
    first = parsed.sentences[0]
    verb = next(token for token in first.tokens if token.lemma == "прибыть")
    assert [token.text for token in first.children(verb, "nsubj")] == ["Канцлер"]
    assert {(entity.type, entity.span.of(TEXT)) for entity in parsed.entities} >= {
        ("PER", "Олаф Шольц"),
        ("LOC", "Пекин"),
        ("PER", "Ли Цяном"),
        ("ORG", "Труд"),
    }


def test_only_the_spans_given_are_read(analyser: Analyser) -> None:
    text = "Меню Погода Курсы. Китай поддержал Казахстан. Подпишитесь!"
    span = Span(text.index("Китай"), text.index(" Подпишитесь"))
    parsed = analyser.analyse([(text, [span]), ("", [])])
    assert [sentence.span.of(text) for sentence in parsed[0].sentences] == ["Китай поддержал Казахстан."]
    assert parsed[1].sentences == ()


def test_a_batch_says_the_same_as_one_by_one(analyser: Analyser) -> None:
    texts = [TEXT, "Москва готова.", TEXT * 2]
    together = analyser.analyse([(text, [Span(0, len(text))]) for text in texts])
    alone = [analyser.analyse([(text, [Span(0, len(text))])])[0] for text in texts]
    for one, other in zip(together, alone, strict=True):
        assert [t.lemma for s in one.sentences for t in s.tokens] == [
            t.lemma for s in other.sentences for t in s.tokens
        ]
        assert one.entities == other.entities


def test_a_line_without_end_is_read_in_pieces(parse: Parser) -> None:
    parsed = parse("слово " * 1000)
    assert max(len(sentence.tokens) for sentence in parsed.sentences) <= 200
    assert sum(len(sentence.tokens) for sentence in parsed.sentences) == 1000


def test_walks_over_a_tree_end(parse: Parser) -> None:
    for sentence in parse(TEXT).sentences:
        for token in sentence.tokens:
            assert token in sentence.subtree(token)
            assert len(list(sentence.ancestors(token))) < len(sentence.tokens)


def test_it_says_what_natasha_says(analyser: Analyser) -> None:
    """Of real articles; only the heads may differ, where two words tie."""

    def plain(text: str) -> str:
        return text.replace("ё", "е").replace("Ё", "Е")

    embedding = NewsEmbedding()
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    parses = analyser.analyse([(text, [Span(0, len(text))]) for text in texts])
    sentences = [(parse, sentence) for parse in parses for sentence in parse.sentences]
    words = [[plain(token.text) for token in sentence.tokens] for _, sentence in sentences]
    tokens = [token for _, sentence in sentences for token in sentence.tokens]
    assert len(tokens) > 2_000

    tags = [token for one in NewsMorphTagger(embedding).map(words) for token in one.tokens]
    assert [(token.pos, dict(token.feats)) for token in tokens] == [(tag.pos, tag.feats) for tag in tags]

    arcs = [arc for one in NewsSyntaxParser(embedding).map(words) for arc in one.tokens]
    assert [token.rel for token in tokens] == [arc.rel for arc in arcs]
    heads = [
        None if int(arc.head_id) - 1 in (-1, token.index) else int(arc.head_id) - 1
        for token, arc in zip(tokens, arcs, strict=True)
    ]
    assert sum(token.head != head for token, head in zip(tokens, heads, strict=True)) <= len(tokens) / 1_000

    named = NewsNERTagger(embedding).map([plain(sentence.span.of(parse.text)) for parse, sentence in sentences])
    expected = [
        (sentence.start + span.start, sentence.start + span.stop, span.type)
        for (_, sentence), one in zip(sentences, named, strict=True)
        for span in one.spans
    ]
    assert [(e.span.start, e.span.end, e.type) for parse in parses for e in parse.entities] == expected


def test_words_that_tie_have_the_nearest_as_head(parse: Parser) -> None:
    """An article is read alike in any batch, however its twins round."""
    line = "за борьбу с терроризмом и " * 12 + "за мир."
    (sentence,) = parse(line).sentences
    distances = [
        abs(token.head - token.index) for token in sentence.tokens if token.text == "с" and token.head is not None
    ]
    assert distances[:-1] == [1] * 11


def test_the_models_are_those_that_natasha_loads() -> None:
    navec = NewsEmbedding()
    for kind, ours in zip((NewsMorphTagger, NewsSyntaxParser, NewsNERTagger), models.load(), strict=True):
        theirs = kind(navec).infer
        assert type(ours) is type(theirs)
        weights = list(zip(ours.model.weights, theirs.model.weights, strict=True))
        assert weights and all(np.array_equal(one.array, other.array) for one, other in weights)
        for table in ("words_vocab", "shapes_vocab"):
            assert getattr(ours.encoder, table).items == getattr(theirs.encoder, table).items
        names = "rels_vocab" if kind is NewsSyntaxParser else "tags_vocab"
        assert getattr(ours.decoder, names).items == getattr(theirs.decoder, names).items
