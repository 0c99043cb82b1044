"""Sentences for the breadth of the lexicon of events: synonyms, nouns of deed, light verbs, and the unnamed."""

import pytest

from kg.extract.events.triggers import classes
from kg.extract.lexicon import rows
from tests.extract.made_up_cast import events_of, line

EXAMPLES = {
    # SUPPORT, AGREE, CONCEDE
    "Орлов выступил в защиту Лунина.": ["SUPPORT Орлов > Лунин actual"],
    "ЕС одобрил вступление Украины.": ["SUPPORT ЕС > Украина actual"],
    "ООН проголосовала за резолюцию.": ["SUPPORT ООН >  actual"],
    "ООН предложила кандидатуру Орлова.": ["SUPPORT ООН > Орлов actual"],
    "Орлов дал Ирану обещание.": ["AGREE Орлов > Иран actual"],
    "Орлов принял приглашение Лунина.": ["AGREE Орлов > Лунин actual"],
    "Орлов предложил Ирану сделку.": ["AGREE Орлов > Иран actual"],
    "Орлов помирился с Луниным.": ["AGREE Орлов+Лунин >  actual"],
    "Турция отменила приговор Орлову.": ["CONCEDE Турция > Орлов actual"],
    "США смягчили наказание Орлову.": ["CONCEDE США > Орлов actual"],
    "Власти Ирана разрешили Орлову выехать.": ["CONCEDE Иран > Орлов actual"],
    "Орлов простил Лунина.": ["CONCEDE Орлов > Лунин actual"],
    "Турция уступила требованиям Ирана.": ["CONCEDE Турция > Иран actual"],
    "Турция признала свою вину.": ["CONCEDE Турция >  actual"],
    # COOPERATE, AID, RETREAT
    "США объединили усилия с Францией.": ["COOPERATE США+Франция >  actual"],
    "Китай построил завод в Казахстане.": ["COOPERATE Китай > Казахстан actual"],
    "США дали Украине кредит на миллиард долларов.": ["AID США > Украина actual"],
    "Иран подарил Турции самолет.": ["AID Иран > Турция actual"],
    "Франция передала Китаю контроль над портом.": ["RETREAT Франция > Китай actual"],
    "Орлов сложил мандат.": ["RETREAT/resign Орлов >  actual"],
    "Турция отменила чрезвычайное положение.": ["RETREAT Турция >  actual"],
    # REQUEST, ACCUSE, REJECT, THREATEN
    "США оказали давление на Турцию.": ["REQUEST США > Турция actual"],
    "Франция направила Ирану ультиматум.": ["REQUEST Франция > Иран actual"],
    "Орлов поднял вопрос о разоружении Ирана.": ["REQUEST Орлов > Иран actual"],
    "По приказу Орлова город окружили.": ["REQUEST Орлов >  actual"],
    "Китай возмущен решением США.": ["ACCUSE/disapprove Китай > США actual"],
    "Решение США возмутило Китай.": ["ACCUSE/disapprove Китай > США actual"],
    "США недовольны действиями Турции.": ["ACCUSE/disapprove США > Турция actual"],
    "Орлов судится с Газпромом.": ["ACCUSE/allege Орлов > Газпром actual"],
    "Франция вынесла Орлову вотум недоверия.": ["ACCUSE/disapprove Франция > Орлов actual"],
    "Орлов не согласен с решением Франции.": ["REJECT Орлов > Франция actual"],
    "Франция дистанцировалась от Турции.": ["REJECT Франция > Турция actual"],
    "Иран ответил отказом.": ["REJECT Иран >  actual"],
    "США проголосовали против резолюции.": ["REJECT США >  actual"],
    "Турция заочно арестовала Орлова.": ["THREATEN/arrest Турция > Орлов actual"],
    # appointments, and what is approved
    "Орлов назначил Лунина министром.": ["SUPPORT Орлов > Лунин actual"],
    "Орлов назначил Лунина на пост министра.": ["SUPPORT Орлов > Лунин actual"],
    "Орлов подписал указ о назначении Лунина.": ["SUPPORT Орлов > Лунин actual"],
    "Орлов подписал указ об отставке Лунина.": ["RETREAT/resign Орлов > Лунин actual"],
    "Орлов принял отставку Лунина.": ["RETREAT/resign Орлов > Лунин actual"],
    "Орлов поддерживает идею реформы.": ["SUPPORT Орлов >  actual"],
    "ЕС одобрил законопроект о бюджете.": ["SUPPORT ЕС >  actual"],
    "Орлов высказался о проекте положительно.": ["SUPPORT Орлов >  actual"],
    "Орлов благодарен Франции.": ["SUPPORT Орлов > Франция actual"],
    "Орлов высказал сомнение в законе.": ["ACCUSE/disapprove Орлов >  actual"],
    "Критики Турции считают, что она ошиблась.": ["ACCUSE/disapprove  > Турция actual"],
    "Орлов развязал кампанию против Турции.": ["ACCUSE/disapprove Орлов > Турция actual"],
    "ООН направила Франции письмо с требованием мира.": ["REQUEST ООН > Франция actual"],
    # PROTEST, SANCTION, MOBILIZE
    "Активисты подожгли посольство Турции.": ["PROTEST/vandalize  > Турция actual"],
    "У посольства Франции прошел пикет.": ["PROTEST/demo  > Франция actual"],
    "Орлов попал под санкции США.": ["SANCTION/discontinue США > Орлов actual"],
    "Турция выгнала Орлова из партии.": ["SANCTION/expel Турция > Орлов actual"],
    "Турция подтянула войска к границе.": ["MOBILIZE/troops Турция >  actual"],
    "США высадили десант в Иране.": ["MOBILIZE/troops США > Иран actual"],
    # COERCE, ASSAULT
    "Франция продлила арест Орлова.": ["COERCE/arrest Франция > Орлов actual"],
    "Турция оставила Орлова под стражей.": ["COERCE/arrest Турция > Орлов actual"],
    "Турция отключила интернет.": ["COERCE/restrict Турция >  actual"],
    "Турция притесняет Орлова.": ["COERCE Турция > Орлов actual"],
    "США ударили по Ирану.": ["ASSAULT США > Иран actual"],
    "Налет Турции на Иран длился час.": ["ASSAULT/aerial Турция > Иран actual"],
    "Вооруженный конфликт между Турцией и Ираном начался весной.": ["ASSAULT Турция+Иран >  actual"],
    # one side named, the other not
    "Полиция Турции задержала десять активистов.": ["COERCE/arrest Турция >  actual"],
    "ООН обвинила чиновников в хищениях.": ["ACCUSE/allege ООН >  actual"],
    "Турция обстреляла склады.": ["ASSAULT/heavy-weapons Турция >  actual"],
    "Столкновения полиции Франции с протестующими продолжались всю ночь.": ["ASSAULT Франция >  actual"],
    # the same with a name
    "Полиция Турции задержала активиста Орлова.": ["COERCE/arrest Турция > Орлов actual"],
    "ООН обвинила чиновника Орлова в хищениях.": ["ACCUSE/allege ООН > Орлов actual"],
    "США бомбили деревни Ирана.": ["ASSAULT/aerial США > Иран actual"],
    # no events: goods that are held up, what is built at home, blame for nobody, pleas in court, comparisons
    "Газпром задержал поставки.": [],
    "Газпром построил завод.": [],
    "Орлов обвинил погоду.": [],
    "Орлов не признает своей вины.": [],
    "Китай уступает США по числу танков.": [],
}


