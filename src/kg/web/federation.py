"""SERVICE, for the servers that the operator allows, and for no others.

Oxigraph never sees the clause: its own would follow a redirect to any address, and know of no list. What the clause
asks is asked here instead, beforehand, and its answer takes its place as VALUES. That is what the standard says a
SERVICE means, since it is evaluated by itself (SPARQL 1.1 Federated Query, 4): values found elsewhere in the query are
not sent along. An address counts as allowed where it is the same, character by character; redirects are not followed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

import httpx
import pyoxigraph
from pyoxigraph import BlankNode, QueryResultsFormat, QuerySolutions

from kg import __version__
from kg.sparql import Tokens
from kg.stores.dataset import is_federated
from kg.web.problems import ProblemError
from kg.web.settings import Settings

MOST_ROWS = 10_000
MOST_BYTES = 20_000_000
_MOST_CLAUSES = 8


class ServiceError(Exception):
    """A server did not answer as it should."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """A SERVICE clause, and where it stands."""

    start: int
    end: int
    address: str
    silent: bool
    group: str
    """What is asked, with its braces."""


class Federation:
    """Answers the SERVICE clauses of queries."""

    def __init__(self, settings: Settings) -> None:
        self._allowed = frozenset(settings.services)
        self._patience = settings.query_timeout
        self._client: httpx.AsyncClient | None = None

    async def resolve(self, query: str) -> str:
        """The query with the answers of other servers in the place of its SERVICE clauses.

        Raises:
            ProblemError: where a server is not allowed (403), or does not answer as it should (502).
        """
        if not is_federated(query):
            return query
        if not self._allowed:
            raise _refused("SERVICE is off: this server asks no other server; leave the clause out, also in comments")
        read = Tokens(query)
        clauses = list(self._clauses(query, read))
        if len(clauses) > _MOST_CLAUSES:
            raise _refused(f"a query may have {_MOST_CLAUSES} SERVICE clauses; this one has {len(clauses)}")
        for clause in reversed(clauses):
            try:
                table = await self._ask(clause, read.prologue)
            except ServiceError as error:
                if not clause.silent:
                    raise ProblemError(HTTPStatus.BAD_GATEWAY, f"{clause.address}: {error}") from error
                table = "{}"
            query = query[: clause.start] + table + query[clause.end :]
        if is_federated(query):
            raise _refused("something that looks like a SERVICE clause can't be told from one; leave it out")
        return query

    async def close(self) -> None:
        """Closes the connections."""
        if self._client is not None:
            await self._client.aclose()

    def _clauses(self, query: str, read: Tokens) -> Iterator[_Clause]:
        number = 0
        while number < len(read.tokens):
            token = read.tokens[number]
            number += 1
            if token.word != "SERVICE":
                continue
            silent = read.at(number).word == "SILENT"
            number += silent
            address = read.iri(read.at(number))
            if address is None or read.at(number + 1).text != "{":
                raise _refused("a server is named by its address in SERVICE <…>, not by a variable")
            if address not in self._allowed:
                raise _refused(f"this server does not ask <{address}>; it asks {', '.join(sorted(self._allowed))}")
            end = read.behind_term(number + 1)
            group = query[read.at(number + 1).start : read.tokens[end - 1].end]
            if is_federated(group):
                raise _refused("a SERVICE clause within another is not asked")
            yield _Clause(token.start, read.tokens[end - 1].end, address, silent, group)
            number = end

    async def _ask(self, clause: _Clause, prologue: str) -> str:
        """The answer as VALUES. Raises ServiceError."""
        if self._client is None:
            # No proxy of the environment, and no redirects: only what the operator has named is asked.
            self._client = httpx.AsyncClient(timeout=self._patience, trust_env=False, follow_redirects=False)
        form = {"query": f"{prologue} SELECT * WHERE {clause.group}"}
        headers = {"Accept": "application/sparql-results+json", "User-Agent": f"newskg/{__version__}"}
        body = bytearray()
        try:
            async with self._client.stream("POST", clause.address, data=form, headers=headers) as answer:
                async for piece in answer.aiter_bytes():
                    body += piece
                    if len(body) > MOST_BYTES:
                        raise ServiceError(f"the answer is longer than {MOST_BYTES:,} bytes; ask for less")
            if answer.status_code != HTTPStatus.OK:
                raise ServiceError(f"the server answered {answer.status_code}")
            found = pyoxigraph.parse_query_results(bytes(body), QueryResultsFormat.JSON)
            if not isinstance(found, QuerySolutions):
                raise ServiceError("the server's answer is no table")
            return _table(found)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ServiceError(f"the server can't be reached ({type(error).__name__})") from error
        except (SyntaxError, ValueError) as error:
            raise ServiceError("the server's answer can't be read") from error


def _table(found: QuerySolutions) -> str:
    names = " ".join(map(str, found.variables))
    rows: list[str] = []
    for row in found:
        if len(rows) == MOST_ROWS:
            raise ServiceError(f"the answer has more than {MOST_ROWS:,} rows; ask for less")
        if any(isinstance(term, BlankNode) for term in row):
            raise ServiceError("the answer has blank nodes, which have no meaning here; leave them out with isIRI")
        rows.append(f"({' '.join('UNDEF' if term is None else str(term) for term in row)})")
    return f"VALUES ({names}) {{ {' '.join(rows)} }}"


def _refused(detail: str) -> ProblemError:
    return ProblemError(HTTPStatus.FORBIDDEN, detail)
