"""Pages as HTML: templates, in the reader's language, with the headers that keep them safe."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from http import HTTPStatus
from importlib import resources as package
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.routing import APIRoute
from fastapi.templating import Jinja2Templates

from kg import __version__
from kg.web.assets import ASSETS, StaticAssets
from kg.web.formats import preferred
from kg.web.languages import COOKIE, Language, Speech, language_of
from kg.web.problems import ProblemError
from kg.web.settings import Settings

_HERE = Path(str(package.files("kg.web")))
_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'{}; img-src 'self' data:; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Vary": "Accept, Accept-Language, Cookie",
}
_A_YEAR = 31_536_000


class Renderer:
    """Renders templates."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._templates = Jinja2Templates(directory=_HERE / "templates")
        environment = self._templates.env
        environment.trim_blocks = environment.lstrip_blocks = True
        environment.globals.update(title=settings.title, version=__version__, address=address, asset=ASSETS)
        self.static = StaticAssets()

    def __call__(
        self, request: Request, template: str, status: int = 200, *, styles: tuple[str, ...] = (), **context: Any
    ) -> Response:
        """The page. The address may choose the language (``?lang=ru``), which is then kept in a cookie.

        Args:
            request: what was asked.
            template: the page's.
            status: of the answer.
            styles: hashes of the style elements that a library makes in the page; others are forbidden.
            context: what the template is told.
        """
        language = language_of(request)
        other = next(one for one in Language if one is not language)
        switch = request.url.include_query_params(lang=other.value)
        context |= {"say": Speech(language), "switch": f"{switch.path}?{switch.query}", "other_language": other}
        headers = _SECURITY | {"Content-Security-Policy": _POLICY.format("".join(f" '{one}'" for one in styles))}
        response = self._templates.TemplateResponse(request, template, context, status, headers)
        if request.query_params.get("lang") == language:
            response.set_cookie(COOKIE, language, max_age=_A_YEAR, samesite="lax", httponly=True)
        return response

    def route_class(self) -> type[APIRoute]:
        """A route whose problems are told to browsers as a page."""
        renderer = self

        class PageRoute(APIRoute):
            def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
                handle = super().get_route_handler()

                async def handled(request: Request) -> Response:
                    return await renderer.guarded(request, handle(request))

                return handled

        return PageRoute

    async def guarded(self, request: Request, answer: Awaitable[Response]) -> Response:
        """An answer, or the page of the problem that keeps it from a browser. Raises ProblemError for others."""
        try:
            return await answer
        except ProblemError as problem:
            page = self.problem(request, problem)
            if page is None:
                raise
            return page

    def problem(self, request: Request, problem: ProblemError) -> Response | None:
        """The page of a problem; None where it is no browser that asked."""
        accept = request.headers.get("accept", "")
        if preferred(["application/problem+json", "text/turtle", "text/html"], accept) != "text/html":
            return None
        phrase = HTTPStatus(problem.status).phrase
        response = self(request, "error.html", problem.status, detail=problem.detail, phrase=phrase)
        response.headers.update(problem.headers)
        return response


def address(path: str, *given: Mapping[str, object], **changed: object) -> str:
    """A path with its query.

    Args:
        path: of the page.
        given: parameters, of which the later go before the earlier.
        changed: parameters that go before all of these; those without a value are left out, lists are repeated.
    """
    parameters: dict[str, object] = {name: value for some in (*given, changed) for name, value in some.items()}
    pairs = [
        (name, one)
        for name, value in parameters.items()
        for one in (value if isinstance(value, list | tuple) else [value])
        if one not in (None, "")
    ]
    return f"{path}?{urlencode(pairs)}" if pairs else path
