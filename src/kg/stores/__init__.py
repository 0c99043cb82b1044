"""Where the graph is kept: one protocol, several stores behind it."""

import os
from pathlib import Path

from kg.stores.base import QueryResult, Store, StoreError, is_remote
from kg.stores.embedded import EmbeddedStore

__all__ = ["EmbeddedStore", "QueryResult", "Store", "StoreError", "is_remote", "open_store"]


def open_store(location: str | Path, *, read_only: bool = False, timeout: float = 60.0) -> Store:
    """Opens the store at a place.

    Args:
        location: a folder, which is made where there is none (unless ``read_only``), or the address of a SPARQL 1.1
            server (:meth:`kg.stores.address.Address.parse`), for which KG_STORE_USER and KG_STORE_PASSWORD, or
            KG_STORE_TOKEN, are taken from the environment.
        read_only: for those that only ask: the store must exist, any number of processes may have it open at once,
            and each sees what was published (flushed) when it opened it.
        timeout: seconds that a server may be silent.

    Raises:
        StoreError: where there is no store, or none that can be opened now; the message says what to do.
    """
    if is_remote(location):
        from kg.stores.address import Address, Credentials  # noqa: PLC0415 - a folder needs no HTTP
        from kg.stores.remote import RemoteStore  # noqa: PLC0415

        given = os.environ.get
        credentials = Credentials(given("KG_STORE_USER"), given("KG_STORE_PASSWORD", ""), given("KG_STORE_TOKEN"))
        return RemoteStore(Address.parse(str(location), credentials), read_only=read_only, timeout=timeout)
    return EmbeddedStore(Path(location), read_only=read_only)
