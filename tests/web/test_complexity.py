"""Requests that are too much for a parser, a planner or a memory: told of as such, and nobody else feels them."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from kg.web.app import create_app
from kg.web.complexity import DEEPEST, LONGEST, too_involved
from kg.web.processes import ProcessEngine
from kg.web.settings import Settings
from tests.web.conftest import serving

FORMS: dict[str, Callable[[int], str]] = {
    "sum": lambda n: f"ASK {{ FILTER({'+'.join(['1'] * n)}) }}",
    "difference of signed numbers": lambda n: f"ASK {{ FILTER(1{' -1' * n}) }}",
    "or": lambda n: f"ASK {{ FILTER({'||'.join(['true'] * n)}) }}",
    "optional": lambda n: f"ASK {{ {'OPTIONAL { ?s ?p ?o }' * n} }}",
    "union": lambda n: f"ASK {{ {{}} {'UNION {}' * n} }}",
    "minus": lambda n: f"ASK {{ ?s ?p ?o {'MINUS { ?s ?p ?o }' * n} }}",
    "exists": lambda n: f"ASK {{ FILTER({'EXISTS {?s ?p ?o} &&' * n} true) }}",
    "bind": lambda n: f"ASK {{ {' '.join(f'BIND(1 AS ?x{i})' for i in range(n))} }}",
    "projection": lambda n: f"SELECT {' '.join(f'(1 AS ?x{i})' for i in range(n))} {{}}",
    "path": lambda n: f"ASK {{ ?s {'|'.join(['<p>'] * n)} ?o }}",
}
NESTED: dict[str, Callable[[int], str]] = {
    "parentheses": lambda n: f"ASK {{ FILTER({'(' * n}1{')' * n}) }}",
    "braces": lambda n: f"ASK {'{' * n}{'}' * n}",
    "calls": lambda n: f"ASK {{ FILTER({'STR(' * n}1{')' * n} = 1) }}",
    "signs": lambda n: f"ASK {{ FILTER({'!' * n}true) }}",
}


@pytest.fixture(scope="module")
def client(location: str) -> Iterator[httpx.Client]:
    settings = Settings(query_timeout=10.0, queries=1, worker_memory_bytes=600_000_000)
    app = create_app(ProcessEngine(location, 1, memory=settings.worker_memory_bytes), settings)
    with serving(app) as url, httpx.Client(base_url=url, timeout=60) as made:
        yield made


@pytest.mark.parametrize("form", [*FORMS, *NESTED])
def test_what_is_too_involved_is_told_of_before_it_is_run(client: httpx.Client, form: str) -> None:
    query = (FORMS | NESTED)[form](20_000)
    answer = client.post("/sparql", data={"query": query})
    assert answer.status_code == 400 and "more than 1" in answer.json()["detail"]
    assert client.post("/sparql", data={"update": query}).status_code == 400


@pytest.mark.parametrize(
    "query",
    [FORMS[form](9_000) for form in ("difference of signed numbers", "or", "minus", "path")]
    + [FORMS[form](1_000) for form in ("exists", "bind", "sum", "union")]
    + [form(900) for form in NESTED.values()],
    ids=lambda query: query[:30],
)
def test_what_is_let_through_ends_no_process(client: httpx.Client, query: str) -> None:
    answer = client.post("/sparql", data={"query": query})
    assert answer.status_code == 200 or (answer.status_code == 503 and "seconds" in answer.json()["detail"])


def test_long_lists_and_data_are_not_too_involved() -> None:
    iris = " ".join(f"<http://example.org/a-b/c+d/{n}>" for n in range(20_000))
    names = " ".join(f"ex:a-b{n}" for n in range(20_000))
    for query in (
        f"SELECT * {{ VALUES ?x {{ {iris} }} ?x ?p ?o }}",
        f"SELECT * {{ VALUES ?x {{ {names} }} }}",
        f"SELECT * {{ ?x ?p ?o FILTER(?x IN ({', '.join(iris.split())})) }}",
        f"INSERT DATA {{ {' '.join(f'<s> <p> -{n} , +{n}.5 .' for n in range(1, 20_000))} }}",
        f"INSERT DATA {{ <s> <p> '{'1+' * LONGEST}' # {'1+' * LONGEST}\n }}",
    ):
        assert too_involved(query) is None
    assert too_involved("(" * (DEEPEST + 1)) and too_involved("ASK { FILTER(" + "1+" * (LONGEST + 1) + "1) }")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x40 { BIND('0123456789' AS ?x0) "
        + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
        + " }",
        "SELECT ?y { BIND('aaaaaaaaaa' AS ?x) BIND("
        + "REPLACE(" * 12
        + "?x"
        + ", 'a', 'aaaaaaaaaa')" * 12
        + " AS ?y) }",
        "SELECT (GROUP_CONCAT(?o) AS ?all) { " + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(7)) + " ?s ?p ?o }",
        "SELECT * { " + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(7)) + " } ORDER BY ?o1",
        "ASK { ?s (!<urn:a>|^!<urn:a>)* ?a . ?a (!<urn:a>|^!<urn:a>)* ?b . ?b (!<urn:b>)+ <urn:no> }",
    ],
    ids=["concatenation", "replacement", "group", "order", "path"],
)
def test_what_grows_without_end_is_stopped_and_leaves_the_server_well(client: httpx.Client, query: str) -> None:
    answer = client.post("/sparql", data={"query": query})
    assert answer.status_code in (200, 503), answer.text[:500]
    if answer.status_code == 503:
        assert "seconds" in answer.json()["detail"] or "more memory" in answer.json()["detail"]
    assert client.post("/sparql", data={"query": "ASK {}"}).status_code == 200


def test_an_expression_that_backtracks_without_end_elsewhere_is_matched_at_once(client: httpx.Client) -> None:
    query = f"ASK {{ FILTER(REGEX('{'a' * 5000}b', '^(a|a)*(a*)*(a|aa)+$')) }}"
    assert client.post("/sparql", data={"query": query}).json()["boolean"] is False
