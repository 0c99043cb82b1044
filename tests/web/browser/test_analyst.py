"""What an analyst does: looks for somebody, follows what he said to the sentence, compares two, tries a text."""

import re

from playwright.sync_api import Page, expect


def test_names_are_completed_as_they_are_typed(page: Page) -> None:
    page.goto("/")
    field = page.locator("main [data-complete]")
    field.press_sequentially("тока")
    options = page.locator("main [role=option]")
    expect(options.first).to_contain_text("Токаев")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("Escape")
    expect(options.first).to_be_hidden()
    field.press_sequentially("е")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(page.locator("h1")).to_contain_text("Токаев")
    expect(page).to_have_url(re.compile(r"/actor/[\w-]+$"))


def test_a_search_finds_statements_by_a_form_of_a_word(page: Page) -> None:
    page.goto("/")
    page.locator("main input[name=q]").fill("сотрудничества")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".card.hit").first).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile("сотрудничеств", re.IGNORECASE))


def test_from_an_actor_to_the_very_sentence(page: Page) -> None:
    page.goto("/actor/Q148")
    said = page.locator("section[aria-labelledby=about] .card").first
    words = said.locator(".words a").inner_text().rstrip("….")
    said.locator(".words a").click()
    expect(page.locator("blockquote").first).to_contain_text(words[:40])
    page.locator(".evidence a").first.click()
    expect(page).to_have_url(re.compile(r"/article/[0-9a-f]+#c\d+$"))
    anchor = page.locator(f"[id='{page.url.partition('#')[2]}']")
    expect(anchor).to_be_in_viewport()


def test_bars_of_an_actor_lead_to_its_events(page: Page) -> None:
    page.goto("/actor/Q148")
    bar = page.locator("section[aria-labelledby=timeline] a", has=page.locator("rect.bar")).first
    bar.focus()
    bar.press("Enter")
    expect(page).to_have_url(re.compile("/events[?].*since="))
    expect(page.locator(".card.event").first).to_be_visible()


def test_marks_of_an_article_are_lit_and_lead_on(page: Page) -> None:
    page.goto("/articles")
    page.locator(".card.headline a").first.click()
    opens = page.locator(".text a.opens").first
    claim = opens.get_attribute("data-claim")
    part = page.locator(f".text [data-claim~='{claim}']").last
    part.hover()
    expect(part).to_have_class(re.compile(r"\blit\b"))
    expect(opens).to_have_class(re.compile(r"\blit\b"))
    page.mouse.move(0, 0)
    expect(opens).not_to_have_class(re.compile(r"\blit\b"))
    opens.focus()  # by keyboard likewise
    expect(part).to_have_class(re.compile(r"\blit\b"))
    opens.press("Enter")
    expect(page).to_have_url(re.compile("/claim/"))
    page.go_back()
    page.locator(".text a.mention").first.click()
    expect(page).to_have_url(re.compile("/(actor|place)/"))


def test_what_is_left_out_of_an_article_is_dimmed(page: Page) -> None:
    page.goto("/articles")
    page.locator(".card.headline a").first.click()
    dimmed = page.locator(".text .boilerplate").first
    plain = page.locator(".text")
    assert dimmed.evaluate("node => getComputedStyle(node).color") != plain.evaluate(
        "node => getComputedStyle(node).color"
    )


def test_two_actors_are_chosen_and_compared(page: Page) -> None:
    page.goto("/between")
    for name, typed in (("a", "кита"), ("b", "казахстан")):
        field = page.locator(f"main input[name={name}]")
        field.press_sequentially(typed)
        expect(page.locator("main [role=option]:visible").first).to_be_visible()
        field.press("ArrowDown")
        field.press("Enter")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("h1")).to_have_text("Китай and Казахстан")
    bar = page.locator("figure.plot a", has=page.locator("rect.bar")).first
    label = bar.locator("title").text_content() or ""
    told = re.search(r": (\d+)", label)
    assert told is not None
    bar.dispatch_event("click")
    expect(page.locator(".card.event")).to_have_count(int(told[1]))


def test_a_list_is_filtered_sorted_and_counted(page: Page) -> None:
    page.goto("/claims")
    page.locator("main input[name=speaker]").fill("Си Цзиньпин")
    page.locator("main select[name=sort]").select_option("date")
    page.get_by_role("button", name="Apply").click()
    cards = page.locator(".card.said")
    expect(cards.first).to_contain_text("Си Цзиньпин")
    dates = cards.locator("time").evaluate_all("nodes => nodes.map(node => node.dateTime)")
    assert dates == sorted(dates)
    page.locator(".facets summary", has_text="About").click()
    chip = page.locator(".facets details[open] .chips a").filter(has_text="Казахстан").first
    number = int((chip.locator(".number").text_content() or "").strip())
    chip.click()
    expect(page.locator("main")).to_contain_text(f"{number} in all")
    expect(page.get_by_role("link", name="JSON", exact=True)).to_have_attribute("href", re.compile("speaker=.*about="))


def test_a_text_is_tried_and_the_rules_that_read_it_are_told(page: Page) -> None:
    page.goto("/try")
    page.get_by_role("button", name="Read").click(timeout=120_000)  # the models are loaded first
    rows = page.locator("table tbody tr")
    expect(rows.first).to_be_visible(timeout=120_000)
    for layer in ("statement", "event", "position"):
        found = rows.filter(has=page.locator("td:first-child", has_text=re.compile(layer, re.IGNORECASE))).first
        assert (found.locator("code").text_content() or "").strip()
    expect(page.locator(".text .event").first).to_be_visible()


def test_the_query_behind_a_list_opens_and_answers(page: Page) -> None:
    page.goto("/claims?speaker=Q15031")
    shown = page.locator(".card.said").count()
    page.get_by_role("link", name="The query behind this list").click()
    expect(page).to_have_url(re.compile("/query"))
    expect(page.locator("table tbody tr")).not_to_have_count(0, timeout=30_000)
    assert shown


def test_the_language_is_switched_and_kept(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="На русском").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.goto("/events")
    expect(page.locator("h1")).to_have_text("События")
