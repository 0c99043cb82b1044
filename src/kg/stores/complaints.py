"""What RocksDB and Oxigraph complain of, told with what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.companion import CompanionBehindError, CompanionError
from kg.stores.base import NotReadyError, StoreError


@contextmanager
def failures(folder: Path, what: str, made_by: str) -> Iterator[None]:
    """Turns what goes wrong in a store's folder into errors that say what to do.

    Args:
        folder: of the store.
        what: is being done: the store can't "open", "answer", "write".
        made_by: the program and version that made the store.

    Raises:
        StoreError: or NotReadyError, which is one.
    """
    try:
        yield
    except CompanionBehindError as error:
        raise NotReadyError(str(error)) from error
    except CompanionError as error:
        raise StoreError(str(error)) from error
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{folder}: the store can't {what}: {error}; {_remedy(error, made_by)}") from error


def is_locked(error: Exception) -> bool:
    """Does another process have the folder open for writing?"""
    return "LOCK" in str(error)


def _remedy(error: Exception, made_by: str) -> str:
    text = str(error)
    if is_locked(error):
        return "another program has it open for writing (kg build, kg serve?): wait for it or stop it"
    if "No space left" in text or "File too large" in text or "quota" in text:
        return "make room on the disk and do it again: what was stored before is whole"
    if isinstance(error, PermissionError) or "Permission denied" in text:
        return "see that you may read and write there"
    if "not supported" in text:
        return "change the query"
    if "encoding version" in text or "too recent version" in text:
        return (
            f"another version of Oxigraph made it: with {made_by}, `kg export nquads -o FILE.nq`, then "
            "with this version `kg import FILE.nq --store OTHER-FOLDER`"
        )
    if "CURRENT" in text:
        return "nothing was ever stored in it: run `kg build` first"
    return "if it stays like this, the folder is damaged: build the store anew in another folder"
