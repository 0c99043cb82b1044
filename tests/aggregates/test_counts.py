import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.aggregates import Aggregates
from kg.rdf.vocabulary import KG, XSD
from kg.stores import EmbeddedStore
from kg.stores.mark import COUNTS
from tests.ways_of_writing import (
    ACTORS,
    WAYS,
    B,
    Way,
    follows,
    is_made_by_who_asks,
    is_true_of_what_a_reader_reads,
)

# MIN and MAX give nothing where a member of the group has no value.
DAYS = '(MIN(COALESCE(STR(?on), "9")) AS ?first) (MAX(COALESCE(STR(?on), "")) AS ?last)'
QUOTED = f"""
SELECT ?who (COUNT(DISTINCT ?c) AS ?n) (COUNT(DISTINCT ?d) AS ?direct) (COUNT(DISTINCT ?g) AS ?articles) {DAYS} WHERE {{
  GRAPH ?g {{ ?c {KG.speaker} ?who ; {KG.quotationType} ?t OPTIONAL {{ ?c {KG.statedOn} ?on }} }}
  BIND(IF(?t = {KG.Direct}, ?c, ?none) AS ?d)
}} GROUP BY ?who"""
DYADS = f"""
SELECT ?month ?from ?to ?type (COUNT(DISTINCT ?e) AS ?n) (COUNT(DISTINCT ?g) AS ?articles) WHERE {{
  GRAPH ?g {{
    ?e {KG.eventType} ?t ; {KG.status} {KG.Actual} ; {KG.initiator} ?from ; {KG.recipient} ?to
    OPTIONAL {{ ?e {KG.startDate} ?on }}
  }}
  BIND(COALESCE(SUBSTR(STR(?on), 1, 7), "") AS ?month) BIND(STRAFTER(STR(?t), "#") AS ?type)
}} GROUP BY ?month ?from ?to ?type"""
MEETINGS = f"""
SELECT ?one ?other (COUNT(DISTINCT ?e) AS ?n) (COUNT(DISTINCT ?g) AS ?articles) {DAYS} WHERE {{
  GRAPH ?g {{
    ?e {KG.eventType} <https://w3id.org/newskg/plover#CONSULT> ; {KG.status} {KG.Actual} ;
       {KG.initiator}|{KG.recipient} ?one ; {KG.initiator}|{KG.recipient} ?other
    OPTIONAL {{ ?e {KG.startDate} ?on }}
  }}
  FILTER(STR(?one) < STR(?other))
}} GROUP BY ?one ?other"""


def article(number: int, rnd: random.Random) -> list[Quad]:
    graph = NamedNode(f"{B}article/{number}")
    found = []

    def say(subject: str, predicate: NamedNode, value: NamedNode | Literal) -> None:
        found.append(Quad(NamedNode(B + subject), predicate, value, graph))

    def day() -> Literal:
        text = rnd.choice(["2022", "2022-04", "2022-04-25", "2022-05-01", "2021-12-31"])
        return Literal(text, datatype={4: XSD.gYear, 7: XSD.gYearMonth}.get(len(text), XSD.date))

    # A statement that several articles report is the same in all but its day.
    for claim in rnd.sample(range(12), 4):
        say(f"claim/{claim}", KG.speaker, NamedNode(ACTORS[claim % 4]))
        say(f"claim/{claim}", KG.quotationType, KG.Direct if claim % 3 else KG.Indirect)
        if rnd.random() < 0.7:
            say(f"claim/{claim}", KG.statedOn, day())
    for event in rnd.sample(range(10), 3):
        kind = ["CONSULT", "AID", "CONSULT"][event % 3]
        say(f"event/{event}", KG.eventType, NamedNode(f"https://w3id.org/newskg/plover#{kind}"))
        say(f"event/{event}", KG.status, KG.Future if event == 9 else KG.Actual)
        for actor in rnd.sample(ACTORS, 2):
            say(f"event/{event}", KG.initiator, NamedNode(actor))
        say(f"event/{event}", KG.recipient, NamedNode(rnd.choice(ACTORS)))
        if rnd.random() < 0.7:
            say(f"event/{event}", KG.startDate, day())
    return found


