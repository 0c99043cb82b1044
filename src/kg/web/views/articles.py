"""The page of an article: its text, with all that was read from it in its place."""

from fastapi import Request, Response

from kg.web.api import articles
from kg.web.api.lists import Api
from kg.web.api.models import Reference
from kg.web.rendering import Renderer
from kg.web.views.marks import marks_of, pieces


async def article_page(request: Request, render: Renderer, api: Api, local: str, query: str) -> Response:
    """An article with marks. Raises ProblemError where there is none."""
    article = await articles.full(api, local)
    named: dict[str, tuple[Reference, int]] = {}
    for mention in article.mentions:
        _, count = named.get(mention.ref.id, (mention.ref, 0))
        named[mention.ref.id] = (mention.ref, count + 1)
    return render(
        request,
        "article.html",
        article=article,
        pieces=pieces(article.text, marks_of(article)) if article.text else [],
        named=sorted(named.values(), key=lambda one: (-one[1], one[0].name)),
        query=query,
    )
