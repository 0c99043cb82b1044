"""Writes the gazetteer's organisations.tsv and persons.tsv: names written by hand (tools/data), joined with the ids
that two tables confirm, and after them what else those tables name clearly.

Usage: python tools/make_names.py WIKIDATA_NAMES OFFICE_HOLDERS
where WIKIDATA_NAMES is a table of Wikidata items (id, kind, Russian label, surface forms with counts) and
OFFICE_HOLDERS one of persons (id, English name, office, country, …).
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from states import codes_of_countries

from kg.knowledge.names import is_abbreviation, is_common_word, nominatives
from kg.knowledge.tables import EMPTY, rows
from kg.language.morphology import fold, forms

HERE = Path(__file__).parent
DATA = HERE.parent / "src/kg/knowledge/data"
HEADER = """\
# {what}. Made by tools/make_names.py from tools/data/{source}_ru.tsv (written by hand) and tables of
# Wikidata items: change it there.
# Columns: type, usual short name, other names, ids, code of the state it belongs to
"""
_PATRONYMIC = re.compile(r"(?:вич|вна|ична|ьич|оглы|кызы)$")
_CYRILLIC_NAME = re.compile(r"[А-ЯЁа-яё’'.\- ]+(?: [IVXLC]+)?")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the table of names."""

    wikidata: str
    kind: str
    label: str
    forms: tuple[str, ...]


def items(path: Path) -> Iterator[Item]:
    """The items in a table of names."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            wikidata, kind, label, forms = line.split("\t")
            yield Item(wikidata, kind, label, tuple(re.sub(r" \(\d+\)$", "", form) for form in forms.split("; ")))


def holders(path: Path) -> Iterator[tuple[str, str, str]]:
    """Id, English name and country in a table of office-holders."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            wikidata, name, _, country = line.split("\t")[:4]
            yield wikidata, name, country


def row(kind: str, name: str, others: list[str], ids: str, state: str, *further: str) -> str:
    """A line of the gazetteer."""
    fields = (kind, name, "; ".join(dict.fromkeys(others)), ids, state, *filter(None, further))
    return "\t".join(field or EMPTY for field in fields)


# --- organisations


def abbreviations(item: Item) -> list[str]:
    """The forms that are made of the initials of the label, in their order."""
    initials = iter(letter for word in re.findall(r"\w+", item.label) for letter in word[:1].upper())
    whole = "".join(initials)
    return [form for form in item.forms if is_abbreviation(form) and form.isalpha() and _subsequence(form, whole)]


def _subsequence(short: str, whole: str) -> bool:
    letters = iter(whole)
    return all(letter in letters for letter in short) and len(short) * 2 > len(whole)


def is_clear_name(label: str, taken: set[str]) -> bool:
    """Does the label name one body: neither a class of bodies, a common word, nor what is named after a place?"""
    single = " " not in label
    if not label[0].isupper() or len(label) < 3 or "(" in label or fold(label) in taken:
        return False
    if label.startswith("Правительство"):  # a government is read as its state
        return False
    return not single or is_abbreviation(label) or not (is_common_word(label) or len(label) < 4)


def is_name_of_something_else(label: str) -> bool:
    """Is it a single word that names a person or a place, too (Ленинград, Алиса), so that only quotation marks tell?"""
    if " " in label or is_abbreviation(label):
        return False
    likeliest = [form for form in forms(fold(label))[:2] if form.is_known]
    return any({"Surn", "Name", "Geox"} & form.tag.grammemes for form in likeliest)


def organisations(known: list[Item], taken: set[str]) -> Iterator[str]:
    """The lines of organisations.tsv."""
    labels = {item.wikidata: item.label for item in known}
    columns = ("name", "other names", "id", "state")
    used: set[str] = {
        identifier for line in rows(DATA / "bodies.tsv", ("", "", "", "", ""), ()) for identifier in line.values(4)
    }
    for line in rows(HERE / "data/organisations_ru.tsv", columns, required=("name",)):
        wikidata = line.field(2)
        if wikidata and wikidata not in labels:
            sys.exit(str(line.error(f"{wikidata} is not in the table of Wikidata items; nothing confirms it")))
        used.add(wikidata)
        others = list(line.values(1))
        if wikidata and is_clear_name(labels[wikidata], taken):
            others.append(labels[wikidata])
        taken.update(map(fold, (line.field(0), *others)))
        yield row("Organisation", line.field(0), others, wikidata, line.field(3))
    for item in known:
        if item.kind == "Organisation" and item.wikidata not in used and is_clear_name(item.label, taken):
            name = item.label.replace("\u00ad", "").replace("«", "").replace("»", "")
            name = f"«{name}»" if is_name_of_something_else(name) else name
            yield row(
                "Organisation",
                name,
                [form for form in abbreviations(item) if fold(form) not in taken],
                item.wikidata,
                "",
            )


