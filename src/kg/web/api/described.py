"""What the graph says of things, as the API's objects: triples are fetched for many at a time and put together here."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from razdel import sentenize

from kg.model import QUAD_CLASS_OF, EventType, Polarity, QuotationType, Status
from kg.rdf.vocabulary import DCTERMS, KG, NIF, PLOVER, RDF, RDFS
from kg.web.api.graph import Graph, Row, chunks
from kg.web.api.models import Claim, Event, Evidence, Position, Reference, Source, Stance

_PATHS = {
    "actor": "actors",
    "article": "articles",
    "claim": "claims",
    "event": "events",
    "place": "places",
    "position": "positions",
}
_CLASSES = ("Person", "State", "Organisation", "Place", "Article", "Claim", "Event", "Position")
_REFERRING = (KG.speaker, KG.addressee, KG.about, KG.initiator, KG.recipient, KG.place, KG.holder, KG.of)
_BEFORE, _AFTER = 400, 400
"""Code points of the text around the evidence in which its sentence is looked for."""
_T = TypeVar("_T")

Statement = Claim | Event | Position
Properties = dict[str, dict[str, None]]
"""By property, the values, each once, in their order."""


class Triples:
    """What is said of some things: by subject and property, in whichever graphs."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._of: dict[str, Properties] = defaultdict(lambda: defaultdict(dict))
        for row in rows:
            self._of[row["s"]][row["p"]][row["o"]] = None

    def __contains__(self, node: str) -> bool:
        return node in self._of

    def all(self, node: str, property: object) -> list[str]:
        """The values, in alphabetical order."""
        return sorted(self._of[node][_value(property)]) if node in self._of else []

    def one(self, node: str, property: object) -> str | None:
        """The first value; None where there is none."""
        found = self.all(node, property)
        return found[0] if found else None

    def subjects(self) -> list[str]:
        """All of which something is said."""
        return list(self._of)


def href(graph: Graph, node: str) -> str:
    """Where the API tells of a thing."""
    kind, _, local = graph.local(node).partition("/")
    return f"/api/v1/{_PATHS.get(kind, kind)}/{local}"


def page(graph: Graph, node: str) -> str:
    """The page of a thing."""
    return f"/{graph.local(node)}" if node.startswith(graph.base) else node


def reference(graph: Graph, node: str, name: str | None, kind: str) -> Reference:
    """A thing by its name."""
    return Reference(id=node, type=kind, name=name or graph.local(node), href=href(graph, node), page=page(graph, node))


async def named(graph: Graph, nodes: Iterable[str]) -> dict[str, Reference]:
    """Things by their names, wherever the graph tells these."""
    wanted = sorted(set(nodes))
    rows: list[Row] = []
    for some in chunks(wanted):
        found = await graph.rows(_NAMES_OF_KNOWN.format(actors=f"<{graph.base}graph/actors>", nodes=_nodes(some)))
        known = {row["s"] for row in found}
        left = [node for node in some if node not in known]
        rows += found
        if left:
            rows += await graph.rows(_NAMES.format(nodes=_nodes(left)))
    return names_of(graph, Triples(rows), wanted)


async def statements(graph: Graph, nodes: Sequence[str]) -> dict[str, Statement]:
    """The claims, events and positions of these IRIs; those that the graph does not know are left out."""
    triples, evidence, names = await _parts(graph, nodes)
    spoken = [node for node in nodes if triples.one(node, KG.text) is not None]
    done = [node for node in nodes if triples.one(node, KG.eventType) is not None]
    shown, telling = await asyncio.gather(_shown_stances(graph, spoken), _telling(graph, done))
    known = _Known(graph, triples, evidence, names)
    found: dict[str, Statement] = {}
    stances = await _stances(graph, shown, names)
    found |= {node: _claim(known, node, stances[node]) for node in spoken}
    found |= {node: _event(known, node, telling[node]) for node in done}
    for node in nodes:
        holder, of = triples.one(node, KG.holder), triples.one(node, KG.of)
        if holder is not None and of is not None:
            found[node] = _position(known, node, holder, of)
    return found


