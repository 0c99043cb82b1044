import csv
import io
from pathlib import Path
from typing import Any

import httpx
import pytest
import rdflib

from kg.stores import open_store
from kg.web.app import create_app
from kg.web.processes import ProcessEngine
from kg.web.settings import Settings
from tests.graphs import CHINA, KAZAKHSTAN, TOKAYEV, VESTNIK, WEI, Reading, put
from tests.web.conftest import serving

BASE = "https://w3id.org/newskg/"
KG = rdflib.Namespace(f"{BASE}ontology#")


def get(api: httpx.Client, path: str, **params: Any) -> Any:
    answer = api.get(path, params=params or None)
    assert answer.status_code == 200, answer.text
    return answer.json()


def texts(answer: Any) -> list[str]:
    return [claim["text"] for claim in answer["items"]]


def test_a_claim_leads_to_its_evidence(api: httpx.Client) -> None:
    (claim,) = get(api, "/claims", speaker="Q702748")["items"]
    assert claim["text"] == "Казахстан всегда был надёжным соседом"
    assert claim["speaker"] == {
        "id": f"{BASE}actor/Q702748",
        "type": "Person",
        "name": "Вэй Фэнхэ",
        "href": "/api/v1/actors/Q702748",
        "page": "/actor/Q702748",
    }
    assert [one["name"] for one in claim["about"]] == ["Казахстан"]
    first, second = claim["evidence"]
    assert (first["article"]["publisher"], second["article"]["publisher"]) == ("Вестник степи", "Северная звезда")
    assert first["sentence"] == "«Казахстан всегда был надёжным соседом», — сказал Вэй."
    offset = first["start"] - first["sentence_start"]
    assert first["sentence"][offset : offset + first["end"] - first["start"]] == first["text"] == claim["text"]
    article = get(api, first["article"]["href"].removeprefix("/api/v1"))
    assert article["text"][first["start"] : first["end"]] == claim["text"]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, {"Китай поможет", "Казахстан всегда был надёжным соседом", "посетить Китай"}),
        ({"speaker": "Токаев"}, {"посетить Китай"}),
        ({"about": f"{BASE}actor/Q148"}, {"Китай поможет", "посетить Китай"}),
        ({"about": ["Q148", "Q232"]}, {"Китай поможет", "Казахстан всегда был надёжным соседом", "посетить Китай"}),
        ({"addressee": "actor/Q702748"}, {"посетить Китай"}),
        ({"actor": "Q702748"}, {"Казахстан всегда был надёжным соседом", "посетить Китай"}),
        ({"outlet": "vestnik-stepi"}, {"Казахстан всегда был надёжным соседом"}),
        ({"quotation_type": "direct"}, {"Казахстан всегда был надёжным соседом"}),
        ({"since": "2022-04-26"}, {"Китай поможет"}),
        ({"until": "2022-04-25"}, {"Казахстан всегда был надёжным соседом", "посетить Китай"}),
        ({"since": "2022-04", "until": "2022", "about": "Q148"}, {"Китай поможет", "посетить Китай"}),
        ({"q": "соседа надёжного"}, {"Казахстан всегда был надёжным соседом"}),
        ({"stance": "support"}, {"Казахстан всегда был надёжным соседом"}),
        ({"stance": ["oppose", "neutral"]}, set()),
        ({"target": "Казахстан"}, {"Казахстан всегда был надёжным соседом"}),
        ({"target": "Q148", "stance": "support"}, set()),
        ({"since": "2023"}, set()),
        ({"speaker": "Q1"}, set()),
    ],
)
def test_claims_are_filtered(api: httpx.Client, params: dict[str, Any], expected: set[str]) -> None:
    found = get(api, "/claims", **params)
    assert set(texts(found)) == expected and len(found["items"]) == len(expected)


