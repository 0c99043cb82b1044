"""PLOVER's sectors and country codes: what an actor of the graph is in political event data.

The words are data (``data/sectors.tsv``). Where they say nothing, nothing is guessed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.exports.records import ActorRecord, PositionRecord
from kg.model import ActorType

IGO = "IGO"


@dataclass(frozen=True, slots=True)
class Coded:
    """An actor's codes; empty where they are unknown."""

    country: str = ""
    """ISO 3166-1 alpha-3 of the state that it is, belongs to or serves; ``IGO`` for an international body."""
    sector: str = ""


def code(actors: Iterable[ActorRecord], positions: Iterable[PositionRecord]) -> Mapping[str, Coded]:
    """The codes of all actors of a graph, by id.

    Args:
        actors: all of the graph.
        positions: all of the graph; of several that a person holds the one attested last counts.
    """
    by_id = {actor.id: actor for actor in actors}
    held = {position.holder: position for position in sorted(positions, key=lambda p: (str(p.attested or ""), p.id))}
    return {actor.id: _coded(actor, by_id, held) for actor in by_id.values()}


def _coded(actor: ActorRecord, actors: Mapping[str, ActorRecord], held: Mapping[str, PositionRecord]) -> Coded:
    if actor.type is ActorType.STATE:
        return Coded(actor.iso_code, "GOV")  # a state stands for its government (ontology/kg.ttl: State)
    if actor.type is ActorType.ORGANISATION:
        sector = _sector_of_body(actor.label)
        return Coded(_country(actor, actors) or (IGO if sector == IGO else ""), sector)
    position = held.get(actor.id)
    body = actors.get(position.of) if position is not None else None
    country = _country(actor, actors)
    if position is None or body is None:
        return Coded(country)
    of_body = "" if body.type is ActorType.STATE else _sector_of_body(body.label)
    by_title = _sector_of_title(position.title)
    sector = of_body if of_body not in {"", "GOV"} else by_title or of_body
    return Coded(country or _country(body, actors) or (IGO if sector == IGO else ""), sector)


def _country(actor: ActorRecord, actors: Mapping[str, ActorRecord]) -> str:
    state = actors.get(actor.state)
    return actor.iso_code or (state.iso_code if state is not None else "")


@cache
def _rows() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """How the words are looked for → (words, sector), in the order of the file."""
    found: dict[str, list[tuple[str, str]]] = {}
    text = (Path(__file__).parent / "data" / "sectors.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, words, sector = line.split("\t")
            found.setdefault(kind, []).append((words, sector))
    return {kind: tuple(rows) for kind, rows in found.items()}


def _sector_of_body(label: str) -> str:
    """The sector of a body by its name in the graph."""
    return next(_fitting(label), "")


def _fitting(label: str) -> Iterator[str]:
    rows = _rows()
    folded = label.casefold()
    yield from (sector for words, sector in rows["name"] if words.casefold() == folded)
    yield from (sector for words, sector in rows["begins"] if f"{folded} ".startswith(f"{words.casefold()} "))
    yield from _by_word(folded, rows["has"])


def _sector_of_title(title: str) -> str:
    return next(_by_word(title.casefold(), _rows()["title"]), "")


def _by_word(text: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    words = text.replace("«", " ").replace('"', " ").split()
    return (sector for start, sector in rows if any(word.startswith(start) for word in words))
