"""A real browser, Debian's Chromium driven by Playwright, and a real server: ``kg serve`` over the seed articles."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from kg.web.assets import ASSETS
from tests.commands import ROOT, kg

_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # WebGL without a graphics card.
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]
_REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""

NewPage = Callable[..., Page]


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server, a process of its own, of the graph of the seed articles."""
    store = tmp_path_factory.mktemp("site") / "store"
    built = kg("build", "--store", store, "seeds")
    assert built.returncode == 0, built.stderr
    with serving(store) as address:
        yield address


@contextmanager
def serving(store: Path) -> Iterator[str]:
    """``kg serve`` over a store, on a free port; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(process, f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(process: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(600):
        assert process.poll() is None, "kg serve ended"
        try:
            if httpx.get(address).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("kg serve does not answer")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium; where there is none, the tests are skipped."""
    if _CHROMIUM is None:
        pytest.skip("no Chromium is installed (Debian's package: chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What pages complain of: an error in a script, what their security policy forbids, what could not be loaded; and
    what they ask another host for. The test fails in the end if there is any; one that wants them clears the list.
    """
    heard: list[str] = []
    yield heard
    assert not heard, "\n".join(heard)


@pytest.fixture
def new_page(browser: Browser, site: str, complaints: list[str]) -> Iterator[NewPage]:
    """Makes pages; takes what Playwright's ``new_context`` takes."""

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def asked(request: Request) -> None:
        if not request.url.startswith((f"{site}/", "data:", "blob:")):
            complaints.append(f"asks another host: {request.url}")

    contexts = []

    def make(**options: object) -> Page:
        context = browser.new_context(**{"base_url": site, "locale": "en-GB", **options})  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        if options.get("java_script_enabled", True):
            context.add_init_script(_REPORT_VIOLATIONS)
        contexts.append(context)
        context.on("console", heard)
        context.on("weberror", lambda error: complaints.append(f"error: {error.error}"))
        context.on("request", asked)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page in English, with the size of a desktop's."""
    return new_page()


@pytest.fixture(scope="package")
def front_end() -> None:
    """Skips what needs the parts from npm where these could not be built."""
    if not ASSETS.complete:
        pytest.skip("the front end is not built: npm's registry could not be reached when newskg was installed")
