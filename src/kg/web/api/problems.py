"""What all resources of the API complain of."""

from http import HTTPStatus
from typing import NoReturn

from kg.web.problems import ProblemError


def unknown(kind: str, local: str) -> NoReturn:
    """Says that there is no such thing. Raises ProblemError (404)."""
    raise ProblemError(HTTPStatus.NOT_FOUND, f"the graph knows no {kind} with the id {local!r}")
