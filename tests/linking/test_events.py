"""Which events of different articles may be one."""

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.decisions import DecisionError, Decisions, applied, record_events
from kg.exports.records import EventRecord
from kg.identifiers import DEFAULT_BASE, iri
from kg.knowledge import TableError
from kg.linking.events import Reason, link_events, near_misses
from kg.model import EventType, PartialDate, Status
from kg.rdf import derived_graph
from kg.rdf.vocabulary import KG, OWL
from kg.stores import EmbeddedStore, Store
from kg.validation import validate
from tests.commands import kg
from tests.graphs import CHINA, KAZAKHSTAN, TOKAYEV, WEI, Reading, put

DAY = "2022-04-25"


def told(
    number: int,
    actors: Sequence[str],
    recipients: Sequence[str] = (),
    kind: EventType = EventType.CONSULT,
    *,
    day: str | None = DAY,
    status: Status = Status.ACTUAL,
    mode: str = "",
    place: str = "",
    article: str | None = None,
) -> EventRecord:
    """An event of an article of its own."""
    return EventRecord(
        f"event/{number:016x}",
        kind,
        status,
        tuple(f"actor/{one}" for one in actors),
        tuple(f"actor/{one}" for one in recipients),
        PartialDate.parse(day) if day else None,
        mode=mode,
        place=place,
        articles=(article or f"article/{number:016x}",),
    )


STATES = {"actor/lavrov": "actor/russia", "actor/blinken": "actor/usa"}


def reasons(*events: EventRecord, issued: str = DAY) -> list[Reason]:
    days = {article: datetime.date.fromisoformat(issued) for event in events for article in event.articles}
    return [pair.reason for pair in near_misses(events, days, STATES)]


TALKS = told(1, ["china", "kazakhstan"])


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (told(2, ["china", "kazakhstan"], day="2022-04-26"), Reason.DAY),
        (told(2, ["china"], ["kazakhstan"], day="2022-04-24"), Reason.DAY),
        (told(2, ["china", "kazakhstan"], day="2022-04"), Reason.DATE),
        (told(2, ["china", "kazakhstan"], day=None), Reason.UNDATED),
        (told(2, ["china", "kazakhstan", "iran"]), Reason.PARTY),
    ],
)
def test_near_misses_are_proposed(other: EventRecord, reason: Reason) -> None:
    assert reasons(TALKS, other) == [reason]
    assert reasons(other, TALKS) == [reason]


@pytest.mark.parametrize(
    "other",
    [
        told(2, ["china", "kazakhstan"], day="2022-04-27"),
        told(2, ["china", "iran"]),
        told(2, ["china", "kazakhstan", "iran"], day="2022-04-26"),
        told(2, ["china", "kazakhstan", "iran", "usa"]),
        told(2, ["china", "kazakhstan"], day="2022"),
        told(2, ["china", "kazakhstan"], kind=EventType.COOPERATE),
        told(2, ["china", "kazakhstan"], day="2022-04-26", status=Status.FUTURE),
        told(2, ["china"], ["kazakhstan"], mode="visit", day="2022-04-26"),
        told(2, ["china", "kazakhstan"], day="2022-04-26", article=TALKS.articles[0]),
    ],
)
def test_what_is_told_otherwise_is_not_proposed(other: EventRecord) -> None:
    assert reasons(TALKS, other) == []


def test_a_person_may_be_told_of_as_his_state() -> None:
    assert reasons(told(1, ["lavrov", "blinken"]), told(2, ["russia", "usa"])) == [Reason.STATE]
    assert reasons(told(1, ["lavrov", "blinken"]), told(2, ["russia", "iran"])) == []


def test_who_strikes_and_who_is_struck_are_not_exchanged() -> None:
    one = told(1, ["turkey"], ["syria"], EventType.ASSAULT)
    assert reasons(one, told(2, ["syria"], ["turkey"], EventType.ASSAULT, day="2022-04-26")) == []
    assert reasons(one, told(2, ["turkey"], ["syria"], EventType.ASSAULT, day="2022-04-26")) == [Reason.DAY]


