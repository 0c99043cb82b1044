"""A stretch of an article, with its sentence and what stands around it."""

from http import HTTPStatus

from kg.mcp.answers import Json, compact
from kg.rdf.vocabulary import NIF
from kg.web.api import articles
from kg.web.api.described import sentence_at
from kg.web.api.lists import Api
from kg.web.api.problems import unknown
from kg.web.problems import ProblemError

_SENTENCE = 400
"""Code points before and after the words in which their sentence is looked for, however little is to be given."""


async def read(api: Api, article: str, start: int, end: int, around: int) -> Json:
    """The words between two offsets (code points of the article's text, end exclusive).

    Args:
        api: is asked.
        article: an id or an IRI.
        start: where the words begin.
        end: where they end.
        around: code points before and after them that are given, too.

    Raises:
        ProblemError: where there is no such article, no text of it, or no such place in it.
    """
    if end <= start:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST, f"the stretch {start}-{end} is empty: its end must be past its start"
        )
    node = (await api.resolver.nodes([article], "article"))[0]
    frames = await articles.frames(api.graph, [node])
    if not frames:
        unknown("article", api.graph.local(node))
    margin = max(around, _SENTENCE)
    before = max(0, start - margin)
    rows = await api.graph.rows(
        f"SELECT ?excerpt ?length WHERE {{ GRAPH <{node}> {{ <{node}> {NIF.isString} ?text }} "
        f"BIND(SUBSTR(?text, {before + 1}, {end + margin - before}) AS ?excerpt) BIND(STRLEN(?text) AS ?length) }}"
    )
    if not rows:
        raise ProblemError(
            HTTPStatus.NOT_FOUND,
            f"the graph does not keep the text of {node}; the words of its evidence are in claims and events",
        )
    length = int(rows[0]["length"])
    if end > length:
        raise ProblemError(HTTPStatus.BAD_REQUEST, f"the text has {length} characters; {start}-{end} is past its end")
    excerpt = rows[0]["excerpt"]
    first, last = start - before, end - before
    _, sentence = sentence_at(excerpt, first, last)
    return {
        "article": compact(frames[0]),
        "start": start,
        "end": end,
        "text": excerpt[first:last],
        "sentence": sentence,
        "before": excerpt[max(0, first - around) : first],
        "after": excerpt[last : last + around],
    }
