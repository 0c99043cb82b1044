"""Queries: turns, answers that are kept, answers that stream."""

import asyncio
import hashlib
import re
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from kg.web.cache import ByteCache
from kg.web.engine import Engine
from kg.web.jobs import Asked, Change, Effect, Job, OverloadError
from kg.web.settings import Settings
from kg.web.spool import Space, Spool

_CHANCE = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID|SERVICE)\b|\\")
"""What may make a query give another answer though the store holds the same, or may hide such a word."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, whole where it is short, else in pieces as they come."""

    media_type: str
    body: bytes | AsyncGenerator[bytes, None]
    tag: str | None = None
    """Names the answer among all that a server gives; None where the same query may be answered otherwise."""

    def __len__(self) -> int:
        return len(self.body) if isinstance(self.body, bytes) else 0


class Executor:
    """Runs queries, so many at once, and changes, one at a time."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings
        self._turns = _Turns(engine.size, settings.max_waiting, settings.waiting_timeout)
        self._write_turns = _Turns(1, settings.max_waiting, settings.waiting_timeout)
        self._space = Space(settings.max_spool_bytes)
        self._answers: ByteCache[Answer] = ByteCache(settings.max_cache_bytes)

    @property
    def generation(self) -> int:
        """See Engine: who keeps answers knows by it when they may be outdated."""
        return self._engine.generation

    async def run(self, job: Asked, *, fresh: bool = False) -> Answer:
        """The answer to a query.

        Args:
            job: the query.
            fresh: is it to be answered by the store even where the answer is kept from before?

        Raises:
            QueryError: or one of its kinds, where it fails before the first piece; a failure after that ends the
                iteration over the pieces with the same exception.
            OverloadError: where it does not get its turn.
        """
        limit = self._settings.query_timeout
        await self._engine.publish(limit)
        version = self._engine.version()
        key = (version, job)
        kept = None if fresh else self._answers.get(key)
        if kept is not None:
            return kept
        await self._turns.take()
        answer = Spool(self._settings.max_result_bytes, self._space)
        self._engine.start(job, answer, limit, self._turns.give_back)
        try:
            piece, last = await answer.next()
        except BaseException:
            answer.abandon()
            raise
        tag = _tag(version, job)
        if not last:
            return Answer(answer.media_type, self._pieces(piece, answer, key, tag), tag)
        whole = Answer(answer.media_type, piece, tag)
        self._keep(key, whole)
        return whole

    async def tag(self, job: Job) -> str | None:
        """The tag that the answer to a query has now, or would have. Raises QueryError, or one of its kinds."""
        await self._engine.publish(self._settings.query_timeout)
        version = self._engine.version()
        return _tag(version, job)

    def version(self) -> str | None:
        """Names what is answered from now; None where nobody knows when it changes."""
        return self._engine.version()

    async def write(self, change: Change) -> Effect:
        """Makes a change, which goes on even where the one who asked for it no longer waits.

        Raises:
            QueryError: or one of its kinds; nothing was changed.
            OverloadError: where it does not get its turn.
        """
        await self._write_turns.take()
        work = asyncio.ensure_future(self._engine.write(change, self._settings.update_timeout))
        work.add_done_callback(self._written)
        return await asyncio.shield(work)

    def _written(self, _: object) -> None:
        self._write_turns.give_back()

    async def text(self, job: Asked, *, fresh: bool = False) -> bytes:
        """The whole answer."""
        answer = await self.run(job, fresh=fresh)
        if isinstance(answer.body, bytes):
            return answer.body
        return b"".join([piece async for piece in answer.body])

    def close(self) -> None:
        """Stops what can be stopped."""
        self._engine.close()

    async def _pieces(
        self, first: bytes, answer: Spool, key: tuple[str | None, Asked], tag: str | None
    ) -> AsyncGenerator[bytes, None]:
        kept: list[bytes] | None = None if tag is None else []
        size = 0
        try:
            piece, last = first, False
            while True:
                size += len(piece)
                if kept is not None and size <= self._answers.largest:
                    kept.append(piece)
                else:
                    kept = None
                yield piece
                if last:
                    break
                piece, last = await answer.next()
            if kept is not None:
                self._keep(key, Answer(answer.media_type, b"".join(kept), tag))
        finally:
            answer.abandon()

    def _keep(self, key: tuple[str | None, Asked], answer: Answer) -> None:
        if answer.tag is not None:
            self._answers.put(key, answer, len(repr(key[1])))


class _Turns:
    """So many may work at once, so many more wait, first come, first served."""

    def __init__(self, number: int, most_waiting: int, patience: float) -> None:
        self._free = number
        self._most_waiting = most_waiting
        self._patience = patience
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self) -> None:
        """Waits for a turn. Raises OverloadError where too many wait, or it takes too long."""
        if self._free:
            self._free -= 1
            return
        if len(self._waiting) >= self._most_waiting:
            raise OverloadError
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(self._patience):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():  # it came at the last moment
                self.give_back()
            elif turn in self._waiting:
                self._waiting.remove(turn)
            if isinstance(error, TimeoutError):
                raise OverloadError from None
            raise

    def give_back(self) -> None:
        """A turn has ended."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


def _tag(version: str | None, job: Asked) -> str | None:
    if version is None:
        return None
    if isinstance(job, Job) and _CHANCE.search(job.query.upper()):
        return None
    return hashlib.blake2b(repr((version, job)).encode(), digest_size=16).hexdigest()
