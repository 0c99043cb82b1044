"""Documents through the extractor, in one process or in several, in their order."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from kg.errors import KgError
from kg.model import Document, Extraction
from kg.sources import Refusal

Extractor = Callable[[Iterable[Document]], Iterator[Extraction]]
"""Reads documents. For several processes it must be picklable: a function of a module, or a ``partial`` of one."""

_BATCH = 64
"""Documents that are read together: the language models are faster on many sentences at once."""

Input = Document | Refusal
Output = Extraction | Refusal


class ReadingError(KgError):
    """The reading can't go on; the message says what to do."""


def read_all(documents: Iterable[Input], extract: Extractor, workers: int = 1) -> Iterator[Output]:
    """What documents say, in their order; refusals are passed on in their place.

    A document at which the extractor fails is refused; the rest goes on.

    Args:
        documents: what comes in.
        extract: reads documents.
        workers: processes that read; 1 reads in this one.

    Raises:
        ReadingError: where a process dies.
    """
    waiting_documents = iter(documents)
    batches = iter(lambda: list(islice(waiting_documents, _BATCH)), [])
    if workers == 1:
        for batch in batches:
            yield from _read_batch(extract, batch)
        return
    # Spawned, not forked: the store and the models hold threads. Few batches wait, so that memory stays constant.
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            waiting: deque[Future[list[Output]]] = deque()
            for batch in batches:
                waiting.append(pool.submit(_read_batch, extract, batch))
                if len(waiting) > 2 * workers:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise ReadingError(
            "a process that reads articles has died (out of memory?); run it again with fewer workers"
        ) from error


def _read_batch(extract: Extractor, batch: list[Input]) -> list[Output]:
    read = iter(_read_documents(extract, [one for one in batch if isinstance(one, Document)]))
    return [one if isinstance(one, Refusal) else next(read) for one in batch]


def _read_documents(extract: Extractor, documents: list[Document]) -> list[Output]:
    """What the documents say. Where reading them together fails, each is read alone, to find the one at fault."""
    try:
        return list(extract(documents))
    except KgError:
        raise  # a file of the user's that goes with the reading is wrong, not a document
    except Exception as error:
        if len(documents) == 1:
            reason = f"can't be read: {type(error).__name__}: {error}; please report it with the text"
            return [Refusal(documents[0].name, reason)]
        return [read for document in documents for read in _read_documents(extract, [document])]