def test_places_that_differ_speak_against() -> None:
    one = told(1, ["china", "kazakhstan"], place="place/astana")
    assert reasons(one, told(2, ["china", "kazakhstan"], place="place/beijing", day="2022-04-26")) == []
    assert reasons(one, told(2, ["china", "kazakhstan"], day="2022-04-26")) == [Reason.DAY]


def test_without_a_day_the_articles_must_be_near_and_no_stance_counts() -> None:
    undated = told(2, ["china", "kazakhstan"], day=None)
    assert reasons(TALKS, undated, issued="2022-04-28") == []
    accused = told(3, ["china"], ["iran"], EventType.ACCUSE, day=None)
    assert reasons(accused, told(4, ["china"], ["iran"], EventType.ACCUSE)) == []


def test_the_work_grows_with_the_number_of_events() -> None:
    """Thousands of undated tellings of one day give a few pairs each, not one for every two."""
    events = [told(number, ["china", "kazakhstan"], day=None) for number in range(3000)]
    assert len(reasons(*events)) < 10 * len(events)


# --- in a store ---------------------------------------------------------------------------------------------------

FIRST = Reading("Токаев встретился с Вэй Фэнхэ.", name="a.txt", day="2022-04-26").does(
    [TOKAYEV, WEI], EventType.CONSULT, "встретился", day="2022-04-25"
)
SECOND = Reading("Вэй Фэнхэ и Токаев встретились.", name="b.txt", day="2022-04-26").does(
    [TOKAYEV, WEI], EventType.CONSULT, "встретились", day="2022-04-26"
)
THIRD = Reading("Китай и Казахстан провели переговоры.", name="c.txt", day="2022-04-26").does(
    [CHINA, KAZAKHSTAN], EventType.CONSULT, "переговоры", day="2022-04-25"
)
ONE, OTHER, STATES_TALK = FIRST.events[0], SECOND.events[0], THIRD.events[0]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with EmbeddedStore(tmp_path / "store") as opened:
        put(opened, [FIRST, SECOND, THIRD])
        yield opened


def proposed(store: Store, predicate: NamedNode = KG.possiblySame) -> set[frozenset[str]]:
    quads = store.quads(derived_graph(DEFAULT_BASE, "same-events"))
    return {
        frozenset(
            term.value.removeprefix(DEFAULT_BASE) for term in (quad.subject, quad.object) if hasattr(term, "value")
        )
        for quad in quads
        if quad.predicate == predicate
    }


def test_proposals_stand_in_a_graph_of_their_own(store: Store) -> None:
    linked = link_events(store, DEFAULT_BASE, Decisions())
    assert proposed(store) == {frozenset({ONE.id, OTHER.id}), frozenset({ONE.id, STATES_TALK.id})}
    assert {pair.reason for pair in linked.proposed} == {Reason.DAY, Reason.STATE}
    assert validate(store.quads(derived_graph(DEFAULT_BASE, "same-events"))) == ()
    link_events(store, DEFAULT_BASE, Decisions())
    assert len(proposed(store)) == 2


