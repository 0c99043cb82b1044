"""What the measurements on corpora share: reading the corpora, running the stages over them, counting.

A corpus is a folder of texts with annotation files beside them. Offsets are code points, end exclusive.
"""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.extract.actors import find_actors
from kg.extract.pipeline import extract
from kg.knowledge import Gazetteer
from kg.language import Analyser, Parse
from kg.language.natasha import natasha
from kg.model import Document, Extraction, Span
from kg.sources.base import Refusal
from kg.sources.files import read_documents

PERSON, ORGANISATION, GEO = "person", "organisation", "place"
"""The classes of names that are compared; ``GEO`` is a state or a place, which corpora divide in another way."""

OF_TAGGER = {"PER": PERSON, "ORG": ORGANISATION, "LOC": GEO}
OF_MENTION = {"Person": PERSON, "Organisation": ORGANISATION, "State": GEO, "Place": GEO}

DESCRIPTIONS = frozenset({"description"})
"""Rules whose mentions name nobody ("глава государства"): no corpus has them among its names."""


# --- annotations --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BratEntity:
    """A ``T`` line of a brat file; of a discontinuous one, the span from the first piece to the last."""

    id: str
    type: str
    span: Span
    text: str
    wikidata: str | None
    """The Q-number of its ``N`` line."""


@dataclass(frozen=True)
class BratRelation:
    """An ``R`` line: a relation from one entity to another."""

    type: str
    first: BratEntity
    second: BratEntity


@dataclass(frozen=True)
class BratText:
    """A text annotated in brat's standoff format."""

    text: str
    entities: tuple[BratEntity, ...]
    relations: tuple[BratRelation, ...]


def read_brat(path: Path) -> BratText:
    """Reads ``NAME.txt`` with ``NAME.ann`` beside it, given the path of either. Raises OSError."""
    text = path.with_suffix(".txt").read_bytes().decode()
    lines = [line.split("\t") for line in path.with_suffix(".ann").read_text(encoding="utf-8").split("\n")]
    links = {}
    for line in lines:
        if line[0].startswith("N"):
            _, target, reference = line[1].split(" ", 2)
            links[target] = reference.rpartition(":")[2]
    entities = {}
    for line in lines:
        if line[0].startswith("T"):
            type_, _, where = line[1].partition(" ")
            offsets = [int(offset) for offset in re.findall(r"\d+", where)]
            span = Span(min(offsets), max(offsets))
            linked = links.get(line[0], "")
            entities[line[0]] = BratEntity(
                line[0], type_, span, line[2], linked if re.fullmatch(r"Q\d+", linked) else None
            )
    relations = []
    for line in lines:
        if line[0].startswith("R"):
            type_, *arguments = line[1].split()
            first, second = (entities[argument.partition(":")[2]] for argument in arguments)
            relations.append(BratRelation(type_, first, second))
    return BratText(text, tuple(entities.values()), tuple(relations))


@dataclass(frozen=True)
class FactSpan:
    """A line of a ``.spans`` file."""

    type: str
    span: Span


@dataclass(frozen=True)
class FactObject:
    """A line of an ``.objects`` file: a mention, of one or more spans."""

    type: str
    spans: tuple[FactSpan, ...]


@dataclass(frozen=True)
class Fact:
    """A fact with its arguments: name of the argument → the spans that name its value, wherever in the text."""

    type: str
    arguments: dict[str, tuple[Span, ...]]
    remarks: dict[str, str]
    """Фаза, Модальность, Сложность, where they are given, and whatever else is no name."""
    participants: tuple[tuple[Span, ...], ...] = ()
    """Of a meeting, which has the argument Participant several times: the mentions of each."""


@dataclass(frozen=True)
class FactText:
    """A text of FactRuEval 2016."""

    text: str
    objects: tuple[FactObject, ...]
    facts: tuple[Fact, ...]


def read_factrueval(path: Path) -> FactText:
    """Reads ``NAME.txt`` with ``NAME.spans``, ``.objects``, ``.coref`` and ``.facts`` beside it. Raises OSError."""
    spans: dict[str, FactSpan] = {}
    for line in _lines(path, ".spans"):
        id_, type_, start, length = line.split()[:4]
        spans[id_] = FactSpan(type_, Span(int(start), int(start) + int(length)))
    objects: dict[str, FactObject] = {}
    for line in _lines(path, ".objects"):
        id_, type_, *members = line.partition("#")[0].split()
        objects[id_] = FactObject(type_, tuple(spans[member] for member in members))
    entities: dict[str, tuple[Span, ...]] = {}
    for line in _lines(path, ".coref"):
        id_, *members = line.split()
        if id_.isdigit() and members and all(member in objects for member in members):
            entities["obj" + id_] = tuple(part.span for member in members for part in objects[member].spans)
    facts = []
    for block in path.with_suffix(".facts").read_text(encoding="utf-8").split("\n\n"):
        head, *rest = block.strip().split("\n")
        if head:
            facts.append(_fact(head.split()[1], rest, spans, entities))
    return FactText(path.with_suffix(".txt").read_bytes().decode(), tuple(objects.values()), tuple(facts))


