from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import NewPage
from tests.web.browser.test_map import outlines_are_there

front_end = pytest.mark.usefixtures("front_end")

PAIRS = """PREFIX kg: <https://w3id.org/newskg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?one ?oneName ?other (COUNT(DISTINCT ?event) AS ?n) WHERE {
  ?event kg:initiator|kg:recipient ?one , ?other . ?one rdfs:label ?oneName FILTER(STR(?one) < STR(?other))
} GROUP BY ?one ?oneName ?other ORDER BY DESC(?n) ?one ?other"""
PLACES = """PREFIX schema: <https://schema.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?place ?placeName ?latitude ?longitude WHERE {
  ?place schema:latitude ?latitude ; schema:longitude ?longitude ; rdfs:label ?placeName
}"""


def asked(page: Page, query: str) -> None:
    page.goto(f"/query?query={quote(query)}")
    page.locator("#yasgui[data-ready] .yasr_results table").wait_for()


@front_end
def test_a_query_of_the_address_is_answered(page: Page) -> None:
    asked(page, PAIRS)
    answer = page.request.get("/sparql", params={"query": PAIRS, "format": "json"}).json()["results"]["bindings"]
    expect(page.locator(".yasr_response_chip")).to_contain_text(f"{len(answer)} results")
    link = page.locator(".yasr_results tbody a").first
    iri = answer[0]["one"]["value"]
    expect(link).to_have_attribute("href", iri.removeprefix("https://w3id.org/newskg"))
    link.click()
    expect(page.locator("h1")).to_have_text(answer[0]["oneName"]["value"])


@front_end
def test_a_query_that_is_typed_runs(page: Page) -> None:
    page.goto("/query")
    page.locator("#yasgui[data-ready]").wait_for()
    page.locator(".CodeMirror").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("SELECT ?class (COUNT(*) AS ?n) WHERE { ?s a ?class } GROUP BY ?class")
    page.locator(".yasqe_queryButton").click()
    expect(page.locator(".yasr_results tbody tr").first).to_be_visible()
    expect(page.locator(".yasr_results")).to_contain_text("kg:Article")


@front_end
def test_what_is_wrong_with_a_query_is_told(page: Page, complaints: list[str]) -> None:
    page.goto(f"/query?query={quote('SELECT * WHERE { ?s ?p }')}")
    expect(page.locator(".yasr_results .errorResult")).to_contain_text("expected")
    assert all("400 (Bad Request)" in one for one in complaints)
    complaints.clear()


@front_end
def test_terms_of_the_ontology_are_completed(page: Page) -> None:
    page.goto("/query")
    page.locator("#yasgui[data-ready]").wait_for()
    page.locator(".CodeMirror").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("PREFIX kg: <https://w3id.org/newskg/ontology#>\nSELECT * WHERE { ?x kg:quot")
    page.keyboard.press("Control+Space")
    expect(page.locator(".CodeMirror-hint")).to_have_text("kg:quotationType")


@front_end
def test_an_answer_as_a_chart(page: Page) -> None:
    asked(page, PAIRS)
    page.locator(".select_chart").click()
    chart = page.locator(".answer-chart")
    numbers = [int(text) for text in chart.locator("li .number").all_inner_texts()]
    assert len(numbers) > 3 and numbers == sorted(numbers, reverse=True)
    assert float(chart.locator("meter").first.get_attribute("max") or 0) == numbers[0]


@front_end
def test_an_answer_as_a_chart_over_time(page: Page) -> None:
    asked(
        page,
        "PREFIX kg: <https://w3id.org/newskg/ontology#> SELECT ?day (COUNT(*) AS ?n) "
        "WHERE { ?event kg:startDate ?day } GROUP BY ?day",
    )
    rows = page.locator(".yasr_results tbody tr").count()
    page.locator(".select_chart").click()
    expect(page.locator(".answer-chart svg .bar")).to_have_count(rows)


@front_end
def test_an_answer_as_a_map(page: Page) -> None:
    asked(page, PLACES)
    found = page.request.get("/sparql", params={"query": PLACES, "format": "json"}).json()["results"]["bindings"]
    page.locator(".select_map").click()
    points = page.locator(".map circle")
    expect(points).to_have_count(len(found))
    names = {point.text_content() for point in page.locator(".map title").all()}
    assert names == {row["placeName"]["value"] for row in found}
    box, first = page.locator(".map").bounding_box(), points.first.bounding_box()
    assert box and first and box["x"] < first["x"] < box["x"] + box["width"]
    outlines_are_there(page)


@front_end
def test_an_answer_as_a_network(page: Page) -> None:
    asked(page, PAIRS)
    page.locator(".select_network").click()
    page.locator(".answer-network .canvas[data-ready] canvas").first.wait_for()


@front_end
def test_an_example_opens_in_the_editor(page: Page) -> None:
    page.goto("/query")
    page.locator(".examples a").first.click()
    page.locator("#yasgui[data-ready] .yasr_results table, .yasr_results .errorResult").wait_for()
    assert page.locator(".errorResult").count() == 0


@front_end
def test_the_query_behind_a_page_opens_there(page: Page) -> None:
    page.goto("/actor/Q148")
    page.get_by_role("link", name="The query behind this page").first.click()
    page.locator("#yasgui[data-ready] .yasr_results > *").first.wait_for()
    assert page.locator(".errorResult").count() == 0


def test_without_scripts_there_is_a_form(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"/query?query={quote(PAIRS)}")
    expect(page.locator("textarea")).to_have_value(PAIRS)
    page.get_by_role("button", name="Run the query").click()
    expect(page.locator("#plain tbody tr").first).to_be_visible()


@front_end
def test_on_a_phone_in_the_dark(new_page: NewPage) -> None:
    page = new_page(locale="ru-RU", color_scheme="dark", viewport={"width": 390, "height": 800})
    asked(page, PAIRS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    colour = "getComputedStyle(document.querySelector('.yasgui .CodeMirror')).backgroundColor"
    assert page.evaluate(colour) == "rgb(28, 33, 36)"
