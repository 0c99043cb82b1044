"""The page on which a text can be pasted, to see what is read from it and by which rules."""

import datetime
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from kg.model import QUAD_CLASS_OF, EventType
from kg.web import protocol
from kg.web.problems import ProblemError
from kg.web.reader import MAX_TEXT, Reader, document
from kg.web.rendering import Renderer
from kg.web.views.marks import Mark, pieces

_LAYERS = {
    "mentions": "mention",
    "claims": "claim",
    "events": "event",
    "attitudes": "attitude",
    "positions": "position",
}
_STYLED = ("mentions", "events")
_EXAMPLE = (
    "25 апреля президент Казахстана Касым-Жомарт Токаев принял в Нур-Султане министра обороны Китая Вэй Фэнхэ. "
    "«Мы придаём большое значение сотрудничеству с Китаем», — заявил Токаев. По словам министра, Пекин поддерживает "
    "усилия Казахстана. Ранее Соединённые Штаты ввели санкции против двух компаний."
)


def router(render: Renderer, reader: Reader) -> APIRouter:
    """The routes."""
    routes = APIRouter(include_in_schema=False, route_class=render.route_class())

    @routes.get("/try")
    async def form(request: Request) -> Response:
        reader.warm_up()
        return render(request, "try.html", text=_EXAMPLE, published="2022-04-26", longest=MAX_TEXT)

    @routes.post("/try")
    async def tried(request: Request) -> Response:
        # A letter may take three bytes, each of them three characters in a form.
        body = await protocol.read_body(request, 9 * MAX_TEXT, 30)
        fields = protocol.read_parameters(body.decode("ascii", "replace"))
        text = "".join(fields["text"]).replace("\r\n", "\n")
        day = "".join(fields["published"]).strip()
        if not text.strip() or len(text) > MAX_TEXT:
            raise ProblemError(HTTPStatus.BAD_REQUEST, f"the text must have 1 to {MAX_TEXT:,} characters")
        try:
            published = datetime.date.fromisoformat(day) if day else None
        except ValueError:
            raise ProblemError(HTTPStatus.BAD_REQUEST, f"{day!r} is no day; write 2022-04-26") from None
        reading = await reader.read(document(text, published=published))
        styles = {(one["start"], one["end"]): one["type"].lower() for one in reading.contract["mentions"]}
        styles |= {
            (one["start"], one["end"]): QUAD_CLASS_OF[EventType(one["type"])] for one in reading.contract["events"]
        }
        marks = [
            Mark(
                one["start"],
                one["end"],
                _LAYERS.get(one["layer"], one["layer"]),
                f"{one['meaning']} [{one['rule']}]",
                style=styles.get((one["start"], one["end"]), "") if one["layer"] in _STYLED else "",
            )
            for one in reading.findings
            if one["layer"] != "links"
        ]
        return render(
            request,
            "try.html",
            text=text,
            published=day,
            longest=MAX_TEXT,
            pieces=pieces(text, marks),
            findings=reading.findings,
            contract=reading.contract,
        )

    return routes
