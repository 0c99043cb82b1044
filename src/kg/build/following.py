"""What follows the store, the text index and the catalogue, brought up to it while articles are still read."""

import threading

from kg.closing import Closing
from kg.errors import KgError
from kg.stores import Store


class Follower(Closing):
    """A thread that brings up what follows a store whenever it is woken."""

    def __init__(self, store: Store) -> None:
        """Starts it; it does nothing yet."""
        self._store = store
        self._woken = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="following", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """To be called when something was published."""
        self._woken.set()

    def close(self) -> None:
        """Ends it; what it is at is done first."""
        self._ended = True
        self._woken.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._woken.wait()
            self._woken.clear()
            if self._ended:
                return
            try:
                self._store.keep_up()
            except KgError:
                return  # whoever brings it up at the end meets the same error, and tells it
