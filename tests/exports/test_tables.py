"""GraphML, tables and event data: what their readers make of them."""

import csv
import datetime
import io
import json
import zipfile
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import networkx
import pytest
from pyoxigraph import Literal, NamedNode

from kg.exports import EXPORTERS, Selection, TablesExporter, export
from kg.exports.records import ActorRecord, PositionRecord
from kg.exports.sectors import Coded, code
from kg.extras import MissingPackageError
from kg.identifiers import DEFAULT_BASE
from kg.model import ActorType, EventType, Status
from kg.rdf.vocabulary import NIF
from kg.stores import EmbeddedStore, Store
from tests.graphs import CHINA, KAZAKHSTAN, TOKAYEV, WEI, Reading, put, two_outlets


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with EmbeddedStore(tmp_path / "store") as opened:
        put(opened, two_outlets())
        yield opened


def written(store: Store, format_: str, selection: Selection = Selection()) -> bytes:  # noqa: B008 -- frozen
    target = io.BytesIO()
    export(store, format_, target, selection=selection)
    return target.getvalue()


def test_networkx_opens_graphml(store: Store) -> None:
    graph = networkx.read_graphml(io.BytesIO(written(store, "graphml")))
    assert set(graph) == {CHINA.id, KAZAKHSTAN.id, TOKAYEV.id, WEI.id}
    china = graph.nodes[CHINA.id]
    assert (china["label"], china["iso_code"], china["claims_received"]) == ("Китай", "CHN", 2)
    assert isinstance(china["x"], float)
    (aid,) = (data for _, _, data in graph.edges(data=True) if data["kind"] == "AID")
    assert (aid["label"], aid["weight"], aid["mutual"], aid["first_day"]) == ("aided", 1.0, False, "2022-04-01")


def rows(store: Store, format_: str, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(written(store, format_))) as archive:
        return list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8")))


def test_gephi_finds_its_columns(store: Store) -> None:
    nodes = {row["Id"]: row for row in rows(store, "csv", "nodes.csv")}
    edges = rows(store, "csv", "edges.csv")
    assert nodes[WEI.id]["Label"] == "Вэй Фэнхэ"
    assert nodes[WEI.id]["state"] == CHINA.id
    assert {"Source", "Target", "Label", "Weight"} <= set(edges[0])
    assert {edge["Source"] for edge in edges} | {edge["Target"] for edge in edges} == set(nodes)
    assert len({edge["Id"] for edge in edges}) == len(edges)


def test_neo4j_finds_its_columns(store: Store) -> None:
    nodes = {row["id:ID"]: row for row in rows(store, "neo4j", "nodes.csv")}
    edges = rows(store, "neo4j", "relationships.csv")
    assert (nodes[CHINA.id][":LABEL"], nodes[CHINA.id]["claims_received:int"]) == ("State", "2")
    assert {"AID", "CONSULT", "SAID_ABOUT", "SAID_TO"} <= {edge[":TYPE"] for edge in edges}
    assert {edge[":START_ID"] for edge in edges} | {edge[":END_ID"] for edge in edges} == set(nodes)
    assert {edge["mutual:boolean"] for edge in edges} == {"true", "false"}


def test_tables_can_be_files_of_a_folder(store: Store, tmp_path: Path) -> None:
    exporter = EXPORTERS["csv"]()
    assert isinstance(exporter, TablesExporter)
    counts = exporter.write_folder(store, tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"nodes.csv", "edges.csv"}
    with zipfile.ZipFile(io.BytesIO(written(store, "csv"))) as archive:
        for name in ("nodes", "edges"):
            data = (tmp_path / "out" / f"{name}.csv").read_bytes()
            assert data == archive.read(f"{name}.csv")
            assert data.count(b"\r\n") == counts[name] + 1


def tables(store: Store, selection: Selection = Selection()) -> dict[str, list[dict[str, Any]]]:  # noqa: B008 -- frozen
    parquet = pytest.importorskip("pyarrow.parquet")
    with zipfile.ZipFile(io.BytesIO(written(store, "parquet", selection))) as archive:
        return {
            name.removesuffix(".parquet"): parquet.read_table(io.BytesIO(archive.read(name))).to_pylist()
            for name in archive.namelist()
        }


