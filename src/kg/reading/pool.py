"""Several processes that read, each tended by a thread that replaces it when it dies."""

import multiprocessing
import queue
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic

from kg.closing import Closing
from kg.errors import KgError
from kg.model import Document
from kg.reading.limits import Limits
from kg.reading.worker import DeathError, T, Work, Worker
from kg.sources import Refusal


class ReadingError(KgError):
    """The reading can't go on; the message says what to do."""


_AT_THE_END = 8
"""Documents in a batch; in so small ones the language models are slower by a thirtieth."""


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[T]):
    """A batch that is being read, or is to be."""

    batch: list[Document | Refusal]
    future: Future[list[T | Refusal]]


class Pool(Closing, Generic[T]):
    """Processes that do the same work. A document over which a process dies is refused, and the rest goes on."""

    def __init__(self, work: Work[T], workers: int, limits: Limits, preload: Sequence[str] = ()) -> None:
        """Starts no process yet.

        Args:
            work: what each process does; it must be picklable.
            workers: how many processes.
            limits: what one document may take.
            preload: modules that are imported once, in the process from which the others are forked, as is that of
                the work: what they load is in memory once. The first pool of a program decides.
        """
        self._work = work
        self._workers = workers
        self._limits = limits
        # Not forked from this process: the store and its threads must not be in the others.
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([*preload, work.__module__])
        self._idle: queue.LifoQueue[Worker[T]] = queue.LifoQueue()
        self._alive: set[Worker[T]] = set()
        self._stopped = False
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="reading")

    def map(self, batches: Iterable[list[Document | Refusal]]) -> Iterator[list[T | Refusal]]:
        """What is made of the batches, in their order; few wait, so that memory stays constant.

        Raises:
            ReadingError: where no process can be started.
        """
        waiting: deque[_Waiting[T]] = deque()
        try:
            for batch in batches:
                waiting.append(self._submit(batch))
                if len(waiting) > 2 * self._workers:
                    yield waiting.popleft().future.result()
            if self._workers > 1:
                waiting = deque(part for one in waiting for part in self._parted(one))
            while waiting:
                yield waiting.popleft().future.result()
        finally:
            for one in waiting:
                one.future.cancel()

    def _submit(self, batch: list[Document | Refusal]) -> "_Waiting[T]":
        return _Waiting(batch, self._threads.submit(self._read_batch, batch))

    def _parted(self, last: "_Waiting[T]") -> "Iterator[_Waiting[T]]":
        """One of the last batches, in parts unless it is begun, so that no process has long to do when all others are
        done.
        """
        if not last.future.cancel():
            yield last
            return
        for start in range(0, len(last.batch), _AT_THE_END):
            yield self._submit(last.batch[start : start + _AT_THE_END])

    def _read_batch(self, batch: list[Document | Refusal]) -> list[T | Refusal]:
        read = iter(self._read([one for one in batch if isinstance(one, Document)]))
        return [one if isinstance(one, Refusal) else next(read) for one in batch]

    def _read(self, documents: Sequence[Document]) -> list[T | Refusal]:
        try:
            return self._ask(documents)
        except DeathError as error:
            if self._stopped:
                return []
            if len(documents) > 1:
                return [done for document in documents for done in self._read([document])]
            if error.death.by_chance:
                return self._read_again(documents[0])
            return [Refusal(documents[0].name, error.death.cause)]

    def _read_again(self, document: Document) -> list[T | Refusal]:
        """A document over which a process was ended by somebody else: once more, then it is taken for the reason."""
        try:
            return self._ask([document])
        except DeathError as error:
            return [Refusal(document.name, error.death.cause)]

    def _ask(self, documents: Sequence[Document]) -> list[T | Refusal]:
        if not documents:
            return []
        worker = self._worker()
        try:
            read = worker.read(documents)
        except DeathError:
            self._retire(worker)
            raise
        if worker.has_enough:
            self._retire(worker)
        else:
            self._idle.put(worker)
        return read

    def _retire(self, worker: Worker[T]) -> None:
        """Ends a process, if it has not ended by itself."""
        self._alive.discard(worker)
        worker.kill()
        worker.close()

    def _worker(self) -> Worker[T]:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            pass
        try:
            worker = Worker(self._context, self._work, self._limits)
            self._alive.add(worker)
            return worker
        except (DeathError, EOFError, OSError) as error:
            raise ReadingError(
                f"a process that reads articles can't be started ({error}); "
                "raise --worker-memory, or take fewer --workers"
            ) from error

    def close(self) -> None:
        """Ends the processes, whatever they are at."""
        self._stopped = True
        for worker in list(self._alive):
            worker.kill()  # so that the threads that wait for it need not
        self._threads.shutdown(cancel_futures=True)
        for worker in self._alive:
            worker.kill()
            worker.close()