async def claims(graph: Graph, nodes: Sequence[str]) -> list[Claim]:
    """The claims of these IRIs, in their order; those that the graph does not know are left out."""
    return _of_class(Claim, nodes, await statements(graph, nodes))


async def events(graph: Graph, nodes: Sequence[str]) -> list[Event]:
    """As :func:`claims`, for events."""
    return _of_class(Event, nodes, await statements(graph, nodes))


async def positions(graph: Graph, nodes: Sequence[str]) -> list[Position]:
    """As :func:`claims`, for positions."""
    return _of_class(Position, nodes, await statements(graph, nodes))


@dataclass(frozen=True, slots=True)
class _Known:
    """What was fetched of some things."""

    graph: Graph
    triples: "Triples"
    evidence: Mapping[str, list[Evidence]]
    names: Mapping[str, Reference]

    def refs(self, node: str, property: object) -> list[Reference]:
        """Those that a property leads to."""
        return [self.names[value] for value in self.triples.all(node, property) if value in self.names]

    def ref(self, node: str, property: object) -> Reference | None:
        """The first of them."""
        return next(iter(self.refs(node, property)), None)

    def latest(self, node: str, property: object) -> str | None:
        """The last of several dates."""
        return max(self.triples.all(node, property), default=None)


def _claim(known: _Known, node: str, stances: list[Stance]) -> Claim:
    triples = known.triples
    return Claim(
        id=node,
        href=href(known.graph, node),
        page=page(known.graph, node),
        text=triples.one(node, KG.text) or "",
        quotation_type=QuotationType(_short(triples.one(node, KG.quotationType), "#Indirect").lower()),
        speaker=known.ref(node, KG.speaker),
        cue=triples.one(node, KG.cue),
        addressees=known.refs(node, KG.addressee),
        about=known.refs(node, KG.about),
        stances=stances,
        stated_on=known.latest(node, KG.statedOn),
        asserts=triples.all(node, KG.asserts),
        evidence=known.evidence.get(node, []),
    )


def _event(known: _Known, node: str, telling: list[str]) -> Event:
    triples = known.triples
    type_ = EventType((triples.one(node, KG.eventType) or "").removeprefix(PLOVER))
    mode = triples.one(node, KG.mode)
    return Event(
        id=node,
        href=href(known.graph, node),
        page=page(known.graph, node),
        type=type_,
        mode=mode.removeprefix(f"{PLOVER}{type_}-") if mode else None,
        contexts=[context.removeprefix(PLOVER) for context in triples.all(node, KG.context)],
        quad_class=QUAD_CLASS_OF[type_],
        status=Status(_short(triples.one(node, KG.status), "#Actual").lower()),
        initiators=known.refs(node, KG.initiator),
        recipients=known.refs(node, KG.recipient),
        start_date=known.latest(node, KG.startDate),
        end_date=known.latest(node, KG.endDate),
        place=known.ref(node, KG.place),
        claims=sorted(telling),
        evidence=known.evidence.get(node, []),
    )


def _position(known: _Known, node: str, holder: str, of: str) -> Position:
    return Position(
        id=node,
        href=href(known.graph, node),
        page=page(known.graph, node),
        holder=known.names[holder],
        title=known.triples.one(node, KG.title) or "",
        of=known.names[of],
        attested_on=known.triples.all(node, KG.attestedOn),
        evidence=known.evidence.get(node, []),
    )


def _of_class(kind: type[_T], nodes: Sequence[str], found: Mapping[str, object]) -> list[_T]:
    return [one for node in nodes if isinstance(one := found.get(node), kind)]


async def _telling(graph: Graph, nodes: Sequence[str]) -> dict[str, list[str]]:
    """By event, the claims that tell of it."""
    telling = defaultdict[str, list[str]](list)
    for some in chunks(nodes):
        for row in await graph.rows(
            f"SELECT DISTINCT ?e ?c WHERE {{ VALUES ?e {{ {_nodes(some)} }} GRAPH ?g {{ ?c {KG.asserts} ?e }} }}"
        ):
            telling[row["e"]].append(row["c"])
    return telling


async def _shown_stances(graph: Graph, nodes: Sequence[str]) -> list[Row]:
    """The stances of claims, one for each word that shows them."""
    rows: list[Row] = []
    for some in chunks(nodes):
        rows += await graph.rows(_STANCES.format(nodes=_nodes(some)))
    return rows


