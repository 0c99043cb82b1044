"""How well names, links and positions are found in NEREL (the training part).

python bench/nerel.py FOLDER [--independent officeholders.tsv] [--errors]

Names: PERSON, ORGANIZATION and, as one class, COUNTRY, STATE_OR_PROVINCE and CITY, to which our states and places
belong; each entity of the corpus once, one inside another included. Pairs are one to one, the best first, of one class
that share a character ("overlap") or are the same span ("exact"). What is found where the corpus has a LOCATION,
DISTRICT or FACILITY, a NATIONALITY, or an adjective of a state, is neither right nor wrong where nothing else fits it.
The corpus counts adjectives (киргизских) as countries, and bodies without a name (правительство, полиция, суд) as
organisations: of the former we have those that act, of the latter none, by this project's own definition of an actor.
"named only" leaves these two out: what is written in lower case throughout. What stands in captions and lists that are
no part of an article (3 of 100 entities) is not read by us, but by the tagger alone.
Left out of ours: descriptions ("глава государства").

Links: the Wikidata ids of the entities of these classes, as pairs (text, id), against the ids of our actors and places;
and the share of right ids among the paired names that both sides link. BEWARE: the gazetteer that ships was made partly
from the links of this very part of the corpus (data "wikidata_names.tsv"), so these figures flatter. "As if each text
were unseen" leaves out, in each text, the ids that no other text of the corpus has, and neither the list of states nor
the table given with --independent: that is about what another part of the corpus would give.

WORKPLACE: pairs (person, body) of a text, the corpus' entities being one where ALTERNATIVE_NAME or ABBREVIATION joins
them, where they have one id, or where their words are the same. Ours are the persons and bodies of positions, which
agree where person and body share a character with any mention of the corpus' (or the body has its id). The corpus also
has pairs that are no office (a soldier of an army, a player of a club).
"""

import argparse
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from corpora import (
    GEO,
    OF_MENTION,
    ORGANISATION,
    PERSON,
    BratEntity,
    BratText,
    Table,
    iou,
    mentioned,
    pair_greedily,
    print_speed,
    read_brat,
    run,
)

from kg.identifiers import wikidata_id
from kg.knowledge.gazetteer import DATA, read_entries
from kg.model import Actor, Extraction, Place, Position, Span

CLASSES = {
    "PERSON": PERSON,
    "ORGANIZATION": ORGANISATION,
    "COUNTRY": GEO,
    "STATE_OR_PROVINCE": GEO,
    "CITY": GEO,
}
NEITHER = {"LOCATION", "DISTRICT", "FACILITY", "NATIONALITY"}
Thing = TypeVar("Thing", Actor, Place)
ONE = {"ALTERNATIVE_NAME", "ABBREVIATION"}


