"""Plots as plain geometry, which templates draw as SVG: no scripts, no styles within."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.queries import QUAD_CLASSES

_LEAST_BINS, _MOST_BINS = 12, 60
"""Months that a plot shows at least, and at most before it shows years."""
_WIDTH, _HEIGHT = 720, 220
_LEFT, _BOTTOM = 34, 22


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of a kind in a month."""

    month: str
    """``2022-04``, or ``2022`` where no month is known."""
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    number: int
    since: str
    """The month or the year that it stands for."""


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars over time; above the line what is below zero downwards."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    """Where, and the month or year."""
    scale: tuple[tuple[float, str], ...]
    """Where, and how many."""
    zero: float
    left: int = _LEFT
    width: int = _WIDTH
    height: int = _HEIGHT


def over_time(counts: Iterable[Count], above: Sequence[str], below: Sequence[str] = ()) -> Plot | None:
    """Bars by month, or by year where the months are many.

    Args:
        counts: in any order; those without a date are left out.
        above: the kinds that are stacked upwards.
        below: the kinds that are stacked downwards.

    Returns:
        None where there is nothing to draw.
    """
    dated = [count for count in counts if count.month and count.kind in (*above, *below)]
    if not dated:
        return None
    bins = _bins([count.month for count in dated if len(count.month) == 7] or [dated[0].month[:4] + "-01"])
    length = 7 if len(bins) and len(bins[0]) == 7 else 4
    held: dict[tuple[str, str], int] = {}
    for count in dated:
        # What has no month stands at the beginning of its year.
        bin_ = count.month[:length] if len(count.month) >= length else f"{count.month}-01"
        if bin_ in bins:
            held[bin_, count.kind] = held.get((bin_, count.kind), 0) + count.number
    up = max((sum(held.get((one, kind), 0) for kind in above) for one in bins), default=0)
    down = max((sum(held.get((one, kind), 0) for kind in below) for one in bins), default=0)
    if up + down == 0:
        return None
    inner = _HEIGHT - _BOTTOM - 8
    unit = inner / (up + down)
    zero = 8 + up * unit
    step = (_WIDTH - _LEFT) / len(bins)
    bars: list[Bar] = []
    for number, one in enumerate(bins):
        x = _LEFT + number * step + min(2.0, step * 0.1)
        width = min(step - 2 * min(2.0, step * 0.1), 36)
        top, bottom = zero, zero
        for kind in above:
            if count_ := held.get((one, kind), 0):
                top -= count_ * unit
                bars.append(Bar(_r(x), _r(top), _r(width), _r(count_ * unit), kind, count_, one))
        for kind in below:
            if count_ := held.get((one, kind), 0):
                bars.append(Bar(_r(x), _r(bottom), _r(width), _r(count_ * unit), kind, count_, one))
                bottom += count_ * unit
    every = max(1, math.ceil(len(bins) / 8))
    ticks = tuple((_r(_LEFT + number * step), one) for number, one in enumerate(bins) if number % every == 0)
    scale = [(zero - up * unit, str(up))] if up else []
    scale += [(zero + down * unit, str(down))] if down else []
    return Plot(tuple(bars), ticks, tuple((_r(y), text) for y, text in scale), _r(zero))


def _bins(months: list[str]) -> list[str]:
    first, last = min(months), max(months)
    start, end = (int(one[:4]) * 12 + int(one[5:7]) - 1 for one in (first, last))
    start = min(start, end + 1 - _LEAST_BINS)
    if end - start + 1 > _MOST_BINS:
        return [str(year) for year in range(int(first[:4]), int(last[:4]) + 1)]
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, end + 1)]


_LONGEST_NAME, _LONGEST_LINE = 34, 13
"""Letters of a name beside a disc."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An actor around another."""

    id: str
    name: str
    type: str
    page: str
    cooperation: int
    conflict: int
    x: float = 0
    y: float = 0
    width: float = 1
    """Of the line to it."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The name, in two lines where it is long."""
        name = self.name if len(self.name) <= _LONGEST_NAME else f"{self.name[: _LONGEST_NAME - 1].rstrip()}…"
        if len(name) <= _LONGEST_LINE:
            return (name,)
        middle = len(name) // 2
        gap = min((at for at, letter in enumerate(name) if letter == " "), key=lambda at: abs(at - middle), default=0)
        return (name[:gap], name[gap + 1 :]) if gap else (name,)

    @property
    def tone(self) -> str:
        """What there is more of."""
        return "conflict" if self.conflict > self.cooperation else "cooperation"


@dataclass(frozen=True, slots=True)
class Star:
    """An actor and those around it."""

    neighbours: tuple[Neighbour, ...]
    width: int = 720
    height: int = 420


def star(neighbours: Sequence[Neighbour]) -> Star | None:
    """Those around an actor, on an ellipse; None where there are fewer than two."""
    if len(neighbours) < 2:
        return None
    most = max(one.cooperation + one.conflict for one in neighbours)
    placed = []
    for number, one in enumerate(neighbours):
        angle = 2 * math.pi * number / len(neighbours) - math.pi / 2
        placed.append(
            Neighbour(
                one.id,
                one.name,
                one.type,
                one.page,
                one.cooperation,
                one.conflict,
                _r(360 + 215 * math.cos(angle)),
                _r(210 + 165 * math.sin(angle)),
                _r(1 + 7 * math.sqrt((one.cooperation + one.conflict) / most)),
            )
        )
    return Star(tuple(placed))


CLASSES = QUAD_CLASSES
COOPERATION, CONFLICT = CLASSES[:2], CLASSES[2:]


def _r(value: float) -> float:
    return round(value, 1)
