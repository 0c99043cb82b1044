"""Where the graph is kept: one protocol, several stores behind it."""

from pathlib import Path

from kg.stores.base import QueryResult, Store, StoreError
from kg.stores.embedded import EmbeddedStore

__all__ = ["EmbeddedStore", "QueryResult", "Store", "StoreError", "open_store"]


def open_store(location: str | Path, *, read_only: bool = False) -> Store:
    """Opens the store at a place.

    Args:
        location: a folder, which is made where there is none (unless ``read_only``).
        read_only: for those that only ask: the store must exist, any number of processes may have it open at once,
            and each sees what was stored when it opened it.

    Raises:
        StoreError: where there is no store, or none that can be opened now; the message says what to do.
    """
    if str(location).startswith(("http://", "https://")):
        raise StoreError(
            f"{location}: a SPARQL server can't be the store yet; name a folder (--store FOLDER), "
            "or fill the server from `kg export nquads`"
        )
    return EmbeddedStore(Path(location), read_only=read_only)