async def _stances(graph: Graph, shown: Sequence[Row], known: dict[str, Reference]) -> dict[str, list[Stance]]:
    """By claim, its stances. Where articles show different ones towards the same actor, each is given."""
    names = known | await named(graph, {row["target"] for row in shown} - known.keys())
    words: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in shown:
        words[row["claim"], row["target"], row["way"]] += [row["word"]] if "word" in row else []
    found: dict[str, list[Stance]] = defaultdict(list)
    for (claim, target, way), some in words.items():
        stance = Stance(target=names[target], polarity=Polarity(_short(way, "").lower()), words=sorted(some))
        found[claim].append(stance)
    for of in found.values():
        of.sort(key=lambda one: (one.polarity is Polarity.NEUTRAL, one.target.name, one.polarity))
    return found


async def sources(graph: Graph, nodes: Sequence[str]) -> dict[str, Source]:
    """Articles, as evidence names them."""
    rows: list[Row] = []
    for some in chunks(nodes):
        rows += await graph.rows(_FRAMES.format(nodes=_nodes(some)))
    triples = Triples(rows)
    return {
        node: Source(
            id=node,
            title=triples.one(node, DCTERMS.title) or graph.local(node),
            published=triples.one(node, DCTERMS.issued),
            publisher=triples.one(node, RDFS.label),
            href=href(graph, node),
            page=page(graph, node),
        )
        for node in nodes
    }


_OF = "SELECT ?g ?s ?p ?o WHERE {{ VALUES ?s {{ {nodes} }} GRAPH ?g {{ ?s ?p ?o }} }}"
_EVIDENCE = f"""SELECT ?of ?article ?begin ?end ?words WHERE {{{{ VALUES ?of {{{{ {{nodes}} }}}} GRAPH ?article {{{{
    ?of {KG.evidence} ?s . ?s {NIF.beginIndex} ?begin ; {NIF.endIndex} ?end ; {NIF.anchorOf} ?words
}}}} }}}}"""
_STANCES = f"""SELECT DISTINCT ?claim ?target ?way ?word WHERE {{{{ VALUES ?claim {{{{ {{nodes}} }}}} GRAPH ?g {{{{
    ?claim {KG.stance} ?stance . ?stance {KG.target} ?target ; {KG.polarity} ?way
    OPTIONAL {{{{ ?stance {KG.evidence} ?shown . ?shown {NIF.anchorOf} ?word }}}}
}}}} }}}}"""
_NAMING = f"FILTER(?p IN ({RDFS.label}, {RDF.type}))"
"""Not as VALUES: beside another VALUES, that would be tried with each of its rows."""
_NAMES_IN = (
    f"SELECT DISTINCT ?s ?p ?o WHERE {{{{ VALUES (?g ?s) {{{{ {{pairs}} }}}} GRAPH ?g {{{{ ?s ?p ?o {_NAMING} }}}} }}}}"
)
_NAMES_OF_KNOWN = (
    f"SELECT ?s ?p ?o WHERE {{{{ VALUES ?s {{{{ {{nodes}} }}}} GRAPH {{actors}} {{{{ ?s ?p ?o {_NAMING} }}}} }}}}"
)
_NAMES = f"SELECT DISTINCT ?s ?p ?o WHERE {{{{ VALUES ?s {{{{ {{nodes}} }}}} GRAPH ?g {{{{ ?s ?p ?o {_NAMING} }}}} }}}}"
_FRAMES = f"""SELECT ?s ?p ?o WHERE {{{{ VALUES ?s {{{{ {{nodes}} }}}} GRAPH ?s {{{{
    {{{{ ?s ?p ?o FILTER(?p IN ({DCTERMS.title}, {DCTERMS.issued})) }}}}
    UNION {{{{ ?s {DCTERMS.publisher}/{RDFS.label} ?o BIND({RDFS.label} AS ?p) }}}} }}}} }}}}"""
