"""One at a time, among all processes: a lock on a file, which the system drops when its holder ends."""

import fcntl
import math
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PAUSE = 0.05
"""Seconds between looks at a lock that somebody holds."""


@contextmanager
def alone(path: Path, patience: float = math.inf) -> Iterator[None]:
    """Holds the lock on a file, which is made where there is none.

    Args:
        path: of the file; nothing is written into it.
        patience: seconds to wait for whoever holds the lock.

    Raises:
        TimeoutError: where it is held for longer.
        OSError: where the file can't be made or opened.
    """
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if math.isinf(patience):
            fcntl.flock(lock, fcntl.LOCK_EX)
        else:
            _take(lock, path, time.monotonic() + patience)
        yield
    finally:
        os.close(lock)


def _take(lock: int, path: Path, given_up: float) -> None:
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > given_up:
                raise TimeoutError(f"{path} is held by another process") from None
            time.sleep(_PAUSE)
        else:
            return
