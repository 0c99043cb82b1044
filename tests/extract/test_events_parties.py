"""Who takes part in an event, where the words that say it stand far from its verb, or in no sentence at all."""

import pytest

from tests.extract.made_up_cast import claim_of, events_of, line


def told(text: str) -> list[str]:
    return [line(event) for event in events_of(text)]


# --- in the sentence ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Орлов выступил с заявлением: «США осуждают действия Ирана».", "ACCUSE/disapprove США > Иран actual"),
        ("Решение вынесут Орлов и Лунин, которые сегодня встретились.", "CONSULT Орлов+Лунин >  actual"),
        (
            "Французские и турецкие пограничники начали совместное патрулирование.",
            "COOPERATE Франция+Турция >  actual",
        ),
        ("Власти Франции и Турции договорились о поставках.", "AGREE Франция+Турция >  actual"),
        ("Орлов спорил с Луниным и был арестован Турцией.", "COERCE/arrest Турция > Орлов actual"),
        ("Президент Франции назначил министром обороны страны адмирала Орлова.", "SUPPORT Франция > Орлов actual"),
        ("Суд постановил, что Орлов должен быть взят Турцией под стражу.", "COERCE/arrest Турция > Орлов actual"),
        ("Страны ЕС запретили въезд Орлову.", "REJECT ЕС > Орлов actual"),
        ("Правление Газпрома осудило Китай.", "ACCUSE/disapprove Газпром > Китай actual"),
        ("Франция возложила ответственность за взрыв на Иран.", "ACCUSE/allege Франция > Иран actual"),
        ("Лунин уволен указом Орлова.", "RETREAT/resign Орлов > Лунин actual"),
        ("Орлов был экстрадирован из Турции в США.", "COOPERATE Турция > США actual"),
        (
            "США критикуют закон о Турции, а позже Орлов отказался встретиться с Луниным.",
            "REJECT/meet Орлов > Лунин actual",
        ),
        ("Болезнь заставила Орлова уйти в отставку.", "RETREAT/resign Орлов >  actual"),
        ("США арестовали Орлова, обвинив в шпионаже.", "ACCUSE/allege США > Орлов actual"),
        ("Турция задержала Орлова и выдала США.", "COOPERATE Турция > США actual"),
        ("Парламент Турции избрал на пост премьер-министра Орлова.", "SUPPORT Турция > Орлов actual"),
        ("Орлов арестован в мае по приказу властей Турции.", "COERCE/arrest Турция > Орлов actual"),
        ("Лунин направил в ООН письмо с просьбой о помощи.", "REQUEST Лунин > ООН actual"),
        ("Лунин направил Турции письмо с требованием освободить Орлова.", "REQUEST Лунин > Турция actual"),
        ("Орлов сообщил, что в стране ценят дружбу, и обвинил Иран.", "ACCUSE/allege Орлов > Иран actual"),
        ("Турция отстранила Орлова за отказ подать в отставку.", "REJECT Орлов >  actual"),
    ],
)
def test_parties_are_found_however_the_parser_has_hung_them(text: str, expected: str) -> None:
    assert expected in told(text)


def test_two_that_fail_to_agree_refuse_each_other_nothing() -> None:
    assert told("Китай и Иран не смогли договориться о границе.") == ["AGREE Китай+Иран >  negated"]
    assert told("Власти Китая и Ирана не могли договориться о границе.") == ["AGREE Китай+Иран >  negated"]


# --- in the article -----------------------------------------------------------------------------------------------


def test_whoever_is_dismissed_from_an_office_of_state_is_so_by_the_state() -> None:
    text = "Франция закрыла границу. Во Франции министр Орлов освобожден от должности."
    assert "RETREAT/resign Франция > Орлов actual" in told(text)
    assert told("Франция закрыла границу. Тренер Орлов уволен.")[1:] == []


def test_who_gives_and_takes_offices_in_an_article_does_so_where_it_is_not_said() -> None:
    text = "Лунин провёл перестановки. Он уволил Громова. Также освобождён от должности и уволен начальник штаба Орлов."
    assert "RETREAT/resign Лунин > Орлов actual" in told("Лунин уволил Громова. " + text)


def test_an_appointment_is_told_though_nobody_says_by_whom() -> None:
    assert told("Новым директором музея назначен Орлов.") == ["SUPPORT  > Орлов actual"]
    assert told("Орлов назначен министром торговли в правительстве Турции.") == ["SUPPORT Турция > Орлов actual"]
    assert told("Назначенный министром Орлов приехал в Париж.") == ["CONSULT/visit Орлов > Франция actual"]


