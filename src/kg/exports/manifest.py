"""What was exported, when, by which version and under which licence: DCAT 3 and VoID, in Turtle, beside the file."""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from kg import __version__
from kg.exports.base import Exporter
from kg.exports.selection import ALL, Selection
from kg.rdf.vocabulary import PREFIXES, RDF, XSD

_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": PREFIXES["dcterms"],
    "kg": PREFIXES["kg"],
    "prov": PREFIXES["prov"],
    "schema": PREFIXES["schema"],
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": PREFIXES["xsd"],
}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
UNSTATED = "No licence was stated for this graph. Texts and quotations belong to those who published them."


@dataclass(frozen=True, slots=True)
class File:
    """A file that was exported."""

    name: str
    size: int
    """In bytes."""
    sha256: str
    """In hexadecimal."""


def describe(
    exporter: Exporter, counts: Mapping[str, int], path: Path, *, title: str = "newskg", licence: str | None = None
) -> bytes:
    """The manifest of a file that was exported just now. See :func:`manifest`.

    Raises:
        OSError: where the file can't be read.
        ValueError: where the licence is no absolute IRI.
    """
    with path.open("rb") as content:
        checksum = hashlib.file_digest(content, "sha256").hexdigest()
    file = File(path.name, path.stat().st_size, checksum)
    return manifest(exporter, counts, file, now=datetime.datetime.now(datetime.UTC), title=title, licence=licence)


def manifest(
    exporter: Exporter,
    counts: Mapping[str, int],
    file: File,
    *,
    now: datetime.datetime,
    title: str = "newskg",
    licence: str | None = None,
) -> bytes:
    """Describes an export. The dataset has the IRI of its content (``urn:sha256:…``), wherever the file lies.

    Args:
        exporter: what wrote the file.
        counts: what it returned.
        file: what it wrote; the manifest lies beside it.
        now: the time of the export, with a time zone.
        title: of the graph, for people.
        licence: IRI of the licence under which the graph is given on; without it, the manifest says that none is.

    Raises:
        ValueError: where the licence is no absolute IRI.
    """
    dataset, distribution, checksum = NamedNode(f"urn:sha256:{file.sha256}"), BlankNode(), BlankNode()
    return _turtle(
        (
            *_about(exporter, counts, dataset, now, title, licence),
            *_available(exporter, dataset, distribution, file.name),
            Triple(distribution, _term("dcat:byteSize"), _count(file.size)),
            Triple(distribution, _term("spdx:checksum"), checksum),
            Triple(checksum, RDF.type, _term("spdx:Checksum")),
            Triple(checksum, _term("spdx:algorithm"), _term("spdx:checksumAlgorithm_sha256")),
            Triple(checksum, _term("spdx:checksumValue"), Literal(file.sha256, datatype=_term("xsd:hexBinary"))),
        )
    )


def stream_manifest(
    exporter: Exporter, address: str, *, now: datetime.datetime, title: str = "newskg", licence: str | None = None
) -> bytes:
    """Describes an export that is made anew whenever it is asked for, so that its size and checksum are not known.

    Args:
        exporter: what writes it.
        address: where it is had; also the dataset's IRI.
        now: with a time zone.
        title: as for :func:`manifest`.
        licence: as for :func:`manifest`.

    Raises:
        ValueError: where the licence or the address is no absolute IRI.
    """
    dataset, distribution = NamedNode(address), BlankNode()
    return _turtle(
        (
            *_about(exporter, {}, dataset, now, title, licence),
            *_available(exporter, dataset, distribution, f"newskg{exporter.suffix}"),
            Triple(distribution, _term("dcat:downloadURL"), dataset),
        )
    )


def _turtle(triples: Iterable[Triple]) -> bytes:
    return pyoxigraph.serialize(triples, format=RdfFormat.TURTLE, prefixes=_PREFIXES) or b""


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=_term("xsd:nonNegativeInteger"))


def _about(
    exporter: Exporter,
    counts: Mapping[str, int],
    dataset: NamedNode,
    now: datetime.datetime,
    title: str,
    licence: str | None,
) -> Iterator[Triple]:
    """What is told of the content, whatever it is written in."""
    software = NamedNode(f"{exporter.base}software/newskg-{__version__}")
    time = Literal(now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=XSD.dateTime)
    yield Triple(dataset, RDF.type, _term("dcat:Dataset"))
    yield Triple(dataset, RDF.type, _term("void:Dataset"))
    yield Triple(dataset, _term("dcterms:title"), Literal(title))
    yield Triple(dataset, _term("dcterms:description"), Literal(description(counts, exporter.selection)))
    yield Triple(dataset, _term("dcterms:issued"), time)
    yield Triple(dataset, _term("dcterms:language"), Literal("ru"))
    if licence is None:
        yield Triple(dataset, _term("dcterms:rights"), Literal(UNSTATED, language="en"))
    else:
        yield Triple(dataset, _term("dcterms:license"), NamedNode(licence))
    yield Triple(dataset, _term("dcat:version"), Literal(__version__))
    yield Triple(dataset, _term("prov:wasAttributedTo"), software)
    yield Triple(software, RDF.type, _term("prov:SoftwareAgent"))
    yield Triple(software, _term("schema:name"), Literal("newskg"))
    yield Triple(software, _term("schema:softwareVersion"), Literal(__version__))
    yield Triple(dataset, _term("void:uriSpace"), Literal(exporter.base))
    yield Triple(dataset, _term("void:vocabulary"), NamedNode(PREFIXES["kg"]))
    for name in ("quads", "triples"):
        if name in counts:
            yield Triple(dataset, _term("void:triples"), Literal(counts[name]))
    yield from _period(dataset, exporter.selection)


def _available(exporter: Exporter, dataset: NamedNode, distribution: BlankNode, name: str) -> Iterator[Triple]:
    """What is told of the form in which it is had."""
    yield Triple(dataset, _term("dcat:distribution"), distribution)
    yield Triple(distribution, RDF.type, _term("dcat:Distribution"))
    yield Triple(distribution, _term("dcterms:title"), Literal(name))
    yield Triple(distribution, _term("dcterms:format"), Literal(exporter.title))
    yield Triple(distribution, _term("dcat:mediaType"), NamedNode(_MEDIA_TYPES + exporter.media_type))


def _period(dataset: NamedNode, selection: Selection) -> Iterator[Triple]:
    if selection.is_dated:
        period = BlankNode()
        yield Triple(dataset, _term("dcterms:temporal"), period)
        yield Triple(period, RDF.type, _term("dcterms:PeriodOfTime"))
        for name, day in (("dcat:startDate", selection.since), ("dcat:endDate", selection.until)):
            if day is not None:
                yield Triple(period, _term(name), Literal(day.isoformat(), datatype=XSD.date))


def description(counts: Mapping[str, int], selection: Selection) -> str:
    """What was exported, in words: ``40 nodes, 95 edges; view: conflict; min weight: 2``."""
    parts = [", ".join(f"{number} {name}" for name, number in counts.items()) or "all"]
    for name in ("view", "since", "until", "types", "quad_classes", "min_weight"):
        value = getattr(selection, name)
        if value != getattr(ALL, name):
            parts.append(f"{name.replace('_', ' ')}: {_shown(value)}")
    return "; ".join(parts)


def _shown(value: Any) -> str:
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(_PREFIXES[prefix] + local)
