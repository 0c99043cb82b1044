"""How well names and occupations are found in FactRuEval 2016 (the development set).

python bench/factrueval.py FOLDER [--errors]

Names are counted as the campaign's own scorer counts them, places and "LocOrg" (places that act) as one class, to
which our states belong. The words of an object that carry its name (not those of descriptors: "город", "газета") are
compared with those of a found name; the quality of a pair is right / (right + missed + superfluous), descriptors being
neither. Objects without any name, and objects inside longer ones, are not counted, and neither is what was found for
them. Pairs are one to one, the best first (the campaign searches for the best pairing: hardly a difference). "exact"
and "overlap" count the same pairs otherwise: all words of the name and no others, or at least one of them.
Left out of ours: descriptions ("глава государства"), which name nobody; the second table has them.

Occupations are the facts "Occupation" against our positions. A pair's quality is the share of the arguments Who, Where
and Position that both have and agree in among all that either has; Who and Where agree where the named things share a
mention, Position where the words (cut to five letters) have a Jaccard index of 0.5. Facts that the campaign's basic
mode leaves out (marked as difficult) count neither way. The campaign's isPartOf, by which a department passes for its
ministry, is not followed. What somebody is in a city or a region ("мэр Москвы") is no position in this project's sense.
"""

import argparse
import re
from pathlib import Path

from corpora import (
    GEO,
    ORGANISATION,
    PERSON,
    Fact,
    FactObject,
    FactText,
    Table,
    iou,
    mentioned,
    pair_greedily,
    print_speed,
    read_factrueval,
    run,
)

from kg.model import Extraction, Position, Span

CLASSES = {"Person": PERSON, "Org": ORGANISATION, "Location": GEO, "LocOrg": GEO}
NAMING = {
    PERSON: {"name", "surname", "patronymic", "nickname"},
    ORGANISATION: {"org_name", "loc_name"},
    GEO: {"org_name", "loc_name"},
}
MAY_STAND_IN = {PERSON: {GEO, ORGANISATION}, GEO: {GEO, ORGANISATION}, ORGANISATION: {ORGANISATION}}

Name = tuple[str, frozenset[int]]
"""A class and the code points of the letters and digits of the words."""


def letters(text: str, span: Span) -> frozenset[int]:
    """The code points of a span, by whole words, told by the place of each word's first character."""
    return frozenset(
        word.start() for word in re.finditer(r"[\w-]*\w", text) if word.start() < span.end and span.start < word.end()
    )


