"""Documents through the extractor, in processes of their own, in their order.

A text can make any program take hours or gigabytes. So what reads is a process that the system ends when an article
takes too much; another takes its place, and only that article is refused.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.model import Document, Extraction
from kg.reading.batches import batches
from kg.reading.characters import with_whole_characters
from kg.reading.limits import Limits
from kg.reading.pool import Pool, ReadingError
from kg.reading.worker import T, Work, do
from kg.sources import Refusal

__all__ = ["Extractor", "Limits", "ReadingError", "Work", "read_all", "with_whole_characters"]

Extractor = Callable[[Iterable[Document]], Iterator[Extraction]]
"""Reads documents. For processes it must be picklable: a function of a module, or a ``partial`` of one."""


def read_all(
    documents: Iterable[Document | Refusal],
    work: Work[T],
    workers: int = 0,
    limits: Limits | None = None,
    preload: Sequence[str] = (),
) -> Iterator[T | Refusal]:
    """What is made of documents, in their order; refusals are passed on in their place.

    A document at which the work fails, which takes more than the limits allow, or whose text holds half a character, is
    refused; the rest goes on.

    Args:
        documents: what comes in.
        work: what is made of them, such as an :data:`Extractor`.
        workers: processes that do it; 0 does it in this one, without limits.
        limits: what one document may take.
        preload: modules to be loaded once for all processes: see :class:`kg.reading.pool.Pool`.

    Raises:
        ReadingError: where no process can be started.
        KgError: for a file of the user's that goes with the reading.
    """
    whole = with_whole_characters(documents)
    if workers == 0:
        for batch in batches(whole):
            read = iter(do(work, [one for one in batch if isinstance(one, Document)]))
            yield from (one if isinstance(one, Refusal) else next(read) for one in batch)
        return
    with Pool(work, workers, limits or Limits(), preload) as pool:
        for read_batch in pool.map(batches(whole)):
            yield from read_batch
