"""Short sentences with the attitudes that they tell of beside them: "+" for support, "-" for opposition."""

from collections.abc import Sequence

import pytest

from kg.extract.attitudes import find_attitudes
from kg.extract.attitudes.frames import Frame, frames, read, word_classes
from kg.extract.events import find_events
from kg.language.natasha import natasha
from kg.language.repair import repaired
from kg.model import Attitude, Claim, Polarity, Span
from tests.extract.made_up_cast import ADJECTIVES, PUBLISHED, cast_of, claim_of

EXAMPLES = {
    # the object, the dative, the instrumental, prepositions
    "Иран критикует Турцию.": ["Иран - Турция"],
    "Иран осуждает политику Турции.": ["Иран - Турция"],
    "Китай мешает Ирану.": ["Китай - Иран"],
    "Германия восхищается Францией.": ["Германия + Франция"],
    "США давят на Иран.": ["США - Иран"],
    "США оказывают давление на Китай.": ["США - Китай"],
    "Иран дистанцировался от Китая.": ["Иран - Китай"],
    "Орлов заступился за Лунина.": ["Орлов + Лунин"],
    "Франция относится к Турции с недоверием.": ["Франция - Турция"],
    "США вмешались в дела Ирана.": ["США - Иран"],
    "Турция нарушила границы Ирана.": ["Турция - Иран"],
    "Турция встала на сторону Ирана.": ["Турция + Иран"],
    # passives, participles, infinitives, coordination
    "Турция обвинена Ираном в обмане.": ["Иран - Турция"],
    "Орлов хочет наказать Лунина.": ["Орлов - Лунин"],
    "Франция и Германия опасаются Китая.": ["Германия - Китай", "Франция - Китай"],
    # what somebody feels towards the subject, or because of what it does
    "Действия Ирана раздражают США.": ["США - Иран"],
    "США обеспокоены действиями Ирана.": ["США - Иран"],
    "Германия опасается, что Турция закроет границу.": ["Германия - Турция"],
    "Турция недовольна тем, что Франция закрыла границу.": ["Турция - Франция"],
    # both sides
    "Франция сотрудничает с Китаем.": ["Китай + Франция", "Франция + Китай"],
    "Отношения Турции и Ирана ухудшились.": ["Иран - Турция", "Турция - Иран"],
    "Отношения между Турцией и Ираном остаются напряжёнными.": ["Иран - Турция", "Турция - Иран"],
    "Напряжённость между Китаем и США растёт.": ["Китай - США", "США - Китай"],
    "У Германии хорошие отношения с Францией.": ["Германия + Франция", "Франция + Германия"],
    "Турецко-иранский конфликт затянулся.": ["Иран - Турция", "Турция - Иран"],
    "Китай и США враждуют.": ["Китай - США", "США - Китай"],
    "Китай напал на Иран.": ["Иран - Китай", "Китай - Иран"],
    # nouns
    "Недоверие Ирана к Китаю растёт.": ["Иран - Китай"],
    "Американское давление на Иран растёт.": ["США - Иран"],
    "Помощь Китая Ирану нужна многим.": ["Китай + Иран"],
    "Вмешательство США в дела Ирана продолжается.": ["США - Иран"],
    "Ухудшение отношений Турции с Ираном заметно всем.": ["Иран - Турция", "Турция - Иран"],
    "Иран испытывает неприязнь к Турции.": ["Иран - Турция"],
    "При поддержке Китая Иран выиграл спор в суде.": ["Китай + Иран"],
    "Орлов рассказал о своей поддержке Лунина.": ["Орлов + Лунин"],
    # who somebody is to another
    "Казахстан, союзник Китая, закрыл мост.": ["Казахстан + Китай", "Китай + Казахстан"],
    "Орлов — соратник Лунина.": ["Лунин + Орлов", "Орлов + Лунин"],
    "Орлов является сторонником Лунина.": ["Орлов + Лунин"],
    "Турция считает Иран угрозой.": ["Турция - Иран"],
    "Китай для Франции — союзник.": ["Китай + Франция", "Франция + Китай"],
    # adjectives, prefixes, prepositions
    "Орлов лоялен Лунину.": ["Орлов + Лунин"],
    "Орлов враждебен Лунину.": ["Орлов - Лунин"],
    "Антитурецкая риторика Ирана усиливается.": ["Иран - Турция"],
    "Китай готовит кампанию против Турции.": ["Китай - Турция"],
    "Орлов голосовал против Лунина.": ["Орлов - Лунин"],
    # denied: of support only
    "Китай не поддерживает Турцию.": ["Китай - Турция"],
    "Китай не намерен помогать Турции.": ["Китай - Турция"],
    "Китай не лоялен Турции.": ["Китай - Турция"],
}
SILENT = (
    "Китай не критикует Турцию.",
    "Орлов не враг Лунина.",
    "Если Китай нападёт на Турцию, многие уедут.",
    "Китай мог бы поддержать Турцию.",
    "Китай может поддержать Турцию.",
    "Поддержит ли Китай Турцию?",
    "Орлов — бывший союзник Лунина.",
    "Китай прекратил поддержку Турции.",
    "Китай избежал конфликта с Турцией.",
    "Матч сборной Китая против Турции закончился вничью.",
    "Китайские рыбаки недолюбливают Турцию.",  # who speak for nobody
    "Орлов недоволен Орловым.",
    "Это не значит, что Китай недоволен Турцией.",
    "Орлов положил конец вражде Китая и Турции.",
    "Орлов попросил Китай поддержать Турцию.",
    "Китай борется с болезнью Громова.",
    "Орлов считает маловероятным, что Китай нападёт на Турцию.",
    "Китай и Иран вместе противостояли угрозам.",
    "Китай и Иран напали первыми.",
    "Китай перестал поддерживать Иран.",
    "Китай граничит с Казахстаном.",
    "Орлов встретился с Луниным в Астане.",
)