def test_a_stance_holds_towards_its_own_target(tmp_path: Path) -> None:
    text = "Вэй сказал: Китай поддержит Казахстан и осудит Вестник."
    words = "Китай поддержит Казахстан и осудит Вестник"
    with open_store(tmp_path / "store") as store:
        reading = Reading(text).says(
            WEI, words, about=[KAZAKHSTAN, VESTNIK], supports=(KAZAKHSTAN, "поддержит"), opposes=(VESTNIK, "осудит")
        )
        put(store, [reading])
    with (
        serving(create_app(ProcessEngine(str(tmp_path / "store"), 1), Settings())) as url,
        httpx.Client(base_url=f"{url}/api/v1", timeout=30) as api,
    ):
        found = get(api, "/claims", stance="oppose", target="vestnik-stepi", facets="stance")
        assert texts(found) == texts(get(api, "/claims", stance="support", target="Q232")) == [words]
        assert texts(get(api, "/claims", stance="oppose", target="Q232")) == []
        assert [(one["target"]["name"], one["polarity"], one["words"]) for one in found["items"][0]["stances"]] == [
            ("Вестник степи", "oppose", ["осудит"]),
            ("Казахстан", "support", ["поддержит"]),
        ]
        assert [(one["value"], one["count"]) for one in found["facets"]["stance"]] == [("oppose", 1)]
        turtle = api.get("/claims", headers={"Accept": "text/turtle"}).text
        assert turtle.count("kg:polarity kg:") == 2


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"actor": "Q148"}, ["ACCUSE", "AGREE", "AID", "SUPPORT"]),
        ({"initiator": "Q148"}, ["ACCUSE", "AID"]),
        ({"recipient": "Q148"}, ["AGREE", "SUPPORT"]),
        ({"actor": "Q148", "counterpart": "Q232"}, ["ACCUSE", "AID"]),
        ({"type": ["AID", "CONSULT"]}, ["AID", "CONSULT"]),
        ({"quad_class": "verbal-conflict"}, ["ACCUSE"]),
        ({"quad_class": "verbal-conflict", "type": "AID"}, []),
        ({"place": "Астана"}, ["CONSULT"]),
        ({"status": "future"}, []),
        ({"outlet": "severnaia-zvezda"}, ["ACCUSE", "AGREE", "CONSULT", "SUPPORT"]),
        ({"since": "2022-04-26"}, ["ACCUSE", "AID"]),
        ({"until": "2022-04-25"}, ["AGREE", "AID", "CONSULT", "SUPPORT"]),
    ],
)
def test_events_are_filtered(api: httpx.Client, params: dict[str, Any], expected: list[str]) -> None:
    assert sorted(event["type"] for event in get(api, "/events", **params)["items"]) == expected


def test_an_event_has_every_report_of_it(api: httpx.Client) -> None:
    (event,) = get(api, "/events", type="CONSULT")["items"]
    assert (event["quad_class"], event["status"], event["start_date"]) == ("verbal-cooperation", "actual", "2022-04-25")
    assert [one["name"] for one in event["initiators"]] == ["Касым-Жомарт Токаев", "Вэй Фэнхэ"]
    assert event["place"]["name"] == "Астана"
    assert [one["text"] for one in event["evidence"]] == ["встретился", "беседу"]
    assert get(api, event["href"].removeprefix("/api/v1")) == event


@pytest.mark.parametrize("path", ["/claims", "/events", "/articles", "/actors", "/positions", "/dyads", "/places"])
@pytest.mark.parametrize("sort", [0, 1])
def test_parts_make_up_the_list(api: httpx.Client, path: str, sort: int) -> None:
    order = (["-articles", "name"] if path in ("/actors", "/places") else ["-date", "date"])[sort]
    whole = get(api, path, limit=200, sort=order)["items"]
    found: list[Any] = []
    answer = get(api, path, limit=1, sort=order)
    while True:
        found += answer["items"]
        if answer["next"] is None:
            break
        answer = get(api, answer["next"].removeprefix("/api/v1"))
    assert found == whole and len(whole) >= 1


def test_lists_begin_with_the_newest(api: httpx.Client) -> None:
    dates = [event["start_date"] for event in get(api, "/events")["items"]]
    assert dates == sorted(dates, reverse=True) and len(set(dates)) == 3
    assert [event["start_date"] for event in get(api, "/events", sort="date")["items"]] == sorted(dates)
    assert [one["published"] for one in get(api, "/articles")["items"]] == ["2022-04-27", "2022-04-26"]


