"""What pages ask beside the API: counts that no list gives. Each is a query that the page shows to its reader."""

from kg.rdf.vocabulary import DCTERMS, ITSRDF, KG, event_type
from kg.web.api.described import QUAD_CLASS_OF
from kg.web.api.events import PARTY
from kg.web.api.graph import PROLOGUE

_CLASSES = " ".join(f'({event_type(kind)} "{name}")' for kind, name in QUAD_CLASS_OF.items())


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


def counterparts(actor: str, limit: int = 60) -> str:
    """With whom an actor has to do, by quad class."""
    return (
        f"SELECT ?other ?class (COUNT(DISTINCT ?event) AS ?n) WHERE {{\n  GRAPH ?article {{\n"
        f"    ?event {PARTY} <{actor}> ; {PARTY} ?other ; {KG.eventType} ?kind ; {KG.status} {KG.Actual} .\n  }}\n"
        f"  FILTER(?other != <{actor}>)\n  VALUES (?kind ?class) {{ {_CLASSES} }}\n}}\n"
        f"GROUP BY ?other ?class ORDER BY DESC(?n) ?other LIMIT {limit}"
    )


def months_of_events(actor: str, other: str | None = None) -> str:
    """How many events an actor has a part in (with another), by month and quad class."""
    beside = f"{PARTY} <{other}> ; " if other else ""
    return (
        f"SELECT ?month ?class (COUNT(DISTINCT ?event) AS ?n) WHERE {{\n  GRAPH ?article {{\n"
        f"    ?event {PARTY} <{actor}> ; {beside}{KG.eventType} ?kind ; {KG.status} {KG.Actual} ; "
        f"{KG.startDate} ?date .\n  }}\n  VALUES (?kind ?class) {{ {_CLASSES} }}\n"
        f"  BIND(SUBSTR(STR(?date), 1, 7) AS ?month)\n}}\nGROUP BY ?month ?class ORDER BY ?month"
    )


def months_of_claims(actor: str) -> str:
    """How many statements an actor makes, and how many are made of it, by month."""
    return (
        f"SELECT ?month ?class (COUNT(DISTINCT ?claim) AS ?n) WHERE {{\n  GRAPH ?article {{\n"
        f"    ?claim ?role <{actor}> ; {KG.statedOn} ?date .\n  }}\n"
        f'  VALUES (?role ?class) {{ ({KG.speaker} "said") ({KG.about} "about") }}\n'
        f"  BIND(SUBSTR(STR(?date), 1, 7) AS ?month)\n}}\nGROUP BY ?month ?class ORDER BY ?month"
    )


def outlets(actor: str, limit: int = 12) -> str:
    """Which outlets name an actor, in how many articles."""
    return (
        f"SELECT ?outlet (COUNT(DISTINCT ?article) AS ?n) WHERE {{\n  GRAPH ?article {{\n"
        f"    ?mention {ITSRDF.taIdentRef} <{actor}> .\n    ?article {DCTERMS.publisher} ?outlet .\n  }}\n}}\n"
        f"GROUP BY ?outlet ORDER BY DESC(?n) ?outlet LIMIT {limit}"
    )
