"""What of an event only the context gives: its day, its place, to whom it is done, by whom."""

import random
from dataclasses import replace

import pytest

from kg.extract.dates import find_times
from kg.extract.events import find_events
from kg.language import Parse, Sentence
from kg.language.natasha import natasha
from kg.language.repair import repaired
from kg.model import Span
from tests.extract.made_up_cast import PUBLISHED, cast_of, claim_of, events_of, line

# --- when ---------------------------------------------------------------------------------------------------------


def test_a_stance_taken_in_a_claim_has_the_claims_day() -> None:
    text = "Орлов заявил, что Китай поддерживает Казахстан."
    (event,) = events_of(text, (claim_of(text, "Китай поддерживает Казахстан", "Орлов", "заявил", "2021-06-14"),))
    assert str(event.start) == "2021-06-14"


def test_what_a_claim_tells_of_the_past_has_not() -> None:
    text = "Орлов заявил, что Китай поддержал Казахстан."
    (event,) = events_of(text, (claim_of(text, "Китай поддержал Казахстан", "Орлов", "заявил", "2021-06-14"),))
    assert event.start is None


def test_a_deed_told_in_a_claim_has_not() -> None:
    text = "Орлов заявил, что Иран атакует Турцию."
    (event,) = events_of(text, (claim_of(text, "Иран атакует Турцию", "Орлов", "заявил", "2021-06-14"),))
    assert event.start is None


def test_the_verb_by_which_a_claim_is_made_has_the_claims_day() -> None:
    text = "Орлов призвал Иран освободить Лунина."
    (event,) = events_of(text, (claim_of(text, "освободить Лунина", "Орлов", "призвал", "2021-06-14"),))
    assert (event.type, str(event.start)) == ("REQUEST", "2021-06-14")


def test_when_something_promised_is_to_be_is_not_when_it_is_promised() -> None:
    (event,) = events_of("Китай готов направить в сентябре этого года помощь Казахстану.")
    assert (line(event), event.start) == ("AGREE Китай > Казахстан actual", None)


def test_talks_have_day_and_place_of_what_was_said_at_them() -> None:
    text = (
        "Китай поможет Казахстану. Об этом в понедельник в Астане заявил Орлов. "
        "Орлов сделал это заявление во время переговоров с Луниным."
    )
    claims = (claim_of(text, "Китай поможет Казахстану", "Орлов", "заявил", "2021-06-14"),)
    talks = next(event for event in events_of(text, claims) if event.type == "CONSULT")
    assert (str(talks.start), talks.place) == ("2021-06-14", "Астана")


def test_what_is_said_at_talks_has_their_day() -> None:
    text = (
        "Орлов осудил Турцию. В ходе встречи с Луниным Орлов призвал Иран к сдержанности. "
        "Встреча Орлова с Луниным прошла 10 июня."
    )
    claims = (claim_of(text, "Турцию", "Орлов", "осудил"), claim_of(text, "к сдержанности", "Орлов", "призвал"))
    days = {event.type: event.start and str(event.start) for event in events_of(text, claims)}
    assert days == {"ACCUSE": None, "REQUEST": "2021-06-10", "CONSULT": "2021-06-10"}


def test_the_telling_that_is_kept_has_the_day_and_place_of_the_others() -> None:
    text = "Орлов и Лунин провели переговоры с Громовым. Встреча Орлова с Громовым прошла 10 июня в Астане."
    talks = [event for event in events_of(text) if event.type == "CONSULT"]
    assert [(str(event.start), event.place) for event in talks] == [("2021-06-10", "Астана")]


def test_an_interval_is_no_day_by_which_two_articles_tell_of_one_event() -> None:
    text = "На прошлой неделе Орлов встретился с Луниным."
    parse = natasha().analyse([(text, [Span(0, len(text))])])[0]
    times = find_times(parse, PUBLISHED)
    ids = {find_events(parse, cast_of(parse), (), times, article, PUBLISHED)[0].id for article in ("a/1", "a/2")}
    assert len(ids) == 2


# --- where --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Китай поставил медикаменты для жителей Парижа.", "Париж"),
        ("Иран обстрелял пригороды Астаны.", "Астана"),
        ("Китай готов провести в Женеве встречу с Ираном.", None),
    ],
)
def test_place(text: str, place: str | None) -> None:
    assert [event.place for event in events_of(text)] == [place]


