"""``/api/v1/feeds``: new claims and events by any filter, for feed readers (Atom, RFC 4287)."""

import datetime
from typing import Annotated
from xml.etree import ElementTree

from fastapi import APIRouter, Query, Request, Response

from kg.model import PartialDate
from kg.web.api import answers, claims, events
from kg.web.api.claims import ClaimQuery
from kg.web.api.events import EventQuery
from kg.web.api.lists import Api
from kg.web.api.models import Claim, Event

_ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
_LONGEST_TITLE = 120
_FEED = {**answers.PLAIN, 200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}}


def router(api: Api, title: str) -> APIRouter:
    """The routes.

    Args:
        api: is asked.
        title: of the server.
    """
    routes = APIRouter(prefix="/feeds", tags=["Feeds"])

    @routes.get("/claims", responses=_FEED, response_class=Response)
    async def claim_feed(request: Request, query: Annotated[ClaimQuery, Query()]) -> Response:
        """What was said last; takes the filters of `/claims`."""
        return _feed(request, f"{title}: claims", (await claims.find(api, query)).items)

    @routes.get("/events", responses=_FEED, response_class=Response)
    async def event_feed(request: Request, query: Annotated[EventQuery, Query()]) -> Response:
        """What happened last; takes the filters of `/events`."""
        return _feed(request, f"{title}: events", (await events.find(api, query)).items)

    return routes


def _feed(request: Request, title: str, items: list[Claim] | list[Event]) -> Response:
    base = str(request.base_url).rstrip("/")
    feed = ElementTree.Element("feed", xmlns=_ATOM)
    _add(feed, "id", str(request.url))
    _add(feed, "title", title)
    _add(feed, "updated", max((_updated(item) for item in items), default=_moment(None)))
    ElementTree.SubElement(feed, "link", rel="self", href=str(request.url), type=MEDIA_TYPE)
    for item in items:
        entry = ElementTree.SubElement(feed, "entry")
        _add(entry, "id", item.id)
        _add(entry, "title", _title(item))
        _add(entry, "updated", _updated(item))
        ElementTree.SubElement(entry, "link", rel="alternate", href=f"{base}{item.page}", type="text/html")
        author = ElementTree.SubElement(entry, "author")
        _add(author, "name", _author(item))
        for told in item.evidence[:1]:
            ElementTree.SubElement(entry, "link", rel="via", href=f"{base}{told.page}", type="text/html")
            _add(entry, "summary", told.sentence or told.text)
    body = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return answers.tagged(request, body, MEDIA_TYPE, {})


def _title(item: Claim | Event) -> str:
    if isinstance(item, Claim):
        speaker = item.speaker.name if item.speaker else "?"
        text = f"{speaker}: {item.text}"
    else:
        sides = (", ".join(one.name for one in side) for side in (item.initiators, item.recipients) if side)
        text = f"{item.type}: {' → '.join(sides)}"
    return text if len(text) <= _LONGEST_TITLE else f"{text[: _LONGEST_TITLE - 1]}…"


def _author(item: Claim | Event) -> str:
    """The outlet that tells of it."""
    return next((told.article.publisher for told in item.evidence if told.article.publisher), "?")


def _updated(item: Claim | Event) -> str:
    dates = [told.article.published for told in item.evidence if told.article.published]
    own = item.stated_on if isinstance(item, Claim) else item.start_date
    return _moment(max(dates, default=own))


def _moment(iso: str | None) -> str:
    day = PartialDate.parse(iso).first_day if iso else datetime.date(1970, 1, 1)
    return f"{day.isoformat()}T00:00:00Z"


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = "".join(letter for letter in text if letter >= " " or letter in "\n\t")