def test_facets_count_what_is_listed(api: httpx.Client) -> None:
    answer = get(api, "/events", facets=["type", "actor", "outlet"], actor="Q148", limit=1)
    assert answer["total"] == 4
    assert {one["value"]: one["count"] for one in answer["facets"]["type"]} == {
        "ACCUSE": 1,
        "AGREE": 1,
        "AID": 1,
        "SUPPORT": 1,
    }
    actors = {one["name"]: (one["count"], one["value"]) for one in answer["facets"]["actor"]}
    assert actors["Китай"] == (4, f"{BASE}actor/Q148") and actors["Казахстан"][0] == 2
    assert {one["name"]: one["count"] for one in answer["facets"]["outlet"]} == {
        "Вестник степи": 1,
        "Северная звезда": 3,
    }
    months = get(api, "/claims", facets="month", until="2022-04-25")
    assert [(one["value"], one["count"]) for one in months["facets"]["month"]] == [("2022-04", 2)]


def test_articles_by_whom_they_name_and_by_title(api: httpx.Client) -> None:
    assert len(get(api, "/articles")["items"]) == 2
    (article,) = get(api, "/articles", actor=TOKAYEV.id)["items"]
    assert article["publisher"]["name"] == "Вестник степи"
    assert get(api, "/articles", q="гостю китайскому")["items"] == []
    assert get(api, "/articles", q="гостю Китая")["items"] == [article]


def test_an_article_with_all_that_was_read(api: httpx.Client) -> None:
    (listed,) = get(api, "/articles", outlet="Вестник степи")["items"]
    article = get(api, listed["href"].removeprefix("/api/v1"))
    assert {key: article[key] for key in listed} == listed
    assert [(one["text"], one["ref"]["name"]) for one in article["mentions"]] == [("Токаев", "Касым-Жомарт Токаев")]
    assert len(article["claims"]) == 1 and len(article["positions"]) == 1
    assert {one["type"] for one in article["events"]} == {"CONSULT", "AID"}


def test_actors_by_name_type_and_weight(api: httpx.Client) -> None:
    every = get(api, "/actors", facets="type")
    assert every["total"] == 6
    assert {one["value"]: one["count"] for one in every["facets"]["type"]} == {
        "Person": 2,
        "State": 2,
        "Organisation": 2,
    }
    assert every["items"][0]["articles"] == 2
    names = [one["name"] for one in get(api, "/actors", sort="name")["items"]]
    assert names == sorted(names)
    (found,) = get(api, "/actors", q="токаев")["items"]
    assert found["same_as"] == ["http://www.wikidata.org/entity/Q557915"]
    assert found["state"]["name"] == "Казахстан"
    assert get(api, "/actors/Q557915") == found
    china = get(api, "/actors/Q148")
    assert china["iso_code"] == "CHN" and "КНР" in china["forms"]
    assert get(api, "/actors", q="КНР", type="Person")["items"] == []


def test_positions_and_places(api: httpx.Client) -> None:
    (position,) = get(api, "/positions", holder=TOKAYEV.id)["items"]
    assert (position["title"], position["of"]["name"]) == ("президент", "Казахстан")
    assert position["attested_on"] == ["2022-04-26"]
    (place,) = get(api, "/places")["items"]
    assert place["name"] == "Астана" and get(api, "/places/Q1520") == place


def test_dyads_count_events_a_month(api: httpx.Client) -> None:
    found = get(api, "/dyads", actor=CHINA.id)["items"]
    counted = {(one["initiator"]["name"], one["recipient"]["name"], one["quad_class"]): one["events"] for one in found}
    assert counted == {
        ("Китай", "Казахстан", "material-cooperation"): 1,
        ("Китай", "Казахстан", "verbal-conflict"): 1,
        ("Касым-Жомарт Токаев", "Китай", "verbal-cooperation"): 2,
    }
    meeting = get(api, "/dyads", actor=TOKAYEV.id, counterpart=WEI.id)["items"]
    assert {(one["initiator"]["name"], one["articles"]) for one in meeting} == {
        ("Касым-Жомарт Токаев", 2),
        ("Вэй Фэнхэ", 2),
    }
    for dyad in (*found, *meeting):
        assert len(get(api, dyad["href"].removeprefix("/api/v1"))["items"]) == dyad["events"]


def test_a_timeline_has_what_was_done_and_said(api: httpx.Client) -> None:
    entries = get(api, "/timeline", actor=TOKAYEV.id)["items"]
    told = [(one["date"], one["kind"], one["role"]) for one in entries]
    assert told[0] == ("2022-04-26", "position", "holder")
    assert sorted(told[1:]) == [
        ("2022-04-25", "claim", "speaker"),
        ("2022-04-25", "event", "initiator"),
        ("2022-04-25", "event", "initiator"),
        ("2022-04-25", "event", "initiator"),
    ]
    assert {one["kind"] for one in get(api, "/timeline", actor=TOKAYEV.id, kind="claim")["items"]} == {"claim"}


