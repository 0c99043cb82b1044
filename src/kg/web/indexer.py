"""A process that brings a store's text index up: ``python -m kg.web.indexer FOLDER``.

The server starts it where the index is behind, as that of a store which an older version built: the first search would
otherwise have to do it within the time of a query. It gives way to all others, and ends with the server.
"""

import os
import sys
import threading

from kg.errors import KgError
from kg.stores import open_store
from kg.web.worker import end_with

if __name__ == "__main__":
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    os.nice(10)
    try:
        with open_store(sys.argv[1], read_only=True) as store:
            store.index_texts()
    except KgError as error:
        print(f"kg: {error}", file=sys.stderr)
        sys.exit(1)