def test_parquet_has_a_table_for_each_kind(store: Store) -> None:
    found = tables(store)
    assert set(found) == {"articles", "actors", "places", "claims", "events", "mentions"}
    claim = next(row for row in found["claims"] if row["speaker"] == WEI.id)
    assert (claim["text"], claim["about"]) == ("Казахстан всегда был надёжным соседом", [KAZAKHSTAN.id])
    assert len(claim["articles"]) == 2
    aid = next(row for row in found["events"] if row["type"] == "AID")
    assert (aid["date"], aid["first_day"], aid["last_day"]) == (
        "2022-04",
        datetime.date(2022, 4, 1),
        datetime.date(2022, 4, 30),
    )
    assert [(row["text"], row["ref"]) for row in found["mentions"]] == [("Токаев", TOKAYEV.id)]
    assert {row["issued"] for row in found["articles"]} == {datetime.date(2022, 4, 26), datetime.date(2022, 4, 27)}


def test_evidence_leads_to_the_words(store: Store) -> None:
    anchors = {
        quad.subject: quad.object.value
        for quad in store.quads()
        if quad.predicate == NIF.anchorOf and isinstance(quad.object, Literal)
    }
    for event in tables(store)["events"]:
        words = {anchors[NamedNode(DEFAULT_BASE + mention)] for mention in event["evidence"]}
        assert words <= {"встретился", "беседу", "передал", "пообещал", "поблагодарил", "осудил"}


def test_parquet_is_filtered(store: Store) -> None:
    found = tables(store, Selection(types=frozenset({EventType.AID}), since=datetime.date(2022, 4, 27)))
    assert [row["type"] for row in found["events"]] == ["AID"]
    assert [row["speaker"] for row in found["claims"]] == [None]
    assert len(found["articles"]) == 1


def test_without_pyarrow_parquet_says_what_to_install(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingPackageError, match=r"pip install newskg\[parquet\]"):
        written(store, "parquet")


def events(store: Store) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(store, "plover").decode().splitlines()]


def test_plover_has_an_event_a_line(store: Store) -> None:
    (meeting,) = (event for event in events(store) if event["event"] == ["CONSULT"])
    assert meeting["date"] == "2022-04-25"
    assert [(actor["code"], actor["identifier_text"]) for actor in meeting["actor"]] == [
        ("KAZ", "Касым-Жомарт Токаев"),
        ("CHN", "Вэй Фэнхэ"),
    ]
    assert (meeting["recipient"], meeting["quad_code"], meeting["event_loc"]["name"]) == ([], 1, "Астана")
    assert {cited["publisher"] for cited in meeting["cite_info"]} == {"Вестник степи", "Северная звезда"}
    (accused,) = (event for event in events(store) if event["event"] == ["ACCUSE"])
    assert accused["quad_code"] == 3
    assert accused["recipient"] == [
        {
            "code": "KAZ",
            "sector": "GOV",
            "entity_text": "Казахстан",
            "identifier_id": "Q232",
            "identifier_text": "Казахстан",
        }
    ]


@pytest.mark.parametrize(
    ("status", "modes"),
    [(Status.ACTUAL, ["visit"]), (Status.NEGATED, ["visit", "negation"]), (Status.FUTURE, ["visit", "future"])],
)
def test_plover_says_how_an_event_is_meant(tmp_path: Path, status: Status, modes: list[str]) -> None:
    reading = Reading("Вэй посетил Казахстан.").does(
        [WEI], EventType.CONSULT, "посетил", [KAZAKHSTAN], mode="visit", status=status
    )
    with EmbeddedStore(tmp_path / "store") as store:
        put(store, [reading])
        (event,) = events(store)
    assert event["mode"] == modes
    assert event["date"] is None


def test_plover_gives_the_paragraph_and_where_it_was(store: Store) -> None:
    (accused,) = (event for event in events(store) if event["event"] == ["ACCUSE"])
    assert "Китай осудил выходку провокаторов" in accused["text"]
    (meeting,) = (event for event in events(store) if event["event"] == ["CONSULT"])
    assert meeting["event_loc"] == {
        "name": "Астана",
        "identifier_id": "Q1520",
        "latitude": 51.1801,
        "longitude": 71.446,
    }
    assert meeting["actor"][0]["sector"] == "GOV"  # Tokayev holds an office of a state
    assert "sector" not in meeting["actor"][1]  # of Wei, the articles tell none


