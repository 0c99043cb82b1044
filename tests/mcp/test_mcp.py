"""``kg mcp`` as assistants use it: the SDK's own client talks to a process over standard input and output."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult, TextContent, TextResourceContents

from kg.identifiers import DEFAULT_BASE
from kg.model import Actor, ActorType, EventType
from kg.stores import open_store
from kg.web.app import create_app
from kg.web.processes import ProcessEngine
from kg.web.settings import Settings
from tests.commands import ROOT, kg
from tests.graphs import Reading, document, put, two_outlets
from tests.web.conftest import serving

T = TypeVar("T")
Answers = list[dict[str, Any]]
Call = tuple[str, dict[str, Any]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("mcp") / "store"
    with open_store(folder) as opened:
        put(opened, two_outlets())
    return str(folder)


@pytest.fixture(scope="module", params=["folder", "server"])
def location(request: pytest.FixtureRequest, store: str) -> Iterator[str]:
    if request.param == "folder":
        yield store
        return
    with serving(create_app(ProcessEngine(store, 2), Settings())) as url:
        yield f"{url}/sparql"


def talk(location: str, work: Callable[[Client], Awaitable[T]], *options: str) -> T:
    """What comes of a conversation with a server of its own."""

    async def conversation() -> T:
        command = StdioServerParameters(
            command=sys.executable,
            args=["-m", "kg", "mcp", "--store", location, *options],
            cwd=ROOT,
            env={**os.environ},
        )
        async with Client(command, read_timeout_seconds=60) as client:
            return await work(client)

    return asyncio.run(conversation())


def call(location: str, calls: tuple[Call, ...]) -> list[CallToolResult]:
    async def work(client: Client) -> list[CallToolResult]:
        return [await client.call_tool(name, arguments) for name, arguments in calls]

    return talk(location, work)


def ask(location: str, *calls: Call) -> Answers:
    """The answers to calls of tools, which all succeed."""
    answers = []
    for result in call(location, calls):
        assert not result.is_error, result.content
        assert result.structured_content is not None
        answers.append(result.structured_content)
    return answers


def refusals(location: str, *calls: Call) -> list[str]:
    """What is told of calls of tools that all fail."""
    told = []
    for result in call(location, calls):
        assert result.is_error, result.content
        assert isinstance(result.content[0], TextContent)
        told.append(result.content[0].text)
    return told


def test_the_server_tells_what_it_is_and_that_its_tools_only_read(store: str) -> None:
    async def work(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == {
            "search_actors",
            "actor_profile",
            "search_claims",
            "search_events",
            "count_dyads",
            "read_evidence",
            "query_sparql",
        }
        assert all(tool.annotations is not None and tool.annotations.read_only_hint for tool in tools)
        assert all(tool.description for tool in tools)
        assert client.instructions is not None
        assert "Cite" in client.instructions
        ontology = (await client.read_resource("newskg://ontology")).contents[0]
        assert isinstance(ontology, TextResourceContents)
        assert "kg:Claim" in ontology.text

    talk(store, work)


def test_a_name_leads_to_an_actor_and_to_what_it_said(location: str) -> None:
    found, profile = ask(location, ("search_actors", {"words": "вэй"}), ("actor_profile", {"actor": "Вэй Фэнхэ"}))
    assert [(one["id"], one["name"]) for one in found["items"]] == [(f"{DEFAULT_BASE}actor/Q702748", "Вэй Фэнхэ")]
    assert profile["actor"]["same_as"] == ["http://www.wikidata.org/entity/Q702748"]
    assert [one["text"] for one in profile["said"]] == ["Казахстан всегда был надёжным соседом"]
    assert [one["type"] for one in profile["events"]] == ["CONSULT"]


def test_of_many_names_some_are_given_and_the_others_counted(tmp_path: Path) -> None:
    names = tuple(f"Омск{number:02}" for number in range(30))
    city = Actor("actor/omsk", ActorType.ORGANISATION, "Омск", names)
    with open_store(tmp_path / "store") as opened:
        put(opened, [Reading("Омск растёт.").mention("Омск", city)])
    (found,) = ask(str(tmp_path / "store"), ("search_actors", {"words": "омск"}))
    (actor,) = found["items"]
    assert actor["forms"] == list(names[:8])
    assert actor["forms_left_out"] == 22


def test_a_profile_tells_of_positions_and_what_was_said_about_an_actor(store: str) -> None:
    tokayev, kazakhstan = ask(store, ("actor_profile", {"actor": "Q557915"}), ("actor_profile", {"actor": "Казахстан"}))
    assert [(one["title"], one["of"]["name"]) for one in tokayev["positions"]] == [("президент", "Казахстан")]
    assert [one["speaker"]["name"] for one in kazakhstan["said_about"]] == ["Вэй Фэнхэ"]


def test_of_actors_with_the_same_name_one_has_to_be_chosen(tmp_path: Path) -> None:
    text = "Петров встретился с Петровым."
    namesakes = [Actor(f"actor/{place}-petrov", ActorType.PERSON, "Иван Петров") for place in ("omsk", "tver")]
    with open_store(tmp_path / "store") as opened:
        put(opened, [Reading(text).does(namesakes, EventType.CONSULT, "встретился")])
    both, one = ask(
        str(tmp_path / "store"),
        ("actor_profile", {"actor": "Иван Петров"}),
        ("actor_profile", {"actor": "tver-petrov"}),
    )
    assert {one["id"] for one in both["candidates"]} == {f"{DEFAULT_BASE}{actor.id}" for actor in namesakes}
    assert [event["evidence"][0]["text"] for event in one["events"]] == ["встретился"]


def test_a_claim_leads_to_its_evidence_in_the_article(location: str) -> None:
    (claims,) = ask(
        location, ("search_claims", {"words": "надёжные соседи", "speaker": ["Вэй"], "since": "2022-04-25"})
    )
    (claim,) = claims["items"]
    assert claim["id"].startswith(f"{DEFAULT_BASE}claim/")
    told = claim["evidence"][0]
    assert told["article"]["publisher"] == "Вестник степи"
    place = {"article": told["article"]["id"], "start": told["start"], "end": told["end"], "around": 4}
    (read,) = ask(location, ("read_evidence", place))
    assert read["text"] == told["text"] == "Казахстан всегда был надёжным соседом"
    assert read["sentence"] == "«Казахстан всегда был надёжным соседом», — сказал Вэй."
    assert (read["before"], read["after"]) == ("э. «", "», —")
    assert read["article"]["title"] == "Токаев принял гостя из Китая"
    assert read["article"]["published"] == "2022-04-26"


def test_claims_are_found_by_their_stance(store: str) -> None:
    friendly, hostile = ask(
        store,
        ("search_claims", {"stance": ["support"], "target": ["Казахстан"]}),
        ("search_claims", {"stance": ["oppose"], "target": ["Казахстан"]}),
    )
    (stance,) = friendly["items"][0]["stances"]
    assert (stance["target"]["name"], stance["polarity"], stance["words"]) == ("Казахстан", "support", ["соседом"])
    assert hostile == {"items": []}


def test_events_are_found_by_actor_type_and_date(store: str) -> None:
    aid, april, none, thanks = ask(
        store,
        ("search_events", {"actor": ["Китай"], "counterpart": ["Казахстан"], "type": ["AID"]}),
        ("search_events", {"since": "2022-04-27", "until": "2022-04-27"}),
        ("search_events", {"actor": ["Китай"], "type": ["AID"], "since": "2023"}),
        ("search_events", {"quad_class": ["verbal-cooperation"], "limit": 1}),
    )
    assert [one["evidence"][0]["text"] for one in aid["items"]] == ["передал"]
    assert [one["type"] for one in april["items"]] == ["ACCUSE", "AID"]  # the aid is of April, no day is known
    assert none == {"items": []}
    (following,) = ask(store, ("search_events", {"quad_class": ["verbal-cooperation"], "next": thanks["next"]}))
    assert len(following["items"]) == 2
    assert thanks["items"][0] not in following["items"]


def test_dyads_are_counted_by_month(store: str) -> None:
    (counts,) = ask(store, ("count_dyads", {"actor": ["Токаев"], "counterpart": ["Китай"]}))
    assert [(one["month"], one["recipient"]["name"], one["events"]) for one in counts["items"]] == [
        ("2022-04", "Китай", 2)
    ]


def test_sparql_gives_rows_triples_and_yes_or_no(location: str) -> None:
    names, graph, yes = ask(
        location,
        ("query_sparql", {"query": "SELECT DISTINCT ?name WHERE { <actor/Q148> rdfs:label ?name }"}),
        ("query_sparql", {"query": "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o }", "rows": 2}),
        ("query_sparql", {"query": "ASK { ?claim a kg:Claim }"}),
    )
    assert names == {"variables": ["name"], "rows": [['"Китай"@ru']], "truncated": False}
    assert len(graph["triples"]) == 2
    assert graph["truncated"]
    assert yes == {"boolean": True}


def test_sparql_gives_no_more_rows_than_are_wanted(store: str) -> None:
    many = "SELECT ?a ?b ?c ?d WHERE { ?a ?p ?b . ?c ?q ?d }"  # far more than is ever written
    cut, exact = ask(
        store,
        ("query_sparql", {"query": many, "rows": 3}),
        ("query_sparql", {"query": "SELECT * WHERE { VALUES ?line { 'one\\ntwo\\tthree\\u2028' 'x' } }", "rows": 2}),
    )
    assert len(cut["rows"]) == 3
    assert all(len(row) == 4 for row in cut["rows"])
    assert cut["truncated"]
    assert exact["rows"] == [['"one\\ntwo\\tthree\u2028"'], ['"x"']]
    assert not exact["truncated"]


def test_an_answer_with_long_texts_is_cut_between_rows(tmp_path: Path) -> None:
    long = " ".join(["Китай передал Казахстану оборудование."] * 800)
    with open_store(tmp_path / "store") as opened:
        put(opened, [Reading(f"{number}. {long}", given=document("a", f"{number}. {long}")) for number in range(12)])
    (texts,) = ask(str(tmp_path / "store"), ("query_sparql", {"query": "SELECT ?t WHERE { ?s nif:isString ?t }"}))
    assert 0 < len(texts["rows"]) < 12
    assert texts["truncated"]
    assert all(text.endswith('оборудование."') for (text,) in texts["rows"])


def test_a_query_that_takes_too_long_is_killed_and_the_next_is_answered(store: str) -> None:
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"

    async def work(client: Client) -> None:
        late = await client.call_tool("query_sparql", {"query": endless})
        assert late.is_error
        assert isinstance(late.content[0], TextContent)
        assert "longer than 1 seconds and was stopped" in late.content[0].text
        after = await client.call_tool("query_sparql", {"query": "ASK { ?s a kg:Event }"})
        assert after.structured_content == {"boolean": True}

    talk(store, work, "--timeout", "1", "--workers", "1")


def test_what_is_wrong_with_a_call_is_told(store: str) -> None:
    told = refusals(
        store,
        ("search_claims", {"speaker": ["Никто Никтоев"]}),
        ("search_claims", {"since": "вчера"}),
        ("search_events", {"type": ["DANCE"]}),
        ("query_sparql", {"query": "SELECT ?x WHERE { ?x ?y }"}),
        ("query_sparql", {"query": "DELETE WHERE { ?s ?p ?o }"}),
        ("query_sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }"}),
        ("read_evidence", {"article": "0000", "start": 0, "end": 5}),
        ("actor_profile", {"actor": "Q1"}),
    )
    for message, part in zip(
        told,
        ("no actor is called 'Никто Никтоев'", "write 2022-04-25", "DANCE", "^", "expected", "SERVICE", "0000", "Q1"),
        strict=True,
    ):
        assert part in message
    assert ask(store, ("query_sparql", {"query": "ASK { ?s ?p ?o }"})) == [{"boolean": True}]


def test_evidence_past_the_end_or_without_a_text_is_refused(tmp_path: Path, store: str) -> None:
    (events,) = ask(store, ("search_events", {"type": ["AID"]}))
    article = events["items"][0]["evidence"][0]["article"]["id"]
    past, empty = refusals(
        store,
        ("read_evidence", {"article": article, "start": 10, "end": 9_999}),
        ("read_evidence", {"article": article, "start": 10, "end": 10}),
    )
    assert "past its end" in past
    assert "empty" in empty


def test_a_store_that_is_not_there_and_a_bad_base_are_told_at_once(tmp_path: Path) -> None:
    missing = kg("mcp", "--store", tmp_path / "none")
    assert missing.returncode == 1
    assert "none" in missing.stderr
    assert missing.stdout == ""
    assert kg("mcp", "--store", tmp_path, "--base", "nowhere").returncode == 2


def test_without_the_extra_the_command_names_it() -> None:
    program = "import sys; sys.modules['mcp'] = None; sys.argv = ['kg', 'mcp']; from kg.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 1
    assert "pip install newskg[mcp]" in done.stderr


@contextmanager
def _raw(location: str) -> Iterator["subprocess.Popen[str]"]:
    """A server without a client."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "mcp", "--store", location],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_the_server_and_its_processes_end_with_their_client(store: str) -> None:
    with _raw(store) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        hello = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "initialize",
            "params": {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "test", "version": "0"},
            },
        }
        server.stdin.write(json.dumps(hello) + "\n")
        server.stdin.flush()
        assert json.loads(server.stdout.readline())["result"]["serverInfo"]["name"] == "newskg"
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        assert children
        server.stdin.close()
        assert server.wait(20) == 0
        deadline = time.monotonic() + 10
        while any(Path(f"/proc/{child}").exists() for child in children):
            assert time.monotonic() < deadline
            time.sleep(0.05)
