"""The page of an actor."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import Request, Response

from kg.rdf.vocabulary import KG
from kg.web.api import actors, claims, counting, events, positions
from kg.web.api.claims import ClaimQuery
from kg.web.api.described import named
from kg.web.api.events import EventQuery
from kg.web.api.graph import Row
from kg.web.api.lists import Api, firsts
from kg.web.api.models import Position, Reference
from kg.web.api.positions import PositionQuery
from kg.web.rendering import Renderer
from kg.web.views import asking
from kg.web.views.plots import CLASSES, CONFLICT, COOPERATION, Neighbour, over_time, star

_SHOWN = 6
_OFFICES = 50
_AROUND = 12


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody with whom an actor has to do."""

    ref: Reference
    counts: tuple[tuple[str, int], ...]
    """By quad class."""
    total: int


@dataclass(frozen=True, slots=True)
class Standing:
    """In how many articles an actor is for and against another, or the other for and against it."""

    ref: Reference
    support: int
    oppose: int


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
    said, about, done, held, held_by = await firsts(
        api,
        [
            (await claims.listing(api, ClaimQuery(speaker=[node])), _SHOWN),
            (await claims.listing(api, ClaimQuery(about=[node])), _SHOWN),
            (await events.listing(api, EventQuery(actor=[node])), _SHOWN),
            (await positions.listing(api, PositionQuery(holder=[node])), _OFFICES),
            (await positions.listing(api, PositionQuery(of=[node])), _OFFICES),
        ],
    )
    queries = {
        "with": asking.counterparts(node),
        "events": asking.months_of_events([node]),
        "claims": asking.months_of_claims(node),
        "outlets": asking.outlets(node),
        "stances": asking.stances_towards(node),
        "for": asking.attitudes(node, held=True),
        "towards": asking.attitudes(node, held=False),
    }
    with_whom, months, spoken, outlets, stances, own, others = await counting.rows(graph, list(queries.values()))
    nearest = _nearest(with_whom)
    standing = [_standing(rows) for rows in (own, others)]
    names = await named(
        graph,
        nearest.keys()
        | {row["outlet"] for row in outlets if "outlet" in row}
        | {other for counted in standing for other in counted},
    )
    partners = [_partner(names[other], counts) for other, counts in nearest.items()]
    around = [
        Neighbour(
            one.ref.id,
            one.ref.name,
            one.ref.type.lower(),
            one.ref.page,
            sum(number for kind, number in one.counts if kind in COOPERATION),
            sum(number for kind, number in one.counts if kind in CONFLICT),
        )
        for one in partners
    ]
    return render(
        request,
        "actor.html",
        actor=actor,
        said=said,
        about=about,
        events=done,
        offices=_offices([one for one in held if isinstance(one, Position)]),
        holders=held_by,
        partners=partners,
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
        attitudes=[
            [
                Standing(names[other], counts[KG.Support.value], counts[KG.Oppose.value])
                for other, counts in counted.items()
            ]
            for counted in standing
        ],
        query=query,
        queries={name: asking.short(asked.query) for name, asked in queries.items()},
    )


def _nearest(with_whom: Iterable[Row]) -> dict[str, Counter[str]]:
    """With whom an actor has most to do, and how often, by quad class."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in with_whom:
        counted[row["other"]][asking.class_of(row["kind"])] += int(row["n"])
    most = sorted(counted.items(), key=lambda one: (-one[1].total(), one[0]))
    return dict(most[:_AROUND])


def _standing(rows: Iterable[Row]) -> dict[str, Counter[str]]:
    """To whom an actor stands in most articles, and in how many how, by polarity."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if "other" in row:
            counted[row["other"]][row["way"]] += int(row["n"])
    return dict(sorted(counted.items(), key=lambda one: (-one[1].total(), one[0]))[:_AROUND])


def _partner(ref: Reference, counts: Counter[str]) -> Partner:
    return Partner(ref, tuple((kind, counts[kind]) for kind in CLASSES), counts.total())


def _offices(held: list[Position]) -> list[Office]:
    told: dict[tuple[str, str], list[Position]] = defaultdict(list)
    for position in held:
        told[position.title, position.of.id].append(position)
    found = []
    for (title, _), some in told.items():
        dates = sorted(date for position in some for date in position.attested_on)
        found.append(Office(title, some[0].of, dates[0] if dates else None, dates[-1] if dates else None, some[0].page))
    return sorted(found, key=lambda one: (one.last or "", one.title), reverse=True)
