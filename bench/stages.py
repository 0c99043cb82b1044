"""How long each stage of extraction takes.

python bench/stages.py FOLDER... [--texts N]

Reads the texts (.txt) of the folders, the first N of them, as the program does, once, and prints for each stage the
seconds of the processor that it took, its share of the whole and its ratio to the language models. Models, gazetteer
and lexicons are loaded before; the forms of words are looked up while it runs, by the stage that meets a word first.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.extract.actors import find_actors
from kg.extract.assembly import settle
from kg.extract.boilerplate import find_boilerplate
from kg.extract.claims import find_claims
from kg.extract.dates import find_times
from kg.extract.events import find_events
from kg.extract.header import find_header
from kg.extract.pipeline import BATCH
from kg.extract.pipeline import read as read_articles
from kg.extract.positions import find_positions
from kg.extract.publisher import find_publisher
from kg.knowledge import Gazetteer
from kg.language.natasha import natasha
from kg.model import Document, Span
from kg.sources.base import Refusal
from kg.sources.files import read_documents

MODELS = "Natasha's models"


class Clock:
    """Seconds of the processor by stage: what else the machine does counts little."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Adds the time that the block takes."""
        begin = time.process_time()
        yield
        self.seconds[name] += time.process_time() - begin


def main() -> None:
    """Reads the arguments, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--texts", type=int, default=300)
    options = parser.parse_args()
    paths = [path for folder in options.folders for path in sorted(folder.glob("*.txt"))][: options.texts]
    documents = [one for one in read_documents(paths) if not isinstance(one, Refusal)]
    if not documents:
        raise SystemExit("no readable .txt file; give folders of texts")
    list(read_articles(documents[:1]))  # loads what is loaded once
    clock = Clock()
    for first in range(0, len(documents), BATCH):
        read(documents[first : first + BATCH], clock)
    characters, whole = sum(len(one.text) for one in documents), sum(clock.seconds.values())
    print(
        f"{len(documents)} texts, {characters} characters, {whole:.1f} s: {characters / whole:.0f} characters a second"
    )
    print(f"{'stage':<24}{'seconds':>9}{'share':>9}{'to models':>11}")
    for name, spent in clock.seconds.items():
        print(f"{name:<24}{spent:>9.2f}{spent / whole:>9.1%}{spent / clock.seconds[MODELS]:>11.2f}")


def read(documents: list[Document], clock: Clock) -> None:
    """Runs the stages over a batch of documents, in the program's order."""
    gazetteer = Gazetteer.load()
    with clock.stage("header, boilerplate"):
        headers = [find_header(one.text, known=one) for one in documents]
        boilerplate = [find_boilerplate(one.text, header) for one, header in zip(documents, headers, strict=True)]
    with clock.stage(MODELS):
        texts = [
            (one.text, _rest(one.text, {*left_out, *header.lines}))
            for one, header, left_out in zip(documents, headers, boilerplate, strict=True)
        ]
        parses = natasha().analyse(texts)
    for header, parse in zip(headers, parses, strict=True):
        published = header.published
        with clock.stage("dates"):
            times = find_times(parse, published)
        with clock.stage("actors"):
            roles = find_actors(parse, gazetteer, published)
            cast, publisher = find_publisher(roles.cast, header, gazetteer)
            positions = find_positions(roles.held)
        with clock.stage("claims"):
            claims = find_claims(parse, cast, times, published)
        with clock.stage("events"):
            events = find_events(parse, cast, claims, times, "article", published)
        with clock.stage("assembly"):
            settle(parse, cast, claims, events, positions, publisher)


def _rest(text: str, left_out: set[Span]) -> list[Span]:
    """What the models read: all but some spans."""
    ends = [0, *(span.end for span in sorted(left_out))]
    begins = [*(span.start for span in sorted(left_out)), len(text)]
    return [Span(end, begin) for end, begin in zip(ends, begins, strict=True) if end < begin]


if __name__ == "__main__":
    main()
