"""A cast of invented actors for the tests of claims, without the actors stage."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from kg.extract.cast import Cast
from kg.extract.claims import find_claims
from kg.extract.dates import find_times
from kg.language import Parse
from kg.model import Actor, ActorType, Claim, Mention, Span

PUBLISHED = date(2021, 5, 20)
NAMES = {
    "Иван Орлов": "orlov", "Иваном Орловым": "orlov", "Орлов": "orlov", "Орлова": "orlov", "Орлову": "orlov",
    "Орловым": "orlov", "Анна Лис": "lis", "Анной Лис": "lis", "Анне Лис": "lis", "Лис": "lis",
    "Дания": "denmark", "Данию": "denmark", "Дании": "denmark", "Данией": "denmark", "Перу": "peru",
    "МИД": "mid", "ТАСС": "tass", "Заря": "zarya", "Скотленд-Ярд": "yard", "Морской суд": "court",
    "Следственный комитет": "committee", "Народный хурал": "hural",
}  # fmt: skip
TYPES = {"orlov": ActorType.PERSON, "lis": ActorType.PERSON, "denmark": ActorType.STATE, "peru": ActorType.STATE}


def make_cast(parse: Parse) -> Cast:
    """A cast in which each of the forms stands for an actor, and "он" for the first person."""
    mentions: list[Mention] = []
    references: dict[int, tuple[str, ...]] = {}
    for form in sorted(NAMES, key=len, reverse=True):
        for match in re.finditer(rf"\b{form}\b", parse.text):
            span = Span(match.start(), match.end())
            sentence = parse.sentence_at(span.start)
            if sentence is None or any(mention.span.overlaps(span) for mention in mentions):
                continue
            mentions.append(Mention(span, form, NAMES[form], "Person"))
            references[sentence.top(sentence.within(span)).start] = (NAMES[form],)
    for sentence in parse.sentences:
        for token in sentence.tokens:
            if token.lemma in {"он", "его"} and token.pos in {"PRON", "DET"}:
                references[token.start] = ("orlov",)
    actors = tuple(Actor(id, TYPES.get(id, ActorType.ORGANISATION), id) for id in dict.fromkeys(NAMES.values()))
    return Cast(actors, (), tuple(sorted(mentions, key=lambda mention: mention.span.start)), references)


@pytest.fixture
def cast_of() -> Callable[[Parse], Cast]:
    return make_cast


@pytest.fixture
def read(parse: Callable[[str], Parse]) -> Callable[[str], tuple[Claim, ...]]:
    """The claims of a text published on Thursday, 20 May 2021."""

    def read_text(text: str) -> tuple[Claim, ...]:
        parsed = parse(text)
        return find_claims(parsed, make_cast(parsed), find_times(parsed, PUBLISHED), PUBLISHED)

    return read_text
