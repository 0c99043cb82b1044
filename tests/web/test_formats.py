import pytest

from kg.web.formats import GRAPH_FORMATS, SOLUTION_FORMATS, best, named, preferred


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("application/*", "json"),
        ("text/*;q=0.5, text/csv;q=0.1", "xml"),
        ("application/sparql-results+xml;q=0.3, application/sparql-results+json;q=0.9", "json"),
        ("text/html, application/sparql-results+json;q=0.2, application/sparql-results+xml;q=0.8", "xml"),
        ("*/*, application/sparql-results+json;q=0, application/json;q=0", "xml"),
        ("nonsense, text/csv", "csv"),
        ("image/png", None),
        ("application/sparql-results+json;q=0", None),
    ],
)
def test_solutions_are_written_as_the_client_prefers(accept: str | None, expected: str | None) -> None:
    chosen = best(SOLUTION_FORMATS, accept)
    assert (chosen.name if chosen else None) == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "ttl"),
        ("application/json", "jsonld"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "jsonld"),
        ("application/rdf+xml, text/turtle;q=0.9", "rdf"),
        ("text/plain", "nt"),
        ("text/csv", None),
    ],
)
def test_triples_are_written_as_the_client_prefers(accept: str | None, expected: str | None) -> None:
    chosen = best(GRAPH_FORMATS, accept)
    assert (chosen.name if chosen else None) == expected


def test_a_format_has_a_short_name_and_media_types() -> None:
    for name in ("ttl", "Turtle", "text/turtle"):
        found = named(GRAPH_FORMATS, name)
        assert found is not None and found.media_type == "text/turtle"
    assert named(SOLUTION_FORMATS, "ttl") is None


def test_of_equals_the_first_offered_is_preferred() -> None:
    assert preferred(["text/turtle", "text/html"], "text/html, text/turtle") == "text/turtle"
    assert preferred(["text/turtle", "text/html"], "text/html, */*;q=0.8") == "text/html"