# --- persons


def usual_name(label: str) -> tuple[str, list[str]] | None:
    """A person's usual name and the fuller ones, from a label such as ``Медведев, Дмитрий Анатольевич``."""
    label = re.sub(r"\s*\(.*\)$", "", label)
    if ", " in label:
        surname, given = label.split(", ", 1)
        if given[0].islower():
            return None
        label = f"{given} {surname}"
    parts = label.split()
    if len(parts) < 2 or not _CYRILLIC_NAME.fullmatch(label) or not parts[0][0].isupper() or not parts[-1][0].isupper():
        return None
    short = [part for place, part in enumerate(parts) if place in (0, len(parts) - 1) or not _PATRONYMIC.search(part)]
    if len(parts) > 3 and ("оглы" in parts or "кызы" in parts):
        short = [parts[0], parts[-1]]
    name = " ".join(short)
    return name, [label] if label != name else []


def is_named_so(item: Item, name: str, *, strictly: bool) -> bool:
    """Does a surface form have the surname, and strictly the given name as well? (Some links in the source are
    wrong.)
    """
    given, *_, surname = map(fold, name.split())
    written = [
        {found for word in re.split(r"[ .]", form) if word for found in nominatives(word)} for form in item.forms
    ]
    return any(surname in found and (given in found or not strictly) for found in written)


def persons(known: list[Item], office_holders: list[tuple[str, str, str]], codes: dict[str, str]) -> Iterator[str]:
    """The lines of persons.tsv."""
    by_name: dict[str, set[str]] = {}
    served: dict[str, set[str]] = {}
    for wikidata, english, country in office_holders:
        by_name.setdefault(english, set()).add(wikidata)
        served.setdefault(wikidata, set()).add(codes.get(country, ""))
    # A monarch of several realms belongs to none of them alone.
    countries = {wikidata: (found - {""}).pop() if len(found - {""}) == 1 else "" for wikidata, found in served.items()}
    used: set[str] = set()
    in_office: set[str] = set()  # usual names of those who hold an office: a namesake without one is a wrong link
    shared: Counter[str] = Counter()
    for item in known:
        named = usual_name(item.label) if item.kind == "Person" else None
        if named is not None:
            shared[named[0]] += 1
            if item.wikidata in countries:
                in_office.add(named[0])
    confirmed = {item.wikidata for item in known if item.kind == "Person"} | set(countries)
    columns = ("English name or id", "name", "other names", "state", "namesakes")
    for line in rows(HERE / "data/persons_ru.tsv", columns, required=("name",)):
        english, name = line.field(0), line.field(1)
        ids = {english} & confirmed if re.fullmatch(r"Q\d+", english) else by_name.get(english, set())
        if english and len(ids) != 1:
            sys.exit(str(line.error(f"{english!r} has {len(ids)} ids in the tables instead of one")))
        wikidata = next(iter(ids), "")
        used.add(wikidata)
        state = line.field(3) or countries.get(wikidata, "")
        yield row("Person", name, list(line.values(2)), wikidata, state, line.field(4))
    for item in known:
        named = usual_name(item.label) if item.kind == "Person" and item.wikidata not in used else None
        if named is None or (named[0] in in_office and item.wikidata not in countries):
            continue
        if is_named_so(item, named[0], strictly=shared[named[0]] > 1):
            yield row("Person", named[0], named[1], item.wikidata, countries.get(item.wikidata, ""))


def main(names: Path, offices: Path) -> None:
    """Writes both tables."""
    known = list(items(names))
    taken = {fold(item.label) for item in known if item.kind in ("Place", "State")}
    taken |= {fold(name[0].split()[-1]) for item in known if item.kind == "Person" and (name := usual_name(item.label))}
    for line in rows(DATA / "organs.tsv", ("name", "other names", "kind", "state"), required=("name",)):
        taken.update(map(fold, (line.field(0), *line.values(1))))
    for what, source, lines in (
        ("Organisations", "organisations", list(organisations(known, taken))),
        ("Persons", "persons", list(persons(known, list(holders(offices)), codes_of_countries()))),
    ):
        target = DATA / f"{source}.tsv"
        target.write_text(HEADER.format(what=what, source=source) + "\n".join(lines) + "\n", encoding="utf-8")
        print(f"{target}: {len(lines)} entries")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
