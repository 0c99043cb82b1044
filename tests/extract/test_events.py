"""Short sentences with the events that they tell of beside them."""

from dataclasses import replace

import pytest

from kg.extract.events import find_events
from kg.language.natasha import natasha
from kg.model import Claim, QuotationType, Span
from tests.extract.made_up_cast import PUBLISHED, cast_of, events_of, line

EXAMPLES = {
    # CONSULT: meetings, talks, visits
    "Орлов встретился с Луниным в Астане.": ["CONSULT Орлов+Лунин >  actual"],
    "Орлов и Лунин обсудили поставки зерна.": ["CONSULT Орлов+Лунин >  actual"],
    "Франция и Китай провели переговоры о торговле.": ["CONSULT Франция+Китай >  actual"],
    "Переговоры Орлова с Луниным длились три часа.": ["CONSULT Орлов+Лунин >  actual"],
    "После встречи с Луниным Орлов покинул гостиницу.": ["CONSULT Лунин+Орлов >  actual"],
    "Орлов рассказал о встрече с Луниным.": ["CONSULT Орлов+Лунин >  actual"],
    "Орлов посетил Китай в прошлом месяце.": ["CONSULT/visit Орлов > Китай actual"],
    "Орлов прибыл в Париж.": ["CONSULT/visit Орлов > Франция actual"],
    "Завершился визит Орлова в Китай.": ["CONSULT/visit Орлов > Китай actual"],
    "Орлов совершил визит в Иран.": ["CONSULT/visit Орлов > Иран actual"],
    "Орлов принял Лунина в своей резиденции.": ["CONSULT/visit Лунин > Орлов actual"],
    "Орлов провел телефонный разговор с Луниным.": ["CONSULT/phone Орлов+Лунин >  actual"],
    # the future of a cooperative act is AGREE
    "Орлов встретится с Луниным в августе.": ["AGREE Орлов+Лунин >  future"],
    "Орлов намерен посетить Китай.": ["AGREE Орлов > Китай future"],
    "Визит Орлова в Китай состоится осенью.": ["AGREE Орлов > Китай future"],
    "Планируется встреча Орлова и Лунина.": ["AGREE Орлов+Лунин >  future"],
    "Китай будет развивать сотрудничество с Казахстаном.": ["AGREE Китай > Казахстан future"],
    # AGREE: the offer or the promise itself
    "Китай готов оказать помощь Казахстану.": ["AGREE Китай > Казахстан actual"],
    "Орлов сообщил, что готов помочь Ирану.": ["AGREE Орлов > Иран actual"],
    "Орлов пообещал Ирану поддержку.": ["AGREE Орлов > Иран actual"],
    "Китай выразил готовность к сотрудничеству с Францией.": ["AGREE Китай > Франция actual"],
    "Франция и Китай договорились о поставках вакцины.": ["AGREE Франция+Китай >  actual"],
    "Китай готов вместе с Казахстаном развивать торговлю.": ["AGREE Китай > Казахстан actual"],
    "Орлов пригласил Лунина в Астану.": ["AGREE Орлов > Лунин actual"],
    "Китай предложил Ирану помощь.": ["AGREE Китай > Иран actual"],
    # SUPPORT
    "Китай поддержал Казахстан.": ["SUPPORT Китай > Казахстан actual"],
    "Китай поддерживает усилия Казахстана.": ["SUPPORT Китай > Казахстан actual"],
    "Орлов поблагодарил Лунина за гостеприимство.": ["SUPPORT Орлов > Лунин actual"],
    "Франция признала независимость Украины.": ["SUPPORT Франция > Украина actual"],
    "Орлов и Лунин подписали соглашение.": ["SUPPORT Орлов+Лунин >  actual"],
    "Соглашение было подписано Орловым и Луниным.": ["SUPPORT Орлов+Лунин >  actual"],
    "Орлов поздравил Лунина с победой на выборах.": ["SUPPORT Орлов > Лунин actual"],
    "Германия высоко оценила работу, проделанную Казахстаном.": ["SUPPORT Германия > Казахстан actual"],
    # CONCEDE
    "Орлов извинился перед Турцией.": ["CONCEDE Орлов > Турция actual"],
    "США объявили о выводе войск из Ирана.": ["CONCEDE США > Иран actual"],
    "Орлов помиловал Ветрова.": ["CONCEDE Орлов > Ветров actual"],
    "США выведут войска из Ирана в августе.": ["CONCEDE США > Иран future"],
    # COOPERATE
    "Китай сотрудничает с Ираном.": ["COOPERATE Китай > Иран actual"],
    "Товарооборот между Францией и Китаем вырос.": ["COOPERATE Франция+Китай >  actual"],
    "Китай развивает отношения с Казахстаном.": ["COOPERATE Китай > Казахстан actual"],
    # AID
    "Китай оказал Казахстану помощь.": ["AID Китай > Казахстан actual"],
    "Франция поставила Украине оружие.": ["AID Франция > Украина actual"],
    "Украина получила кредит от ЕС.": ["AID ЕС > Украина actual"],
    "Турция предоставила убежище Ветрову.": ["AID Турция > Ветров actual"],
    # RETREAT
    "США вывели войска из Ирана.": ["RETREAT/withdraw США > Иран actual"],
    "Турция освободила Ветрова.": ["RETREAT/release Турция > Ветров actual"],
    "Орлов ушел в отставку.": ["RETREAT/resign Орлов >  actual"],
    "Орлов уволил Ветрова.": ["RETREAT/resign Орлов > Ветров actual"],
    "ЕС снял санкции с Ирана.": ["RETREAT ЕС > Иран actual"],
    # REQUEST
    "Орлов призвал Иран прекратить обстрелы.": ["REQUEST Орлов > Иран actual"],
    "Иран потребовал от Турции объяснений.": ["REQUEST Иран > Турция actual"],
    "Казахстан обратился за помощью к ОДКБ.": ["REQUEST/assist Казахстан > ОДКБ actual"],
    "Ветров попросил убежища у Франции.": ["REQUEST/assist Ветров > Франция actual"],
    # ACCUSE
    "США обвинили Иран в провокации.": ["ACCUSE/allege США > Иран actual"],
    "США обвиняются в нарушении договора.": ["ACCUSE/allege  > США actual"],
    "Орлов, который раскритиковал Китай, уехал.": ["ACCUSE/disapprove Орлов > Китай actual"],
    "Орлов осудил действия Ирана.": ["ACCUSE/disapprove Орлов > Иран actual"],
    "Китай выступает против санкций США.": ["ACCUSE/disapprove Китай > США actual"],
    "Франция возбудила дело против Ветрова.": ["ACCUSE/investigate Франция > Ветров actual"],
    # REJECT
    "Орлов отказался встретиться с Луниным.": ["REJECT/meet Орлов > Лунин actual"],
    "Франция отказала Ветрову в убежище.": ["REJECT/assist Франция > Ветров actual"],
    "Иран отклонил предложение США.": ["REJECT Иран > США actual"],
    "Иран не намерен обсуждать с США ядерную программу.": ["REJECT Иран > США actual"],
    # THREATEN
    "Иран угрожает США.": ["THREATEN Иран > США actual"],
    "Орлов пригрозил Турции санкциями.": ["THREATEN Орлов > Турция actual"],
    "Ветров объявлен Турцией в розыск.": ["THREATEN/arrest Турция > Ветров actual"],
    # PROTEST
    "У посольства США прошел митинг против ЕС.": ["PROTEST/demo  > США+ЕС actual"],
    "Газпром бойкотирует США.": ["PROTEST/boycott Газпром > США actual"],
    # SANCTION
    "ЕС ввел санкции против Ирана.": ["SANCTION/discontinue ЕС > Иран actual"],
    "Против Ирана были введены санкции ЕС.": ["SANCTION/discontinue ЕС > Иран actual"],
    "Орлов решил ввести санкции против Турции.": ["SANCTION/discontinue Орлов > Турция future"],
    "Франция выслала иранских дипломатов.": ["SANCTION/expel Франция > Иран actual"],
    "Турция отозвала посла из Франции.": ["SANCTION/withdraw Турция > Франция actual"],
    # a conviction with prison is two events
    "В Турции Ветрова приговорили к пяти годам тюрьмы.": [
        "COERCE/arrest Турция > Ветров actual",
        "SANCTION/convict Турция > Ветров actual",
    ],
    # MOBILIZE
    "Турция перебросила войска к границе.": ["MOBILIZE/troops Турция >  actual"],
    "Иран испытал баллистическую ракету.": ["MOBILIZE/weapons Иран >  actual"],
    # COERCE
    "Ветров был арестован Турцией.": ["COERCE/arrest Турция > Ветров actual"],
    "Задержанный Ираном Ветров заболел.": ["COERCE/arrest Иран > Ветров actual"],
    "Арест Ветрова Турцией вызвал споры.": ["COERCE/arrest Турция > Ветров actual"],
    "Иран депортировал Ветрова.": ["COERCE/deport Иран > Ветров actual"],
    # ASSAULT
    "Иран нанес удар по Турции.": ["ASSAULT/aerial Иран > Турция actual"],
    "Обстрел Украины Турцией продолжается.": ["ASSAULT/heavy-weapons Турция > Украина actual"],
    "Турецкие самолеты разбомбили Иран.": ["ASSAULT/aerial Турция > Иран actual"],
    "Орлов обвинил Турцию в нападении на Иран.": [
        "ACCUSE/allege Орлов > Турция actual",
        "ASSAULT Турция > Иран actual",
    ],
    # status
    "Орлов не встречался с Луниным.": ["CONSULT Орлов+Лунин >  negated"],
    "Если Иран атакует Турцию, начнется война.": ["ASSAULT Иран > Турция hypothetical"],
    "Франция могла бы поддержать Турцию.": ["SUPPORT Франция > Турция hypothetical"],
    # what is asked, promised or refused is no event of its own
    "Орлов призвал Иран освободить Ветрова.": ["REQUEST Орлов > Иран actual"],
    # what is none
    "Орлов заявил, что погода в Париже хорошая.": [],
    "Сборная Франции встретится с командой Китая в финале чемпионата.": [],
    "Жители вышли на улицы города.": [],
    "Орлов поддерживает порядок в своем кабинете.": [],
    "Автобус столкнулся с грузовиком в Иране.": [],
    "Решение принимает парламент.": [],
    # what was done to a person of whom nothing is known, by nobody knows whom
    "Ветрова задержали на вокзале.": [],
}


