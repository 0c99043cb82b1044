"""Of what the sentences that name somebody speak."""

from collections.abc import Callable

import pytest

from kg.extract.actors import find_actors
from kg.extract.actors.fields import field_of
from kg.knowledge import Gazetteer
from kg.language import Parse

Parser = Callable[[str], Parse]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Дмитрий Медведев выиграл турнир и обыграл соперника в третьем сете.", "sport"),
        ("Дмитрий Медведев сыграл в фильме известного режиссёра.", "culture"),
        ("Дмитрий Медведев посмотрел матч.", None),
        ("Дмитрий Медведев обсудил с коллегами бюджет.", None),
    ],
)
def test_field_of(parse: Parser, text: str, field: str | None) -> None:
    assert field_of(parse(text).sentences) == field


def test_player_is_not_linked_to_the_politician_of_his_name(parse: Parser, gazetteer: Gazetteer) -> None:
    def ids(text: str) -> set[str]:
        return {actor.id for actor in find_actors(parse(text), gazetteer).cast.actors}

    assert "actor/Q23530" in ids("Дмитрий Медведев обсудил с коллегами бюджет.")
    assert "actor/Q23530" not in ids("Дмитрий Медведев выиграл турнир и обыграл соперника в третьем сете.")
