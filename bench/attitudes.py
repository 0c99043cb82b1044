"""How well attitudes agree with those of RuSentRel (the training part).

python bench/attitudes.py FOLDER [--errors]

RuSentRel says of each text who stands well or badly to whom ("США, ИГИЛ, neg, current"), as a careful reader sees it
from the whole of a long article. Ours: for each ordered pair of actors each word that shows an attitude of the one
towards the other (be it told by the narrator, in a claim, or by an event) and each stance that the one takes in a claim
towards the other, support +1, opposition -1. The sign of the sum is ours. The marks "{Author, …}" before the sentences
are the corpus's own and are taken out.

A name of an opinion means those of our actors whose name or alias, as it stands or in its normal form, it is, by
``synonyms.txt`` beside the texts as well.
"both found" counts the opinions whose two actors we have; only these are compared. "sign" counts the pairs that both
sides have; P is the share of ours that the corpus has with the same sign (it may lack a pair that is there), R the
share of its opinions. "agreement" is the share of equal signs where both sides have the pair. "macro F1" is the mean of
the F1 of "all +" and "all -", over all opinions of all texts, found or not, and all of our pairs: the measure of the
published systems (0.28 to 0.42), which, however, are given the names. It is given for the texts with even numbers,
which the lexicon was made with, and for those with odd ones, which nobody read, apart.
"""

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import product
from pathlib import Path

from corpora import Table

from kg.extract.pipeline import read
from kg.language.morphology import forms
from kg.model import Document, Extraction, Polarity

_SIGN_OF_POLARITY = {Polarity.SUPPORT: 1, Polarity.OPPOSE: -1}
_MARK = re.compile(r"\{Author, [^}]*\} ?")
_HALVES = (", even", ", odd")
_SIGN_OF_WORD = {"pos": 1, "neg": -1}

Pair = tuple[str, str]


def main() -> None:
    """Reads the arguments, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", action="store_true", help="print the pairs whose signs differ")
    options = parser.parse_args()
    synonyms = read_synonyms(options.folder / "synonyms.txt")
    table, opinions, both = Table("attitudes"), 0, 0
    for extraction in read(_texts(options.folder)):
        name = extraction.document.name
        told = read_opinions(options.folder / f"{name}.opin.txt")
        gold = resolved(told, extraction, synonyms)
        opinions, both = opinions + len(told), both + sum(len(signs) > 0 for signs in gold.values())
        ours = signs_of(extraction)
        compare(name, gold, ours, table, errors=options.errors)
        for sign in (1, -1):
            same = [words for words in told if told[words] == sign]
            right = sum(any(ours.get(ids) == sign for ids in gold[words]) for words in same)
            for part in ("", _half(name)):
                label = f"all {sign:+d}"[:5] + part
                table.tallies[label].add(len(same), sum(value == sign for value in ours.values()), right)
    print(f"{opinions} opinions, both found: {both}")
    print(table)
    for part in ("", *_HALVES):
        print(f"macro F1{part} {(table.tallies[f'all +{part}'].f1 + table.tallies[f'all -{part}'].f1) / 2:.3f}")


def _half(name: str) -> str:
    """To which half of the texts one belongs, by the number in its name."""
    return _HALVES[int("".join(filter(str.isdigit, name))) % 2]


def _texts(folder: Path) -> list[Document]:
    """The texts of which the corpus tells opinions. Raises OSError."""
    paths = [path for path in sorted(folder.glob("*.txt")) if path.with_name(f"{path.stem}.opin.txt").exists()]
    return [Document(path.stem, _MARK.sub("", path.read_text(encoding="utf-8")), "") for path in paths]


def read_synonyms(path: Path) -> Mapping[str, int]:
    """Name → the number of its line, the names of which mean one. Raises OSError."""
    lines = path.read_text(encoding="utf-8").casefold().splitlines()
    return {name.strip(): number for number, line in enumerate(lines) for name in line.split(",")}


def read_opinions(path: Path) -> Mapping[Pair, int]:
    """(who, to whom) → sign. Raises OSError."""
    rows = (line.split(",") for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {(row[0].strip(), row[1].strip()): _SIGN_OF_WORD[row[2].strip()] for row in rows}


def resolved(
    opinions: Mapping[Pair, int], extraction: Extraction, synonyms: Mapping[str, int]
) -> Mapping[Pair, dict[Pair, int]]:
    """For each opinion its sign by the pairs of our actors that its names can mean; none where one is not found."""
    meant: dict[str, set[str]] = defaultdict(set)
    for actor in extraction.actors:
        for name in (actor.name, actor.known_as, *actor.aliases):
            if name:
                meant[_key(name, synonyms)].add(actor.id)
                meant[_key(_normal(name), synonyms)].add(actor.id)
    return {
        pair: {
            (one, other): sign
            for one, other in product(*(meant[_key(name, synonyms)] for name in pair))
            if one != other
        }
        for pair, sign in opinions.items()
    }


def _key(name: str, synonyms: Mapping[str, int]) -> str:
    folded = name.casefold()
    return str(synonyms.get(folded, folded))


def _normal(name: str) -> str:
    """A name as the article has it, each word in its normal form: "Москвы" → "москва"."""
    return " ".join(forms(word)[0].normal_form for word in name.split())


def signs_of(extraction: Extraction) -> dict[Pair, int]:
    """The ordered pairs of which the one stands to the other in some way, and the sign of the sum."""
    sums: Counter[Pair] = Counter()
    for attitude in extraction.attitudes:
        sums[attitude.holder, attitude.target] += _SIGN_OF_POLARITY[attitude.polarity]
    for claim in extraction.claims:
        for stance in claim.stances:
            if claim.speaker is not None and stance.polarity in _SIGN_OF_POLARITY:
                sums[claim.speaker, stance.target] += _SIGN_OF_POLARITY[stance.polarity]
    return {pair: 1 if value > 0 else -1 for pair, value in sums.items() if value}


def compare(
    name: str, gold: Mapping[Pair, dict[Pair, int]], ours: dict[Pair, int], table: Table, *, errors: bool
) -> None:
    """Counts the opinions of one text."""
    known = {words: signs for words, signs in gold.items() if signs}
    agreed, ids_in_gold = 0, {ids for signs in known.values() for ids in signs}
    shared = 0
    for words, signs in known.items():
        mine = {ours[ids] for ids in signs if ids in ours}
        sign = next(iter(signs.values()))
        shared += bool(mine)
        agreed += sign in mine
        table.tallies[f"sign {'+' if sign > 0 else '-'}"].add(1, bool(mine), sign in mine)
        if errors and mine and sign not in mine:
            print(f"{name}: {', '.join(words)}: {sign:+d}, ours {mine}")
    predicted = shared + sum(ids not in ids_in_gold for ids in ours)
    table.tallies["sign"].add(len(known), predicted, agreed)
    table.tallies["agreement, where both have the pair"].add(shared, shared, agreed)


if __name__ == "__main__":
    main()
