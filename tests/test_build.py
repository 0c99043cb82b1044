"""A build: what is stored, what is left, what is replaced, what is refused."""

import datetime
import io
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import tracemalloc
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from kg.build import FollowingError, Outcome, Status, Summary, build
from kg.build.following import Follower
from kg.build.report import write_json
from kg.identifiers import DEFAULT_BASE, article_id, iri
from kg.model import Claim, Document, EventType, Extraction, PartialDate, QuotationType, Span
from kg.rdf import actors_graph, article_quads
from kg.rdf.vocabulary import KG, NIF, PROV, SCHEMA
from kg.sources import Refusal
from kg.stores import EmbeddedStore, Store
from kg.stores.base import GraphName
from kg.stores.journal import Journal
from tests.graphs import CHINA, TOKAYEV, WEI, Reading, document

OLD = "Токаев встретился с Вэй Фэнхэ. «Китай поможет», — сказал Вэй."
NEW = "Токаев встретился с Вэй Фэнхэ. «Китай не поможет», — сказал Вэй."


def read(given: Document) -> Extraction:
    text = given.text
    reading = Reading(text, given=given, day="2022-04-26").mention("Токаев", TOKAYEV)
    if "встретился" in text:
        reading.does([TOKAYEV, WEI], EventType.CONSULT, "встретился", day="2022-04-25")
    if "Китай" in text:
        reading.says(WEI, text[text.index("«") + 1 : text.index("»")], about=[CHINA], day="2022-04-25")
    return reading.extraction()


def extract(documents: Iterable[Document]) -> Iterator[Extraction]:
    """Stands for the extraction pipeline; texts with "яд" break it."""
    for doc in documents:
        if "яд" in doc.text:
            raise RecursionError("too deep")
        yield read(doc)