def main() -> None:
    """Reads the arguments, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--independent", type=Path, help="a table of ids that do not stem from the corpus")
    parser.add_argument("--errors", action="store_true", help="print each name, link and pair that is missed or false")
    options = parser.parse_args()
    result = run(options.folder)
    ours, natasha = Table("names"), Table("names, Natasha alone")
    links, pairs = Table("links to Wikidata (these flatter, see above)"), Table("person-body pairs")
    unseen = Table("links to Wikidata, as if each text were unseen")
    golds = {path: read_brat(path) for path in result.extractions}
    texts = Counter(wikidata for gold in golds.values() for wikidata in {one.wikidata for one in gold.entities})
    independent = states_and_ids(options.independent)
    for path, extraction in result.extractions.items():
        gold = golds[path]
        errors: list[str] = []
        for table, found, lines in ((ours, mentioned(extraction), errors), (natasha, result.tagged[path], [])):
            named = [one for one in gold.entities if not one.text.islower()]
            compare_names(gold, gold.entities, found, table, "", lines)
            compare_names(gold, named, found, table, ", named only", [])
        compare_links(gold, extraction, links, errors)
        own = {one.wikidata for one in gold.entities if texts[one.wikidata] == 1} - independent
        compare_links(gold, without_links(extraction, own), unseen, [])
        compare_workplaces(gold, extraction, pairs, errors)
        if options.errors and errors:
            print(path.stem, *errors, "", sep="\n")
    print(ours, natasha, links, unseen, pairs, sep="\n\n")
    print_speed(result)


# --- names --------------------------------------------------------------------------------------------------------


def compare_names(
    gold: BratText,
    entities: Iterable[BratEntity],
    found: Iterable[tuple[str, Span]],
    table: Table,
    label: str,
    errors: list[str],
) -> None:
    """Counts the names of one text, for each class and over all."""
    wanted = list(dict.fromkeys((CLASSES[one.type], one.span) for one in entities if one.type in CLASSES))
    predicted = list(dict.fromkeys(found))

    def closeness(g: int, p: int) -> float:
        return iou(wanted[g][1], predicted[p][1]) if wanted[g][0] == predicted[p][0] else 0.0

    pairs = pair_greedily(len(wanted), len(predicted), closeness)
    left_out = [one.span for one in gold.entities if one.type in NEITHER or one.text.islower()]
    skipped = {
        p
        for p, (_, span) in enumerate(predicted)
        if p not in pairs.values() and any(span.overlaps(other) for other in left_out)
    }
    for kind in (PERSON, ORGANISATION, GEO):
        golds = [g for g, (other, _) in enumerate(wanted) if other == kind]
        predictions = [p for p, (other, _) in enumerate(predicted) if other == kind and p not in skipped]
        exact = sum(wanted[g] == predicted[pairs[g]] for g in golds if g in pairs)
        overlap = sum(g in pairs for g in golds)
        for measure, right in (("overlap", overlap), ("exact", exact)):
            table.tallies[f"{kind}, {measure}{label}"].add(len(golds), len(predictions), right)
            table.tallies[f"all, {measure}{label}"].add(len(golds), len(predictions), right)
        errors += [f"  MISSED {kind}: {_shown(gold.text, wanted[g][1])}" for g in golds if g not in pairs]
        errors += [
            f"  OTHER SPAN {kind}: {_shown(gold.text, wanted[g][1])}, found {predicted[pairs[g]][1].of(gold.text)}"
            for g in golds
            if g in pairs and wanted[g] != predicted[pairs[g]]
        ]
        errors += [
            f"  FALSE {kind}: {_shown(gold.text, predicted[p][1])}" for p in predictions if p not in pairs.values()
        ]


def _shown(text: str, span: Span) -> str:
    before, after = text[max(0, span.start - 30) : span.start], text[span.end : span.end + 30]
    return " ".join(f"{before}[{span.of(text)}]{after}".split())


# --- links --------------------------------------------------------------------------------------------------------


def compare_links(gold: BratText, extraction: Extraction, table: Table, errors: list[str]) -> None:
    """Counts the links of one text."""
    linked = {one.id: wikidata_id(one.same_as) for one in _things(extraction)}
    mentions = [(OF_MENTION[mention.type], mention.span, linked[mention.ref]) for mention in extraction.mentions]
    entities = [one for one in gold.entities if one.type in CLASSES]
    for kind in (PERSON, ORGANISATION, GEO):
        wanted = {one.wikidata for one in entities if CLASSES[one.type] == kind} - {None}
        predicted = {wikidata for other, _, wikidata in mentions if other == kind} - {None}
        everywhere = {one.wikidata for one in gold.entities}
        for label in (kind, "all"):
            table.tallies[label].add(len(wanted), len(predicted), len(wanted & predicted), len(predicted & everywhere))
        errors += [f"  FALSE LINK {kind}: {_names(extraction, one)} {one}" for one in predicted - everywhere]
        names = {one.wikidata: one.text for one in entities}
        errors += [f"  MISSED LINK {kind}: {names[one]} {one}" for one in wanted - predicted]
    both = [
        (one.wikidata, wikidata)
        for one in entities
        for kind, span, wikidata in mentions
        if one.wikidata and wikidata and kind == CLASSES[one.type] and span == one.span
    ]
    right = sum(one == other for one, other in both)
    table.tallies["mentions with a link on both sides"].add(len(both), len(both), right)


def states_and_ids(table: Path | None) -> set[str]:
    """The ids of states, which a library gives, and those in the first column of a table."""
    known = {wikidata_id(entry.same_as) or "" for entry, _ in read_entries(DATA / "states.tsv")}
    lines = table.read_text(encoding="utf-8").splitlines() if table is not None else []
    return known | {line.split("\t")[0] for line in lines}


def without_links(extraction: Extraction, ids: set[str | None]) -> Extraction:
    """The extraction as it would be if the gazetteer did not know these."""

    def unlinked(thing: Thing) -> Thing:
        return replace(thing, same_as=()) if wikidata_id(thing.same_as) in ids else thing

    return replace(
        extraction,
        actors=tuple(map(unlinked, extraction.actors)),
        places=tuple(map(unlinked, extraction.places)),
    )


def _names(extraction: Extraction, wikidata: str | None) -> str:
    return next((one.name for one in _things(extraction) if wikidata_id(one.same_as) == wikidata), "")


def _things(extraction: Extraction) -> list[Actor | Place]:
    return [*extraction.actors, *extraction.places]


# --- workplaces ---------------------------------------------------------------------------------------------------


def compare_workplaces(gold: BratText, extraction: Extraction, table: Table, errors: list[str]) -> None:
    """Counts the pairs of person and body of one text."""
    cluster = _clusters(gold)
    relations = [r for r in gold.relations if r.type == "WORKPLACE" and r.first.type == "PERSON"]
    wanted = {(cluster[r.first.id], cluster[r.second.id]): r for r in relations}
    members: dict[str, list[BratEntity]] = {}
    for entity in gold.entities:
        members.setdefault(cluster[entity.id], []).append(entity)
    mentions: dict[str, list[Span]] = {}
    for mention in extraction.mentions:
        mentions.setdefault(mention.ref, []).append(mention.span)
    linked = {one.id: wikidata_id(one.same_as) for one in _things(extraction)}
    predicted = list({(one.person, one.of): one for one in extraction.positions}.values())
    golds = list(wanted)

    def agree(g: int, p: int) -> float:
        person, body = golds[g]
        position: Position = predicted[p]
        return float(fits(members[person], position.person) and fits(members[body], position.of))

    def fits(entities: list[BratEntity], actor: str) -> bool:
        wikidata = linked[actor]
        return any(wikidata is not None and one.wikidata == wikidata for one in entities) or any(
            one.span.overlaps(span) for one in entities for span in mentions.get(actor, ())
        )

    pairs = pair_greedily(len(golds), len(predicted), agree)
    table.tallies["WORKPLACE"].add(len(golds), len(predicted), len(pairs))
    of_bodies = {g for g, pair in enumerate(golds) if wanted[pair].second.type in {"ORGANIZATION", "COUNTRY"}}
    found = len(of_bodies & pairs.keys())
    table.tallies["WORKPLACE in a body or a state"].add(len(of_bodies), len(predicted) - len(pairs) + found, found)
    names = {a.id: a.name for a in extraction.actors} | {place.id: place.name for place in extraction.places}
    for g, pair in enumerate(golds):
        if g not in pairs:
            relation = wanted[pair]
            around = Span(
                min(relation.first.span.start, relation.second.span.start),
                max(relation.first.span.end, relation.second.span.end),
            )
            shown = _shown(gold.text, around) if around.end - around.start < 200 else "(far apart)"
            errors.append(f"  MISSED PAIR {relation.first.text} | {relation.second.text}: {shown}")
    for p, one in enumerate(predicted):
        if p not in pairs.values():
            errors.append(f"  FALSE PAIR {names[one.person]} | {names[one.of]}: {_shown(gold.text, one.span)}")


def _clusters(gold: BratText) -> dict[str, str]:
    """Entity → the first of those that are one with it."""
    parent = {one.id: one.id for one in gold.entities}

    def root(id_: str) -> str:
        while parent[id_] != id_:
            id_ = parent[id_]
        return id_

    by_words: dict[tuple[str, str], str] = {}
    for one in gold.entities:
        for key in (("words", f"{one.type} {one.text.casefold()}"), ("id", one.wikidata or one.id)):
            parent[root(one.id)] = root(by_words.setdefault(key, one.id))
    for relation in gold.relations:
        if relation.type in ONE:
            parent[root(relation.second.id)] = root(relation.first.id)
    return {id_: root(id_) for id_ in parent}


if __name__ == "__main__":
    main()
