"""How smooth the page of the network is, in software rendering: ``python -m bench.network ADDRESS [ACTORS]``.

The server is to serve a large graph, as of ``bench/made_up.py``. Printed are the server's times and sizes, how long the
page takes until there is a picture, and the times between frames while the picture is moved, zoomed and pointed at.
"""

import shutil
import statistics
import sys
import time
from importlib.metadata import version

import httpx
from playwright.sync_api import Page, sync_playwright

_FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
_FRAMES = """() => {
  window.frames_ = [];
  let before = performance.now();
  const next = (now) => {
    window.frames_.push(now - before);
    before = now;
    window.going_ = requestAnimationFrame(next);
  };
  window.going_ = requestAnimationFrame(next);
}"""
_END = "() => { cancelAnimationFrame(window.going_); return window.frames_.slice(2); }"


def main() -> None:
    """Prints the figures."""
    address, actors = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5000
    _server(address, actors)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        print(f"Chromium {browser.version}, Playwright {version('playwright')}, software rendering")
        page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 860})
        began = time.perf_counter()
        page.goto(f"/graph?limit={actors}")
        page.wait_for_selector("#graph canvas", timeout=300_000, state="attached")
        print(f"first picture after {time.perf_counter() - began:.1f} s")
        page.wait_for_selector("#graph[data-ready]", timeout=300_000)
        print(f"arranged after {time.perf_counter() - began:.1f} s: {page.inner_text('#graph-status')}")
        _interact(page)
        browser.close()


def _server(address: str, actors: int) -> None:
    with httpx.Client(base_url=address, timeout=300) as client:
        client.get("/api/v1/actors")  # loads the names
        for when in ("first", "again", "again"):
            began = time.perf_counter()
            answer = client.get("/api/v1/network", params={"limit": actors})
            took = time.perf_counter() - began
            sent = int(answer.headers.get("content-length", 0))
            print(f"/api/v1/network {when}: {took:.2f} s, {len(answer.content):,} bytes, {sent:,} of them sent")


def _interact(page: Page) -> None:
    box = page.locator("#graph .canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def measured(name: str, steps: list[tuple[float, float]], *, wheel: bool = False) -> None:
        page.evaluate(_FRAMES)
        for dx, dy in steps:
            if wheel:
                page.mouse.wheel(0, dy)
            else:
                page.mouse.move(x + dx, y + dy)
            page.wait_for_timeout(16)
        frames = sorted(page.evaluate(_END))
        slow = frames[int(len(frames) * 0.95)]
        print(f"{name:24} median {statistics.median(frames):6.0f} ms  p95 {slow:6.0f} ms  longest {frames[-1]:6.0f} ms")

    page.mouse.move(x, y)
    page.wait_for_timeout(1000)
    measured("nothing", [(0, 0)] * 60)
    page.mouse.down()
    measured("moved", [(step * 3, step * 2) for step in range(60)])
    page.mouse.up()
    measured("zoomed", [(0, -40 if step < 30 else 40) for step in range(60)], wheel=True)
    measured("pointed at", [(step * 4 - 120, step) for step in range(60)])
    began = page.evaluate("performance.now()")
    page.locator("#graph .track input").nth(1).press("ArrowLeft")
    took = page.evaluate(
        "(began) => new Promise((done) => requestAnimationFrame(() => done(performance.now() - began)))", began
    )
    print(f"{'a month less':24} {took:6.0f} ms until the next frame")


if __name__ == "__main__":
    main()