_EXCERPT = f"""SELECT ?key ?excerpt WHERE {{{{ VALUES (?article ?key ?from ?length) {{{{ {{places}} }}}}
    GRAPH ?article {{{{ ?article {NIF.isString} ?text }}}} BIND(SUBSTR(?text, ?from, ?length) AS ?excerpt) }}}}"""


async def _parts(graph: Graph, nodes: Sequence[str]) -> tuple[Triples, dict[str, list[Evidence]], dict[str, Reference]]:
    """What is said of things, where they are told, and what those they refer to are called."""
    said: list[Row] = []
    told: list[Row] = []
    for some in chunks(nodes):
        one, other = await graph.all(_OF.format(nodes=_nodes(some)), _EVIDENCE.format(nodes=_nodes(some)))
        said += one
        told += other
    referring = {node.value for node in _REFERRING}
    # Each article's graph names all that it refers to.
    pairs = sorted({(row["o"], row["g"]) for row in said if row["p"] in referring})
    # One graph for each will do.
    first = {node: (node, graph_) for node, graph_ in reversed(pairs)}
    names: list[Row] = []
    for places in chunks(sorted(first)):
        names += await graph.rows(_NAMES_IN.format(pairs=" ".join(f"(<{first[node][1]}> <{node}>)" for node in places)))
    told_there = Triples(names)
    references = names_of(graph, told_there, (node for node in first if node in told_there))
    references |= await named(graph, first.keys() - references.keys())
    return Triples(said), await _evidence(graph, told), references


async def _evidence(graph: Graph, told: Sequence[Row]) -> dict[str, list[Evidence]]:
    articles = sorted({row["article"] for row in told})
    frames = await sources(graph, articles)
    excerpts: dict[int, str] = {}
    for numbers in chunks(range(len(told))):
        places = " ".join(
            f"(<{told[number]['article']}> {number} {max(0, int(told[number]['begin']) - _BEFORE) + 1} "
            f"{int(told[number]['end']) - max(0, int(told[number]['begin']) - _BEFORE) + _AFTER})"
            for number in numbers
        )
        for row in await graph.rows(_EXCERPT.format(places=places)):
            excerpts[int(row["key"])] = row.get("excerpt", "")
    found: dict[str, list[Evidence]] = defaultdict(list)
    for number, row in enumerate(told):
        begin, end = int(row["begin"]), int(row["end"])
        offset = max(0, begin - _BEFORE)
        start, sentence = sentence_at(excerpts.get(number, ""), begin - offset, end - offset)
        found[row["of"]].append(
            Evidence(
                article=frames[row["article"]],
                start=begin,
                end=end,
                text=row["words"],
                sentence=sentence or None,
                sentence_start=offset + start if sentence else None,
                page=f"{page(graph, row['article'])}#c{begin}",
            )
        )
    for some in found.values():
        some.sort(key=lambda one: (one.article.published or "", one.article.id, one.start))
    return found


def sentence_at(text: str, start: int, end: int) -> tuple[int, str]:
    """Where the sentence, or the sentences, with these words begin, and themselves; empty where the text is too short.

    A line is read as a sentence that ends with it: titles have no full stops.
    """
    if end > len(text):
        return 0, ""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    line = text[first : len(text) if last < 0 else last]
    touched = [one for one in sentenize(line) if one.start < end - first and one.stop > start - first]
    if not touched:
        return 0, ""
    return first + touched[0].start, line[touched[0].start : touched[-1].stop]


def names_of(graph: Graph, triples: Triples, nodes: Iterable[str]) -> dict[str, Reference]:
    """Things by the names that some triples give them."""
    return {node: reference(graph, node, triples.one(node, RDFS.label), kind_of(triples, node)) for node in nodes}


def kind_of(triples: Triples, node: str) -> str:
    """The name of the class that says most of a thing."""
    classes = {_short(kind, "#Actor") for kind in triples.all(node, RDF.type)}
    return next((kind for kind in _CLASSES if kind in classes), "Actor")


def _short(node: str | None, default: str) -> str:
    """The name after the hash."""
    return (node or default).rpartition("#")[2]


def _nodes(nodes: Iterable[str]) -> str:
    return " ".join(f"<{node}>" for node in nodes)


def _value(property: object) -> str:
    return str(property).strip("<>")
