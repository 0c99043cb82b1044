"""Who passes a claim on, what repeats it, and how its speaker stands to whom it speaks of."""

from collections.abc import Callable

import pytest

from kg.model import Claim, Polarity, Span

Read = Callable[[str], tuple[Claim, ...]]


@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        ("Орлов заявил, что мост закрыт, передаёт ТАСС.", "orlov", ("tass",)),
        ("Как сообщает ТАСС со ссылкой на МИД, мост закрыт.", "mid", ("tass",)),
        ("ТАСС, ссылаясь на Орлова, сообщает, что мост закрыт.", "orlov", ("tass",)),
        ("«Мы закроем мост», — цитирует Орлова ТАСС.", "orlov", ("tass",)),
        ("Как сообщает ТАСС со ссылкой на источник, мост закрыт.", "tass", ()),
        ("Мост закрыт, сообщает ТАСС.", "tass", ()),
        ("Жители жалуются, что мост закрыт, пишет ТАСС.", "tass", ()),
    ],
)
def test_who_passes_it_on(read: Read, text: str, speaker: str, via: tuple[str, ...]) -> None:
    claim = next(claim for claim in read(text) if claim.speaker is not None)
    assert (claim.speaker, claim.via) == (speaker, via)


def test_headline_and_body_say_the_same(read: Read) -> None:
    text = (
        "Орлов: старый мост через реку закроют весной\n\n"
        "Орлов заявил, что весной старый мост через реку Тихую закроют. Лис заявила, что старый мост закроют весной."
    )
    headline, body, other = read(text)
    assert headline.restates is None
    assert body.restates == headline.id
    assert other.restates is None  # another speaker's


def test_what_only_shares_a_subject_restates_nothing(read: Read) -> None:
    one, other = read("Орлов заявил, что мост закроют весной. Он добавил, что мост стоил городу много денег.")
    assert (one.restates, other.restates) == (None, None)


@pytest.mark.parametrize(
    ("text", "target", "polarity", "word"),
    [
        ("Орлов заявил, что Дания угрожает соседям.", "denmark", Polarity.OPPOSE, "угрожает"),
        ("Орлов заявил, что Дания нарушила договор.", "denmark", Polarity.OPPOSE, "нарушила"),
        ("Орлов осудил насилие, отметив, что агрессия Дании опасна.", "denmark", Polarity.OPPOSE, "агрессия"),
        ("«Мы поддерживаем Данию», — сказал Орлов.", "denmark", Polarity.SUPPORT, "поддерживаем"),
        ("Орлов заявил, что нужно поддержать Данию.", "denmark", Polarity.SUPPORT, "поддержать"),
        ("«Мы не поддерживаем Данию», — сказал Орлов.", "denmark", Polarity.OPPOSE, "поддерживаем"),
        ("Орлов заявил, что Дания должна прекратить учения.", "denmark", Polarity.OPPOSE, "прекратить"),
        ("Орлов обвинил Данию в краже денег.", "denmark", Polarity.OPPOSE, "обвинил"),
        ("Орлов заявил, что Дания является союзником.", "denmark", Polarity.SUPPORT, "союзником"),
        ("Орлов заявил, что Перу поддерживает Данию.", "denmark", Polarity.NEUTRAL, None),
        ("Орлов заявил, что Дания не угрожает соседям.", "denmark", Polarity.NEUTRAL, None),
        ("Орлов заявил, что Дания закрыла мост.", "denmark", Polarity.NEUTRAL, None),
        ("Орлов заявил, что не хочет противостоять Дании.", "denmark", Polarity.NEUTRAL, None),
        ("Орлов заявил, что не намерен поддерживать Данию.", "denmark", Polarity.OPPOSE, "поддерживать"),
        ("Орлов заявил, что повстанцы, противостоящие Дании, устали.", "denmark", Polarity.NEUTRAL, None),
        ("Орлов заявил, что Данию изолировали.", "denmark", Polarity.NEUTRAL, None),
        ("Орлов заявил, что оккупация Дании продолжается.", "denmark", Polarity.NEUTRAL, None),
        ("Орлов заявил, что захват моста со стороны Дании опасен.", "denmark", Polarity.OPPOSE, "захват"),
        ("Орлов заявил, что Дания ведёт войну.", "denmark", Polarity.OPPOSE, "войну"),
        ("Орлов заявил, что Дания — враг Перу.", "denmark", Polarity.NEUTRAL, None),
        ("Орлов заявил, что Дания — враг народа.", "denmark", Polarity.OPPOSE, "враг"),
        ("Орлов заявил, что под угрозой оказалась Дания.", "denmark", Polarity.NEUTRAL, None),
    ],
)
def test_stance(read: Read, text: str, target: str, polarity: Polarity, word: str | None) -> None:
    (stance,) = (stance for claim in read(text) for stance in claim.stances if stance.target == target)
    assert stance.polarity is polarity
    evidence = None if word is None else Span(text.index(word), text.index(word) + len(word))
    assert stance.span == evidence


def test_nobody_takes_a_stance_towards_himself(read: Read) -> None:
    (claim,) = read("Орлов заявил, что Орлов виноват.")
    assert claim.stances == ()
