"""Entities as Wikidata's JSON dump has them, for tests that make a dump of their own."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

Json = dict[str, Any]


def item_value(identifier: str) -> Json:
    number = int(identifier[1:])
    value = {"entity-type": "item", "numeric-id": number, "id": identifier}
    return {"value": value, "type": "wikibase-entityid"}


def time_value(time: str, precision: int = 11) -> Json:
    value = {
        "time": f"+{time}T00:00:00Z",
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": precision,
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }
    return {"value": value, "type": "time"}


def snak(property: str, datavalue: Json | None, datatype: str = "wikibase-item") -> Json:
    if datavalue is None:
        return {"snaktype": "somevalue", "property": property, "hash": "0", "datatype": datatype}
    return {"snaktype": "value", "property": property, "hash": "0", "datavalue": datavalue, "datatype": datatype}


def statement(
    property: str,
    datavalue: Json | None,
    *,
    rank: str = "normal",
    qualifiers: Sequence[Json] = (),
    datatype: str = "wikibase-item",
) -> Json:
    made: Json = {
        "mainsnak": snak(property, datavalue, datatype),
        "type": "statement",
        "id": "Q1$00000000",
        "rank": rank,
        "references": [],
    }
    if qualifiers:
        grouped: dict[str, list[Json]] = {}
        for one in qualifiers:
            grouped.setdefault(one["property"], []).append(one)
        made |= {"qualifiers": grouped, "qualifiers-order": list(grouped)}
    return made


def position(
    identifier: str,
    start: str | None = None,
    end: str | None = None,
    *,
    unknown_end: bool = False,
    rank: str = "normal",
) -> Json:
    qualifiers = [snak("P580", time_value(start), "time")] if start else []
    if end or unknown_end:
        qualifiers.append(snak("P582", time_value(end) if end else None, "time"))
    return statement("P39", item_value(identifier), qualifiers=qualifiers, rank=rank)


def entity(
    identifier: str,
    russian: str | None,
    classes: Sequence[str] = (),
    *,
    english: str = "something",
    aliases: Sequence[str] = (),
    statements: Sequence[Json] = (),
    wikis: int = 30,
    title: str | None = None,
    modified: str = "2024-03-01T10:20:30Z",
) -> Json:
    """An entity with a label in English and, if one is given, in Russian, in so many wikis."""
    labels = {"en": english} | ({"ru": russian} if russian else {})
    claims: dict[str, list[Json]] = {}
    for one in (*(statement("P31", item_value(name)) for name in classes), *statements):
        claims.setdefault(one["mainsnak"]["property"], []).append(one)
    sites = [*(["ruwiki"] if title else []), *(f"x{number}wiki" for number in range(wikis - bool(title)))]
    links: dict[str, Json] = {
        site: {"site": site, "title": title if site == "ruwiki" else english, "badges": [], "url": "https://x.example/"}
        for site in sites
    }
    return {
        "type": "item",
        "id": identifier,
        "labels": {language: {"language": language, "value": value} for language, value in labels.items()},
        "descriptions": {"en": {"language": "en", "value": "made up"}},
        "aliases": {"ru": [{"language": "ru", "value": alias} for alias in aliases]} if aliases else {},
        "claims": claims,
        "sitelinks": links,
        "pageid": 1,
        "ns": 0,
        "title": identifier,
        "lastrevid": 1,
        "modified": modified,
    }


def lines(entities: Iterable[Json]) -> bytes:
    """A whole dump: an array with an entity a line."""
    rows = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in entities]
    return ("[\n" + ",\n".join(rows) + "\n]\n").encode()
