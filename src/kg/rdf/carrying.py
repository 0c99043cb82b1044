"""What an article says that is the beginning of another one: its graph, made from that of the other.

A statement is carried over where all its words stand in the beginning. Where what was left out may have helped to
understand what is there (it tells a name in full, or who else has that name), nothing is, and the article must be read.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from kg.identifiers import attitude_id, event_id, iri
from kg.model import EventType, Span
from kg.rdf.graph import span_iri
from kg.rdf.vocabulary import DCTERMS, ITSRDF, KG, NIF, PLOVER, POLARITIES, RDF, SKOS, XSD

Move = Callable[[Span], Span | None]


_BY_WHOLE_TEXT = frozenset({"body-of-main-state", "shortened-name"})
"""Rules that look at all names of a text."""
_CAPTION = "caption"
_NO_NAMES = frozenset({_CAPTION, "description"})
"""Rules of mentions that follow from others, or are no names."""


class NotCarriedError(Exception):
    """The article must be read; the message says why."""


def carried_quads(
    quads: Sequence[Quad], article: NamedNode, copy: NamedNode, move: Move, kept: str, ids: tuple[str, str], base: str
) -> list[Quad]:
    """The statements of an article that stand in its beginning, too, and whom they name.

    Args:
        quads: the article's graph, with one rule and one version read.
        article: its IRI.
        copy: the IRI of the article that is its beginning.
        move: where in the beginning, in its own code points, a stretch of the article stands; None where it does not.
        kept: what of the beginning is read.
        ids: the local ids that the texts of the article and of the beginning have without an address: of them the ids
            of events and attitudes are made.
        base: the base IRI.

    Returns:
        All that is said in the graph of the beginning but for what frames it: title, outlet, reading, boilerplate.

    Raises:
        NotCarriedError: where what was left out may matter.
    """
    graph = _Graph(quads, article)
    spans = {node: move(span) for node, span in graph.spans.items()}
    told = graph.told(spans)
    kept_nodes = _with_stances(graph, told, spans)
    named = _named(graph, kept_nodes, spans, kept)
    renamed: dict[object, NamedNode] = {article: copy}
    renamed |= {node: span_iri(copy, span) for node, span in spans.items() if span is not None}
    renamed |= _new_ids(graph, told, spans, ids, base)
    return list(_written(graph, kept_nodes, named, spans, renamed, copy))


class _Graph:
    """An article's graph, by its subjects."""

    def __init__(self, quads: Sequence[Quad], article: NamedNode) -> None:
        self.article = article
        self.of: dict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in quads:
            if isinstance(quad.subject, NamedNode):
                self.of[quad.subject].append(quad)
        self.spans = {node: _span_of(node) for node in self.of if node.value.startswith(f"{article.value}#char=")}
        self.publishers = set(self.all(article, DCTERMS.publisher))
        self.named = {node for node in self.of if {KG.Actor, KG.Place} & set(self.all(node, RDF.type))}

    def all(self, node: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """What a node has to do with, in one way."""
        return [
            quad.object
            for quad in self.of.get(node, ())
            if quad.predicate == predicate and isinstance(quad.object, NamedNode)
        ]

    def words(self, node: NamedNode, predicate: NamedNode) -> list[str]:
        """The literals that a node has in one way."""
        return [
            quad.object.value
            for quad in self.of.get(node, ())
            if quad.predicate == predicate and isinstance(quad.object, Literal)
        ]

    def told(self, spans: Mapping[NamedNode, Span | None]) -> list[NamedNode]:
        """The claims, events, attitudes and positions that stand in the beginning."""
        found = []
        for node in self.of:
            if not self.all(node, KG.reportedIn):
                continue
            stands = {spans[evidence] is not None for evidence in self.all(node, KG.evidence)}
            if len(stands) > 1:
                raise NotCarriedError("what is told in the beginning is told again behind it")
            if stands == {True}:
                found.append(node)
        return found


def _with_stances(graph: _Graph, told: Iterable[NamedNode], spans: Mapping[NamedNode, Span | None]) -> set[NamedNode]:
    """What is told, with the stances of its claims."""
    kept = set(told)
    stances = {stance for node in kept for stance in graph.all(node, KG.stance)}
    if any(spans[evidence] is None for stance in stances for evidence in graph.all(stance, KG.evidence)):
        raise NotCarriedError("what shows a stance is left out")
    kept |= stances
    for node in kept:
        for predicate in (KG.asserts, KG.conveys, KG.restates):
            if not kept.issuperset(graph.all(node, predicate)):
                raise NotCarriedError("a claim goes on behind the beginning")
    return kept


def _named(
    graph: _Graph, kept: set[NamedNode], spans: Mapping[NamedNode, Span | None], text: str
) -> dict[NamedNode, list[str]]:
    """Actors and places of the beginning, with the forms of their names that stand behind it only."""
    here, there = _names(graph, spans)
    part = {thing for node in kept for thing in _things(graph, node)}
    left_out = [node for node in graph.of if graph.all(node, KG.reportedIn) and node not in kept]
    lost_part = {thing for node in left_out for thing in _things(graph, node)}
    words = set(_stems([text]))
    for thing in graph.named:
        if thing in part and thing not in here and thing in there:
            raise NotCarriedError("who takes part is named behind the beginning only")
        if thing in lost_part and thing in here and thing not in part:
            raise NotCarriedError("who is named in the beginning takes part behind it only")
        new = set(_stems(there.get(thing, ()))) - set(_stems(here.get(thing, ())))
        if new and (thing in here or new & words):
            raise NotCarriedError("a name goes on behind the beginning")
    return {thing: sorted(there[thing] - here[thing]) for thing in graph.named if thing in here or thing in part}


def _names(
    graph: _Graph, spans: Mapping[NamedNode, Span | None]
) -> tuple[dict[NamedNode, set[str]], dict[NamedNode, set[str]]]:
    """How the beginning calls its actors and places, and how they are called behind it."""
    here: dict[NamedNode, set[str]] = defaultdict(set)
    there: dict[NamedNode, set[str]] = defaultdict(set)
    by_all = any(span is None and KG.Mention in graph.all(node, RDF.type) for node, span in spans.items())
    for node, span in spans.items():
        rules = graph.words(node, KG.rule)
        if span is not None and by_all and not _BY_WHOLE_TEXT.isdisjoint(rules):
            raise NotCarriedError("of which state a body is may follow from all of the text")
        for thing in graph.all(node, ITSRDF.taIdentRef):
            if not _NO_NAMES.isdisjoint(rules):
                continue
            (there if span is None else here)[thing].update(graph.words(node, NIF.anchorOf))
    return here, there


def _things(graph: _Graph, node: NamedNode) -> set[NamedNode]:
    found = {
        quad.object for quad in graph.of[node] if isinstance(quad.object, NamedNode) and quad.object in graph.named
    }
    for stance in graph.all(node, KG.stance):
        found |= _things(graph, stance)
    return found


def _new_ids(
    graph: _Graph,
    told: Iterable[NamedNode],
    spans: Mapping[NamedNode, Span | None],
    ids: tuple[str, str],
    base: str,
) -> dict[object, NamedNode]:
    """The IRIs of events and attitudes that are made of where they stand."""
    before, after = ids
    found: dict[object, NamedNode] = {}
    for node in told:
        kinds = graph.all(node, RDF.type)
        if KG.Attitude in kinds:
            (holder,), (target,) = graph.all(node, KG.heldBy), graph.all(node, KG.target)
            polarity = next(one for one, concept in POLARITIES.items() if concept in graph.all(node, KG.polarity))
            parts = holder.value.removeprefix(base), target.value.removeprefix(base), polarity
            if iri(base, attitude_id(before, *parts)) != node.value:
                raise NotCarriedError("an attitude has another id than is known here")
            found[node] = NamedNode(iri(base, attitude_id(after, *parts)))
        elif KG.Event in kinds:
            kind = EventType(graph.all(node, KG.eventType)[0].value.removeprefix(PLOVER))
            actors = [one.value.removeprefix(base) for one in graph.all(node, KG.initiator)]
            others = [one.value.removeprefix(base) for one in graph.all(node, KG.recipient)]
            for evidence in graph.all(node, KG.evidence):
                span, new = graph.spans[evidence], spans[evidence]
                if new is not None and iri(base, event_id(kind, actors, others, None, before, span)) == node.value:
                    found[node] = NamedNode(iri(base, event_id(kind, actors, others, None, after, new)))
    return found


def _written(
    graph: _Graph,
    kept: set[NamedNode],
    named: Mapping[NamedNode, Sequence[str]],
    spans: Mapping[NamedNode, Span | None],
    renamed: Mapping[object, NamedNode],
    copy: NamedNode,
) -> Iterable[Quad]:
    evidence = {one for node in kept for one in graph.all(node, KG.evidence)}
    for node, quads in graph.of.items():
        span = spans.get(node)
        is_span = span is not None and (node in evidence or _is_mentioned(graph, node, named))
        if node not in kept and node not in named and not is_span:
            continue
        for quad in quads:
            if quad.object == KG.Boilerplate:  # what of the beginning is boilerplate is known of itself
                continue
            value = quad.object
            if quad.predicate == SKOS.altLabel and isinstance(value, Literal) and value.value in named.get(node, ()):
                continue
            if quad.predicate == NIF.beginIndex and span is not None:
                value = Literal(str(span.start), datatype=XSD.integer)
            elif quad.predicate == NIF.endIndex and span is not None:
                value = Literal(str(span.end), datatype=XSD.integer)
            yield Quad(renamed.get(node, node), quad.predicate, renamed.get(value, value), copy)


def _is_mentioned(graph: _Graph, node: NamedNode, named: Mapping[NamedNode, Sequence[str]]) -> bool:
    """Does a stretch of text name one of the beginning: in a caption by a name that the beginning uses?"""
    things = [thing for thing in graph.all(node, ITSRDF.taIdentRef) if thing in named]
    is_caption = _CAPTION in graph.words(node, KG.rule)
    return any(not is_caption or not set(graph.words(node, NIF.anchorOf)) & set(named[thing]) for thing in things)


def _span_of(node: NamedNode) -> Span:
    start, _, end = node.value.rpartition("=")[2].partition(",")
    return Span(int(start), int(end))


_WORD = re.compile(r"\w+")


def _stems(texts: Iterable[str]) -> Iterable[str]:
    """The words with a capital, without what cases change."""
    for text in texts:
        for word in _WORD.findall(text):
            if word[0].isupper():
                yield word.casefold().replace("ё", "е")[: max(3, len(word) - 3)]
