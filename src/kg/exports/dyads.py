"""Who did how much of what to whom: a table of directed pairs, as political scientists count them.

A row for each day (month or year, where the text says no more), pair and quad class: events and articles. Only what is
told as a fact counts. Those who act together without a recipient (a meeting) make a pair in each direction.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import permutations, product
from typing import BinaryIO

from kg.exports.base import Exporter, write_lines
from kg.exports.network import QUAD_CLASSES, selected
from kg.exports.records import EventRecord, Records
from kg.exports.sectors import Coded, code
from kg.exports.selection import DATES, EVENTS, QuadClass
from kg.model import Status
from kg.stores import Store

COLUMNS = (
    *("date", "month", "source", "source_name", "source_country", "source_sector"),
    *("target", "target_name", "target_country", "target_sector", "quad_class", "quad_code"),
    *("events", "articles", "types"),
)
_QUAD_CODES = {quad_class: number for number, quad_class in enumerate(QuadClass, start=1)}


class DyadsExporter(Exporter):
    """Events counted by day, pair of actors and quad class."""

    name = "dyads"
    title = "Dyads: events by day, pair and quad class"
    media_type = "text/csv"
    suffix = ".csv"
    filters = DATES | EVENTS

    def write(self, store: Store, target: BinaryIO) -> Mapping[str, int]:
        """See :meth:`kg.exports.base.Exporter.write`."""
        records = Records(store, self.base)
        actors = {actor.id: actor for actor in records.actors()}
        codes = code(actors.values(), records.positions())
        told: dict[tuple[str, str, str, QuadClass], list[EventRecord]] = defaultdict(list)
        for event in records.events():
            if event.status is Status.ACTUAL and selected(event, self.selection):
                day = str(event.start) if event.start else ""
                for source, aim in pairs(event):
                    told[day, source, aim, QUAD_CLASSES[event.type]].append(event)

        def cells(actor: str) -> tuple[str, str, str, str]:
            coded = codes.get(actor) or Coded()
            return (actor, actors[actor].label if actor in actors else "", coded.country, coded.sector)

        def lines() -> Iterator[str]:
            yield _line(COLUMNS)
            for (day, source, aim, quad_class), events in sorted(told.items(), key=lambda item: item[0]):
                articles = {article for event in events for article in event.articles}
                types = sorted({event.type.value for event in events})
                yield _line(
                    (
                        *(day, day[:7], *cells(source), *cells(aim), quad_class.value, _QUAD_CODES[quad_class]),
                        *(len(events), len(articles), ";".join(types)),
                    )
                )

        return {"rows": write_lines(lines(), target) - 1}


def pairs(event: EventRecord) -> Iterator[tuple[str, str]]:
    """The directed pairs of an event; none where only one side is known."""
    if event.recipients:
        return iter(product(event.initiators, event.recipients))
    return iter(permutations(event.initiators, 2))


def _line(cells: tuple[str | int, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()
