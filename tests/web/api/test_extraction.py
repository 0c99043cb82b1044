import httpx
import pytest

from tests.web.api.conftest import SECRET

TEXT = (
    "Министры поговорили\n\n25 апреля 2022 года президент Казахстана Касым-Жомарт Токаев встретился с министром "
    "обороны Китая Вэй Фэнхэ. «Новая дорога откроется осенью», — заявил Токаев журналистам.\n"
)


def test_a_text_is_read_and_not_stored(writable: httpx.Client) -> None:
    before = writable.get("/articles").json()
    answer = writable.post("/extract", json={"text": TEXT, "published": "2022-04-26", "url": "https://example.org/a"})
    assert answer.status_code == 200, answer.text
    read = answer.json()
    assert read["article"]["url"] == "https://example.org/a" and read["article"]["published"] == "2022-04-26"
    assert "Новая дорога откроется осенью" in {claim["text"] for claim in read["claims"]}
    for mention in read["mentions"]:
        assert TEXT[mention["start"] : mention["end"]] == mention["text"]
    assert writable.get("/articles").json() == before


def test_an_article_is_stored_and_seen_at_once(writable: httpx.Client) -> None:
    following = writable.get("/articles?limit=1").json()["next"]
    rest = writable.get(following.removeprefix("/api/v1")).json()["items"]
    answer = writable.post("/articles", content=TEXT.encode(), headers={"Content-Type": "text/plain"})
    assert answer.status_code == 201, answer.text
    stored = answer.json()
    assert stored["status"] == "stored" and answer.headers["location"] == stored["href"]
    article = writable.get(stored["href"].removeprefix("/api/v1")).json()
    assert article["text"] == TEXT
    claims = writable.get("/claims", params={"speaker": "Токаев", "q": "дорога"}).json()["items"]
    assert [claim["text"] for claim in claims] == ["Новая дорога откроется осенью"]
    assert len(writable.get("/articles").json()["items"]) == 3
    # What came in between moves nothing of the part that was still to be read.
    assert writable.get(following.removeprefix("/api/v1")).json()["items"][-len(rest) :] == rest
    again = writable.post("/articles", json={"text": TEXT})
    assert again.status_code == 200 and again.json()["status"] == "replaced"


def test_storing_needs_a_token(writable: httpx.Client, api: httpx.Client) -> None:
    assert writable.post("/articles", json={"text": TEXT}, headers={"Authorization": ""}).status_code == 401
    assert writable.post("/articles", json={"text": TEXT}, headers={"Authorization": "Bearer no"}).status_code == 401
    assert api.post("/articles", json={"text": TEXT}, headers={"Authorization": f"Bearer {SECRET}"}).status_code == 403


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"{}", "application/json", 400),
        (b'{"text": ""}', "application/json", 400),
        (b'{"text": "\xd0", "more": 1}', "application/json", 400),
        (b"\xff\xfe", "text/plain", 400),
        (b"<p>", "text/html", 415),
        (b"This is a text in English, which is not read here at all.", "text/plain", 422),
        (b"a" * 1_300_000, "text/plain", 413),
    ],
)
def test_what_cannot_be_read_is_refused(api: httpx.Client, body: bytes, media_type: str, status: int) -> None:
    answer = api.post("/extract", content=body, headers={"Content-Type": media_type})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
