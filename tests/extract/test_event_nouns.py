"""Sentences for the nouns of the lexicon of events, for nouns beside a verb that says little, for short participles."""

import pytest

from tests.extract.made_up_cast import events_of, line

EXAMPLES = {
    # REQUEST, REJECT: who asks or refuses is enough
    "Призыв Орлова прекратить огонь услышали.": ["REQUEST Орлов >  actual"],
    "Орлов дал указание проверить склады.": ["REQUEST Орлов >  actual"],
    "Предписание ООН исполнено.": ["REQUEST ООН >  actual"],
    "Турция выразила несогласие с резолюцией.": ["REJECT Турция >  actual"],
    "Турция не разрешила транслировать концерт.": ["REJECT Турция >  actual"],
    "Турция не согласилась с отставкой Орлова.": ["REJECT Турция > Орлов actual"],
    "Орлову запретили въезд в Турцию.": ["REJECT Турция > Орлов actual"],
    # what is received from somebody is his act
    "Турция получила от Ирана разрешение на полеты.": ["CONCEDE Иран > Турция actual"],
    "Турция получила от Ирана согласие.": ["AGREE Иран > Турция actual"],
    # ACCUSE
    "Критика в адрес Турции не утихает.": ["ACCUSE/disapprove  > Турция actual"],
    "Турция стала объектом критики со стороны Ирана.": ["ACCUSE/disapprove Иран > Турция actual"],
    "Турция подверглась нападкам со стороны Ирана.": ["ACCUSE/disapprove Иран > Турция actual"],
    "Турция передала дело Орлова в суд.": ["ACCUSE/allege Турция > Орлов actual"],
    "Турция приступила к расследованию взрыва.": ["ACCUSE/investigate Турция >  actual"],
    "Турция объявила о начале расследования взрыва.": ["ACCUSE/investigate Турция >  actual"],
    "Турция и Иран обменялись обвинениями.": ["ACCUSE/disapprove Турция+Иран >  actual"],
    "Турция назвала Орлова лжецом.": ["ACCUSE/disapprove Турция > Орлов actual"],
    # COERCE: bans, searches, arrests of people without a name
    "Турция подписала закон о блокировке сайтов.": ["COERCE/censor Турция >  actual"],
    "Турция провела обыск.": ["COERCE/seize Турция >  actual"],
    "Аресты сторонников Орлова в Турции продолжаются.": ["COERCE/arrest Турция >  actual"],
    "Турция подвергла Орлова аресту.": ["COERCE/arrest Турция > Орлов actual"],
    "Турция держит Орлова под стражей.": ["COERCE/arrest Турция > Орлов actual"],
    "В Турции введена цензура.": ["COERCE/restrict Турция >  actual"],
    "Турция внесла Газпром в реестр иностранных агентов.": ["COERCE/restrict Турция > Газпром actual"],
    # SUPPORT, AGREE
    "ЕС принял в первом чтении законопроект.": ["SUPPORT ЕС >  actual"],
    "ООН проголосовала за идею Орлова.": ["SUPPORT ООН > Орлов actual"],
    "Турция с одобрением восприняла план.": ["SUPPORT Турция >  actual"],
    "Приглашение от Ирана передали вчера.": ["AGREE Иран >  actual"],
    "Турция заинтересована в сотрудничестве с Ираном.": ["AGREE Турция > Иран actual"],
    "Турция намерена посетить Иран.": ["AGREE Турция > Иран future"],
    # CONCEDE, RETREAT, THREATEN
    "Турция вынесла решение о реабилитации Орлова.": ["CONCEDE Турция > Орлов actual"],
    "Орлов объявил о сложении полномочий.": ["RETREAT/resign Орлов >  actual"],
    "Отставка правительства Турции принята.": ["RETREAT/resign Турция >  actual"],
    "Турция отменила повышение налога.": ["CONCEDE Турция >  actual"],
    "Турция объявила о розыске Орлова.": ["THREATEN/arrest Турция > Орлов actual"],
    # MOBILIZE: the troops that the line asks for are who moves
    "Турция проводит операцию по поимке беглецов.": ["MOBILIZE/police Турция >  actual"],
    "Турция подписала указ о призыве в армию.": ["MOBILIZE/troops Турция >  actual"],
    "Войска Турции вошли в Иран.": ["MOBILIZE/troops Турция > Иран actual"],
    "Корабли Турции вошли в порт.": ["MOBILIZE/troops Турция >  actual"],
    # ASSAULT, AID, SANCTION, COOPERATE, CONSULT
    "Турция и Иран обменялись ударами.": ["ASSAULT Турция+Иран >  actual"],
    "Военная помощь США растет.": ["AID США >  actual"],
    "США возобновили военную помощь Турции.": ["AID США > Турция actual"],
    "США прекратили финансирование ООН.": ["SANCTION/discontinue США > ООН actual"],
    "После исключения Турции из ЕС прошел год.": ["SANCTION/expel ЕС > Турция actual"],
    "Турция лишила Орлова права голоса.": ["SANCTION/expel Турция > Орлов actual"],
    "Сотрудничество между Турцией и Ираном развивается.": ["COOPERATE Турция+Иран >  actual"],
    "Делегация Ирана прибыла в Турцию.": ["CONSULT/visit Иран > Турция actual"],
    # what is only prepared or prevented has not been done; a concert is no reform
    "Турция занята предотвращением нападения на Иран.": [],
    "Орлов отменил реформу.": ["CONCEDE Орлов >  actual"],
    "Орлов отменил концерт.": [],
}


@pytest.mark.parametrize(("text", "expected"), EXAMPLES.items())
def test_events_of_a_sentence(text: str, expected: list[str]) -> None:
    assert sorted(line(event) for event in events_of(text)) == sorted(expected)


def test_a_verb_with_its_noun_is_one_event() -> None:
    """Both words have lines of their own; the noun, which does not know for whom it is, tells nothing more."""
    (event,) = events_of("Орлов подвергся резкой критике со стороны Турции.")
    assert (event.actors, event.recipients) == (("Турция",), ("Орлов",))


def test_an_arrest_and_a_conviction_of_people_without_a_name() -> None:
    assert [line(event) for event in events_of("Турция подтвердила арест гражданина.")] == [
        "COERCE/arrest Турция >  actual"
    ]
    found = {(event.type, event.actors) for event in events_of("Турция приговорила программиста к трем годам колонии.")}
    assert found == {("SANCTION", ("Турция",)), ("COERCE", ("Турция",))}


def test_a_court_without_a_name_stands_for_the_state_that_the_article_is_about() -> None:
    found = [line(event) for event in events_of("Правительство Турции молчит. Суд отказался рассматривать дело.")]
    assert found == ["REJECT Турция >  actual"]


def test_organs_of_a_state_act_for_it() -> None:
    found = [line(event) for event in events_of("Следственные органы Турции возбудили дело против Орлова.")]
    assert found == ["ACCUSE/investigate Турция > Орлов actual"]
