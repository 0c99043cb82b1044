"""What pages ask beside the API: counts that no list gives. Each is a query that the page shows to its reader."""

from collections import Counter
from collections.abc import Iterable

from kg.model import EventType
from kg.rdf.vocabulary import DCTERMS, KG, PLOVER, RDF
from kg.web.api.described import QUAD_CLASS_OF
from kg.web.api.events import PARTY
from kg.web.api.graph import PROLOGUE, Row
from kg.web.views.plots import Count


def short(query: str) -> str:
    """A query as people read it: with prefixes, of which it has those that it uses."""
    prefixes = [line for line in PROLOGUE.splitlines() if line]
    used = []
    for line in prefixes:
        _, name, space = line.split(" ")
        space = space.strip("<>")
        if f"<{space}" in query or f" {name}" in query:
            used.append(line)
            for term in set(_terms(query, space)):
                query = query.replace(f"<{space}{term}>", f"{name}{term}")
    return "\n".join([*used, "", query])


def _terms(query: str, space: str) -> list[str]:
    pieces = query.split(f"<{space}")[1:]
    return [term for piece in pieces if (term := piece.partition(">")[0]).replace("-", "").isalnum()]


def counterparts(actor: str, limit: int = 400) -> str:
    """With whom an actor has to do, by event type."""
    return (
        f"SELECT ?other ?kind (COUNT(DISTINCT ?event) AS ?n) WHERE {{\n  GRAPH ?article {{\n"
        f"    ?event {PARTY} <{actor}> .\n    ?event {PARTY} ?other ; {KG.eventType} ?kind ; {KG.status} ?status .\n"
        f"    FILTER(?status = {KG.Actual} && ?other != <{actor}>)\n  }}\n}}\n"
        f"GROUP BY ?other ?kind ORDER BY DESC(?n) LIMIT {limit}"
    )


def months_of_events(actor: str, other: str | None = None) -> str:
    """How many events an actor has a part in (with another), by month and event type."""
    beside = f"    ?event {PARTY} <{other}> .\n" if other else ""
    return (
        f"SELECT ?month ?kind (COUNT(DISTINCT ?event) AS ?n) WHERE {{\n  GRAPH ?article {{\n"
        f"    ?event {PARTY} <{actor}> .\n{beside}"
        f"    ?event {KG.eventType} ?kind ; {KG.status} ?status ; {KG.startDate} ?date .\n"
        f"    FILTER(?status = {KG.Actual})\n  }}\n"
        f"  BIND(SUBSTR(STR(?date), 1, 7) AS ?month)\n}}\nGROUP BY ?month ?kind ORDER BY ?month"
    )


def months_of_claims(actor: str) -> str:
    """How many statements an actor makes, and how many are made of it, by month."""
    sides = "\n  UNION\n".join(
        f'  {{ GRAPH ?article {{ ?claim {role} <{actor}> ; {KG.statedOn} ?date }} BIND("{kind}" AS ?kind) }}'
        for role, kind in ((KG.speaker, "said"), (KG.about, "about"))
    )
    return (
        f"SELECT ?month ?kind (COUNT(DISTINCT ?claim) AS ?n) WHERE {{\n{sides}\n"
        "  BIND(SUBSTR(STR(?date), 1, 7) AS ?month)\n}\nGROUP BY ?month ?kind ORDER BY ?month"
    )


def stances_towards(actor: str) -> str:
    """How many statements support an actor, and how many oppose it."""
    return (
        f"SELECT ?way (COUNT(DISTINCT ?claim) AS ?n) WHERE {{\n  GRAPH ?article {{\n"
        f"    ?stance {KG.target} <{actor}> ; {KG.polarity} ?way .\n    ?claim {KG.stance} ?stance .\n"
        f"    FILTER(?way IN ({KG.Support}, {KG.Oppose}))\n  }}\n}}\n"
        "GROUP BY ?way ORDER BY DESC(?n) ?way"
    )


def outlets(actor: str, limit: int = 12) -> str:
    """Which outlets name an actor, in how many articles."""
    return (
        f"SELECT ?outlet (COUNT(DISTINCT ?article) AS ?n) WHERE {{\n  GRAPH ?article {{\n"
        f"    <{actor}> {RDF.type} {KG.Actor} .\n    ?article {DCTERMS.publisher} ?outlet .\n  }}\n}}\n"
        f"GROUP BY ?outlet ORDER BY DESC(?n) ?outlet LIMIT {limit}"
    )


def by_class(rows: Iterable[Row]) -> list[Count]:
    """The counts of a query above, of event types by their quad classes."""
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if "kind" in row:
            kind = row["kind"].removeprefix(PLOVER)
            name = QUAD_CLASS_OF[EventType(kind)] if kind in set(EventType) else kind
            found[row.get("month", ""), name] += int(row["n"])
    return [Count(month, name, number) for (month, name), number in sorted(found.items())]
