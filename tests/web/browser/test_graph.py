import re

import pytest
from lxml import etree
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import NewPage

pytestmark = pytest.mark.usefixtures("front_end")


def shown(page: Page) -> tuple[int, int]:
    """How many actors and ties the page says it shows."""
    page.locator("#graph[data-ready]").wait_for()
    text = page.locator("#graph-status").inner_text()
    found = re.match(r"(\d+) actors, (\d+) ties", text)
    assert found, text
    return int(found[1]), int(found[2])


def drawn(page: Page) -> tuple[int, int]:
    """How many nodes and edges the picture has."""
    counts = page.evaluate(
        """() => {
        const { graph, view } = document.getElementById("graph");
        const nodes = graph.filterNodes((id) => !view.sigma.getNodeDisplayData(id).hidden);
        const edges = graph.filterEdges((id) => !view.sigma.getEdgeDisplayData(id).hidden);
        return [nodes.length, edges.length];
    }"""
    )
    return counts[0], counts[1]


def place_of(page: Page, name: str) -> tuple[float, float]:
    """Where a node is drawn."""
    x, y = page.evaluate(
        """(name) => {
        const { graph, view } = document.getElementById("graph");
        const id = graph.findNode((_, { label }) => label === name);
        const { x, y } = view.sigma.graphToViewport(graph.getNodeAttributes(id));
        const box = document.querySelector("#graph .canvas").getBoundingClientRect();
        return [box.left + x, box.top + y];
    }""",
        name,
    )
    return x, y


def test_the_network_loads(page: Page) -> None:
    page.goto("/graph")
    asked = page.request.get("/api/v1/network").json()
    nodes, ties = shown(page)
    assert nodes == len(asked["nodes"]) > 5
    assert ties == len({frozenset((edge["source"], edge["target"])) for edge in asked["edges"]}) > 5
    assert drawn(page) == (nodes, ties)
    places = page.evaluate("document.getElementById('graph').graph.mapNodes((_, { x, y }) => `${x} ${y}`)")
    assert len(set(places)) == nodes


def test_the_same_network_has_the_same_places(page: Page) -> None:
    found = []
    for _ in range(2):
        page.goto("/graph")
        shown(page)
        found.append(page.evaluate("document.getElementById('graph').graph.export().nodes.map(n => n.attributes.x)"))
    assert found[0] == found[1]


def test_filters(page: Page) -> None:
    page.goto("/graph")
    everyone = shown(page)
    page.get_by_text("Filter: actors").click()
    page.locator("select[name=kind]").select_option("event")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**/graph?*kind=event*")
    deeds = shown(page)
    assert 0 < deeds[1] < everyone[1]
    page.goto("/graph?actor=Q148&kind=claim")
    assert page.get_by_label("Actor", exact=True).input_value() == "Китай"
    assert 0 < shown(page)[1] < everyone[1]


def test_a_filter_that_leaves_nothing(page: Page) -> None:
    page.goto("/graph?type=RETREAT&since=1900&until=1901")
    expect(page.locator("#graph-status")).to_have_text("There are no such ties. Take away a filter.")


def test_the_time_slider(page: Page) -> None:
    page.goto("/graph")
    everyone = shown(page)
    last = page.get_by_label("Last month")
    last.focus()
    for _ in range(3):
        last.press("ArrowLeft")
    part = shown(page)
    assert 0 < part[1] < everyone[1]
    assert drawn(page) == part
    assert str(last.get_attribute("aria-valuetext")) in page.locator("#graph .time output").inner_text()
    last.press("End")
    assert shown(page) == everyone


def test_a_time_that_plays(page: Page) -> None:
    page.goto("/graph")
    shown(page)
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    before = page.get_by_label("First month").input_value()
    page.wait_for_function("value => document.querySelector('#graph .track input').value !== value", arg=before)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_from_a_node_to_the_words(page: Page) -> None:
    page.goto("/graph")
    shown(page)
    page.mouse.click(*place_of(page, "Китай"))
    panel = page.locator("#graph .panel")
    expect(panel.get_by_role("heading", name="Китай")).to_be_visible()
    expect(panel.get_by_role("link", name="All about it")).to_have_attribute("href", "/actor/Q148")
    nodes, ties = drawn(page)
    assert nodes > ties == panel.locator(".ties li").count(), "only the ties of the node are drawn"
    panel.get_by_role("button", name="Казахстан").click()
    expect(panel.get_by_role("link", name="The two over time")).to_have_attribute("href", re.compile(r"/between\?a=Q"))
    expect(panel.locator(".card").first).to_be_visible()
    evidence = panel.locator(".card .quiet a").first
    assert re.match(r"/article/\w+#c\d+", evidence.get_attribute("href") or "")
    evidence.click()
    page.wait_for_url("**/article/*")


def test_a_node_is_found_by_keyboard(page: Page) -> None:
    page.goto("/graph")
    shown(page)
    page.get_by_label("Find in the network").press_sequentially("тока")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#graph .panel h2")).to_have_text("Касым-Жомарт Токаев")
    canvas = page.locator("#graph .canvas")
    canvas.focus()
    where = "JSON.stringify(document.getElementById('graph').view.sigma.getCamera().getState())"
    page.wait_for_timeout(500)
    before = page.evaluate(where)
    canvas.press("ArrowRight")
    assert page.evaluate(where) != before
    canvas.press("Escape")
    expect(page.locator("#graph .panel h2")).to_have_count(0)


def test_pointing_at_a_node_lights_its_neighbours(page: Page) -> None:
    page.goto("/graph")
    _, ties = shown(page)
    page.mouse.move(*place_of(page, "Китай"), steps=4)
    page.wait_for_function("!!document.querySelector('#graph .canvas.on-thing')")
    assert drawn(page)[1] == page.evaluate("document.getElementById('graph').graph.degree('actor/Q148')") < ties


def test_colours_by_community(page: Page) -> None:
    page.goto("/graph")
    shown(page)
    colours = "new Set(document.getElementById('graph').graph.mapNodes((_, node) => node.color)).size"
    by_type = page.evaluate(colours)
    page.get_by_label("Colour").select_option("community")
    groups = page.evaluate("new Set(document.getElementById('graph').graph.mapNodes((_, n) => n.community)).size")
    assert page.evaluate(colours) == groups > 1
    assert by_type == 3


def test_what_is_shown_is_downloaded(page: Page) -> None:
    page.goto("/graph?kind=event")
    nodes, ties = shown(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as GEXF").click()
    tree = etree.parse(download.value.path())
    spaces = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}
    assert len(tree.findall(".//g:node", spaces)) == nodes
    assert len(tree.findall(".//g:edge", spaces)) == ties
    assert {"Китай", "Казахстан"} <= {node.get("label") for node in tree.findall(".//g:node", spaces)}
    assert len(tree.findall(".//viz:position", spaces)) == nodes


def test_without_scripts_there_is_a_table(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/graph?kind=event")
    page.get_by_role("link", name="As a table").first.click()
    page.wait_for_url("**/graph/table?kind=event")
    first = page.locator("tbody tr").first
    expect(first).to_be_visible()
    first.locator(".number a").first.click()
    page.wait_for_url("**/events?*")
    expect(page.locator(".card").first).to_be_visible()


def test_in_the_dark_on_a_phone_in_russian(new_page: NewPage) -> None:
    page = new_page(locale="ru-RU", color_scheme="dark", viewport={"width": 390, "height": 800})
    page.goto("/graph")
    page.locator("#graph[data-ready]").wait_for()
    expect(page.locator("h1")).to_have_text("Кто с кем связан")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.getElementById('graph').view.theme.ground") == "#15191b"
