"""The API keeps to its OpenAPI description: schemathesis makes requests up from it and checks the answers."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from kg.stores import open_store
from kg.web.app import create_app
from kg.web.processes import ProcessEngine
from kg.web.settings import Settings
from tests.graphs import put, two_outlets
from tests.web.conftest import serving


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    folder = tmp_path_factory.mktemp("openapi") / "store"
    with open_store(folder) as store:
        put(store, two_outlets())
    with serving(create_app(ProcessEngine(str(folder), 2), Settings())) as url:
        yield schemathesis.openapi.from_url(f"{url}/openapi.json")


@pytest.mark.parametrize(
    "path",
    [
        *(
            f"/{name}"
            for name in ("actors", "articles", "claims", "dyads", "events", "places", "positions", "timeline")
        ),
        *(f"/{name}/{{id}}" for name in ("actors", "articles", "claims", "events", "places", "positions")),
        *("/search", "/complete", "/feeds/claims", "/feeds/events", "/reconcile", "/reconcile/suggest/entity"),
    ],
)
def test_answers_are_as_described(description: schemathesis.BaseSchema, path: str) -> None:
    for operation in description[f"/api/v1{path}"].values():

        @settings(
            max_examples=5,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        )
        @given(case=operation.as_strategy())
        def check(case: schemathesis.Case[Any]) -> None:
            # A name that is nobody's, or a cursor that is none, is refused though it is a text as described.
            case.call_and_validate(excluded_checks=[positive_data_acceptance], timeout=60)

        check()
