"""ForceAtlas2: the forces are right, and the layout shows who belongs together."""

import numpy as np
import pytest
from numpy.typing import NDArray

from kg.exports.layout import force_atlas, repulsion, spread

Floats = NDArray[np.float64]


def all_pairs(places: Floats, masses: Floats) -> Floats:
    """The same force, computed pair by pair."""
    apart = places[:, None] - places[None]
    squared = np.maximum((apart**2).sum(axis=2), 1e-6)
    forces: Floats = (apart * (masses[:, None] * masses[None] / squared)[..., None]).sum(axis=1)
    return forces


@pytest.fixture
def cloud() -> tuple[Floats, Floats]:
    random = np.random.default_rng(3)
    return random.normal(size=(300, 2)) * [100, 1], random.integers(1, 40, 300).astype(float)


def test_with_theta_0_repulsion_is_that_of_all_pairs(cloud: tuple[Floats, Floats]) -> None:
    np.testing.assert_allclose(repulsion(*cloud, theta=0), all_pairs(*cloud), rtol=1e-9)


def test_the_approximation_is_near(cloud: tuple[Floats, Floats]) -> None:
    exact, found = all_pairs(*cloud), repulsion(*cloud)
    assert np.linalg.norm(found - exact) < 0.1 * np.linalg.norm(exact)


def test_nodes_at_the_same_place_give_numbers() -> None:
    places = np.array([[1.0, 1.0], [1.0, 1.0], [1.0, 1.0], [5.0, 1.0]])
    found = repulsion(places, np.ones(4))
    assert np.isfinite(found).all()
    assert found[3, 0] == pytest.approx(3 / 4)


def test_two_groups_with_one_bridge_stand_apart() -> None:
    size = 12
    pairs = [(a + g, b + g) for g in (0, size) for a in range(size) for b in range(a)] + [(0, size)]
    sources, targets = np.array(pairs).T
    places = force_atlas(2 * size, sources, targets, np.ones(len(pairs)))
    centres = places[:size].mean(axis=0), places[size:].mean(axis=0)
    between = np.linalg.norm(centres[0] - centres[1])
    within = max(np.linalg.norm(places[:size] - centres[0], axis=1).max(), 0)
    assert between > 2 * within


def test_the_same_input_gives_the_same_layout() -> None:
    sources, targets = np.array([0, 1, 2]), np.array([1, 2, 3])
    first, second = (force_atlas(5, sources, targets, np.ones(3)) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert np.isfinite(first).all()


@pytest.mark.parametrize("nodes", [0, 1])
def test_there_may_be_nothing_to_lay_out(nodes: int) -> None:
    nothing = np.array([], dtype=np.int64)
    assert force_atlas(nodes, nothing, nothing, np.array([])).shape == (nodes, 2)


def test_discs_do_not_cover_each_other() -> None:
    random = np.random.default_rng(0)
    diameters = random.uniform(5, 60, 60)
    places = spread(random.normal(size=(60, 2)), diameters)
    distances = np.linalg.norm(places[:, None] - places[None], axis=2)
    reach = (diameters[:, None] + diameters[None]) / 2
    np.fill_diagonal(reach, -1)
    assert (distances > reach).all()
