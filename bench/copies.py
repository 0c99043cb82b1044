"""How near is what is carried over to a slightly changed copy to what reading the copy gives?

    python bench/copies.py FOLDER... [--texts N] [--from N]

Makes copies of the texts (.txt) of the folders, each in several ways: with a dateline, with credits, without the last
paragraph or the last two. Builds them into a store that has the texts, and into another one with ``again``, which reads
all. Prints for each way how many were carried over, how many of their graphs are equal quad by quad (the time of
reading and what it was made from aside), and how many claims, events, attitudes and positions are the same in all they
say.
"""

import argparse
import hashlib
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.build import build
from kg.extract.reader import Reader
from kg.identifiers import DEFAULT_BASE, article_id, iri
from kg.model import Document
from kg.rdf.vocabulary import KG, PROV
from kg.sources.base import Refusal
from kg.sources.files import read_documents
from kg.stores import EmbeddedStore, Store


def with_dateline(text: str) -> str:
    """The text with a dateline before its second line."""
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    if len(filled) > 1:
        lines[filled[1]] = f"МОСКВА, 26 апреля. /ТАСС/. {lines[filled[1]]}"
    return "\n".join(lines)


def with_credits(text: str) -> str:
    """The text with what sites have below it."""
    return f"{text.rstrip()}\n\nПодписывайтесь на наш канал в Telegram\nВсе права защищены\n"


def without_end(text: str, paragraphs: int) -> str:
    """The text without its last paragraphs, if more than one is left."""
    lines = text.rstrip().split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return text if len(filled) < paragraphs + 2 else "\n".join(lines[: filled[-paragraphs]]).rstrip() + "\n"


WAYS: Mapping[str, Callable[[str], str]] = {
    "with a dateline": with_dateline,
    "with credits": with_credits,
    "without the last paragraph": lambda text: without_end(text, 1),
    "without the last two": lambda text: without_end(text, 2),
}


def copy_of(document: Document, way: str) -> Document:
    """A copy, as another outlet prints it; one with a dateline tells its outlet by that."""
    text = WAYS[way](document.text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    publisher = None if way == "with a dateline" else "Северная звезда"
    url = f"{document.url}/{way.replace(' ', '-')}"
    return replace(document, name=url, text=text, url=url, sha256=sha256, publisher=publisher)


def graph(store: Store, document: Document) -> set[Quad]:
    """The document's graph, the time of reading aside."""
    node = NamedNode(iri(DEFAULT_BASE, article_id(document.text, document.url)))
    return {quad for quad in store.quads(node) if quad.predicate != PROV.endedAtTime}


def statements(quads: set[Quad]) -> dict[object, set[Quad]]:
    """The claims, events, attitudes and positions of a graph, with what is said of each."""
    told: dict[object, set[Quad]] = {quad.subject: set() for quad in quads if quad.predicate == KG.reportedIn}
    for quad in quads:
        if quad.subject in told:
            told[quad.subject].add(quad)
    return told


def compare(carrying: Store, reading: Store, copies: list[Document]) -> Counter[str]:
    """What became of copies that were made in one way."""
    counts = Counter({"copies": len(copies)})
    for document in copies:
        got, wanted = graph(carrying, document), graph(reading, document)
        made_from = {quad for quad in got if quad.predicate == PROV.wasInformedBy}
        if not made_from:
            continue
        got -= made_from
        ours, theirs = statements(got), statements(wanted)
        counts.update({"carried over": 1, "equal": int(got == wanted), "statements": len(theirs)})
        counts["the same"] += sum(theirs.get(node) == said for node, said in ours.items())
        counts["only carried over"] += len(ours.keys() - theirs.keys())
        counts["only read"] += len(theirs.keys() - ours.keys())
    return counts


def main() -> None:
    """Prints the counts and the seconds of the processor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--texts", type=int, default=100)
    parser.add_argument("--from", type=int, default=0, dest="first")
    options = parser.parse_args()
    print(f"newskg {version('newskg')}, Natasha {version('natasha')}; load {os.getloadavg()[0]:.1f}")
    found = [one for one in read_documents(options.folders) if not isinstance(one, Refusal)]
    known = {"published": date(2022, 4, 26), "publisher": "Вестник степи"}
    originals = [
        replace(document, url=f"https://example.org/{number}", **known)  # type: ignore[arg-type]
        for number, document in enumerate(found[options.first : options.first + options.texts])
    ]
    made = {way: [copy_of(one, way) for one in originals if WAYS[way](one.text) != one.text] for way in WAYS}
    copies = [document for way in made.values() for document in way]
    with (
        tempfile.TemporaryDirectory(prefix="kg-copies-") as folder,
        EmbeddedStore(Path(folder) / "carrying") as carrying,
        EmbeddedStore(Path(folder) / "reading") as reading,
    ):
        for store in (carrying, reading):
            build(originals, store, extract=Reader())
        began = time.process_time()
        build(copies, carrying, extract=Reader())
        between = time.process_time()
        build(copies, reading, extract=Reader(), again=True)
        ended = time.process_time()
        for way, documents in made.items():
            counts = compare(carrying, reading, documents)
            print(f"{way}: {', '.join(f'{name} {number:,}' for name, number in counts.items())}")
        print(f"{between - began:.1f} s of the processor for {len(copies)} copies; {ended - between:.1f} s to read all")


if __name__ == "__main__":
    main()