# --- to whom ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the act spoken of is what was told of last
        ("Иран обстрелял Турцию. США назвали этот шаг эскалацией.", "ACCUSE/disapprove США > Иран actual"),
        ("Франция предложила Китаю помощь. Иран отверг это предложение.", "REJECT Иран > Франция actual"),
        # a refusal answers a request
        ("США потребовали выдать Ветрова, но Турция отказалась.", "REJECT Турция > США actual"),
        ("США потребовали выдать Ветрова, но Турция отказалась.", "REQUEST США > Турция actual"),
        # whom one offers to cooperate while relations are spoken of
        (
            "Развитие отношений с Китаем важно для всех. Казахстан готов к углублению сотрудничества.",
            "AGREE Казахстан > Китай actual",
        ),
        # the host of a visit is whom one meets there
        (
            "Орлов встретился с президентом Китая Луниным. Визит Орлова был долгим.",
            "CONSULT/visit Орлов > Китай actual",
        ),
    ],
)
def test_recipients_from_the_context(text: str, expected: str) -> None:
    parse = natasha().analyse([(text, [Span(0, len(text))])])[0]
    cast = cast_of(parse)
    if "президентом" in text:
        cast = replace(cast, references={**cast.references, text.index("президентом"): ("Лунин",)})
    found = find_events(parse, cast, (), find_times(parse, PUBLISHED), "article/1", PUBLISHED)
    assert expected in [line(event) for event in found]


def test_relations_with_two_others_leave_it_open() -> None:
    text = "Отношения с Китаем и Ираном важны для всех. Казахстан готов к углублению сотрудничества."
    assert "AGREE Казахстан >  actual" in [line(event) for event in events_of(text)]


# --- by whom ------------------------------------------------------------------------------------------------------


def test_who_holds_a_person_frees_him() -> None:
    text = "Суд в Турции приговорил Ветрова к трем годам тюрьмы. В мае Ветров был освобожден."
    assert "RETREAT/release Турция > Ветров actual" in [line(event) for event in events_of(text)]


def test_an_arrest_by_nobody_is_none() -> None:
    assert events_of("Арестован Ветров.") == ()


def test_persons_of_whom_nothing_is_known_are_private() -> None:
    assert events_of("Громов избил Ветрова.") == ()


def test_what_a_state_does_to_a_person_makes_public_what_others_do() -> None:
    text = "Громов избил Ветрова. Турция предоставила убежище Ветрову."
    assert "ASSAULT/beat Громов > Ветров actual" in [line(event) for event in events_of(text)]


def test_a_journey_in_ones_own_state_is_no_visit() -> None:
    text = "Президент Франции Орлов прибыл в Париж."
    parse = natasha().analyse([(text, [Span(0, len(text))])])[0]
    cast = cast_of(parse)
    cast = replace(cast, references={**cast.references, 0: ("Орлов",)})
    assert find_events(parse, cast, (), (), "article/1", PUBLISHED) == ()


def test_the_ending_of_a_first_person_is_its_subject() -> None:
    text = "«Благодарю Китай за помощь», — сказал Орлов."
    claim = claim_of(text, "Благодарю Китай за помощь", "Орлов", "сказал")
    assert "SUPPORT Орлов > Китай actual" in [line(event) for event in events_of(text, (claim,))]


# --- what is no event, or another ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("США не возражают против помощи Казахстану.", "SUPPORT США >  actual"),
        ("США не перестают критиковать Иран.", "ACCUSE/disapprove США > Иран actual"),
        ("В случае вторжения Ирана в Турцию погибнут люди.", "ASSAULT Иран > Турция hypothetical"),
    ],
)
def test_status(text: str, expected: str) -> None:
    assert expected in [line(event) for event in events_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Франция и Китай должны развивать отношения.",  # a wish
        "Газпром отказался от комментариев.",  # refuses nobody anything
        "Бывший сенатор Ветров не признал себя виновным.",  # convicts nobody
    ],
)
def test_no_event(text: str) -> None:
    assert events_of(text) == ()


def test_the_words_of_a_trigger_are_no_events_of_their_own() -> None:
    assert [line(event) for event in events_of("Турция выразила протест против действий Ирана.")] == [
        "ACCUSE/disapprove Турция > Иран actual"
    ]