def attitudes(text: str, claims: Sequence[Claim] = (), *, by_events: bool = False) -> tuple[Attitude, ...]:
    parse = repaired(natasha().analyse([(text, [Span(0, len(text))])])[0])
    cast = cast_of(parse)
    events = find_events(parse, cast, claims, (), "article/1", PUBLISHED, ADJECTIVES.get) if by_events else ()
    return find_attitudes(parse, cast, claims, events, "article/1", ADJECTIVES.get)


def line(attitude: Attitude) -> str:
    return f"{attitude.holder} {'+' if attitude.polarity is Polarity.SUPPORT else '-'} {attitude.target}"


@pytest.mark.parametrize("text", EXAMPLES)
def test_attitudes(text: str) -> None:
    assert sorted(map(line, attitudes(text))) == EXAMPLES[text]


@pytest.mark.parametrize("text", SILENT)
def test_nothing_is_told(text: str) -> None:
    assert attitudes(text) == ()


def test_the_word_is_the_evidence_and_the_frame_the_rule() -> None:
    text = "Вчера США оказали давление на Иран."
    (found,) = attitudes(text)
    assert (found.span.of(text), found.rule, found.claim) == ("оказали", "оказать/оказывать (obj)", None)


def test_an_attitude_told_in_a_claim_bears_its_id() -> None:
    text = "Орлов заявил, что Китай поддерживает Иран. Турция опасается Китая."
    claim = claim_of(text, "Китай поддерживает Иран", "Орлов", "заявил")
    inside, outside = attitudes(text, [claim])
    assert (line(inside), inside.claim) == ("Китай + Иран", claim.id)
    assert (line(outside), outside.claim) == ("Турция - Китай", None)


def test_who_says_we_stands_so_himself() -> None:
    text = "Орлов: «Я не доверяю Лунину»."
    (found,) = attitudes(text, [claim_of(text, "Я не доверяю Лунину", "Орлов", "")])
    assert line(found) == "Орлов - Лунин"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Турция ввела войска в Иран.", ["Турция - Иран"]),  # by no word of the lexicon
        ("Франция арестовала Орлова.", ["Франция - Орлов"]),
        ("Орлов встретился с Луниным.", []),  # friends meet and foes do
        ("Орлов встретится с Луниным в августе.", []),
        ("Орлов и Лунин поддержали мэра.", []),  # not each other
        ("Франция и Китай договорились о поставках вакцины.", ["Китай + Франция", "Франция + Китай"]),
        ("Китай поставил Ирану вакцину.", ["Китай + Иран"]),
    ],
)
def test_what_is_done_shows_it_too(text: str, expected: list[str]) -> None:
    found = attitudes(text, by_events=True)
    assert set(expected) <= set(map(line, found))
    if not expected:
        assert not found


def test_a_sentence_shows_an_attitude_once() -> None:
    """The verb is a word of the lexicon and an event."""
    (found,) = attitudes("Иран осудил Турцию и снова осудил Турцию.", by_events=True)
    assert line(found) == "Иран - Турция"
    one, other = attitudes("Иран осудил Турцию. Иран снова осудил Турцию.")
    assert one.id == other.id
    assert one.span != other.span


# The lexicon


def test_every_line_can_be_read() -> None:
    found = {frame for some in frames().values() for frame in some}
    assert len(found) > 400
    assert all(frame.holder and (frame.target or frame.sides == "each") for frame in found)
    assert {frame.polarity for frame in found} == {Polarity.SUPPORT, Polarity.OPPOSE}


def test_a_class_stands_for_its_words() -> None:
    frame = read(("@liking", "N", "adj=@warmly", "support", "one", "gen", "к+dat | dat"))
    assert set(frame.words) == word_classes()["liking"]
    assert frame.conditions[0].words == word_classes()["warmly"]
    assert frame.target == (("к+dat",), ("dat",))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("любить", "X", "-", "support", "one", "subj", "obj"), "part of speech"),
        (("любить", "V", "-", "neutral", "one", "subj", "obj"), "attitude"),
        (("любить", "V", "-", "support", "all", "subj", "obj"), "sides"),
        (("любить", "V", "-", "support", "one", "subject", "obj"), "slot"),
        (("@loving", "V", "-", "support", "one", "subj", "obj"), "class"),
    ],
)
def test_a_line_that_breaks_the_rules_is_named(row: tuple[str, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read(row)


def test_frames_with_most_conditions_come_first() -> None:
    some: tuple[Frame, ...] = frames()["поддержка"]
    numbers = [len(frame.conditions) for frame in some]
    assert numbers == sorted(numbers, reverse=True)
