"""Follows files and folders: what has changed since it was last read."""

from collections.abc import Iterator
from pathlib import Path

from kg.sources import Refusal
from kg.sources.files import files_in
from kg.watch.state import State


def changed(path: Path, state: State, version: str) -> Iterator[tuple[Path | Refusal, str]]:
    """Files that are new, or not as they were when this version last read them; each with its stamp.

    Args:
        path: a file, or a folder, looked at with all below it.
        state: knows the stamps.
        version: of the program: another one reads everything again.
    """
    for found in files_in(path) if path.is_dir() else iter([path]):
        file = Path(found.name) if isinstance(found, Refusal) else found
        try:
            status = file.stat()
            stamp = f"{status.st_mtime_ns} {status.st_size} {status.st_ino} {version}"
        except OSError as error:
            stamp = f"{error.errno} {version}"
        if state.stamp(str(file.resolve())) != stamp:
            yield found, stamp