def test_a_reproach_is_the_speakers_act() -> None:
    text = "Орлов заявил, что Иран нарушает соглашение."
    (event,) = events_of(text, (claim_of(text, "Иран нарушает соглашение", "Орлов", "заявил"),))
    assert (line(event), event.claim) == ("ACCUSE/allege Орлов > Иран actual", None)


def test_what_only_the_narrator_says_is_no_reproach() -> None:
    assert events_of("Иран нарушает соглашение.") == ()


def test_those_that_share_no_side_are_two() -> None:
    text = "Произошли столкновения между Ираном и Турцией. В Париже убиты двое турецких полицейских."
    assert len([event for event in events_of(text) if event.type == "ASSAULT"]) == 2


# --- robustness ---------------------------------------------------------------------------------------------------


def test_trees_with_cycles_are_read_to_the_end() -> None:
    text = (
        "Орлов, который потребовал от Ирана освободить большинство граждан Китая, встретился и обсудил это с Луниным."
    )
    parse = natasha().analyse([(text, [Span(0, len(text))])])[0]
    cast, choose = cast_of(parse), random.Random(1)
    for _ in range(100):
        tokens = tuple(
            replace(
                token,
                head=choose.randrange(len(parse.sentences[0].tokens)),
                rel=choose.choice((token.rel, "conj", "nmod", "acl:relcl")),
            )
            for token in parse.sentences[0].tokens
        )
        tangled = Parse(text, (Sentence(tokens, 0),), ())
        for event in find_events(tangled, cast, (), (), "article/1", PUBLISHED):
            assert event.span.of(text) == event.trigger


def test_what_lasts_has_a_start_and_an_end() -> None:
    (event,) = events_of("С 2 по 5 мая 2019 года Орлов и Лунин вели переговоры.")
    assert (str(event.start), str(event.end), str(event.date)) == ("2019-05-02", "2019-05-05", "2019-05")


# --- who, where the sentence does not name them -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Иран закрыл границу. Полиция арестовала Ветрова.", "COERCE/arrest Иран > Ветров actual"),
        ("В Париже осудили действия Ирана.", "ACCUSE/disapprove Франция > Иран actual"),
        ("Ветров был арестован в иранской столице.", "COERCE/arrest Иран > Ветров actual"),
        ("Орлов и Лунин обвинили друг друга.", "ACCUSE/allege Орлов+Лунин >  actual"),
        ("Орлов взял на себя ответственность за нападение на Иран.", "ASSAULT Орлов > Иран actual"),
        ("Орлов потребовал, чтобы Иран освободил Ветрова.", "REQUEST Орлов > Иран actual"),
        ("Орлов ввёл санкции, которые отменил Лунин против Ирана.", "RETREAT Лунин > Иран actual"),
        ("США обвинили Иран во лжи. Иран обвинения отвергает.", "REJECT Иран > США actual"),
        ("Ветров был арестован по просьбе США Ираном.", "REQUEST США > Иран actual"),
        ("Орлов критикует антииранские санкции Франции.", "SANCTION/discontinue Франция > Иран actual"),
        (
            "Лунин сообщил, что в переговорах, которых ждут люди, участвует, но осуждает Иран.",
            "ACCUSE/disapprove Лунин > Иран actual",
        ),
    ],
)
def test_who_takes_part_though_the_words_are_elsewhere(text: str, expected: str) -> None:
    assert expected in list(map(line, events_of(text)))


def test_whose_the_police_is_must_be_clear() -> None:
    assert events_of("Иран ругает Китай. Китай ругает Иран. Полиция арестовала Ветрова.")[-1].type == "ACCUSE"


def test_people_who_are_attacked_stand_for_their_state_and_those_tried_do_not() -> None:
    nations = {"иранец": "Иран"}.get
    for text, expected in {
        "Турция убила троих иранцев.": ["ASSAULT Турция > Иран actual"],
        "Турция арестовала троих иранцев.": [],
    }.items():
        parse = repaired(natasha().analyse([(text, [Span(0, len(text))])])[0])
        found = find_events(parse, cast_of(parse), (), (), "article/1", PUBLISHED, nations)
        assert [line(event) for event in found if event.recipients] == expected


def test_a_duty_told_in_a_claim_is_a_demand() -> None:
    text = "«Иран должен освободить Ветрова», – заявил Орлов."
    events = events_of(text, (claim_of(text, "Иран должен освободить Ветрова", "Орлов", "заявил", "2021-06-14"),))
    assert "REQUEST Орлов > Иран actual" in list(map(line, events))


