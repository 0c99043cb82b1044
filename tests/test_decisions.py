"""A user's decisions on who is who."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kg.build import build
from kg.decisions import DecisionError, Decisions, applied, record_same, reference
from kg.errors import KgError
from kg.extract.pipeline import read
from kg.identifiers import article_id, claim_id, digest, event_id, position_id
from kg.knowledge import Entry, TableError
from kg.model import Actor, ActorType, Document, EventType, Extraction, PartialDate, Polarity, Position, Span
from kg.rdf import article_quads
from kg.stores import EmbeddedStore
from kg.validation import validate
from tests.graphs import CHINA, KAZAKHSTAN, TOKAYEV, WEI, WIKIDATA, Reading, document

SHORT = Actor("actor/tokaev-k-zh", ActorType.PERSON, "Токаев К.-Ж.", ("Токаев К.-Ж.",))
TEXT = "Токаев К.-Ж. встретился с Вэй Фэнхэ. «Китай поможет», — сказал Токаев."


def decisions(folder: Path, *rows: str) -> Decisions:
    path = folder / "decisions.tsv"
    path.write_text("# who is who\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return Decisions.load([path])


def reading(person: Actor) -> Extraction:
    made = Reading(TEXT, day="2022-04-26").mention("Токаев К.-Ж.", person).mention("Вэй Фэнхэ", WEI)
    made.does([person, WEI], EventType.CONSULT, "встретился", day="2022-04-25")
    made.says(person, "Китай поможет", about=[CHINA], to=[WEI], day="2022-04-25")
    made.stands(person, WEI, Polarity.SUPPORT, "Китай")
    extraction = made.extraction()
    title = position_id(person.id, "президент", KAZAKHSTAN.id)
    position = Position(title, person.id, "президент", KAZAKHSTAN.id, Span(0, 6))
    event = replace(extraction.events[0], claim=extraction.claims[0].id)
    return replace(extraction, events=(event,), positions=(position,), actors=(*extraction.actors, KAZAKHSTAN))


def test_who_is_the_same_is_the_same_everywhere(tmp_path: Path) -> None:
    said = decisions(tmp_path, f"same\tТокаев К.-Ж.\t{TOKAYEV.id}\t-\tКасым-Жомарт Токаев")
    before, after = reading(SHORT), applied(reading(SHORT), said)
    linked = reading(TOKAYEV)  # as if it had been linked from the beginning
    assert [(actor.id, actor.same_as) for actor in after.actors] == [(one.id, one.same_as) for one in linked.actors]
    assert (after.claims, after.events, after.positions) == (linked.claims, linked.events, linked.positions)
    assert after.attitudes == linked.attitudes
    assert [mention.ref for mention in after.mentions] == [mention.ref for mention in linked.mentions]
    assert {claim.id for claim in after.claims}.isdisjoint(claim.id for claim in before.claims)
    assert after.events[0].claim == after.claims[0].id
    (person,) = [actor for actor in after.actors if actor.id == TOKAYEV.id]
    assert (person.name, person.known_as) == ("Токаев К.-Ж.", "Касым-Жомарт Токаев")


def test_two_actors_of_an_article_become_one(tmp_path: Path) -> None:
    text = "Токаев К.-Ж. приехал. Токаев поговорил с Вэй Фэнхэ и Токаев К.-Ж. его поблагодарил."
    made = Reading(text, day="2022-04-26").mention("Токаев К.-Ж.", SHORT)
    made.does([SHORT, TOKAYEV], EventType.CONSULT, "поговорил", [WEI, SHORT], day="2022-04-25")
    made.stands(TOKAYEV, SHORT, Polarity.SUPPORT, "поблагодарил").stands(SHORT, WEI, Polarity.SUPPORT, "поблагодарил")
    after = applied(made.extraction(), decisions(tmp_path, f"same\t{SHORT.id}\t{TOKAYEV.id}"))
    assert [actor.id for actor in after.actors] == [TOKAYEV.id, WEI.id]
    assert after.actors[0].aliases == ("Токаев", "Токаев К.-Ж.")
    (event,) = after.events
    assert (event.actors, event.recipients) == ((TOKAYEV.id,), (WEI.id,))
    day = PartialDate(2022, 4, 25)
    assert event.id == event_id(
        EventType.CONSULT, [TOKAYEV.id], [WEI.id], day, after.article.id, made.span("поговорил")
    )
    assert [(one.holder, one.target) for one in after.attitudes] == [(TOKAYEV.id, WEI.id)]  # nobody is for himself


def test_what_no_row_speaks_of_stays_as_it_is(tmp_path: Path) -> None:
    said = decisions(tmp_path, "same\tИван Иванов\tQ1", "different\tВладимир Путин\tQ7747", "different\tКитай\tQ7747")
    assert applied(reading(SHORT), said) == reading(SHORT)


def test_rows_lead_on_to_the_last(tmp_path: Path) -> None:
    said = decisions(tmp_path, "same\tТокаев К.-Ж.\tТокаев Касым", f"same\tТокаев Касым\t{TOKAYEV.id}\t-\tТокаев")
    assert applied(reading(SHORT), said).claims == reading(TOKAYEV).claims


def test_a_row_for_an_article_counts_there_alone_and_first(tmp_path: Path) -> None:
    here, elsewhere = article_id(TEXT), article_id("Другой текст.")
    said = decisions(tmp_path, "same\tТокаев К.-Ж.\tQ1", f"same\tТокаев К.-Ж.\tQ2\t{here}")
    assert {"actor/Q2"} <= {actor.id for actor in applied(reading(SHORT), said).actors}
    said = decisions(tmp_path, "same\tТокаев К.-Ж.\tQ1", f"same\tТокаев К.-Ж.\tQ2\t{elsewhere}")
    assert {"actor/Q1"} <= {actor.id for actor in applied(reading(SHORT), said).actors}


def test_the_gazetteer_says_what_somebody_is_called(tmp_path: Path) -> None:
    entry = Entry("Person", "Касым-Жомарт Токаев", same_as=(WIKIDATA + "Q557915",), state="KAZ")
    said = decisions(tmp_path, "same\tТокаев К.-Ж.\tQ557915")
    after = applied(reading(SHORT), said, {"Q557915": entry}.get)
    assert [actor.known_as for actor in after.actors if actor.id == "actor/Q557915"] == ["Касым-Жомарт Токаев"]


def test_who_is_different_is_not_linked(tmp_path: Path) -> None:
    person = replace(TOKAYEV, name="Токаев К.-Ж.", aliases=("Токаев К.-Ж.", "Токаев"), known_as="Касым-Жомарт Токаев")
    for name in ("Токаев К.-Ж.", "токаев", "Токаев К.-Ж.\tQ557915\t" + article_id(TEXT)):
        row = f"different\t{name}" + ("" if "\t" in name else "\tQ557915")
        after = applied(reading(person), decisions(tmp_path, row))
        assert (after.claims, after.events) == (reading(SHORT).claims, reading(SHORT).events)
        (alone,) = [actor for actor in after.actors if actor.id == SHORT.id]
        assert (alone.same_as, alone.known_as) == ((), None)
    other = decisions(tmp_path, f"different\t*\tQ557915\t{article_id('Другой текст.')}")
    assert applied(reading(person), other) == reading(person)


def test_a_namesake_without_a_link_gets_an_id_of_the_articles(tmp_path: Path) -> None:
    said = decisions(tmp_path, f"different\tТокаев К.-Ж.\t{SHORT.id}\t{article_id(TEXT)}")
    ids = {actor.id for actor in applied(reading(SHORT), said).actors}
    assert f"{SHORT.id}-{digest(article_id(TEXT))[:8]}" in ids
    assert SHORT.id not in ids


def test_who_is_different_may_be_somebody_else(tmp_path: Path) -> None:
    person = replace(TOKAYEV, name="Токаев К.-Ж.")
    said = decisions(tmp_path, "different\tТокаев К.-Ж.\tQ557915", "same\tТокаев К.-Ж.\tQ5\t-\tДругой Токаев")
    after = applied(reading(person), said)
    assert after.claims[0].id == claim_id("actor/Q5", "Китай поможет")
    assert after.claims[0].speaker == "actor/Q5"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["equal\tА\tБ"], "'equal' is neither"),
        (["same\tА"], "no whom"),
        (["same\tИван Петров\tactor/ivan-petrov"], "the same id already"),
        (["same\tА Б\tQ1\tвезде"], "'везде' is no article"),
        (["different\tQ2\tQ1"], "'Q2' is no name"),
        (["different\t*\tQ1"], "in which article"),
        (["different\tИван Петров\tИван Петров"], "in which article"),
        (["same\tИван Петров\tQ1", "same\tИван Петров\tQ2"], "take one of the rows out"),
        (["same\tQ1\tQ2", "same\tQ2\tQ3", "same\tQ3\tQ1"], "leads in a circle"),
        (["same\tИван Петров\tQ1", "different\tИван Петров\tQ1"], "says that Иван Петров is not actor/Q1"),
    ],
)
def test_rows_that_make_no_sense_are_named(tmp_path: Path, rows: list[str], message: str) -> None:
    with pytest.raises((TableError, DecisionError), match=message) as error:
        decisions(tmp_path, *rows)
    assert isinstance(error.value, KgError)
    assert f"{tmp_path}/decisions.tsv, line " in str(error.value)


@pytest.mark.parametrize(
    ("written", "local"),
    [
        ("Q148", "actor/Q148"),
        ("http://www.wikidata.org/entity/Q148", "actor/Q148"),
        ("actor/ivan-petrov", "actor/ivan-petrov"),
        ("https://graph.example/actor/ivan-petrov", "actor/ivan-petrov"),
        ("Иван Петров", "actor/ivan-petrov"),
    ],
)
def test_who_is_meant(written: str, local: str) -> None:
    assert reference(written) == local


def test_the_graph_after_a_decision_is_valid_and_of_the_right_actor(tmp_path: Path) -> None:
    text = (
        "25 апреля 2022 года Сигизмунд Небывалов встретился с Вэй Фэнхэ в Астане. "
        "«Мы поддерживаем Китай», — заявил Небывалов."
    )
    given = Document("a.txt", text, hashlib.sha256(text.encode()).hexdigest())
    own = tmp_path / "own.tsv"
    own.write_text("Person\tСигизмунд Небывалов\t-\tQ999999990\t-\n", encoding="utf-8")
    said = tmp_path / "decisions.tsv"
    said.write_text("same\tСигизмунд Небывалов\tQ999999990\t-\tСигизмунд Небывалов\n", encoding="utf-8")
    (linked,) = read([given], (own,))
    (decided,) = read([given], (), (said,))
    (plain,) = read([given])
    assert decided.actors == linked.actors != plain.actors
    assert decided.claims == linked.claims != plain.claims
    assert decided.events == linked.events != plain.events
    assert decided.mentions == linked.mentions
    assert not validate(list(article_quads(decided, "https://graph.example/", version="1")))


def merge(store: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.commands.actors", "merge", *arguments, "--store", str(store)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_merging_writes_a_row_that_a_build_follows(tmp_path: Path) -> None:
    store, said = tmp_path / "store", tmp_path / "decisions.tsv"
    other = "Токаев отдыхает."
    texts = {TEXT: reading(SHORT), other: Reading(other, name="b.txt").mention("Токаев", TOKAYEV).extraction()}
    documents = [extraction.document for extraction in texts.values()]
    with EmbeddedStore(store) as graph:
        build(documents, graph, extract=lambda given: (texts[one.text] for one in given))
    done = merge(store, "Токаев К.-Ж.", TOKAYEV.id, "--decisions", str(said))
    assert done.returncode == 0, done.stderr
    rows = said.read_text(encoding="utf-8").splitlines()
    assert rows[1:] == [f"same\t{SHORT.id}\t{TOKAYEV.id}\t-\tКасым-Жомарт Токаев"]
    decided = Decisions.load([said])
    with EmbeddedStore(store) as graph:
        build(documents, graph, extract=lambda given: (applied(texts[one.text], decided) for one in given), again=True)
        who = {quad.subject for quad in graph.quads() if "tokaev" in str(quad.subject)}
    assert who == set()


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ("Никто Никтоев", "Q557915", "has no actor 'Никто Никтоев'"),
        ("Q557915", "actor/nobody", "has no actor 'actor/nobody'"),
        ("Q557915", "Q148", "is a Person and"),
    ],
)
def test_merging_who_is_not_there_is_refused(tmp_path: Path, one: str, other: str, message: str) -> None:
    store, said = tmp_path / "store", tmp_path / "decisions.tsv"
    with EmbeddedStore(store) as graph:
        build([document("a.txt", TEXT)], graph, extract=lambda given: (reading(TOKAYEV) for _ in given))
    done = merge(store, one, other, "--decisions", str(said))
    assert done.returncode == 2
    assert message in " ".join(done.stderr.replace("│", " ").split())
    assert not said.exists()


def test_a_row_that_contradicts_the_file_is_not_written(tmp_path: Path) -> None:
    said = tmp_path / "decisions.tsv"
    said.write_text("same\tactor/a\tQ1\t-\tА", encoding="utf-8")
    with pytest.raises(DecisionError):
        record_same(said, "actor/a", "actor/Q2", "Б")
    record_same(said, "actor/a", "actor/Q1", "А")
    record_same(said, "actor/b", "actor/Q2", "Б")
    assert said.read_text(encoding="utf-8") == "same\tactor/a\tQ1\t-\tА\nsame\tactor/b\tactor/Q2\t-\tБ\n"
