"""The quick engine against pySHACL, the engine of record: what the one lets pass, the other lets pass."""

import random
from collections.abc import Callable

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg import screening
from kg.rdf import actor_quads, article_quads
from kg.rdf.vocabulary import XSD
from kg.screening import conforms, screen
from kg.stores.base import Term
from kg.validation import validate
from kg.violation import ValidationError
from tests.test_validation import ACTORS_CASES, ARTICLE_CASES, BASE, EXTRACTION, article, changed

SOUND: list[Callable[[], list[Quad]]] = [
    article,
    lambda: list(article_quads(EXTRACTION, BASE, text=False, version="0.1.0")),
    lambda: list(actor_quads(EXTRACTION, BASE)),
]


@pytest.mark.parametrize("graph", SOUND)
def test_a_sound_graph_passes(graph: Callable[[], list[Quad]]) -> None:
    assert conforms(graph())
    assert screen(graph()) == ()


@pytest.mark.parametrize(("shape", "update"), ARTICLE_CASES)
def test_a_broken_article_does_not_pass_and_is_judged_by_pyshacl(shape: str, update: str) -> None:
    broken = changed(article(), update)
    assert not conforms(broken)
    assert screen(broken) == validate(broken) != ()


@pytest.mark.parametrize(("shape", "update"), ACTORS_CASES)
def test_broken_actors_do_not_pass(shape: str, update: str) -> None:
    assert not conforms(changed(list(actor_quads(EXTRACTION, BASE)), update))


def test_what_pyshacl_finds_sound_is_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "conforms", lambda quads: False)
    assert screen(article()) == ()


VALUES: list[Literal | NamedNode | BlankNode] = [
    Literal(""),
    Literal("x"),
    Literal("x", language="ru"),
    Literal("x", language="en"),
    *(
        Literal(value, datatype=NamedNode(XSD.namespace + datatype))
        for value, datatype in (
            ("2022-02-30", "date"),
            ("2022-02-20", "date"),
            ("2099-01-01", "date"),
            ("12022-01-01", "date"),
            ("2022-01-01Z", "date"),
            ("2022", "gYear"),
            ("12022", "gYear"),
            ("2022-13", "gYearMonth"),
            ("92026-11-22T09:42:19Z", "dateTime"),
            ("-1", "integer"),
            ("+5", "integer"),
            ("05", "integer"),
            ("99999", "integer"),
            ("abc", "integer"),
            ("1.5", "decimal"),
            ("1e400", "double"),
            ("x", "string"),
        )
    ),
    NamedNode("http://example.org/x"),
    BlankNode("b1"),
]


@pytest.mark.parametrize("seed", range(12))
def test_the_engines_agree_on_graphs_with_errors_at_random(seed: int) -> None:
    """A quad is lost, doubled, or gets another subject, predicate or object; or a character in it is another."""
    chance = random.Random(seed)
    for sound in [article(), list(actor_quads(EXTRACTION, BASE))] * 6:
        broken = spoilt(sound, chance)
        assert conforms(broken) == found_sound(broken), "\n".join(map(str, set(broken) ^ set(sound)))


def found_sound(quads: list[Quad]) -> bool:
    """By pySHACL."""
    try:
        return validate(quads) == ()
    except ValidationError:
        return False


def spoilt(quads: list[Quad], chance: random.Random) -> list[Quad]:
    """The quads with an error or two, not all of which matter."""
    quads = list(quads)
    for _ in range(chance.choice((1, 1, 2))):
        place = chance.randrange(len(quads))
        quad, other = quads[place], chance.choice(quads)
        subject, predicate, object_, graph = quad.subject, quad.predicate, quad.object, quad.graph_name
        match chance.randrange(7):
            case 0:
                del quads[place]
            case 1:
                quads[place] = Quad(subject, predicate, chance.choice(VALUES), graph)
            case 2:
                quads.append(Quad(subject, predicate, chance.choice(VALUES), graph))
            case 3:
                quads[place] = Quad(subject, other.predicate, object_, graph)
            case 4:
                quads.append(Quad(subject, other.predicate, chance.choice(quads).object, graph))
            case 5:
                quads[place] = Quad(other.subject, predicate, object_, graph)
            case _:
                quads[place] = Quad(subject, predicate, misspelt(object_, chance), graph)
    return list(dict.fromkeys(quads))


def misspelt(term: Term, chance: random.Random) -> Term:
    """The term with a character more, less or changed."""
    if not isinstance(term, NamedNode | Literal):
        return term
    at = chance.randrange(len(term.value) + 1)
    if isinstance(term, NamedNode):
        return NamedNode(term.value + chance.choice(("x", "0", "/")))
    value = term.value[:at] + chance.choice(("9", "x", " ", "-", "")) + term.value[at + chance.randrange(2) :]
    return Literal(value, language=term.language) if term.language else Literal(value, datatype=term.datatype)