@pytest.mark.parametrize(("text", "expected"), EXAMPLES.items(), ids=list(EXAMPLES))
def test_events_of_a_sentence(text: str, expected: list[str]) -> None:
    assert sorted(map(line, events_of(text))) == sorted(expected)


def test_the_spans_trigger_and_rule_lead_back_to_the_text() -> None:
    text = "В среду ЕС ввел санкции против Ирана."
    (event,) = events_of(text)
    assert event.span.of(text) == event.trigger == "ввел санкции"
    assert event.rule.startswith("ввести")


def test_the_trigger_of_an_offer_ends_with_what_is_offered() -> None:
    (event,) = events_of("Китай готов оказать помощь Казахстану.")
    assert event.trigger == "готов оказать помощь"


def test_a_meeting_told_twice_is_one_event_kept_where_the_text_says_most() -> None:
    text = "Орлов встретился с Луниным. Встреча Орлова и Лунина прошла в Астане 10 июня."
    (event,) = events_of(text)
    assert (event.trigger, event.place, str(event.start)) == ("Встреча", "Астана", "2021-06-10")


def test_meetings_on_different_days_are_two() -> None:
    text = "Орлов встретился с Луниным 3 мая. Встреча Орлова и Лунина прошла в Астане 10 июня."
    assert [str(event.start) for event in events_of(text)] == ["2021-05-03", "2021-06-10"]


