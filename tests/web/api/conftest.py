from collections.abc import Iterator

import httpx
import pytest

from kg.stores import open_store
from kg.web.access import Token
from kg.web.app import create_app
from kg.web.processes import ProcessEngine
from kg.web.settings import Settings
from kg.web.threads import ThreadEngine
from tests.graphs import put, two_outlets
from tests.web.conftest import serving

SECRET = "a-secret-for-the-tests"


@pytest.fixture(scope="session")
def outlets(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with the articles of two outlets."""
    folder = tmp_path_factory.mktemp("api") / "store"
    with open_store(folder) as store:
        put(store, two_outlets())
    return str(folder)


@pytest.fixture(scope="package", params=["embedded", "remote"])
def api(request: pytest.FixtureRequest, outlets: str) -> Iterator[httpx.Client]:
    """A client of a server over the folder, or over a SPARQL endpoint on another server."""
    settings = Settings()
    with serving(create_app(ProcessEngine(outlets, 2), settings)) as url:
        if request.param == "embedded":
            with httpx.Client(base_url=f"{url}/api/v1", timeout=30) as client:
                yield client
            return
        with (
            open_store(f"{url}/sparql", read_only=True) as store,
            serving(create_app(ThreadEngine(store, 2), settings)) as face,
            httpx.Client(base_url=f"{face}/api/v1", timeout=30) as client,
        ):
            yield client


@pytest.fixture
def writable(tmp_path: str) -> Iterator[httpx.Client]:
    """A client of a server that takes articles, with the token."""
    settings = Settings(tokens=(Token.of(SECRET),))
    with open_store(f"{tmp_path}/store") as store:
        put(store, two_outlets())
    with (
        serving(create_app(ProcessEngine(f"{tmp_path}/store", 1, writable=True), settings)) as url,
        httpx.Client(base_url=f"{url}/api/v1", timeout=120, headers={"Authorization": f"Bearer {SECRET}"}) as client,
    ):
        yield client
