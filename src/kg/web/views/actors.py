"""The page of an actor."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass

from fastapi import Request, Response

from kg.rdf.vocabulary import KG
from kg.web.api import actors, claims, events, positions
from kg.web.api.claims import ClaimQuery
from kg.web.api.described import named
from kg.web.api.events import EventQuery
from kg.web.api.lists import Api
from kg.web.api.models import Position, Reference
from kg.web.api.positions import PositionQuery
from kg.web.rendering import Renderer
from kg.web.views import asking
from kg.web.views.plots import CLASSES, CONFLICT, COOPERATION, Neighbour, over_time, star

_SHOWN = 6
_AROUND = 12


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody with whom an actor has to do."""

    ref: Reference
    counts: tuple[tuple[str, int], ...]
    """By quad class."""
    total: int


@dataclass(frozen=True, slots=True)
class Office:
    """A position, however often it is told, and since and until when it is attested."""

    title: str
    of: Reference
    first: str | None
    last: str | None
    page: str


async def actor_page(request: Request, render: Renderer, api: Api, local: str, query: str) -> Response:
    """All that the graph knows of an actor, at a glance. Raises ProblemError where there is none."""
    actor = await actors.one_actor(api, local)
    graph, node = api.graph, actor.id
    said, about, done, held, held_by = await asyncio.gather(
        claims.find(api, ClaimQuery(speaker=[node], limit=_SHOWN)),
        claims.find(api, ClaimQuery(about=[node], limit=_SHOWN)),
        events.find(api, EventQuery(actor=[node], limit=_SHOWN)),
        positions.find(api, PositionQuery(holder=[node], limit=50)),
        positions.find(api, PositionQuery(of=[node], limit=50)),
    )
    queries = {
        "with": asking.counterparts(node),
        "events": asking.months_of_events(node),
        "claims": asking.months_of_claims(node),
        "outlets": asking.outlets(node),
        "stances": asking.stances_towards(node),
    }
    with_whom, months, spoken, outlets, stances = await asyncio.gather(
        *(counting.rows(graph) for counting in queries.values())
    )
    names = await named(
        graph, {row["other"] for row in with_whom} | {row["outlet"] for row in outlets if "outlet" in row}
    )
    counted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in with_whom:
        counted[row["other"]][asking.class_of(row["kind"])] += int(row["n"])
    partners = sorted(
        (
            Partner(
                names[other],
                tuple((kind, kinds.get(kind, 0)) for kind in CLASSES),
                sum(kinds.values()),
            )
            for other, kinds in counted.items()
        ),
        key=lambda one: (-one.total, one.ref.name),
    )
    around = [
        Neighbour(
            one.ref.id,
            one.ref.name,
            one.ref.type.lower(),
            one.ref.page,
            sum(number for kind, number in one.counts if kind in COOPERATION),
            sum(number for kind, number in one.counts if kind in CONFLICT),
        )
        for one in partners[:_AROUND]
    ]
    return render(
        request,
        "actor.html",
        actor=actor,
        said=said.items,
        about=about.items,
        events=done.items,
        offices=_offices(held.items),
        holders=held_by.items,
        partners=partners[:_AROUND],
        star=star(around),
        plot=over_time(
            asking.by_class(months),
            COOPERATION,
            CONFLICT,
        ),
        talk=over_time(
            asking.by_class(spoken),
            ("said",),
            ("about",),
        ),
        outlets=[(names[row["outlet"]], int(row["n"])) for row in outlets if "outlet" in row],
        stances=[
            (row["way"].removeprefix(KG.namespace).lower(), int(row["n"]))
            for row in stances
            if "way" in row and row["n"] != "0"
        ],
        query=query,
        queries={name: asking.short(counting.query) for name, counting in queries.items()},
    )


def _offices(held: list[Position]) -> list[Office]:
    told: dict[tuple[str, str], list[Position]] = defaultdict(list)
    for position in held:
        told[position.title, position.of.id].append(position)
    found = []
    for (title, _), some in told.items():
        dates = sorted(date for position in some for date in position.attested_on)
        found.append(Office(title, some[0].of, dates[0] if dates else None, dates[-1] if dates else None, some[0].page))
    return sorted(found, key=lambda one: (one.last or "", one.title), reverse=True)
