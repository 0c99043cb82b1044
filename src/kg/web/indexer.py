"""A process that keeps the catalogue, the text index and the counts of a store up: ``python -m kg.web.indexer FOLDER``.

The server starts it, and it follows what is published, by this server or by a build beside it: whoever searches, or
asks for counts, would otherwise have to bring them up within the time of a query. It gives way to all others, and ends
with the server.
"""

import os
import sys
import threading
import time

from kg.stores import StoreError
from kg.web.worker import CurrentStore, end_with

_PAUSE = 1.0
"""Seconds between looks at what was published."""


def follow(location: str) -> None:
    """Brings up what is kept beside a folder's store, again and again; never ends."""
    current: CurrentStore | None = None
    told = ""
    while True:
        try:
            current = current or CurrentStore(location)
            store = current.get()
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
    os.nice(10)
    follow(sys.argv[1])
