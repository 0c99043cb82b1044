"""Where shards lie: a folder, or what fsspec opens by its address (``s3://bucket/news``)."""

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.extras import require


class PlaceError(KgError):
    """Files can't be read or written there; the message names the place and the remedy."""


class Place(ABC):
    """Files by their names, without folders within."""

    @abstractmethod
    def read(self, name: str) -> bytes:
        """A whole file. Raises FileNotFoundError where there is none, and PlaceError where it can't be read."""

    @abstractmethod
    def write(self, name: str, data: bytes) -> None:
        """Writes a file so that it is whole or absent, whatever happens. Raises PlaceError."""

    @abstractmethod
    def names(self) -> frozenset[str]:
        """The files that there are. Raises PlaceError."""


def place(address: str) -> Place:
    """The place at a path or an address.

    Raises:
        MissingPackageError: for an address, where fsspec is not installed.
        PlaceError: where the address is of no kind that can be opened.
    """
    return _Remote(address) if "://" in address else _Folder(Path(address))


class _Folder(Place):
    """A folder of this machine, or one that several share."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, name: str) -> bytes:
        with self._failures("read"):
            return (self._path / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        part = self._path / f".{name}.{os.getpid()}.part"
        with self._failures("written"):
            self._path.mkdir(parents=True, exist_ok=True)
            try:
                with part.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(self._path / name)
            finally:
                part.unlink(missing_ok=True)

    def names(self) -> frozenset[str]:
        with self._failures("read"):
            return frozenset(path.name for path in self._path.iterdir()) if self._path.is_dir() else frozenset()

    @contextmanager
    def _failures(self, what: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as error:
            raise PlaceError(
                f"{self._path}: can't be {what} ({error.strerror}); check the disk and the rights"
            ) from error


class _Remote(Place):
    """What lies on other machines. Object stores show an object only when it is whole."""

    def __init__(self, address: str) -> None:
        require("fsspec", "cluster", f"{address}")
        import fsspec  # noqa: PLC0415 - only addresses need it

        try:
            self._system, self._root = fsspec.core.url_to_fs(address.rstrip("/"))
        except (ImportError, ValueError) as error:
            raise PlaceError(f"{address}: can't be opened ({error}); install what fsspec needs for it") from error
        self._address = address

    def read(self, name: str) -> bytes:
        with self._failures("read"):
            data: bytes = self._system.cat_file(f"{self._root}/{name}")
            return data

    def write(self, name: str, data: bytes) -> None:
        with self._failures("written"):
            self._system.makedirs(self._root, exist_ok=True)
            self._system.pipe_file(f"{self._root}/{name}", data)

    def names(self) -> frozenset[str]:
        with self._failures("read"):
            if not self._system.exists(self._root):
                return frozenset()
            found: list[Any] = self._system.ls(self._root, detail=False)
            return frozenset(str(path).rsplit("/", 1)[-1] for path in found)

    @contextmanager
    def _failures(self, what: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except Exception as error:  # each kind of address raises errors of its own
            raise PlaceError(f"{self._address}: can't be {what} ({type(error).__name__}: {error})") from error