def test_words_of_a_subordinate_clause_belong_to_it() -> None:
    """The parser hangs "против Ветрова" and "дело" on "сообщил"."""
    text = "Лунин сообщил через своих адвокатов, что власти Ирана возбудили против Ветрова новое дело."
    assert "ACCUSE/investigate Иран > Ветров actual" in list(map(line, events_of(text)))


def test_contexts_of_many_sentences_are_those_of_all_events() -> None:
    text = "Иран обогащает уран. Ядерная программа Ирана растёт. Атомный центр построен. Орлов встретился с Луниным."
    (meeting,) = (event for event in events_of(text) if event.type == "CONSULT")
    assert "cbrn" in meeting.contexts


# --- what only the whole article says -----------------------------------------------------------------------------

ABOUT_TURKEY = "Турция растёт. Турция ждёт. Турция цветёт. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("В Париже арестован Ветров.", ["COERCE/arrest Франция > Ветров actual"]),
        ("Ветров был арестован на территории Ирана.", ["COERCE/arrest Иран > Ветров actual"]),
        (ABOUT_TURKEY + "Ветрова арестовали.", ["COERCE/arrest Турция > Ветров actual"]),
        (ABOUT_TURKEY + "Иран арестовал Ветрова.", ["COERCE/arrest Иран > Ветров actual"]),
        (ABOUT_TURKEY + "Ветрова освободили.", []),
        ("Турция ждёт. Иран ждёт. Ветрова арестовали.", ["COERCE/arrest Иран > Ветров actual"]),
    ],
)
def test_acts_of_the_law_are_the_states_where_they_are_done(text: str, expected: list[str]) -> None:
    assert list(map(line, events_of(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ООН потребовала прекратить огонь.", "REQUEST ООН > Турция actual"),
        ("Орлов призвал банкиров прекратить спор.", "REQUEST Орлов >  actual"),
        ("Турция потребовала прекратить торговлю.", "REQUEST Турция >  actual"),
    ],
)
def test_who_is_asked_without_a_name_is_the_state_of_the_article(text: str, expected: str) -> None:
    assert list(map(line, events_of(ABOUT_TURKEY + text))) == [expected]


def test_authorities_of_several_states_are_not_those_of_the_articles() -> None:
    asking = ABOUT_TURKEY + "ООН попросила помощи у властей"
    assert list(map(line, events_of(asking + "."))) == ["REQUEST/assist ООН > Турция actual"]
    assert list(map(line, events_of(asking + " двадцати стран."))) == ["REQUEST/assist ООН >  actual"]


# --- where the article speaks of two states as often --------------------------------------------------------------


def test_who_is_held_is_so_by_the_state_spoken_of_last() -> None:
    text = "Китай закрыл границу. Турция закрыла порт. Орлов был задержан в ночь на пятницу."
    assert "COERCE/arrest Турция > Орлов actual" in [line(event) for event in events_of(text)]
    text = "Турция закрыла границу. Китай закрыл порт. Орлов был задержан в ночь на пятницу."
    assert "COERCE/arrest Китай > Орлов actual" in [line(event) for event in events_of(text)]


def test_what_is_closed_is_not() -> None:
    text = "Китай осудил Иран. Турция осудила Францию. Порт закрыт."
    assert [line(event) for event in events_of(text) if event.type == "COERCE"] == []


# --- to whom a refusal or a reproach is said ----------------------------------------------------------------------


def test_a_charge_is_contested_to_whoever_has_made_it() -> None:
    text = "Орлов отвергает обвинения. Германия обвиняет Орлова в шпионаже. Турция арестовала Орлова."
    assert "REJECT Орлов > Германия actual" in [line(event) for event in events_of(text)]
    text = "Орлов отвергает обвинения. Германия обвиняет Орлова в шпионаже. Турция обвиняет Орлова в краже."
    assert not any(event.type == "REJECT" and event.recipients for event in events_of(text))


def test_an_international_body_that_condemns_laws_condemns_the_state() -> None:
    text = "Турция приняла закон о печати. В Турции протестуют. ЕС осудил этот закон."
    assert "ACCUSE/disapprove ЕС > Турция actual" in [line(event) for event in events_of(text)]
    text = "Турция приняла закон о печати. В Турции протестуют. Газпром осудил этот закон."
    assert "ACCUSE/disapprove Газпром > Турция actual" not in [line(event) for event in events_of(text)]