def main() -> None:
    """Reads the arguments, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", action="store_true", help="print each name and fact that is missed or false")
    options = parser.parse_args()
    result = run(options.folder)
    ours, natasha = Table("names, by the campaign's count"), Table("names, Natasha alone")
    with_descriptions = Table("names and descriptions")
    occupations = Table("occupations")
    for path, extraction in result.extractions.items():
        gold = read_factrueval(path)
        errors: list[str] = []
        compare_names(gold, named(gold.text, mentioned(extraction)), ours, errors)
        compare_names(gold, named(gold.text, mentioned(extraction, left_out=frozenset())), with_descriptions, [])
        compare_names(gold, named(gold.text, result.tagged[path]), natasha, [])
        compare_occupations(gold, extraction, occupations, errors)
        if options.errors and errors:
            print(path.stem, *errors, "", sep="\n")
    print(ours, with_descriptions, natasha, occupations, sep="\n\n")
    print_speed(result)


# --- names --------------------------------------------------------------------------------------------------------


def named(text: str, mentions: tuple[tuple[str, Span], ...]) -> list[Name]:
    """Names as sets of words, each once."""
    return list(dict.fromkeys((kind, letters(text, span)) for kind, span in mentions))


def compare_names(gold: FactText, found: list[Name], table: Table, errors: list[str]) -> None:
    """Counts the names of one text, for each class and over all."""
    objects = [one for one in gold.objects if one.type in CLASSES]
    kinds = [CLASSES[one.type] for one in objects]
    whole = [_words(gold.text, one) for one in objects]
    names = [_words(gold.text, one, only=NAMING[kind]) for one, kind in zip(objects, kinds, strict=True)]
    ignored = [not names[g] or _stands_in_another(g, kinds, whole) for g in range(len(objects))]

    def closeness(g: int, p: int) -> float:
        kind, words = found[p]
        return len(whole[g] & words) / len(whole[g] | words) if kind == kinds[g] else 0.0

    pairs = pair_greedily(len(objects), len(found), closeness)
    skipped = {p for g, p in pairs.items() if ignored[g]}
    for kind in (PERSON, ORGANISATION, GEO):
        golds = [g for g in range(len(objects)) if kinds[g] == kind and not ignored[g]]
        predictions = [p for p in range(len(found)) if found[p][0] == kind and p not in skipped]
        paired = [(names[g], whole[g], found[pairs[g]][1]) for g in golds if g in pairs]
        quality = sum(len(name & words) / (len(name | (words - all_words)) or 1) for name, all_words, words in paired)
        exact = sum(name <= words <= all_words for name, all_words, words in paired)
        overlap = sum(bool(name & words) for name, _, words in paired)
        for label, right in (("", quality), (" exact", exact), (" overlap", overlap)):
            table.tallies[kind + label].add(len(golds), len(predictions), right)
            table.tallies["all" + label].add(len(golds), len(predictions), right)
        missed = [g for g in golds if g not in pairs or names[g] - found[pairs[g]][1]]
        errors += [f"  MISSED {kind}: {_shown(gold.text, whole[g])}" for g in missed]
        right_ones = {p for g, p in pairs.items() if found[p][1] <= whole[g]}
        errors += [f"  FALSE {kind}: {_shown(gold.text, found[p][1])}" for p in predictions if p not in right_ones]


def _words(text: str, one: FactObject, only: set[str] | None = None) -> frozenset[int]:
    return frozenset().union(*(letters(text, part.span) for part in one.spans if only is None or part.type in only))


def _stands_in_another(number: int, kinds: list[str], whole: list[frozenset[int]]) -> bool:
    """Is it a part of a longer object, or the place of which an organisation has the very words?"""
    return any(
        kinds[other] in MAY_STAND_IN[kinds[number]]
        and (words > whole[number] or (words == whole[number] and other < number and kinds[other] == kinds[number]))
        for other, words in enumerate(whole)
    )


def _shown(text: str, words: frozenset[int]) -> str:
    first, last = min(words), max(words)
    return " ".join(f"{text[max(0, first - 30) : first]}[{text[first:last]}{text[last : last + 30]}".split())


# --- occupations --------------------------------------------------------------------------------------------------


def compare_occupations(gold: FactText, extraction: Extraction, table: Table, errors: list[str]) -> None:
    """Counts the occupations of one text."""
    facts = [one for one in gold.facts if one.type == "Occupation" and "Who" in one.arguments]
    mentions: dict[str, list[Span]] = {}
    for mention in extraction.mentions:
        mentions.setdefault(mention.ref, []).append(mention.span)
    names = {a.id: a.name for a in extraction.actors} | {place.id: place.name for place in extraction.places}
    positions = extraction.positions
    agree = [[_agreement(gold, fact, position, mentions, names) for position in positions] for fact in facts]
    pairs = pair_greedily(len(facts), len(positions), lambda g, p: agree[g][p][0] * agree[g][p][1])
    difficult = {g for g, fact in enumerate(facts) if "Сложность" in fact.remarks}
    skipped = {p for g, p in pairs.items() if g in difficult}
    predicted = len(positions) - len(skipped)
    counted = [g for g in range(len(facts)) if g not in difficult]
    quality = {g: agree[g][p][1] for g, p in pairs.items()}
    table.tallies["by the campaign's count"].add(len(counted), predicted, sum(quality.get(g, 0.0) for g in counted))
    table.tallies["all arguments right"].add(len(counted), predicted, sum(quality.get(g) == 1 for g in counted))
    for g in counted:
        if quality.get(g, 0.0) < 1:
            where = {name: gold.text[spans[0].start : spans[0].end] for name, spans in facts[g].arguments.items()}
            instead = _described(positions[pairs[g]], names) if g in pairs else "nothing"
            errors.append(f"  OCCUPATION {where}: found {instead}")
    errors += [
        f"  FALSE OCCUPATION {_described(one, names)}" for p, one in enumerate(positions) if p not in pairs.values()
    ]


def _described(position: Position, names: dict[str, str]) -> str:
    return f"{names[position.person]}, {position.title} of {names[position.of]}"


def _agreement(
    gold: FactText, fact: Fact, position: Position, mentions: dict[str, list[Span]], names: dict[str, str]
) -> tuple[bool, float]:
    """Do they speak of one person; and the share of the arguments that agree."""
    who = _share_a_mention(fact.arguments["Who"], mentions.get(position.person, []))
    title = any(_alike(span.of(gold.text), position.title) for span in fact.arguments.get("Position", ()))
    where_spans = fact.arguments.get("Where", ())
    where = _share_a_mention(where_spans, mentions.get(position.of, [])) or any(
        _alike(span.of(gold.text), names[position.of]) for span in where_spans
    )
    agreed = who + title + where
    given = 2 + bool(where_spans)
    return who, agreed / (given + 3 - agreed)


def _share_a_mention(spans: tuple[Span, ...], others: list[Span]) -> bool:
    return any(iou(one, other) > 0 for one in spans for other in others)


def _alike(one: str, other: str) -> bool:
    a, b = ({word[:5] for word in re.findall(r"\w+", words.casefold().replace("ё", "е"))} for words in (one, other))
    return len(a & b) >= 0.5 * len(a | b) > 0


if __name__ == "__main__":
    main()
