"""``kg:textMatch`` over HTTP, while its index is being made."""

from pathlib import Path

import httpx
import pytest

from kg.exclusion import alone
from kg.stores import EmbeddedStore, embedded
from kg.web.app import create_app
from kg.web.settings import Settings
from kg.web.threads import ThreadEngine
from tests.web.conftest import serving

COUNT = 'PREFIX kg: <https://w3id.org/newskg/ontology#> SELECT (COUNT(*) AS ?n) { ?c kg:textMatch "дороги" }'


def test_while_the_index_is_made_there_is_no_answer_rather_than_a_wrong_one(
    seeded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "_PATIENCE_FOR_TEXTS", 0.1)
    with (
        EmbeddedStore(seeded, read_only=True) as store,
        serving(create_app(ThreadEngine(store, 1), Settings(queries=1))) as url,
    ):

        def ask() -> httpx.Response:
            return httpx.get(f"{url}/sparql", params={"query": COUNT}, headers={"Accept": "text/csv"}, timeout=20)

        with alone(seeded / "texts.lock"):  # as a process that makes the index
            unready = ask()
        assert (unready.status_code, unready.headers["retry-after"]) == (503, "5")
        assert "brought up" in unready.json()["detail"]
        assert ask().text.split() == ["n", "1"]
