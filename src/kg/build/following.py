"""What follows the store, the text index and the catalogue, brought up to it while articles are still read."""

import threading
from collections.abc import Collection

from kg.closing import Closing
from kg.errors import KgError
from kg.stores import Store
from kg.stores.base import GraphName


class FollowingError(KgError):
    """What follows the store can't be brought up to it; the articles are stored."""


class Follower(Closing):
    """A thread that brings up what follows a store whenever it is woken."""

    def __init__(self, store: Store, last: Collection[GraphName] = ()) -> None:
        """Starts it; it does nothing yet.

        Args:
            store: that is followed.
            last: graphs that change each time, looked at only at the end: that takes the longer the larger they are.
        """
        self._store = store
        self._last = last
        self._woken = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="following", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """To be called when something was published."""
        self._woken.set()

    def finish(self) -> None:
        """Ends it, and brings up what is left.

        Raises:
            KgError: where that can't be done.
        """
        self.close()
        try:
            self._store.keep_up()
        except KgError:
            raise
        except Exception as error:
            raise FollowingError(
                f"{self._store.location}: the articles are stored, but the text index or the catalogue can't be "
                f"brought up to them: {type(error).__name__}: {error}; please report it, and try `kg store optimize`"
            ) from error

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
                self._store.keep_up(self._last)
            except Exception:
                return  # articles are stored without it; :meth:`finish` tries again, and tells what it meets
