"""How long each stage of extraction takes, and the whole beside bare Natasha.

python bench/stages.py FOLDER... [--texts N]

Reads the texts (.txt) of the folders, the first N of them, as the program does, once, and prints for each stage the
seconds of the processor that it took, its share of the whole and its ratio to bare Natasha's five steps, document by
document, on the same texts: a batch by the one, then by the other, so that what else the machine does slows both. What
is loaded once is loaded before; the forms of words are looked up while it runs, by the stage that meets a word first.
Run it with OPENBLAS_NUM_THREADS=1.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from importlib.metadata import version
from pathlib import Path
from typing import ParamSpec, TypeVar

from language import Bare

from kg.extract import pipeline
from kg.knowledge import Gazetteer
from kg.language import Analyser, Parse
from kg.language.natasha import natasha
from kg.model import Span
from kg.sources.base import Refusal
from kg.sources.files import read_documents

STAGES = {
    "find_frame": "header, boilerplate",
    "repaired": "trees mended",
    "find_times": "dates",
    "find_actors": "actors",
    "find_publisher": "actors",
    "find_positions": "actors",
    "find_claims": "claims",
    "find_events": "events",
    "find_attitudes": "attitudes",
    "settle": "assembly",
    "with_captions": "assembly",
    "referring_words": "assembly",
}
"""What the pipeline calls, and the line that counts it."""
MODELS, BARE, REST = "Natasha's models", "bare Natasha", "the rest"

P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class Clock:
    """Seconds of the processor by stage: what else the machine does counts little."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Adds the time that the block takes."""
        begin = time.process_time()
        yield
        self.seconds[name] += time.process_time() - begin

    def timed(self, name: str, function: Callable[P, R]) -> Callable[P, R]:
        """The function, its time added."""

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with self.stage(name):
                return function(*args, **kwargs)

        return run


@dataclass
class Timed:
    """An analyser whose time is added."""

    analyser: Analyser
    clock: Clock

    def analyse(self, texts: Sequence[tuple[str, Sequence[Span]]]) -> list[Parse]:
        """See :meth:`Analyser.analyse`."""
        with self.clock.stage(MODELS):
            return self.analyser.analyse(texts)


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
    bare = Bare()
    bare.read(documents[0].text)
    list(pipeline.read(documents[:1]))  # loads what is loaded once
    clock = Clock()
    for name, stage in STAGES.items():
        setattr(pipeline, name, clock.timed(stage, getattr(pipeline, name)))
    analyser, gazetteer, whole = Timed(natasha(), clock), Gazetteer.load(), 0.0
    for first in range(0, len(documents), pipeline.BATCH):
        batch = documents[first : first + pipeline.BATCH]
        begin = time.process_time()
        for _ in pipeline.extract(batch, analyser, gazetteer):
            pass
        whole += time.process_time() - begin
        with clock.stage(BARE):
            for document in batch:
                bare.read(document.text)
    show(clock.seconds, whole, len(documents))


def show(seconds: dict[str, float], whole: float, articles: int) -> None:
    """Prints the table."""
    natasha_alone = seconds.pop(BARE)
    print(f"newskg {version('newskg')}, Natasha {version('natasha')}, NumPy {version('numpy')}; {articles} articles")
    print(f"{BARE:<24}{natasha_alone:>9.2f} s{articles / natasha_alone:>8.1f} articles a second")
    print(f"{'here, whole':<24}{whole:>9.2f} s{articles / whole:>8.1f} articles a second", end="")
    print(f", {natasha_alone / whole:.2f} times as many")
    print(f"{'stage':<24}{'seconds':>9}{'share':>9}{'to bare':>9}")
    seconds[REST] = whole - sum(seconds.values())
    for name, spent in seconds.items():
        print(f"{name:<24}{spent:>9.2f}{spent / whole:>9.1%}{spent / natasha_alone:>9.3f}")


if __name__ == "__main__":
    main()
