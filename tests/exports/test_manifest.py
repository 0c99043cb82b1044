"""The manifest says what was exported."""

import datetime
from pathlib import Path

import pytest
import rdflib

from kg import __version__
from kg.exports import EXPORTERS, Selection
from kg.exports.manifest import File, describe, manifest
from kg.identifiers import DEFAULT_BASE

NOW = datetime.datetime(2024, 5, 6, 7, 8, 9, tzinfo=datetime.UTC)
FILE = File("graph.nq", 120, "ab" * 32)
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
DATASET = rdflib.URIRef("urn:sha256:" + "ab" * 32)


def described(selection: Selection, licence: str | None = None) -> rdflib.Graph:
    exporter = EXPORTERS["nquads"](DEFAULT_BASE, selection)
    text = manifest(exporter, {"quads": 7}, FILE, now=NOW, licence=licence)
    return rdflib.Graph().parse(data=text, format="turtle")


def test_it_tells_what_when_and_from_which_version() -> None:
    graph = described(Selection(since=datetime.date(2022, 4, 1)), "https://creativecommons.org/licenses/by/4.0/")
    assert graph.value(DATASET, rdflib.RDF.type, any=True) in {DCAT.Dataset, VOID.Dataset}
    assert graph.value(DATASET, VOID.triples) == rdflib.Literal(7)
    assert str(graph.value(DATASET, rdflib.DCTERMS.issued)) == "2024-05-06T07:08:09+00:00"
    assert graph.value(DATASET, DCAT.version) == rdflib.Literal(__version__)
    assert graph.value(DATASET, rdflib.DCTERMS.license) == rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert str(graph.value(DATASET, rdflib.DCTERMS.description)) == "7 quads; since: 2022-04-01"
    period = graph.value(DATASET, rdflib.DCTERMS.temporal)
    assert str(graph.value(period, DCAT.startDate)) == "2022-04-01"
    distribution = graph.value(DATASET, DCAT.distribution)
    assert str(graph.value(distribution, rdflib.DCTERMS.title)) == "graph.nq"
    assert str(graph.value(distribution, DCAT.mediaType)).endswith("/application/n-quads")


def test_without_a_licence_it_says_so() -> None:
    graph = described(Selection())
    assert graph.value(DATASET, rdflib.DCTERMS.license) is None
    assert "No licence" in str(graph.value(DATASET, rdflib.DCTERMS.rights))


def test_a_licence_is_an_iri() -> None:
    with pytest.raises(ValueError, match="IRI"):
        described(Selection(), "CC BY")


def test_a_file_is_described_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    path.write_bytes(b"abc")
    graph = rdflib.Graph().parse(data=describe(EXPORTERS["nquads"](), {"quads": 0}, path), format="turtle")
    name = "urn:sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    distribution = graph.value(rdflib.URIRef(name), DCAT.distribution)
    assert str(graph.value(distribution, DCAT.byteSize)) == "3"
