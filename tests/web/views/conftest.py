from collections.abc import Iterator

import httpx
import pytest

from kg.model import EventType
from kg.stores import open_store
from kg.web.app import create_app
from kg.web.processes import ProcessEngine
from kg.web.settings import Settings
from tests.graphs import CHINA, KAZAKHSTAN, VESTNIK, Reading, put, two_outlets
from tests.web.conftest import serving
from tests.web.test_pages import BROWSER

HOSTILE = '<script>alert("1")</script> & «опасно»'


@pytest.fixture(scope="package")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A browser, as far as a client can be one, of a server of three articles, one of which would like to be code."""
    folder = tmp_path_factory.mktemp("pages") / "store"
    hostile = Reading(f"Заголовок {HOSTILE}. Китай обвинил Казахстан.", day="2021-03-02", publisher=VESTNIK)
    with open_store(folder) as store:
        put(store, two_outlets())
        put(
            store,
            [
                hostile.says(CHINA, HOSTILE, about=[KAZAKHSTAN], day="2021-03-01", opposes=(KAZAKHSTAN, HOSTILE))
                .does([CHINA], EventType.ACCUSE, "обвинил", [KAZAKHSTAN], day="2021-03-01")
                .mention("Китай", CHINA)
            ],
        )
    with (
        serving(create_app(ProcessEngine(str(folder), 2), Settings(), location=str(folder))) as url,
        httpx.Client(base_url=url, timeout=60, headers={**BROWSER, "Accept-Language": "en"}) as client,
    ):
        yield client