def test_a_user_confirms_and_denies(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    record_events(path, "same", OTHER.id, ONE.id)
    record_events(path, "different", iri("", ONE.id), STATES_TALK.id)
    record_events(path, "same", OTHER.id, ONE.id)  # said already
    assert len(path.read_text(encoding="utf-8").splitlines()) == 3
    decisions = Decisions.load([path])
    linked = link_events(store, DEFAULT_BASE, decisions)
    assert (linked.proposed, linked.confirmed, linked.denied) == ((), 1, 1)
    assert proposed(store) == set()
    assert proposed(store, OWL.sameAs) == {frozenset({ONE.id, OTHER.id})}
    assert [event.id for event in applied(SECOND.extraction(), decisions).events] == [ONE.id]
    assert applied(FIRST.extraction(), decisions) == FIRST.extraction()


def test_rows_lead_on_and_contradictions_are_refused(tmp_path: Path) -> None:
    def load(*rows: str) -> Decisions:
        path = tmp_path / "said.tsv"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return Decisions.load([path])

    a, b, c = ONE.id, OTHER.id, STATES_TALK.id
    assert load(f"same\t{a}\t{b}", f"same\t{b}\t{iri(DEFAULT_BASE, c)}").events == {a: c, b: c}
    with pytest.raises(DecisionError, match=r"line 2: .* can't be"):
        load(f"same\t{a}\t{b}", f"same\t{a}\t{c}")
    with pytest.raises(DecisionError, match="circle"):
        load(f"same\t{a}\t{b}", f"same\t{b}\t{a}")
    with pytest.raises(DecisionError, match=r"line 1: .* are two"):
        load(f"different\t{b}\t{a}", f"same\t{a}\t{b}")
    with pytest.raises(TableError, match="give two ids"):
        load(f"same\t{a}\tактёр")


# --- end to end ---------------------------------------------------------------------------------------------------

NEWS = {
    "vestnik.txt": "Токаев принял министра\n\n25.04.2022, 18:05\n\n"
    "25 апреля президент Казахстана Касым-Жомарт Токаев встретился с министром обороны Китая Вэй Фэнхэ.\n",
    "zvezda.txt": "Министр обороны Китая посетил Астану\n\n26.04.2022, 09:30\n\n"
    "Министр обороны Китая Вэй Фэнхэ 25 апреля провёл переговоры с президентом Казахстана Касым-Жомартом Токаевым.\n",
    "svet.txt": "Встреча в Астане\n\n27.04.2022, 10:00\n\n"
    "26 апреля в Астане встретились президент Казахстана Касым-Жомарт Токаев и министр обороны Китая Вэй Фэнхэ.\n",
}


def test_one_meeting_in_three_articles(tmp_path: Path) -> None:
    news, store, said = tmp_path / "news", tmp_path / "store", tmp_path / "said.tsv"
    news.mkdir()
    for name, text in NEWS.items():
        (news / name).write_text(text, encoding="utf-8")
    assert kg("build", news, "--store", store).returncode == 0
    meetings = (
        "SELECT DISTINCT ?event (COUNT(DISTINCT ?article) AS ?articles) WHERE { ?event kg:reportedIn ?article ; "
        "kg:eventType plover:CONSULT ; kg:status kg:Actual . FILTER NOT EXISTS { ?event kg:mode ?mode } } "
        "GROUP BY ?event ORDER BY DESC(?articles)"
    )
    prefixes = "PREFIX kg: <https://w3id.org/newskg/ontology#> PREFIX plover: <https://w3id.org/newskg/plover#> "

    def counts() -> list[tuple[str, int]]:
        answer = kg("query", prefixes + meetings, "--store", store, "--format", "csv").stdout.splitlines()[1:]
        return [(event, int(number)) for event, number in (line.split(",") for line in answer)]

    (both, two), (late, one) = counts()  # those of the same day are one already, that of the day after is not
    assert (two, one) == (2, 1)
    done = kg("events", "link", "--store", store)
    assert done.returncode == 0, done.stderr
    (row,) = done.stdout.splitlines()
    assert {iri(DEFAULT_BASE, local) for local in row.split("\t")[:2]} == {both, late}
    assert "a day apart" in row
    assert kg("events", "same", late, both, "--store", store, "--decisions", said).returncode == 0
    assert kg("build", news, "--store", store, "--again", "--decisions", said).returncode == 0
    assert counts() == [(both, 3)]
    assert kg("events", "link", "--store", store, "--decisions", said).stdout == ""


def test_an_unknown_event_is_refused(store: Store, tmp_path: Path) -> None:
    done = kg("events", "same", "event/1", ONE.id, "--store", tmp_path / "store", "--decisions", tmp_path / "x")
    assert done.returncode == 2
    assert "no event's id" in done.stderr
