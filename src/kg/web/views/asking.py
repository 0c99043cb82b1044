"""What pages ask beside the API: counts that no list gives. Each has a query that the page shows to its reader."""

from collections import Counter
from collections.abc import Iterable, Sequence

from kg.catalogue import CAST, MONTH, QUAD_CLASS, Condition, Selection, Tally, stance
from kg.model import QUAD_CLASS_OF, EventType
from kg.rdf.vocabulary import DCTERMS, KG, PLOVER, RDF
from kg.web.api.counting import Counting, Part
from kg.web.api.events import PARTIES
from kg.web.api.graph import PROLOGUE, Row
from kg.web.views.plots import Count

_PARTY = "|".join(map(str, PARTIES))
_TAKES_PART = tuple(node.value for node in PARTIES)
_ACTUAL = Condition((KG.status.value,), (KG.Actual.value,))


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


def counterparts(actor: str, limit: int = 400) -> Counting:
    """With whom an actor has to do, by quad class (or event type): ``other``, ``kind``, ``n``."""
    query = (
        f"SELECT ?other ?kind (COUNT(DISTINCT ?event) AS ?n) WHERE {{\n  GRAPH ?article {{\n"
        f"    ?event {_PARTY} <{actor}> .\n    ?event {_PARTY} ?other ; {KG.eventType} ?kind ; {KG.status} ?status .\n"
        f"    FILTER(?status = {KG.Actual} && ?other != <{actor}>)\n  }}\n}}\n"
        f"GROUP BY ?other ?kind ORDER BY DESC(?n) LIMIT {limit}"
    )
    tally = Tally(_events([actor]), (_TAKES_PART, (QUAD_CLASS,)), actor, limit)
    return Counting(query, (Part(tally, ("other", "kind", "n")),))


def months_of_events(*sides: Sequence[str]) -> Counting:
    """How many events have parties from each side, by month and quad class (or event type): ``month``, ``kind``,
    ``n``.
    """
    parties = "".join(f"    {_one_of(side, f'party{number}')}\n" for number, side in enumerate(sides))
    query = (
        f"SELECT ?month ?kind (COUNT(DISTINCT ?event) AS ?n) WHERE {{\n  GRAPH ?article {{\n{parties}"
        f"    ?event {KG.eventType} ?kind ; {KG.status} ?status ; {KG.startDate} ?date .\n"
        f"    FILTER(?status = {KG.Actual})\n  }}\n"
        f"  BIND(SUBSTR(STR(?date), 1, 7) AS ?month)\n}}\nGROUP BY ?month ?kind ORDER BY ?month"
    )
    tally = Tally(_events(*sides), ((MONTH,), (QUAD_CLASS,)))
    return Counting(query, (Part(tally, ("month", "kind", "n")),))


def classes_of_events(*sides: Sequence[str]) -> Counting:
    """As :func:`months_of_events`, whenever they were: ``kind``, ``n``."""
    parties = "".join(f"    {_one_of(side, f'party{number}')}\n" for number, side in enumerate(sides))
    query = (
        f"SELECT ?kind (COUNT(DISTINCT ?event) AS ?n) WHERE {{\n  GRAPH ?article {{\n{parties}"
        f"    ?event {KG.eventType} ?kind ; {KG.status} ?status .\n"
        f"    FILTER(?status = {KG.Actual})\n  }}\n}}\nGROUP BY ?kind ORDER BY DESC(?n)"
    )
    return Counting(query, (Part(Tally(_events(*sides), ((QUAD_CLASS,),)), ("kind", "n")),))


def _one_of(side: Sequence[str], variable: str) -> str:
    if len(side) == 1:
        return f"?event {_PARTY} <{side[0]}> ."
    return f"VALUES ?{variable} {{ {' '.join(f'<{one}>' for one in side)} }} ?event {_PARTY} ?{variable} ."


