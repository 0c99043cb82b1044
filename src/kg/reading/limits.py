"""How much the reading of one article may take, and how a process keeps itself to it.

The system ends the process that goes beyond: neither a loop in C nor an allocation of many gigabytes asks Python first.
"""

import os
import resource
import signal
import sys
from dataclasses import dataclass
from typing import NoReturn

_OUT_OF_MEMORY = 86
"""Exit code of a process that has reached its limit of memory and noticed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one article may take."""

    seconds: float = 60.0
    """Of the clock; an ordinary article takes a tenth of one."""
    memory: int = 1 << 30
    """Bytes of the process that reads it, the language models (some 300 MB) included."""

    @property
    def enough(self) -> int:
        """Bytes; a process that has had so many makes room for another before the next article is too much for it."""
        return self.memory // 4 * 3


@dataclass(frozen=True, slots=True)
class Death:
    """Why a process ended that should not have."""

    cause: str
    """What it means for the article, and the remedy."""
    by_chance: bool = False
    """Did somebody else end it? Then the article need not be at fault."""


def limit_memory(limits: Limits) -> None:
    """Keeps this process to its memory: what asks for more gets a MemoryError, or dies."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = limits.memory if hard == resource.RLIM_INFINITY else min(limits.memory, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))


def start_clock(limits: Limits) -> None:
    """Ends this process when the time is up, unless :func:`stop_clock` comes first."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)


def stop_clock() -> None:
    """What was begun is done."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def peak_memory() -> int:
    """The most bytes that this process has had in memory."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024  # macOS counts bytes, others kilobytes


def out_of_memory() -> NoReturn:
    """Ends this process: after a MemoryError nobody knows what of it is whole."""
    os._exit(_OUT_OF_MEMORY)


def death(exit_code: int | None, limits: Limits) -> Death:
    """What the exit code of a process that died while reading tells."""
    if exit_code == -signal.SIGALRM:
        return Death(f"takes longer to read than {limits.seconds:g} seconds; shorten it, or raise --article-timeout")
    if exit_code == _OUT_OF_MEMORY:
        megabytes = limits.memory // (1 << 20)
        return Death(f"takes more than {megabytes:,} MB of memory to read; shorten it, or raise --worker-memory")
    if exit_code is not None and exit_code < 0:
        name = signal.Signals(-exit_code).name
        if name == "SIGKILL":
            name += ": out of memory?"
        by_chance = -exit_code in {signal.SIGKILL, signal.SIGTERM, signal.SIGHUP}
        return Death(f"ends the process that reads it ({name}); please report it with the text", by_chance)
    return Death(f"ends the process that reads it (exit code {exit_code}); please report it with the text")
