import json
from typing import Any

import httpx
import pytest


def ask(api: httpx.Client, **queries: Any) -> Any:
    answer = api.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    assert api.get("/reconcile", params={"queries": json.dumps(queries)}).json() == answer.json()
    return {key: found["result"] for key, found in answer.json().items()}


def test_the_manifest_says_what_is_spoken(api: httpx.Client) -> None:
    manifest = api.get("/reconcile").json()
    assert manifest["versions"] == ["0.2"]
    assert manifest["identifierSpace"] == "https://w3id.org/newskg/"
    assert httpx.get(manifest["view"]["url"].replace("{{id}}", "actor/Q148")).status_code == 200
    suggest = manifest["suggest"]["entity"]
    found = httpx.get(suggest["service_url"] + suggest["service_path"], params={"prefix": "каз"}).json()["result"]
    assert found == [{"id": "actor/Q232", "name": "Казахстан", "description": "State"}]


def test_names_are_matched(api: httpx.Client) -> None:
    found = ask(
        api,
        exact={"query": "КНР"},
        form={"query": "казахстану", "type": "State"},
        near={"query": "Касым Жомарт Такаев"},
        place={"query": "Астана", "type": ["Place"]},
        nobody={"query": "Лапутия"},
        other={"query": "Китай", "type": "Person"},
    )
    assert [(one["id"], one["match"]) for one in found["exact"]] == [("actor/Q148", True)]
    assert found["form"][0] == {
        "id": "actor/Q232",
        "name": "Казахстан",
        "type": [{"id": "State", "name": "State"}],
        "score": 100.0,
        "match": True,
        "description": "Казахстану",
    }
    assert (found["near"][0]["id"], found["near"][0]["match"]) == ("actor/Q557915", False)
    assert 60 <= found["near"][0]["score"] < 100
    assert found["place"][0]["id"] == "place/Q1520"
    assert found["nobody"] == [] and found["other"] == []


@pytest.mark.parametrize("queries", ["", "[]", "{", '{"q": 1}', '{"q": {"query": "а", "limit": 0}}'])
def test_what_is_no_query_is_refused(api: httpx.Client, queries: str) -> None:
    assert api.post("/reconcile", data={"queries": queries}).status_code == 400
