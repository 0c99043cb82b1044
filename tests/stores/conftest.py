from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stores.servers import oxigraph, virtuoso


@pytest.fixture(scope="session")
def oxigraph_location(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as location:
        yield location


@pytest.fixture(scope="session")
def virtuoso_location(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as location:
        yield location


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path / "store")
