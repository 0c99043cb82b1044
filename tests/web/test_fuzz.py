"""Whatever is sent, the server answers, and never with a fault of its own."""

from urllib.parse import quote

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.queries import load_queries

QUERIES = [query.text for query in load_queries().values()] + [
    'PREFIX kg: <https://w3id.org/newskg/ontology#> SELECT ?c { GRAPH ?g { (?c ?s ?t) kg:textMatch (kg:text "путь" 5) '
    "; a kg:Claim . FILTER(?c != <x>) } } ORDER BY ?s",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 2",
    "DESCRIBE <actor/Q100>",
]
_PIECES = r"""{ } ( ) " ' < > . ; ?x # [ ] * ^ / | \ \u0000 \ud800 🇰🇿 <a> _:b \"\"\" @ru ^^ << >> 1e999
STRDT(1,<urn:x>)
SELECT GRAPH UNION MINUS SERVICE VALUES UNDEF FROM NAMED LOAD COUNT(*) kg:textMatch"""
PIECES = _PIECES.split()
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def broken_queries(draw: st.DrawFn) -> str:
    words = draw(st.sampled_from(QUERIES)).split(" ")
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, len(words)))
        words[place : place + draw(st.integers(0, 3))] = [draw(st.sampled_from(PIECES))]
    return " ".join(words)


@FEW
@given(query=broken_queries())
def test_broken_queries(client: httpx.Client, query: str) -> None:
    answer = client.post("/sparql", data={"query": query})
    assert answer.status_code < 500 or answer.status_code in (501, 503), answer.text


@FEW
@given(
    body=st.binary(max_size=60), media_type=st.sampled_from(["sparql-query", "sparql-update", "x-www-form-urlencoded"])
)
def test_bytes_that_are_none_of_it(client: httpx.Client, body: bytes, media_type: str) -> None:
    answer = client.post("/sparql", content=body, headers={"Content-Type": f"application/{media_type}"})
    assert 400 <= answer.status_code < 500, answer.text


@FEW
@given(
    path=st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    accept=st.text(st.characters(max_codepoint=126, min_codepoint=33), max_size=30),
)
def test_paths_and_headers(client: httpx.Client, path: str, accept: str) -> None:
    for base in ("/actor/", "/graph-store/", "/api/v1/", "/"):
        assert client.get(base + quote(path, safe="/"), headers={"Accept": accept}).status_code < 500


def test_the_description_tells_of_bad_requests_as_they_are_answered(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    statuses = {status for path in paths.values() for operation in path.values() for status in operation["responses"]}
    assert "400" in statuses and "HTTPValidationError" not in str(paths)