def test_an_adviser_is_chosen_by_the_one_whose_he_is() -> None:
    assert told("Лунин назначен советником Орлова.") == ["SUPPORT Орлов > Лунин actual"]
    assert told("Лунин назначен директором театра Орлова.") == ["SUPPORT  > Лунин actual"]


def test_who_makes_the_list_of_a_government_appoints_those_in_it() -> None:
    text = "Орлов назвал состав нового правительства. Министром транспорта назначен Лунин."
    assert "SUPPORT Орлов > Лунин actual" in told(text)


def test_who_leaves_a_post_leaves_the_body_and_no_state() -> None:
    assert told("Орлов ушёл с поста гендиректора Газпрома.") == ["RETREAT/resign Орлов > Газпром actual"]
    assert told("Орлов ушёл с поста министра обороны Турции.") == ["RETREAT/resign Орлов >  actual"]


def test_who_has_convicted_a_person_has_charged_him_too() -> None:
    text = "Власти Турции молчат. В Турции ждут. США приговорили Орлова к пяти годам тюрьмы. Орлова обвиняют в краже."
    assert "ACCUSE/allege США > Орлов actual" in told(text)


def test_who_is_honoured_is_so_though_nobody_says_by_whom() -> None:
    assert told("Орлов удостоен ордена.") == ["SUPPORT  > Орлов actual"]
    assert told("В мае премию присудили Орлову.") == ["SUPPORT  > Орлов actual"]


def test_a_sentence_without_a_subject_goes_on_about_the_person_before() -> None:
    assert "SUPPORT  > Орлов actual" in told("Орлов родился в Париже. В 1993 году был награждён орденом.")
    assert "CONSULT Орлов+Лунин >  actual" in told("Орлов уехал в Париж. Потом встретился с Луниным.")
    assert told("Орлов родился в Париже. В 1993 году была награждена орденом.") == []


def test_who_speaks_after_an_arrest_without_a_name_is_the_one_arrested() -> None:
    text = "Власти Турции молчат. После {} Орлов сделал заявление."
    assert told(text.format("освобождения из тюрьмы")) == ["RETREAT/release Турция > Орлов actual"]
    assert told(text.format("ареста")) == ["COERCE/arrest Турция > Орлов actual"]


def test_a_judge_who_sentences_somebody_is_not_the_one_who_holds_him() -> None:
    text = "Власти Турции молчат. Лунин приговорил Орлова к году тюрьмы. Орлов освобождён из тюрьмы."
    assert "RETREAT/release Турция > Орлов actual" in told(text)


def test_a_document_does_what_whoever_makes_it_does() -> None:
    assert "ACCUSE/disapprove Турция > Иран actual" in told("Турция приняла резолюцию, осуждающую Иран.")
    assert told("Турция нарушила резолюцию ООН, которая осуждает Иран.") == ["ACCUSE/disapprove ООН > Иран actual"]
    assert told("Турция прочла резолюцию, осуждающую Иран.") == ["ACCUSE/disapprove  > Иран actual"]


def test_who_is_named_but_not_known_is_not_taken_for_the_state() -> None:
    text = "Власти Турции арестовали Орлова. В мае {} приговорил Орлова к году тюрьмы."
    assert "SANCTION/convict Турция > Орлов actual" in told(text.format("суд"))
    assert "SANCTION/convict Турция > Орлов actual" not in told(text.format("Гаагский трибунал"))


def test_what_is_ordered_by_a_decree_is_ordered_by_whoever_signs_it() -> None:
    text = "{} подписал указ о границе. Согласно документу, властям Турции поручено закрыть границу."
    assert told(text.format("Орлов")) == ["REQUEST Орлов > Турция actual"]
    assert not any("Турция" in one for one in told("Согласно документу, властям Турции поручено закрыть границу."))


def test_an_envoy_stands_for_the_state_that_has_sent_him() -> None:
    told_of = told("Турция вызвала временного поверенного в делах Ирана.")
    assert told_of == ["ACCUSE/disapprove Турция > Иран actual"]


def test_charges_told_by_the_way_are_nobodys() -> None:
    text = "Власти Турции молчат. Власти Турции ждут. {}"
    assert "ACCUSE/allege Турция > Орлов actual" in told(text.format("Орлова обвиняют в измене."))
    passing = "Несмотря на обвинения против Орлова, страна спокойна."
    assert "ACCUSE/allege Турция > Орлов actual" not in told(text.format(passing))


def test_whoever_abroad_condemns_what_only_those_in_power_do_condemns_the_state() -> None:
    text = "Выборы в Турции прошли в мае. Власти Турции арестовали Орлова. США осудили приговор."
    assert "ACCUSE/disapprove США > Турция actual" in told(text)


