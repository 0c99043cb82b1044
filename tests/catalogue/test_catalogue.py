"""The catalogue tells what SPARQL tells, after whatever was written."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.catalogue import (
    CAST,
    MONTH,
    NAMED_ACTOR,
    QUAD_CLASS,
    REPORTED_IN,
    Condition,
    Pairs,
    Question,
    Row,
    Selection,
    Tally,
    Things,
    Words,
    stance,
)
from kg.model import QUAD_CLASS_OF, EventType
from kg.rdf.vocabulary import DCTERMS, ITSRDF, KG, PLOVER, RDF, XSD
from kg.stores import EmbeddedStore
from kg.stores.base import NotReadyError
from kg.stores.mark import CATALOGUE
from tests.ways_of_writing import ACTORS, B

CLAIM, EVENT, ARTICLE = KG.Claim.value, KG.Event.value, KG.Article.value
DAYS = ["2022", "2022-04", "2022-04-25", "2022-05-01", "2021-12-31"]
TYPES = [EventType.CONSULT, EventType.AID, EventType.ACCUSE]
PARTIES = (KG.initiator.value, KG.recipient.value)
ACTUAL = Condition((KG.status.value,), (KG.Actual.value,))


def article(number: int, rnd: random.Random) -> list[Quad]:
    graph = NamedNode(f"{B}article/{number}")
    found: list[Quad] = []

    def say(subject: str, predicate: NamedNode, value: NamedNode | Literal) -> None:
        found.append(Quad(NamedNode(B + subject), predicate, value, graph))

    def dated(subject: str, predicate: NamedNode) -> None:
        if rnd.random() < 0.7:
            text = rnd.choice(DAYS)
            say(subject, predicate, Literal(text, datatype={4: XSD.gYear, 7: XSD.gYearMonth}.get(len(text), XSD.date)))

    say(f"article/{number}", RDF.type, KG.Article)
    say(f"article/{number}", DCTERMS.publisher, NamedNode(ACTORS[number % 2]))
    dated(f"article/{number}", DCTERMS.issued)
    for name in rnd.sample(ACTORS, 2):
        found.append(Quad(NamedNode(name), RDF.type, KG.Actor, graph))
        say(f"article/{number}#{name[-1]}", ITSRDF.taIdentRef, NamedNode(name))
    say(f"article/{number}#p", ITSRDF.taIdentRef, NamedNode(f"{B}place/p"))
    for claim in rnd.sample(range(12), 4):
        say(f"claim/{claim}", RDF.type, KG.Claim)
        say(f"claim/{claim}", KG.speaker, NamedNode(ACTORS[claim % 4]))
        say(f"claim/{claim}", KG.quotationType, KG.Direct if claim % 3 else KG.Indirect)
        for about in rnd.sample(ACTORS, 2):
            say(f"claim/{claim}", KG.about, NamedNode(about))
        say(f"claim/{claim}", KG.stance, NamedNode(f"{B}claim/{claim}#stance{number}"))
        say(f"claim/{claim}#stance{number}", KG.target, NamedNode(rnd.choice(ACTORS)))
        say(f"claim/{claim}#stance{number}", KG.polarity, rnd.choice([KG.Support, KG.Oppose]))
        dated(f"claim/{claim}", KG.statedOn)
    for event in rnd.sample(range(10), 3):
        say(f"event/{event}", RDF.type, KG.Event)
        say(f"event/{event}", KG.eventType, NamedNode(PLOVER + TYPES[event % 3]))
        say(f"event/{event}", KG.status, KG.Future if event == 9 else KG.Actual)
        for actor in rnd.sample(ACTORS, 2):
            say(f"event/{event}", KG.initiator, NamedNode(actor))
        if event % 2:
            say(f"event/{event}", KG.recipient, NamedNode(rnd.choice(ACTORS)))
        dated(f"event/{event}", KG.startDate)
    for holder, target in {tuple(rnd.sample(ACTORS, 2)) for _ in range(3)}:
        attitude = f"attitude/{number}{holder[-1]}{target[-1]}"
        say(attitude, RDF.type, KG.Attitude)
        say(attitude, KG.heldBy, NamedNode(holder))
        say(attitude, KG.target, NamedNode(target))
        say(attitude, KG.polarity, rnd.choice([KG.Support, KG.Oppose]))
    return found


def asked(store: EmbeddedStore, where: str, *names: str) -> list[tuple[str, ...]]:
    what = " ".join(f"?{name}" for name in names)
    solutions = store.query(f"SELECT DISTINCT {what} WHERE {{ {where} }}")
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return [tuple(str(getattr(row[name], "value", "")) for name in names) for row in solutions]


def look_up(store: EmbeddedStore, question: Question) -> list[Row]:
    return store.look_up([question])[0]


def latest(store: EmbeddedStore, kind: str, date: NamedNode) -> dict[str, str]:
    """The things of a class, each with the last date that a graph gives it."""
    found: dict[str, str] = {}
    for thing, day in asked(store, f"GRAPH ?g {{ ?t a <{kind}> OPTIONAL {{ ?t {date} ?d }} }}", "t", "d"):
        found[thing] = max(found.get(thing, ""), day)
    return found


def ordered(things: dict[str, str], only: set[str]) -> list[list[str]]:
    return sorted(([day, thing] for thing, day in things.items() if thing in only), reverse=True)


def check(store: EmbeddedStore) -> None:
    claims, events = latest(store, CLAIM, KG.statedOn), latest(store, EVENT, KG.startDate)
    assert look_up(store, Things(Selection(CLAIM), 100)) == ordered(claims, set(claims))
    a, b = ACTORS[:2]

    def having(where: str) -> set[str]:
        return {thing for (thing,) in asked(store, f"GRAPH ?g {{ {where} }}", "t")}

    both = Selection(CLAIM, (Condition((KG.speaker.value,), (a,)), Condition((KG.about.value,), (a, b))))
    wanted = having(f"?t {KG.speaker} <{a}> ; {KG.about} ?o FILTER(?o IN (<{a}>, <{b}>))")
    assert look_up(store, Things(both, 100)) == ordered(claims, wanted)
    assert look_up(store, Tally(both)) == [[len(wanted)]]

    outlet = Selection(
        CLAIM, (Condition((DCTERMS.publisher.value,), (b,)), Condition((REPORTED_IN,), (f"{B}article/1",)))
    )
    wanted = having(f"?t a {KG.Claim} . ?g {DCTERMS.publisher} <{b}> FILTER(?g = <{B}article/1>)")
    assert look_up(store, Things(outlet, 100)) == ordered(claims, wanted)

    opposing = Selection(CLAIM, (Condition((KG.stance.value,), (stance(KG.Oppose.value, a),)),))
    wanted = having(f"?t {KG.stance} ?s . ?s {KG.target} <{a}> ; {KG.polarity} {KG.Oppose}")
    assert look_up(store, Things(opposing, 100)) == ordered(claims, wanted)

    speakers = Counter(speaker for _, speaker in asked(store, f"GRAPH ?g {{ ?t {KG.speaker} ?v }}", "t", "v"))
    assert dict(look_up(store, Tally(Selection(CLAIM), ((KG.speaker.value,),)))) == speakers  # type: ignore[arg-type]
    taking_part = Selection(EVENT, (Condition(PARTIES, (a,)), ACTUAL))
    mine = having(f"?t {KG.initiator}|{KG.recipient} <{a}> ; {KG.status} {KG.Actual}")
    assert look_up(store, Things(taking_part, 100)) == ordered(events, mine)
    months = Counter(events[event][:7] for event in mine if events[event])
    assert dict(look_up(store, Tally(taking_part, ((MONTH,),)))) == months  # type: ignore[arg-type]
    party = f"{KG.initiator}|{KG.recipient}"
    others = Counter(
        (other, QUAD_CLASS_OF[EventType(kind.removeprefix(PLOVER))])
        for _, other, kind in asked(
            store,
            f"GRAPH ?g {{ ?t {party} <{a}>, ?o ; {KG.status} {KG.Actual} ; {KG.eventType} ?k FILTER(?o != <{a}>) }}",
            "t", "o", "k",
        )
    )  # fmt: skip
    rows = look_up(store, Tally(taking_part, (PARTIES, (QUAD_CLASS,)), a))
    assert {(other, kind): number for other, kind, number in rows} == others

    for own, others_role in ((KG.heldBy, KG.target), (KG.target, KG.heldBy)):
        where = f"GRAPH ?g {{ ?t a {KG.Attitude} ; {own} <{a}> ; {others_role} ?o ; {KG.polarity} ?w }}"
        standing = Counter((one, way) for _, one, way in asked(store, where, "t", "o", "w"))
        selection = Selection(KG.Attitude.value, (Condition((own.value,), (a,)),))
        rows = look_up(store, Tally(selection, ((others_role.value,), (KG.polarity.value,))))
        assert {(one, way): number for one, way, number in rows} == standing

    pairs: dict[tuple[str, ...], tuple[set[str], set[str]]] = {}
    for pattern in (
        f"?t {KG.initiator} ?i ; {KG.recipient} ?r",
        f"?t {KG.initiator} ?i, ?r FILTER(?i != ?r) FILTER NOT EXISTS {{ ?t {KG.recipient} ?none }}",
    ):
        for graph, event, one, other, kind in asked(
            store, f"GRAPH ?g {{ ?t {KG.status} {KG.Actual} ; {KG.eventType} ?k . {pattern} }}", "g", "t", "i", "r", "k"
        ):
            key = (events[event][:7], one, other, QUAD_CLASS_OF[EventType(kind.removeprefix(PLOVER))])
            told = pairs.setdefault(key, (set(), set()))
            told[0].add(event)
            told[1].add(graph)
    found = look_up(store, Pairs(Selection(EVENT, (ACTUAL,))))
    assert {tuple(row) for row in found} == {(*key, len(some), len(graphs)) for key, (some, graphs) in pairs.items()}

    naming = Counter(
        actor for _, actor in asked(store, f"GRAPH ?g {{ ?m {ITSRDF.taIdentRef} ?a . ?a a {KG.Actor} }}", "g", "a")
    )
    assert dict(look_up(store, Tally(Selection(ARTICLE), ((NAMED_ACTOR,),)))) == naming  # type: ignore[arg-type]
    cast = Selection(ARTICLE, (Condition((CAST,), (a,)),))
    outlets = Counter(
        outlet for _, outlet in asked(store, f"GRAPH ?g {{ <{a}> a {KG.Actor} . ?g {DCTERMS.publisher} ?o }}", "g", "o")
    )
    assert dict(look_up(store, Tally(cast, ((DCTERMS.publisher.value,),)))) == outlets  # type: ignore[arg-type]


def test_it_tells_what_sparql_tells_after_each_write(tmp_path: Path) -> None:
    rnd = random.Random(11)
    with EmbeddedStore(tmp_path / "store") as store:
        check(store)
        for _ in range(30):
            number = rnd.randrange(10)
            graph = NamedNode(f"{B}article/{number}")
            match rnd.randrange(5):
                case 0:
                    store.replace(graph, [])
                case 1:
                    store.update(f"DELETE WHERE {{ GRAPH {graph} {{ ?c {KG.statedOn} ?d }} }}")
                case 2:
                    lost = f"GRAPH ?g {{ ?e {KG.recipient} ?r }}"
                    store.update(f"DELETE {{ {lost} }} WHERE {{ {lost} FILTER(?r = <{ACTORS[2]}>) }}")
                case _:
                    store.replace(graph, article(number, rnd))
            check(store)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    rnd = random.Random(5)
    with EmbeddedStore(tmp_path_factory.mktemp("catalogue") / "store") as store:
        for number in range(10):
            store.replace(NamedNode(f"{B}article/{number}"), article(number, rnd))
        yield store


@pytest.mark.parametrize("ascending", [True, False])
def test_the_parts_of_a_list_make_up_the_whole(store: EmbeddedStore, ascending: bool) -> None:
    whole = look_up(store, Things(Selection(CLAIM), 100, ascending=ascending))
    parts: list[Row] = []
    after = None
    while part := look_up(store, Things(Selection(CLAIM), 3, after, ascending)):
        parts += part
        after = (str(part[-1][0]), str(part[-1][1]))
    assert parts == whole
    assert len(whole) > 6


@pytest.mark.parametrize(
    ("since", "until", "within"),
    [
        ("2022-04-25", None, {"2022", "2022-04", "2022-04-25", "2022-05-01"}),
        ("2022-04-26", None, {"2022", "2022-04", "2022-05-01"}),
        ("2022-05-01", "2022-12-31", {"2022", "2022-05-01"}),
        (None, "2022-04-01", {"2022", "2022-04", "2021-12-31"}),
        ("2023-01-01", None, set()),
    ],
)
@pytest.mark.parametrize("ascending", [True, False])
def test_what_is_dated_less_exactly_is_within_if_a_day_of_it_is(
    store: EmbeddedStore, since: str | None, until: str | None, within: set[str], ascending: bool
) -> None:
    everything = look_up(store, Things(Selection(CLAIM), 100, ascending=ascending))
    selection = Selection(CLAIM, since=since, until=until)
    wanted = [row for row in everything if row[0] in within]
    assert look_up(store, Things(selection, 100, ascending=ascending)) == wanted
    assert look_up(store, Tally(selection)) == [[len(wanted)]]
    by_speaker = look_up(store, Tally(selection, ((KG.speaker.value,),)))
    assert sum(int(row[-1]) for row in by_speaker) == len(wanted)


def test_the_newest_alone_are_counted_where_that_is_asked(store: EmbeddedStore) -> None:
    direct = Selection(CLAIM, (Condition((KG.quotationType.value,), (KG.Direct.value,)),))
    newest = look_up(store, Things(direct, 3))
    tallies = [Tally(direct, (), newest=3), Tally(direct, ((MONTH,),), newest=3)]
    total, months = store.look_up(tallies)
    assert total == [[3]]
    assert dict(months) == Counter(str(date)[:7] for date, _ in newest)  # type: ignore[arg-type]


def test_what_words_find_is_listed(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "store") as store:
        graph = NamedNode(f"{B}article/1")
        for number, text in enumerate(["Мост достроили", "Дорогу открыли", "Два моста закрыты"]):
            claim = NamedNode(f"{B}claim/{number}")
            store.add(
                [Quad(claim, RDF.type, KG.Claim, graph), Quad(claim, KG.text, Literal(text, language="ru"), graph)]
            )
        found = look_up(store, Things(Selection(CLAIM, words=Words(KG.text.value, "мост", 10)), 10))
        assert found == [["", f"{B}claim/2"], ["", f"{B}claim/0"]]


def test_much_that_is_to_be_read_is_left_to_whoever_follows_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rnd = random.Random(1)
    folder = tmp_path / "store"
    with EmbeddedStore(folder) as store:
        for number in range(5):
            store.replace(NamedNode(f"{B}article/{number}"), article(number, rnd))
    monkeypatch.setattr("kg.catalogue.index._AT_ONCE", 0.0)
    monkeypatch.setattr("kg.catalogue.index._BATCH", 2)
    with EmbeddedStore(folder, read_only=True) as store:
        with pytest.raises(NotReadyError, match=CATALOGUE):
            look_up(store, Things(Selection(CLAIM), 10))
        store.catalogue()
        check(store)
