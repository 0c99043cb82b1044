import math

import pytest

from kg.web.api.models import Reference
from kg.web.views.maps import drawn


def at(latitude: float, longitude: float) -> tuple[Reference, float, float]:
    return Reference(id="p", type="Place", name="P", href="/", page="/"), latitude, longitude


def test_no_place_no_map() -> None:
    assert drawn("world.svg", []) is None


@pytest.mark.parametrize("places", [[at(51.2, 71.4)], [at(51.2, 71.4), at(-33.9, 18.4)], [at(89, 10)], [at(0, -179.9)]])
def test_every_place_is_on_its_map(places: list[tuple[Reference, float, float]]) -> None:
    found = drawn("world.svg", places)
    assert found is not None and len(found.points) == len(places)
    for point in found.points:
        assert found.x < point.x < found.x + found.width
        assert found.y < point.y < found.y + found.height


def test_a_degree_of_longitude_is_as_long_as_it_is_there() -> None:
    found = drawn("world.svg", [at(60, 30)])
    assert found is not None and found.narrow == pytest.approx(math.cos(math.radians(60)), abs=1e-4)
    assert found.points[0].x == 30 * 20 * 0.5 and found.points[0].y == -60 * 20