def test_search_finds_names_titles_and_claims(api: httpx.Client) -> None:
    found = get(api, "/search", q="Китаю")["items"]
    assert {one["kind"] for one in found} == {"article", "claim"}
    assert [one["ref"]["name"] for one in get(api, "/search", q="кита", kind="actor")["items"]] == ["Китай"]
    assert [one["name"] for one in get(api, "/complete", q="каз")] == ["Казахстан"]
    assert get(api, "/complete", q="аст", kind="actor") == []


def test_answers_are_written_as_rdf_and_tables(api: httpx.Client) -> None:
    turtle = api.get("/claims", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=turtle.text)
    said = set(graph.objects(predicate=KG.text))
    assert len(said) == 3
    evidence = set(graph.objects(predicate=KG.evidence))
    assert evidence and all((node, rdflib.RDF.type, KG.Mention) in graph for node in evidence)
    linked = rdflib.Graph().parse(data=api.get("/claims", params={"format": "jsonld"}).text, format="json-ld")
    assert set(linked.objects(predicate=KG.text)) == said
    table = api.get("/events", headers={"Accept": "text/csv"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    rows = {row["type"]: row for row in csv.DictReader(io.StringIO(table.text))}
    assert rows["CONSULT"]["initiators.name"] == "Касым-Жомарт Токаев | Вэй Фэнхэ"
    assert rows["AID"]["evidence.sentence"] == "Китай передал Казахстану оборудование для больниц."
    assert api.get("/dyads", headers={"Accept": "text/turtle"}).status_code == 406
    assert api.get("/claims", headers={"Accept": "image/png"}).status_code == 406


def test_what_is_unchanged_is_not_sent_again(api: httpx.Client) -> None:
    first = api.get("/claims")
    again = api.get("/claims", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and again.content == b""
    other = api.get("/claims?limit=1", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200
    assert 'rel="next"' in other.headers["link"]


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/claims?since=yesterday", 400, "2022-04-25"),
        ("/claims?since=2022-02-30", 400, "no such day"),
        ("/claims?speakr=Q1", 400, "speakr"),
        ("/claims?limit=0", 400, "limit"),
        ("/claims?cursor=abc", 400, "cursor"),
        ("/claims?speaker=Никто%20Неизвестный", 400, "Никто"),
        ("/claims?speaker=http://a/%3E%20b", 400, "no id"),
        ("/claims/nothing", 404, "nothing"),
        ("/events/nothing", 404, "nothing"),
        ("/actors/nobody", 404, "nobody"),
        ("/articles/nothing", 404, "nothing"),
        ("/claims/a%3E%20b", 400, "no id"),
        ("/timeline", 400, "actor"),
        ("/search?q=...", 400, "no word"),
    ],
)
def test_slips_are_told(api: httpx.Client, path: str, status: int, told: str) -> None:
    answer = api.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.json()["detail"]


def test_a_cursor_of_another_order_is_refused(api: httpx.Client) -> None:
    following = get(api, "/claims", limit=1)["next"].removeprefix("/api/v1")
    assert (
        api.get(following, params={**httpx.QueryParams(following.partition("?")[2]), "sort": "date"}).status_code == 400
    )


def test_kazakhstan_is_spoken_of(api: httpx.Client) -> None:
    assert texts(get(api, "/claims", about=KAZAKHSTAN.name)) == ["Казахстан всегда был надёжным соседом"]


def test_a_state_stands_for_its_bodies_and_office_holders_where_that_is_asked(api: httpx.Client) -> None:
    def who(path: str, side: str, **params: Any) -> set[str]:
        return {
            one["name"]
            for item in get(api, path, limit=100, **params)["items"]
            for one in (item[side] if isinstance(item[side], list) else [item[side]])
        }

    alone = who("/claims", "speaker", speaker="Q232")
    wide = who("/claims", "speaker", speaker="Q232", with_bodies="true")
    assert alone < wide and "Касым-Жомарт Токаев" in wide - alone
    assert (
        get(api, "/events", actor="Q148", counterpart="Q232", with_bodies="true", facets="type")["total"]
        > (get(api, "/events", actor="Q148", counterpart="Q232", facets="type")["total"])
    )
