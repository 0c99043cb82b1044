"""Sentences without a word of speech that go on reporting, and those in which the narrator speaks again."""

from collections.abc import Callable

import pytest

from kg.model import Claim

Read = Callable[[str], tuple[Claim, ...]]

GOES_ON = [
    # what a person says
    "Орлов сказал, что переезд затруднит работу. Не все опытные рабочие готовы уехать из города.",
    "Лис отметила, что мост опасен. Школа будет закрыта до весны.",
    # what a body tells of an accident, in the past
    "По данным МИД, мужчину остановили на границе. Один из них достал нож.",
    "По сообщению МИД, Орлов работал на заводе. Его фирма закрылась в мае. Потом он уехал.",
    "По версии МИД, Орлов приехал в Данию весной. Затем Орлов продал дом.",
]
NARRATES = [
    # a body's plain statement, an opinion, a request
    "МИД заявил, что мост закрыт. Город растёт быстро.",
    "Орлов потребовал закрыть мост. Город растёт быстро.",
    "По мнению МИД, мост опасен. Он построен в мае.",
    # of somebody else, of the speaker, with a mark of the narrator's
    "По данным МИД, мужчину остановили на границе. Город растёт быстро.",
    "Орлов сказал, что мост опасен. Орлов живёт в городе.",
    "Орлов сказал, что мост опасен. Таким образом, мост останется закрыт.",
    "Орлов сказал, что мост опасен. Мост построили в мае.",
    # what the report does not end with
    "Орлов сказал, что мост опасен, на встрече с Лис.\nГород растёт быстро.",
]


@pytest.mark.parametrize("text", GOES_ON)
def test_a_sentence_goes_on(read: Read, text: str) -> None:
    claims = read(text)
    assert len(claims) == text.count(". ") + 1
    assert len({claim.speaker for claim in claims}) == 1
    assert claims[-1].rule == "going-on"


@pytest.mark.parametrize("text", NARRATES)
def test_the_narrator_speaks_again(read: Read, text: str) -> None:
    assert "going-on" not in {claim.rule for claim in read(text)}


def test_a_decree_goes_on_laying_down(read: Read) -> None:
    text = "Согласно указу Орлова, мост закроют. Рабочие обязаны уйти.\nМИД должен найти деньги. Мост построили весной."
    assert [(claim.speaker, claim.text) for claim in read(text)] == [
        ("orlov", "мост закроют"),
        ("orlov", "Рабочие обязаны уйти"),
        ("orlov", "МИД должен найти деньги"),
    ]
