"""What tools answer with: the API's objects without what only a browser needs, and errors that can be mended."""

from collections.abc import Awaitable, Callable, Iterable
from functools import wraps
from typing import Any, ParamSpec

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel, ValidationError

from kg.web.problems import ProblemError

Json = dict[str, Any]
_ADDRESSES = frozenset({"href", "page"})
"""Paths below a web server, which none need be running."""
_MOST_VALUES = 8
"""Of one property: an event that everybody reports, or a state of many names, would fill an assistant's memory."""
_P = ParamSpec("_P")


def compact(thing: BaseModel) -> Json:
    """An object of the API as JSON, without paths, nulls and empty lists: an assistant reads every word of it.

    Of a long list the first values are given, and beside it how many are left out (``evidence_left_out``).
    """
    found: Json = _pruned(thing.model_dump(mode="json"))
    return found


def listed(items: Iterable[BaseModel], cursor: str | None = None) -> Json:
    """A part of a list; ``next`` is there where there is more."""
    found: Json = {"items": [compact(item) for item in items]}
    return found if cursor is None else {**found, "next": cursor}


def telling_errors(tool: Callable[_P, Awaitable[Json]]) -> Callable[_P, Awaitable[Json]]:
    """Has a tool tell what was wrong with a request, which the SDK would otherwise keep from the assistant."""

    @wraps(tool)
    async def telling(*args: _P.args, **kwargs: _P.kwargs) -> Json:
        try:
            return await tool(*args, **kwargs)
        except ProblemError as problem:
            raise ToolError(problem.detail) from problem
        except ValidationError as error:
            slips = [f"{'.'.join(map(str, slip['loc']))}: {slip['msg']}" for slip in error.errors()]
            raise ToolError("; ".join(slips)) from error

    return telling


def _pruned(value: Any) -> Any:
    match value:
        case dict():
            told = {
                name: _pruned(part)
                for name, part in value.items()
                if name not in _ADDRESSES and part is not None and part != []
            }
            left_out = {
                f"{name}_left_out": len(part) - _MOST_VALUES
                for name, part in value.items()
                if isinstance(part, list) and len(part) > _MOST_VALUES
            }
            return told | left_out
        case list():
            return [_pruned(part) for part in value[:_MOST_VALUES]]
        case _:
            return value