def test_dyads_count_by_day_pair_and_quad_class(store: Store) -> None:
    rows = list(csv.DictReader(io.StringIO(written(store, "dyads").decode())))
    found = {(row["date"], row["source_name"], row["target_name"], row["quad_class"]): row for row in rows}
    promised = found["2022-04-25", "Касым-Жомарт Токаев", "Китай", "verbal-cooperation"]
    assert (promised["events"], promised["articles"], promised["types"]) == ("2", "1", "AGREE;SUPPORT")
    assert (promised["source_country"], promised["target_country"], promised["quad_code"]) == ("KAZ", "CHN", "1")
    met = [
        found["2022-04-25", source, target, "verbal-cooperation"]
        for source, target in permutations(("Касым-Жомарт Токаев", "Вэй Фэнхэ"))
    ]
    assert [(row["events"], row["articles"], row["month"]) for row in met] == [("1", "2", "2022-04")] * 2
    assert found["2022-04", "Китай", "Казахстан", "material-cooperation"]["types"] == "AID"
    assert len(rows) == 5


@pytest.mark.parametrize(
    ("name", "country", "sector"),
    [
        ("НАТО", "IGO", "IGO"),
        ("МИД Китая", "CHN", "GOV"),
        ("Минобороны Китая", "CHN", "MIL"),
        ("Верховный суд Китая", "CHN", "JUD"),
        ("Талибан", "", "REB"),
        ("Телеканал «Степь»", "", "MED"),
        ("Общество любителей чая", "", "NGO"),
        ("Ромашка", "", ""),
    ],
)
def test_bodies_have_sectors_by_their_names(name: str, country: str, sector: str) -> None:
    body = ActorRecord("actor/b", ActorType.ORGANISATION, name, state="actor/Q148" if country == "CHN" else "")
    state = ActorRecord("actor/Q148", ActorType.STATE, "Китай", iso_code="CHN")
    assert code([body, state], [])["actor/b"] == Coded(country, sector)


@pytest.mark.parametrize(
    ("title", "of", "expected"),
    [
        ("министр обороны", "actor/Q148", Coded("CHN", "GOV")),
        ("депутат", "actor/Q148", Coded("CHN", "LEG")),
        ("генеральный секретарь", "actor/nato", Coded("IGO", "IGO")),
        ("наездник", "actor/Q148", Coded("CHN", "")),
    ],
)
def test_persons_have_those_of_their_offices(title: str, of: str, expected: Coded) -> None:
    actors = [
        ActorRecord("actor/p", ActorType.PERSON, "Ли"),
        ActorRecord("actor/Q148", ActorType.STATE, "Китай", iso_code="CHN"),
        ActorRecord("actor/nato", ActorType.ORGANISATION, "НАТО"),
    ]
    assert code(actors, [PositionRecord("position/1", "actor/p", title, of)])["actor/p"] == expected


def gdelt(store: Store) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(store, "gdelt").decode()), delimiter="\t"))


def test_gdelt_has_a_row_for_each_pair(store: Store) -> None:
    (meeting,) = (row for row in gdelt(store) if row["PloverType"] == "CONSULT")
    assert (meeting["Actor1CountryCode"], meeting["Actor2CountryCode"]) == ("KAZ", "CHN")
    assert (meeting["SQLDATE"], meeting["MonthYear"], meeting["Year"]) == ("20220425", "202204", "2022")
    assert (meeting["EventRootCode"], meeting["QuadClass"]) == ("04", "1")
    assert (meeting["NumMentions"], meeting["NumSources"], meeting["NumArticles"]) == ("2", "2", "2")
    assert meeting["DATEADDED"] == "20220426"


def test_gdelt_rows_have_ids_of_their_own_and_only_facts(tmp_path: Path) -> None:
    three = Reading("Трое встретились и не помогли.").does([CHINA, KAZAKHSTAN, WEI], EventType.CONSULT, "встретились")
    three.does([CHINA], EventType.AID, "помогли", [KAZAKHSTAN], status=Status.NEGATED)
    three.does([TOKAYEV], EventType.PROTEST, "Трое")
    with EmbeddedStore(tmp_path / "store") as store:
        put(store, [three])
        found = gdelt(store)
    assert sorted(row["PloverType"] for row in found) == ["CONSULT"] * 3 + ["PROTEST"]
    assert len({row["GLOBALEVENTID"] for row in found}) == 4
    assert [row["Actor2Name"] for row in found if row["PloverType"] == "PROTEST"] == [""]