def asked(store: EmbeddedStore, query: str) -> set[tuple[object, ...]]:
    solutions = store.query(query)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return {tuple(map(_value, row)) for row in solutions}


def _value(term: object) -> object:
    assert isinstance(term, Literal | NamedNode)
    if isinstance(term, Literal) and term.datatype == XSD.integer:
        return int(term.value)
    return None if term.value == "9" else term.value


def counted(found: Iterable[Any]) -> set[tuple[object, ...]]:
    rows = {tuple(getattr(one, name) for name in one.__slots__) for one in found}
    return {row if row[-1] is not None else (*row[:-1], "") for row in rows}


def check(store: EmbeddedStore) -> None:
    counts = store.aggregates()
    assert counted(counts.most_quoted()) == asked(store, QUOTED)
    assert counted(counts.dyads()) == asked(store, DYADS)
    assert counted(counts.meetings()) == asked(store, MEETINGS)


def test_the_counts_are_those_that_sparql_gives_after_each_write(tmp_path: Path) -> None:
    rnd = random.Random(7)
    with EmbeddedStore(tmp_path / "store") as store:
        check(store)
        for _ in range(40):
            number = rnd.randrange(12)
            graph = NamedNode(f"{B}article/{number}")
            match rnd.randrange(4):
                case 0:
                    store.replace(graph, [])
                case 1:
                    store.update(f"DELETE WHERE {{ GRAPH {graph} {{ ?c {KG.speaker} ?s }} }}")
                case _:
                    store.replace(graph, article(number, rnd))
            check(store)


def test_counts_of_a_store_that_has_none_yet_or_broken_ones(tmp_path: Path) -> None:
    is_made_by_who_asks(tmp_path / "store", COUNTS, article, check)


@pytest.mark.parametrize("write", WAYS)
def test_the_counts_follow_every_way_of_writing(tmp_path: Path, write: Way) -> None:
    follows(write, tmp_path / "store", article, check, lambda store: store.aggregates().most_quoted())


def test_a_reader_has_the_counts_of_what_it_reads(tmp_path: Path) -> None:
    is_true_of_what_a_reader_reads(tmp_path / "store", article, check)


@pytest.fixture
def counts(tmp_path: Path) -> Iterator[Aggregates]:
    with EmbeddedStore(tmp_path / "store") as store:
        graph = NamedNode(f"{B}g")
        for number, (speaker, day) in enumerate(
            [("a", "2022-04-25"), ("a", "2022-05-01"), ("b", "2022-04"), ("b", "2021")]
        ):
            claim = NamedNode(f"{B}claim/{number}")
            store.add(
                [
                    Quad(claim, KG.speaker, NamedNode(f"{B}actor/{speaker}"), graph),
                    Quad(claim, KG.statedOn, Literal(day), graph),
                ]
            )
        yield store.aggregates()


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, {"a": 2, "b": 2}),
        ("2022-04-25", None, {"a": 2, "b": 1}),
        ("2022-04-26", "2022-05", {"b": 1}),
        (None, "2022-04-24", {"b": 2}),
        ("2022", "2022-12-31", {"a": 2, "b": 1}),
        ("2023", None, {}),
    ],
)
def test_the_most_quoted_of_some_time(
    counts: Aggregates, since: str | None, until: str | None, expected: dict[str, int]
) -> None:
    found = counts.most_quoted(since=since, until=until)
    assert {one.speaker.removeprefix(f"{B}actor/"): one.statements for one in found} == expected


def test_many_changes_at_once_are_counted_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.aggregates.counts._BATCH", 3)
    rnd = random.Random(11)
    with EmbeddedStore(tmp_path / "store") as store:
        for number in range(8):
            store.replace(NamedNode(f"{B}article/{number}"), article(number, rnd))
        check(store)
        for number in range(1, 8, 2):
            store.replace(NamedNode(f"{B}article/{number}"), article(number, rnd) if number > 3 else [])
        check(store)
