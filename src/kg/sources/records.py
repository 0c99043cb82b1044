"""Records of data (a line of JSON Lines, a row of a table) → documents."""

import urllib.parse
from collections.abc import Mapping

from kg.sources.base import Found, Input, Options, Refusal
from kg.sources.checks import wrong_text
from kg.sources.dates import DateError, day_of
from kg.sources.ending import breaks_off
from kg.sources.known import Known
from kg.sources.values import mended, names_in, plain, web_address

Record = Mapping[str, object]


class RecordError(ValueError):
    """A record that gives no document; the message is the reason of its refusal."""


def document_of(
    record: Record, parts: Mapping[str, tuple[str, ...]], source: Input, mark: str, options: Options
) -> Found:
    """The document of one record.

    Args:
        record: its values by the names of their fields.
        parts: which fields hold which part of an article (:meth:`kg.sources.fields.Fields.found_in`).
        source: where the record stands.
        mark: tells it from others there: the number of a line.
        options: how it is read.
    """
    name = source.part(mark)
    try:
        known = _known(record, parts)
        text, known = _text(record, parts, known, options)
    except RecordError as error:
        return Refusal(name, str(error))
    reason = wrong_text(text, options.limits)
    if reason is None and breaks_off(text):
        reason = "has a text that is cut off: its last sentence breaks off; fetch the whole text"
    if reason is not None:
        return Refusal(name, reason)
    return known.document(name, text, known.digest(text), container=source.whole)


def _text(record: Record, parts: Mapping[str, tuple[str, ...]], known: Known, options: Options) -> tuple[str, Known]:
    """The text as it stands in the record, or the one of the page that stands there."""
    pieces = [piece for field in parts.get("text", ()) if (piece := _string(record, field, "text"))]
    if pieces:
        return "\n\n".join(pieces), known
    page = "".join(_string(record, field, "html") or "" for field in parts.get("html", ()))
    if not page.strip():
        wanted = " and ".join(repr(field) for field in (*parts.get("text", ()), *parts.get("html", ())))
        raise RecordError(f"has no text: {wanted} is empty; name the field that holds it: --fields text=FIELD")
    from kg.sources.html import article_of  # noqa: PLC0415 (brings large libraries, and pages are seldom in records)

    article = article_of(page, known, options.limits)
    if isinstance(article, str):
        raise RecordError(article)
    return article.text, article.known


def _known(record: Record, parts: Mapping[str, tuple[str, ...]]) -> Known:
    def one(part: str) -> str | None:
        found = (plain(_string(record, field, part)) for field in parts.get(part, ()))
        return next(filter(None, found), None)

    dates = (value for field in parts.get("published", ()) if (value := _value(record, field)) not in (None, ""))
    try:
        published = day_of(next(dates, None))
    except DateError as error:
        remedy = "mend it, name another field (--fields published=FIELD) or none (--fields published=)"
        raise RecordError(f"has a date that can't be read: {error}; {remedy}") from error
    url, publisher = one("url"), one("publisher")
    if publisher and "://" in publisher:
        url, publisher = url or publisher, urllib.parse.urlsplit(publisher).hostname
    return Known(
        url=web_address(url),
        title=one("title"),
        published=published,
        publisher=publisher,
        authors=tuple(dict.fromkeys(names_in(_value(record, field) for field in parts.get("authors", ())))),
        section=next(names_in(_value(record, field) for field in parts.get("section", ())), None),
    )


def _value(record: Record, field: str) -> object:
    """The value of a field, or of one inside another (``article.body``)."""
    if field in record:
        return record[field]
    value: object = record
    for name in field.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _string(record: Record, field: str, part: str) -> str | None:
    value = _value(record, field)
    if value is None or value != value:  # noqa: PLR0124 (a NaN, which stands for nothing in tables)
        return None
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError as error:
            raise RecordError(f"has bytes in {field!r} that are no UTF-8; save the field as a string") from error
    if isinstance(value, list) and all(isinstance(piece, str) for piece in value):
        return mended("\n".join(value)) if part == "text" else mended(", ".join(value))
    if isinstance(value, Mapping) and part != "text":
        value = value.get("name", value.get("title"))
    if not isinstance(value, str):
        if part in {"text", "html"}:
            raise RecordError(
                f"has no string in {field!r} ({type(value).__name__}); name the field: --fields {part}=FIELD"
            )
        return None if value is None else str(value)
    return mended(value)
