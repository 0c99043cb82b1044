"""axe-core finds nothing to complain of on any page, in either colour scheme, on a desktop and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.web.browser.conftest import NewPage

LISTS = [
    "/actors",
    "/places",
    "/positions",
    "/claims",
    "/events",
    "/articles",
    "/events?actor=Q148&with_bodies=true",
    "/search?q=Токаев",
]
FORMS = ["/", "/between", "/between?a=Q148&b=Q232", "/try", "/query", "/graph", "/search", "/nothing-here"]
THINGS = ["actors", "places", "articles", "claims", "events", "positions"]


def first(page: Page, kind: str) -> str:
    """The address of the first thing of a kind."""
    answer = page.request.get(f"/api/v1/{kind}?limit=1").json()
    return str(answer["items"][0]["page"])


def check(page: Page, path: str) -> None:
    page.goto(path)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", LISTS + FORMS)
def test_lists_and_forms(page: Page, complaints: list[str], path: str) -> None:
    check(page, path)
    if path == "/nothing-here":
        complaints.clear()


@pytest.mark.parametrize("kind", THINGS)
def test_things(page: Page, kind: str) -> None:
    check(page, first(page, kind))


def test_what_was_read_from_a_text(page: Page) -> None:
    page.goto("/try")
    page.get_by_role("button", name="Read").click(timeout=120_000)  # the models are loaded first
    page.wait_for_selector("#rules", timeout=120_000)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", ["/", "/claims", "/actor/Q148", "/between?a=Q148&b=Q232"])
def test_in_the_dark_on_a_phone_in_russian(new_page: NewPage, path: str) -> None:
    page = new_page(color_scheme="dark", viewport={"width": 390, "height": 844}, locale="ru-RU")
    check(page, path)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
