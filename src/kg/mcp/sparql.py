"""SPARQL for assistants: as many rows as fit a conversation, in a limited time, without changes."""

from contextlib import aclosing

from kg.mcp.answers import Json
from kg.rdf.vocabulary import PREFIXES
from kg.web.executor import Answer, Executor
from kg.web.protocol import QueryRequest
from kg.web.settings import Settings
from kg.web.sparql import job, problems

MOST_ROWS = 1_000
_MOST_BYTES = 200_000
"""Of an answer, whatever its number of rows: more would fill an assistant's memory."""
_LINES = "text/tab-separated-values, application/n-triples"
"""Formats with a row, or a triple, a line: an answer that is cut short between lines can still be read."""
_PROLOGUE = "".join(f"PREFIX {name}: <{space}> " for name, space in PREFIXES.items())
"""In the first line, so that the number of a line in a message is the one that the assistant wrote."""


async def ask(executor: Executor, settings: Settings, query: str, rows: int) -> Json:
    """The answer to a query, with at most so many rows or triples; the rest is not waited for.

    Raises:
        ProblemError: where it is no query, takes too long or too much memory, or would ask other servers.
    """
    with problems(query, settings):
        answer = await executor.run(job(QueryRequest(_PROLOGUE + query), _LINES, settings))
        lines, complete = await _lines(answer, rows + 1)
    if not answer.media_type.startswith("text/tab-separated-values"):
        return {"triples": lines[:rows], "truncated": not complete or len(lines) > rows}
    header, *found = lines or [""]
    if header in {"true", "false"}:
        return {"boolean": header == "true"}
    return {
        "variables": [name.removeprefix("?") for name in header.split("\t")],
        "rows": [line.split("\t") for line in found],
        "truncated": not complete,
    }


async def _lines(answer: Answer, most: int) -> tuple[list[str], bool]:
    """Whole lines of an answer, no more than so many, and whether these are all."""
    if isinstance(answer.body, bytes):
        return _cut(answer.body, most)
    read = b""
    async with aclosing(answer.body) as pieces:
        async for piece in pieces:
            read += piece
            if len(read) > _MOST_BYTES or read.count(b"\n") > most:
                return _cut(read, most)
    return _cut(read, most)


def _cut(data: bytes, most: int) -> tuple[list[str], bool]:
    whole = data if len(data) <= _MOST_BYTES else data[: data.rfind(b"\n", 0, _MOST_BYTES) + 1]
    lines = whole.decode().removesuffix("\n").split("\n") if whole else []
    return lines[:most], len(whole) == len(data) and len(lines) <= most
