"""Answers that a sentence keeps."""

from kg.language import Sentence, Token
from kg.language.once import once


def sentence(*words: str) -> Sentence:
    places = [sum(len(word) + 1 for word in words[:number]) for number in range(len(words))]
    tokens = [
        Token(start, start + len(word), word, word, "NOUN", {}, number, None, "root")
        for number, (start, word) in enumerate(zip(places, words, strict=True))
    ]
    return Sentence(tuple(tokens), 0)


def test_each_question_is_answered_once_for_a_word() -> None:
    asked: list[tuple[str, str]] = []

    @once
    def joined(_: Sentence, token: Token, ending: str = "") -> str:
        asked.append((token.text, ending))
        return token.text + ending

    read = sentence("мост", "река")
    bridge, river = read.tokens
    for _ in range(2):
        assert joined(read, bridge) == "мост"
        assert joined(read, river) == "река"
        assert joined(read, bridge, "ы") == joined(read, bridge, ending="ы") == "мосты"
    assert asked == [("мост", ""), ("река", ""), ("мост", "ы"), ("мост", "ы")]


def test_another_sentence_is_asked_anew() -> None:
    @once
    def words(read: Sentence, _: Token) -> int:
        return len(read.tokens)

    one, two = sentence("мост"), sentence("мост", "река")
    assert [words(read, read.tokens[0]) for read in (one, two, one)] == [1, 2, 1]


def test_nothing_found_is_an_answer_too() -> None:
    asked: list[str] = []

    @once
    def nothing(_: Sentence, token: Token) -> None:
        asked.append(token.text)

    read = sentence("мост")
    nothing(read, read.tokens[0])
    nothing(read, read.tokens[0])
    assert asked == ["мост"]
