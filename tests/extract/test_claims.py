"""Each text with its claims: type, speaker, content. The cast is made of the names that the case gives."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from kg.extract.cast import Cast
from kg.extract.claims import find_claims
from kg.extract.claims.frames import lexicon, says_something
from kg.extract.dates import find_times
from kg.language import Parse
from kg.model import Actor, ActorType, Claim, Mention, Span

PEOPLE = {
    "Иван Орлов": "orlov", "Орлов": "orlov", "Орлова": "orlov", "Орлову": "orlov", "Анна Лис": "lis", "Лис": "lis",
    "Дания": "denmark", "Данию": "denmark", "Дании": "denmark", "Перу": "peru", "МИД": "mid", "ТАСС": "tass",
}  # fmt: skip
TYPES = {"orlov": ActorType.PERSON, "lis": ActorType.PERSON, "denmark": ActorType.STATE, "peru": ActorType.STATE}


def make_cast(parse: Parse, names: Mapping[str, str]) -> Cast:
    """A cast in which each surface form stands for an actor, and "он" and "она" for the first two persons."""
    mentions: list[Mention] = []
    references: dict[int, tuple[str, ...]] = {}
    for form in sorted(names, key=len, reverse=True):
        for match in re.finditer(rf"\b{form}\b", parse.text):
            span = Span(match.start(), match.end())
            sentence = parse.sentence_at(span.start)
            if sentence is None or any(mention.span.overlaps(span) for mention in mentions):
                continue
            mentions.append(Mention(span, form, names[form], "Person"))
            references[sentence.top(sentence.within(span)).start] = (names[form],)
    for sentence in parse.sentences:
        for token in sentence.tokens:
            if token.lemma in {"он", "его"} and token.pos in {"PRON", "DET"}:
                references[token.start] = ("orlov",)
    ids = dict.fromkeys(names.values())
    actors = tuple(Actor(actor, TYPES.get(actor, ActorType.ORGANISATION), actor) for actor in ids)
    return Cast(actors, (), tuple(sorted(mentions, key=lambda m: m.span.start)), references)


@pytest.fixture
def read(parse: Callable[[str], Parse]) -> Callable[[str], tuple[Claim, ...]]:
    def read_text(text: str) -> tuple[Claim, ...]:
        parsed = parse(text)
        return find_claims(parsed, make_cast(parsed, PEOPLE), find_times(parsed, date(2021, 5, 20)))

    return read_text


CASES: dict[str, list[tuple[str, str, str | None, str]]] = {
    "direct speech": [
        ("«Мы построим мост», — сказал Орлов.", "direct", "orlov", "Мы построим мост"),
        ('"Мы построим мост", - заявил Иван Орлов на митинге.', "direct", "orlov", "Мы построим мост"),
        ("Орлов заявил: «Мы построим мост».", "direct", "orlov", "Мы построим мост"),
        ("Орлов: «Мы построим мост».", "direct", "orlov", "Мы построим мост"),
        (
            "«Мы построим мост, — сказал Орлов. — Деньги уже есть».",
            "direct",
            "orlov",
            "Мы построим мост, — сказал Орлов. — Деньги уже есть",
        ),
        (
            "«Мы построим мост. Деньги уже есть. Осталось начать», — пообещал он.",
            "direct",
            "orlov",
            "Мы построим мост. Деньги уже есть. Осталось начать",
        ),
        ("Как отмечает Лис, «деньги на мост давно потрачены».", "direct", "lis", "деньги на мост давно потрачены"),
        ("Орлов заявил, что «Дания никогда не продаст остров».", "direct", "orlov", "Дания никогда не продаст остров"),
        ("Орлов отметил:\nМы построим мост. Деньги уже есть.", "direct", "orlov", "Мы построим мост. Деньги уже есть"),
        ("Орлов: мы построим мост", "direct", "orlov", "мы построим мост"),
    ],
    "clauses": [
        ("Орлов заявил, что мост построят весной.", "indirect", "orlov", "мост построят весной"),
        ("Иван Орлов указал на то, что мост давно построен.", "indirect", "orlov", "мост давно построен"),
        ("Орлов выразил уверенность, что мост построят.", "indirect", "orlov", "мост построят"),
        ("Орлов объяснил, почему мост до сих пор закрыт.", "indirect", "orlov", "почему мост до сих пор закрыт"),
        ("Орлов уверен, что мост построят.", "indirect", "orlov", "мост построят"),
        ("В МИД заявили, что мост построят весной.", "indirect", "mid", "мост построят весной"),
        ("В заявлении МИД говорится, что мост построят.", "indirect", "mid", "мост построят"),
        ("Предполагается, что мост построят весной.", "indirect", None, "мост построят весной"),
        ("Представитель МИД сообщил, что мост построят.", "indirect", "mid", "мост построят"),
        ("Орлов не считает, что мост нужен городу.", "indirect", "orlov", "мост нужен городу"),
        ("Орлов, заявивший, что мост построят, покинул зал.", "indirect", "orlov", "мост построят"),
    ],
    "mixed": [
        ("Лис заявила, что мост «нужен всем жителям города».", "mixed", "lis", "мост «нужен всем жителям города»"),
        ("Лис заявила, что газета «Утренняя заря» закрыта.", "indirect", "lis", "газета «Утренняя заря» закрыта"),
        ("Лис заявила, что «чудо» откладывается.", "indirect", "lis", "«чудо» откладывается"),
    ],
    "attribution apart": [
        ("Мост построят весной, сообщил Орлов.", "indirect", "orlov", "Мост построят весной"),
        ("Мост построят весной, указал он, выступая в парламенте.", "indirect", "orlov", "Мост построят весной"),
        ("По словам Орлова, мост построят весной.", "indirect", "orlov", "мост построят весной"),
        ("По его словам, мост построят весной.", "indirect", "orlov", "мост построят весной"),
        ("Как отметил Орлов, мост построят весной.", "indirect", "orlov", "мост построят весной"),
        ("Во-первых, как отметил Орлов, мост построят весной.", "indirect", "orlov", "мост построят весной"),
        ("Кроме того, мост построят весной, добавил Орлов.", "indirect", "orlov", "мост построят весной"),
        ("Мост, по словам Орлова, построят весной.", "indirect", "orlov", "Мост, по словам Орлова, построят весной"),
        ("Мост построят весной. Об этом сообщил Орлов.", "indirect", "orlov", "Мост построят весной"),
        ("Лима, 5 мая /ТАСС/ -- Мост построят. Об этом сообщил Орлов.", "indirect", "orlov", "Мост построят"),
        ("Мост построят весной — Иван Орлов", "indirect", "orlov", "Мост построят весной"),
    ],
    "infinitives and nouns": [
        ("Орлов призвал Данию открыть границу.", "indirect", "orlov", "открыть границу"),
        ("Орлов потребовал немедленно открыть границу.", "indirect", "orlov", "немедленно открыть границу"),
        ("Дания выразила готовность открыть границу.", "indirect", "denmark", "открыть границу"),
        ("Орлов заявил о готовности к переговорам.", "indirect", "orlov", "готовности к переговорам"),
        ("Орлов подтвердил арест трёх шпионов.", "indirect", "orlov", "арест трёх шпионов"),
        ("Дания обвинила Перу в нарушении договора.", "indirect", "denmark", "нарушении договора"),
        ("Дания отрицает применение газа.", "indirect", "denmark", "применение газа"),
        ("Орлов назвал выборы нечестными.", "indirect", "orlov", "выборы нечестными"),
        ("Лис считает договор мёртвым.", "indirect", "lis", "договор мёртвым"),
    ],
}


@pytest.mark.parametrize(("text", "kind", "speaker", "content"), [case for cases in CASES.values() for case in cases])
def test_one_claim(
    read: Callable[[str], tuple[Claim, ...]], text: str, kind: str, speaker: str | None, content: str
) -> None:
    assert [(claim.type, claim.speaker, claim.text) for claim in read(text)] == [(kind, speaker, content)]


SEVERAL = [
    (
        "Орлов заявил, что мост построят, а Лис отметила, что денег нет.",
        [("orlov", "мост построят"), ("lis", "денег нет")],
    ),
    (
        "Мост построят, подчеркнул Орлов, добавив, что деньги уже есть.",
        [("orlov", "Мост построят"), ("orlov", "деньги уже есть")],
    ),
    ("Орлов сообщил, что мост построят, и призвал Данию помочь.", [("orlov", "мост построят"), ("orlov", "помочь")]),
    ("Орлов и Лис заявили, что мост построят.", [("orlov", "мост построят"), ("lis", "мост построят")]),
    ("Орлов заявил, что мост построят, передает ТАСС.", [("orlov", "мост построят")]),
    ("Мост построят весной, передает ТАСС.", [("tass", "Мост построят весной")]),
    (
        "Орлов отметил, что мост нужен. Уверен, что его построят.",
        [("orlov", "мост нужен"), ("orlov", "его построят")],
    ),
    (
        "Орлов отметил, что мост нужен. Город растёт быстро. Он добавил, что деньги есть.",
        [("orlov", "мост нужен"), ("orlov", "Город растёт быстро"), ("orlov", "деньги есть")],
    ),
    ("Мост закрыт. При этом в сообщении МИД сказано, что его откроют.", [("mid", "его откроют")]),
    (
        "Орлов выразил надежду, что мост построят, добавив:\nДеньги уже есть.",
        [
            ("orlov", "мост построят"),
            ("orlov", "Деньги уже есть"),
        ],
    ),
    ("Лис сообщила, что Орлов признался в краже.", [("lis", "Орлов признался в краже"), ("orlov", "краже")]),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_several_claims(read: Callable[[str], tuple[Claim, ...]], text: str, expected: list[tuple[str, str]]) -> None:
    assert [(claim.speaker, claim.text) for claim in read(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Орлов рассказал об отношениях с Данией.",
        "Орлов прокомментировал ситуацию на границе.",
        "Газета «Утренняя заря» вышла в среду.",
        "Напомним, что мост построили в прошлом году.",
        "Орлов не сообщил, каким образом мост был закрыт.",
        "Мост закрыли после того, как этого потребовали жители.",
        "Стоит напомнить, что мост построили в прошлом году.",
        "Так называемый мост дружбы закрыт.",
        "Орлов приехал в город, чтобы открыть мост.",
        "Среда объявлена выходным днём.",
    ],
)
def test_no_claim(read: Callable[[str], tuple[Claim, ...]], text: str) -> None:
    assert read(text) == ()


def test_what_a_claim_keeps(read: Callable[[str], tuple[Claim, ...]]) -> None:
    text = "19 мая Иван Орлов сообщил ТАСС, что Дания откроет границу."
    (claim,) = read(text)
    assert claim.span.of(text) == claim.text == "Дания откроет границу"
    assert (claim.cue, claim.addressees, claim.about, str(claim.date)) == (
        "сообщил",
        ("tass",),
        ("denmark",),
        "2021-05-19",
    )
    assert claim.rule == "clause"


@pytest.mark.parametrize(
    ("text", "addressees"),
    [
        ("Орлов призвал Данию открыть границу.", ("denmark",)),
        ("В интервью ТАСС Орлов заявил, что мост построят.", ("tass",)),
        ("Орлов потребовал у Дании открыть границу.", ("denmark",)),
        ("Дания обвинила Перу в нарушении договора.", ()),
    ],
)
def test_addressees(read: Callable[[str], tuple[Claim, ...]], text: str, addressees: tuple[str, ...]) -> None:
    (claim,) = read(text)
    assert claim.addressees == addressees


def test_the_lexicon_is_large_and_well_formed() -> None:
    words = lexicon()
    tables = (words.verbs, words.adjectives, words.nouns, words.phrases)
    frames = {frame for table in tables for frames in table.values() for frame in frames}
    assert len(frames) >= 300
    assert {frame.speaker for frame in frames} <= {"subject", "genitive", "source", "text", "dative", "none"}
    assert {form for frame in frames for form in frame.prepositions} <= {"о", "в", "к", "на", "за", "от", "против", "с"}


@pytest.mark.parametrize(
    ("noun", "says"),
    [("обнаружение", True), ("готовность", True), ("арест", True), ("отношение", False), ("тема", False)],
)
def test_nouns_that_say_something(noun: str, says: bool) -> None:
    assert says_something(noun) is says


def test_a_tree_with_a_cycle_ends(parse: Callable[[str], Parse]) -> None:
    parsed = parse("Орлов заявил, что новый мост города готов.")
    sentence = parsed.sentences[0]
    circle = {5: 6, 6: 5}  # "мост" and "города" hang on each other, and "что" on "мост"
    tokens = tuple(replace(t, head=5 if t.index == 3 else circle.get(t.index, t.head)) for t in sentence.tokens)
    broken = Parse(parsed.text, (replace(sentence, tokens=tokens),), parsed.entities)
    assert [claim.text for claim in find_claims(broken, make_cast(broken, PEOPLE))] == ["новый мост города готов"]
