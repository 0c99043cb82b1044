"""Writes the gazetteer's states.tsv: names written by hand (tools/data/states_ru.tsv), joined with the Wikidata ids
that rigour knows and the names of Unicode's CLDR that Babel carries.

Usage: python tools/make_states.py WIKIDATA_NAMES
where WIKIDATA_NAMES is a table of Wikidata items (id, kind, label, forms): of the several ids that rigour gives to some
states (the Netherlands: the kingdom and the country in Europe) the one is taken that news is known to link to.
"""

import sys
from pathlib import Path

import pycountry
from babel import Locale
from rigour.territories import get_territories

from kg.knowledge.tables import EMPTY, rows
from kg.language.morphology import forms, like

# Names of which only a part inflects, or that the dictionary takes for something else.
GENITIVES = {
    "Багамы": "Багам",
    "Бангладеш": "Бангладеш",
    "Коморы": "Комор",
    "Косово": "Косово",
    "Сейшелы": "Сейшел",
    "Антигуа и Барбуда": "Антигуа и Барбуды",
    "ДР Конго": "ДР Конго",
    "Кот-д'Ивуар": "Кот-д'Ивуара",
    "Микронезия": "Микронезии",
    "Папуа — Новая Гвинея": "Папуа — Новой Гвинеи",
    "Сент-Винсент и Гренадины": "Сент-Винсента и Гренадин",
    "Сент-Китс и Невис": "Сент-Китса и Невиса",
}

COLUMNS = ("code", "name", "other names", "adjectives", "inhabitants", "capital", "seats", "adjectives of the capital")
HERE = Path(__file__).parent
TARGET = HERE.parent / "src/kg/knowledge/data/states.tsv"
HEADER = """\
# States. Made by tools/make_states.py from tools/data/states_ru.tsv (written by hand), rigour and Babel (CLDR):
# change it there.
# Columns: type, usual short name, other names, ids, code (ISO 3166 alpha-3, or the Wikidata id of a state that has
# none), adjectives (one with a hyphen at its end is the first half of a compound), inhabitants, capital, seats of the
# government, adjectives of the capital, genitive of the usual name
"""


def genitive(name: str) -> str:
    """The name after "МИД": Южная Корея → Южной Кореи. What does not inflect stays."""
    return " ".join(part if part.isupper() else _genitive_word(part) for part in name.split(" "))


def _genitive_word(word: str) -> str:
    nominative = [form for form in forms(word) if "nomn" in form.tag]
    # A name is a place before it is a common noun or a person.
    nominative.sort(key=lambda form: "Geox" not in form.tag)
    inflected = nominative[0].inflect(frozenset({"gent"})) if nominative else None
    return like(word, inflected.word) if inflected else word


def is_id(code: str) -> bool:
    """Is it a Wikidata id? Qatar's code begins with a Q as well."""
    return code[1:].isdigit()


def main(known: Path) -> None:
    """Writes the table; stops with a message where a code is unknown to the libraries."""
    linked = {line.split("\t")[0] for line in known.read_text(encoding="utf-8").splitlines() if "\tState\t" in line}
    territories = list(get_territories())
    by_code = {territory.alpha3.upper(): territory for territory in territories if territory.alpha3}
    by_id = {wikidata: territory for territory in territories for wikidata in (territory.qid, *territory.other_qids)}
    cldr = Locale("ru").territories
    lines = []
    for row in rows(HERE / "data/states_ru.tsv", COLUMNS, required=("code", "name")):
        code, name = row.field(0), row.field(1)
        territory = by_id.get(code) if is_id(code) else by_code.get(code)
        if territory is None:
            sys.exit(str(row.error(f"no library knows the state {code!r}")))
        ids = [territory.qid, *territory.other_qids]
        wikidata = code if is_id(code) else next((some for some in ids if some in linked), ids[0])
        country = pycountry.countries.get(alpha_3=code)
        usual = cldr.get(country.alpha_2) if country else None
        others = list(row.values(2))
        # CLDR's abbreviations (о-ва) and explanations in brackets are no names.
        if usual and usual not in (name, *others) and not any(mark in usual for mark in ("(", "о-", " - ")):
            others.append(usual)
        words = [row.field(place) for place in range(3, 8)]
        fields = ["State", name, "; ".join(others), wikidata, code, *words, GENITIVES.get(name) or genitive(name)]
        lines.append("\t".join(field or EMPTY for field in fields))
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(lines)} states")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