class Counting:
    """Extraction that knows what it was asked to read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        for doc in documents:
            self.read.append(doc.name)
            yield from extract([doc])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with EmbeddedStore(tmp_path / "store") as opened:
        yield opened


def graph(text: str) -> NamedNode:
    return NamedNode(iri(DEFAULT_BASE, article_id(text)))


def articles(store: Store) -> set[NamedNode]:
    return set(store.graphs()) - {actors_graph(DEFAULT_BASE)}


def test_an_article_is_stored_with_its_actors_and_counted(store: Store) -> None:
    outcomes: list[Outcome] = []
    summary = build([document("a.txt", OLD)], store, extract=extract, on_progress=outcomes.append)
    assert articles(store) == {graph(OLD)}
    assert (summary.documents, summary.stored, summary.claims, summary.events, summary.actors) == (1, 1, 1, 1, 3)
    assert summary.quads == len(list(store.quads(graph(OLD))))
    assert [*summary.violations, *summary.refused] == []
    assert [(outcome.name, outcome.status) for outcome in outcomes] == [("a.txt", Status.STORED)]
    known = set(store.quads(actors_graph(DEFAULT_BASE)))
    assert {quad.subject for quad in known} >= {NamedNode(DEFAULT_BASE + actor.id) for actor in (TOKAYEV, WEI, CHINA)}


def test_building_twice_changes_nothing_and_reads_nothing(store: Store) -> None:
    documents = [document("a.txt", OLD), document("b.txt", "Токаев отдыхает.")]
    build(documents, store, extract=extract)
    before = set(store.quads())
    assert any(quad.predicate == PROV.endedAtTime for quad in before)
    again = Counting()
    later = lambda: datetime.datetime(2031, 1, 1, tzinfo=datetime.UTC)  # noqa: E731
    summary = build(documents, store, extract=again, now=later)
    assert set(store.quads()) == before
    assert again.read == []
    assert (summary.unchanged, summary.stored, summary.replaced) == (2, 0, 0)


def test_without_its_journal_a_store_still_knows_what_is_unchanged(store: Store) -> None:
    build([document("a.txt", OLD)], store, extract=extract)
    for path in Path(store.location).glob("sources.sqlite*"):
        path.unlink()
    again = Counting()
    build([document("elsewhere/a.txt", OLD)], store, extract=again)
    assert again.read == []


@pytest.mark.parametrize("change", [{"version": "99.0"}, {"again": True}])
def test_another_version_or_the_wish_reads_again(store: Store, change: dict[str, object]) -> None:
    build([document("a.txt", OLD)], store, extract=extract)
    again = Counting()
    summary = build([document("a.txt", OLD)], store, extract=again, **change)  # type: ignore[arg-type]
    assert again.read == ["a.txt"]
    assert (summary.replaced, summary.stored) == (1, 0)
    assert articles(store) == {graph(OLD)}


def test_a_changed_file_replaces_what_was_read_from_it(store: Store) -> None:
    build([document("a.txt", OLD), document("b.txt", "Токаев отдыхает.")], store, extract=extract)
    summary = build([document("a.txt", NEW)], store, extract=extract)
    assert articles(store) == {graph(NEW), graph("Токаев отдыхает.")}
    assert (summary.replaced, summary.stored, summary.unchanged) == (1, 0, 0)


def test_files_of_the_same_name_in_two_folders_are_two(store: Store) -> None:
    build([document("x/a.txt", OLD), document("y/a.txt", NEW)], store, extract=extract)
    assert articles(store) == {graph(OLD), graph(NEW)}


def test_texts_of_standard_input_do_not_replace_each_other(store: Store) -> None:
    build([document("-", OLD)], store, extract=extract)
    build([document("-", NEW)], store, extract=extract)
    assert articles(store) == {graph(OLD), graph(NEW)}


def test_a_text_that_two_files_have_stays_until_both_have_changed(store: Store) -> None:
    build([document("a.txt", OLD), document("b.txt", OLD)], store, extract=extract)
    build([document("a.txt", NEW), document("b.txt", OLD)], store, extract=extract)
    assert articles(store) == {graph(OLD), graph(NEW)}
    build([document("a.txt", NEW), document("b.txt", NEW)], store, extract=extract)
    assert articles(store) == {graph(NEW)}


def test_copies_that_differ_in_bytes_alone_come_to_rest(store: Store) -> None:
    copies = [document("a.txt", OLD), Document("b.txt", OLD, "0" * 64)]
    build(copies, store, extract=extract)
    before = set(store.quads())
    again = Counting()
    build(copies, store, extract=again)
    assert again.read == []
    assert set(store.quads()) == before


@pytest.mark.parametrize("builds", [1, 2])
def test_of_copies_in_two_files_the_first_gives_the_name(store: Store, builds: int) -> None:
    copies = [document("a.txt", OLD), document("b.txt", OLD)]
    for given in [copies] if builds == 1 else [copies[:1], copies]:
        build(given, store, extract=extract)
    names = {quad.object.value for quad in store.matching(None, SCHEMA.name, None, graph(OLD))}  # type: ignore[union-attr]
    assert names == {"a.txt", "newskg"}


def with_claim(change: Callable[[Claim], Claim]) -> Callable[[Iterable[Document]], Iterator[Extraction]]:
    def broken(documents: Iterable[Document]) -> Iterator[Extraction]:
        for doc in documents:
            whole = read(doc)
            yield replace(whole, claims=(*whole.claims, change(whole.claims[0])))

    return broken


def test_what_breaks_a_shape_is_left_out_and_reported_and_the_rest_is_stored(store: Store) -> None:
    def in_the_future(claim: Claim) -> Claim:
        return Claim(
            "claim/bad", Span(0, 6), "Токаев", QuotationType.DIRECT, claim.speaker, date=PartialDate.parse("2031-01-01")
        )

    summary = build([document("a.txt", OLD)], store, extract=with_claim(in_the_future))
    bad = NamedNode(DEFAULT_BASE + "claim/bad")
    assert summary.stored == 1
    assert bad.value in {violation.node for violation in summary.violations}
    for violation in summary.violations:
        assert violation.article == graph(OLD).value
        assert violation.shape
        assert violation.message
    stored = list(store.quads())
    assert not any(bad in (quad.subject, quad.object) for quad in stored)
    assert sum(quad.predicate == KG.speaker for quad in stored) == 1


def test_nothing_that_refers_to_what_is_left_out_is_stored(store: Store) -> None:
    """A speaker without a type or a name is no actor: what it says would otherwise be stored as said by nobody."""

    def said_by_nobody_known(documents: Iterable[Document]) -> Iterator[Extraction]:
        for doc in documents:
            whole = read(doc)
            yield replace(whole, actors=(TOKAYEV, CHINA), events=())

    summary = build([document("a.txt", OLD)], store, extract=said_by_nobody_known)
    assert summary.violations
    stored = list(store.quads(graph(OLD)))
    assert not any(quad.predicate in (KG.text, KG.speaker) for quad in stored)


def test_an_article_that_breaks_a_shape_itself_is_refused(store: Store) -> None:
    def under_a_bad_id(documents: Iterable[Document]) -> Iterator[Extraction]:
        for doc in documents:
            whole = read(doc)
            article = replace(whole.article, id="article/a?b")
            yield replace(whole, article=article)

    summary = build([document("a.txt", OLD)], store, extract=under_a_bad_id)
    assert [refusal.name for refusal in summary.refused] == ["a.txt"]
    assert "shape" in next(iter(summary.refused)).reason
    assert summary.violations
    assert len(store) == 0


def test_refusals_of_the_sources_are_in_the_summary_and_the_rest_goes_on(store: Store) -> None:
    summary = build([Refusal("x.pdf", "is a PDF"), document("a.txt", OLD)], store, extract=extract)
    assert list(summary.refused) == [Refusal("x.pdf", "is a PDF")]
    assert summary.stored == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_a_text_that_breaks_the_extraction_is_refused_alone(store: Store, workers: int) -> None:
    documents = [document("a.txt", OLD), document("poison.txt", "яд"), document("b.txt", "Токаев отдыхает.")]
    summary = build(documents, store, extract=extract, workers=workers)
    assert [refusal.name for refusal in summary.refused] == ["poison.txt"]
    assert "too deep" in next(iter(summary.refused)).reason
    assert articles(store) == {graph(OLD), graph("Токаев отдыхает.")}


def test_an_address_that_is_no_iri_refuses_the_article(store: Store) -> None:
    def lost(documents: Iterable[Document]) -> Iterator[Extraction]:
        for doc in documents:
            whole = read(doc)
            yield replace(whole, article=replace(whole.article, url="no address"))

    summary = build([document("a.txt", OLD)], store, extract=lost)
    assert "RDF" in next(iter(summary.refused)).reason
    assert len(store) == 0


def test_texts_can_be_left_out_of_the_store(store: Store) -> None:
    build([document("a.txt", OLD)], store, extract=extract, text=False)
    predicates = {quad.predicate for quad in store.quads()}
    assert NIF.isString not in predicates
    assert NIF.anchorOf in predicates


def test_a_build_that_was_killed_is_whole_and_goes_on(tmp_path: Path) -> None:
    script = """
        import sys
        from pathlib import Path
        from kg.build import build
        from kg.stores import open_store
        from tests.graphs import document
        from tests.test_build import extract
        documents = (document(f"{i}.txt", f"Токаев отдыхает {i}.") for i in range(10_000))
        store = open_store(Path(sys.argv[1]))
        build(documents, store, extract=extract, on_progress=lambda outcome: print(outcome.name, flush=True))
        """
    root = Path(__file__).parent.parent
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), str(tmp_path / "killed")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
    )
    assert process.stdout is not None
    done = [process.stdout.readline().strip() for _ in range(10)]
    os.kill(process.pid, signal.SIGKILL)
    process.stdout.close()
    process.wait()
    assert done[-1] == "9.txt"

    def without_time(store: Store) -> set[Quad]:
        return {quad for quad in store.quads() if quad.predicate != PROV.endedAtTime}

    # The same files again, from the folder that the killed one was in; then both stores are alike.
    documents = [document(str(root / f"{i}.txt"), f"Токаев отдыхает {i}.") for i in range(60)]
    again = Counting()
    with EmbeddedStore(tmp_path / "killed") as killed, EmbeddedStore(tmp_path / "fresh") as fresh:
        summary: Summary = build(documents, killed, extract=again)
        build(documents, fresh, extract=extract)
        assert summary.unchanged >= 10
        assert summary.unchanged + summary.stored == 60
        assert without_time(killed) >= without_time(fresh)
        assert len(again.read) == summary.stored


def test_the_report_tells_how_many_of_what_and_why_not(store: Store) -> None:
    given: list[Document | Refusal] = [document("a.txt", OLD), document("b.txt", OLD), Refusal("x.pdf", "is a PDF")]
    given.append(document("p.txt", "яд"))
    written = io.StringIO()
    write_json(build(given, store, extract=extract), "graph", written)
    told = json.loads(written.getvalue())
    assert (told["store"], told["documents"], told["stored"], told["unchanged"]) == ("graph", 4, 1, 1)
    assert {one["name"]: one["reason"] for one in told["refused"]}["x.pdf"] == "is a PDF"
    assert (told["articles_read"], told["articles_carried_over"]) == (1, 0)
    assert told["read"]["claims"] == 1
    assert told["articles_per_second"] == pytest.approx(1 / told["seconds"], rel=0.1)
    assert told["peak_memory_bytes"] > 10_000_000


def test_a_hundred_thousand_refusals_are_told_and_take_little_memory(store: Store, tmp_path: Path) -> None:
    refusals = (Refusal(f"crawl.warc#{number}", f"has no text: {'-' * 200}{number}") for number in range(100_000))
    tracemalloc.start()
    summary = build(refusals, store, extract=extract)
    with (tmp_path / "report.json").open("w", encoding="utf-8") as target:
        write_json(summary, "graph", target)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000  # all of them take fifty
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["refused"]
    assert [one["name"] for one in told] == [f"crawl.warc#{number}" for number in range(100_000)]


def test_processes_store_the_same_as_one(tmp_path: Path) -> None:
    documents = [document(f"{i}.txt", f"{OLD} {i} «Китай {i}», — сказал Вэй.") for i in range(150)]
    with EmbeddedStore(tmp_path / "a") as one, EmbeddedStore(tmp_path / "b") as other:
        build(documents, one, extract=extract)
        summary = build(documents, other, extract=extract, workers=2)
        times = {PROV.endedAtTime}
        assert {q for q in one.quads() if q.predicate not in times} == {
            q for q in other.quads() if q.predicate not in times
        }
    assert summary.stored == 150


def test_what_a_killed_build_had_begun_goes_when_its_file_has_changed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise RuntimeError("killed before the article is noted")

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "record", killed)
        with pytest.raises(RuntimeError):
            build([document("a.txt", OLD)], store, extract=extract)
    assert articles(store) == {graph(OLD)}
    build([document("a.txt", NEW)], store, extract=extract)
    assert articles(store) == {graph(NEW)}


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_fails_leaves_its_work_to_the_end(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = threading.Event()
    keep_up = store.keep_up

    def fails_once(but: Collection[GraphName] = ()) -> None:
        if tried.is_set():
            keep_up(but)
        else:
            tried.set()
            raise LookupError("a page of the index")

    store.replace(graph(OLD), article_quads(read(document("a.txt", OLD)), DEFAULT_BASE, version="1"))
    store.flush()
    monkeypatch.setattr(store, "keep_up", fails_once)
    with Follower(store) as follower:
        follower.wake()
        assert tried.wait(10)
        follower.finish()
    assert not store.texts_are_behind


def test_what_changes_each_time_is_followed_at_the_end(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[Collection[GraphName]] = []
    asked = threading.Event()

    def keep_up(but: Collection[GraphName] = ()) -> None:
        left.append(but)
        asked.set()

    monkeypatch.setattr(store, "keep_up", keep_up)
    with Follower(store, [graph(OLD)]) as follower:
        follower.wake()
        assert asked.wait(10)
        follower.finish()
    assert left == [[graph(OLD)], ()]


def test_what_follows_the_store_may_fail_and_the_articles_are_stored(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(but: Collection[GraphName] = ()) -> None:
        raise LookupError("a page of the index")

    with monkeypatch.context() as patched:
        patched.setattr(store, "keep_up", fail)
        with pytest.raises(FollowingError, match=r"are stored, but .* LookupError: a page of the index") as told:
            build([document("a.txt", OLD)], store, extract=extract)
    assert store.location in str(told.value)
    assert articles(store) == {graph(OLD)}
    again = Counting()
    assert build([document("a.txt", OLD)], store, extract=again).unchanged == 1
    assert again.read == []
    assert store.search("встретился") != []


def test_odd_characters_are_stored_or_refused_and_the_build_goes_on(store: Store) -> None:
    odd = ["Токаев \x00 отдыхает.", "\u202eТокаев отдыхает.", "Токаев" + "\u0301" * 5_000, "Токаев 😀 \ufffe"]
    texts = [*odd, "Токаев \ud800 отдыхает.", OLD]
    documents = [Document(f"{number}.txt", text, f"{number:064}") for number, text in enumerate(texts)]
    summary = build(documents, store, extract=extract)
    assert [refusal.name for refusal in summary.refused] == ["4.txt"]
    assert "U+D800" in next(iter(summary.refused)).reason
    assert {quad.object.value for quad in store.matching(None, NIF.isString, None)} == {*odd, OLD}  # type: ignore[union-attr]
