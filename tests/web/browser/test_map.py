import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import NewPage

pytestmark = pytest.mark.usefixtures("front_end")


def point(page: Page) -> tuple[float, float]:
    """Where the point is on the map, as shares of its width and height."""
    expect(page.locator("svg.map")).to_be_visible()
    outer, inner = page.locator("svg.map").bounding_box(), page.locator("svg.map circle").first.bounding_box()
    assert outer and inner
    x, y = inner["x"] + inner["width"] / 2, inner["y"] + inner["height"] / 2
    return (x - outer["x"]) / outer["width"], (y - outer["y"]) / outer["height"]


def outlines_are_there(page: Page) -> None:
    """Waits until they are loaded."""
    page.wait_for_function("document.querySelector('.map .land').getBBox().width > 1000")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_map_of_a_place(new_page: NewPage, scripts: bool) -> None:
    page = new_page(java_script_enabled=scripts)
    page.goto("/place/Q1520")
    assert point(page) == pytest.approx((0.5, 0.5), abs=0.02)
    expect(page.locator("svg.map text")).to_have_text("Астана")
    if scripts:
        outlines_are_there(page)


def test_the_map_of_an_event(page: Page) -> None:
    page.goto("/events")
    event = next(
        one["page"]
        for one in page.request.get("/api/v1/events?place=Q1520").json()["items"]
        if one["place"] is not None
    )
    page.goto(event)
    point(page)
