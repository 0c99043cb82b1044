"""Work in which some texts do what a text must not be able to do. It is imported by the processes that read."""

import os
import re
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.model import Document


def work(documents: Iterable[Document]) -> Iterator[str]:
    """Gives each text back, if it lets."""
    for document in documents:
        yield _read(document.text)


def _read(text: str) -> str:
    match text.split():
        case ["hang"]:
            while True:
                time.sleep(1)
        case ["regex"]:  # in C, where Python's signal handlers are not asked
            re.match(r"(a+)+$", "a" * 40 + "b")
        case ["memory"]:
            return str(len(bytearray(4 << 30)))
        case ["pid"]:
            return str(os.getpid())
        case ["fat"]:
            return str(len(bytearray(b"x" * (300 << 20))))
        case ["grow"]:
            grown: list[str] = []
            while True:
                grown.append("x" * 100_000_000 + str(len(grown)))
        case ["killed"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["crash"]:
            os.kill(os.getpid(), signal.SIGSEGV)
        case ["exit"]:
            os._exit(3)
        case ["raise"]:
            raise RecursionError("too deep")
        case ["unlucky", trace]:  # killed once, by somebody else
            if not Path(trace).exists():
                Path(trace).touch()
                os.kill(os.getpid(), signal.SIGKILL)
    return text
