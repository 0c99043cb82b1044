import csv
import io
import itertools
from collections import Counter

import httpx
import pytest

from kg.web.api.network import KINDS, SAID_ABOUT, draw, read
from tests.graphs import CHINA, KAZAKHSTAN, TOKAYEV, VESTNIK, WEI

AID, ACCUSE = "https://w3id.org/newskg/plover#AID", "https://w3id.org/newskg/plover#ACCUSE"
ALL = frozenset(KINDS)


def written(*rows: tuple[str, str, str, str, str, int]) -> bytes:
    answer = io.StringIO()
    csv.writer(answer).writerows([("source", "target", "kind", "mutual", "month", "n"), *rows])
    return answer.getvalue().encode()


def shown(answer: bytes, actors: str = "", kinds: frozenset[str] = ALL, least: int = 1, limit: int = 100) -> set[str]:
    """The ties that are shown, as ``a>b``."""
    ties = read(answer)
    drawn = draw(ties, frozenset(actors), kinds, least, limit)
    assert {ties.actors[one] for one in drawn.nodes} == {
        ties.actors[column[row]] for row in drawn.rows for column in (ties.source, ties.target)
    }
    return {f"{ties.actors[ties.source[row]]}>{ties.actors[ties.target[row]]}" for row in drawn.rows}


STAR = written(
    ("a", "b", AID, "", "2022-01", 2),
    ("a", "b", AID, "", "2022-02", 1),
    ("b", "a", "", "", "2022-02", 4),
    ("b", "c", ACCUSE, "", "", 1),
    ("c", "a", AID, "", "2021", 1),
    ("d", "c", AID, "1", "2021", 1),
    ("e", "f", "", "", "2021", 1),
)


def test_months_are_put_together() -> None:
    ties = read(STAR)
    row = [ties.actors[one] for one in ties.source].index("a")
    assert ties.months[row] == (("2022-01", 2), ("2022-02", 1)) and ties.weight[row] == 3
    assert [KINDS[kind] for kind in ties.kind].count(SAID_ABOUT) == 2
    assert ties.mutual.tolist().count(True) == 1


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({}, "a>b b>a b>c c>a d>c e>f"),
        ({"kinds": frozenset({"AID"})}, "a>b c>a d>c"),
        ({"least": 2}, "a>b b>a"),
        ({"least": 7}, "a>b b>a"),
        ({"least": 8}, ""),
        ({"actors": "a"}, "a>b b>a b>c c>a"),
        ({"actors": "e"}, "e>f"),
        ({"actors": "z"}, ""),
        ({"limit": 2}, "a>b b>a"),
        ({"limit": 3}, "a>b b>a b>c c>a"),
        ({"actors": "d", "limit": 2}, "d>c"),
    ],
)
def test_the_ties_that_are_shown(choice: dict[str, object], expected: str) -> None:
    assert shown(STAR, **choice) == set(expected.split())  # type: ignore[arg-type]


def test_nothing_is_drawn_of_nothing() -> None:
    assert shown(written()) == set()


def network(api: httpx.Client, **query: object) -> tuple[set[str], Counter[tuple[str, str, str]]]:
    answer = api.get("/network", params=query)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    found = answer.json()
    ties = Counter({(edge["source"], edge["target"], edge["kind"]): edge["weight"] for edge in found["edges"]})
    return {node["id"] for node in found["nodes"]}, ties


def test_the_network_of_the_graph(api: httpx.Client) -> None:
    nodes, ties = network(api)
    assert nodes == {CHINA.id, KAZAKHSTAN.id, TOKAYEV.id, WEI.id}
    assert ties[CHINA.id, KAZAKHSTAN.id, "AID"] == 1
    assert ties[min(TOKAYEV.id, WEI.id), max(TOKAYEV.id, WEI.id), "CONSULT"] == 1, "told twice, but one meeting"
    assert ties[WEI.id, KAZAKHSTAN.id, SAID_ABOUT] == 1


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ({"kind": "claim"}, {SAID_ABOUT}),
        ({"type": "AID"}, {"AID"}),
        ({"quad_class": "verbal-conflict"}, {"ACCUSE"}),
        ({"type": "AID", "quad_class": "verbal-conflict"}, set()),
        ({"kind": "event", "since": "2022-04-26"}, {"ACCUSE", "AID"}),
        ({"kind": "event", "until": "2022-03"}, set()),
        ({"kind": "event", "outlet": VESTNIK.name}, {"CONSULT", "AID"}),
        ({"kind": "event", "actor": "Q148", "limit": 2}, {"AID", "ACCUSE", "AGREE", "SUPPORT"}),
    ],
)
def test_filters(api: httpx.Client, query: dict[str, str], kinds: set[str]) -> None:
    _, ties = network(api, **query)
    if "limit" in query:
        assert {kind for *_, kind in ties} < kinds
    else:
        assert {kind for *_, kind in ties} == kinds


def test_every_edge_leads_to_its_events(api: httpx.Client) -> None:
    nodes = {node["id"]: node for node in api.get("/network").json()["nodes"]}
    for one, other in itertools.combinations(nodes.values(), 2):
        assert api.get(one["href"].removeprefix("/api/v1")).json()["name"] == one["name"]
        events = api.get("/events", params={"actor": one["id"], "counterpart": other["id"]})
        assert events.status_code == 200


def test_other_parameters_are_refused(api: httpx.Client) -> None:
    assert api.get("/network", params={"actr": "Q148"}).status_code == 400
    assert api.get("/network", params={"limit": 5001}).status_code == 400
    assert api.get("/network", headers={"Accept": "text/turtle"}).status_code == 406
