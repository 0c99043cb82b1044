import pytest
from playwright.sync_api import Error, Page, expect


@pytest.mark.parametrize("path", ["/", "/actors", "/claims", "/events", "/articles", "/try", "/query"])
def test_a_page_opens_without_complaint(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer is not None and answer.ok
    expect(page.locator("h1")).to_be_visible()


def test_what_a_page_complains_of_is_heard(page: Page, complaints: list[str]) -> None:
    page.goto("/")
    with page.expect_console_message(lambda message: message.text.startswith("policy: script-src")):
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'let a = 1'}))")
    with pytest.raises(Error):
        page.goto("http://127.0.0.1:1/")
    assert any("script-src" in one for one in complaints)
    assert any(one.startswith("asks another host") for one in complaints)
    complaints.clear()
