"""axe-core finds nothing to complain of in what the front end makes, whatever is chosen in it."""

from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tests.web.browser.conftest import NewPage
from tests.web.browser.test_query import PAIRS, PLACES

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = pytest.mark.usefixtures("front_end")


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, new_page: NewPage) -> Page:
    """On a desktop in the light, and on a phone in the dark."""
    return new_page(
        color_scheme=request.param, viewport={"width": 390 if request.param == "dark" else 1280, "height": 860}
    )


def check(page: Page) -> None:
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_network(page: Page) -> None:
    page.goto("/graph")
    page.locator("#graph[data-ready]").wait_for()
    check(page)
    page.locator("#graph .panel .ties button").first.click()
    check(page)
    page.locator("#graph .panel .ties button").first.click()
    page.locator("#graph .told .card").first.wait_for()
    check(page)
    page.goto("/graph/table")
    check(page)


@pytest.mark.parametrize(("query", "answers"), [(PAIRS, ["table", "chart", "network", "response"]), (PLACES, ["map"])])
def test_queries(page: Page, query: str, answers: list[str]) -> None:
    page.goto(f"/query?query={quote(query)}")
    page.locator("#yasgui[data-ready] .yasr_results table").wait_for()
    for answer in answers:
        page.locator(f"#yasgui .select_{answer}").click()
        page.locator(f"#yasgui .select_{answer}.selected").wait_for()
        check(page)
