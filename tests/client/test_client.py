import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.client import Client, ClientError
from kg.stores import open_store
from kg.web.access import Token
from kg.web.app import create_app
from kg.web.processes import ProcessEngine
from kg.web.settings import Settings
from tests.graphs import put, two_outlets
from tests.web.conftest import serving

SECRET = "a-secret-for-the-tests"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder: Path = tmp_path_factory.mktemp("client") / "store"
    with open_store(folder) as store:
        put(store, two_outlets())
    settings = Settings(tokens=(Token.of(SECRET),))
    engine = ProcessEngine(str(folder), 1, writable=True)
    with serving(create_app(engine, settings)) as url, Client(url, token=SECRET, timeout=120) as client:
        yield client


def test_lists_are_typed_and_complete(graph: Client) -> None:
    assert {event.type for event in graph.events(actor="Китай", limit=1)} == {"AGREE", "ACCUSE", "AID", "SUPPORT"}
    (claim,) = graph.claims(speaker="Вэй Фэнхэ", until=None)
    told = claim.evidence[0]
    article = graph.article(told.article.id)
    assert article.text is not None and article.text[told.start : told.end] == claim.text
    assert [one.name for one in graph.places()] == ["Астана"]
    assert len(list(graph.articles())) == 2 and len(list(graph.positions())) == 1
    assert graph.claim(claim.id) == claim and graph.event(next(graph.events()).id).evidence
    assert {entry.kind for entry in graph.timeline("Q557915")} == {"claim", "event", "position"}
    assert sum(dyad.events for dyad in graph.dyads(initiator="Q148")) == 2


def test_names_are_found(graph: Client) -> None:
    assert graph.complete("тока")[0].name == "Касым-Жомарт Токаев"
    assert graph.actor("Q148").iso_code == "CHN"
    assert next(graph.actors(type="State", sort="name")).name == "Казахстан"
    assert {hit.kind for hit in graph.search("Китай")} == {"actor", "article", "claim"}


def test_a_text_is_read_and_stored(graph: Client) -> None:
    text = "Президент Казахстана Касым-Жомарт Токаев прибыл в Астану. «Дорога открыта», — заявил Токаев."
    read = graph.extract(text, published=datetime.date(2022, 5, 1))
    assert read["article"]["published"] == "2022-05-01" and read["claims"]
    stored = graph.store(text, url="https://example.org/1")
    assert stored.status == "stored" and graph.article(stored.id).url == "https://example.org/1"


def test_what_goes_wrong_is_told() -> None:
    with Client("http://127.0.0.1:9", timeout=5) as nobody, pytest.raises(ClientError, match="is the server running"):
        nobody.actor("Q148")


def test_what_the_server_says_is_told(graph: Client) -> None:
    with pytest.raises(ClientError, match="no date") as slip:
        list(graph.claims(since="soon"))
    assert slip.value.status == 400
    with pytest.raises(ClientError, match="nobody") as unknown:
        graph.actor("nobody")
    assert unknown.value.status == 404