def _fact(type_: str, lines: Iterable[str], spans: dict[str, FactSpan], entities: dict[str, tuple[Span, ...]]) -> Fact:
    arguments: dict[str, tuple[Span, ...]] = {}
    participants = []
    remarks = {}
    for line in lines:
        name, _, value = line.partition(" ")
        values = [entities[ref] for ref in re.findall(r"\bobj\d+", value) if ref in entities]
        values += [(spans[ref].span,) for ref in re.findall(r"\bspan(\d+)", value) if ref in spans]
        if values:
            arguments[name] = tuple(span for value_spans in values for span in value_spans)
            if name == "Participant":
                participants.append(arguments[name])
        else:
            remarks[name] = value
    return Fact(type_, arguments, remarks, tuple(participants))


def _lines(path: Path, suffix: str) -> Iterator[str]:
    for line in path.with_suffix(suffix).read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield line


# --- running ------------------------------------------------------------------------------------------------------


@dataclass
class Recorder:
    """An analyser that keeps the parses it gives and the time they took."""

    analyser: Analyser
    seconds: float = 0.0
    parses: dict[str, Parse] = field(default_factory=dict)
    """By text."""

    def analyse(self, texts: Sequence[tuple[str, Sequence[Span]]]) -> list[Parse]:
        """See :meth:`Analyser.analyse`."""
        begin = time.perf_counter()
        parses = self.analyser.analyse(texts)
        self.seconds += time.perf_counter() - begin
        self.parses |= {text: parse for (text, _), parse in zip(texts, parses, strict=True)}
        return parses


@dataclass(frozen=True)
class Run:
    """What the program and the tagger alone find in a corpus."""

    extractions: dict[Path, Extraction]
    tagged: dict[Path, tuple[tuple[str, Span], ...]]
    """The tagger's own names, in the whole text: class and span."""
    models_seconds: float
    actors_seconds: float


def run(folder: Path) -> Run:
    """Reads all texts of a folder. Raises SystemExit where there are none."""
    read = list(read_documents(sorted(folder.glob("*.txt"))))
    print(*(f"left out: {one}" for one in read if isinstance(one, Refusal)), sep="\n")
    documents = [one for one in read if not isinstance(one, Refusal)]
    if not documents:
        raise SystemExit(f"{folder}: no readable .txt file; give the folder of the corpus")
    recorder, gazetteer = Recorder(natasha()), Gazetteer.load()
    extractions = {Path(one.document.name): one for one in extract(documents, recorder, gazetteer)}
    begin = time.perf_counter()
    for extraction in extractions.values():
        find_actors(recorder.parses[extraction.document.text], gazetteer, extraction.article.published)
    actors_seconds = time.perf_counter() - begin
    return Run(extractions, _tagged(documents), recorder.seconds, actors_seconds)


def _tagged(documents: Sequence[Document]) -> dict[Path, tuple[tuple[str, Span], ...]]:
    parses = natasha().analyse([(one.text, [Span(0, len(one.text))] if one.text else []) for one in documents])
    return {
        Path(document.name): tuple((OF_TAGGER[entity.type], entity.span) for entity in parse.entities)
        for document, parse in zip(documents, parses, strict=True)
    }


def mentioned(extraction: Extraction, left_out: frozenset[str] = DESCRIPTIONS) -> tuple[tuple[str, Span], ...]:
    """The names that the program found: class and span; without those of some rules."""
    return tuple(
        (OF_MENTION[mention.type], mention.span) for mention in extraction.mentions if mention.rule not in left_out
    )


# --- counting -----------------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """Counts for one measure: right ones may be fractions of one."""

    gold: float = 0
    predicted: float = 0
    found: float = 0
    """Of the gold."""
    right: float = 0
    """Of the predicted."""

    def add(self, gold: float, predicted: float, found: float, right: float | None = None) -> None:
        """Adds the counts of one text; ``right`` is ``found`` where pairs are one to one."""
        self.gold += gold
        self.predicted += predicted
        self.found += found
        self.right += found if right is None else right

    @property
    def precision(self) -> float:
        """The share of the predicted that is right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        return f"{self.precision:7.3f}{self.recall:7.3f}{self.f1:7.3f}{self.gold:9.0f}{self.predicted:9.0f}"


@dataclass
class Table:
    """Measures by name, printed with one line each."""

    title: str
    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def __str__(self) -> str:
        head = f"{self.title:<44}{'P':>7}{'R':>7}{'F1':>7}{'gold':>9}{'pred.':>9}"
        return "\n".join([head, *(f"  {name:<42}{tally}" for name, tally in self.tallies.items())])


def pair_greedily(golds: int, predictions: int, score: Callable[[int, int], float]) -> dict[int, int]:
    """One-to-one pairs {gold: predicted}, the best first; a score of 0 makes no pair."""
    scored = [(s, g, p) for g in range(golds) for p in range(predictions) if (s := score(g, p)) > 0]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, g, p in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if g not in pairs and p not in taken:
            pairs[g] = p
            taken.add(p)
    return pairs


def iou(one: Span, other: Span) -> float:
    """Intersection over union of two spans."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return common / (max(one.end, other.end) - min(one.start, other.start)) if common > 0 else 0.0


def print_speed(result: Run) -> None:
    """Prints the time of the language models and of the actors stage."""
    characters = sum(len(one.document.text) for one in result.extractions.values())
    print(
        f"{characters} characters; language models {result.models_seconds:.1f} s, "
        f"actors stage {result.actors_seconds:.1f} s ({result.actors_seconds / result.models_seconds:.0%})"
    )
