import re
from html.parser import HTMLParser

import httpx
import pytest

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
CLAIMS = "PREFIX kg: <https://w3id.org/newskg/ontology#> SELECT ?who ?text { ?c kg:speaker ?who ; kg:text ?text }"


class Links(HTMLParser):
    """Collects what a page loads and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.linked: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.linked.append(found["href"])
        elif "src" in found or "href" in found:
            self.loaded.append(found.get("src") or found["href"])


def links(page: str) -> Links:
    reader = Links()
    reader.feed(page)
    return reader


@pytest.mark.parametrize("path", ["/", "/query", "/claim/77", "/article/0a1b"])
def test_pages_load_nothing_from_elsewhere(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    page = links(answer.text)
    assert "style" not in page.tags and "unsafe" not in answer.headers["content-security-policy"]
    for address in page.loaded:
        assert address.startswith("/")
        assert client.get(address).status_code == 200


def test_the_start_page_tells_how_much_there_is(client: httpx.Client) -> None:
    text = client.get("/", headers=BROWSER).text
    counts = dict(re.findall(r'<dt>(\w+)</dt><dd><a href="[^"]+">([\d,]+)</a></dd>', text))
    assert (counts["articles"], counts["statements"], counts["persons"], counts["events"]) == ("2", "1", "1", "0")
    assert "18 quads" in text


def test_the_start_pages_examples_are_answered(client: httpx.Client) -> None:
    examples = [link for link in links(client.get("/").text).linked if link.startswith("/query?query=")]
    assert examples
    for link in examples:
        answer = client.get(f"{link}&run=1")
        assert answer.status_code == 200 and 'class="problem"' not in answer.text


def test_a_query_is_answered_as_a_table(client: httpx.Client) -> None:
    text = client.get("/query", params={"run": 1, "query": CLAIMS}).text
    assert "1 row." in text
    assert '<td><a href="/actor/Q100">actor/Q100</a></td>' in text
    assert "дорога открыта &amp; &lt;свободна&gt;" in text
    assert "<свободна>" not in text
    download = next(link for link in links(text).linked if link.endswith("format=csv"))
    assert client.get(download).text.splitlines()[0] == "who,text"


def test_other_answers_and_errors_are_shown(client: httpx.Client) -> None:
    assert "<pre" in client.get("/query", params={"run": 1, "query": "CONSTRUCT WHERE { ?s ?p ?o }"}).text
    assert ">yes<" in client.get("/query", params={"run": 1, "query": "ASK { ?s ?p ?o }"}).text
    wrong = client.get("/query", params={"run": 1, "query": "SELECT <script>"})
    assert wrong.status_code == 400
    assert "error at 1:" in wrong.text and "<script>" not in wrong.text
    refused = client.get("/query", params={"run": 1, "query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"})
    assert refused.status_code == 403 and "SERVICE is off" in refused.text


def test_every_resource_leads_to_those_it_names(client: httpx.Client) -> None:
    page = links(client.get("/claim/77", headers=BROWSER).text)
    assert {"/actor/Q100", "/claim/77.json", "/claim/77.ttl"} <= set(page.linked)
    assert client.get("/actor/nobody", headers=BROWSER).status_code == 404
