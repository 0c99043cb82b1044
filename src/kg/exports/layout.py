"""ForceAtlas2: where the nodes of a network stand, so that those who deal with each other stand together.

After Jacomy, Venturini, Heymann and Bastian, "ForceAtlas2, a Continuous Graph Layout Algorithm for Handy Network
Visualization Designed for the Gephi Software", PLoS ONE 9(6), 2014, with the repulsion of far nodes approximated after
Barnes and Hut (Nature 324, 1986). The kept libraries did not fit: fa2 and its kin are under the GPL and slower, the
layout of networkx compares all pairs at once (1.2 GB at 5,000 nodes).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_THETA = 1.2
"""A cell whose side is less than this share of its distance acts as one body; Gephi's value."""
_SCALING = 2.0
_GRAVITY = 1.0
_JITTER = 1.0
_DEEPEST = 15
"""Levels of the quadtree; 2 x 15 bits of Morton code."""
_PAIRS_AT_ONCE = 1_000_000
_SOFT = 1e-6
_ROOM = 6.0
"""How many times the area of all discs the layout takes."""
_SMALL = 1000
"""Nodes up to which overlapping discs are pushed apart: all pairs are compared."""
_MARGIN = 1.15
_PUSHES = 100


def force_atlas(
    nodes: int, sources: Integers, targets: Integers, weights: Floats, *, iterations: int | None = None, seed: int = 0
) -> Floats:
    """Where the nodes stand.

    Args:
        nodes: how many there are, numbered from 0.
        sources: of each edge, one end.
        targets: the other; direction does not matter.
        weights: how strongly each edge pulls.
        iterations: how many steps; 500 for small networks and fewer for large ones, if nothing else is said.
        seed: of the places that nodes start at; the same input gives the same output.

    Returns:
        x and y of each node, around 0.
    """
    random = np.random.default_rng(seed)
    places = random.normal(size=(nodes, 2)) * math.sqrt(max(nodes, 1))
    if nodes < 2:
        return np.zeros((nodes, 2))
    degrees = np.bincount(sources, minlength=nodes) + np.bincount(targets, minlength=nodes)
    masses: Floats = degrees.astype(np.float64) + 1
    old = np.zeros((nodes, 2))
    speed, efficiency = 1.0, 1.0
    for _ in range(_steps(nodes) if iterations is None else iterations):
        forces = repulsion(places, masses)
        forces *= _SCALING
        forces += _attraction(places, sources, targets, weights)
        distances = np.maximum(np.hypot(places[:, 0], places[:, 1]), _SOFT)
        forces -= places * (_GRAVITY * masses / distances)[:, None]
        swinging = np.hypot(*(old - forces).T)
        traction = np.hypot(*(old + forces).T) / 2
        speed, efficiency = _pace(nodes, float(masses @ swinging), float(masses @ traction), speed, efficiency)
        places += forces * (speed / (1 + np.sqrt(speed * swinging)))[:, None]
        old = forces
    places -= places.mean(axis=0)
    return places


def _steps(nodes: int) -> int:
    """Large networks get fewer steps, so that the time stays bounded; they are past the coarse shape by then."""
    return int(min(500, max(100, 5_000_000 / nodes)))


def _attraction(places: Floats, sources: Integers, targets: Integers, weights: Floats) -> Floats:
    """Each edge pulls its ends together, the more the longer it is."""
    pull = (places[targets] - places[sources]) * weights[:, None]
    nodes = len(places)
    return np.stack(
        [
            np.bincount(sources, pull[:, axis], minlength=nodes) - np.bincount(targets, pull[:, axis], minlength=nodes)
            for axis in (0, 1)
        ],
        axis=1,
    )


def _pace(nodes: int, swinging: float, traction: float, speed: float, efficiency: float) -> tuple[float, float]:
    """The global speed of the next step: as fast as the whole moves on without shaking (Gephi's own adjustment)."""
    optimal = 0.05 * math.sqrt(nodes)
    tolerance = _JITTER * max(math.sqrt(optimal), min(10.0, optimal * traction / nodes**2))
    if swinging / max(traction, _SOFT) > 2.0:
        if efficiency > 0.05:
            efficiency *= 0.5
        tolerance = max(tolerance, _JITTER)
    wanted = tolerance * efficiency * traction / swinging if swinging > 0 else math.inf
    if swinging > tolerance * traction:
        if efficiency > 0.05:
            efficiency *= 0.7
    elif speed < 1000:
        efficiency *= 1.3
    return speed + min(wanted - speed, 0.5 * speed), efficiency


def spread(places: Floats, diameters: Floats) -> Floats:
    """The same layout, so large that the discs drawn at the nodes can be told apart.

    It is scaled as a whole; in small networks, where each disc matters, overlapping ones are then pushed apart.

    Args:
        places: x and y of each node.
        diameters: of the disc drawn at each.
    """
    if len(places) < 2:
        return places
    radius = float(np.quantile(np.hypot(places[:, 0], places[:, 1]), 0.9))
    wanted = math.sqrt(_ROOM * float((diameters**2).sum())) / 2
    places = places * (wanted / max(radius, _SOFT))
    if len(places) > _SMALL:
        return places
    reach = (diameters[:, None] + diameters[None, :]) / 2 * _MARGIN
    np.fill_diagonal(reach, 0)
    for _ in range(_PUSHES):
        apart = places[:, None, :] - places[None, :, :]
        distance = np.maximum(np.hypot(apart[..., 0], apart[..., 1]), _SOFT)
        lacking = np.maximum(reach - distance, 0)
        if not lacking.any():
            break
        places = places + (apart * (lacking / distance / 2)[..., None]).sum(axis=1) * 0.8
    return places


