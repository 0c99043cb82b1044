"""Writes the gazetteer's offices.tsv: who held which office when, from a table of office-holders with English titles,
which tools/data/offices_ru.tsv puts into Russian, and from tools/data/offices_since_ru.tsv.

Usage: python tools/make_offices.py OFFICE_HOLDERS
where OFFICE_HOLDERS is a table of persons: id, English name, office, country, start, end, gender.
"""

import re
import sys
from pathlib import Path

from states import codes_of_countries

from kg.knowledge.tables import EMPTY, rows

HERE = Path(__file__).parent
DATA = HERE.parent / "src/kg/knowledge/data"
TABLE_ENDS = "2022-09-13"
"""The last day of which the table of office-holders tells."""
FEMALE = {"король": "королева"}
HEADER = """\
# Who held which office. Made by tools/make_offices.py from a table of office-holders (Wikidata, 2022),
# tools/data/offices_ru.tsv and tools/data/offices_since_ru.tsv: change it there.
# Columns: id (- where none is confirmed), name, title, state's code or body's name, start, end,
# as of (the last day on which a term without an end is known to have lasted)
"""


def without_country(office: str, country: str) -> str:
    """The title alone: ``President of Albania`` → ``President``."""
    names = {
        country,
        country.removeprefix("Republic of "),
        country.removeprefix("The "),
        country.removeprefix("Kingdom of "),
    }
    alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name)
    return re.sub(rf" of (?:the )?(?:Republic of )?(?:{alternatives})$", "", office) if alternatives else office


def without_vague(lines: list[list[str]]) -> list[list[str]]:
    """The terms without those, given by year only, that stand a second time with the day on which they began."""
    exact = {(*line[:4:2], line[3], line[4][:4]) for line in lines if len(line[4]) == len("2022-09-13")}
    return [line for line in lines if len(line[4]) > len("2022") or (*line[:4:2], line[3], line[4]) not in exact]


def main(table: Path) -> None:
    """Writes the table and says what it left out."""
    codes = codes_of_countries()
    columns = ("English title", "title", "of")
    patterns = [
        (re.compile(line.field(0)), line.field(1), line.field(2))
        for line in rows(HERE / "data/offices_ru.tsv", columns, required=("English title", "title"))
    ]
    bodies = {of for _, _, of in patterns if of and of not in codes.values()}
    ids: dict[str, str] = {}
    for line in rows(DATA / "persons.tsv", ("",) * 6, ()):
        ids.setdefault(line.field(1), line.field(3))
    lines, skipped = [], 0
    since: set[tuple[str, str, str]] = set()
    since_columns = ("name", "title", "of", "start", "end", "as of")
    for line in rows(HERE / "data/offices_since_ru.tsv", since_columns, required=since_columns[:4]):
        name = line.field(0)
        if name not in ids:
            sys.exit(str(line.error(f"{name!r} is not the usual name of a person in persons.tsv")))
        lines.append([ids[name], name, *(line.field(place) for place in range(1, 6))])
        since.add((ids[name], line.field(1), line.field(2)))
    for text in table.read_text(encoding="utf-8").splitlines():
        if text.startswith("#"):
            continue
        wikidata, name, office, country, start, end, gender = (text.split("\t") + [""] * 7)[:7]
        code = codes.get(country, "")
        title = without_country(office, country)
        fitting = (
            (russian, of)
            for pattern, russian, of in patterns
            if (not of or of == code or of in bodies) and pattern.fullmatch(title)
        )
        russian, of = next(fitting, ("", ""))
        of = of or code
        if not russian or not of:
            skipped += 1
            continue
        if gender == "female":
            russian = FEMALE.get(russian, russian)
        # A term that the hand-written table continues would stand twice.
        if not end and (wikidata, russian, of) in since:
            continue
        lines.append([wikidata, name, russian, of, start, end, "" if end else TABLE_ENDS])
    lines = without_vague(lines)
    target = DATA / "offices.tsv"
    body = "\n".join("\t".join(field or EMPTY for field in line) for line in lines)
    target.write_text(HEADER + body + "\n", encoding="utf-8")
    print(f"{target}: {len(lines)} terms; {skipped} have no Russian title")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