def test_who_is_freed_from_prison_is_freed_by_the_state() -> None:
    text = "Власти Турции закрыли газету. В Турции идут аресты. Орлов выпущен из тюрьмы под залог."
    assert "RETREAT/release Турция > Орлов actual" in told(text)


def test_protest_in_a_state_is_against_it_unless_it_names_another() -> None:
    text = "Выборы в Турции прошли в мае. Власти Турции молчат. {} "
    assert "PROTEST/demo  > Турция actual" in told(text.format("Тысячи людей вышли на улицы."))
    assert "PROTEST/demo  > Иран actual" in told(text.format("Прошли демонстрации с требованием порвать с Ираном."))
    assert told(text.format("Тысячи людей вышли на улицы в честь праздника.")) == []


def test_people_without_a_name_are_arrested_by_the_state_where_it_is() -> None:
    text = "Выборы в Турции прошли в мае. Власти Турции молчат. {}"
    assert "COERCE/arrest Турция >  actual" in told(text.format("Задержаны двое журналистов."))
    assert told(text.format("Задержанные журналисты молчат.")) == []


def test_who_asks_for_somebody_to_be_handed_over_asks_whoever_holds_him() -> None:
    text = "Турция арестовала Орлова. США добиваются выдачи Орлова."
    assert "REQUEST/yield США > Турция actual" in told(text)


def test_a_sentence_is_another_event_than_the_arrest() -> None:
    text = "Турция приговорила Орлова к пяти годам тюрьмы. Турция арестовала Орлова в мае."
    assert told(text).count("COERCE/arrest Турция > Орлов actual") == 2


def test_deeds_at_different_times_are_two() -> None:
    text = (
        "В 2015 году Иран после долгого спора о реке и пастбищах обстрелял Турцию. Турция молчит. "
        "Прошлой ночью артиллерия Ирана ударила через реку и обстреляла приграничные города Турции."
    )
    assert told(text).count("ASSAULT/heavy-weapons Иран > Турция actual") == 2


# --- what is no event ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Если парламент примет закон, Турция вышлет Орлова.",
        "Это означало бы, что США признают независимость Ирана.",
    ],
)
def test_what_hangs_on_a_condition_is_hypothetical(text: str) -> None:
    assert {event.status for event in events_of(text)} == {"hypothetical"}


@pytest.mark.parametrize(
    "text",
    [
        "Турция перенесла казнь Орлова.",
        "США рассматривают возможность того, что Орлов не поедет в Турцию.",
        "Орлов может быть арестован Турцией.",
        "Орлов попросил привезти денег.",
        "Тренер Орлов выиграл матч. Форвард Лунин забил гол. Орлов уволил Лунина после чемпионата.",
    ],
)
def test_what_was_put_off_supposed_begged_or_played_is_no_event(text: str) -> None:
    assert told(text) == []


def test_an_arrest_in_a_bus_is_no_accident() -> None:
    assert told("Турция арестовала Орлова в автобусе.") == ["COERCE/arrest Турция > Орлов actual"]
    assert told("Автобус Турции сбил Орлова.") == []


def test_what_is_a_reproach_by_being_said_is_for_whoever_has_done_it() -> None:
    text = "Орлов заявил, что ответственность за взрыв лежит на Иране."
    claims = (claim_of(text, "ответственность за взрыв лежит на Иране", "Орлов", "заявил"),)
    assert [line(event) for event in events_of(text, claims)] == ["ACCUSE/allege Орлов > Иран actual"]


def test_an_attack_of_which_nobody_knows_who_made_it_is_one_however_often_it_is_named() -> None:
    text = (
        "У здания ООН в пятницу вечером произошла стрельба по зданию ООН, пострадали люди. "
        "Нападение на ООН случилось в праздник."
    )
    assert told(text).count("ASSAULT  > ООН actual") + told(text).count("ASSAULT/firearms  > ООН actual") <= 1


def test_an_election_is_one_however_it_is_told() -> None:
    text = (
        "Парламент Турции избрал Орлова главой страны большинством голосов после спора. "
        "Впервые Турция выбрала Орлова премьер-министром без участия оппозиции."
    )
    assert told(text).count("SUPPORT Турция > Орлов actual") == 1


def test_what_is_done_as_a_token_of_protest_is_no_protest() -> None:
    text = "В 1996 году Орлов ушёл в отставку в знак протеста против действий Турции."
    assert told(text) == ["RETREAT/resign Орлов >  actual"]