@pytest.mark.parametrize(("text", "expected"), EXAMPLES.items())
def test_events_of_a_sentence(text: str, expected: list[str]) -> None:
    assert sorted(line(event) for event in events_of(text)) == sorted(expected)


def test_a_conviction_of_somebody_unnamed_is_a_sanction_and_an_arrest() -> None:
    found = events_of("Турция приговорила журналиста к пяти годам тюрьмы.")
    assert {(event.type, event.actors, event.recipients) for event in found} == {
        ("SANCTION", ("Турция",), ()),
        ("COERCE", ("Турция",), ()),
    }


def test_no_word_stands_twice_in_a_class() -> None:
    lines = list(rows("event_words.tsv"))
    assert len(lines) == len(set(lines))


def test_the_people_of_the_lexicon_are_neither_states_nor_things() -> None:
    assert {"журналист", "житель", "военнослужащий"} <= classes()["people"]
    assert not classes()["people"] & (classes()["cooperation"] | classes()["custody"] | classes()["acts"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Иран выдвинул ряд требований Китаю.", "REQUEST Иран > Китай actual"),
        ("Иран вынес решение об освобождении Ветрова.", "RETREAT/release Иран > Ветров actual"),
        ("Сотрудник полиции Ирана задержал Ветрова.", "COERCE/arrest Иран > Ветров actual"),
        ("Иран смог договориться с Китаем.", "AGREE Иран+Китай >  actual"),
        ("Турция подавила антиправительственные выступления.", "PROTEST/demo  > Турция actual"),
    ],
)
def test_what_stands_between_a_trigger_and_its_words_is_looked_through(text: str, expected: str) -> None:
    assert expected in list(map(line, events_of(text)))


def test_servants_of_a_company_do_not_act_for_it() -> None:
    assert events_of("Агенты Газпрома задержали Ветрова.") == ()