def months_of_claims(actor: str) -> Counting:
    """How many statements an actor makes (``said``), and how many are made of it (``about``): ``month``, ``kind``,
    ``n``.
    """
    kinds = ((KG.speaker, "said"), (KG.about, "about"))
    sides = "\n  UNION\n".join(
        f'  {{ GRAPH ?article {{ ?claim {role} <{actor}> ; {KG.statedOn} ?date }} BIND("{kind}" AS ?kind) }}'
        for role, kind in kinds
    )
    query = (
        f"SELECT ?month ?kind (COUNT(DISTINCT ?claim) AS ?n) WHERE {{\n{sides}\n"
        "  BIND(SUBSTR(STR(?date), 1, 7) AS ?month)\n}\nGROUP BY ?month ?kind ORDER BY ?month"
    )
    parts = (
        Part(Tally(_claims(role.value, actor), ((MONTH,),)), ("month", "n"), {"kind": kind}) for role, kind in kinds
    )
    return Counting(query, tuple(parts))


def stances_towards(actor: str) -> Counting:
    """How many statements support an actor, and how many oppose it: ``way``, ``n``."""
    query = (
        f"SELECT ?way (COUNT(DISTINCT ?claim) AS ?n) WHERE {{\n  GRAPH ?article {{\n"
        f"    ?stance {KG.target} <{actor}> ; {KG.polarity} ?way .\n    ?claim {KG.stance} ?stance .\n"
        f"    FILTER(?way IN ({KG.Support}, {KG.Oppose}))\n  }}\n}}\n"
        "GROUP BY ?way ORDER BY DESC(?n) ?way"
    )
    ways = (KG.Support.value, KG.Oppose.value)
    parts = (Part(Tally(_claims(KG.stance.value, stance(way, actor))), ("n",), {"way": way}) for way in ways)
    return Counting(query, tuple(parts))


def attitudes(actor: str, *, held: bool, limit: int = 200) -> Counting:
    """Whom articles show an actor to support or to oppose or, of attitudes not ``held`` by it, who supports or opposes
    it, and in how many articles: ``other``, ``way``, ``n``.
    """
    own, others = (KG.heldBy, KG.target) if held else (KG.target, KG.heldBy)
    query = (
        f"SELECT ?other ?way (COUNT(DISTINCT ?attitude) AS ?n) WHERE {{\n  GRAPH ?article {{\n"
        f"    ?attitude {RDF.type} {KG.Attitude} ; {own} <{actor}> ; {others} ?other ; {KG.polarity} ?way .\n  }}\n}}\n"
        f"GROUP BY ?other ?way ORDER BY DESC(?n) ?other LIMIT {limit}"
    )
    selection = Selection(KG.Attitude.value, (Condition((own.value,), (actor,)),))
    tally = Tally(selection, ((others.value,), (KG.polarity.value,)), limit=limit)
    return Counting(query, (Part(tally, ("other", "way", "n")),))


def outlets(actor: str, limit: int = 12) -> Counting:
    """Which outlets name an actor, in how many articles: ``outlet``, ``n``."""
    query = (
        f"SELECT ?outlet (COUNT(DISTINCT ?article) AS ?n) WHERE {{\n  GRAPH ?article {{\n"
        f"    <{actor}> {RDF.type} {KG.Actor} .\n    ?article {DCTERMS.publisher} ?outlet .\n  }}\n}}\n"
        f"GROUP BY ?outlet ORDER BY DESC(?n) ?outlet LIMIT {limit}"
    )
    selection = Selection(KG.Article.value, (Condition((CAST,), (actor,)),))
    tally = Tally(selection, ((DCTERMS.publisher.value,),), limit=limit)
    return Counting(query, (Part(tally, ("outlet", "n")),))


def by_class(rows: Iterable[Row]) -> list[Count]:
    """The counts of a query above, of event types by their quad classes."""
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if "kind" in row:
            found[row.get("month", ""), class_of(row["kind"])] += int(row["n"])
    return [Count(month, name, number) for (month, name), number in sorted(found.items())]


def class_of(kind: str) -> str:
    """The quad class of an event type; other kinds as they are."""
    name = kind.removeprefix(PLOVER)
    return QUAD_CLASS_OF[EventType(name)] if name in set(EventType) else name


def _events(*sides: Sequence[str]) -> Selection:
    """Events that are told as facts, in which one of each side has a part."""
    taking_part = (Condition(_TAKES_PART, tuple(side)) for side in sides)
    return Selection(KG.Event.value, (*taking_part, _ACTUAL))


def _claims(property: str, value: str) -> Selection:
    return Selection(KG.Claim.value, (Condition((property,), (value,)),))