# --- repulsion ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Level:
    """The cells of one level of the quadtree that hold nodes, in the order of their Morton codes."""

    side: float
    first: Integers
    """Of each cell, the first of its nodes in Morton order."""
    end: Integers
    """And the one after the last."""
    masses: Floats
    centres: Floats
    """Of mass."""
    children: Integers
    """Of each cell, the first of its cells in the next level."""
    children_end: Integers


def repulsion(places: Floats, masses: Floats, theta: float = _THETA) -> Floats:
    """The force that pushes each node from all others: the product of two masses over their distance.

    Args:
        places: x and y of each node.
        masses: of each node.
        theta: how large a cell may look, from a node, to act as one body; 0 computes all pairs.

    Returns:
        The force on each node.
    """
    order, levels = _quadtree(places, masses)
    x, y = places[order].T.copy()
    mass = masses[order]
    found = np.zeros((2, len(x)))
    # Parts of the nodes, one after the other: all pairs of a large network at once would not fit.
    part = max(1, _PAIRS_AT_ONCE // 100)
    for start in range(0, len(x), part):
        _push(np.arange(start, min(start + part, len(x))), x, y, mass, levels, theta, found)
    forces = np.empty_like(places)
    forces[order] = (found * mass).T
    return forces


def _push(
    nodes: Integers, x: Floats, y: Floats, mass: Floats, levels: list[_Level], theta: float, found: Floats
) -> None:
    """Adds what pushes some nodes, going down the tree level by level with all pairs of a node and a cell."""
    cells = np.zeros(len(nodes), dtype=np.int64)
    for depth, level in enumerate(levels):
        centres = level.centres
        dx, dy = x[nodes] - centres[cells, 0], y[nodes] - centres[cells, 1]
        squared = dx * dx + dy * dy
        first, end = level.first[cells], level.end[cells]
        within = (first <= nodes) & (nodes < end)
        alone = end - first == 1
        last = depth == len(levels) - 1
        done = ~within & (alone | (level.side**2 < theta**2 * squared))
        if last:
            # Nodes that share the smallest cell: what the others of it push, seen as one body.
            total, own = level.masses[cells], mass[nodes]
            rest = np.where(within, total - own, total)
            shift = np.where(within & (rest > 0), total / np.maximum(rest, _SOFT), 1.0)
            push = np.where(rest > 0, rest, 0.0) / np.maximum(squared * shift, _SOFT)
            done = rest > 0
        else:
            push = level.masses[cells] / np.maximum(squared, _SOFT)
        chosen = np.flatnonzero(done)
        pushed, strength = nodes[chosen], push[chosen]
        found[0] += np.bincount(pushed, dx[chosen] * strength, minlength=len(x))
        found[1] += np.bincount(pushed, dy[chosen] * strength, minlength=len(x))
        if last:
            return
        open_ = np.flatnonzero(~done & ~(within & alone))
        if not len(open_):
            return
        nodes, cells = nodes[open_], cells[open_]
        start = level.children[cells]
        number = level.children_end[cells] - start
        nodes = np.repeat(nodes, number)
        cells = np.repeat(start - (np.cumsum(number) - number), number) + np.arange(len(nodes))


def _quadtree(places: Floats, masses: Floats) -> tuple[Integers, list[_Level]]:
    """The nodes in Morton order, and the levels of the tree from the root down to where each node is alone."""
    low = places.min(axis=0)
    side = float((places.max(axis=0) - low).max()) or 1.0
    squares = np.minimum((places - low) * (2**_DEEPEST / side), 2**_DEEPEST - 1).astype(np.int64)
    codes = _spread(squares[:, 0]) | _spread(squares[:, 1]) << 1
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    mass = masses[order]
    sums = np.concatenate(
        [[[0.0, 0.0, 0.0]], np.cumsum(np.column_stack([mass, places[order] * mass[:, None]]), axis=0)]
    )
    starts = list(_starts(codes))
    levels = []
    for depth, first in enumerate(starts):
        end = np.append(first[1:], len(codes))
        total = sums[end] - sums[first]
        below = starts[depth + 1] if depth + 1 < len(starts) else first
        children = np.searchsorted(below, first)
        levels.append(
            _Level(
                side / 2**depth,
                first,
                end,
                total[:, 0],
                total[:, 1:] / total[:, :1],
                children,
                np.append(children[1:], len(below)),
            )
        )
    return order, levels


def _starts(codes: Integers) -> Iterator[Integers]:
    """For each level, the first node of each cell."""
    for depth in range(_DEEPEST + 1):
        cells = codes >> 2 * (_DEEPEST - depth)
        first = np.flatnonzero(np.concatenate([[True], cells[1:] != cells[:-1]]))
        yield first
        if len(first) == len(codes):
            return


def _spread(numbers: Integers) -> Integers:
    """The bits of each number at the even places."""
    spread = numbers
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        spread = (spread | spread << shift) & mask
    return spread
