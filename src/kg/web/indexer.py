"""A process that keeps the catalogue, the text index and the counts of a store up: ``python -m kg.web.indexer FOLDER``.

The server starts it, and it follows what is published, by this server or by a build beside it: whoever searches, or
asks for counts, would otherwise have to bring them up within the time of a query. It gives way to all others, and ends
with the server. When it has had nothing to do for a while it begins anew, which gives back the memory that the work
took.
"""

import os
import sys
import threading
import time

from kg.stores import StoreError
from kg.web.worker import CurrentStore, end_with

_PAUSE = 1.0
"""Seconds between looks at what was published."""


_REST = 10
"""Looks that found nothing new, after which the process begins anew if it had something to do before."""
_NICENESS = 10


def follow(location: str) -> None:
    """Brings up what is kept beside a folder's store, again and again, until nothing has been published in a while."""
    current: CurrentStore | None = None
    told = ""
    worked, idle = False, 0
    while not (worked and idle > _REST):
        try:
            current = current or CurrentStore(location)
            store = current.get()
            idle += 1
            if store.texts_are_behind or store.counts_are_behind or store.catalogue_is_behind:
                worked, idle = True, 0
            store.catalogue()
            store.index_texts()
            store.aggregates()
            told = ""
        except (StoreError, OSError) as error:  # whoever searches is told, too
            current = None
            if str(error) != told:
                print(f"kg: {error}", file=sys.stderr, flush=True)
            told = str(error)
        time.sleep(_PAUSE)


if __name__ == "__main__":
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    os.nice(max(0, _NICENESS - os.nice(0)))
    follow(sys.argv[1])
    os.execv(sys.executable, [sys.executable, "-m", "kg.web.indexer", sys.argv[1]])
