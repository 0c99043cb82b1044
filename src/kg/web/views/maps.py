"""Maps as plain geometry: a part of the outlines that the front end built, with points on it. No tiles, no scripts."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.rdf.vocabulary import SCHEMA
from kg.web.api.graph import Graph
from kg.web.api.models import Reference
from kg.web.assets import ASSETS

_GRID = 20
"""Steps of a degree in the file of the outlines (``frontend/outlines.mjs``)."""
_LEAST = 22.0
"""Degrees of latitude that are shown at least."""
_MARGIN = 1.4
_SHAPE = 2.2
"""Width over height."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map."""

    place: Reference
    x: float
    y: float
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Map:
    """A part of the world, in the units of the outlines, east to west shortened as the middle of the part is."""

    outlines: str
    """Address of the file."""
    points: tuple[Point, ...]
    x: float
    y: float
    width: float
    height: float
    narrow: float
    """How long a degree of longitude is drawn, in degrees of latitude."""

    @property
    def letters(self) -> float:
        """The size of the letters, which that of the points goes by."""
        return round(self.width / 48, 1)


async def map_of(graph: Graph, places: Sequence[Reference]) -> Map | None:
    """The map of places; None where the graph has the position of none, or the outlines were not built."""
    outlines = ASSETS("world.svg")
    if outlines is None or not places:
        return None
    nodes = " ".join(f"<{place.id}>" for place in places)
    rows = await graph.rows(
        f"SELECT DISTINCT ?place ?latitude ?longitude WHERE {{ VALUES ?place {{ {nodes} }} "
        f"GRAPH ?g {{ ?place {SCHEMA.latitude} ?latitude ; {SCHEMA.longitude} ?longitude }} }}"
    )
    known = {row["place"]: (float(row["latitude"]), float(row["longitude"])) for row in rows}
    return drawn(outlines, ((place, *known[place.id]) for place in places if place.id in known))


def drawn(outlines: str, places: Iterable[tuple[Reference, float, float]]) -> Map | None:
    """The map of places with their latitudes and longitudes; None where there are none."""
    found = list(places)
    if not found:
        return None
    south, north = min(one[1] for one in found), max(one[1] for one in found)
    west, east = min(one[2] for one in found), max(one[2] for one in found)
    middle = (south + north) / 2
    narrow = max(math.cos(math.radians(middle)), 0.2)
    height = max((north - south) * _MARGIN, (east - west) * narrow * _MARGIN / _SHAPE, _LEAST) * _GRID
    width = height * _SHAPE
    points = tuple(
        Point(place, round(longitude * narrow * _GRID, 1), round(-latitude * _GRID, 1), latitude, longitude)
        for place, latitude, longitude in found
    )
    return Map(
        outlines,
        points,
        round((west + east) / 2 * narrow * _GRID - width / 2, 1),
        round(-middle * _GRID - height / 2, 1),
        round(width, 1),
        round(height, 1),
        round(narrow, 4),
    )
