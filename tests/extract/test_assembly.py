"""What of all that is named belongs into the graph, and names in captions."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kg.extract.actors import find_actors
from kg.extract.assembly import settle
from kg.extract.captions import with_captions
from kg.knowledge import Gazetteer
from kg.language import Parse
from kg.model import Span


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Орлов прибыл в Норвегию.", {"Орлов"}),
        ("Норвегия приняла Анну Лис.", {"Норвегия", "Анна Лис"}),
        ("Орлов живёт в посольстве Норвегии в Лиме.", {"Орлов"}),
        ("Орлов написал об этом в Twitter.", {"Орлов"}),
        ("Толпа стоит у памятника Ивану Котову.", set()),
        ("Орлов ждёт на площади Котова, у театра имени Лисина.", {"Орлов"}),
        ("Орлов выступил от имени Котова.", {"Орлов", "Котов"}),
        ("Орлов выступил в парламенте Норвегии.", {"Орлов", "парламент Норвегии"}),
        ("Орлов работает в «Норвежском банке».", {"Орлов"}),
        ("Орлов рассказал об этом в эфире телеканала NBC.", {"Орлов"}),
        ("Орлов окончил Московский государственный университет.", {"Орлов"}),
        ("Выпускник Гарвардского университета Орлов ушёл.", {"Орлов"}),
        ("Орлов прилетел самолётом авиакомпании «Полёт».", {"Орлов"}),
        ("Авиакомпания «Полёт» наняла Ивана Орлова.", {"Полёт", "Иван Орлов"}),
        ("Посольство Норвегии поздравило Орлова.", {"Посольство Норвегии", "Орлов"}),
        ("Орлов ушёл из пресс-службы НАТО.", {"Орлов", "пресс-служба НАТО"}),
        ("Орлов ушёл из пресс-службы НАТО. В НАТО жалеют.", {"Орлов", "пресс-служба НАТО", "НАТО"}),
        ("Иван Орлов (Норвегия) и Анна Лис (Дания) приехали.", {"Иван Орлов", "Анна Лис"}),
        ("Мэр Осло улыбнулся.", set()),
        ("Приехали Дания, Норвегия, Швеция и Перу.", {"Дания", "Норвегия", "Швеция", "Перу"}),
        ("Союз составляют Дания, Норвегия, Швеция, Чили, Боливия, Алжир и Перу.", set()),
    ],
)
def test_where_something_happens_is_no_actor(
    parse: Callable[[str], Parse], gazetteer: Gazetteer, text: str, kept: set[str]
) -> None:
    parsed = parse(text)
    cast = settle(parsed, find_actors(parsed, gazetteer).cast, (), (), (), None)
    assert {actor.name for actor in cast.actors} == kept


def test_a_caption_names_those_of_whom_the_article_speaks(parse: Callable[[str], Parse], gazetteer: Gazetteer) -> None:
    first, caption, last = "Иван Орлов встретил Анну Лис.", "Иван Орлов и Глеб Котов, 2015", "Норвегия рада."
    text = f"{first}\n{caption}\n{last}"
    left_out = Span(len(first) + 1, len(first) + 1 + len(caption))
    read = parse(first + "\n" + " " * len(caption) + "\n" + last)
    parsed = Parse(text, read.sentences, read.entities)
    cast = with_captions(parsed, find_actors(parsed, gazetteer).cast, [left_out])
    found = [mention for mention in cast.mentions if mention.span in left_out]
    assert [(one.text, one.rule) for one in found] == [("Иван Орлов", "caption")]
    assert found[0].ref == cast.mentions[0].ref
    assert list(cast.mentions) == sorted(cast.mentions, key=lambda one: one.span)


def test_what_stands_before_or_after_the_article_is_no_caption(
    parse: Callable[[str], Parse], gazetteer: Gazetteer
) -> None:
    menu, body = "Иван Орлов", "Иван Орлов встретил Анну Лис."
    read = parse(" " * len(menu) + "\n" + body)
    parsed = Parse(f"{menu}\n{body}", read.sentences, read.entities)
    cast = find_actors(parsed, gazetteer).cast
    assert with_captions(parsed, cast, [Span(0, len(menu))]) == cast


def test_a_caption_of_an_article_without_names_names_nobody(
    parse: Callable[[str], Parse], gazetteer: Gazetteer
) -> None:
    first, caption, last = "Французские военные ушли.", "Снимок, 2015", "Они довольны."
    read = parse(first + "\n" + " " * len(caption) + "\n" + last)
    parsed = Parse(f"{first}\n{caption}\n{last}", read.sentences, read.entities)
    cast = find_actors(parsed, gazetteer).cast
    some = replace(cast, mentions=tuple(replace(one, text=one.text.lower()) for one in cast.mentions))
    assert some.mentions
    assert with_captions(parsed, some, [Span(len(first) + 1, len(first) + 1 + len(caption))]) == some
