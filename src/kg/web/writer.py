"""The one process that writes: ``python -m kg.web.writer CHANGES CONTROL FOLDER BYTES``.

CHANGES and CONTROL are descriptors of sockets, BYTES is the memory that it may take, 0 any.

It has the store open for writing, makes changes one after the other, and, asked over the other socket, even amid a
change, publishes what has been written to those that read. Killed at any moment it leaves each change whole or undone:
a change is one transaction, and RocksDB's log tells it again to the process that takes its place. It publishes by
itself what nobody has asked for in a while, for the readers outside this server.
"""

import os
import sys
import threading
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from kg.stores import EmbeddedStore, StoreError, open_store
from kg.web.jobs import Change, Effect, QueryError, perform
from kg.web.worker import end_with, limit_memory

if TYPE_CHECKING:
    Changes = Connection[Effect | QueryError, Change]
    Control = Connection[QueryError | None, None]

_IDLE = 1.0
"""Seconds after which what was written is published unasked."""


def serve(changes: "Changes", control: "Control", location: str) -> None:
    """Makes changes until the other side closes the pipes."""
    try:
        store = open_store(location)
    except StoreError as error:
        _refuse(changes, control, QueryError(str(error)))
        return
    assert isinstance(store, EmbeddedStore)
    threading.Thread(target=_publish, args=(control, store), daemon=True).start()
    with store:
        while True:
            try:
                change = changes.recv()
            except EOFError:
                return
            try:
                changes.send(perform(store, change))
            except QueryError as error:
                changes.send(error)


def _publish(control: "Control", store: EmbeddedStore) -> None:
    while True:
        asked = control.poll(_IDLE)
        try:
            if asked:
                control.recv()
            failure = None
            store.publish()
        except (EOFError, OSError):
            return
        except StoreError as error:
            failure = QueryError(str(error))
        if asked:
            control.send(failure)


def _refuse(changes: "Changes", control: "Control", failure: QueryError) -> None:
    """Tells both sockets why there is no store, once; the server then starts another process."""
    control.send(failure)
    try:
        changes.recv()
    except EOFError:
        return
    changes.send(failure)


if __name__ == "__main__":
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    limit_memory(int(sys.argv[4]))
    serve(Connection(int(sys.argv[1])), Connection(int(sys.argv[2])), sys.argv[3])
