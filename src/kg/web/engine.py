"""Who answers queries and makes changes: threads of this process, or processes that can be killed.

See :mod:`kg.web.threads` and :mod:`kg.web.processes`.
"""

from collections.abc import Callable
from typing import Protocol

from kg.web.jobs import Asked, Change, Effect
from kg.web.spool import Spool


class Engine(Protocol):
    """Answers queries. Belongs to one event loop."""

    size: int
    """How many at the same time."""

    @property
    def generation(self) -> int:
        """Grows with each change that is made by this server."""

    async def publish(self, limit: float) -> None:
        """Has queries from now on see all changes that were answered before.

        Raises:
            QueryError: or one of its kinds.
        """

    def version(self) -> str | None:
        """What the store holds now, under a name that it bears only as long as it holds that; None where unknown."""

    def start(self, job: Asked, answer: Spool, limit: float, done: Callable[[], None]) -> None:
        """Begins with a query.

        Args:
            job: the query. No more of them than ``size`` may be under way.
            answer: where the answer goes, and the failure if there is one (QueryError or one of its kinds).
            limit: the seconds that it may take.
            done: is called when another query may be begun in the place of this one.
        """

    async def write(self, change: Change, limit: float) -> Effect:
        """Makes a change. One is made at a time.

        Args:
            change: the update, or what is to be done to a graph.
            limit: the seconds that it may take.

        Raises:
            QueryError: or one of its kinds; then nothing was changed.
        """

    def close(self) -> None:
        """Stops all that runs, as far as it can be stopped."""