def test_a_visit_and_the_meeting_held_on_it_are_two() -> None:
    text = "Орлов прибыл в Париж. Там Орлов встретился с Луниным."
    assert [line(event) for event in events_of(text)] == [
        "CONSULT/visit Орлов > Франция actual",
        "CONSULT Орлов+Лунин >  actual",
    ]


def test_a_state_is_a_place_where_something_happens() -> None:
    (event,) = events_of("Орлов встретился с Луниным в Китае.")
    assert event.place == "place of Китай"
    assert event.recipients == ()


def test_an_event_inside_a_claim_bears_its_id() -> None:
    text = "Орлов заявил, что Иран атаковал Турцию."
    claim = Claim("claim/1", Span(18, 38), text[18:38], QuotationType.INDIRECT, "Орлов", "заявил")
    (event,) = events_of(text, (claim,))
    assert claim.text == "Иран атаковал Турцию"
    assert event.claim == "claim/1"


def test_the_reporting_verb_itself_is_the_narrators() -> None:
    text = "Орлов обвинил Иран в агрессии против Турции."
    claim = Claim("claim/1", Span(21, 43), text[21:43], QuotationType.INDIRECT, "Орлов", "обвинил")
    told = {event.type: event.claim for event in events_of(text, (claim,))}
    assert told == {"ACCUSE": None, "ASSAULT": "claim/1"}


def test_first_persons_of_a_claim_are_its_speaker() -> None:
    text = "«Я встретился с Луниным», — сказал Орлов."
    claim = Claim("claim/1", Span(1, 23), text[1:23], QuotationType.DIRECT, "Орлов", "сказал")
    (event,) = events_of(text, (claim,))
    assert set(event.actors) == {"Орлов", "Лунин"}


def test_what_is_dated_after_the_publication_is_still_to_come() -> None:
    (event,) = events_of("Переговоры Орлова с Луниным — 20 августа 2021 года.")
    assert (event.type, event.status) == ("AGREE", "future")


def test_contexts_are_those_of_the_sentences_words() -> None:
    (event,) = events_of("США обвинили Иран в нарушении ядерного соглашения и поддержке террористов.")
    assert {"cbrn", "terrorism"} <= set(event.contexts)


def test_the_same_text_gives_the_same_ids() -> None:
    text = "ЕС ввел санкции против Ирана 3 мая 2021 года. Орлов посетил Китай."
    first, second = events_of(text), events_of(text)
    assert [event.id for event in first] == [event.id for event in second]
    assert len({event.id for event in first}) == 2


def test_we_of_a_person_is_the_state_by_which_the_article_describes_them() -> None:
    text = "Президент Турции Орлов ответил: «Мы поддержали Иран»."
    parse = natasha().analyse([(text, [Span(0, len(text))])])[0]
    named = cast_of(parse)
    cast = replace(named, references={**named.references, text.index("Президент"): ("Орлов",)})
    claim = Claim("claim/1", Span(33, 51), text[33:51], QuotationType.DIRECT, "Орлов", "ответил")
    (event,) = find_events(parse, cast, (claim,), (), "article/1", PUBLISHED)
    assert claim.text == "Мы поддержали Иран"
    assert line(event) == "SUPPORT Турция > Иран actual"
