"""Documents → what they say → checked → stored, an article at a time.

Killed at any moment, a build leaves every article whole or absent, and the next build goes on from there.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence

from kg import __version__
from kg.build.following import Follower, FollowingError
from kg.build.intake import Intake
from kg.build.outcome import Outcome, Status, Summary, Tally
from kg.build.preparation import Preparation, Prepared, utc_now, valid_quads
from kg.build.writer import Writer
from kg.duplicates import CopyIndex
from kg.identifiers import DEFAULT_BASE
from kg.model import Document
from kg.rdf import actors_graph
from kg.reading import Extractor, Limits, read_all
from kg.sources import Refusal
from kg.stores import Store
from kg.stores.journal import Journal

__all__ = ["FollowingError", "Outcome", "Preparation", "Prepared", "Status", "Summary", "build", "valid_quads"]


def build(
    documents: Iterable[Document | Refusal],
    store: Store,
    *,
    extract: Extractor,
    base: str = DEFAULT_BASE,
    text: bool = True,
    workers: int = 0,
    limits: Limits | None = None,
    preload: Sequence[str] = (),
    again: bool = False,
    journal: Journal | None = None,
    on_progress: Callable[[Outcome], None] | None = None,
    version: str = __version__,
    now: Callable[[], datetime.datetime] = utc_now,
) -> Summary:
    """Reads documents into a store.

    Args:
        documents: what comes in; refusals are passed on to the summary.
        store: open for writing.
        extract: reads documents; see :func:`kg.reading.read_all`.
        base: the base IRI of all that is stored.
        text: are the articles' texts stored too? They must be, for evidence to be checked in the store.
        workers: processes that read and check; 0 does it in this one, without limits.
        limits: what one document may take of a process.
        preload: modules to be loaded once for all processes.
        again: is what is unchanged read again too (because a lexicon has changed)?
        journal: which source gave which article; the store's own, if none is given.
        on_progress: is told of each document, in the order in which they are done; new articles are stored some at a
            time.
        version: of the program and its files (:func:`kg.versions.reading_version`), for the provenance; what another
            version read is read again.
        now: the time of reading, with a time zone.

    Raises:
        StoreError: where the store fails; what was stored before is whole.
        FollowingError: where the text index or the catalogue fails; all is stored.
        ReadingError: where no process can be started; likewise.
    """
    tally = Tally(on_progress)
    prepare = Preparation(extract, base, text, version, now)
    memory = 0
    with (
        journal or Journal.beside(store.location) as readings,
        CopyIndex.beside(store.location) as copies,
        Follower(store, [actors_graph(base)]) as follower,
    ):
        writer = Writer(store, readings, copies, base, version, again=again, tell=tally.count, on_flush=follower.wake)

        intake = Intake(writer, prepare, tally.count, again=again)
        late = True
        while late:
            for prepared in read_all(intake.to_read(documents), prepare, workers, limits, preload):
                if isinstance(prepared, Refusal):
                    tally.count(Outcome(prepared.name, Status.REFUSED, prepared.reason))
                else:
                    memory = max(memory, prepared.memory)
                    writer.write(prepared)
                intake.came_back()
            writer.flush()
            documents = intake.take_late()
            late = len(documents) > 0
    follower.finish()
    return tally.summary(copies=writer.copies, memory=memory)
