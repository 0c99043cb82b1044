"""By what an article was read: the program, and the files that the user told it to go by."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from kg import __version__
from kg.errors import KgError

_DIGITS = 12


def reading_version(files: Iterable[Path]) -> str:
    """What stands in the graph as the version of the reader, so that a build notices what other files would read.

    Args:
        files: gazetteers and decisions, in any order.

    Returns:
        The program's version and, where there are files, a digest of their contents as PEP 440's local version:
        ``0.1.0+3f2a…``. It does not depend on where the files lie: two machines with the same files write the same.

    Raises:
        KgError: for a file that cannot be read; the message names it.
    """
    digests = sorted(_digest(path) for path in files)
    if not digests:
        return __version__
    return f"{__version__}+{hashlib.sha256(' '.join(digests).encode()).hexdigest()[:_DIGITS]}"


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise KgError(f"{path}: cannot be read ({error.strerror}); give the path of a file that is there") from error
