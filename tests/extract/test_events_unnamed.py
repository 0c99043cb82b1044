"""Events of which one side has no name, and words that stand for somebody named elsewhere in the sentence."""

from dataclasses import replace

import pytest

from kg.extract.events import find_events
from kg.extract.events.protagonist import with_protagonist
from kg.language.natasha import natasha
from kg.language.repair import repaired
from kg.model import Actor, ActorType, Span
from tests.extract.made_up_cast import PUBLISHED, cast_of, events_of, line


def told(text: str) -> list[str]:
    return [line(event) for event in events_of(text)]


def told_with(text: str, **meant: str) -> list[str]:
    """The events of a text in which some words refer to somebody of the cast."""
    parse = repaired(natasha().analyse([(text, [Span(0, len(text))])])[0])
    cast = cast_of(parse)
    references = {
        token.start: (meant[token.text],)
        for sentence in parse.sentences
        for token in sentence.tokens
        if token.text in meant
    }
    cast = replace(cast, references={**cast.references, **references})
    return [line(event) for event in find_events(parse, cast, (), (), "article/1", PUBLISHED)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Трое арестованы в Турции.", "COERCE/arrest Турция >  actual"),
        ("Турция закрыла границу. Семеро из задержанных выпущены под залог.", "RETREAT/release Турция >  actual"),
        ("Турция арестовала студентов, обвинив их в измене.", "ACCUSE/allege Турция >  actual"),
    ],
)
def test_the_law_acts_on_people_without_a_name(text: str, expected: str) -> None:
    assert expected in told(text)


def test_a_state_attacks_people_without_a_name() -> None:
    assert told("Иран отравил двоих туристов.") == ["ASSAULT/unconventional Иран >  actual"]
    assert told("Орлов отравил двоих туристов.") == []


def test_whose_head_is_arrested_is_not_arrested() -> None:
    assert told("Руководитель Газпрома арестован в Турции.") == ["COERCE/arrest Турция >  actual"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Лунин скрывался с того дня, как был арестован Турцией.",
            "COERCE/arrest Турция > Лунин actual",
        ),
        ("Орлову удалось бежать, после чего был арестован Турцией.", "COERCE/arrest Турция > Орлов actual"),
        (
            "Франция впустила министра Китая Орлова, который в 2013 году был приговорён судом ООН к году тюрьмы.",
            "COERCE/arrest ООН > Орлов actual",
        ),
    ],
)
def test_whom_a_predicate_leaves_out(text: str, expected: str) -> None:
    assert expected in told(text)


def test_he_beside_a_verb_is_never_who_does_it() -> None:
    text = "Орлов вручил Лунину письмо, в котором поблагодарил его за помощь."
    assert told_with(text, его="Орлов") == ["SUPPORT Орлов > Лунин actual"]
    assert told_with("Орлов вручил ООН письмо, в котором поблагодарил его за помощь.", его="Орлов") == []


@pytest.mark.parametrize(
    "text",
    [
        "Орлов сказал, что единственный способ помириться – это принести извинения Лунину.",
        "Идёт сбор подписей за отставку Лунина.",
    ],
)
def test_what_would_have_to_be_done_is_not_done(text: str) -> None:
    assert told(text) == []


def test_what_one_is_for_is_a_request() -> None:
    assert told("Орлов выступает за отставку Лунина.") == ["REQUEST/change Орлов > Лунин actual"]


# --- whom the article is about ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Орлов бежал. Орлов скрывался. В Турции задержан известный хакер.", "COERCE/arrest Турция > Орлов actual"),
        (
            "Орлов бежал. Орлов скрывался. Турция арестовала российского программиста.",
            "COERCE/arrest Турция > Орлов actual",
        ),
        ("Орлов сидел. Орлов ждал. Суд ООН освободил журналиста.", "RETREAT/release ООН > Орлов actual"),
    ],
)
def test_who_is_arrested_or_freed_is_whom_the_article_is_about(text: str, expected: str) -> None:
    assert expected in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Орлов бежал. Турция арестовала программиста.",  # named once
        "Орлов бежал. Орлов скрывался. Турция арестовала ещё одного программиста.",
        "Орлов бежал. Орлов скрывался. Турция арестовала его друга.",
        "Орлов бежал. Орлов скрывался. Турция арестовала адвоката Лунина.",
        "Орлов бежал. Орлов скрывался. Лунин бежал. Лунин скрывался. Турция арестовала программиста.",
        "Орлов бежал. Орлов скрывался. Турция арестовала программистку.",
    ],
)
def test_who_is_another_is_not(text: str) -> None:
    assert not any("Орлов" in event for event in told(text))


def test_nor_is_who_does_it_himself() -> None:
    """That somebody is blamed for what he does is told of his deed, not of what is done to him."""
    text = "Орлов бежал. Орлов скрывался. Вооружённый ножом мужчина ранил двоих."
    parse = repaired(natasha().analyse([(text, [Span(0, len(text))])])[0])
    assert not with_protagonist(cast_of(parse), parse).references.get(text.index("мужчина"))


def test_nor_is_who_governs() -> None:
    text = "Президент Орлов молчит. Орлов ждёт. Турция арестовала программиста."
    assert not any("Орлов" in event for event in told_with(text, Президент="Орлов"))


def test_the_doer_is_not_whom_he_dismisses() -> None:
    text = "Орлов молчит. Орлов ждёт. Орлов зовёт. Лунин ждёт. Лунин молчит. Орлов уволил генерала."
    assert told(text) == ["RETREAT/resign Орлов > Лунин actual"]


def test_people_without_a_name_are_arrested_besides_him_who_has_one() -> None:
    text = "В мае Турция арестовала Орлова по делу о хищении. Позже Турция задержала троих студентов за плакаты."
    assert told(text) == ["COERCE/arrest Турция > Орлов actual", "COERCE/arrest Турция >  actual"]


def test_those_who_meet_people_without_a_name_meet_them_all_the_same() -> None:
    assert told("Власти Турции встретились с семьями погибших.") == ["CONSULT Турция >  actual"]
    assert told("Власти Турции встретились с журналистами.") == []
    assert told("Орлов встретился со студентами.") == []
    assert told("Встреча ОДКБ состоялась в Париже.") == ["CONSULT ОДКБ >  actual"]


def test_people_without_a_name_attack() -> None:
    assert told("Боевики выпустили две ракеты по Турции.") == ["ASSAULT/heavy-weapons  > Турция actual"]


def test_a_person_who_attacks_people_without_a_name_is_told_of_where_it_is_about_terror() -> None:
    assert "ASSAULT/unconventional Орлов >  actual" in told("В стране произошёл теракт. Орлов отравил двоих туристов.")


def test_the_people_of_an_embassy_stand_for_its_state() -> None:
    text = "Турция выслала сотрудника посольства."
    parse = repaired(natasha().analyse([(text, [Span(0, len(text))])])[0])
    cast = cast_of(parse)
    embassy = Actor("embassy", ActorType.ORGANISATION, "посольство Ирана", state="Иран")
    cast = replace(
        cast, actors=(*cast.actors, embassy), references={**cast.references, text.index("посольства"): ("embassy",)}
    )
    events = find_events(parse, cast, (), (), "article/1", PUBLISHED)
    assert [line(event) for event in events] == ["SANCTION/expel Турция > Иран actual"]
